"""`python -m addin` is the command `growthpole`."""

from addin.command_line import main

if __name__ == "__main__":
    main()
