"""The gallery `functions.xlsx`: every example of every function with live formulas, and checks that must be TRUE."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import CellValue, ExcelError
from udfs.registry import Function
from workbooks.drawing.examples import Block, Columns, Range, block_of, columns_of
from workbooks.drawing.style import FALL, RISE, Canvas, canvas

TITLE: Final = "Growthpole: gallery of functions"
_SUBTITLE: Final = "Every example, calculated by your Excel and the add-in."
CHECKS: Final = "all_checks"

_TEXT_COLUMN: Final = 0
_FIRST_COLUMN: Final = 1
_CONTENTS: Final = "functions"
_LEAST_LETTERS: Final = 9


def draw(path: Path) -> None:
    """Draw the gallery: its contents, then a sheet for each subject."""
    page = canvas(path, TITLE)
    contents = page.sheet(_CONTENTS, (34, 26, 90, 9), landscape=True)
    sheets = {
        subject: page.sheet(subject, (62, *_widths(subject)), landscape=True)
        for subject in dict.fromkeys(function.subject for function in FUNCTIONS.values())
    }
    rows = dict.fromkeys(sheets, 2)
    places = {}
    for function in FUNCTIONS.values():
        sheet = sheets[function.subject]
        places[function.name] = rows[function.subject], columns_of(function, _FIRST_COLUMN).check
        rows[function.subject] = _draw_function(sheet, page, function, rows[function.subject])
    for subject, sheet in sheets.items():
        sheet.write_string(0, 0, subject.capitalize(), page.format("title"))
        sheet.set_row(0, 24)
    _draw_contents(contents, page, places, rows)
    page.workbook.close()


def _widths(subject: str) -> list[int]:
    """The width of each column of a subject's sheet after the first: that of its longest text or argument's name."""
    longest: dict[int, int] = {}
    for function in FUNCTIONS.values():
        if function.subject == subject:
            for column, text in _texts(function):
                longest[column] = max(longest.get(column, _LEAST_LETTERS), len(text))
    return [longest.get(column, _LEAST_LETTERS) + 1 for column in range(_FIRST_COLUMN, max(longest) + 1)]


def _texts(function: Function) -> Iterator[tuple[int, str]]:
    columns = columns_of(function, _FIRST_COLUMN)
    for column, argument in zip(columns.arguments, function.arguments, strict=True):
        yield column, argument.name
    for example in function.documentation.examples:
        block = block_of(function, example, columns, 0)
        for cells in (*filter(None, block.arguments), block.result, block.expected):
            yield from cells.texts


def _draw_contents(sheet: Worksheet, page: Canvas, places: dict[str, tuple[int, int]], ends: dict[str, int]) -> None:
    """The list of functions; beside each whether all its checks are TRUE, and above whether all are."""
    sheet.write_string(0, 0, TITLE, page.format("title"))
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, _SUBTITLE, page.format("subtitle"))
    for column, text in enumerate(("Function", "Subject", "What it gives", "Checks")):
        sheet.write_string(3, column, text, page.format("head", align="center" if column == 3 else "left"))
    first, last = 4, 3 + len(places)
    for row, (name, (top, column)) in enumerate(places.items(), first):
        function = FUNCTIONS[name]
        below = [start for other, (start, _) in places.items() if FUNCTIONS[other].subject == function.subject]
        end = min((start for start in below if start > top), default=ends[function.subject]) - 1
        checks = f"'{function.subject}'!{xl_range_abs(top, column, end, column)}"
        sheet.write_url(row, 0, f"internal:'{function.subject}'!A{top + 1}", page.format("link"), name)
        sheet.write_string(row, 1, function.subject, page.format("row"))
        sheet.write_string(row, 2, function.documentation.summary, page.format("row"))
        _write_check(sheet, page, row, 3, f"=COUNTIF({checks},FALSE)+SUMPRODUCT(--ISERROR({checks}))=0")
    sheet.write_string(1, 2, "All checks hold", page.format("caption", align="right"))
    _write_check(sheet, page, 1, 3, f"=AND({xl_range_abs(first, 3, last, 3)})")
    page.workbook.define_name(CHECKS, f"={_CONTENTS}!$D$2")
    _colour_checks(sheet, page, 1, 3, last, 3)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)


def _draw_function(sheet: Worksheet, page: Canvas, function: Function, row: int) -> int:
    """The function's head and blocks from `row` on; the row after them."""
    columns = columns_of(function, _FIRST_COLUMN)
    sheet.write_string(row, _TEXT_COLUMN, function.syntax, page.format("group"))
    sheet.write_string(row + 1, _TEXT_COLUMN, function.documentation.summary, page.format("subtitle"))
    _draw_heads(sheet, page, function, columns, row + 2)
    start = row = row + 3
    for example in function.documentation.examples:
        block = block_of(function, example, columns, row)
        _draw_block(sheet, page, block, columns)
        row += block.height
    _colour_checks(sheet, page, start, columns.check, row - 1, columns.check)
    return row + 1


def _draw_heads(sheet: Worksheet, page: Canvas, function: Function, columns: Columns, row: int) -> None:
    look = page.format("head", align="right")
    for column in range(_FIRST_COLUMN, columns.check + 1):
        sheet.write_blank(row, column, None, look)
    sheet.write_string(row, _TEXT_COLUMN, "Example", page.format("head"))
    for argument, column in zip(function.arguments, columns.arguments, strict=True):
        sheet.write_string(row, column, argument.name, look)
    for text, column in (("Result", columns.result), ("Expected", columns.expected)):
        sheet.write_string(row, column, text, look)
    sheet.write_string(row, columns.check, "Check", page.format("head", align="center"))


def _draw_block(sheet: Worksheet, page: Canvas, block: Block, columns: Columns) -> None:
    top = block.result.row
    for row in range(top, top + block.height):
        for column in range(columns.check + 1):
            sheet.write_blank(row, column, None, _ruled(page, last=row == top + block.height - 1))
    sheet.write_string(top, _TEXT_COLUMN, block.text, _ruled(page, last=block.height == 1))
    for cells in (*filter(None, block.arguments), block.expected):
        _write_cells(sheet, page, cells, top + block.height - 1)
    _write_result(sheet, page, block)
    for row, check in enumerate(block.checks(), top):
        _write_check(sheet, page, row, columns.check, check, last=row == top + block.height - 1)


def _write_result(sheet: Worksheet, page: Canvas, block: Block) -> None:
    """The live formula over as many cells as it fills, with the expected values for programs that don't calculate."""
    result = block.result
    first = _cached(result.cells[0][0])
    looks = [_ruled(page, last=i == block.height - 1, align="right", bold=True) for i in range(len(result.cells))]
    if len(result.cells) == len(result.cells[0]) == 1:
        sheet.write_formula(result.row, result.column, block.formula, looks[0], first)
        return
    sheet.write_array_formula(result.reference, "{" + block.formula + "}", looks[0], first)
    for i, row in enumerate(result.cells):
        for j, cell in enumerate(row):
            if (i, j) != (0, 0):
                sheet.write(result.row + i, result.column + j, _cached(cell), looks[i])


def _write_cells(sheet: Worksheet, page: Canvas, block: Range, last: int) -> None:
    for i, row in enumerate(block.cells, block.row):
        for j, cell in enumerate(row, block.column):
            look = _ruled(page, last=i == last, align="right")
            if isinstance(cell, ExcelError):
                sheet.write_formula(i, j, f"={cell.value}", look, cell.value)
            elif isinstance(cell, bool):
                sheet.write_boolean(i, j, cell, look)
            elif isinstance(cell, float):
                sheet.write_number(i, j, cell, look)
            elif cell:
                sheet.write_string(i, j, str(cell), look)


def _cached(cell: CellValue) -> float | str:
    return cell if isinstance(cell, float) else str(cell)


def _write_check(sheet: Worksheet, page: Canvas, row: int, column: int, formula: str, *, last: bool = True) -> None:
    sheet.write_formula(row, column, formula, _ruled(page, last=last, align="center"), True)


def _ruled(page: Canvas, *, last: bool, **more: object) -> Format:
    return page.format("row" if last else "plain", **more)


def _colour_checks(sheet: Worksheet, page: Canvas, *cells: int) -> None:
    for value, colour in (("TRUE", RISE), ("FALSE", FALL)):
        look = page.workbook.add_format({"font_color": colour, "bold": value == "FALSE"})
        sheet.conditional_format(*cells, {"type": "cell", "criteria": "==", "value": value, "format": look})
