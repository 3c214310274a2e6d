"""The figures of data in a tidy file: a row for each, with its labels, unit, flag, and the cell that it came from."""

import csv
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final, TypeAlias

from addin.errors import Place, UserError
from addin.package.saving import saving
from addin.references.growth import ROWS
from addin.summary.units import unit_of
from addin.tables.axes import INDICATOR, VALUE
from addin.tables.dataset import Dataset, IndexedTable
from addin.tables.figures import Figure
from addin.tables.table import Table
from udfs.numerics.cell_values import CellValue, ExcelError

SUFFIXES: Final = (".csv", ".xlsx", ".parquet")
_ABOUT: Final = (INDICATOR, VALUE, "unit", "flag", "source", "sheet", "cell")

Record: TypeAlias = Sequence[object]


def check_suffix(path: Path) -> None:
    """Raises UserError where no tidy file is called so."""
    if path.suffix.lower() not in SUFFIXES:
        expected = ", ".join(SUFFIXES)
        message = "the figures are saved as {expected}; found {suffix}"
        raise UserError(message, Place(str(path)), expected=expected, suffix=path.suffix or path.name)


def save_tidy(data: Dataset, path: Path, reads: Sequence[Path]) -> int:
    """Save the figures as .csv, .xlsx or .parquet, by the file's name; gives how many they are. Raises UserError."""
    check_suffix(path)
    write = {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}[path.suffix.lower()]
    with saving(path, reads=reads) as file:
        return write(data, file, Place(str(path)))


def tidy_header(data: Dataset) -> list[str]:
    """The names of the columns: the axes, the indicator and its figure, what is told of it."""
    return [*data.axes, *(name for name in _ABOUT if name not in data.axes)]


def tidy_rows(data: Dataset) -> Iterator[Record]:
    """A row for each figure, kept back and blank ones too: numbers, texts, None."""
    header = tidy_header(data)
    for indexed in data.tables:
        for name in indexed.table.columns:
            if _has_figures(indexed, name):
                yield from _rows_of(indexed.table, name, header)


def _has_figures(indexed: IndexedTable, name: str) -> bool:
    return indexed.array(name).dtype.kind == "f"


def _rows_of(table: Table, name: str, header: Sequence[str]) -> Iterator[Record]:
    unit = unit_of(table, name)
    for row, value in enumerate(table.columns[name]):
        place = table.place_of(row, name)
        known: dict[str, object] = {
            INDICATOR: name,
            VALUE: _plain(value),
            "unit": unit,
            "flag": value.flags if isinstance(value, Figure) and value.flags else None,
            "source": PurePath(place.file).name if place.file else None,
            "sheet": place.sheet,
            "cell": place.cell,
        }
        known |= {axis: labels[row] for axis, labels in table.keys.items()}
        yield [known.get(column) for column in header]


def _plain(value: CellValue) -> object:
    """A figure as files have it: whole numbers without a point, an error as its text."""
    if isinstance(value, ExcelError):
        return str(value.value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else float(value)
    return value


def _write_csv(data: Dataset, file: BinaryIO, place: Place) -> int:
    """Text in UTF-8 with a mark, by which Excel knows it."""
    text = TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(tidy_header(data))
    count = 0
    for row in tidy_rows(data):
        writer.writerow(row)
        count += 1
    text.flush()
    text.detach()
    return count


def _write_xlsx(data: Dataset, file: BinaryIO, place: Place) -> int:
    from openpyxl import Workbook  # takes long to load
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")

    def cell(value: object) -> Any:  # noqa: ANN401 - openpyxl's own
        number = isinstance(value, float)  # written here, since openpyxl writes sixteen digits of a number at most
        made = WriteOnlyCell(sheet, repr(value) if number else value)  # type: ignore[arg-type]
        if isinstance(value, str):
            made.data_type = "e" if value in _ERRORS else "s"  # a label that begins with = is no formula
        elif number:
            made.data_type = "n"
        return made

    sheet.append([cell(name) for name in tidy_header(data)])
    count = 0
    for row in tidy_rows(data):
        count += 1
        if count >= ROWS:
            raise UserError("more figures than a sheet has rows; save them as .csv", place)
        sheet.append([None if value is None else cell(value) for value in row])
    book.save(file)
    return count


_ERRORS: Final = frozenset(str(error.value) for error in ExcelError)


def _write_parquet(data: Dataset, file: BinaryIO, place: Place) -> int:
    """Figures as float64; one that is kept back is null, with its sign among the flags."""
    try:
        import pyarrow  # type: ignore[import-untyped]
        from pyarrow import parquet
    except ImportError:
        raise UserError("saving Parquet needs pyarrow: pip install 'growthpole[parquet]'", place) from None
    header = tidy_header(data)
    columns: list[list[object]] = [list(column) for column in zip(*tidy_rows(data), strict=True)] or [
        [] for _ in header
    ]
    at_value, at_flag = header.index(VALUE), header.index("flag")
    for row, value in enumerate(columns[at_value]):
        if isinstance(value, str):
            columns[at_value][row], columns[at_flag][row] = None, value
        elif value is not None:
            columns[at_value][row] = float(value)  # type: ignore[arg-type]
    mixed = (
        column if len({type(each) for each in column if each is not None}) < 2 else _texts(column) for column in columns
    )
    parquet.write_table(pyarrow.table(dict(zip(header, mixed, strict=True))), file)
    return len(columns[0])


def _texts(column: Sequence[object]) -> list[object]:
    return [None if each is None else str(each) for each in column]
