"""What is said to people, in their language: catalogues of messages keyed by the English text."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from addin.errors import Message, UserError


class Language(StrEnum):
    """A language that the add-in speaks."""

    ENGLISH = "en"
    RUSSIAN = "ru"
    KAZAKH = "kk"


LANGUAGES: Final = tuple(map(str, Language))


def translated(text: str, language: str) -> str:
    """The text in 'ru' or 'kk'; in English, which is its key, where the catalogue of the language lacks it."""
    return catalogue(language).get(text, text)


def render(message: Message | UserError, language: str) -> str:
    """The message in the language, in one line; of an error with where it is and the name that may have been meant."""
    return message.render(lambda text: translated(text, language))


# Kept: the file is read once, not for each message.
@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The messages of a language by their English texts; none for English."""
    if language == "en":
        return {}
    return tomllib.loads(files("addin.catalogues").joinpath(f"{language}.toml").read_text("utf-8"))
