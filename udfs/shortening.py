"""Texts of any length as messages of one line show them."""

from typing import Final

_SHOWN: Final = 100


def shortened(text: str) -> str:
    """The text in one line, or its beginning where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
