"""A workbook with its settings and data is checked as a whole: all that is wrong, each mistake with its cell."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from addin.errors import Place, UserErrors
from addin.filebook.template import read_template
from addin.fill import check_workbook, fill, load_source
from addin.template.settings import with_overrides
from tests.package.corpus.cells import in_strict
from tests.templates.drawing import draw

IN_FORMULA = "an expression in a formula isn't filled; put it in a cell of its own and refer to that"


def lines(workbook: Workbook, **given: str) -> list[str]:
    """What is wrong with a workbook whose data are on its sheet Data, without the file's name."""
    data = workbook["Data"] if "Data" in workbook.sheetnames else workbook.create_sheet("Data")
    data.delete_rows(1, 9)
    for row in [
        ("region", "year", "grp", "Staff, persons"),
        ("Total", 2012, 6, 9),
        ("North", 2012, 2, 3),
        ("South", 2012, 4, 6),
    ]:
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
    with pytest.raises(UserErrors):
        fill(template, load_source(template))


def test_a_setting_whose_formula_has_no_value_is_a_mistake() -> None:
    told = 'the formula ="GRP "&2012 has no stored value: open the file in Excel and save it'
    found = lines(with_settings({"A1": "{{ title }}"}, ("title", '="GRP "&2012')))
    assert found == [f"sheet '_settings', cell B3: {told}"]


@pytest.mark.parametrize("text", ["007", "nan", "inf", "1e999", "1_000", "٣"])
def test_a_setting_given_as_text_is_a_number_only_where_it_is_written_as_one(text: str) -> None:
    assert with_overrides({}, {"code": text, "share": "-1.5e3"}) == {"code": text, "share": -1500.0}


@pytest.mark.parametrize("saved", [bytes, in_strict])
def test_a_name_in_a_chart_or_a_shape_is_looked_up_but_not_what_a_chart_keeps_of_cells(
    saved: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, ["{{ region | down }}", "{{ grp }}"])
    chart = book.add_chart({"type": "column"})
    shown = {"categories_data": ["{{ region | down }}"], "values_data": [1]}
    chart.add_series({"categories": "=Sheet1!$A$1:$A$1", "values": "=Sheet1!$B$1:$B$1", **shown})
    chart.set_title({"name": "GRP in {{ yeer }}"})
    sheet.insert_chart("D1", chart)
    sheet.insert_textbox("D20", "{{ titel( }}")
    book.close()
    data = tmp_path / "data.csv"
    data.write_text("region,year,grp\nA,2012,1\n")
    checked = check_workbook(saved(target.getvalue()), Place("t.xlsx"), [data])
    within = "t.xlsx, sheet 'Sheet1': in a shape, a picture or a chart:"
    assert sorted(str(mistake) for mistake in checked.mistakes) == [
        f"{within} can't read {{{{ titel( }}}}: ( isn't closed by )",
        f"{within} there is no column, axis or setting named yeer; did you mean year?",
    ]


def test_data_have_the_total_that_a_template_names_or_that_is_given_by_hand() -> None:
    workbook = with_settings({"A1": "{{ region | down }}", "B1": "{{ grp }}"})
    workbook["_settings"]["B2"] = "Kazakhstan"
    assert lines(workbook) == [
        "sheet '_settings', cell B2: the data have no label Kazakhstan, which the setting nation names"
    ]
    assert lines(workbook, nation="Kazakhstan") == [
        "t.xlsx: the data have no label Kazakhstan, which the setting nation names"
    ]


def test_a_column_named_as_key_is_an_axis_as_its_header_is_printed_and_a_mistake_where_there_is_none() -> None:
    assert lines(with_settings({"A1": "{{ staff | down }}"}, ("keys", "Staff, region"))) == []
    assert lines(with_settings({"A1": "{{ region | down }}"}, ("keys", "region, gpr"))) == [
        "sheet '_settings', cell B3: the data have no column gpr, which the setting keys names; did you mean grp?"
    ]


def test_the_sheet_of_settings_is_known_in_any_case() -> None:
    workbook = with_settings({"A1": "{{ title }}"}, ("title", "GRP"))
    workbook["_settings"].title = "_Settings"
    assert lines(workbook) == []


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
