"""A sheet named `{{ region }}` becomes one sheet for each region, with all that is on it."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.worksheet import Worksheet

from addin.errors import Place, UserError, UserErrors
from addin.filebook.template import read_template
from addin.fill import check, fill, load_source
from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.package.corpus import feature_workbook, suffix_of
from tests.package.lint import faults
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of, table

CELLS = {
    "A1": "{{ region }}",
    "B1": "of {{ nation.grp }}",
    "A2": "{{ year | down }}",
    "B2": "{{ grp }}",
    "C2": "=B2/B$3",
    "A3": "Sum",
    "B3": "=SUM(B2:B2)",
}


def everything(sheet: Worksheet) -> None:
    """A chart, a print area, a comment and a table."""
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=2), titles_from_data=False)
    sheet.add_chart(chart, "F1")
    sheet.print_area = "A1:C3"
    sheet["A1"].comment = Comment("the region", "office")
    sheet["E5"], sheet["E6"] = "Note", "x"
    sheet.add_table(ExcelTable(displayName="Notes", ref="E5:E6"))


def test_each_region_has_a_sheet_with_its_own_figures() -> None:
    book = load_workbook(BytesIO(fill_bytes(draw(CELLS, "{{ region }}"), source_of())))
    assert book.sheetnames == ["Akmola", "Aktobe", "Almaty", "Atyrau"]
    rows = [list(row) for row in book["Almaty"].iter_rows(values_only=True)]
    assert rows == [
        ["Almaty", "of 120", None],
        [2008, 20, "=B2/B$5"],
        [2010, None, "=B3/B$5"],
        [2012, 60, "=B4/B$5"],
        ["Sum", "=SUM(B2:B4)", None],
    ]


def test_what_is_on_a_copy_points_at_the_copy() -> None:
    content = fill_bytes(draw(CELLS, "{{ region }}", everything), source_of())
    assert faults(content) == []
    with ZipFile(BytesIO(content)) as archive:
        charts = [archive.read(name).decode() for name in sorted(archive.namelist()) if "charts/chart" in name]
    shown = {match for chart in charts for match in re.findall(r"f>(?:'?)(\w+)'?!\$B\$2:\$B\$4<", chart)}
    assert shown == {"Akmola", "Aktobe", "Almaty", "Atyrau"}
    book = load_workbook(BytesIO(content))
    assert [sheet.print_area for sheet in book] == [f"'{name}'!$A$1:$C$5" for name in book.sheetnames]
    assert [list(sheet.tables) for sheet in book] == [["Notes"], ["Notes_2"], ["Notes_3"], ["Notes_4"]]
    assert all(sheet["A1"].comment.text == "the region" for sheet in book)


def test_a_sheet_may_be_named_by_a_setting() -> None:
    book = load_workbook(
        BytesIO(fill_bytes(draw({"A1": "x"}, "{{ title }} {{ year }}"), source_of(settings={"year": 2012.0})))
    )
    assert book.sheetnames == ["GRP & growth 2012"]


def test_labels_become_names_that_excel_takes() -> None:
    source = source_of(settings={"title": "GRP: north/south?"})
    assert load_workbook(BytesIO(fill_bytes(draw({"A1": "x"}, "{{ title }}"), source))).sheetnames == [
        "GRP_ north_south_"
    ]


def test_labels_that_make_one_name_are_numbered_as_excel_numbers_copies() -> None:
    long = "Region whose name is longer than sheets' names"
    names = [f"{long} 1", f"{long} 2", "Fen", "data", "fen", "a/b"]
    data = table({"region": names}, {"grp": [float(place) for place in range(len(names))]})

    def more(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("Data")["A1"] = "{{ grp | sum }}"

    content = fill_bytes(draw({"A1": "{{ grp }}"}, "{{ region }}", more), Source(dataset([data]), {}))
    book = load_workbook(BytesIO(content))
    cut = "Region whose name is longer tha"
    assert book.sheetnames == [cut, f"{cut[:27]} (2)", "Fen", "data (2)", "fen (2)", "a_b", "Data"]
    assert [sheet["A1"].value for sheet in book] == [0, 1, 2, 3, 4, 5, 15]


def test_a_block_of_regions_on_a_regions_own_sheet_has_each_ones_figures() -> None:
    cells = {"A1": "{{ region }}", "A2": "{{ region | down }}", "B2": "{{ grp }}"}
    book = load_workbook(BytesIO(fill_bytes(draw(cells, "{{ region }}"), source_of())))
    for name in ("Akmola", "Atyrau"):
        rows = [list(row) for row in book[name].iter_rows(values_only=True)]
        assert rows == [[name, None], ["Akmola", 30], ["Aktobe", 20], ["Almaty", 60], ["Atyrau", 10]]


def test_a_formula_that_looks_at_a_sheet_of_which_there_are_several_is_a_mistake() -> None:
    def another(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("Summary")["B2"] = "='{{ region }}'!B2"

    template = read_template(draw(CELLS, "{{ region }}", another), Place("t.xlsx"))
    expected = "='{{ region }}'!B2 looks at the sheet {{ region }}, of which there are several"
    assert [str(mistake) for mistake in check(template, source_of())] == [
        f"t.xlsx, sheet 'Summary', cell B2: {expected}"
    ]
    with pytest.raises(UserErrors):
        fill(template, source_of())


COPIED = (
    "plain",
    "charts",
    "notes",
    "threaded comments",
    "form controls",
    "tables",
    "shapes",
    "pictures",
)
REGIONS = ("Akmola", "Aktobe", "Almaty")
REFUSED = {
    "table slicers": "the sheet can't be repeated: it holds a slicer",
    "pivot slicers": "looks at the sheet {{ region }}, of which there are several",
    "pivot tables": "looks at the sheet {{ region }}, of which there are several",
}


def renamed(name: str) -> bytes:
    """A workbook of the corpus whose sheet of regions is named by an expression."""
    source = BytesIO(feature_workbook(name))
    target = BytesIO()
    with ZipFile(source) as archive, ZipFile(target, "w") as copy:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                content = content.replace(b'name="Regions"', b'name="{{ region }}"')
                content = re.sub(rb"'?(?<![\w])Regions'?!", b"'{{ region }}'!", content)
                content = content.replace(b'sheet="Regions"', b'sheet="{{ region }}"')
            copy.writestr(entry, content)
    return target.getvalue()


@pytest.mark.parametrize("name", COPIED)
def test_what_a_sheet_holds_is_copied_soundly(name: str, validate: Any, tmp_path: Path) -> None:
    content = renamed(name)
    template = read_template(content, Place(name))
    filled = fill(template, load_source(template)).write()
    assert set(faults(filled)) <= set(faults(content))
    path = tmp_path / f"filled{suffix_of(name)}"
    path.write_bytes(filled)
    assert validate(path) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_copied_is_refused(name: str) -> None:
    template = read_template(renamed(name), Place(name))
    source = load_source(template)
    told = REFUSED[name]
    assert [told in str(mistake) for mistake in check(template, source)] == [True]
    with pytest.raises((UserError, UserErrors), match=re.escape(told)):
        fill(template, source)


ON_OTHERS = {
    "link": '<hyperlinks><hyperlink ref="B2" location="\'{{ region }}\'!A1"/></hyperlinks>',
    "format": '<conditionalFormatting sqref="B2"><cfRule type="expression" priority="1">'
    "<formula>'{{ region }}'!$A$1&gt;0</formula></cfRule></conditionalFormatting>",
    "scale": '<conditionalFormatting sqref="B2"><cfRule type="dataBar" priority="1"><dataBar><cfvo type="min"/>'
    '<cfvo type="formula" val="\'{{ region }}\'!$A$1"/><color rgb="FF638EC6"/></dataBar></cfRule>'
    "</conditionalFormatting>",
    "validation": '<dataValidations count="1"><dataValidation type="list" sqref="B2"><formula1>'
    "'{{ region }}'!$A$1:$A$2</formula1></dataValidation></dataValidations>",
    "named list": '<dataValidations count="1"><dataValidation type="list" sqref="B2"><formula1>listed</formula1>'
    "</dataValidation></dataValidations>",
    "sparkline": '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroups><x14:sparklineGroup>'
    "<x14:sparklines><x14:sparkline><xm:f>'{{ region }}'!A1:A2</xm:f><xm:sqref>B2</xm:sqref></x14:sparkline>"
    "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>",
}


@pytest.mark.parametrize("what", ON_OTHERS)
@pytest.mark.parametrize("regions", [1, 3])
def test_what_on_another_sheet_would_lead_to_one_of_several_is_refused(what: str, regions: int) -> None:
    content = with_in_first_sheet(two_sheets(), ON_OTHERS[what])
    data = dataset([table({"region": list(REGIONS[:regions])}, {"grp": [1.0] * regions})])
    mistakes = [str(mistake) for mistake in check(read_template(content, Place("t.xlsx")), Source(data, {}))]
    told = [mistake.startswith("t.xlsx, sheet 'List', cell B2: ") for mistake in mistakes]
    assert told == ([True] if regions > 1 else [])
    assert all(mistake.endswith("looks at the sheet {{ region }}, of which there are several") for mistake in mistakes)


def two_sheets() -> bytes:
    """A list of regions, and a sheet for each with a name for its cells."""
    book = Workbook()
    book.active.title = "List"
    book.active["A2"] = "{{ region | down }}"
    book.create_sheet("{{ region }}")["A1"] = "{{ grp }}"
    book.defined_names["listed"] = DefinedName("listed", attr_text="'{{ region }}'!$A$1:$A$2")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def with_in_first_sheet(content: bytes, put: str) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(target, "w") as copy:
        for entry in archive.infolist():
            part = archive.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                before, after = part.split(b"<pageMargins", 1)
                margins = b"<pageMargins" + after.removesuffix(b"</worksheet>")
                part = before + (margins + put.encode() if put.startswith("<ext") else put.encode() + margins)
                part += b"</worksheet>"
            copy.writestr(entry, part)
    return target.getvalue()


def test_each_of_the_sheets_has_its_own_figures_whatever_sign_is_in_its_name() -> None:
    labels = ['5" pipe', "Ivan's", "Sheet・1"]
    cells = {
        "A1": "{{ region }}",
        "B1": "{{ output }}",
        "B2": "{{ exports }}",
        "C1": "='{{ region }}'!B2/'{{ region }}'!B1*100",
    }
    data = dataset([table({"region": labels}, {"output": [100.0, 200.0, 400.0], "exports": [10.0, 100.0, 300.0]})])
    content = fill_bytes(draw(cells, "{{ region }}"), Source(data, {}))
    book = load_workbook(BytesIO(content), data_only=True)
    assert [sheet["C1"].value for sheet in book] == [10, 50, 75]
