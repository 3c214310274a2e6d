"""`python3 install …`: the one file that every Python can read, so that an old one is told what is expected."""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit("Growthpole needs Python {}.{} or newer; this is {}.{}".format(*(OLDEST + sys.version_info[:2])))

if __name__ == "__main__":
    from pathlib import Path

    sys.path[0] = str(Path(__file__).resolve().parent.parent)

    from install.commands import main

    sys.exit(main(sys.argv[1:]))
