"""The settings of a template: names and values on a sheet `_settings`, or given with the command."""

import re
from collections.abc import Mapping
from typing import Final

from addin.mistakes import Mistake, Place
from addin.tables.naming import identifier
from addin.template.blocks import Cell, address
from udfs.cells import CellValue

SETTINGS_SHEET: Final = "_settings"
KNOWN: Final = (
    *("data", "year", "base_year", "nation", "language", "title"),
    *("suppressed", "keys", "decimal", "indicator", "names"),
)
LANGUAGES: Final = ("en", "ru", "kk")
_BETWEEN_NAMES: Final = re.compile(r"[;\n]")
_YEARS: Final = ("year", "base_year")
_HEADINGS: Final = frozenset({"name", "setting", "имя", "параметр", "атауы", "параметрі"})


def read_settings(cells: Mapping[Cell, CellValue]) -> dict[str, CellValue]:
    """The settings on a sheet: a name in column A, its value beside it. Raises Mistake with the cell."""
    settings: dict[str, CellValue] = {}
    for (row, column), value in sorted(cells.items()):
        if column != 1 or value is None or (row == 1 and str(value).strip().lower() in _HEADINGS):
            continue
        name = str(value).strip()
        place = Place(sheet=SETTINGS_SHEET, cell=address((row, column)))
        if not name.isidentifier() or name.startswith("_"):
            raise Mistake("the name of a setting is one word of letters, digits and _; found {name}", place, name=name)
        if name in settings:
            raise Mistake("the setting {name} is there twice", place, name=name)
        found = cells.get((row, 2))
        settings[name] = _plain(found) if name in _YEARS and isinstance(found, str) else found
    _check(settings)
    return settings


def with_overrides(settings: Mapping[str, CellValue], given: Mapping[str, str]) -> dict[str, CellValue]:
    """The settings with those given as text in place of them; a text that is a number becomes one. Raises Mistake."""
    changed = {**settings, **{name: _plain(text) for name, text in given.items()}}
    _check(changed)
    return changed


def given_names(settings: Mapping[str, CellValue]) -> dict[str, str]:
    """What the setting `names` calls columns of the data, by the columns' own names: `grp = ВРП; region = МО`.

    Raises Mistake.
    """
    text = str(settings.get("names") or "")
    found: dict[str, str] = {}
    for pair in filter(None, map(str.strip, _BETWEEN_NAMES.split(text))):
        name, _, column = (part.strip() for part in pair.partition("="))
        if not name.isidentifier() or not identifier(column) or "=" in column:
            raise Mistake("the setting names is written as name = column; name = column; found {found}", found=pair)
        found[identifier(column)] = name
    return found


def _plain(text: str) -> CellValue:
    try:
        return float(text)
    except ValueError:
        return text


def _check(settings: Mapping[str, CellValue]) -> None:
    language = settings.get("language", "en")
    if language not in LANGUAGES:
        expected = ", ".join(LANGUAGES)
        raise Mistake("the setting language is one of {expected}; found {found}", expected=expected, found=language)
    for name in _YEARS:
        value = settings.get(name)
        if value is not None and not (isinstance(value, float) and value.is_integer()):
            raise Mistake("the setting {name} is a year; found {found}", name=name, found=value)
    given_names(settings)
