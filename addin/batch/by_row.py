"""A batch of a file of jobs: a workbook for each row, with its own template, data, settings and output."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from addin.batch.by_label import axis_of, data_of, group_of
from addin.batch.data_sources import Data, open_data
from addin.batch.files import Files
from addin.batch.groups import JobGroup
from addin.batch.jobs import DATA, OUTPUT, TEMPLATE, Job, Row, beside, known_label, read_rows
from addin.batch.locations import folder_of
from addin.batch.opening import OpenTemplate, open_template
from addin.batch.planning import BatchPlan, BatchRequest, checked
from addin.data import READING
from addin.errors import UserError, UserErrors
from addin.tables.table import Label
from addin.template.expressions import WHOLE
from addin.template.settings import ROLES, with_defaults, with_overrides
from udfs.numerics.cell_values import CellValue

Settings: TypeAlias = Mapping[str, CellValue]
Opened = TypeVar("Opened")
Key = TypeVar("Key", bound=Hashable)


def plan_by_row(request: BatchRequest, batch: str) -> BatchPlan:
    """The plan of a workbook for each row; rows that can't be done are refused alone. Raises UserError."""
    assert request.jobs is not None
    planner = _Planner(request, batch, axis_of(request.by) if request.by else None)
    for row in read_rows(request.jobs):
        planner.take(row)
    return checked(planner.plan(request.jobs))


@dataclass
class _Draft:
    """A group as it grows."""

    template: OpenTemplate
    data: Data | None
    settings: Settings
    jobs: list[Job] = field(default_factory=list)
    nations: set[Label] = field(default_factory=set)


@dataclass
class _Planner:
    """Takes the rows one after another; each template and each source of data is opened once."""

    request: BatchRequest
    batch: str
    axis: str | None
    drafts: dict[object, _Draft] = field(default_factory=dict)
    refused: list[tuple[Job, str]] = field(default_factory=list)
    templates: dict[str, OpenTemplate | UserError | UserErrors] = field(default_factory=dict)
    data: dict[object, Data | UserError | UserErrors] = field(default_factory=dict)
    misnamed: dict[object, tuple[UserError, ...]] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Add the row's job to the group of its template and data, or refuse it."""
        try:
            self._add(row)
        except (UserError, UserErrors) as mistake:
            job = Job(row.number, row.cells.get(TEMPLATE, self.request.template or ""), (), row.cells.get(OUTPUT, ""))
            self.refused.append((job, f"{row.place}: {'; '.join(str(mistake).splitlines())}"))

    def plan(self, location: str) -> BatchPlan:
        """The plan of the rows taken."""
        groups = tuple(self._group(draft) for draft in self.drafts.values())
        inputs = {location, *self.templates, *(name for draft in self.drafts.values() for name in draft.jobs[0].data)}
        opened = [data for data in self.data.values() if isinstance(data, Data)]
        nameless = tuple(str(data.spoiled[None]) for data in opened if None in data.spoiled)
        notes = tuple(note for data in opened for note in data.notes)
        return BatchPlan(
            groups, folder_of(location), frozenset(inputs), self.axis, tuple(self.refused), nameless, notes
        )

    def _add(self, row: Row) -> None:
        template = self._template(row)
        given = self._given(row)
        settings = with_overrides(template.book.settings, given)
        locations, others = data_of(self._locations(row), given)
        key = (template.file.location, locations, settings.get("data"), *map(settings.get, (*READING, *ROLES)))
        data = self._data(key, template, locations, settings) if self.axis else None
        if data is not None:
            self._check_labels(key, data, settings)
        label = self._label(row, data)
        output = self._output(row, {**with_defaults(settings, data.defaults if data else {}), **row.cells})
        draft = self.drafts.setdefault(key, _Draft(template, data, settings))
        draft.jobs.append(Job(row.number, template.file.location, locations, output, others, label))
        nation = settings.get("nation")
        if isinstance(nation, str | float):
            draft.nations.add(nation)

    def _template(self, row: Row) -> OpenTemplate:
        named = row.cells.get(TEMPLATE)
        location = beside(self.request.jobs or "", named) if named else self.request.template
        if location is None:
            raise UserError("the row names no template")
        return _once(self.templates, location, lambda: open_template(location))

    def _data(
        self, key: tuple[object, ...], template: OpenTemplate, locations: tuple[str, ...], settings: Settings
    ) -> Data:
        axis = self.axis or ""
        known_as = key[1:] if locations else key
        return _once(self.data, known_as, lambda: open_data(template, locations, settings, axis))

    def _check_labels(self, key: tuple[object, ...], data: Data, settings: Settings) -> None:
        """Raises UserErrors where settings name labels that the data don't have; rows with the same ones ask once."""
        named = tuple(settings.get(name) for name in (WHOLE, *data.kinds.axes))
        if (key, named) not in self.misnamed:
            self.misnamed[key, named] = data.misnamed(settings)
        if self.misnamed[key, named]:
            raise UserErrors(self.misnamed[key, named])

    def _given(self, row: Row) -> dict[str, str]:
        columns = {TEMPLATE, DATA, OUTPUT, self.axis, self.request.by}
        return {**self.request.given, **{name: text for name, text in row.cells.items() if name not in columns}}

    def _locations(self, row: Row) -> tuple[str, ...]:
        names = filter(None, (name.strip() for name in row.cells.get(DATA, "").split(";")))
        return tuple(beside(self.request.jobs or "", name) for name in names) or self.request.data

    def _label(self, row: Row, data: Data | None) -> Label | None:
        if data is None or self.axis is None:
            return None
        text = row.cells.get(self.axis) or row.cells.get(self.request.by or "")
        if text is None:
            raise UserError("the row names no {axis}", axis=self.axis)
        return known_label(text, data.labels, self.axis)

    def _output(self, row: Row, values: Settings) -> str:
        if OUTPUT in row.cells:
            return beside(self.request.jobs or "", row.cells[OUTPUT])
        if self.request.pattern is None:
            raise UserError("the row names no output")
        return self.request.pattern.name(values)

    def _group(self, draft: _Draft) -> JobGroup:
        jobs, language = tuple(draft.jobs), self.request.language
        if draft.data is None:
            files = Files(jobs[0].data, self.batch)
            return JobGroup(draft.template.file, files, lambda: jobs, len(jobs), language=language)
        nations = frozenset(draft.nations)
        return group_of(draft.template, draft.data, lambda: jobs, len(jobs), draft.settings, language, nations)


def _once(known: dict[Key, Opened | UserError | UserErrors], key: Key, open_it: Callable[[], Opened]) -> Opened:
    """What `open_it` gives, or the mistake that it raises, the same for every row."""
    if key not in known:
        try:
            known[key] = open_it()
        except (UserError, UserErrors) as mistake:
            known[key] = mistake
    found = known[key]
    if isinstance(found, UserError | UserErrors):
        raise found
    return found
