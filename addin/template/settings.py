"""The settings of a template: names and values on a sheet `_settings`, or given with the command."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf, isfinite
from typing import Final

from addin.errors import NOWHERE, Place, UserError
from addin.tables.axes import canonical_axis
from addin.tables.naming import identifier, without_unit
from addin.template.blocks import Cell, address
from addin.template.template_sheet import placed
from udfs.numerics.cell_values import CellValue
from udfs.registry import Role

SETTINGS_SHEET: Final = "_settings"
ROLES: Final = {role.value: role for role in (Role.TERRITORIES, Role.BRANCHES, Role.PERIODS)}
"""The settings that name axes by what their labels are."""

KNOWN: Final = (
    *("data", "year", "base_year", "nation", "language", "title"),
    *("suppressed", "nil", "keys", "decimal", "indicator", "names", "encoding", "signs", "sheet"),
    *ROLES,
)
LANGUAGES: Final = ("en", "ru", "kk")
_BETWEEN_NAMES: Final = re.compile(r"[;\n]")
_NUMBER: Final = re.compile(r"[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_YEARS: Final = ("year", "base_year")
_HEADINGS: Final = frozenset({"name", "setting", "имя", "параметр", "атауы", "параметрі"})


@dataclass(frozen=True)
class SettingsSheet:
    """What a sheet of settings says: their values, the cell of each, and what is wrong with them."""

    values: Mapping[str, CellValue] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    mistakes: tuple[UserError, ...] = ()


def is_settings(sheet: str) -> bool:
    """Whether a sheet of this name holds the settings; Excel's names of sheets are the same in any case."""
    return sheet.casefold() == SETTINGS_SHEET


def read_settings(cells: Mapping[Cell, CellValue]) -> SettingsSheet:
    """The settings on a sheet: a name in column A, its value beside it."""
    settings: dict[str, CellValue] = {}
    places: dict[str, Place] = {}
    mistakes: list[UserError] = []
    for (row, column), value in sorted(cells.items()):
        if column != 1 or value is None or (row == 1 and str(value).strip().lower() in _HEADINGS):
            continue
        name = canonical_axis(str(value).strip())
        place = Place(sheet=SETTINGS_SHEET, cell=address((row, column)))
        if not name.isidentifier() or name.startswith("_"):
            message = "the name of a setting is one word of letters, digits and _; found {name}"
            mistakes.append(UserError(message, place, name=name))
        elif name in settings:
            mistakes.append(UserError("the setting {name} is there twice", place, name=name))
        else:
            found = cells.get((row, 2))
            settings[name] = _plain(found) if name in _YEARS and isinstance(found, str) else found
            places[name] = Place(sheet=SETTINGS_SHEET, cell=address((row, 2)))
    return SettingsSheet(settings, places, (*mistakes, *_unfit(settings, places)))


def with_overrides(settings: Mapping[str, CellValue], given: Mapping[str, str]) -> dict[str, CellValue]:
    """The settings with those given as text in place of them; a text that is a number becomes one. Raises UserError."""
    own = {canonical_axis(name): _plain(text) for name, text in given.items()}
    for mistake in _unfit(own, {}):
        raise mistake
    return {**settings, **own}


def unset(name: str, place: Place = NOWHERE) -> UserError:
    """The mistake of a setting that is asked for and has no value."""
    return UserError("the setting {name} is asked for and isn't set ({name} = …)", place, name=name)


def with_defaults(settings: Mapping[str, CellValue], defaults: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """The settings, and those of the defaults that they leave open."""
    return {**settings, **{name: each for name, each in defaults.items() if settings.get(name) in (None, "")}}


def key_columns(settings: Mapping[str, CellValue]) -> dict[str, str]:
    """The columns that the setting `keys` makes axes, by their names in expressions; the values are as written."""
    words = filter(None, map(str.strip, str(settings.get("keys") or "").split(",")))
    return {identifier(without_unit(word)): word for word in words}


def given_names(settings: Mapping[str, CellValue]) -> dict[str, str]:
    """What the setting `names` calls columns of the data, by the columns' own names: `grp = ВРП; region = МО`.

    Raises UserError.
    """
    text = str(settings.get("names") or "")
    found: dict[str, str] = {}
    for pair in filter(None, map(str.strip, _BETWEEN_NAMES.split(text))):
        name, _, column = (part.strip() for part in pair.partition("="))
        if not name.isidentifier() or not identifier(column) or "=" in column:
            raise UserError("the setting names is written as name = column; name = column; found {found}", found=pair)
        found[identifier(column)] = name
    return found


def _plain(text: str) -> CellValue:
    """The number that a text is; a code with zeros in front stays text."""
    number = float(text) if _NUMBER.fullmatch(text.strip()) else inf
    return number if isfinite(number) else text


def _unfit(settings: Mapping[str, CellValue], places: Mapping[str, Place]) -> Iterator[UserError]:
    """The settings whose values have no meaning."""
    language = settings.get("language", "en")
    if language not in LANGUAGES:
        expected, place = ", ".join(LANGUAGES), places.get("language", NOWHERE)
        message = "the setting language is one of {expected}; found {found}"
        yield UserError(message, place, expected=expected, found=language)
    for name in _YEARS:
        value = settings.get(name)
        if value is not None and not (isinstance(value, float) and value.is_integer()):
            place = places.get(name, NOWHERE)
            yield UserError("the setting {name} is a year; found {found}", place, name=name, found=value)
    try:
        given_names(settings)
    except UserError as mistake:
        yield placed(mistake, places.get("names", NOWHERE))
