"""The command `growthpole`: its commands each in a module of their own, and how mistakes end it."""

import logging
import os
import sys
from typing import Final

from addin.command_line.application import application
from addin.errors import UserError, UserErrors, cause_of
from udfs.formulas.evaluator import FormulaSyntaxError
from udfs.formulas.parser import NotComputable

FAULT: Final = "this is a fault of Growthpole itself; please report it with your files"
"""How a line begins that tells of what should never happen."""


def main() -> None:
    """Run the command. Exit codes: 0 done, 1 the input is wrong (told on stderr), 2 usage, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        application(sys.argv[1:])()
    except (UserError, UserErrors, FormulaSyntaxError, NotComputable) as mistake:
        fail(str(mistake))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (MemoryError, RecursionError) as error:
        fail(f"this takes more memory than there is: {type(error).__name__}")
    except OSError as error:
        fail(f"{error.filename or 'a file'}: {cause_of(error)}")
    except Exception as error:  # whatever else it is, people are told in one line, and the log the rest
        logging.getLogger("addin").debug("a fault", exc_info=error)
        fail(f"{FAULT}: {type(error).__name__}: {cause_of(error)[:200]}")
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)


def fail(message: str) -> None:
    """Tell what is wrong and end with exit code 1."""
    print(message, file=sys.stderr)
    sys.exit(1)
