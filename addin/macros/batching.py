"""A workbook for each label of a column, made from the open template."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile, rmtree
from typing import Final

from addin.batch.by_label import axis_of, plan_by_label
from addin.batch.executors import local_workers
from addin.batch.naming import read_pattern
from addin.batch.outcome import State
from addin.batch.planning import BatchPlan, BatchRequest
from addin.batch.running import Summary, open_records
from addin.batch.running import run as run_batch
from addin.errors import Message, UserError
from addin.filebook.template import FileTemplate, read_template
from addin.fill import load_source
from addin.language import render, translated
from addin.livebook.copies import copied, free_beside
from addin.livebook.dialogs import ask_for_text
from addin.macros.filling import chosen_data, refuse_without_expressions
from addin.macros.request import MacroRequest
from addin.package.conversions import as_workbook, suffix_of
from addin.template.scope import YEAR

_TEMPLATE: Final = "template"


def batch(request: MacroRequest) -> Message | None:
    """Fill a copy for each label of the data's only axis, or of the one that is asked for, into a folder beside."""
    with copied(request.book) as path:
        template = read_template(path.read_bytes(), request.place)
        refuse_without_expressions(template)
        files = chosen_data(request, template)
        axis = None if files is None else _axis(request, template, files)
        if files is None or axis is None:
            return None
        folder = free_beside(request.book, f"{request.stem}-{axis}", "")
        kept = folder / _TEMPLATE / path.name
        made, summary = _run(request, _Batch(template, kept, tuple(files), axis, folder), path)
    if not summary.is_good:
        raise UserError(
            "{count} of {total} workbooks were not made: {cause}; the report is in {folder}",
            request.place,
            count=summary.total - summary.states[State.MADE],
            total=summary.total,
            cause=next(summary.faults(), summary.report).replace(str(kept), request.book.name),
            folder=folder,
        )
    notes = [*(render(each, request.language) for each in made.notes), *summary.told()]
    if not notes:
        return Message("{count} workbooks are in {folder}", count=summary.total, folder=folder)
    message = "{count} workbooks are in {folder}. Of the data is to be told:\n{notes}"
    return Message(message, count=summary.total, folder=folder, notes="\n".join(notes))


def _axis(request: MacroRequest, template: FileTemplate, files: list[Path]) -> str | None:
    axes = [axis for axis in load_source(template, files).data.axes if axis != YEAR]
    if len(axes) == 1:
        return axes[0]
    prompt = translated("a workbook for each … ({axes})", request.language).format(axes=", ".join(axes))
    typed = ask_for_text(request.book, prompt, axes[0] if axes else "")
    return None if typed is None else axis_of(typed)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a batch is made from, and the folder that it is made in; `kept` is where there the template is kept."""

    template: FileTemplate
    kept: Path
    files: tuple[Path, ...]
    axis: str
    folder: Path

    def plan(self, language: str) -> BatchPlan:
        outputs = str(self.folder).replace("{", "{{").replace("}", "}}")
        pattern = read_pattern(f"{outputs}/{{{self.axis}}}{suffix_of(as_workbook(self.template.package))}")
        files = tuple(map(str, self.files))
        return plan_by_label(BatchRequest(str(self.kept), files, self.axis, pattern, language=language))


def _run(request: MacroRequest, batch: _Batch, copy: Path) -> tuple[BatchPlan, Summary]:
    """Make the workbooks from a copy of the template that stays with them, as the records name it.

    Excel waits meanwhile, so that nothing shows how far it is; nor does it ask whether to go on waiting. Raises
    UserError, and leaves no folder, where nothing can be made.
    """
    try:
        batch.kept.parent.mkdir(parents=True)
        copyfile(copy, batch.kept)
        plan = batch.plan(request.language)
    except BaseException:
        rmtree(batch.folder, ignore_errors=True)
        raise
    records = open_records(plan.folder, plan, resume=False)
    with request.book.app.properties(display_alerts=False), local_workers(None) as pool:
        return plan, run_batch(plan, pool, records, _Nothing(), lambda: False)


class _Nothing:
    def show(self, done: int, failed: int) -> None:
        """Nothing."""
