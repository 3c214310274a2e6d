"""What of a template refers to certain of its lines and nothing else, and would be lost with them."""

from collections.abc import Iterator

from addin.filebook.moving import followers
from addin.filebook.source import SourceSheet
from addin.filebook.template import FileTemplate
from addin.package.xml import Element
from addin.references.formula import parse
from addin.template.blocks import Group
from addin.template.drawing import Drawing
from addin.template.markers import Direction


def is_referred(template: FileTemplate, drawing: Drawing, group: Group) -> bool:
    """Whether a formula, a chart, a name or a table is about the prototype of a group and nothing else."""
    lines = range(group.first, group.last + 1)
    down = group.axes[0].direction is Direction.DOWN
    rows, columns = (lines, range(0)) if down else (range(0), lines)
    if down and any(area.body.first[0] in lines and area.body.last[0] in lines for area in drawing.tables):
        return True
    texts = _formulas(template, drawing, lines if down else range(0))
    return any(parse(text).loses(sheet, drawing.name, rows=rows, columns=columns) for sheet, text in texts)


def _formulas(template: FileTemplate, drawing: Drawing, without: range) -> Iterator[tuple[str, str]]:
    """Every formula with the sheet it belongs to, but for those in the rows `without` of the drawn sheet."""
    for sheet in template.sheets:
        source = template.source(sheet.name)
        yield from (
            (sheet.name, text) for text in _cell_formulas(source, without if sheet.name == drawing.name else ())
        )
        yield from ((sheet.name, text) for text in _texts(source.around))
    for part, name in followers(template):
        yield from ((name or "", text) for text in _texts(template.package.tree(part)))


def _cell_formulas(source: SourceSheet, without: range | tuple[()]) -> Iterator[str]:
    for (row, _), cell in source.cells.items():
        if cell.formula is not None and row not in without:
            yield str(cell.formula.text)


def _texts(root: Element) -> Iterator[str]:
    for element in root.iter("{*}f", "{*}definedName"):
        if element.text:
            yield element.text
