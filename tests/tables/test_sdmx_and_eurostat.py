"""SDMX-CSV in its kinds, and Eurostat's tab-separated files, as offices publish them.

The shapes follow the field guides of SDMX-CSV 1.0 and 2.0 (https://github.com/sdmx-twg/sdmx-csv), Eurostat's help on
its formats and headers of OECD's files with labels; the figures are made up.
"""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.tables.dataset import dataset
from addin.tables.figures import Figure
from addin.tables.reading import read_tables
from addin.tables.table import Table
from addin.tables.union import united
from addin.template.scope import Source
from udfs.numerics.cell_values import ExcelError


def read(text: str, name: str = "gdp.csv", **options: object) -> Table:
    (table,) = read_tables(text.encode(), file_name=name, **options)
    return table


def flags(table: Table, column: str) -> list[str]:
    return [value.flags if isinstance(value, Figure) else "" for value in table.columns[column]]


EUROSTAT = (
    "freq,unit,geo\\TIME_PERIOD\t2020 \t2021 \n"
    "A,MIO_EUR,AT11\t9171.1 \t9769.24 p\n"
    "A,MIO_EUR,AT12\t61546.03 \t66025.29 bep\n"
    "A,MIO_EUR,AT13\t: \t: m\n"
)


def test_eurostats_rows_have_their_labels_apart_and_figures_their_flags() -> None:
    table = read(EUROSTAT, "gdp.tsv")
    assert dict(table.keys) == {
        "geo": ["AT11", "AT11", "AT12", "AT12", "AT13", "AT13"],
        "year": [2020, 2021, 2020, 2021, 2020, 2021],
    }
    missing = [ExcelError.NA, ExcelError.NA]
    assert table.columns["gdp"] == [9171.1, 9769.24, 61546.03, 66025.29, *missing]
    assert flags(table, "gdp") == ["", "p", "", "bep", "", ""]
    assert str(table.place_of(3, "gdp")) == "gdp.tsv, cell C3"


def test_a_dimension_of_several_labels_is_an_axis() -> None:
    table = read("unit,geo\\TIME_PERIOD\t2020 \nEUR,AT\t1 \nPPS,AT\t2 \nEUR,BE\t3 \n", "gdp.tsv")
    assert table.keys["unit"] == ["EUR", "PPS", "EUR"]
    assert table.keys["geo"] == ["AT", "AT", "BE"]
    assert table.columns["gdp"] == [1, 2, 3]


def test_a_series_whose_labels_are_not_those_of_the_first_row_is_told() -> None:
    with pytest.raises(UserError, match=r"cell A3: 'A,AT' has 2 labels where the first row names 3: freq, unit, geo"):
        read("freq,unit,geo\\TIME_PERIOD\t2020 \nA,EUR,AT\t1 \nA,AT\t2 \n", "gdp.tsv")


SDMX_1 = (
    "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    "ESTAT:GDP(1.0),20/02/24 23:00:00,A,MIO_EUR,AT11,2020,9171.1,,\n"
    "ESTAT:GDP(1.0),20/02/24 23:00:00,A,MIO_EUR,AT11,2021,9769.24,p,\n"
    "ESTAT:GDP(1.0),20/02/24 23:00:00,A,MIO_EUR,AT12,2020,5,,F\n"
    "ESTAT:GDP(1.0),20/02/24 23:00:00,A,MIO_EUR,AT12,2021,,c,C\n"
)


def test_of_sdmx_csv_the_dimensions_are_axes_and_what_is_the_same_everywhere_is_none() -> None:
    table = read(SDMX_1)
    assert dict(table.keys) == {"geo": ["AT11", "AT11", "AT12", "AT12"], "year": [2020, 2021, 2020, 2021]}
    assert table.columns == {"value": [9171.1, 9769.24, 5, ExcelError.NA]}
    assert flags(table, "value") == ["", "p", "", ""]
    assert str(table.place_of(1, "value")) == "gdp.csv, cell G3"


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            "STRUCTURE[|];STRUCTURE_ID;ACTION;REF_AREA;TIME_PERIOD;OBS_VALUE;OBS_STATUS",
            ["dataflow;OECD:R(1.0);I;AT;2020;1,5;A", "dataflow;OECD:R(1.0);I;BE;2020;1234,25;E"],
        ),
        (
            "DATAFLOW: Flow,REF_AREA: Area,TIME_PERIOD: Time,OBS_VALUE: Value,OBS_STATUS: Status",
            [
                "OECD:R(1.0): Regions,AT: Austria: all,2020: 2020,1.5,A: Normal",
                "OECD:R(1.0): Regions,BE: Belgium,2020: 2020,1234.25,E: Estimated",
            ],
        ),
        (
            (
                "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,TIME_PERIOD,Time,OBS_VALUE,"
                "Observation value,OBS_STATUS,Observation status"
            ),
            [
                "DATAFLOW,OECD:R(1.0),Regions,I,AT,Austria,2020,,1.5,,A,Normal value",
                "DATAFLOW,OECD:R(1.0),Regions,I,BE,Belgium,2020,,1234.25,,E,Estimated value",
            ],
        ),
    ],
    ids=["semicolons and decimal commas", "labels=both", "labels beside codes"],
)
def test_the_same_observations_come_out_of_each_kind(header: str, rows: list[str]) -> None:
    table = read("\n".join([header, *rows]) + "\n")
    assert table.keys["ref_area"] == ["AT", "BE"]
    assert table.columns["value"] == [1.5, 1234.25]
    assert flags(table, "value") == ["", "E"]


def test_figures_whose_multipliers_differ_are_multiplied_by_theirs() -> None:
    rows = "D,AT,2020,1.1,6\nD,BE,2020,2.3,3\nD,CH,2020,7,\n"
    table = read("DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\n" + rows)
    assert table.columns["value"] == [1_100_000, 2300, 7]


def test_what_is_missing_by_intention_is_not_available_and_what_is_empty_is_blank() -> None:
    rows = "D,AT,2020,NaN\nD,BE,2020,\nD,CH,2020,3\n"
    assert read("DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\n" + rows).columns["value"] == [ExcelError.NA, None, 3]


def test_rows_to_be_deleted_are_refused() -> None:
    rows = "dataflow,O:R(1.0),I,AT,2020,1\ndataflow,O:R(1.0),D,BE,2020,2\n"
    with pytest.raises(UserError, match="cell C3: the row is one to be deleted"):
        read("STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE\n" + rows)


def test_a_text_among_the_figures_is_told_with_its_cell() -> None:
    with pytest.raises(UserError, match=r"cell D3: found text 'many'"):
        read("DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\nD,AT,2020,1\nD,BE,2020,many\nD,CH,2020,3\n")


@pytest.mark.parametrize(
    ("unit", "adds_up"),
    [
        *(("MIO_EUR", True), ("THS_PER", True), ("NR", True), ("MIO_PPS_EU27_2020", True), ("XDC", True)),
        *(("EUR_HAB", False), ("PPS_HAB_EU27_2020", False), ("EUR_HAB_EU27_2020", False), ("PC", False)),
        *(
            ("PC_GDP", False),
            ("I15", False),
            ("PCH_PRE", False),
            ("RT", False),
            ("USD_PPP_PS", False),
            ("PT_B1GQ", False),
        ),
    ],
)
def test_a_units_code_says_whether_figures_add_up(unit: str, adds_up: bool) -> None:
    text = f"freq,unit,geo\\TIME_PERIOD\t2021 \nA,{unit},AT11\t30 \nA,{unit},AT12\t500 \nA,{unit},AT13\t6 \n"
    source = Source(dataset([read(text, "gdp.tsv")]), {})
    assert source.is_additive("gdp") is adds_up


def test_tables_of_two_units_are_not_one() -> None:
    rows = "freq,unit,geo\\TIME_PERIOD\t{} \nA,{},AT11\t30 \nA,{},AT12\t500 \n"
    one, two, other = (
        table
        for year, unit in (("2020", "MIO_EUR"), ("2021", "MIO_EUR"), ("2022", "MIO_NAC"))
        for table in read_tables(rows.format(year, unit, unit).encode(), file_name="gdp.tsv")
    )
    assert [table.unit for table in united([one, two, other])] == ["MIO_EUR", "MIO_NAC"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("DATAFLOW;REF_AREA;TIME_PERIOD;OBS_VALUE\nD;AT;2020;1,234\nD;BE;2020;1.234\n", "D3"),
        ('DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\nD,AT,2020,1.5\nD,BE,2020,"1,234"\n', "D3"),
    ],
    ids=["a point beside decimal commas", "a comma where points are decimal"],
)
def test_a_second_mark_within_figures_is_told(text: str, cell: str) -> None:
    with pytest.raises(UserError, match=f"cell {cell}: '1.234' has another decimal mark"):
        read(text)


def test_a_short_row_below_series_that_differ_is_told() -> None:
    with pytest.raises(UserError, match="cell A5: 'A' has 1 labels where the first row names 2: unit, geo"):
        read("unit,geo\\TIME_PERIOD\t2020 \nEUR,AT\t1 \nPPS,AT\t2 \nEUR,BE\t3 \nA\t4 \n", "gdp.tsv")


@given(st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=20), st.sampled_from([",", ";"]))
def test_every_figure_of_sdmx_csv_is_the_one_that_was_written(values: Sequence[float], separator: str) -> None:
    rows = [["DATAFLOW", "REF_AREA", "TIME_PERIOD", "OBS_VALUE"]]
    rows += [["D", f"R{number}", "2020", repr(value)] for number, value in enumerate(values)]
    if separator == ";":
        rows = [[cell.replace(".", ",") for cell in row] for row in rows]
    assert list(read("\n".join(map(separator.join, rows))).columns["value"]) == values
