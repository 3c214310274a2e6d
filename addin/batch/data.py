"""The data of a batch, opened once and given out by their labels on the axis that the batch goes by."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final
from uuid import uuid4

from addin.batch.locations import copied
from addin.batch.opening import OpenTemplate
from addin.batch.partition import Partition
from addin.batch.portion import Everyone, Portion
from addin.batch.rows import Rows, portable
from addin.data import data_set, forms_of, own_forms
from addin.mistakes import NOWHERE, Mistake
from addin.tables.collection import collection_paused
from addin.tables.dataset import Dataset, dataset, unknown_axis
from addin.tables.forms import Form
from addin.tables.spoiled import Sound
from addin.tables.table import Label, Table
from addin.template.checking import misnamed_total
from addin.template.expressions import WHOLE
from addin.template.scope import YEAR, Source
from udfs.numerics.cell_values import CellValue

MOST_SUMMED: Final = 20_000
"""Of so many rows the sums are looked at, whether one is the total of the others."""


@dataclass(frozen=True)
class Data:
    """Tables whose rows go to jobs by their label on an axis.

    Rows that have their label in a column are kept unread; tables without the axis, and those that have it from their
    headings or as periods, are read whole. `years` are all that the data have; `spoiled` are labels, of tables read
    whole, whose rows hold a mistake, and None where a row has no label. `total` is the label of the total row on the
    axis, `totals` are those of all tables, whose rows belong to every label; they and subtotals, which are `left_out`,
    have no workbooks of their own. `misnamed` is the mistake of a setting that names a total which isn't there.
    `kinds` are the tables without their rows.
    """

    parts: tuple[Partition | Rows, ...]
    axis: str
    years: frozenset[int]
    spoiled: Mapping[Label | None, Mistake]
    kinds: Dataset
    total: Label | None = None
    left_out: frozenset[Label] = frozenset()
    totals: frozenset[Label] = frozenset()
    misnamed: tuple[Mistake, ...] = ()

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """The labels of the axis by their texts, in order of appearance, those read in vain last."""
        spoiled = (label for label in self.spoiled if label is not None)
        return {str(label): label for label in chain(*(part.labels() for part in self.parts), spoiled)}

    @cached_property
    def defaults(self) -> Mapping[str, CellValue]:
        """What holds for all jobs, though the rows of some may lack it: the total, and the data's last year."""
        total = {} if self.total is None else {WHOLE: self.total if isinstance(self.total, str) else float(self.total)}
        return {YEAR: float(max(self.years)), **total} if self.years else total

    def portion(self, labels: Sequence[Label]) -> Portion:
        """What the jobs of some labels need."""
        labels = [*labels, *self.totals]
        parts = tuple(
            part.of(labels) if isinstance(part, Partition) else Rows(part.cut(labels), self.axis) for part in self.parts
        )
        return Portion(
            parts, self.axis, {label: self.spoiled[label] for label in labels if label in self.spoiled}, self.totals
        )

    @cached_property
    def everyone(self) -> Everyone:
        """What the jobs of a template need that looks beyond their own labels."""
        labels = tuple(self.labels.values())
        return Everyone(self.portion(labels), labels, uuid4().hex)


@collection_paused()
def open_data(template: OpenTemplate, locations: tuple[str, ...], settings: Mapping[str, CellValue], by: str) -> Data:
    """Find out how data are read, or the template's own where no file is named, and divide them by the axis `by`.

    Raises Mistake.
    """
    if not locations and not settings.get("data"):
        raise Mistake("a batch by {axis} needs data: name a file with --data", axis=by)
    forms = _forms(template, locations, settings)
    kinds = data_set([table for form in forms for table in form.empty()], settings)
    _check_axis(kinds, by)
    sound = Sound(by)
    parts = tuple(_part(form, by, sound) for form in forms)
    spoiled = dict(sound.spoiled)
    nameless = (part.nameless for part in parts if isinstance(part, Partition) and part.nameless)
    for mistake in nameless:
        spoiled.setdefault(None, mistake)
    years = {year for part in parts for year in part.years}
    read_in_vain = (label for label in spoiled if label is not None)
    labels = tuple(dict.fromkeys(chain(*(part.labels() for part in parts), read_in_vain)))
    source = _summed(forms, by, labels, settings)
    totals, misnamed = source.totals, tuple(misnamed_total(source, NOWHERE))
    found = totals.by_axis.get(by, frozenset())
    total = totals.stated if totals.stated in found else min(found, key=str, default=None)
    return Data(parts, by, frozenset(years), spoiled, kinds, total, totals.left_out((by,), {})[0], found, misnamed)


def _summed(forms: Sequence[Form], by: str, labels: Sequence[Label], settings: Mapping[str, CellValue]) -> Source:
    """The data as far as they tell which rows are totals.

    Data of many rows aren't held: words alone tell their totals. What can't be read is left to the jobs to tell.
    """
    tables = [Table("", NOWHERE, {by: labels}, {}, lambda row, column: NOWHERE)]
    if sum(len(form.layout.extent) for form in forms) <= MOST_SUMMED:
        for form in forms:
            with suppress(Mistake):
                tables += form.tables(form.layout.whole(), Sound(by))
    return Source(dataset(tables), settings)


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
