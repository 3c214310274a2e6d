"""The data of a batch, opened once and given out by their labels on the axis that the batch goes by."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
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
from addin.errors import NOWHERE, UserError
from addin.tables.collection import collection_paused
from addin.tables.data_notes import data_notes
from addin.tables.dataset import Dataset, dataset, unknown_axis
from addin.tables.forms import TableSchema
from addin.tables.label_identity import respelled
from addin.tables.spoiled import Sound
from addin.tables.table import Label, Table
from addin.template.checking import misnamed_labels, misnamed_total
from addin.template.expressions import WHOLE
from addin.template.scope import YEAR, Source
from udfs.numerics.cell_values import CellValue

MOST_SUMMED: Final = 20_000
"""So many rows are looked at whole for totals and labels without partner; of more, the first ones of each label."""

_MOST_SAMPLED: Final = 5_000


@dataclass(frozen=True)
class Data:
    """Tables whose rows go to jobs by their label on an axis.

    Rows that have their label in a column are kept unread; tables without the axis, and those that have it from their
    headings or as periods, are read whole. `years` are all that the data have; `spoiled` are labels, of tables read
    whole, whose rows hold a mistake, and None where a row has no label. `total` is the label of the total row on the
    axis, `totals` are those of all tables, whose rows belong to every label; they and subtotals, which are `left_out`,
    have no workbooks of their own. `spellings` are the other ways in which files write a label. `kinds` are the tables
    without their rows; `seen` are those, with rows, by which totals were found: all rows or, of very many, some; None
    where some can't be read.
    """

    parts: tuple[Partition | Rows, ...]
    axis: str
    years: frozenset[int]
    spoiled: Mapping[Label | None, UserError]
    kinds: Dataset
    total: Label | None = None
    left_out: frozenset[Label] = frozenset()
    totals: frozenset[Label] = frozenset()
    spellings: Mapping[Label, tuple[Label, ...]] = field(default_factory=dict)
    seen: Dataset | None = None
    is_seen_whole: bool = False
    notes: tuple[UserError, ...] = ()

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """The labels of the axis by their texts, in order of appearance, those read in vain last."""
        one = {other: label for label, others in self.spellings.items() for other in others}
        return {str(label): label for label in (one.get(each, each) for each in self._written)}

    @property
    def _written(self) -> Iterator[Label]:
        """Every label of the axis as it is written in some file."""
        yield from chain.from_iterable(part.labels() for part in self.parts)
        yield from (label for label in self.spoiled if label is not None)

    @cached_property
    def defaults(self) -> Mapping[str, CellValue]:
        """What holds for all jobs, though the rows of some may lack it: the total, and the data's last year."""
        total = {} if self.total is None else {WHOLE: self.total if isinstance(self.total, str) else float(self.total)}
        return {YEAR: float(max(self.years)), **total} if self.years else total

    def misnamed(self, settings: Mapping[str, CellValue]) -> tuple[UserError, ...]:
        """What is wrong with settings that name the total, or a label that the data don't have."""
        if self.seen is None:
            return ()
        source = Source(self.seen, settings)
        return tuple(misnamed_labels(source, {}) if self.is_seen_whole else misnamed_total(source, NOWHERE))

    def portion(self, labels: Sequence[Label], *, is_implied: bool = False) -> Portion:
        """What the jobs of some labels need; see `Portion.is_implied`."""
        named = [*labels, *self.totals]
        labels = [each for label in named for each in (label, *self.spellings.get(label, ()))]
        parts = tuple(
            part.of(labels) if isinstance(part, Partition) else Rows(part.cut(labels), self.axis) for part in self.parts
        )
        spoiled: dict[Label | None, UserError] = {
            label: self.spoiled[label] for label in labels if label in self.spoiled
        }
        spellings = {label: self.spellings[label] for label in named if label in self.spellings}
        return Portion(parts, self.axis, spoiled, self.totals, spellings, is_implied)

    @cached_property
    def everyone(self) -> Everyone:
        """What the jobs of a template need that looks beyond their own labels."""
        labels = tuple(dict.fromkeys([*self.labels.values(), *self._written]))
        return Everyone(self.portion(labels), labels, uuid4().hex)


@collection_paused()
def open_data(template: OpenTemplate, locations: tuple[str, ...], settings: Mapping[str, CellValue], by: str) -> Data:
    """Find out how data are read, or the template's own where no file is named, and divide them by the axis `by`.

    Raises UserError.
    """
    if not locations and not settings.get("data"):
        raise UserError("a batch by {axis} needs data: name a file with --data", axis=by)
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
    spellings = _spellings(by, [tuple(part.labels()) for part in parts])
    labels = tuple(dict.fromkeys(chain(*(part.labels() for part in parts), read_in_vain)))
    is_whole = sum(len(form.layout.extent) for form in forms) <= MOST_SUMMED
    tables, is_sound = _seen(forms, parts, by, is_whole=is_whole)
    seen = data_set(tables, settings) if tables else dataset(())
    named = Table("", NOWHERE, {by: labels}, {}, lambda row, column: NOWHERE)
    totals = Source(dataset([named, *(each.table for each in seen.tables)]), settings).totals
    notes = tuple(data_notes(Source(seen, settings).totals))
    found = totals.by_axis.get(by, frozenset())
    total = totals.stated if totals.stated in found else min(found, key=str, default=None)
    left_out = totals.left_out((by,), {})[0]
    return Data(
        parts,
        by,
        frozenset(years),
        spoiled,
        kinds,
        total,
        left_out,
        found,
        spellings,
        totals.data if is_sound else None,
        is_whole,
        notes,
    )


def _seen(
    forms: Sequence[TableSchema], parts: Sequence[Partition | Rows], by: str, *, is_whole: bool
) -> tuple[list[Table], bool]:
    """Tables by which totals and labels without partner are found, and whether all of their rows can be read.

    What can't is left to the jobs to tell.
    """
    tables: list[Table] = []
    sound = Sound(by)
    for form, part in zip(forms, parts, strict=True):
        with suppress(UserError):
            if is_whole:
                tables += form.tables(form.layout.whole(), sound)
            else:
                tables += part.tables if isinstance(part, Rows) else part.sample(_MOST_SAMPLED).tables(sound)
    return tables, len(tables) >= len(forms) and not sound.spoiled


def _spellings(by: str, labels: Sequence[Sequence[Label]]) -> Mapping[Label, tuple[Label, ...]]:
    """The other ways in which tables write the labels of an axis."""
    tables = [Table("", NOWHERE, {by: each}, {}, lambda row, column: NOWHERE) for each in labels]
    found: dict[Label, dict[Label, None]] = {}
    for table, joined in zip(tables, respelled(tables), strict=True):
        for written, label in zip(table.keys[by], joined.keys[by], strict=True):
            if written != label:
                found.setdefault(label, {})[written] = None
    return {label: tuple(others) for label, others in found.items()}


def _forms(template: OpenTemplate, locations: tuple[str, ...], settings: Mapping[str, CellValue]) -> list[TableSchema]:
    if not locations:
        return list(chain.from_iterable(own_forms(template.book, settings, holds=False)))
    files = ((location, copied(location)) for location in locations)
    return [form for name, file in files for form in forms_of(file, settings, file_name=name, holds=False)]


def _part(form: TableSchema, by: str, sound: Sound) -> Partition | Rows:
    column = form.label_column(by)
    if column is not None:
        return Partition(form, column)
    return Rows(tuple(map(portable, form.tables(form.layout.whole(), sound))), by)


def _check_axis(data: Dataset, by: str) -> None:
    if by not in data.axes:
        raise unknown_axis(by, data.axes)
