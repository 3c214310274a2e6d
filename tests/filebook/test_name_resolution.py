"""Formulas that say cells by a name, or by a column of a table: their values beside them."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of

COLUMNS = [
    {"header": "Region", "total_string": "Total"},
    {"header": "GRP", "total_function": "sum"},
    {"header": "Share (in %)", "formula": "=GRP_SHARE(Output[[#This Row],[GRP]],all_grp)", "total_function": "sum"},
    {"header": "Rank", "formula": "=RANK(Output[[#This Row],[GRP]],Output[GRP])", "total_function": "max"},
]


def filled_formulas(*formulas: str, hide: int | None = None, filtered: bool = False) -> bytes:
    """A table of four regions from row 4, filled, with formulas on another sheet."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        sheet, other = workbook.add_worksheet("Data"), workbook.add_worksheet("Other")
        sheet.add_table("A3:D5", {"name": "Output", "total_row": True, "columns": COLUMNS})
        sheet.write("A4", "{{ region | down }}")
        sheet.write("B4", "{{ grp }}")
        if hide is not None:
            sheet.set_row(hide, None, None, {"hidden": True})
        _name(workbook, sheet)
        for row, formula in enumerate(formulas):
            other.write_formula(row, 0, formula)
    return fill_bytes(_calculated_on_demand(content.getvalue(), filtered=filtered), source_of())


def _calculated_on_demand(workbook: bytes, *, filtered: bool) -> bytes:
    """XlsxWriter's workbooks ask to be calculated when opened; one that Excel saved doesn't."""
    target, plain = BytesIO(), b'<autoFilter ref="A3:D4"/>'
    chosen = b'<autoFilter ref="A3:D4"><filterColumn colId="1"><top10 val="2"/></filterColumn></autoFilter>'
    with ZipFile(BytesIO(workbook)) as archive, ZipFile(target, "w") as made:
        for part in archive.namelist():
            content = archive.read(part).replace(b' fullCalcOnLoad="1"', b"")
            made.writestr(part, content.replace(plain, chosen) if filtered else content)
    return target.getvalue()


def _name(workbook: Workbook, sheet: Worksheet) -> None:
    workbook.define_name("all_grp", "=Data!$B$5")
    workbook.define_name("each_grp", "=Data!$B$4:$B$4")
    workbook.define_name("half", "=0.5")
    workbook.define_name("mean", "=AVERAGE(each_grp)")
    workbook.define_name("own", "=Data!B4")
    workbook.define_name("Other!half", "=50%+1")


def cached(content: bytes, sheet: str) -> list[list[Any]]:
    return [list(row) for row in load_workbook(BytesIO(content), data_only=True)[sheet].iter_rows(values_only=True)]


def asks_for_calculation(content: bytes) -> bool:
    with ZipFile(BytesIO(content)) as archive:
        return re.search(rb'fullCalcOnLoad="1"', archive.read("xl/workbook.xml")) is not None


def test_calculated_columns_and_totals_of_a_table_have_their_values() -> None:
    assert cached(filled_formulas(), "Data")[3:] == [
        ["Akmola", 30, 25, 2],
        ["Aktobe", 20, pytest.approx(100 / 6), 3],
        ["Almaty", 60, 50, 1],
        ["Atyrau", 10, pytest.approx(100 / 12), 4],
        ["Total", 120, 100, 4],
    ]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(Output[GRP])*half", 180),
        ("=SUM(each_grp)+mean", 150),
        ("=Output[[#Totals],[GRP]]/all_grp", 1),
        ("=SUM(Output[[GRP]:[Rank]])", 230),
        ("=Output[[#Headers],[GRP]]", "GRP"),
        ("=MAX(Output[[#All],[GRP]])", 120),
        ("=SUM(Output[Share (in %)])", 100),
        ("=Data!half", 0.5),
    ],
)
def test_names_and_columns_of_tables_stand_for_their_cells(formula: str, value: object) -> None:
    content = filled_formulas(formula)
    assert cached(content, "Other") == [[value if isinstance(value, str) else pytest.approx(value)]]
    assert not asks_for_calculation(content)


@pytest.mark.parametrize(
    "formula",
    [
        "=own",
        "=each_grp*2",
        "=nowhere+1",
        "=Output[[#This Row],[GRP]]",
        "=SUM(Output[Nothing])",
        "=[1]!half",
        "=Output",
    ],
)
def test_what_depends_on_the_formulas_place_or_names_nothing_is_left_to_excel(formula: str) -> None:
    content = filled_formulas(formula)
    assert cached(content, "Other") == [[None]]
    assert asks_for_calculation(content)


def test_subtotals_of_a_table_count_what_their_codes_say() -> None:
    codes = (1, 2, 3, 4, 5, 9, 101, 102, 103, 104, 105, 109)
    content = filled_formulas(
        *(f"=SUBTOTAL({code},Output[{column}])" for code in codes for column in ("GRP", "Region"))
    )
    shown = [row[0] for row in cached(content, "Other")]
    assert shown[::2] == [30, 4, 4, 60, 10, 120] * 2
    assert shown[3:6:2] == shown[15:18:2] == [0, 4]


def test_a_total_of_a_filtered_table_is_left_to_excel() -> None:
    assert cached(filled_formulas(), "Data")[-1][1] == 120
    content = filled_formulas(filtered=True)
    assert cached(content, "Data")[-1][1] is None
    assert asks_for_calculation(content)


def test_a_total_that_leaves_out_hidden_rows_is_left_to_excel() -> None:
    content = filled_formulas(hide=3)
    assert [row[1] for row in cached(content, "Data")[3:]] == [30, 20, 60, 10, None]
    assert asks_for_calculation(content)
