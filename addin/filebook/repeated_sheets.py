"""Sheets that are put once for each label: the template with the copies in it, which are then filled as any sheet."""

from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from addin.filebook.template import FileTemplate
from addin.package.sheet_copies import repeat_sheet
from addin.package.workbook import worksheets_of
from addin.template.plan import Plan

Names: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""For each sheet of the template that is renamed or repeated, the names of what becomes of it."""

_KEPT = 4


def with_copies(template: FileTemplate, plan: Plan) -> tuple[FileTemplate, Plan]:
    """The template with each sheet under its own name and as often as the plan has it, and the plan of these sheets.

    Raises UserError where a name is one that Excel refuses, or a sheet has something that can't be copied.
    """
    names = _names(plan)
    if not names:
        return template, plan
    return _expand(template, names), replace(
        plan, sheets=tuple(replace(sheet, source=sheet.name) for sheet in plan.sheets)
    )


def _names(plan: Plan) -> Names:
    names: dict[str, tuple[str, ...]] = {}
    for sheet in plan.sheets:
        names[sheet.source] = (*names.get(sheet.source, ()), sheet.name)
    return tuple((source, found) for source, found in names.items() if found != (source,))


# Kept: six sevenths of filling a sheet for each of 16 regions again; names of sheets alone decide.
@lru_cache(maxsize=_KEPT)
def _expand(template: FileTemplate, names: Names) -> FileTemplate:
    package = template.package
    for source, copies in names:
        package = repeat_sheet(package, source, copies)
    copies_of = dict(names)
    drawings = tuple(
        replace(drawing, name=name, title=None)
        for drawing in template.drawings
        for name in copies_of.get(drawing.name, (drawing.name,))
    )
    sheets = worksheets_of(package)
    return replace(template, package=package, sheets=sheets, drawings=drawings, _sources={})
