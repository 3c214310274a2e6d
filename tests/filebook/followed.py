"""What becomes of references in a naive model of filling, where every line is written out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeAlias

from tests.filebook.random_templates import COLUMNS, ROWS
from tests.filebook.template_model import Cell, Reference, Rule, Sheet, Template, formula_text
from tests.filebook.written_out import LOST, Block, Line, Point, Written, write_out

Ends: TypeAlias = tuple[Point, Point]


@dataclass(frozen=True)
class Grown:
    """A filled sheet written out."""

    sheet: Sheet
    rows: Line
    columns: Line


def grown(template: Template) -> dict[str, Grown]:
    """The filled sheets by name."""
    found = {}
    for sheet in template.sheets:
        rows = write_out(sheet.rows, 2 * ROWS, template.data, set(_referred(template, sheet, down=True)))
        columns = write_out(sheet.columns, 2 * COLUMNS, template.data, set(_referred(template, sheet, down=False)))
        found[sheet.name] = Grown(sheet, Line(sheet.rows, rows), Line(sheet.columns, columns))
    return found


def _referred(template: Template, sheet: Sheet, *, down: bool) -> Iterator[Block]:
    """The blocks whose prototype something outside of them is about and nothing else."""
    for block in [each for top in (sheet.rows if down else sheet.columns) for each in top.all]:
        for home, own, reference in _mentions(template, down=down):
            first, last = reference.rows if down else reference.columns
            inside = block.first <= min(first.line, last.line) and max(first.line, last.line) <= block.last
            goes = home == sheet.name and own is not None and block.first <= own[0] and own[1] <= block.last
            if (reference.sheet or home) == sheet.name and inside and not goes:
                yield block


def _mentions(template: Template, *, down: bool) -> Iterator[tuple[str, tuple[int, int] | None, Reference]]:
    """Every reference with its sheet and the lines that what refers is for (None: for none)."""
    yield from (("", None, reference) for reference in (*template.names, *template.series))
    for sheet in template.sheets:
        for cell, listed in sheet.formulas.items():
            yield from ((sheet.name, (cell[not down],) * 2, each) for each in listed)
        for rule in sheet.rules:
            start, end = rule.area.rows if down else rule.area.columns
            yield from ((sheet.name, (start.line, end.line), each) for each in rule.formula)


@dataclass(frozen=True)
class Home:
    """Where a formula is written: one line of each axis of a filled sheet."""

    sheet: Grown
    row: Written
    column: Written


def moved(reference: Reference, sheets: dict[str, Grown], home: Home | None) -> str:
    """A reference as it reads in a cell of the filled workbook, or in a name or a chart; several areas with commas."""
    target = sheets[reference.sheet] if reference.sheet else home and home.sheet
    assert target is not None
    same = home is not None and target is home.sheet
    rows = _runs(target.rows, reference.rows, home and (home.sheet.rows, home.row), same=same)
    columns = _runs(target.columns, reference.columns, home and (home.sheet.columns, home.column), same=same)
    if not rows or not columns:
        return LOST
    areas = list(product(rows[:1], columns[:1]) if reference.single else product(rows, columns))
    return ",".join(_area(reference, down, right, alone=len(areas) == 1) for down, right in areas)


def _area(reference: Reference, rows: Ends, columns: Ends, *, alone: bool) -> str:
    cell = rows[0].line == rows[1].line and columns[0].line == columns[1].line
    return (reference if alone or not cell else replace(reference, single=True)).text(rows, columns)


def _runs(axis: Line, points: Ends, home: tuple[Line, Written] | None, *, same: bool) -> list[Ends]:
    """The lines that a reference covers along one axis: images of its own lines between its ends."""
    first, last = (_end(axis, points, home, same=same, end=end) for end in (False, True))
    if first is None or last is None:
        return []
    (start, by), (end, other) = first, last
    positions = list(range(start, end + 1))
    if start < end and axis.is_cut(points[0].line, points[1].line):
        by = by if by == other else 0
        positions = [at for at in positions if axis.is_of(at - by, points[0].line, points[1].line)] or positions
    starts = [at for at in positions if at - 1 not in positions] or [start]
    ends = [at for at in positions if at + 1 not in positions] or [end]
    return [(points[0].at(a), points[1].at(b)) for a, b in zip(starts, ends, strict=True)]


def _end(
    axis: Line, points: Ends, home: tuple[Line, Written] | None, *, same: bool, end: bool
) -> tuple[int, int] | None:
    """One end of a reference along one axis, and how far of that it moved on by itself.

    `home` is the formula's own axis and its line there.
    """
    own = points[end]
    line = home[1] if home and same else None
    found = axis.found(points[0].line, points[1].line, line, dollar=own.dollar, end=end)
    if found is None or home is None or own.dollar:
        return found and (found, 0)
    common = axis.shared(found, line) if line else 0
    by = home[0].filled_along(home[1], common)
    return found + by, by


def homes_of(area: Reference, sheet: Grown) -> dict[Cell, Home]:
    """The cells of a filled sheet that are made from those of an area."""
    (top, bottom), (left, right) = area.rows, area.columns
    rows = [(at, line) for at, line in enumerate(sheet.rows.lines, 1) if top.line <= line.template <= bottom.line]
    columns = [(at, line) for at, line in enumerate(sheet.columns.lines, 1) if left.line <= line.template <= right.line]
    return {(at, across): Home(sheet, row, column) for (at, row), (across, column) in product(rows, columns)}


def governed(rules: Sequence[Rule], sheet: Grown, sheets: dict[str, Grown]) -> Counter[tuple[Cell, str]]:
    """The formula of each rule in each of its cells, as though it were that cell's own."""
    found: Counter[tuple[Cell, str]] = Counter()
    for rule in rules:
        for cell, home in homes_of(rule.area, sheet).items():
            rows = home.row.template - rule.area.rows[0].line
            columns = home.column.template - rule.area.columns[0].line
            texts = [moved(each.filled(rows, columns), sheets, home) for each in rule.formula]
            found[cell, formula_text(texts)] += 1
    return found
