"""A formula that depends on nothing that was filled or repeated keeps the value that Excel gave it."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from openpyxl import load_workbook

from addin.tables.dataset import Dataset
from addin.template.scope import Source
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of

KEPT = 77.5
"""A value that no formula here has of itself, so that it can only have been kept."""


def saved(formulas: dict[str, str], cells: dict[str, object], *, recalculates: bool = False, **names: str) -> bytes:
    """A workbook as Excel saves it: each formula with a value beside it."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheets = {name: book.add_worksheet(name) for name in ("S", "Other")}
        for address, value in cells.items():
            sheets["S"].write(address, value)
        for address, formula in formulas.items():
            name, _, cell = address.rpartition("!")
            sheets[name or "S"].write_formula(cell, formula, None, KEPT)
        for name, text in names.items():
            book.define_name(name, text)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=S!$H$1:$H$2", "values_data": [5, 6]})
        sheets["Other"].insert_chart("F1", chart)
    with ZipFile(target) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    if not recalculates:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    result = BytesIO()
    with ZipFile(result, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return result.getvalue()


def kept_values(content: bytes, source: Source | None = None) -> Any:
    """The values that are kept, by sheet."""
    return load_workbook(
        BytesIO(fill_bytes(content, source or Source(Dataset(()), {"title": 1.0, "year": 2.0}))), data_only=True
    )


CELLS = {"A1": "{{ title }}", "H1": 5.0, "H2": 6.0}


@pytest.mark.parametrize(
    "formula",
    [
        "VLOOKUP(5,H1:H2,1)",
        "SUM(H:H)",
        "TEXT(H1,0)&Other!B1",
        "SUM(figures)",
        "ROW(H1)",
        "[1]Prices!A1*2",
        "Other!C1*2",
    ],
)
def test_a_formula_of_what_stays_keeps_its_value(formula: str) -> None:
    book = kept_values(saved({"C1": formula, "Other!C1": "H1+5"}, CELLS, figures="=S!$H$1:$H$2"))
    assert book["S"]["C1"].value == KEPT


@pytest.mark.parametrize(
    "formula",
    [
        "VLOOKUP(5,A1:H1,1)",
        "COUNTIF(B2:A1,1)",
        "COUNTIF($H$1:$A$1,1)",
        "LEFT(A1)",
        "COUNTIF(A:A,1)",
        "LEFT(C9)",
        "LEFT(Other!C1)",
        "LEFT(title)",
        "LEFT(C8)",
        "TODAY()",
        'INDIRECT("H1")',
        "OFFSET(H1,0,0)",
        "MYFUNCTION(H1)",
        "LEFT(nothing)",
    ],
)
def test_a_formula_of_what_was_filled_or_of_what_cannot_be_traced_does_not(formula: str) -> None:
    chain = {"C9": "LEFT(C10)", "C10": "LEFT(A1)", "C8": "SUBSTITUTE(title,1,2)", "Other!C1": "LEFT(S!A1)"}
    book = kept_values(saved({**chain, "C1": formula}, CELLS, title="=S!$A$1"))
    assert book["S"]["C1"].value is None


@pytest.mark.parametrize(("header", "kept"), [("LEFT(A1)", None), ("LEFT(H2)", KEPT)])
def test_a_data_table_follows_the_formula_above_it(header: str, kept: float | None) -> None:
    """What-if analysis: K2:K3 show the formula in K1 for the inputs in J2:J3, put into H1 in turn."""
    template = saved({"K1": header}, {**CELLS, "J2": 1.0, "J3": 2.0, "K2": KEPT, "K3": KEPT})
    table = b'<c r="K2"><f t="dataTable" ref="K2:K3" dt2D="0" dtr="0" r1="H1"/><v>'
    target = BytesIO()
    with ZipFile(BytesIO(template)) as source, ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b'<c r="K2"><v>', table))
    sheet = kept_values(target.getvalue())["S"]
    assert [sheet[cell].value for cell in ("K1", "K2", "K3")] == [kept] * 3


def test_values_of_a_workbook_that_asks_to_be_calculated_are_not_excels() -> None:
    book = kept_values(saved({"C1": "VLOOKUP(5,H1:H2,1)", "C2": "H1+H2"}, CELLS, recalculates=True))
    assert (book["S"]["C1"].value, book["S"]["C2"].value) == (None, 11)


def test_what_is_calculated_here_takes_kept_values_as_they_are() -> None:
    book = kept_values(saved({"C1": "VLOOKUP(5,H1:H2,1)", "C2": "A1+C1"}, CELLS))
    assert book["S"]["C2"].value == KEPT + 1


def test_values_move_with_their_cells_but_not_where_a_range_grows() -> None:
    cells = {"A1": "{{ region | down }}", "B1": "{{ grp }}", "B3": 1.0}
    formulas = {"C3": "VLOOKUP(1,B3,1)", "C4": "COUNTIF(B1:B3,1)", "C5": "ROW(B3)", "Other!A1": "LEFT(S!C3)"}
    book = kept_values(saved(formulas, cells), source_of(settings={"year": 2012}))
    assert [book["S"][f"C{row}"].value for row in (6, 7, 8)] == [KEPT, None, None]
    assert book["Other"]["A1"].value == KEPT


def test_a_workbook_whose_values_are_all_kept_or_known_is_not_calculated_anew() -> None:
    def asks(formula: str) -> bool:
        content = fill_bytes(saved({"C1": formula}, CELLS), Source(Dataset(()), {"title": 1.0}))
        with ZipFile(BytesIO(content)) as archive:
            return re.search(rb'fullCalcOnLoad="1"', archive.read("xl/workbook.xml")) is not None

    assert not asks("VLOOKUP(5,H1:H2,1)")
    assert asks("VLOOKUP(5,A1:H2,1)")


def test_a_long_chain_and_running_totals_are_traced_in_one_go() -> None:
    chain = {f"C{row}": f"LEFT(C{row - 1})" for row in range(2, 3000)} | {"C1": "LEFT(A1)"}
    totals = {f"D{row}": f"COUNTIF(H$1:H{row},1)" for row in range(1, 3000)}
    book = kept_values(saved({**chain, **totals}, CELLS))
    assert {book["S"][f"C{row}"].value for row in range(1, 3000)} == {None}
    assert {book["S"][f"D{row}"].value for row in range(1, 3000)} == {KEPT}


def test_a_chart_of_cells_that_stay_keeps_what_it_shows() -> None:
    content = fill_bytes(saved({}, CELLS), Source(Dataset(()), {"title": 1.0}))
    template = saved({}, CELLS)
    with ZipFile(BytesIO(content)) as new, ZipFile(BytesIO(template)) as old:
        assert new.read("xl/charts/chart1.xml") == old.read("xl/charts/chart1.xml")


def test_a_sumproduct_of_single_cells_with_a_text_is_an_error() -> None:
    book = kept_values(saved({"C1": "SUMPRODUCT(A1,H3)", "C2": "SUMPRODUCT(A1:A2,H2:H3)"}, {**CELLS, "H3": "text"}))
    assert (book["S"]["C1"].value, book["S"]["C2"].value) == ("#VALUE!", 6)


@pytest.mark.parametrize("formula", ['SUMIF(B1:B3,"x",E1)', 'AVERAGEIF(B1:B3,"x",E1:E1)', 'sumif(B1:B3,"x",$E$1)'])
def test_a_sum_of_as_many_cells_as_its_conditions_have_is_not_kept(formula: str) -> None:
    """Excel takes E1:E3 for them, whatever the range's own end."""
    book = kept_values(saved({"D1": formula}, {"B2": "x", "E1": 1.0, "E2": "{{ title }}"}))
    assert book["S"]["D1"].value is None
