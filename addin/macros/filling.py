"""Filling and checking the open workbook, and making one from a template."""

from pathlib import Path

from addin.catalogue import read_shipped
from addin.errors import Message, UserError, UserErrors
from addin.filebook.template import FileTemplate, read_template
from addin.fill import blank_figures, check_workbook, load_source, plan
from addin.fill import fill as fill_template
from addin.language import render, translated
from addin.livebook.calculation import refuse_uncalculated
from addin.livebook.copies import copied, open_beside, refuse_unsaved
from addin.livebook.dialogs import ask_for_data
from addin.macros.request import MacroRequest
from addin.package.conversions import suffix_of


def fill(request: MacroRequest) -> Message | None:
    """Fill the workbook from the data that its settings name, else from a file that is asked for."""
    template = _template(request)
    files = chosen_data(request, template)
    if files is None:
        return None
    source = load_source(template, files)
    made = plan(template, source)
    filled = fill_template(template, source, made)
    open_beside(request.book, filled.write(), f"{request.stem}-filled", suffix_of(filled))
    blank = blank_figures(template, source, made)
    notes = [*source.notes, *([blank] if blank else [])]
    if not notes:
        return None
    lines = "\n".join(render(each, request.language) for each in notes)
    return Message("the workbook is filled. Of the data is to be told:\n{notes}", notes=lines)


def check(request: MacroRequest) -> Message:
    """Tell the template's mistakes; names are looked up in the data that its settings name, if they do."""
    with copied(request.book) as path:
        checked = check_workbook(path.read_bytes(), request.place)
    if checked.mistakes:
        raise UserErrors(checked.mistakes)
    if checked.notes:
        notes = "\n".join(render(each, request.language) for each in checked.notes)
        return Message("the template has no mistakes. Of the data is to be told:\n{notes}", notes=notes)
    if checked.template is not None:
        refuse_without_expressions(checked.template)
        if not checked.template.settings.get("data"):
            return Message(
                "the template by itself has no mistakes; columns are looked up when it is filled, or now if the setting"
                " data names a sheet or table"
            )
    return Message("the template has no mistakes")


def new(request: MacroRequest) -> None:
    """Open a template of ours: the one chosen, in the language of the ribbon."""
    open_beside(request.book, read_shipped(request.choice, request.language), request.choice, ".xlsx")


def chosen_data(request: MacroRequest, template: FileTemplate) -> list[Path] | None:
    """The files of data, none where the workbook holds its own; None where nothing is chosen. Raises UserError."""
    if template.settings.get("data"):
        refuse_uncalculated(request.book)
        return []
    chosen = ask_for_data(request.book, translated("the data to fill from", request.language))
    if chosen is None:
        return None
    refuse_unsaved(request.book, chosen)
    return [chosen]


def _template(request: MacroRequest) -> FileTemplate:
    with copied(request.book) as path:
        template = read_template(path.read_bytes(), request.place)
    refuse_without_expressions(template)
    return template


def refuse_without_expressions(template: FileTemplate) -> None:
    """Raises UserError where there is nothing to fill."""
    if not template.drawings:
        raise UserError(
            "the workbook has no expression such as {example}", template.place, example="{{ region | down }}"
        )
