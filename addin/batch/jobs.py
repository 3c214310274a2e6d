"""The jobs of a batch: one a label of the data, or one a row of a file of jobs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from addin.batch.locations import Identities, folder_of, join, read
from addin.errors import Place, UserError, nearest
from addin.tables.excel import read_workbook
from addin.tables.formats import is_workbook
from addin.tables.grid import Grid, is_blank
from addin.tables.naming import identifier
from addin.tables.separated import read_separated
from addin.tables.table import Label
from udfs.numerics.cell_values import text_of_cell

TEMPLATE: Final = "template"
DATA: Final = "data"
OUTPUT: Final = "output"


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to make: from which template and data, with which settings given, and where to.

    `number` counts from 1 in the order of the labels or of the rows; `label` is that of the axis the batch goes by.
    """

    number: int
    template: str
    data: tuple[str, ...]
    output: str
    given: Mapping[str, str] = field(default_factory=dict)
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file of jobs: its cells by the columns' names, blank ones left out, and where it stands."""

    number: int
    place: Place
    cells: Mapping[str, str]


def read_rows(location: str) -> tuple[Row, ...]:
    """The rows of a file of jobs: separated values, or the first table or sheet of a workbook.

    Raises UserError where it can't be read or a heading is no name.
    """
    grid = _grid(read(location), Place(location))
    rows = iter(grid.rows)
    names = [_heading(grid, column, heading) for column, heading in enumerate(next(rows, ()))]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise UserError("two columns are called '{name}'", Place(location), name=min(repeated))
    return tuple(_rows(grid, rows, names, location))


def _grid(content: bytes, place: Place) -> Grid:
    if not is_workbook(place):
        return read_separated(BytesIO(content), place)
    grids = read_workbook(content, place)
    if not grids:
        raise UserError("the file is empty", place)
    return grids[0]


def _heading(grid: Grid, column: int, heading: object) -> str:
    name = identifier(str(heading))
    if not name.isidentifier():
        raise UserError("found '{found}' where a column is named", grid.place_of(0, column), found=heading)
    return name


def _rows(grid: Grid, rows: Iterable[Sequence[object]], names: Sequence[str], location: str) -> Iterator[Row]:
    number = 0
    for index, cells in enumerate(rows, start=1):
        if all(map(is_blank, cells)):
            continue
        number += 1
        if len(cells) > len(names) and any(not is_blank(cell) for cell in cells[len(names) :]):
            raise UserError("this cell is under no heading", grid.place_of(index, len(names)))
        filled = {name: _text(cell) for name, cell in zip(names, cells, strict=False) if not is_blank(cell)}
        yield Row(number, grid.place_of(index, 0), filled)


def _text(cell: object) -> str:
    """A cell as it would be written in a file of separated values."""
    return str(text_of_cell(cell)).strip()


def beside(location: str, name: str) -> str:
    """What a file of jobs calls `name`: seen from the folder in which the file is."""
    return join(folder_of(location), name)


def check_outputs(jobs: Iterable[Job], inputs: Iterable[str]) -> None:
    """Raises UserError where two jobs would save the same file, or one would replace what the batch reads."""
    identities = Identities()
    read_from = {identity for location in inputs for identity in identities.all_of(location)}
    seen: dict[object, tuple[int, Label | None]] = {}
    for job in jobs:
        if not read_from.isdisjoint(identities.all_of(job.output)):
            raise UserError("job {number} would replace {file}, which is read", number=job.number, file=job.output)
        key = identities.of(job.output)
        if key in seen:
            raise _alike(*seen[key], job)
        seen[key] = job.number, job.label


def _alike(number: int, label: Label | None, second: Job) -> UserError:
    """The mistake of two jobs of one output: told by their labels, or where these tell nothing by their numbers."""
    if None in (label, second.label) or label == second.label:
        numbers = "jobs {first} and {second} would both be saved as {file}"
        return UserError(numbers, first=number, second=second.number, file=second.output)
    labels = "{first} and {second} would both be saved as {file}"
    return UserError(labels, first=label, second=second.label, file=second.output)


def known_label(text: str, labels: Mapping[str, Label], axis: str) -> Label:
    """The data's label that a text writes. Raises UserError where they have none such."""
    if text not in labels:
        raise UserError("the data have no {axis} {label}", nearest=nearest(text, labels), axis=axis, label=text)
    return labels[text]
