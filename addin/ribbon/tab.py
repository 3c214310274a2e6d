"""The ribbon's tab: its structure as Excel reads it, and what its controls are called in each language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from addin.language import LANGUAGES


def ribbon_xml() -> bytes:
    """The ribbon as Excel reads it, whichever line ends a checkout gave it."""
    return files("addin.ribbon").joinpath("customUI14.xml").read_text("utf-8").encode()


@dataclass(frozen=True, slots=True)
class Label:
    """A control's label and supertip, by language; a control without supertip has empty ones."""

    control: str
    label: dict[str, str]
    tip: dict[str, str]


# Kept: the sheet of labels and each of the three pictures ask for all of them.
@cache
def labels() -> tuple[Label, ...]:
    """Every label of labels.toml; KeyError where a language is missing."""
    entries = tomllib.loads(files("addin.ribbon").joinpath("labels.toml").read_text("utf-8"))
    return tuple(
        Label(control, _translations(texts["label"]), _translations(texts.get("tip", dict.fromkeys(LANGUAGES, ""))))
        for control, texts in entries.items()
    )


def _translations(texts: dict[str, str]) -> dict[str, str]:
    return {language: texts[language] for language in LANGUAGES}


def label_rows() -> list[list[str]]:
    """The lines of the add-in's sheet 'labels': the control, then label and supertip in each language."""
    return [
        [entry.control, *(text for language in LANGUAGES for text in (entry.label[language], entry.tip[language]))]
        for entry in labels()
    ]
