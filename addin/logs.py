"""What happened, for those who look after it: on stderr where a command is asked for it, in a file for the ribbon.

Modules log under their own names below `addin`; nothing is written anywhere until one of these functions is called.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_FORM: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LARGEST: Final = 1_000_000
"""Bytes of a log file, of which one earlier is kept."""

_LOGGER: Final = logging.getLogger("addin")
# Without a handler of its own Python would write warnings to stderr, where people are told by the command already.
_LOGGER.addHandler(logging.NullHandler())


class LogLevel(StrEnum):
    """How much is logged: everything from this level on."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def log_to_stderr(level: LogLevel) -> None:
    """Log to stderr from now on; called again, the new level holds."""
    _LOGGER.setLevel(level.upper())
    if not any(type(handler) is logging.StreamHandler for handler in _LOGGER.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter(_FORM))
        _LOGGER.addHandler(handler)


@contextmanager
def logged_to(path: Path | None) -> Iterator[None]:
    """Log to the end of a file meanwhile; without one where it can't be written or `path` is None.

    The file is closed in between: Windows renames and removes none that a process holds open, and each Excel that runs
    has a process of its own.
    """
    handler = _opened(path)
    if handler is None:
        yield
        return
    level = _LOGGER.level
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        _LOGGER.removeHandler(handler)
        _LOGGER.setLevel(level)
        handler.close()


def _opened(path: Path | None) -> logging.Handler | None:
    if path is None:
        return None
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8")
        handler.setFormatter(logging.Formatter(_FORM))
        return handler
    return None
