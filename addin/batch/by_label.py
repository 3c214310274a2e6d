"""A batch of one template: a workbook for each label of an axis of the data."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from addin.batch.data_sources import Data, open_data
from addin.batch.groups import JobGroup
from addin.batch.jobs import Job
from addin.batch.naming import Pattern
from addin.batch.opening import OpenTemplate, open_template
from addin.batch.planning import BatchPlan, BatchRequest, checked
from addin.errors import UserError, UserErrors
from addin.language import render
from addin.package.conversions import check_suffix
from addin.tables.axes import axis_name
from addin.tables.naming import identifier
from addin.tables.table import Label
from addin.template.others import asks_for_labels, sees_others
from addin.template.scope import Source
from addin.template.settings import with_defaults, with_overrides
from udfs.numerics.cell_values import CellValue


def axis_of(column: str) -> str:
    """The axis that a column's name, as people write it, stands for."""
    return axis_name(identifier(column))


def plan_by_label(request: BatchRequest) -> BatchPlan:
    """The plan of a workbook for each label but the whole's. Raises UserError or UserErrors."""
    if request.template is None or request.by is None or request.pattern is None:
        raise UserError("a batch needs a template, --by and --output, or a file of --jobs")
    template, axis = open_template(request.template), axis_of(request.by)
    settings = with_overrides(template.book.settings, request.given)
    locations, given = data_of(request.data, request.given)
    data = open_data(template, locations, settings, axis)
    if misnamed := data.misnamed(settings):
        raise UserErrors(misnamed)
    labels = tuple(label for label in data.labels.values() if label not in data.left_out)
    _check_count(len(labels), request.pattern, axis)
    values = with_defaults(settings, data.defaults)
    jobs = _Jobs(request.template, locations, given, request.pattern, values, (request.by, axis), labels)
    for job in jobs():
        check_suffix(template.book.package, Path(job.output))
        break
    group = group_of(template, data, jobs, len(labels), values, request.language)
    folder, inputs = request.pattern.folder, frozenset({request.template, *locations})
    nameless = tuple(render(mistake, request.language) for label, mistake in data.spoiled.items() if label is None)
    return checked(BatchPlan((group,), folder, inputs, axis, warnings=nameless, notes=data.notes))


def group_of(
    template: OpenTemplate,
    data: Data,
    jobs: Callable[[], Iterable[Job]],
    count: int,
    settings: Mapping[str, CellValue],
    language: str,
    nations: frozenset[Label] = frozenset(),
) -> JobGroup:
    """Jobs of one template for labels of one axis, with the rows that it needs."""
    book = template.book
    others = sees_others(book.drawings, Source(data.kinds, settings), data.axis)
    texts = [text for found in book.texts.values() for text in found]
    implied = not asks_for_labels(book.drawings, texts, data.axis)
    return JobGroup(template.file, data, jobs, count, data.defaults, nations, language, others, implied)


def _check_count(labels: int, pattern: Pattern, axis: str) -> None:
    """Raises UserError where there is no label but the whole's, or one name for the workbooks of several."""
    if not labels:
        raise UserError("the data have no {axis} but the whole: there is no workbook to make", axis=axis)
    if labels > 1 and not pattern.fields:
        raise UserError(
            "{pattern} is one file for {count} workbooks: put {{{axis}}} into it",
            pattern=pattern.text,
            count=labels,
            axis=axis,
        )


def data_of(data: tuple[str, ...], given: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The files of data, where none is named that of the setting `data`, and the settings without it."""
    others = {name: value for name, value in given.items() if name != "data"}
    return (data or ((given["data"],) if "data" in given else ())), others


@dataclass(frozen=True)
class _Jobs:
    template: str
    data: tuple[str, ...]
    given: Mapping[str, str]
    pattern: Pattern
    values: Mapping[str, CellValue]
    fields: tuple[str, str]
    labels: tuple[Label, ...]

    def __call__(self) -> Iterator[Job]:
        for number, label in enumerate(self.labels, start=1):
            output = self.pattern.name({**self.values, **dict.fromkeys(self.fields, label)})
            yield Job(number, self.template, self.data, output, self.given, label)
