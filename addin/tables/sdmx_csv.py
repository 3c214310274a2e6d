"""SDMX-CSV 1.0 and 2.x, Eurostat's and OECD's kinds among them: a column for each dimension, one of figures with flags.

Source: https://github.com/sdmx-twg/sdmx-csv (field guides 1.0, 2.0 and 2.1).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import Final

from addin.errors import Place, UserError
from addin.package.addresses import column_letters
from addin.tables.figures import Figure
from addin.tables.fixed_columns import fixed_columns
from addin.tables.grid import Grid, Known, Row, cell_of

_FIRST: Final = re.compile(r"(?:DATAFLOW|STRUCTURE(?:\[.{0,9}\])?)(?:: .*)?", re.DOTALL)
_ABOUT: Final = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "STRUCTURE_NAME",
    "ACTION",
    "SERIES_KEY",
    "OBS_KEY",
    "DATAFLOW",
    "LAST UPDATE",
)
_VALUE: Final = "OBS_VALUE"
_MULTIPLIER: Final = "UNIT_MULT"
_FLAGS: Final = re.compile(r"(?:OBS_STATUS|OBS_FLAG|CONF_STATUS|OBS_CONF)(?:_\d+)?")
_NORMAL: Final = {"OBS_STATUS": "A", "CONF_STATUS": "F", "OBS_CONF": "F"}
_ATTRIBUTES: Final = frozenset(
    [
        "UNIT_MULT",
        "DECIMALS",
        "BASE_PER",
        "COMMENT",
        "OBS_COMMENT",
        "COMMENT_OBS",
        "COMMENT_TS",
        "COMMENT_DSET",
        "TITLE",
        "TITLE_COMPL",
        "TIME_FORMAT",
        "PRE_BREAK_VALUE",
        "OBS_PRE_BREAK",
        "EMBARGO_TIME",
        "OBS_EDP_WBB",
        "COLLECTION",
        "COMPILING_ORG",
        "DISS_ORG",
        "TIME_PER_COLLECT",
        "REF_PERIOD_DETAIL",
        "SOURCE_AGENCY",
        "DATA_COMP",
        "REPYEARSTART",
        "REPYEAREND",
        "DECLIN",
        "LAST_UPDATE",
        "TIMELINESS",
    ]
)
_MISSING: Final = ("NaN", "#N/A")
_DIGITS_AND_MARKS: Final = re.compile(r"[+-]?[.,]*\d[\d.,]*")
_SWITCHED_OFF: Final = "~"


def is_sdmx_csv(header: Sequence[str]) -> bool:
    """Whether a header is that of SDMX-CSV: DATAFLOW or STRUCTURE first, a column OBS_VALUE."""
    return bool(header) and _FIRST.fullmatch(header[0]) is not None and any(_code(cell) == _VALUE for cell in header)


def read_sdmx_csv(name: str, place: Place, rows: Iterable[Sequence[str]], *, semicolons: bool) -> Grid:
    """The grid with a column for each dimension of more than one label, and the figures with their flags.

    Where multipliers of units differ, figures are multiplied by theirs. Raises UserError where rows are to be deleted.
    """
    columns = _columns(next(iter(rows)))
    plan = _planned(columns, rows, place, semicolons=semicolons)
    dimensions = len(plan.dimensions)
    known = Known(
        labels=frozenset(range(dimensions)),
        decimal=".",
        properties=plan.properties,
        cell_of=_Cells((*plan.dimensions, plan.value)),
    )
    return Grid(name, place, _Rows(rows, plan, place), whole=True, known=known)


@dataclass(frozen=True, slots=True)
class _Column:
    """A component's column: its identifier, where its codes stand, and where its names do, maybe in the same cells."""

    code: str
    index: int
    names: int | None = None


def _code(cell: str) -> str:
    return cell.partition(": ")[0].strip()


def _columns(header: Sequence[str]) -> Sequence[_Column]:
    """The columns of the components; labels are in the same cells as codes (`geo: Region`) or beside them (OECD)."""
    codes = [_code(cell) for cell in header]
    if "STRUCTURE_NAME" not in codes:
        both = any(": " in cell for cell in header[1:])
        return [_Column(code, at, at if both else None) for at, code in enumerate(codes)]
    alone = [at for at, code in enumerate(codes) if code in _ABOUT or code.startswith("STRUCTURE[")]
    first = max(alone) + 1
    paired = [_Column(codes[at], at, at + 1) for at in range(first, len(codes) - 1, 2)]
    if (len(codes) - first) % 2 == 0 and _VALUE in {column.code for column in paired}:
        return [*(_Column(codes[at], at) for at in alone), *paired]
    return [_Column(code, at) for at, code in enumerate(codes)]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which columns become axes, figures and flags, and how figures are written."""

    headers: tuple[str, ...]
    dimensions: tuple[int, ...]
    named: tuple[bool, ...]
    value: int
    flags: tuple[tuple[int, str], ...]
    multiplier: int | None
    decimal: str
    properties: Mapping[str, str]


def _planned(columns: Sequence[_Column], rows: Iterable[Sequence[str]], place: Place, *, semicolons: bool) -> _Plan:
    by_code = {column.code: column for column in columns}
    value = by_code[_VALUE]
    about = [column for column in columns if column.code in _ABOUT or column.code.startswith("STRUCTURE[")]
    flags = [column for column in columns if _FLAGS.fullmatch(column.code)]
    others = [column for column in columns if column not in about and column not in flags and column is not value]
    dimensions = [column for column in others if column.index < value.index and column.code not in _ATTRIBUTES]
    late = [column for column in others if column.index > value.index and column.code in ("TIME_PERIOD", "REF_AREA")]
    dimensions += late
    _refuse_deletions(by_code.get("ACTION"), rows, place)
    told = [column for column in (*about, *others) if column.code not in ("ACTION", "SERIES_KEY", "OBS_KEY")]
    single = fixed_columns(
        [column.code for column in told],
        ([_named(row, column) for column in told] for row in islice(rows, 1, None) if row),
    )
    fixed = {told[at].code: label for at, label in single.items() if label}
    axes = [column for column in dimensions if not any(told[at] is column for at in single)] or dimensions[-1:]
    multiplier = by_code.get(_MULTIPLIER)
    return _Plan(
        headers=(*(column.code for column in axes), _VALUE),
        dimensions=tuple(column.index for column in axes),
        named=tuple(column.names == column.index for column in axes),
        value=value.index,
        flags=tuple((column.index, _NORMAL.get(column.code.rstrip("_0123456789"), "")) for column in flags),
        multiplier=None if multiplier is None or _MULTIPLIER in fixed else multiplier.index,
        decimal=_decimal(rows, value.index) if semicolons else ".",
        properties=fixed,
    )


def _named(row: Sequence[str], column: _Column) -> str:
    name = str(cell_of(row, column.index) or "").strip()
    if column.names is None or column.names == column.index:
        return name
    beside = str(cell_of(row, column.names) or "").strip()
    return f"{name}: {beside}" if beside else name


def _refuse_deletions(action: _Column | None, rows: Iterable[Sequence[str]], place: Place) -> None:
    if action is None:
        return
    for number, row in enumerate(rows, start=1):
        if number > 1 and str(cell_of(row, action.index) or "")[:1].upper() == "D":
            cell = f"{column_letters(action.index + 1)}{number}"
            raise UserError(
                "the row is one to be deleted (ACTION is D); export the data themselves",
                Place(place.file, place.sheet, cell),
            )


def _decimal(rows: Iterable[Sequence[str]], value: int) -> str:
    """The decimal mark of a file with semicolons, where a comma may be one."""
    return "," if any("," in str(cell_of(row, value) or "") for row in islice(rows, 1, None)) else "."


@dataclass(frozen=True, slots=True)
class _Rows:
    """The observations with labels and figures apart, read anew whenever they are asked for."""

    rows: Iterable[Sequence[str]]
    plan: _Plan
    place: Place

    def __iter__(self) -> Iterator[Row]:
        """Raises UserError for a figure with another decimal mark, or with one between thousands."""
        yield list(self.plan.headers)
        for number, row in enumerate(islice(self.rows, 1, None), start=2):
            if not any(row):
                yield []
                continue
            figure = self._figure(row)
            if isinstance(figure, str) and _DIGITS_AND_MARKS.fullmatch(figure):
                raise self._other_decimal(figure, number)
            yield [*self._labels(row), figure]

    def _other_decimal(self, found: str, number: int) -> UserError:
        return UserError(
            "'{found}' has another decimal mark than other figures of column {name}, which have '{mark}'",
            Place(self.place.file, self.place.sheet, f"{column_letters(self.plan.value + 1)}{number}"),
            found=found,
            name=_VALUE,
            mark=self.plan.decimal,
        )

    def _labels(self, row: Sequence[str]) -> Iterator[str]:
        for index, named in zip(self.plan.dimensions, self.plan.named, strict=True):
            label = str(cell_of(row, index) or "").strip()
            yield label.partition(": ")[0] if named else "_Z" if label == _SWITCHED_OFF else label

    def _figure(self, row: Sequence[str]) -> object:
        text = str(cell_of(row, self.plan.value) or "").strip()
        flags = " ".join(self._flags(row))
        if text in _MISSING or (not text and flags):
            return ":"
        number = _number(text, self.plan.decimal)
        if number is not None and self.plan.multiplier is not None:
            number = _scaled(number, str(cell_of(row, self.plan.multiplier) or "").partition(":")[0].strip())
        if number is None:
            return text
        return Figure(number, flags) if flags else number

    def _flags(self, row: Sequence[str]) -> Iterator[str]:
        for index, normal in self.plan.flags:
            flag = str(cell_of(row, index) or "").partition(": ")[0].strip()
            if flag and flag != normal:
                yield flag


def _number(text: str, decimal: str) -> float | None:
    if not text or "_" in text or (decimal == "," and "." in text):
        return None
    try:
        number = float(text if decimal == "." else text.replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _scaled(number: float, power: str) -> float | None:
    """The number times ten to a power, rounded once; as it is where the row has none."""
    if not power:
        return number
    if not power.lstrip("-").isdecimal() or len(power) > 3:
        return None
    scaled = float(Decimal(repr(number)).scaleb(int(power)))
    return scaled if isfinite(scaled) else None


@dataclass(frozen=True, slots=True)
class _Cells:
    """The file's cells of the grid's columns."""

    columns: tuple[int, ...]

    def __call__(self, row: int, column: int) -> str:
        return f"{column_letters(self.columns[column] + 1)}{row + 1}"
