"""Every mistake of a template is told at once, in one line with its sheet and cell."""

from pathlib import Path

import pytest
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.worksheet import Worksheet

from addin.data import data_set, read_data
from addin.errors import Place, UserError, UserErrors
from addin.filebook.template import read_template
from addin.fill import check, fill
from addin.tables.dataset import unknown_axis
from tests.templates.drawing import draw
from tests.templates.sources import source_of


def mistakes(cells: dict[str, object], change: object = None, **settings: object) -> list[str]:
    """What is wrong with a template, without the file's and the sheet's name."""
    try:
        template = read_template(draw(cells, change=change), Place("t.xlsx"))  # type: ignore[arg-type]
        found = check(template, source_of(settings=settings))
    except UserErrors as several:
        found = list(several.mistakes)
    return [str(mistake).removeprefix("t.xlsx, sheet 'Sheet1', ") for mistake in found]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"B2": "{{ gpr }}"}, "cell B2: there is no column, axis or setting named gpr; did you mean grp?"),
        ({"B2": "{{ nation.gpr }}"}, "cell B2: there is no column gpr in the data; did you mean grp?"),
        ({"B2": "{{ GRP_SHAER(grp) }}"}, "cell B2: there is no function GRP_SHAER; did you mean GRP_SHARE?"),
        (
            {"B2": "{{ regoin | down }}"},
            "cell B2: the data have no axis regoin, only region, year; did you mean region?",
        ),
        (
            {"B2": "{{ region | down(srot='grp') }}"},
            "cell B2: down has no option srot, only sort, where, top, within, level, rows; did you mean sort?",
        ),
        (
            {"B2": "{{ region | down(sort='gpr') }}"},
            "cell B2: there is no column, axis or setting named gpr; did you mean grp?",
        ),
        (
            {"B2": "{{ region | down(top=1, top=2) }}"},
            "cell B2: top is given twice",
        ),
        ({"B2": "{{ region | down(sort=' ') }}"}, "cell B2: sort is a text in quotes"),
        (
            {"B2": "{{ region | down(top=-1) }}"},
            "cell B2: top of region is a whole number, 0 or more; found -1",
        ),
        (
            {"B2": "{{ region | down(top=title) }}"},
            "cell B2: top of region is a whole number, 0 or more; found GRP & growth",
        ),
        ({"B2": "{{ region | down(rows=0) }}"}, "cell B2: rows is a whole number, 1 or more"),
        (
            {"B2": "{{ grp"},
            "cell B2: can't read {{ grp: {{ isn't closed by }}",
        ),
        (
            {"B2": "{% for x in y %}{{ x }}{% endfor %}"},
            "cell B2: only {{ … }} has a meaning here; found {% for x in y %}{{ x }}{% endfor %}",
        ),
        (
            {"B2": "{{ region | down(within='branch') }}"},
            "cell B2: there is no axis branch before region that repeats the same line",
        ),
        (
            {"E7": "{{ year | right(columns=2) }}", "F1": "{{ year | right }}"},
            "cell F1: the block of year is in the way of the block of year",
        ),
        (
            {"B2": "{{ region | down(rows=2) }}", "C3": "{{ year | down(rows=2) }}"},
            "cell C3: the block of year is in the way of the block of region",
        ),
        (
            {"B2": "{{ region | down }}", "C2": "{{ grp.at(1999) }}"},
            "cell C2: grp has no label 1999; did you mean 2008?",
        ),
        (
            {"B2": "{{ region | down }}", "C2": "{{ grp.at(year=1999) }}"},
            "cell C2: grp has no year 1999; did you mean 2008?",
        ),
        (
            {"A1": "{{ year | right }}", "A2": "{{ region | down }}", "C2": "{{ rd }}"},
            "cell C2: {{ rd }} has 4×3 values, its place has 4×1 cells",
        ),
        (
            {"B2": "{{ region | down }}", "C2": "{{ grp.at(1999, 2008) }}"},
            "cell C2: grp has no label 1999; did you mean 2008?",
        ),
        ({"B2": "{{ grp.at(2010, 2012) | sum }}"}, "cell B2: year is given twice"),
        (
            {"B2": "{{ grp.at(yaer=2012) | sum }}"},
            "cell B2: grp has no axis yaer, only region, year; did you mean year?",
        ),
        (
            {"B2": "{{ region | down }}", "C2": "{{ grp.at(grp) }}"},
            "cell C2: a label is one text or number; found 4×1 values",
        ),
        (
            {"B2": "{{ grp | sum * 0,5 }}"},
            "cell B2: can't read {{ grp | sum * 0,5 }}: a comma between two values; the decimal mark is a point",
        ),
        ({"B2": "{{ grp }}"}, "cell B2: {{ grp }} has 4×1 values, its place has 1×1 cells"),
    ],
)
def test_a_mistake_names_its_cell_what_was_found_and_the_nearest_known_name(
    cells: dict[str, object], expected: str
) -> None:
    assert mistakes(cells) == [expected]


def test_where_no_name_is_near_the_known_ones_are_told() -> None:
    (told,) = mistakes({"A1": "{{ unemployment }}"})
    assert told.startswith("cell A1: nothing is named unemployment; there are region, year, rd, grp, nation, title")
    assert told.endswith("; if the data call it otherwise: names = unemployment = …")


def test_a_setting_that_is_asked_for_and_not_set_is_told() -> None:
    assert mistakes({"A1": "{{ base_year }}"}) == [
        "cell A1: the setting base_year is asked for and isn't set (base_year = …)"
    ]


def test_the_name_of_an_axis_that_the_data_call_otherwise_is_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("kato,year,grp\n110000000,2012,5\n150000000,2012,6\n")
    given = {"keys": "kato"}
    with pytest.raises(UserError, match=r"cell B3: 2012 stands twice, also in B2; .* set keys = kato"):
        read_data(tmp_path / "data.csv", {})
    data = data_set(read_data(tmp_path / "data.csv", given), given)
    assert str(unknown_axis("region", data.axes)) == (
        "the data have no axis region, only kato, year; if kato is meant: names = region = kato"
    )
    given = {**given, "names": "region = kato"}
    assert data_set(read_data(tmp_path / "data.csv", given), given).labels("region") == (110000000, 150000000)


def test_a_prototype_that_cuts_through_merged_cells_is_a_mistake() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")

    assert mistakes({"B2": "{{ region | down }}"}, merge) == [
        "cell B2: the prototype of region cuts through the merged cells A1:A2"
    ]


def test_a_prototype_that_takes_in_a_tables_headings_is_a_mistake() -> None:
    def make_table(sheet: Worksheet) -> None:
        sheet.add_table(ExcelTable(displayName="Regions", ref="A1:B2"))

    cells = {"A1": "{{ region | down(rows=2) }}", "B1": "GRP", "A2": "x", "B2": "{{ grp }}"}
    assert mistakes(cells, make_table) == ["cell A1: the prototype of region crosses the edge of the table A1:B2"]
    cells = {"A1": "Region", "B1": "GRP", "A2": "{{ region | down }}", "B2": "{{ grp }}"}
    assert mistakes(cells, make_table) == []


@pytest.mark.parametrize(
    "text",
    ["{{ grp + " + "1 + " * 30 + "1 }}", "a\n" * 99 + "{{ region | down }}{{ year | down }}", "{{ '" + "a" * 999],
)
def test_what_is_long_is_told_in_a_short_line(text: str) -> None:
    (line,) = mistakes({"B2": text})
    assert len(line) < 250
    assert "\n" not in line


def test_a_setting_that_nothing_uses_is_a_mistake() -> None:
    assert mistakes({"A1": "{{ title }}"}, colour="red") == [
        "t.xlsx: the setting colour has no meaning and is used nowhere"
    ]
    assert mistakes({"A1": "{{ title }} {{ colour }}"}, colour="red") == []


def test_a_setting_that_has_the_name_of_a_column_is_a_mistake() -> None:
    assert mistakes({"A1": "{{ grp | sum }}"}, grp=5.0) == [
        "t.xlsx: the setting grp has the name of a column of the data"
    ]


def test_all_mistakes_are_told_together_in_reading_order_and_nothing_is_filled() -> None:
    cells = {"A1": "{{ one }}", "B1": "{{ two }}", "A2": "{{ three }}"}
    assert [line[:8] for line in mistakes(cells)] == ["cell A1:", "cell B1:", "cell A2:"]
    with pytest.raises(UserErrors) as raised:
        fill(read_template(draw(cells)), source_of())
    assert len(raised.value.mistakes) == 3


def test_an_expression_in_a_page_header_that_cannot_be_read_is_told_with_the_others() -> None:
    def add_header(sheet: Worksheet) -> None:
        sheet.oddHeader.left.text = "{{ title( }}"
        sheet.evenFooter.center.text = "Page &P"

    found = mistakes({"B2": "{{ grp | down(top=) }}"}, add_header)
    assert found[-1] == (
        "t.xlsx, sheet 'Sheet1': in a page header or footer: can't read &L{{ title( }}: ( isn't closed by )"
    )
    assert found[0].startswith("cell B2: ")
