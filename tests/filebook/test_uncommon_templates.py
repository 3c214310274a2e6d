"""Templates that are legal and uncommon: they are filled soundly, or refused in a line."""

import re
from typing import Any

import pytest
from xlsxwriter.worksheet import Worksheet

from addin.filebook.template import read_template
from addin.fill import check
from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.package.corpus.parts import Parts
from tests.package.lint import faults
from tests.package.plain_workbook import unzipped, zipped
from tests.templates.drawing import write
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of, table

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LIST = {"A3": "{{ region | down }}", "B3": "{{ grp }}"}


def filled_sheet(template: bytes) -> str:
    """The filled sheet's part; the workbook has no fault that its template hasn't."""
    content = fill_bytes(template, source_of())
    assert set(faults(content)) <= set(faults(template))
    return Parts(content).text(SHEET)


def mistakes(template: bytes) -> list[str]:
    return [str(mistake).partition(", ")[2] for mistake in check(read_template(template), source_of())]


def array_formulas(text: str) -> list[str]:
    return [" ".join(found) for found in re.findall(r'<c r="(\w+)"[^>]*><f ref="([^"]*)" t="array">([^<]*)', text)]


def test_an_array_formula_of_the_prototype_row_is_in_each_row() -> None:
    def change(_: Any, sheet: Worksheet) -> None:
        sheet.write_array_formula("C3:D3", "{=B3*{1,2}}")
        sheet.write_array_formula("E1:E1", "{=SUM(B3:B3*B3:B3)}")

    assert array_formulas(filled_sheet(write(LIST, change))) == [
        "E1 E1 SUM(B3:B6*B3:B6)",
        *(f"C{row} C{row}:D{row} B{row}*{{1,2}}" for row in range(3, 7)),
    ]


def test_an_array_formula_that_ends_in_the_prototype_row_or_spans_it_grows() -> None:
    def change(_: Any, sheet: Worksheet) -> None:
        sheet.write_array_formula("C2:C3", "{=B2:B3*2}")
        sheet.write_array_formula("D2:D4", "{=B2:B4*2}")

    assert array_formulas(filled_sheet(write(LIST, change))) == ["C2 C2:C6 B2:B6*2", "D2 D2:D7 B2:B7*2"]


def test_a_prototype_that_cuts_through_an_array_formula_is_a_mistake() -> None:
    template = write(LIST, lambda _, sheet: sheet.write_array_formula("D3:D4", "{=B3:B4*2}") and None)
    assert mistakes(template) == ["cell A3: the prototype of region cuts through the array formula in D3:D4"]


@pytest.mark.parametrize(
    "formula", ["{=TRANSPOSE(F2:H4)}", "{=MMULT(B2:D4,B2:D4)}", "{=B2:B9*2}", "{={1;2;3}}", "{=B2:B4*data!B2:B4}"]
)
def test_a_prototype_within_an_array_that_has_no_values_for_more_rows_is_a_mistake(formula: str) -> None:
    template = write(LIST, lambda _, sheet: sheet.write_array_formula("J2:L4", formula) and None)
    assert mistakes(template) == ["cell A3: the prototype of region cuts through the array formula in J2:L4"]


def test_an_array_that_is_made_row_by_row_may_have_more_rows() -> None:
    template = write(LIST, lambda _, sheet: sheet.write_array_formula("J2:J4", "{=B2:B4*$E$9+data!$B$2}") and None)
    assert array_formulas(filled_sheet(template)) == ["J2 J2:J7 B2:B7*$E$12+data!$B$2"]


def test_a_prototype_in_the_rows_of_a_pivot_table_is_a_mistake() -> None:
    template = Parts(write(LIST))
    part = "xl/pivotTables/pivotTable1.xml"
    template.add(part, f'<pivotTableDefinition xmlns="{MAIN}" name="P"><location ref="F2:G8"/></pivotTableDefinition>')
    template.relate(SHEET, "pivotTable", part)
    assert mistakes(template.write()) == ["cell A3: the prototype of region cuts through the pivot table F2:G8"]


def test_a_formula_that_spills_begins_in_each_row_whatever_area_it_had() -> None:
    template = Parts(write(LIST, lambda _, sheet: sheet.write_dynamic_array_formula("D3", "=SORT(B3:B9)") and None))
    template.replace(SHEET, 'ref="D3"', 'ref="D3:D9"')
    found = array_formulas(filled_sheet(template.write()))
    assert [each.split()[:2] for each in found] == [[f"D{row}", f"D{row}"] for row in range(3, 7)]


def test_rows_and_cells_without_addresses_follow_those_before_them() -> None:
    template = Parts(write({"A1": "x", "A2": "y", "B2": "z", **LIST, "C3": "=B3*2", "A4": "=SUM(B3:B3)"}))
    text = re.sub(r'<(row|c) r="\w+"', r"<\1", template.text(SHEET))
    template.content[SHEET] = text.encode()
    found = Parts(fill_bytes(template.write(), source_of())).text(SHEET)
    assert re.findall(r'<c r="(\w+)"[^>]*><f>([^<]*)', found) == [
        *((f"C{row}", f"B{row}*2") for row in range(3, 7)),
        ("A7", "SUM(B3:B6)"),
    ]


def test_a_day_written_as_a_date_counts_as_its_number() -> None:
    template = Parts(write({**LIST, "A5": "=A2+1"}))
    template.replace(SHEET, '<row r="3"', '<row r="2"><c r="A2" t="d"><v>2024-01-05</v></c></row><row r="3"')
    assert "<f>A2+1</f><v>45297</v>" in filled_sheet(template.write())


def test_a_column_without_label_is_empty_beside_very_many_rows() -> None:
    rows = {"place": [f"place {number}" for number in range(2100)], "year": [2008] * 2100}
    source = Source(dataset([table(rows, {"size": [1.0] * 2100})]), {})
    cells = {"A2": "{{ place | down }}", "B1": "{{ year | right(top=0) }}", "B2": "=A2", "D1": "=B1"}
    text = Parts(fill_bytes(write(cells), source)).text(SHEET)
    assert re.findall(r'<c r="B2(?:101)?"[^>]*?/?>', text) == ['<c r="B2"/>', '<c r="B2101"/>']


def test_blanks_around_a_formula_stay() -> None:
    template = Parts(write({**LIST, "C3": "=B3*2", "D1": "=SUM(B3:B3)"}))
    template.replace(SHEET, "<f>B3*2</f>", '<f xml:space="preserve"> B3 *\n 2 </f>')
    template.replace(SHEET, "<f>SUM", '<f ca="1" xml:space="preserve"> SUM')
    text = filled_sheet(template.write())
    assert re.findall("<f.*?</f>", text, re.DOTALL) == [
        '<f ca="1" xml:space="preserve"> SUM(B3:B6)</f>',
        *(f'<f xml:space="preserve"> B{row} *\n 2 </f>' for row in range(3, 7)),
    ]


def test_a_workbook_whose_parts_are_named_with_backslashes_is_filled() -> None:
    parts = unzipped(write(LIST))
    content = unzipped(fill_bytes(zipped({name.replace("/", "\\"): part for name, part in parts.items()}), source_of()))
    assert content[SHEET.replace("/", "\\")] == unzipped(fill_bytes(zipped(parts), source_of()))[SHEET]
