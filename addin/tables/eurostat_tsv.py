r"""Eurostat's tab-separated files: `freq,unit,geo\TIME_PERIOD` and a column for each period, flags behind figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from addin.errors import Place, UserError
from addin.package.addresses import column_letters
from addin.tables.figures import Figure
from addin.tables.fixed_columns import fixed_columns
from addin.tables.grid import Grid, Known, Row

_CORNER: Final = re.compile(r"\s*\w+(?:,\w+)*\\\w+\s*")
_FLAGGED: Final = re.compile(r"([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?) ?([A-Za-z]+)")


def is_eurostat_tsv(header: Sequence[str]) -> bool:
    """Whether a header's first cell names dimensions and, behind a backslash, the one across."""
    return len(header) > 1 and _CORNER.fullmatch(header[0]) is not None


def read_eurostat_tsv(name: str, place: Place, rows: Iterable[Sequence[str]], first_row: int) -> Grid:
    """The grid with a column for each dimension that has more than one label, and one for each period.

    Raises UserError for a row that has more or fewer labels than there are dimensions.
    """
    header = next(iter(rows))
    dimensions = [dimension.strip() for dimension in header[0].partition("\\")[0].split(",")]
    fixed = fixed_columns(dimensions, (_labels(row, dimensions, place, at) for at, row in _series(rows, first_row)))
    kept = tuple(at for at in range(len(dimensions)) if at not in fixed) or (len(dimensions) - 1,)
    known = Known(
        labels=frozenset(range(len(kept))),
        decimal=".",
        properties={dimensions[at]: label for at, label in fixed.items()},
        cell_of=_Cells(len(kept), first_row),
    )
    return Grid(name, place, _Rows(rows, kept, tuple(dimensions), place, first_row), first_row, whole=True, known=known)


def _series(rows: Iterable[Sequence[str]], first_row: int) -> Iterator[tuple[int, Sequence[str]]]:
    return ((at, row) for at, row in islice(enumerate(rows, first_row), 1, None) if any(map(str.strip, row)))


def _labels(row: Sequence[str], dimensions: Sequence[str], place: Place, number: int) -> list[str]:
    labels = [label.strip() for label in row[0].split(",")]
    if len(labels) != len(dimensions):
        raise UserError(
            "'{found}' has {count} labels where the first row names {expected}: {names}",
            Place(place.file, place.sheet, f"A{number}"),
            found=row[0],
            count=len(labels),
            expected=len(dimensions),
            names=", ".join(dimensions),
        )
    return labels


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows with their labels apart and their figures with flags, read anew whenever they are asked for."""

    rows: Iterable[Sequence[str]]
    kept: tuple[int, ...]
    dimensions: tuple[str, ...]
    place: Place
    first_row: int

    def __iter__(self) -> Iterator[Row]:
        """Raises UserError for a row that has more or fewer labels than there are dimensions."""
        rows = iter(self.rows)
        yield [*(self.dimensions[at] for at in self.kept), *map(str.strip, next(rows)[1:])]
        for number, row in enumerate(rows, self.first_row + 1):
            if any(map(str.strip, row)):
                labels = _labels(row, self.dimensions, self.place, number)
                yield [*(labels[at] for at in self.kept), *map(_figure, row[1:])]
            else:
                yield []


def _figure(cell: str) -> object:
    bare = cell.strip()
    flagged = _FLAGGED.fullmatch(bare)
    return Figure(float(flagged[1]), flagged[2]) if flagged else bare


@dataclass(frozen=True, slots=True)
class _Cells:
    """The file's cells: all labels of a row stand in its first."""

    labels: int
    first_row: int

    def __call__(self, row: int, column: int) -> str:
        return f"{column_letters(1 + max(0, column - self.labels + 1))}{self.first_row + row}"
