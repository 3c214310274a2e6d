"""Every mistake of a template is told at once, in one line with its sheet and cell."""

from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.worksheet import Worksheet

from addin.filebook.template import read_template
from addin.fill import check, check_workbook, fill, load_source
from addin.mistakes import Mistakes, Place
from addin.template.settings import with_overrides
from tests.filebook.conftest import draw, source_of


def mistakes(cells: dict[str, object], change: object = None, **settings: object) -> list[str]:
    """What is wrong with a template, without the file's and the sheet's name."""
    try:
        template = read_template(draw(cells, change=change), Place("t.xlsx"))  # type: ignore[arg-type]
        found = check(template, source_of(settings=settings))
    except Mistakes as several:
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
            "cell B2: down has no option srot, only sort, where, top, within, rows; did you mean sort?",
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
    assert mistakes({"A1": "{{ unemployment }}"}) == [
        "cell A1: nothing is named unemployment; there are region, year, rd, grp, nation, title"
    ]


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


def test_a_setting_that_nothing_uses_is_a_mistake() -> None:
    assert mistakes({"A1": "{{ title }}"}, colour="red") == [
        "t.xlsx: the setting colour has no meaning and is used nowhere"
    ]
    assert mistakes({"A1": "{{ title }} {{ colour }}"}, colour="red") == []


def test_a_setting_that_has_the_name_of_a_column_is_a_mistake() -> None:
    assert mistakes({"A1": "{{ grp | sum }}"}, grp=5.0) == [
        "t.xlsx: the setting grp has the name of a column of the data"
    ]


IN_FORMULA = "an expression in a formula isn't filled; put it in a cell of its own and refer to that"


def lines(workbook: Workbook, **given: str) -> list[str]:
    """What is wrong with a workbook whose data are on its sheet Data, without the file's name."""
    data = workbook["Data"] if "Data" in workbook.sheetnames else workbook.create_sheet("Data")
    data.delete_rows(1, 9)
    for row in [("region", "year", "grp"), ("Total", 2012, 6), ("North", 2012, 2), ("South", 2012, 4)]:
        data.append(row)
    target = BytesIO()
    workbook.save(target)
    checked = check_workbook(target.getvalue(), Place("t.xlsx"), given=given)
    return [str(mistake).removeprefix("t.xlsx, ") for mistake in checked.mistakes]


def with_settings(cells: dict[str, object], *settings: tuple[str, object]) -> Workbook:
    """A workbook of one sheet with these cells and settings, its data on a sheet of its own."""
    workbook = load_workbook(BytesIO(draw(cells)))
    sheet = workbook.create_sheet("_settings")
    for row in [("data", "Data"), ("nation", "Total"), *settings]:
        sheet.append(row)
    return workbook


def test_mistakes_of_every_kind_are_told_together_sheet_by_sheet_in_reading_order() -> None:
    cells = {
        "A1": "{{ gpr }}",
        "B1": "{{ grp",
        "A2": "{{ region | down }}",
        "B2": "{{ grp.at(1999) }}",
        "C2": "{{ grp | round(1, 2) }}",
        "A4": "{{ year | down(sort='grp.at(1998)') }}",
        "A5": '="{{ year }}"',
        "A6": "=SUM(Output[{{ year | right }}])&'{{ region }}'!A1",
    }
    settings = [("year", "soon"), ("bad name", 1), ("colour", "red"), ("grp", 1), ("nation", "x"), ("language", "de")]
    assert lines(with_settings(cells, *settings)) == [
        "sheet 'Sheet1', cell A1: there is no column, axis or setting named gpr; did you mean grp?",
        "sheet 'Sheet1', cell B1: can't read {{ grp: {{ isn't closed by }}",
        "sheet 'Sheet1', cell C2: the filter round is written round([digits])",
        "sheet 'Sheet1', cell A4: grp has no label 1998; did you mean 2012?",
        f"sheet 'Sheet1', cell A5: {IN_FORMULA}: =\"{{{{ year }}}}\"",
        "sheet '_settings', cell B3: the setting year is a year; found soon",
        "sheet '_settings', cell A4: the name of a setting is one word of letters, digits and _; found bad name",
        "sheet '_settings', cell B5: the setting colour has no meaning and is used nowhere",
        "sheet '_settings', cell B6: the setting grp has the name of a column of the data",
        "sheet '_settings', cell A7: the setting nation is there twice",
        "sheet '_settings', cell B8: the setting language is one of en, ru, kk; found de",
    ]


def test_a_setting_that_names_no_label_of_the_data_is_a_mistake_and_nothing_is_filled() -> None:
    workbook = with_settings({"A1": "{{ region | down }}", "B1": "{{ grp }}"}, ("year", 2021), ("region", "Nroth"))
    workbook["_settings"]["B2"] = "Totl"
    assert lines(workbook) == [
        "sheet '_settings', cell B2: the data have no label Totl, which the setting nation names; did you mean Total?",
        "sheet '_settings', cell B3: the data have no label 2021, which the setting year names; did you mean 2012?",
        "sheet '_settings', cell B4: the data have no label Nroth, which the setting region names; did you mean North?",
    ]
    target = BytesIO()
    workbook.save(target)
    template = read_template(target.getvalue())
    with pytest.raises(Mistakes):
        fill(template, load_source(template))


def test_a_setting_whose_formula_has_no_value_is_a_mistake() -> None:
    told = 'the formula ="GRP "&2012 has no stored value: open the file in Excel and save it'
    found = lines(with_settings({"A1": "{{ title }}"}, ("title", '="GRP "&2012')))
    assert found == [f"sheet '_settings', cell B3: {told}"]


@pytest.mark.parametrize("text", ["007", "nan", "inf", "1e999", "1_000", "٣"])
def test_a_setting_given_as_text_is_a_number_only_where_it_is_written_as_one(text: str) -> None:
    assert with_overrides({}, {"code": text, "share": "-1.5e3"}) == {"code": text, "share": -1500.0}


def test_an_expression_in_a_chart_or_a_shape_is_a_mistake_but_not_what_a_chart_keeps_of_cells() -> None:
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, ["{{ region | down }}", "{{ grp }}"])
    chart = book.add_chart({"type": "column"})
    shown = {"categories_data": ["{{ region | down }}"], "values_data": [1]}
    chart.add_series({"categories": "=Sheet1!$A$1:$A$1", "values": "=Sheet1!$B$1:$B$1", **shown})
    chart.set_title({"name": "GRP in {{ year }}"})
    sheet.insert_chart("D1", chart)
    sheet.insert_textbox("D20", "{{ title }}")
    book.close()
    where = "is in a chart or a shape, where nothing is filled; link it to a cell, by a formula"
    checked = check_workbook(target.getvalue(), Place("t.xlsx"))
    assert sorted(str(mistake) for mistake in checked.mistakes) == [
        f"t.xlsx, sheet 'Sheet1': GRP in {{{{ year }}}} {where}",
        f"t.xlsx, sheet 'Sheet1': {{{{ title }}}} {where}",
    ]


def test_data_may_do_without_the_whole_that_a_template_names_but_not_without_one_given_by_hand() -> None:
    workbook = with_settings({"A1": "{{ region | down }}", "B1": "{{ grp }}"})
    workbook["_settings"]["B2"] = "Kazakhstan"
    assert lines(workbook) == []
    assert lines(workbook, nation="Kazakhstan") == [
        "t.xlsx: the data have no label Kazakhstan, which the setting nation names"
    ]


def test_the_whole_is_known_as_people_write_it() -> None:
    workbook = with_settings({"A1": "{{ region | down }}", "B1": "{{ grp }}", "C1": "{{ nation.grp }}"})
    workbook["_settings"]["B2"] = " Тotal*"
    assert lines(workbook) == []


def test_mistakes_of_a_template_are_told_beside_those_of_its_data() -> None:
    workbook = with_settings({"A1": "{{ grp", "A2": "{{ region | down(rows=2) }}", "A3": "{{ year | down(rows=2) }}"})
    workbook["_settings"]["B1"] = "Daat"
    assert lines(workbook) == [
        "sheet 'Sheet1', cell A1: can't read {{ grp: {{ isn't closed by }}",
        "sheet 'Sheet1', cell A3: the block of year is in the way of the block of region",
        "t.xlsx: there is no sheet or table 'Daat'; did you mean Data?",
    ]


def test_values_that_can_be_evaluated_are_though_other_cells_have_mistakes() -> None:
    found = lines(with_settings({"A1": "{{ gpr }}", "A2": "{{ region | down }}", "B2": "{{ grp.at(1999) }}"}))
    assert [line.partition(": ")[0][-2:] for line in found] == ["A1", "B2"]


def test_all_mistakes_are_told_together_in_reading_order_and_nothing_is_filled() -> None:
    cells = {"A1": "{{ one }}", "B1": "{{ two }}", "A2": "{{ three }}"}
    assert [line[:8] for line in mistakes(cells)] == ["cell A1:", "cell B1:", "cell A2:"]
    with pytest.raises(Mistakes) as raised:
        fill(read_template(draw(cells)), source_of())
    assert len(raised.value.mistakes) == 3


def test_an_expression_in_a_page_header_is_a_mistake_and_told_with_the_others() -> None:
    def add_header(sheet: Worksheet) -> None:
        sheet.oddHeader.left.text = "{{ title }}"
        sheet.evenFooter.center.text = "Page &P"

    found = mistakes({"B2": "{{ grp | down(top=) }}"}, add_header)
    assert found[0] == (
        "t.xlsx, sheet 'Sheet1': &L{{ title }} is in a page header or footer; "
        "expressions are filled in cells and in sheets' names"
    )
    assert found[1].startswith("cell B2: ")
