"""What of a template refers to certain of its lines and nothing else, and would be lost with them."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from addin.filebook.repeated_charts import charts_within
from addin.filebook.shifted_parts import followers
from addin.filebook.template import FileTemplate
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.xml import Element
from addin.references.formula import parse
from addin.references.losing import would_lose
from addin.template.blocks import Group
from addin.template.markers import Direction
from addin.template.template_sheet import Area, TemplateSheet


@dataclass(frozen=True)
class ReferenceCheck:
    """All in a template that refers to cells."""

    template: FileTemplate

    def __call__(self, drawing: TemplateSheet, group: Group) -> bool:
        """Whether a formula, a chart, a name or a table is about the prototype of a group and nothing else."""
        return _is_referred(self.template, drawing, group)


def _is_referred(template: FileTemplate, drawing: TemplateSheet, group: Group) -> bool:
    lines = range(group.first, group.last + 1)
    down = group.axes[0].direction is Direction.DOWN
    rows, columns = (lines, range(0)) if down else (range(0), lines)
    if any(_all_of(area, lines, down=down) for area in drawing.tables):
        return True
    gone = charts_within(template, drawing.name, rows, columns)
    return any(
        parse(text).loses(sheet, drawing.name, rows=rows, columns=columns)
        for sheet, text in _cell_formulas(template, drawing.name, rows, columns)
    ) or any(_loses(template, part, drawing.name, rows, columns) for part in _parts(template, gone))


def _all_of(table: Area, lines: range, *, down: bool) -> bool:
    """Whether lines hold all rows of a table's data, or all its columns."""
    if down:
        return table.body.first[0] in lines and table.body.last[0] in lines
    return table.first[1] in lines and table.last[1] in lines


def _cell_formulas(template: FileTemplate, drawn: str, rows: range, columns: range) -> Iterator[tuple[str, str]]:
    """Every cell's formula with its sheet, but for those in the lines of the sheet `drawn`."""
    for sheet in template.sheets:
        for (row, column), cell in template.source(sheet.name).cells.items():
            gone = sheet.name == drawn and (row in rows or column in columns)
            if cell.formula is not None and not gone:
                yield sheet.name, str(cell.formula.text)


def _loses(template: FileTemplate, part: "_Part", sheet: str, rows: range, columns: range) -> bool:
    with corrupt_part_as_error(part.name, template.place):
        return would_lose(part.root, part.sheet, sheet, rows=rows, columns=columns)


class _Part(NamedTuple):
    """A part that may refer to cells, and the sheet that it belongs to."""

    name: str
    sheet: str | None
    root: Element


def _parts(template: FileTemplate, gone: AbstractSet[str]) -> Iterator[_Part]:
    """Every part that may refer to cells but for those `gone`."""
    package = template.package
    yield _Part(package.workbook_part, None, package.root(package.workbook_part))
    for sheet in template.sheets:
        yield _Part(sheet.part, sheet.name, template.source(sheet.name).around)
    for part, name in followers(template):
        if part not in gone:
            yield _Part(part, name, package.root(part))
