"""Data divided among the workbooks of a batch: each gets its own rows, read as they would be among all the others."""

import random
from pathlib import Path

import pytest

from addin.batch.data_sources import Data, open_data
from addin.batch.opening import open_template
from addin.tables.reading import read_tables
from addin.tables.table import Label
from tests.batch.folder import draw_template
from udfs.numerics.cell_values import CellValue

TIDY = [f"{region},{year},{number}.5" for number, region in enumerate("ABCD") for year in (2008, 2009, 2010)]


def data_of(folder: Path, text: str, by: str = "region") -> Data:
    """The data of a batch by an axis in a file of separated values."""
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    template = open_template(str(draw_template(folder / "template.xlsx")))
    return open_data(template, (str(path),), {}, by)


def column(data: Data, name: str, label: Label, *others: Label) -> list[CellValue]:
    """A column as the workbook of a label gets it, from a chunk with those of others."""
    (table,) = data.portion([label, *others]).of(label, None)
    return list(table.columns[name])


def test_rows_of_a_label_may_stand_anywhere_and_keep_their_order(tmp_path: Path) -> None:
    rows = random.Random(1).sample(TIDY, len(TIDY))
    data = data_of(tmp_path, "\n".join(["region,year,grp", *rows]))
    (whole,) = read_tables(tmp_path / "data.csv")
    for label in "ABCD":
        (table,) = data.portion(["D", "A", "C", "B"]).of(label, None)
        own = [row for row, region in enumerate(whole.keys["region"]) if region == label]
        assert table.keys["year"] == [whole.keys["year"][row] for row in own]
        assert str(table.place_of(1, "grp")) == str(whole.place_of(own[1], "grp"))


def test_what_a_workbook_is_made_of_does_not_depend_on_the_others_of_its_chunk(tmp_path: Path) -> None:
    data = data_of(tmp_path, "\n".join(["region,year,grp", *TIDY, "E,2008,much", "01,2008,1"]))
    digests = set()
    for labels in (["B"], ["A", "B"], ["B", "E", "01"], list("DCBA")):
        portion = data.portion(labels)
        digests.add(portion.digest(portion.of("B", None)))
    assert len(digests) == 1


def test_what_the_cells_of_one_label_tell_holds_for_all(tmp_path: Path) -> None:
    codes = data_of(tmp_path, "branch,region,year,output\n01,A,2008,1\n2,B,2008,1\n")
    (table,) = codes.portion(["B"]).of("B", None)
    assert table.keys["branch"] == ["2"]
    marks = data_of(tmp_path, "region;year;grp\nA;2008;1.234\nB;2008;5,5\n")
    assert column(marks, "grp", "A") == [1234.0]
    indicators = data_of(tmp_path, "region,year,indicator,value\nA,2008,grp,1\nA,2008,jobs,2\nB,2008,grp,3\n")
    assert column(indicators, "jobs", "B") == [None]
    years = data_of(tmp_path, "region,year,grp\nA,2008,1\nB,2009,2\n")
    assert years.defaults == {"year": 2009.0}


def test_a_label_of_rows_that_are_not_read_gets_no_workbook(tmp_path: Path) -> None:
    quarters = data_of(tmp_path, "region,period,grp\nA,2008,1\nA,2008 Q1,2\nB,2008 Q1,2\n")
    assert list(quarters.labels) == ["A"]
    headings = data_of(tmp_path, "region,2008,2009\nNorth,,\nA,1,2\nB,3,\nSource: the office,,\n")
    assert list(headings.labels) == ["A", "B"]
    named = data_of(tmp_path, "region,2008,2009,note\nNorth,,,all\nA,1,2,\n")
    assert list(named.labels) == ["North", "A"]


@pytest.mark.parametrize(
    "text", ["region,2008,2009\nA,1,2\nB,3,4\n", "region,year,grp\nA,2008,1\nA,2009,2\nB,2009,4\n"]
)
def test_a_batch_may_go_by_years_wherever_they_stand(tmp_path: Path, text: str) -> None:
    data = data_of(tmp_path, text, "year")
    assert list(data.labels) == ["2008", "2009"]
    (table,) = data.portion([2009]).of(2009, None)
    assert table.keys == {"region": ["A", "B"], "year": [2009, 2009]}
