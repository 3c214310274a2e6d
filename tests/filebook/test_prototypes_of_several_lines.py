"""A reference to one line of a prototype of several stands for exactly those cells, wherever it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from addin.errors import UserErrors
from addin.filebook.template import read_template
from addin.fill import check
from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes
from tests.templates.sources import table
from udfs.formulas.parser import parse_formula

EMPLOYED = [("Agri", "A", 2.0), ("Agri", "B", 4.0), ("Min", "A", 6.0), ("Min", "C", 1.0), ("Trade", "C", 7.0)]
NESTED = {
    "A2": "{{ branch | down(rows=3) }}",
    "A3": "{{ region | down }}",
    "B3": "{{ emp }}",
    "A4": "Subtotal",
    "B4": "=SUM(B3:B3)",
    "C4": "=RANK(B4,B$4:B$4)",
    "A5": "Total",
    "B5": "=SUM(B4:B4)",
    "C5": "=SUM(B3:B3)",
    "D5": "{{ emp | sum }}",
}
TWO_ROWS = {
    "A2": "{{ region | down(rows=2) }}",
    "B2": "{{ grp }}",
    "C2": "=B2/SUM(B$2:B$2)",
    "B3": "{{ pop }}",
    "B4": "=SUM(B2:B2)",
    "C4": "=SUM(B3:B3)",
}


def employed() -> Source:
    keys = {"branch": [row[0] for row in EMPLOYED], "region": [row[1] for row in EMPLOYED]}
    return Source(dataset([table(keys, {"emp": [row[2] for row in EMPLOYED]})]), {})


def regions(count: int = 3) -> Source:
    figures = {"grp": [10.0 * (1 + at) for at in range(count)], "pop": [1.0 + at for at in range(count)]}
    return Source(dataset([table({"region": [f"R{at}" for at in range(count)]}, figures)]), {})


def read(content: bytes) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The formulas and the values of a workbook's first sheet, by cell."""
    books = (load_workbook(BytesIO(content), data_only=values).worksheets[0] for values in (False, True))
    formulas, values = ({cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row} for sheet in books)
    return formulas, values


def part(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def told(cells: Mapping[str, object], source: Source, change: Any = None) -> list[str]:
    return [str(mistake) for mistake in check(read_template(draw(cells, "S", change)), source)]


def test_totals_and_ranks_of_subtotals_are_of_these_alone() -> None:
    formulas, values = read(fill_bytes(draw(NESTED), employed()))
    assert formulas["B13"] == "=SUM(B5,B9,B12)"
    assert [values[cell] for cell in ("B13", "C13", "D13")] == [20, 20, 20]
    assert formulas["C9"] == "=RANK(B9,(B$5,B$9,B$12))"
    assert [values[cell] for cell in ("C5", "C9", "C12")] == [3, 1, 1]


def test_a_total_over_one_of_two_rows_leaves_the_other_out() -> None:
    formulas, values = read(fill_bytes(draw(TWO_ROWS), regions()))
    assert (formulas["B8"], values["B8"], values["C8"]) == ("=SUM(B2,B4,B6)", 60, 6)
    assert [values[cell] for cell in ("C2", "C4", "C6")] == pytest.approx([1 / 6, 1 / 3, 1 / 2])


def test_columns_are_followed_as_rows_are() -> None:
    cells = {
        "A1": "{{ region | right(columns=2) }}",
        "A2": "{{ grp }}",
        "B2": "{{ pop }}",
        "C2": "=SUM(A2:A2)",
        "D2": "=LARGE($A2:$A2,2)",
        "A3": "=RANK(A2,$A2:$A2)",
    }
    formulas, values = read(fill_bytes(draw(cells), regions()))
    assert (formulas["G2"], values["G2"]) == ("=SUM(A2,C2,E2)", 60)
    assert (formulas["H2"], values["H2"]) == ("=LARGE(($A2,$C2,$E2),2)", 20)
    assert [values[cell] for cell in ("A3", "C3", "E3")] == [3, 2, 1]


def test_a_range_that_moves_on_with_its_formula_stands_for_the_same_lines_moved_on() -> None:
    """Filled down as in Excel: the second copy's areas are the first's, a row further down."""
    formulas, _ = read(fill_bytes(draw({**TWO_ROWS, "A6": "{{ region | down }}", "D6": "=SUM(B2:B2)"}), regions()))
    assert [formulas[cell] for cell in ("D10", "D11", "D12")] == ["=SUM(B2,B4,B6)", "=SUM(B3,B5,B7)", "=SUM(B4,B6,B8)"]


@pytest.mark.parametrize(("count", "opening"), [(253, "=SUM($A$1,$A$1,B2,"), (254, "=SUM($A$1,$A$1,(B2,")])
def test_no_call_gets_more_arguments_than_excel_takes(count: int, opening: str) -> None:
    """Two stand before the areas already; beyond 255 the areas are one argument, a union."""
    formulas, values = read(fill_bytes(draw({**TWO_ROWS, "B4": "=SUM($A$1,$A$1,B2:B2)"}), regions(count)))
    total = f"B{2 * count + 2}"
    assert (formulas[total][: len(opening)], values[total]) == (opening, 5.0 * count * (count + 1))


def test_running_totals_leave_the_other_rows_out() -> None:
    _, values = read(fill_bytes(draw({**TWO_ROWS, "D2": "=SUM(B$2:B2)"}), regions()))
    assert [values[cell] for cell in ("D2", "D4", "D6")] == [10, 30, 60]


def test_all_rows_of_a_prototype_stay_one_range() -> None:
    formulas, values = read(fill_bytes(draw({**TWO_ROWS, "D4": "=SUM(B2:B3)"}), regions()))
    assert (formulas["D8"], values["D8"]) == ("=SUM(B2:B7)", 66)


def test_our_functions_take_the_areas_as_one_list() -> None:
    cells = {**NESTED, "C4": "=HHI(B$4:B$4)", "E5": "=GINI_COEF(B4:B4)"}
    formulas, values = read(fill_bytes(draw(cells), employed()))
    assert formulas["C9"] == "=HHI((B$5,B$9,B$12))"
    (hhi,), (gini,) = parse_formula("=HHI({6;7;7})").evaluate()[0], parse_formula("=GINI_COEF({6;7;7})").evaluate()[0]
    assert [values[cell] for cell in ("C5", "C9", "C12", "E13")] == [hhi, hhi, hhi, gini]


def test_sheets_names_and_charts_follow_the_same_cells() -> None:
    def change(sheet: Worksheet) -> None:
        book = sheet.parent
        assert isinstance(book, Workbook)
        other = book.create_sheet("Other")
        other["A1"], other["A2"] = "=SUM(S!B4:B4)", "=SUM(subtotals)"
        book.defined_names["subtotals"] = DefinedName("subtotals", attr_text="S!$B$4:$B$4")
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=4))
        sheet.add_chart(chart, "H1")

    content = fill_bytes(draw(NESTED, "S", change), employed())
    book, shown = (load_workbook(BytesIO(content), data_only=values) for values in (False, True))
    assert book["Other"]["A1"].value == "=SUM(S!B5,S!B9,S!B12)"
    assert [shown["Other"][cell].value for cell in ("A1", "A2")] == [20, 20]
    assert book.defined_names["subtotals"].attr_text == "S!$B$5,S!$B$9,S!$B$12"
    chart = part(content, "xl/charts/chart1.xml")
    assert re.findall(r"<(?:c:)?f>(.*?)</(?:c:)?f>", chart) == ["('S'!$B$5,'S'!$B$9,'S'!$B$12)"]
    assert re.findall(r"<(?:c:)?v>(.*?)</(?:c:)?v>", chart) == ["6", "7", "7"]


def test_formats_list_the_areas_as_arguments_since_excel_takes_no_union_there() -> None:
    def change(sheet: Worksheet) -> None:
        rule = FormulaRule(formula=["B4>AVERAGE(B$4:B$4)"], fill=PatternFill(bgColor="FFFF00"))
        sheet.conditional_formatting.add("B4", rule)
        sheet.add_data_validation(DataValidation(type="custom", formula1="B4<=SUM(B$4:B$4)", sqref="B4"))

    content = part(fill_bytes(draw(NESTED, "S", change), employed()), "xl/worksheets/sheet1.xml")
    assert "B5&gt;AVERAGE(B$5,B$9,B$12)" in content
    assert "B5&lt;=SUM(B$5,B$9,B$12)" in content


def test_columns_of_tables_that_are_repeated_by_turns_are_named_apart() -> None:
    from openpyxl.worksheet.table import Table

    def change(sheet: Worksheet) -> None:
        table = Table(displayName="Output", ref="A1:D3")
        table._initialise_columns()
        for column, name in zip(table.tableColumns, ("Region", "GRP", "Pop", "Sum"), strict=True):
            column.name = name
        sheet.add_table(table)

    heads = {"A1": "Region", "B1": "GRP {{ region | right(columns=2) }}", "C1": "Pop", "D1": "Sum"}
    rows = {"A2": "x", "B2": "{{ grp }}", "C2": "{{ pop }}", "A3": "y", "B3": 1, "C3": 2}
    cells = {**heads, **rows, "D2": "=SUM(Output[[#This Row],[GRP]])"}
    formulas, _ = read(fill_bytes(draw(cells, "S", change), regions()))
    assert formulas["H2"] == "=SUM(" + ",".join(f"Output[[#This Row],[GRP R{at}]]" for at in range(3)) + ")"


@pytest.mark.parametrize(
    ("formula", "taker"),
    [
        ("VLOOKUP(6,B4:B4,1,FALSE)", "VLOOKUP"),
        ("SUMPRODUCT(B4:B4,B4:B4)", "SUMPRODUCT"),
        ("SUM(B4:B4*2)", "an operator"),
        ("COUNTIF(B4:B4,7)", "COUNTIF"),
        ("ROWS((B4:B4))", "ROWS"),
    ],
)
def test_where_excel_takes_one_range_the_cell_is_told(formula: str, taker: str) -> None:
    (mistake,) = told({**NESTED, "F5": f"={formula}"}, employed())
    assert mistake.startswith("sheet 'S', cell F5: B4:B4 would be 3 areas")
    assert f"and {taker} takes one range" in mistake


@pytest.mark.parametrize("formula", ["SUMIF(subtotals,7)", "INDEX(subtotals,2)", "subtotals*2", "COUNTIF(SUBTOTALS,7)"])
def test_a_name_for_several_areas_is_told_as_the_areas_are(formula: str) -> None:
    def named(sheet: Worksheet) -> None:
        sheet.parent.defined_names["subtotals"] = DefinedName("subtotals", attr_text="S!$B$4:$B$4")

    def mistakes(formula: str) -> list[str]:
        template = read_template(draw({**NESTED, "F5": f"={formula}"}, "S", named))
        return [str(mistake) for mistake in check(template, employed())]

    (mistake,) = mistakes(formula)
    assert mistake.startswith("sheet 'S', cell F5: S!$B$4:$B$4 would be 3 areas")
    assert mistakes("SUM(subtotals)+RANK(7,subtotals)") == []


@pytest.mark.parametrize(
    ("workbook", "sheet", "formula", "told"),
    [
        ("S!$B$4:$B$4", "S!$A$1", "INDEX(subtotals,2)", False),
        ("S!$A$1", "S!$B$4:$B$4", "INDEX(subtotals,2)", True),
        ("S!$A$1", "S!$B$4:$B$4", "INDEX(S!subtotals,2)", True),
        ("S!$B$4:$B$4", "S!$A$1", "INDEX(Other!subtotals,2)", True),
    ],
)
def test_a_name_of_the_sheet_goes_before_that_of_the_workbook(
    workbook: str, sheet: str, formula: str, told: bool
) -> None:
    def named(own: Worksheet) -> None:
        own.parent.create_sheet("Other")
        own.parent.defined_names["subtotals"] = DefinedName("subtotals", attr_text=workbook)
        own.defined_names["subtotals"] = DefinedName("subtotals", attr_text=sheet)

    template = read_template(draw({**NESTED, "F5": f"={formula}"}, "S", named))
    assert len(list(check(template, employed()))) == told


def test_each_cell_is_told_and_nothing_is_written() -> None:
    cells = {**NESTED, "F5": "=MATCH(7,B4:B4,0)", "G5": "=INDEX(B4:B4,2)"}
    assert [mistake.split(":")[0] for mistake in told(cells, employed())] == [
        "sheet 'S', cell F5",
        "sheet 'S', cell G5",
    ]
    with pytest.raises(UserErrors):
        fill_bytes(draw(cells), employed())


def test_with_one_label_there_is_one_area_for_any_function() -> None:
    formulas, _ = read(fill_bytes(draw({**TWO_ROWS, "F4": "=MATCH(7,B2:B2,0)"}), regions(1)))
    assert formulas["F4"] == "=MATCH(7,B2:B2,0)"


def test_more_areas_than_arguments_are_a_union_and_more_characters_than_excel_takes_are_told() -> None:
    cells = {key: text for key, text in TWO_ROWS.items() if key != "C2"}
    formulas, values = read(fill_bytes(draw(cells), regions(300)))
    assert formulas["B602"].startswith("=SUM((B2,B4,")
    assert values["B602"] == 10 * 300 * 301 / 2
    mistakes = told(cells, regions(2000))
    assert [re.sub(r"\d{4,}", "N", mistake)[:80] for mistake in mistakes] == [
        "sheet 'S', cell B4: =SUM(B2:B2) would have N characters, since it names apart ea",
        "sheet 'S', cell C4: =SUM(B3:B3) would have N characters, since it names apart ea",
    ]


@dataclass(frozen=True)
class Drawn:
    """A nested template: its lines, each a heading, figures of the inner block, or subtotals; and its data."""

    inner: tuple[str, ...]
    outer_before: int
    outer_after: int
    rows: tuple[tuple[str, str, float, float], ...]

    def cells(self) -> dict[str, object]:
        """Row 2 on: the outer block with its inner one, and totals of each line below."""
        height = self.outer_before + len(self.inner) + self.outer_after
        first = 2 + self.outer_before
        last = 1 + height
        cells: dict[str, object] = {"A2": f"{{{{ branch | down(rows={height}) }}}}"}
        cells[f"B{first}"] = f"{{{{ region | down(rows={len(self.inner)}) }}}}"
        for row, figure in enumerate(self.inner, first):
            cells[f"C{row}"] = f"{{{{ {figure} }}}}"
        for row in range(last - self.outer_after + 1, last + 1):
            cells[f"C{row}"] = f"=SUM(C{first}:C{first})"
            cells[f"D{row}"] = f"=RANK(C{row},C${row}:C${row})"
        cells[f"C{last + 1}"] = f"=SUM(C{first}:C{first})"
        cells[f"D{last + 1}"] = f"=SUM(C{last}:C{last})"
        cells[f"E{last + 1}"] = f"{{{{ {self.inner[0]} | sum }}}}"
        cells[f"F{last + 1}"] = f"=MAX(C{last}:C{last})"
        cells[f"G{last + 1}"] = f"=COUNT(C{first}:C{first})"
        return cells

    def expected(self) -> dict[str, float]:
        """What the totals are, by hand."""
        place = 2 if self.inner[0] == "emp" else 3
        by_branch: dict[str, float] = {}
        for row in self.rows:
            by_branch[row[0]] = by_branch.get(row[0], 0) + row[place]  # type: ignore[operator]
        total = sum(by_branch.values())
        return {"C": total, "D": total, "E": total, "F": max(by_branch.values()), "G": len(self.rows)}

    def source(self) -> Source:
        keys = {"branch": [row[0] for row in self.rows], "region": [row[1] for row in self.rows]}
        return Source(dataset([table(keys, {"emp": [r[2] for r in self.rows], "pay": [r[3] for r in self.rows]})]), {})


@st.composite
def nested(draw: st.DrawFn) -> Drawn:
    inner = draw(st.sampled_from((("emp",), ("emp", "pay"), ("pay", "emp"), ("emp", "pay", "pay"))))
    pairs = [(f"b{one}", f"r{other}") for one in range(4) for other in range(3)]
    kept = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=9, unique=True))
    figures = st.integers(0, 99).map(float)
    rows = tuple((*pair, draw(figures), draw(figures)) for pair in kept)
    return Drawn(inner, draw(st.integers(0, 2)), draw(st.integers(1, 2)), rows)


def totals(values: Mapping[str, Any]) -> dict[str, float]:
    """The cells of the last row."""
    last = max(int(re.sub(r"\D", "", cell)) for cell, value in values.items() if value is not None)
    return {column: values[f"{column}{last}"] for column in "CDEFG"}


@given(nested())
@settings(max_examples=40, deadline=None)
def test_totals_kept_beside_formulas_are_those_of_expressions(drawn: Drawn) -> None:
    _, values = read(fill_bytes(draw(drawn.cells()), drawn.source()))
    assert totals(values) == pytest.approx(drawn.expected())


SOME: Sequence[Drawn] = [
    Drawn(("emp", "pay"), 1, 1, (("a", "x", 2, 9), ("a", "y", 4, 8), ("b", "x", 6, 7))),
    Drawn(("pay", "emp", "emp"), 0, 2, (("a", "x", 2, 9), ("b", "y", 4, 8), ("b", "x", 6, 7), ("c", "y", 1, 1))),
]


@pytest.mark.parametrize("drawn", SOME)
def test_libreoffice_calculates_what_is_kept(drawn: Drawn, libreoffice: Any, tmp_path: Path) -> None:
    path = tmp_path / "nested.xlsx"
    path.write_bytes(fill_bytes(draw(drawn.cells(), "S"), drawn.source()))
    _, kept = read(path.read_bytes())
    found = libreoffice.recalculate(path)["S"]
    assert totals(kept) == pytest.approx(drawn.expected())
    assert {cell: value for cell, value in kept.items() if value is not None} == {
        cell: found[cell] for cell, value in kept.items() if value is not None
    }
