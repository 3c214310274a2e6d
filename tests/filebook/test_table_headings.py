"""Tables whose headings are filled: cells, the tables' parts and formulas name the columns alike."""

import re
from io import BytesIO

import pytest
from lxml import etree
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.filebook.template import read_template
from addin.fill import fill, load_source
from addin.package.package import Package
from addin.package.workbook import defined_names
from tests.package.lint import faults

DATA = [("Akmola", 2022, 10), ("Akmola", 2023, 12), ("Almaty", 2022, 30), ("Almaty", 2023, 28)]
YEARS = [{"header": "Region", "total_string": "Total"}, {"header": "{{ year | right }}", "total_function": "sum"}]
SUM = {"header": "Sum", "formula": "=SUM(Output[[#This Row],[{{ year | right }}]])", "total_function": "sum"}


def listed(sheet: Worksheet, name: str, columns: list[dict[str, str]], heading: str) -> None:
    sheet.add_table(3, 0, 5, len(columns) - 1, {"name": name, "total_row": True, "columns": columns})
    sheet.write("A5", "{{ region | down }}")
    sheet.write("B5", "{{ grp }}" if "year" in heading else "{{ grp.at(2022) }}")
    sheet.write_formula("F9", f"=SUM({name}[{heading}])")


def filled_workbook() -> Package:
    buffer = BytesIO()
    book = Workbook(buffer)
    output, growth = book.add_worksheet("Output"), book.add_worksheet("Growth")
    book.add_worksheet("_settings").write_row(0, 0, ["data", "Data"])
    data = book.add_worksheet("Data")
    for row, values in enumerate([("region", "year", "grp"), *DATA]):
        data.write_row(row, 0, values)
    listed(output, "Output", [*YEARS, SUM], "{{ year | right }}")
    listed(growth, "Growth", [{"header": "Region"}, {"header": "GRP of {{ 2022 }}"}], "GRP of {{ 2022 }}")
    book.define_name("years", "=Output[[#Totals],[{{ year | right }}]]")
    book.close()
    template = read_template(buffer.getvalue())
    return fill(template, load_source(template))


@pytest.fixture(scope="module")
def package() -> Package:
    return filled_workbook()


def formulas(package: Package, part: str) -> list[str]:
    return [each.text or "" for each in package.tree(part).iter("{*}f")]


def test_tables_have_the_headings_of_their_cells(package: Package) -> None:
    names = {
        root.get("displayName"): [each.get("name") for each in root.iter("{*}tableColumn")]
        for root in (package.tree(name) for name in package.names if name.startswith("xl/tables/"))
    }
    assert names == {"Output": ["Region", "2022", "2023", "Sum"], "Growth": ["Region", "GRP of 2022"]}


def test_headings_are_texts(package: Package) -> None:
    cells = {each.get("r"): each for each in package.tree("xl/worksheets/sheet1.xml").iter("{*}c")}
    assert [(cells[cell].get("t"), cells[cell].findtext(".//{*}t")) for cell in ("B4", "C4")] == [
        ("inlineStr", "2022"),
        ("inlineStr", "2023"),
    ]


def test_formulas_name_the_columns_by_their_headings(package: Package) -> None:
    assert formulas(package, "xl/worksheets/sheet1.xml") == [
        *["SUM(Output[[#This Row],[2022]:[2023]])"] * 2,
        "SUBTOTAL(109,[2022])",
        "SUBTOTAL(109,[2023])",
        "SUBTOTAL(109,[Sum])",
        "SUM(Output[[2022]:[2023]])",
    ]
    assert formulas(package, "xl/worksheets/sheet2.xml")[-1] == "SUM(Growth[GRP of 2022])"


def test_the_tables_own_formulas_and_names_follow(package: Package) -> None:
    (table,) = [name for name in package.names if re.fullmatch(r"xl/tables/table1\.xml", name)]
    assert package.tree(table).findtext(".//{*}calculatedColumnFormula") == "SUM(Output[[#This Row],[2022]:[2023]])"
    assert [name.text for name in defined_names(package)] == ["Output[[#Totals],[2022]:[2023]]"]


def test_the_workbook_is_sound(package: Package) -> None:
    assert faults(package.write()) == []
    assert all(etree.fromstring(package.read(name)) is not None for name in package.names if name.endswith(".xml"))


def with_headings(headings: list[str], cells: dict[str, str]) -> bytes:
    """A table in A4:C5 with these headings and cells."""
    buffer = BytesIO()
    book = Workbook(buffer)
    sheet = book.add_worksheet("Output")
    book.add_worksheet("_settings").write_row(0, 0, ["data", "Data"])
    data = book.add_worksheet("Data")
    for row, values in enumerate([("region", "year", "grp"), *DATA]):
        data.write_row(row, 0, values)
    sheet.add_table("A4:C5", {"name": "Output", "columns": [{"header": name} for name in headings]})
    sheet.write_row("A5", ["{{ region | down }}", "{{ grp }}"])
    for cell, text in cells.items():
        sheet.write(cell, text)
    book.close()
    return buffer.getvalue()


def columns_of(content: bytes) -> list[str | None]:
    """The names of the filled table's columns, which its cells bear out."""
    template = read_template(content)
    filled_workbook = fill(template, load_source(template))
    assert set(faults(filled_workbook.write())) <= set(faults(content))
    return [each.get("name") for each in filled_workbook.tree("xl/tables/table1.xml").iter("{*}tableColumn")]


def test_headings_that_are_not_filled_keep_the_names_that_the_template_has() -> None:
    """A heading may be a blank or a text in several lines."""
    content = with_headings([" ", "{{ year | right }}", "in\nlines"], {})
    assert columns_of(content) == [" ", "2022", "2023", "in_x000a_lines"]


@pytest.mark.parametrize(
    ("heading", "cells", "name"),
    [
        ('{{ year | right(where="year > 3000") }}', {}, "Column2"),
        ("Years", {"B1": '{{ year | right(where="year > 3000") }}'}, "Years"),
    ],
)
def test_a_column_that_stays_without_labels_has_a_heading(heading: str, cells: dict[str, str], name: str) -> None:
    assert columns_of(with_headings(["Region", heading, "Sum"], {**cells, "E9": "=SUM(B5:B5)"})) == [
        "Region",
        name,
        "Sum",
    ]


def test_a_table_of_columns_without_labels_keeps_one() -> None:
    buffer = BytesIO()
    book = Workbook(buffer)
    sheet = book.add_worksheet("Output")
    sheet.write("C1", '{{ year | right(where="year > 3000") }}')
    sheet.add_table("C4:C6", {"columns": [{"header": "Years"}]})
    book.add_worksheet("_settings").write_row(0, 0, ["data", "Data"])
    data = book.add_worksheet("Data")
    for row, values in enumerate([("region", "year", "grp"), *DATA]):
        data.write_row(row, 0, values)
    book.close()
    assert columns_of(buffer.getvalue()) == ["Years"]
