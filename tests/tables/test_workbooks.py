from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from addin.errors import UserError
from addin.tables.reading import read_tables
from addin.tables.table import Table

DATA = Path(__file__).parents[1] / "data"


def saved(workbook: Workbook) -> bytes:
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def workbook_of(**sheets: list[list[object]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(workbook)


def with_table(extra: str | None = None) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        sheet.write(0, 0, "not of the table")
        data = [["A", 2012, 1.5], ["B", 2012, extra or 2.5]]
        columns = [{"header": "region"}, {"header": "year"}, {"header": "grp", "total_function": "sum"}]
        sheet.add_table("C4:E7", {"name": "Grp", "data": data, "columns": columns, "total_row": True})
        workbook.add_worksheet("Notes").write(0, 0, "of no interest")
    return content.getvalue()


def test_the_official_volumes_are_one_table_over_three_sheets() -> None:
    (table,) = read_tables(DATA / "grp_volume_kz_1990_2023.xlsx", indicator="grp")
    assert list(table.keys) == ["region", "year"]
    assert sorted(set(table.keys["year"])) == list(range(1990, 2024))
    cells = {(region, year): row for row, (region, year) in enumerate(zip(*table.keys.values(), strict=True))}
    assert table.columns["grp"][cells["Atyrau", 2012]] == 3613411.3
    assert (table.place_of(cells["Atyrau", 2012], "grp").sheet, table.place_of(cells["Atyrau", 2012], "grp").cell) == (
        "2008-2023",
        "U9",
    )
    assert table.place_of(cells["Astana city", 1997], "grp").sheet == " 1990-1997"
    assert all(region.isascii() for region in table.keys["region"])
    assert {"Astana city", "Zhetisu", "Republic of Kazakhstan"} < set(table.keys["region"])


def test_the_sum_over_official_regions_shows_that_one_is_listed_with_its_parts() -> None:
    (table,) = read_tables(DATA / "grp_volume_kz_1990_2023.xlsx", sheet_or_table="2008-2023", indicator="grp")
    regions = [
        value or 0
        for region, year, value in zip(*table.keys.values(), table.columns["grp"], strict=True)
        if year == 2012 and region != "Republic of Kazakhstan"
    ]
    assert sum(regions) == pytest.approx(32883899.6)


def test_russian_headers_units_and_footnotes_of_the_official_workbook_are_understood() -> None:
    (table,) = read_tables(
        DATA / "grp_per_capita_kz_2008_2023.xlsx", sheet_or_table="тыс.тенге", indicator="grp_per_capita"
    )
    assert {"Республика Казахстан", "г.Шымкент", "Туркестанская", "Актюбинская"} < set(table.keys["region"])
    assert not any(str(region)[0].isdigit() for region in table.keys["region"])
    assert sorted(set(table.keys["year"])) == list(range(2008, 2023))


def test_parts_of_years_are_read_when_asked_for() -> None:
    (table,) = read_tables(
        DATA / "grp_volume_kz_1990_2023.xlsx", sheet_or_table="2008-2023", indicator="grp", within_year=True
    )
    assert list(table.keys) == ["region", "year", "period"]
    assert list(table.keys["period"][:5]) == ["Q1", "H1", "9M", "year", "Q1"]


def test_excel_tables_are_the_data_where_there_are_any() -> None:
    (table,) = read_tables(with_table())
    assert (table.name, table.place.sheet) == ("Grp", "Sheet1")
    assert dict(table.columns) == {"grp": [1.5, 2.5]}
    assert table.place_of(1, "grp").cell == "E6"


@pytest.mark.parametrize("name", ["Grp", "grp", "Sheet1"])
def test_an_excel_table_is_found_by_its_name_and_by_its_sheet(name: str) -> None:
    (table,) = read_tables(with_table(), sheet_or_table=name)
    assert table.name == "Grp"


def test_a_name_that_is_not_there_gets_the_nearest() -> None:
    with pytest.raises(UserError, match=r"book\.xlsx: there is no sheet or table 'Grpp'; did you mean Grp\?"):
        read_tables(with_table(), sheet_or_table="Grpp", file_name="book.xlsx")


def test_text_in_a_table_is_a_mistake_with_its_cell() -> None:
    with pytest.raises(UserError, match="sheet 'Sheet1', cell E6: found text 'much' where column grp has numbers"):
        read_tables(with_table("much"))


def test_titles_units_and_footnotes_around_the_table_are_left_out() -> None:
    content = workbook_of(
        Figures=[
            ["Gross regional product", "mln. tenge"],
            [],
            ["Region", "GRP1)"],
            [None, "mln. tenge"],
            ["Akmola", 1.0],
            ["Astana city2)", 2.0],
            ["Turkistan", None],
            [],
            ["1) preliminary"],
            ["2) formerly Akmola"],
        ]
    )
    (table,) = read_tables(content)
    assert dict(table.keys) == {"region": ["Akmola", "Astana city", "Turkistan"]}
    assert dict(table.columns) == {"grp": [1.0, 2.0, None]}
    assert table.place_of(0, "grp").cell == "B5"


def test_a_title_and_its_unit_side_by_side_are_not_the_header() -> None:
    (table,) = read_tables(workbook_of(Figures=[["Title", "mln. tenge"], ["Region", "GRP"], ["Akmola", 1.0]]))
    assert dict(table.columns) == {"grp": [1.0]}


def test_one_sheet_a_year_is_one_table() -> None:
    header = ["region", "grp"]
    (table,) = read_tables(workbook_of(**{"2011": [header, ["A", 1]], "2012": [header, ["A", 2]]}))
    assert dict(table.keys) == {"region": ["A", "A"], "year": [2011, 2012]}
    assert table.place_of(1, "grp").sheet == "2012"


def test_sheets_of_settings_and_hidden_ones_are_read_only_when_named() -> None:
    workbook = Workbook()
    workbook.active.title = "_settings"
    workbook.active.append(["name", "value"])
    workbook.active.append(["year", 2012])
    for name in ("Data", "Hidden"):
        sheet = workbook.create_sheet(name)
        sheet.append(["region", name])
        sheet.append(["A", 1])
    sheet.sheet_state = "hidden"
    assert [table.name for table in read_tables(saved(workbook))] == ["Data"]
    assert [table.name for table in read_tables(saved(workbook), sheet_or_table="Hidden")] == ["Hidden"]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (date(2012, 1, 2), "cell B3: found a date '2012-01-02' where column grp has numbers"),
        (True, "cell B3: found TRUE or FALSE 'True' where column grp has numbers"),
        ("=1+1", r"cell B3: the formula =1\+1 has no stored value"),
    ],
)
def test_a_cell_that_is_no_number_is_a_mistake(cell: object, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read_tables(workbook_of(Data=[["region", "grp"], ["A", 1.5], ["B", cell], ["C", 2.5]]))


def test_formulas_with_stored_values_are_read() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Data")
        sheet.write_row(0, 0, ["region", "grp"])
        sheet.write_row(1, 0, ["A", 2])
        sheet.write(2, 0, "B")
        sheet.write_formula(2, 1, "=B2*2", None, 4)
    (table,) = read_tables(content.getvalue())
    assert dict(table.columns) == {"grp": [2.0, 4.0]}


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"region,grp")
    with pytest.raises(UserError, match="not a workbook"):
        read_tables(tmp_path / "book.xlsx")
    (tmp_path / "locked.xlsx").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UserError, match="encrypted"):
        read_tables(tmp_path / "locked.xlsx")
    (tmp_path / "short.xlsx").write_bytes(with_table()[:2000])
    with pytest.raises(UserError, match="damaged"):
        read_tables(tmp_path / "short.xlsx")


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    content = BytesIO()
    with ZipFile(content, "w") as file:
        file.writestr("letter.txt", "words")
    with pytest.raises(UserError, match="not a workbook"):
        read_tables(content.getvalue(), file_name="letter.xlsx")


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(1990, 2030),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from(["region", "2012", "Q1 2012", "…", "#N/A", "Astana2)", "1,234", "=A1", "grp"]),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_any_sheet_is_a_table_or_a_mistake(rows: list[list[object]]) -> None:
    tables: tuple[Table, ...] = ()
    with suppress(UserError):
        tables = read_tables(workbook_of(Data=rows), file_name="data.xlsx")
    for table in tables:
        assert {len(column) for column in (*table.keys.values(), *table.columns.values())} <= {len(table)}
