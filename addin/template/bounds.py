"""Bounds on the work of filling a template: how long it may take, and how much text an expression may make.

What an expression costs grows with the cells of its block, and a template may hold many; so time is bounded for all of
them together, and asked after at each step that may take long.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Final

from addin.errors import Message, UserError
from addin.package.text import units

SECONDS: Final = 300.0
"""How long the expressions of one filling may take altogether."""

LONGEST_TEXT: Final = 32_767
"""How many characters a cell of Excel holds."""

MOST_CHARACTERS: Final = 200_000_000
"""How many characters one expression may make in all cells of its block."""

MOST_CELLS: Final = 50_000_000
"""How many cells of one sheet may have values from expressions."""

MOST_LABELS: Final = 4_194_304
"""How many labels the blocks of one sheet may have altogether."""

_end: ContextVar[tuple[float, float] | None] = ContextVar("end", default=None)


@contextmanager
def bounded() -> Iterator[None]:
    """Within it, `check_deadline` raises once `SECONDS` have passed."""
    token = _end.set((monotonic() + SECONDS, SECONDS))
    try:
        yield
    finally:
        _end.reset(token)


def deadline_passed() -> bool:
    """Whether the time of the filling is over."""
    end = _end.get()
    return end is not None and monotonic() > end[0]


def check_deadline() -> None:
    """Raises UserError where the time is over."""
    end = _end.get()
    if end is not None and monotonic() > end[0]:
        raise UserError("the expressions take more than {seconds} seconds", seconds=end[1])


def refuse_long_text(longest: int, characters: int) -> None:
    """Raises UserError for a text that no cell holds, or for more text in all cells than an expression may make."""
    if longest > LONGEST_TEXT:
        raise UserError("a text of {length} characters; a cell holds {most}", length=longest, most=LONGEST_TEXT)
    if characters > MOST_CHARACTERS:
        raise UserError(
            "the texts of one expression have more than {most} characters in all cells together", most=MOST_CHARACTERS
        )


def refuse_long_cell(text: str) -> None:
    """Raises UserError for a text longer than a cell holds, in UTF-16 units as Excel counts."""
    if len(text) > LONGEST_TEXT // 2:
        refuse_long_text(units(text), 0)


def refuse_many(count: int, most: int, what: Message) -> None:
    """Raises UserError for more cells or labels than a filling may have."""
    if count > most:
        raise UserError("{count} {what} on one sheet; {most} at most", count=count, what=what, most=most)
