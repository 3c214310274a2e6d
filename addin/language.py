"""What is said to people, in their language: catalogues of messages keyed by the English text."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from addin.errors import Message, UserError, in_one_line


class Language(StrEnum):
    """A language that the add-in speaks."""

    ENGLISH = "en"
    RUSSIAN = "ru"
    KAZAKH = "kk"


LANGUAGES: Final = tuple(map(str, Language))


def translated(text: str, language: str) -> str:
    """The text in 'ru' or 'kk'; in English, which is its key, where the catalogue of the language lacks it."""
    return catalogue(language).get(text, text)


def said(message: Message, language: str) -> str:
    """The message in the language."""
    return _filled(message.message, message.details, language)


def told(mistake: UserError, language: str) -> str:
    """The mistake as one line in the language: where, what was found, what may have been meant."""
    place = mistake.place
    parts = (
        place.file,
        place.sheet and translated("sheet '{sheet}'", language).format(sheet=place.sheet),
        place.cell and translated("cell {cell}", language).format(cell=place.cell),
    )
    where = ", ".join(part for part in parts if part)
    text = _filled(mistake.message, mistake.details, language)
    if mistake.nearest:
        text += translated("; did you mean {nearest}?", language).format(nearest=mistake.nearest)
    return f"{where}: {text}" if where else text


def _filled(message: str, details: Mapping[str, object], language: str) -> str:
    words = {name: said(word, language) if isinstance(word, Message) else word for name, word in details.items()}
    return in_one_line(translated(message, language).format(**words))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The messages of a language by their English texts; none for English."""
    if language == "en":
        return {}
    return tomllib.loads(files("addin.catalogues").joinpath(f"{language}.toml").read_text("utf-8"))
