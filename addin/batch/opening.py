"""Templates and data as the process that plans a batch opens them, each once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from addin.batch.locations import digest, read
from addin.batch.rows import Rows, portable
from addin.batch.work import TemplateFile
from addin.filebook.template import FileTemplate, read_template
from addin.fill import data_set, own_tables, read_data
from addin.mistakes import Mistake, Mistakes, Place, nearest
from addin.tables.dataset import Dataset, dataset
from addin.tables.spoiled import Sound
from addin.tables.table import Label
from addin.template.checking import check_drawings
from addin.template.drawing import placed
from addin.template.scope import YEAR, Source
from udfs.cells import CellValue


@dataclass(frozen=True)
class OpenTemplate:
    """A template as its file is sent to other processes, and as it is read."""

    file: TemplateFile
    book: FileTemplate


def open_template(location: str) -> OpenTemplate:
    """Read a template and check what can be checked without data. Raises Mistake or Mistakes."""
    content = read(location)
    book = read_template(content, Place(location))
    mistakes = check_drawings(book.drawings, None)
    if mistakes:
        raise Mistakes([placed(mistake, book.place) for mistake in mistakes])
    return OpenTemplate(TemplateFile(location, digest(content), content), book)


@dataclass(frozen=True)
class OpenData:
    """Data whose rows go to jobs by their label on an axis; `spoiled` are the labels whose rows can't be read."""

    rows: Rows
    spoiled: Mapping[Label | None, Mistake]

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """The labels of the axis by their texts, in order of appearance, the spoiled ones last."""
        spoiled = (label for label in self.spoiled if label is not None)
        return {str(label): label for label in dict.fromkeys([*self.rows.labels(), *spoiled])}

    def check(self, label: Label, nation: CellValue) -> None:
        """Raises Mistake where the rows of a label, or of the whole, can't be read."""
        for each in (label, nation):
            if isinstance(each, str | int | float) and each in self.spoiled:
                raise self.spoiled[each]

    @cached_property
    def defaults(self) -> Mapping[str, CellValue]:
        """What holds for all jobs, though the rows of some may lack it: the year, the last of all the data."""
        tables = self.rows.tables
        year = Source(dataset(tables), {}).defaults.get(YEAR)
        return {} if year is None else {YEAR: float(year)}


def open_data(
    template: OpenTemplate, locations: tuple[str, ...], settings: Mapping[str, CellValue], by: str
) -> OpenData:
    """Read data, or the template's own where no file is named, to be cut by the axis `by`. Raises Mistake."""
    sound = Sound(by)
    if locations:
        contents = [(location, read(location)) for location in locations]
        tables = [
            table for name, content in contents for table in read_data(content, settings, file_name=name, make=sound)
        ]
    elif settings.get("data"):
        tables = own_tables(template.book, settings, sound)
    else:
        raise Mistake("a batch by {axis} needs data: name a file with --data", axis=by)
    data = data_set(tables, settings)
    _check_axis(data, by)
    return OpenData(Rows(tuple(portable(indexed.table) for indexed in data.tables), by), sound.spoiled)


def _check_axis(data: Dataset, by: str) -> None:
    if by not in data.axes:
        known = ", ".join(data.axes)
        raise Mistake(
            "the data have no axis {axis}, only {known}", nearest=nearest(by, data.axes), axis=by, known=known
        )
