"""Mistakes of people, told to people: one line, what was found, where, what was expected, the nearest known name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, TypeAlias

Translate: TypeAlias = Callable[[str], str]
"""Gives the text of a message in another language; its fields stay as they are."""


def _in_english(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a sheet of it, a cell of that; each as far as it is known."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        return self.render(_in_english)

    def render(self, translate: Translate) -> str:
        """File, sheet and cell, as far as they are known."""
        parts = (
            self.file,
            self.sheet and translate("sheet '{sheet}'").format(sheet=self.sheet),
            self.cell and translate("cell {cell}").format(cell=self.cell),
        )
        return ", ".join(part for part in parts if part)


NOWHERE: Final = Place()


_LONGEST: Final = 2000


def in_one_line(text: str) -> str:
    """The text without line breaks and other control characters, and without the end of one that nobody would read."""
    line = " ".join(text.split()) if not text.isprintable() else text
    line = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


class Message:
    """Something to be told.

    `message` is English with named fields (`"put {path}"`), which is also its key in the catalogues of
    `addin.language`; `details` fill the fields, and a message among them is told in the same language.
    """

    def __init__(self, message: str, **details: object) -> None:
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return self.render(_in_english)

    def render(self, translate: Translate) -> str:
        """The text with its fields filled, in one line."""
        words = {
            name: word.render(translate) if isinstance(word, Message) else word for name, word in self.details.items()
        }
        return in_one_line(translate(self.message).format(**words))


class UserError(Exception):
    """Something a person has to put right.

    `message` and `details` are those of a `Message`; `nearest` is the known name that may have been meant.
    """

    def __init__(self, message: str, place: Place = NOWHERE, *, nearest: str | None = None, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.nearest = nearest
        self.details = details

    def __str__(self) -> str:
        return self.render(_in_english)

    def render(self, translate: Translate) -> str:
        """One line: where, what was found, what may have been meant."""
        text = Message(self.message, **self.details).render(translate)
        if self.nearest:
            text += translate("; did you mean {nearest}?").format(nearest=self.nearest)
        where = self.place.render(translate)
        return f"{where}: {text}" if where else text


class StorageLost(UserError):
    """A place to save in that takes nothing more: a full disk, a store that doesn't answer."""


class UserErrors(Exception):
    """Several mistakes found at once, in reading order."""

    def __init__(self, mistakes: Sequence[UserError]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


def cause_of(error: BaseException) -> str:
    """What an exception says, in one line: the system's own words, or its kind where it says nothing."""
    told = error.strerror if isinstance(error, OSError) else None
    return " ".join((told or str(error)).split()) or type(error).__name__


def nearest(name: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The known name most like `name`, in any case; None where none is as much alike (1 is the same name)."""
    by_fold = {candidate.casefold(): candidate for candidate in known}
    matches = get_close_matches(name.casefold(), by_fold, 1, alike)
    return by_fold[matches[0]] if matches else None
