"""`growthpole read`: what is understood of files of data, before anything is filled, and their figures saved tidy."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from addin.summary.reading import read_together
from addin.summary.tidy import save_tidy
from addin.tables.reading import read_tables
from tests.command_line.conftest import PAPER, TEMPLATES


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook as an office publishes it: titles, units, quarters, look-alike letters, notes, other sheets."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "GRP"
    for row in (
        ["Gross regional product"],
        [],
        [None, "1 quarter of 2022", 2022, "20231)"],
        ["Total", 40, 300, "330"],
        ["\u0410tyrau", 10, 100, "110"],
        ["Mangystau 2)", 30, 200, "…"],
        ["1) preliminary"],
    ):
        sheet.append(row)
    made.create_sheet("About").append(["Published in June"])
    made.create_sheet("_old").append(["x"])
    made.create_sheet("old").sheet_state = "hidden"
    path = tmp_path / "grp.xlsx"
    made.save(path)
    return path


def lines(outcome: Any) -> list[str]:
    assert outcome.code == 0, outcome.errors
    return [line.strip() for line in outcome.output.splitlines()]


def test_what_is_understood_of_a_workbook_is_shown_before_anything_is_filled(growthpole: Any, book: Path) -> None:
    told = lines(growthpole("read", book))
    assert told[:2] == [f"file {book}:", "table on sheet 'GRP' in cells A3:D6, names in row 3, 3 rows below"]
    assert "cell A5: letters of the other alphabet, 1: '\u0410tyrau' is read as Atyrau" in told
    assert "cell A6: footnote marks, 1: 'Mangystau 2)' is read as Mangystau" in told
    assert "cell D3: words around a year, 1: '20231)' is read as 2023" in told
    assert "'…' 1 times: kept back, #N/A" in told
    assert "sheet 'GRP', cell A1: title or note above the table: 'Gross regional product'" in told
    assert "sheet 'GRP', cell A7: note below the table: '1) preliminary'" in told
    column = "sheet 'GRP', cell B3: 1 columns of parts of years, beside whole years: 1 quarter of 2022"
    assert column in told
    assert any(line.startswith("sheet 'About': nothing of this sheet is read: no Excel table") for line in told)
    assert "sheet '_old': nothing of this sheet is read: its name begins with _" in told
    assert "sheet 'old': nothing of this sheet is read: it is hidden" in told
    assert "axis region: 3 labels: Total, Atyrau, Mangystau" in told
    assert "year: 2 years, 2022–2023" in told
    assert "figures grp ('grp'), unit not given: 5 numbers, 0 blank, 1 kept back; they add up" in told
    assert "total of region: 'Total' (its figures are the sums of the others)" in told


@pytest.mark.parametrize(("language", "axis"), [("ru", "ось region, названий 3:"), ("kk", "region осі, 3 атау:")])
def test_the_summary_speaks_russian_and_kazakh(growthpole: Any, book: Path, language: str, axis: str) -> None:
    assert any(line.startswith(axis) for line in lines(growthpole("read", book, "--language", language)))


def test_units_flags_and_marks_of_a_file_are_told(growthpole: Any, tmp_path: Path) -> None:
    data = tmp_path / "rd.csv"
    data.write_text(
        "Region;Year;R&D costs, mln;Share, %\nA;2022;1 234,5 p;12,5%\nB;2022;x;87,5%\nC;2022;-;0%\n", "utf-8"
    )
    told = lines(growthpole("read", data, "--set", "nil=-"))
    assert "figures r_d_costs ('R&D costs, mln'), mln: 2 numbers, 0 blank, 1 kept back; they add up" in told
    assert "figures share ('Share, %'), %: 3 numbers, 0 blank, 0 kept back; they add up" in told
    assert "flags and marks beside figures: p (1)" in told
    assert "'x' 1 times: kept back, #N/A" in told
    assert "'-' 1 times: exactly 0" in told
    assert "cell C2: decimal commas, 1: '1 234,5 p' is read as 1234.5" in told
    assert "cell D2: figures with %, 3: '12,5%' is read as 12.5" in told


def test_the_signs_of_an_office_are_told_as_what_they_mean(growthpole: Any, tmp_path: Path) -> None:
    data = tmp_path / "emp.csv"
    data.write_text("region,year,emp\nA,2022,5\nB,2022,[low]\nC,2022,[z]\n", "utf-8")
    told = lines(growthpole("read", data, "--set", "signs=gss"))
    assert "flags and marks beside figures: [low] (1)" in told
    assert [line for line in told if line.startswith("'[")] == ["'[z]' 1 times: kept back, #N/A"]


def test_labels_without_a_partner_in_another_file_are_told(growthpole: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "grp.csv", tmp_path / "pop.csv"
    first.write_text("region,year,grp\nAktobe,2022,1\nAtyrau,2022,2\n", "utf-8")
    second.write_text("region,year,pop\nAKTOBE,2022,1\nAtirau,2022,2\n", "utf-8")
    told = lines(growthpole("read", first, second))
    assert f"{second}, cell A3: region 'Atirau' is not in {first}; did you mean Atyrau?" in told
    assert f"{second}, cell A2: 'AKTOBE' is shown as 'Aktobe'" in told


def test_what_read_understands_is_what_fill_fills(growthpole: Any, tmp_path: Path, book: Path) -> None:
    """The figures that are saved are those of the filled ranking."""
    tidy, filled = tmp_path / "tidy.csv", tmp_path / "filled.xlsx"
    lines(growthpole("read", book, "-o", tidy))
    template = TEMPLATES / "ranking.en.xlsx"
    chosen = ("--set", "year=2022", "--set", "nation=Total", "--set", "names=value=grp")
    assert growthpole("fill", template, "--data", book, *chosen, "-o", filled).code == 0
    again = tmp_path / "again.xlsx"
    assert growthpole("fill", template, "--data", tidy, *chosen, "-o", again).code == 0

    def values(path: Path) -> list[object]:
        return [cell.value for row in load_workbook(path, data_only=True).worksheets[0] for cell in row]

    assert 100 in values(filled)
    assert values(again) == values(filled)


@pytest.mark.parametrize(("sheet", "figure"), [("9.1.", 10), ("2023", 1)])
def test_one_of_several_sheets_is_filled_from_as_it_is_read(
    growthpole: Any, tmp_path: Path, sheet: str, figure: int
) -> None:
    made, drawn, filled = Workbook(), Workbook(), tmp_path / "filled.xlsx"
    made.worksheets[0].title = "9.1."
    for name, value in (("9.1.", 10), ("2023", 1)):
        page = made[name] if name in made.sheetnames else made.create_sheet(name)
        for row in (["Region", 2022, 2023], ["North", value, 2 * value], ["South", 3 * value, 4 * value]):
            page.append(row)
    made.save(tmp_path / "two.xlsx")
    drawn.worksheets[0]["A1"], drawn.worksheets[0]["B1"] = "{{ region | down }}", "{{ two }}"
    drawn.save(tmp_path / "t.xlsx")
    told = lines(growthpole("read", tmp_path / "two.xlsx", "--sheet", sheet))
    assert sum(line.startswith("table on sheet") for line in told) == 1
    chosen = ("--set", f"sheet={sheet}", "--set", "year=2022")
    outcome = growthpole("fill", tmp_path / "t.xlsx", "--data", tmp_path / "two.xlsx", *chosen, "-o", filled)
    assert outcome.code == 0, outcome.errors
    assert next(load_workbook(filled).worksheets[0].values) == ("North", figure)


def test_a_tidy_workbook_has_the_cell_of_each_figure_and_no_formula_of_a_label(growthpole: Any, tmp_path: Path) -> None:
    data, tidy = tmp_path / "data.csv", tmp_path / "tidy.xlsx"
    data.write_text("region,year,grp (mln)\n=1+1,2022,10\nB,2022,20 [r]\nC,2022,x\n", "utf-8")
    lines(growthpole("read", data, "-o", tidy))
    assert list(load_workbook(tidy).worksheets[0].values) == [
        ("region", "year", "indicator", "value", "unit", "flag", "source", "sheet", "cell"),
        ("=1+1", 2022, "grp", 10, "mln", None, "data.csv", None, "C2"),
        ("B", 2022, "grp", 20, "mln", "[r]", "data.csv", None, "C3"),
        ("C", 2022, "grp", "#N/A", "mln", None, "data.csv", None, "C4"),
    ]
    assert load_workbook(tidy).worksheets[0]["A2"].data_type == "s"


def test_a_tidy_parquet_file_keeps_numbers_and_tells_what_is_kept_back(growthpole: Any, tmp_path: Path) -> None:
    data, tidy = tmp_path / "data.csv", tmp_path / "tidy.parquet"
    data.write_text("region,year,grp\nA,2022,0.1\nB,2022,x\n", "utf-8")
    lines(growthpole("read", data, "-o", tidy))
    saved = pyarrow.parquet.read_table(tidy).to_pydict()
    assert (saved["value"], saved["flag"], saved["cell"]) == ([0.1, None], [None, "#N/A"], ["C2", "C3"])


@pytest.mark.parametrize("name", ["tidy.ods", "tidy"])
def test_a_file_that_no_tidy_file_is_called_like_is_refused_before_reading(
    growthpole: Any, tmp_path: Path, name: str
) -> None:
    refused = growthpole("read", tmp_path / "missing.csv", "-o", tmp_path / name)
    assert (refused.code, ".csv, .xlsx, .parquet" in refused.errors) == (1, True)


def test_no_other_file_and_no_file_that_is_read_is_overwritten(growthpole: Any, tmp_path: Path) -> None:
    data, other = tmp_path / "data.csv", tmp_path / "other.csv"
    data.write_text("region,year,grp\nA,2022,1\n", "utf-8")
    other.write_text("mine", "utf-8")
    assert growthpole("read", data, "-o", other).code == 1
    assert growthpole("read", data, "-o", data, "--force").code == 1
    assert other.read_text("utf-8") == "mine"
    assert growthpole("read", data, "-o", other, "--force").code == 0
    assert other.read_text("utf-8-sig").splitlines()[1] == "A,2022,grp,1,,,data.csv,,C2"


def test_the_papers_tables_are_all_shown(growthpole: Any) -> None:
    told = lines(growthpole("read", PAPER))
    assert sum(line.startswith("table '") for line in told) == len(read_tables(PAPER)) > 1


NUMBERS = st.floats(-1e300, 1e300) | st.integers(-(10**12), 10**12).map(float) | st.none()


@settings(max_examples=25)
@given(figures=st.lists(NUMBERS, min_size=1, max_size=8).filter(lambda found: any(each is not None for each in found)))
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_tidy_file_holds_every_figure_to_the_last_digit(suffix: str, figures: Sequence[float | None]) -> None:
    with TemporaryDirectory() as folder:
        data, tidy = Path(folder) / "data.csv", Path(folder) / f"tidy{suffix}"
        rows = [f"R{row},2020,{'' if each is None else repr(each)}" for row, each in enumerate(figures)]
        data.write_text("\n".join(["region,year,grp", *rows]), "utf-8")
        reading = read_together([data], {"decimal": "."})
        save_tidy(reading.data, tidy, [data])
        again = read_together([tidy], {"decimal": "."}).data.tables[0].table
        assert list(again.columns["grp"]) == list(reading.data.tables[0].table.columns["grp"])
        assert list(again.keys["region"]) == [f"R{row}" for row in range(len(figures))]
