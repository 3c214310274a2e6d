"""Expressions in notes, headers, links, validations, shapes, properties: filled, or told with their place."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from addin.errors import Place, UserErrors
from addin.filebook.template import read_template
from addin.fill import check_workbook, fill, load_source
from tests.package.corpus.parts import Parts
from tests.package.plain_workbook import unzipped, zipped
from tests.templates.drawing import write

DATA = "region,year,grp\nA,2012,10\nB,2012,20\n"
Draw = Callable[[xlsxwriter.Workbook, Worksheet], None]
SHEET = "xl/worksheets/sheet1.xml"


def with_texts(draw: Draw, name: str = "List") -> bytes:
    label = "{{ region | down }}" if name == "List" else "{{ region }}"
    return write({"A2": label, "B2": "{{ grp }}"}, draw, name)


def filled_parts(template: bytes, tmp_path: Path, **given: str) -> Parts:
    data = tmp_path / "data.csv"
    data.write_text(DATA)
    read = read_template(template, Place("t.xlsx"))
    return Parts(fill(read, load_source(read, [data], given)).write())


def mistakes(template: bytes, tmp_path: Path, **given: str) -> list[str]:
    data = tmp_path / "data.csv"
    data.write_text(DATA)
    return [str(mistake) for mistake in check_workbook(template, Place("t.xlsx"), [data], given).mistakes]


def note(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write_comment("D1", "About {{ title }}, {{ grp | sum }}")


def header(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.set_header("&L&12{{ year }}&R{{ title }}")


def prompt(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.data_validation("D1", {"validate": "any", "input_title": "x", "input_message": "{{ title }}"})


def condition(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    form = {"type": "text", "criteria": "containing", "value": "{{ title }}", "format": book.add_format({"bold": True})}
    sheet.conditional_format("A2", form)


def tip(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write_url("D1", "https://example.org/?q={{ title }}", string="go", tip="to {{ title }}")


def shape(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.insert_textbox("D1", "of {{ title }}", {"description": "alt {{ title }}"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=List!$B$2:$B$2"})
    chart.set_title({"name": "GRP in {{ year }}"})
    sheet.insert_chart("D9", chart)


def properties(book: xlsxwriter.Workbook, _: Worksheet) -> None:
    book.set_properties({"title": "{{ title }}", "company": "{{ title }}"})
    book.set_custom_property("Year", "of {{ year }}")


T = "T & <1>"
IN_XML = "T &amp; &lt;1>"


@pytest.mark.parametrize(
    ("draw", "part", "text"),
    [
        (note, "xl/comments1.xml", f"<t>About {IN_XML}, 30</t>"),
        (header, SHEET, "&amp;L&amp;12 2012&amp;RT &amp;&amp; &lt;1&gt;</oddHeader>"),
        (prompt, SHEET, 'prompt="T &amp; &lt;1&gt;"'),
        (condition, SHEET, 'text="T &amp; &lt;1&gt;"'),
        (condition, SHEET, 'SEARCH("T &amp; &lt;1&gt;",A2)'),
        (tip, SHEET, 'tooltip="to T &amp; &lt;1&gt;"'),
        (tip, "xl/worksheets/_rels/sheet1.xml.rels", "https://example.org/?q=T%20%26%20%3C1%3E"),
        (shape, "xl/drawings/drawing1.xml", "of T &amp; &lt;1&gt;</a:t>"),
        (shape, "xl/drawings/drawing1.xml", 'descr="alt T &amp; &lt;1&gt;"'),
        (shape, "xl/charts/chart1.xml", "<a:t>GRP in 2012</a:t>"),
        (properties, "docProps/core.xml", "<dc:title>T &amp; &lt;1&gt;</dc:title>"),
        (properties, "docProps/app.xml", "<Company>T &amp; &lt;1&gt;</Company>"),
        (properties, "docProps/custom.xml", "of 2012</vt:lpwstr>"),
    ],
)
def test_an_expression_outside_of_cells_is_filled(draw: Draw, part: str, text: str, tmp_path: Path) -> None:
    template = with_texts(draw)
    found = filled_parts(template, tmp_path, title=T)
    assert without_entities(text) in without_entities(found.text(part))
    assert all(
        b"{{" not in content and b"\xef\xb7\x90" not in content
        for name, content in unzipped(found.write()).items()
        if "sharedStrings" not in name
    )


def without_entities(text: str) -> str:
    return text.replace("&gt;", ">").replace("&quot;", '"')


def test_it_is_filled_where_attributes_stand_in_single_quotes_too(tmp_path: Path) -> None:
    parts = unzipped(with_texts(prompt))
    parts[SHEET] = parts[SHEET].replace(b'"', b"'")
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b'"', b"'")
    text = filled_parts(zipped(parts), tmp_path, title="T").text(SHEET)
    assert 'prompt="T"' in text
    assert "<v>10</v>" in text


def test_the_sheets_without_expressions_in_cells_are_filled_too(tmp_path: Path) -> None:
    def draw(book: xlsxwriter.Workbook, _: Worksheet) -> None:
        book.add_worksheet("Cover").set_footer("&C{{ title }}")

    assert "&amp;CT</oddFooter>" in filled_parts(with_texts(draw), tmp_path, title="T").text("xl/worksheets/sheet2.xml")


def test_a_repeated_sheet_has_its_own_labels_in_its_texts(tmp_path: Path) -> None:
    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.set_header("&C{{ region }}")
        sheet.write_comment("D1", "of {{ region }}")

    found = unzipped(filled_parts(with_texts(draw, "{{ region }}"), tmp_path).write())
    sheets = [content.decode() for name, content in found.items() if name.startswith("xl/worksheets/sheet")]
    notes = [content.decode() for name, content in found.items() if name.startswith("xl/comments")]
    assert [re.findall("&amp;C(.)</oddHeader>", text) for text in sheets] == [["A"], ["B"]]
    assert sorted(letter for text in notes for letter in re.findall("of (.)<", text)) == ["A", "B"]


def test_a_list_takes_the_labels_of_an_axis(tmp_path: Path) -> None:
    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.data_validation("D1", {"validate": "list", "source": ["{{ region }}", "other"]})

    assert '<formula1>"A,B,other"</formula1>' in without_entities(filled_parts(with_texts(draw), tmp_path).text(SHEET))


def test_what_differs_by_row_or_means_nothing_is_told_with_its_place(tmp_path: Path) -> None:
    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_comment("D1", "{{ unheard }}")
        sheet.write_comment("E1", "{{ region | down }}")

    where = "t.xlsx, sheet 'List', cell"
    known = "there are region, year, grp, nation"
    unheard = f"nothing is named unheard; {known}; if the data call it otherwise: names = unheard = …"
    assert mistakes(with_texts(draw), tmp_path) == [
        f"{where} D1: in a note: {unheard}",
        f"{where} E1: in a note: an axis is repeated in cells only; found {{{{ region | down }}}}",
    ]

    def row_by_row(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_comment("A2", "of {{ region }}")

    told = "{{ region }} has 2 values, of which a text outside of cells takes one"
    assert mistakes(with_texts(row_by_row), tmp_path) == [f"{where} A2: in a note: {told}"]
    with pytest.raises(UserErrors, match="takes one"):
        filled_parts(with_texts(row_by_row), tmp_path)


@pytest.mark.parametrize(("draw", "most"), [(header, 255), (prompt, 255), (tip, 255)])
def test_a_text_longer_than_its_place_holds_is_told(draw: Draw, most: int, tmp_path: Path) -> None:
    assert any(f"characters; {most} at most" in line for line in mistakes(with_texts(draw), tmp_path, title="😀" * 128))


def test_what_is_nowhere_filled_is_told(tmp_path: Path) -> None:
    def draw(book: xlsxwriter.Workbook, _: Worksheet) -> None:
        book.define_name("Title", '="{{ title }}"')

    assert mistakes(with_texts(draw), tmp_path, title="T")[0] == (
        "t.xlsx: {{ title }} is in a formula, where nothing is filled; put it in a cell"
    )


def test_a_second_filling_of_a_template_has_its_own_texts(tmp_path: Path) -> None:
    read = read_template(with_texts(shape), Place("t.xlsx"))
    data = tmp_path / "data.csv"
    data.write_text(DATA)
    for title in ("one", "two"):
        found = Parts(fill(read, load_source(read, [data], {"title": title})).write())
        assert f"of {title}<" in found.text("xl/drawings/drawing1.xml")
