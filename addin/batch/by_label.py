"""A batch of one template: a workbook for each label of an axis of the data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from addin.batch.data import open_data
from addin.batch.groups import Group
from addin.batch.jobs import Job
from addin.batch.naming import Pattern
from addin.batch.opening import open_template
from addin.batch.planning import Plan, Request, checked
from addin.language import told
from addin.mistakes import Mistake, Mistakes
from addin.package.conversions import check_suffix
from addin.tables.axes import axis_name
from addin.tables.naming import identifier
from addin.tables.table import Label
from addin.template.others import sees_others
from addin.template.scope import Source
from addin.template.settings import with_defaults, with_overrides
from udfs.numerics.cell_values import CellValue


def axis_of(column: str) -> str:
    """The axis that a column's name, as people write it, stands for."""
    return axis_name(identifier(column))


def plan_by_label(request: Request) -> Plan:
    """The plan of a workbook for each label but the whole's. Raises Mistake or Mistakes."""
    if request.template is None or request.by is None or request.pattern is None:
        raise Mistake("a batch needs a template, --by and --output, or a file of --jobs")
    template, axis = open_template(request.template), axis_of(request.by)
    settings = with_overrides(template.book.settings, request.given)
    locations, given = data_of(request.data, request.given)
    data = open_data(template, locations, settings, axis)
    if data.misnamed:
        raise Mistakes(data.misnamed)
    labels = tuple(label for label in data.labels.values() if label not in data.left_out)
    _check_count(len(labels), request.pattern, axis)
    values = with_defaults(settings, data.defaults)
    jobs = _Jobs(request.template, locations, given, request.pattern, values, (request.by, axis), labels)
    for job in jobs():
        check_suffix(template.book.package, Path(job.output))
        break
    others = sees_others(template.book.drawings, Source(data.kinds, values), axis)
    group = Group(template.file, data, jobs, len(labels), data.defaults, language=request.language, sees_others=others)
    folder, inputs = request.pattern.folder, frozenset({request.template, *locations})
    nameless = tuple(told(mistake, request.language) for label, mistake in data.spoiled.items() if label is None)
    return checked(Plan((group,), folder, inputs, axis, troubles=nameless))


def _check_count(labels: int, pattern: Pattern, axis: str) -> None:
    """Raises Mistake where there is no label but the whole's, or one name for the workbooks of several."""
    if not labels:
        raise Mistake("the data have no {axis} but the whole: there is no workbook to make", axis=axis)
    if labels > 1 and not pattern.fields:
        raise Mistake(
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
