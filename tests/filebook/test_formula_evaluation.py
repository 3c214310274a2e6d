"""The values that stand beside formulas and in charts of a filled workbook."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from addin.filebook import formula_evaluation
from addin.filebook.template import read_template
from addin.fill import fill_recalculated
from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of, table
from udfs.numerics.cell_values import ExcelError

CELLS = {
    "A1": "{{ region | down }}",
    "B1": "{{ grp }}",
    "C1": "=GRP_SHARE(B1,B$2)",
    "D1": "=C1/100",
    "E1": '="rank "&RANK_REGIONS({3;1})',
    "F1": "=B1/(B1-30)",
    "B2": "{{ nation.grp }}",
    "C2": "=VLOOKUP(30,B1:C1,2)",
    "D2": "=C2*2",
    "E2": "=SUM(C1:C1)",
}


def cached(content: bytes) -> list[list[Any]]:
    """The cells as a reader without a calculator sees them."""
    sheet = load_workbook(BytesIO(content), data_only=True).active
    assert isinstance(sheet, Worksheet)
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_formulas_of_ours_of_operators_and_totals_have_their_values_and_others_none() -> None:
    rows = cached(fill_bytes(draw(CELLS), source_of()))
    assert rows[0] == ["Akmola", 30, 25, 0.25, "rank 1", "#DIV/0!"]
    assert rows[3][1:4] == [10, pytest.approx(100 / 12), pytest.approx(1 / 12)]
    assert rows[4] == [None, 120, None, None, 100, None]


def test_totals_that_run_up_to_their_own_row_are_known_from_either_end() -> None:
    drawn = {"A3": "{{ region | down }}", "B3": "{{ grp }}", "C3": "=SUM(B$3:B3)", "D3": "=SUM(B3:B$2)"}
    rows = cached(fill_bytes(draw(drawn), source_of()))
    assert [row[2] for row in rows[2:]] == [row[3] for row in rows[2:]] == [30, 50, 110, 120]


def test_functions_of_single_cells_are_known_in_each_row_of_a_block() -> None:
    drawn = {
        "A1": "{{ region | down }}",
        "B1": "{{ grp }}",
        "C1": '=IF(B1>25,ROUND(B1/7,1),IFERROR(1/(B1-10),"none"))',
        "D1": "=AND(B1>15,NOT(B1>50))",
        "E1": '=IF(RANK(B1,B$1:B$1)<3,"top","")',
        "F1": "=LARGE(B$1:B$1,2)-B1",
    }
    rows = cached(fill_bytes(draw(drawn), source_of()))
    assert [row[2:] for row in rows] == [
        [4.3, True, "top", 0],
        [0.1, True, None, 10],
        [8.6, False, "top", -30],
        ["none", False, None, 20],
    ]


def test_a_workbook_with_unknown_values_is_calculated_when_opened_and_one_without_is_not() -> None:
    def workbook_part(cells: dict[str, object]) -> str:
        with ZipFile(BytesIO(fill_bytes(draw(cells), source_of()))) as archive:
            return archive.read("xl/workbook.xml").decode()

    def asks(cells: dict[str, object]) -> bool:
        return re.search(r'fullCalcOnLoad="1"', workbook_part(cells)) is not None

    drawn = {"A1": "{{ region | down }}", "B1": "{{ grp }}", "C1": "=B1*2"}
    assert not asks(drawn)
    assert not asks({**drawn, "C2": "=SUM(B1:B1)"})
    assert asks({**drawn, "C2": "=VLOOKUP(30,B1:B1,1)"})


def test_libreoffice_calculates_what_we_do_not_know_and_our_file_keeps_it(libreoffice: Any) -> None:
    assert libreoffice
    content = fill_recalculated(read_template(draw(CELLS)), source_of()).write()
    rows = cached(content)
    assert rows[4] == [None, 120, 25, 50, 100, None]
    assert rows[0][:4] == ["Akmola", 30, 25, 0.25]


def test_a_charts_caches_hold_what_was_filled() -> None:
    def add_chart(sheet: Worksheet) -> None:
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=1), titles_from_data=False)
        chart.set_categories(Reference(sheet, min_col=1, min_row=1, max_row=1))
        sheet.add_chart(chart, "H1")

    content = fill_bytes(draw(CELLS, change=add_chart), source_of())
    with ZipFile(BytesIO(content)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert re.findall(r"<(?:c:)?f>(.*?)</(?:c:)?f>", chart) == ["'Sheet1'!$A$1:$A$4", "'Sheet1'!$B$1:$B$4"]
    assert re.findall(r"<(?:c:)?v>(.*?)</(?:c:)?v>", chart) == [
        "Akmola",
        "Aktobe",
        "Almaty",
        "Atyrau",
        "30",
        "20",
        "60",
        "10",
    ]


def long_list(formula: str, count: int) -> tuple[list[list[Any]], str]:
    """The cached cells and the workbook part of a list of so many rows with this formula beside it."""
    data = table(
        {"region": [f"R{number}" for number in range(count)]}, {"grp": [float(number) for number in range(count)]}
    )
    content = fill_bytes(
        draw({"A1": "{{ region | down }}", "B1": "{{ grp }}", "C1": formula}), Source(dataset([data]), {})
    )
    with ZipFile(BytesIO(content)) as archive:
        return cached(content), archive.read("xl/workbook.xml").decode()


def test_formulas_that_look_at_too_many_cells_are_left_to_excel_which_is_asked_to_calculate() -> None:
    rows, part = long_list("=HHI(B$1:B$1)+B1", 800)
    assert {row[2] for row in rows} == {None}
    assert 'fullCalcOnLoad="1"' in part


def test_a_formula_that_is_the_same_in_each_row_is_calculated_once_however_long_the_list() -> None:
    rows, _ = long_list("=HHI(B$1:B$1)", 3000)
    assert len({row[2] for row in rows}) == 1
    assert rows[0][2] is not None


FORMULAS = [
    "=B1*2+C1",
    "=-B1%&A1",
    "=B1/B$2",
    "=IFERROR(B1,0)",
    "=GRP_SHARE(B1,B$2)",
    "=GROWTH_INDEX(B1:C1)",
    "=HHI(B1:C1)+HHI(B$1:C$1)",
    "=D1+1",
    "=E1*B1",
    "=B2+B1",
    "=B$1*{1;2}",
    "=(B1>C1)&(A1=A$1)",
    "=Sheet1!B1*2",
    "=Sheet1!B$2*C1",
    "=$B1^2-$C$2",
    "=B1:C1*2",
    "=SUM(B$1:B1)",
    "=RANK_REGIONS(B$1:B$1)",
]


@pytest.mark.parametrize("marker", ["{{ region | down }}", "{{ region | down(rows=2) }}"])
@settings(max_examples=80)
@given(
    formulas=st.lists(st.sampled_from(FORMULAS), min_size=1, max_size=3),
    figures=st.lists(
        st.tuples(st.none() | st.integers(-2, 3).map(float), st.sampled_from([1.5, "x", "7", None, ExcelError.NA])),
        min_size=1,
        max_size=4,
    ),
)
def test_copies_calculated_together_have_the_values_that_they_have_one_by_one(
    marker: str, formulas: list[str], figures: list[tuple[Any, Any]]
) -> None:
    cells = {"A1": marker, "B1": "{{ grp }}", "C1": "{{ note }}", "B3": 4.0, "B4": "{{ region | down }}"}
    cells |= {f"{column}1": formula for column, formula in zip("DEF", formulas, strict=False)}
    regions = [f"R{number}" for number in range(len(figures))]
    columns = {"grp": [grp for grp, _ in figures], "note": [note for _, note in figures]}
    source = Source(dataset([table({"region": regions}, columns)]), {})
    together = cached(fill_bytes(draw(cells), source))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formula_evaluation, "column_formula", lambda *given: None)
        assert cached(fill_bytes(draw(cells), source)) == together


def test_a_chain_of_formulas_longer_than_one_follows_has_no_value_and_ends() -> None:
    """Each looks at the one below it, so that the first needs all 800 of them."""
    chain = {f"A{row}": f"=A{row + 1}+A{row + 1}*0" for row in range(1, 801)}
    rows = cached(fill_bytes(draw({**chain, "A801": "{{ factor }}"}), source_of(settings={"factor": 7.0})))
    assert rows[0][0] is None
    assert rows[799][0] == 7


@pytest.mark.parametrize("depth", [0, 600])
def test_a_chain_of_formulas_has_its_value_however_deep_the_call(depth: int) -> None:
    """As from a macro, which Excel calls through many others; each formula is deep in itself, too."""
    chain = {f"A{row}": f"=IF(TRUE,IF(TRUE,ROUND(((A{row + 1}))+1,0),0),0)" for row in range(1, 91)}
    content = draw({**chain, "A91": "{{ factor }}"})

    def called(deeper: int) -> list[list[Any]]:
        return called(deeper - 1) if deeper else cached(fill_bytes(content, source_of(settings={"factor": 7.0})))

    assert called(depth)[0][0] == 97
