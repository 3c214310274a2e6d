"""Names of the workbooks of a batch: a pattern such as out/{region}.xlsx, safe on Windows, macOS and Linux."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import takewhile
from string import Formatter
from typing import Final, TypeAlias

from addin.errors import UserError, nearest
from udfs.numerics.cell_values import CellValue, text_of_cell

_LONGEST: Final = 255
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_DIRECTIONS: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HARMLESS: Final = re.compile(r"[\w .,;()'’&+=-]*")
_RESERVED: Final = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"]
)

Step: TypeAlias = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Pattern:
    """A pattern of names: `steps` are its parts between slashes, each as texts and the fields that follow them."""

    text: str
    steps: tuple[Step, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The names in braces."""
        return frozenset(field for step in self.steps for _, field in step if field is not None)

    @property
    def folder(self) -> str:
        """What stands before the first part with a field: the folder that all names share."""
        plain, _ = self._parted
        return plain[:-1] or plain or "."

    def name(self, values: Mapping[str, CellValue]) -> str:
        """The name with these values, each made safe. Raises UserError where a field has no value."""
        plain, others = self._parted
        return plain + "/".join([_step_name(step, values) for step in others])

    @cached_property
    def _parted(self) -> tuple[str, tuple[Step, ...]]:
        """What stands before the first part with a field, its slash included, and the parts from there on."""
        plain = list(takewhile(lambda step: all(field is None for _, field in step), self.steps[:-1]))
        return "".join(_step_name(step, {}) + "/" for step in plain), self.steps[len(plain) :]


def read_pattern(text: str) -> Pattern:
    """The pattern in a text. Raises UserError where a brace has no partner or holds anything but a name."""
    steps = tuple(_read_step(text, step) for step in re.split(r"[/\\]" if "://" not in text else "/", text))
    return Pattern(text, steps)


def _read_step(text: str, step: str) -> Step:
    try:
        pieces = list(Formatter().parse(step))
    except ValueError:
        raise UserError("a brace of {text} has no partner", text=text) from None
    for _, field, options, conversion in pieces:
        if field is not None and (options or conversion or not field.isidentifier()):
            raise UserError("braces hold the name of a column or setting; found {{{field}}}", field=field)
    return tuple((literal, field) for literal, field, _, _ in pieces)


def _step_name(step: Step, values: Mapping[str, CellValue]) -> str:
    pieces = [literal + ("" if field is None else _safe_piece(_value(field, values))) for literal, field in step]
    return safe_name("".join(pieces)) if any(field is not None for _, field in step) else "".join(pieces)


def _value(field: str, values: Mapping[str, CellValue]) -> str:
    value = values.get(field)
    if value is None:
        known = ", ".join(f"{{{name}}}" for name, value in values.items() if value is not None)
        hint = nearest(field, values)
        if hint is None and known:
            raise UserError("{{{field}}} is no column or setting; there are {known}", field=field, known=known)
        raise UserError("{{{field}}} is no column or setting", nearest=hint, field=field)
    return str(text_of_cell(value) or "")


def _safe_piece(value: str) -> str:
    """A value without what separates names, ends them, or changes how they are read."""
    composed = unicodedata.normalize("NFC", value)
    if _HARMLESS.fullmatch(composed):
        return composed
    return "".join("_" if _is_unsafe(letter) else letter for letter in composed)


def _is_unsafe(letter: str) -> bool:
    return letter in _FORBIDDEN or letter in _DIRECTIONS or unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")


def safe_name(name: str) -> str:
    """The name of a file or folder, changed as little as Windows and Linux ask for.

    No blanks or dots at the end, none of Windows' reserved names, at most 255 bytes of UTF-8; a longer one ends in a
    digest of the whole, so that two don't become one.
    """
    bare = name.rstrip(". ") or "_"
    first, dot, rest = bare.partition(".")
    if first.rstrip().upper() in _RESERVED:
        bare = f"{first}_{dot}{rest}"
    return bare if len(bare.encode()) <= _LONGEST else _shortened(bare)


def _shortened(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix) > 8:
        stem, dot, suffix = name, "", ""
    end = f"~{sha256(name.encode()).hexdigest()[:12]}{dot}{suffix}"
    return stem.encode()[: _LONGEST - len(end.encode())].decode(errors="ignore") + end


def folded(location: str) -> str:
    """What two names have in common that are one file on Windows or macOS, where case doesn't count."""
    composed = unicodedata.normalize("NFC", location)
    upper = composed.upper()
    return upper if len(upper) == len(composed) else "".join(map(_upper, composed))


def _upper(letter: str) -> str:
    upper = letter.upper()
    return upper if len(upper) == 1 else letter
