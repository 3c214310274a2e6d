"""JSON-stat 2.0 as grids: a row for each figure of the cube, a column for each dimension, flags beside figures.

Source: https://json-stat.org/full/ (the last dimension is the quickest; what `value` leaves out is missing, never 0).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from math import isfinite, prod
from pathlib import PurePath
from typing import Final

from addin.errors import Place, UserError, cause_of
from addin.tables.axes import INDICATOR, VALUE, YEAR
from addin.tables.encodings import encoding_of
from addin.tables.figures import Figure
from addin.tables.grid import Grid, Known, Row
from addin.tables.limits import MOST_DIGITS
from addin.tables.periods import periods_of
from udfs.shortening import shortened

_MOST_CELLS: Final = 20_000_000


def read_json_stat(content: bytes, place: Place, encoding: str | None = None) -> Grid:
    """The grid of a data set in JSON-stat 2.0: a column for each dimension of several categories, and the figures.

    Where a dimension is the metric, it is the column of indicators. Raises UserError where the file is no such data
    set.
    """
    dataset = _dataset(content, place, encoding)
    dimensions = tuple(_dimension(dataset, identity, place) for identity in _texts(dataset.get("id"), "id", place))
    if _whole_numbers(dataset.get("size"), place) != [len(each.labels) for each in dimensions]:
        raise UserError("the JSON-stat file's size is not that of its categories", place)
    count = prod(len(each.labels) for each in dimensions)
    if not dimensions or count > _MOST_CELLS:
        raise UserError("the variables have {count} cells; 1 to {most} are read", place, count=count, most=_MOST_CELLS)
    values = _spread(dataset.get("value"), count, "value", place)
    flags = _flags(dataset.get("status"), count, place)
    cells = [
        _cell(value, flag, dimensions, at, place) for at, (value, flag) in enumerate(zip(values, flags, strict=True))
    ]
    return _grid(dataset, dimensions, cells, place)


@dataclass(frozen=True, slots=True)
class _Dimension:
    """A dimension: what its column is called, its labels in their order, and what it is for."""

    name: str
    header: str
    labels: tuple[str, ...]
    is_axis: bool


def _dataset(content: bytes, place: Place, encoding: str | None) -> Mapping[str, object]:
    text = content.decode(encoding_of(BytesIO(content), place, encoding))
    try:
        read = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_number)
        if "\\ud" in text.lower():
            json.dumps(read, ensure_ascii=False).encode()  # half of a pair of UTF-16 is no text
    except (ValueError, RecursionError) as error:
        raise UserError("this is not JSON that can be read: {reason}", place, reason=cause_of(error)) from error
    if isinstance(read, dict) and read.get("version") == "2.0" and read.get("class") == "dataset":
        return read
    raise UserError("this is not a data set in JSON-stat 2.0; save it as one, as .csv or as .xlsx", place)


def _number(text: str) -> float:
    """A number of the file. Raises ValueError where no cell could hold it."""
    number = float(text) if len(text) <= MOST_DIGITS else float("inf")
    if not isfinite(number):
        raise ValueError(f"{shortened(text)} is no number of Excel's")
    return number


def _dimension(dataset: Mapping[str, object], identity: str, place: Place) -> _Dimension:
    found = _mapping(_mapping(dataset.get("dimension")).get(identity))
    category = _mapping(found.get("category"))
    names = _mapping(category.get("label"))
    codes = _codes(category.get("index"), names, identity, place)
    labels = tuple(str(names.get(code, code)).strip() for code in codes)
    if len(set(labels)) < len(labels):
        labels = tuple(codes)
    units = _mapping(category.get("unit"))
    role = _mapping(dataset.get("role"))
    is_time = _lists(role.get("time"), identity) and None not in periods_of(labels).values()
    is_metric = _lists(role.get("metric"), identity)
    if is_metric:
        labels = tuple(_with_unit(label, units.get(code)) for label, code in zip(labels, codes, strict=True))
    name = str(found.get("label") or identity)
    header = INDICATOR if is_metric else YEAR if is_time else identity
    return _Dimension(name, header, labels, is_time or _lists(role.get("geo"), identity))


def _with_unit(label: str, unit: object) -> str:
    base = str(_mapping(unit).get("base") or _mapping(unit).get("label") or "").strip()
    return f"{label}, {base}" if base and "," not in label else label


def _codes(index: object, names: Mapping[str, object], identity: str, place: Place) -> Sequence[str]:
    """The categories' codes in their order, which an object of positions gives by its numbers alone."""
    if isinstance(index, list) and all(isinstance(code, str) for code in index):
        codes: Sequence[str] = index
    elif isinstance(index, dict) and all(isinstance(position, float) for position in index.values()):
        codes = sorted(index, key=index.__getitem__)
        if [index[code] for code in codes] != list(range(len(codes))):
            codes = ()
    else:
        codes = tuple(names) if index is None and len(names) == 1 else ()
    if not codes or len(set(codes)) < len(codes):
        raise UserError("the dimension '{name}' has no categories in an order", place, name=identity)
    return codes


def _cell(value: object, flag: str, dimensions: Sequence[_Dimension], at: int, place: Place) -> object:
    if value is None:
        return ":" if flag else None
    if not isinstance(value, float):
        where = Place(place.file, None, _Cells(dimensions)(at + 1, 0))
        raise UserError("'{found}' is no figure", where, found=shortened(str(value)))
    return Figure(value, flag) if flag else value


def _flags(status: object, count: int, place: Place) -> Sequence[str]:
    """The flag of each figure; a text or a list of one is that of all."""
    if isinstance(status, list) and len(status) == 1 != count:
        status = status[0]
    if isinstance(status, str):
        return [status] * count
    return ["" if flag is None else str(flag).strip() for flag in _spread(status, count, "status", place)]


def _spread(given: object, count: int, name: str, place: Place) -> Sequence[object]:
    """A list of all, or one by positions; what is left out is None."""
    if given is None and name == "status":
        return [None] * count
    if isinstance(given, list) and len(given) == count:
        return given
    if not isinstance(given, dict):
        found = len(given) if isinstance(given, list) else 0
        message = "the JSON-stat file has {found} in {name} where its dimensions make {expected}"
        raise UserError(message, place, found=found, name=name, expected=count)
    spread: list[object] = [None] * count
    for position, each in given.items():
        if not (position.isascii() and position.isdecimal() and len(position) < 10 and int(position) < count):
            raise UserError("there is no figure {found} in {name}", place, found=shortened(position), name=name)
        spread[int(position)] = each
    return spread


def _grid(
    dataset: Mapping[str, object], dimensions: tuple[_Dimension, ...], cells: Sequence[object], place: Place
) -> Grid:
    several = [at for at, each in enumerate(dimensions) if len(each.labels) > 1 or each.is_axis]
    kept = tuple(several) or (0,)
    metric = next((at for at, each in enumerate(dimensions) if each.header == INDICATOR), None)
    label = str(dataset.get("label") or "").strip()
    value = VALUE if metric in kept else VALUE if metric is None else dimensions[metric].labels[0]
    properties = {dimensions[at].header: each.labels[0] for at, each in enumerate(dimensions) if at not in kept}
    told = {"title": label, "source": str(dataset.get("source") or ""), "updated": str(dataset.get("updated") or "")}
    known = Known(
        labels=frozenset(range(len(kept))),
        decimal=".",
        properties=properties | {name: text for name, text in told.items() if text},
        cell_of=_Cells(dimensions),
    )
    headers = (*(dimensions[at].header for at in kept), value)
    rows = _Rows(headers, dimensions, kept, cells)
    return Grid(PurePath(place.file or "data").stem, place, rows, whole=True, known=known)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The cells with their labels, made whenever they are asked for; dimensions of one category change no order."""

    headers: tuple[str, ...]
    dimensions: tuple[_Dimension, ...]
    kept: tuple[int, ...]
    cells: Sequence[object]

    def __iter__(self) -> Iterator[Row]:
        yield list(self.headers)
        for labels, cell in zip(product(*(self.dimensions[at].labels for at in self.kept)), self.cells, strict=True):
            yield [*labels, cell]


@dataclass(frozen=True, slots=True)
class _Cells:
    """A figure is found by its number in `value`, from 0."""

    dimensions: Sequence[_Dimension]

    def __call__(self, row: int, column: int) -> str:
        return f"value[{row - 1}]" if row else "dimension"


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _lists(value: object, identity: str) -> bool:
    return isinstance(value, list) and identity in value


def _texts(value: object, name: str, place: Place) -> Sequence[str]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value) and len(set(value)) == len(value):
        return value
    raise UserError("the JSON-stat file has no list '{name}'", place, name=name)


def _whole_numbers(value: object, place: Place) -> Sequence[object]:
    if isinstance(value, list):
        return value
    raise UserError("the JSON-stat file has no list '{name}'", place, name="size")
