"""The data of a batch, opened once and given out by their labels on the axis that the batch goes by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from addin.batch.locations import copied
from addin.batch.opening import OpenTemplate
from addin.batch.partition import Partition
from addin.batch.portion import Portion
from addin.batch.rows import Rows, portable
from addin.data import data_set, forms_of, own_forms
from addin.mistakes import Mistake
from addin.tables.collection import collection_paused
from addin.tables.dataset import Dataset, unknown_axis
from addin.tables.forms import Form
from addin.tables.spoiled import Sound
from addin.tables.table import Label
from addin.template.scope import YEAR
from udfs.numerics.cell_values import CellValue


@dataclass(frozen=True)
class Data:
    """Tables whose rows go to jobs by their label on an axis.

    Rows that have their label in a column are kept unread; tables without the axis, and those that have it from their
    headings or as periods, are read whole. `years` are all that the data have; `spoiled` are labels, of tables read
    whole, whose rows hold a mistake, and None where a row has no label.
    """

    parts: tuple[Partition | Rows, ...]
    axis: str
    years: frozenset[int]
    spoiled: Mapping[Label | None, Mistake]

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """The labels of the axis by their texts, in order of appearance, those read in vain last."""
        spoiled = (label for label in self.spoiled if label is not None)
        return {str(label): label for label in chain(*(part.labels() for part in self.parts), spoiled)}

    @cached_property
    def defaults(self) -> Mapping[str, CellValue]:
        """What holds for all jobs, though the rows of some may lack it: the year, the last of all the data."""
        return {YEAR: float(max(self.years))} if self.years else {}

    def portion(self, labels: Sequence[Label]) -> Portion:
        """What the jobs of some labels need."""
        parts = tuple(
            part.of(labels) if isinstance(part, Partition) else Rows(part.cut(labels), self.axis) for part in self.parts
        )
        return Portion(parts, self.axis, {label: self.spoiled[label] for label in labels if label in self.spoiled})


@collection_paused()
def open_data(template: OpenTemplate, locations: tuple[str, ...], settings: Mapping[str, CellValue], by: str) -> Data:
    """Find out how data are read, or the template's own where no file is named, and divide them by the axis `by`.

    Raises Mistake.
    """
    if not locations and not settings.get("data"):
        raise Mistake("a batch by {axis} needs data: name a file with --data", axis=by)
    forms = _forms(template, locations, settings)
    _check_axis(data_set([table for form in forms for table in form.empty()], settings), by)
    sound = Sound(by)
    parts = tuple(_part(form, by, sound) for form in forms)
    spoiled = dict(sound.spoiled)
    nameless = (part.nameless for part in parts if isinstance(part, Partition) and part.nameless)
    for mistake in nameless:
        spoiled.setdefault(None, mistake)
    years = {year for part in parts for year in part.years}
    return Data(parts, by, frozenset(years), spoiled)


def _forms(template: OpenTemplate, locations: tuple[str, ...], settings: Mapping[str, CellValue]) -> list[Form]:
    if not locations:
        return list(chain.from_iterable(own_forms(template.book, settings, holds=False)))
    files = ((location, copied(location)) for location in locations)
    return [form for name, file in files for form in forms_of(file, settings, file_name=name, holds=False)]


def _part(form: Form, by: str, sound: Sound) -> Partition | Rows:
    column = form.label_column(by)
    if column is not None:
        return Partition(form, column)
    return Rows(tuple(map(portable, form.tables(form.layout.whole(), sound))), by)


def _check_axis(data: Dataset, by: str) -> None:
    if by not in data.axes:
        raise unknown_axis(by, data.axes)
