"""The comparer notices everything that a careless writer loses, and nothing that filling may do."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from addin.package.package import read_package
from tests.package.comparer import compare
from tests.package.corpus import FEATURES, feature_workbook
from tests.package.corpus.parts import REGIONS, Parts
from tests.package.losses import losses_page, saved_by_openpyxl

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
REAL_WORKBOOKS = sorted(CORPUS.glob("*.xls[xm]"))


@pytest.mark.parametrize("name", FEATURES)
def test_a_workbook_written_unchanged_loses_nothing(name: str) -> None:
    data = feature_workbook(name)
    comparison = compare(data, read_package(data).write())
    assert comparison.lost == comparison.changed == comparison.added == ()
    assert len(comparison.identical) == len(read_package(data).names)


@pytest.mark.parametrize("name", FEATURES)
def test_parts_parsed_and_written_again_lose_nothing(name: str) -> None:
    package = read_package(feature_workbook(name))
    trees = {part: package.tree(part) for part in package.names if part.endswith((".xml", ".rels", ".vml"))}
    assert compare(feature_workbook(name), package.with_trees(trees).write()).lost == ()


@pytest.mark.filterwarnings("ignore:.*(extension is not supported|invalid specification)")
@pytest.mark.parametrize("name", FEATURES)
def test_every_workbook_of_the_corpus_can_be_opened_by_others(name: str) -> None:
    found = load_workbook(BytesIO(feature_workbook(name))).sheetnames[:3]
    assert found == ([] if name == "strict namespaces" else ["Regions", "data", "_settings"])


@pytest.mark.parametrize("name", FEATURES)
def test_a_plain_load_and_save_of_openpyxl_fails(name: str) -> None:
    assert compare(feature_workbook(name), saved_by_openpyxl(feature_workbook(name))).lost


def test_the_page_of_losses_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "openpyxl-losses.md"
    assert page.read_text(encoding="utf-8") == losses_page(), "run: python -m tests.package.losses"


@pytest.mark.skipif(not REAL_WORKBOOKS, reason="the real workbooks aren't here")
@pytest.mark.parametrize("path", REAL_WORKBOOKS, ids=lambda path: path.stem)
def test_a_real_workbook_comes_out_whole(path: Path) -> None:
    data = path.read_bytes()
    package = read_package(data)
    trees = {part: package.tree(part) for part in package.names if part.endswith((".xml", ".rels"))}
    comparison = compare(data, package.with_trees(trees).write())
    assert comparison.lost == comparison.added == ()


def changed(name: str, part: str, old: str, new: str) -> tuple[str, ...]:
    parts = Parts(feature_workbook(name))
    parts.replace(part, old, new, 1)
    return compare(feature_workbook(name), parts.write()).lost


@pytest.mark.parametrize(
    ("name", "part", "old", "new"),
    [
        ("plain", REGIONS, '<c r="B5" s="2"><f>SUM(B4:B4)</f>', '<c r="B8" s="2"><f>SUM(B4:B7)</f>'),
        ("plain", REGIONS, '<dimension ref="A1:E5"/>', '<dimension ref="A1:E8"/>'),
        ("conditional formats", REGIONS, 'sqref="B4"', 'sqref="B4:B7"'),
        ("conditional formats", REGIONS, "<xm:sqref>E4:E4<", "<xm:sqref>E4:E9<"),
        ("charts", "xl/charts/chart1.xml", "Regions!$B$4:$B$4", "Regions!$B$4:$B$6"),
        ("charts", "xl/drawings/drawing1.xml", "<xdr:row>1<", "<xdr:row>3<"),
        ("notes", "xl/drawings/vmlDrawing1.vml", "<x:Row>3<", "<x:Row>7<"),
        ("tables", "xl/tables/table1.xml", 'ref="A3:E5"', 'ref="A3:E9"'),
    ],
)
def test_what_filling_does_is_no_loss(name: str, part: str, old: str, new: str) -> None:
    assert changed(name, part, old, new) == ()


@pytest.mark.parametrize(
    ("name", "part", "old", "new"),
    [
        ("plain", REGIONS, "<f>RANK(B4,B$4:B$4)</f>", ""),
        ("plain", "xl/sharedStrings.xml", "<t>Total</t>", "<t>Totals</t>"),
        ("plain", "xl/styles.xml", "<b/>", ""),
        ("plain", "xl/workbook.xml", 'state="hidden" ', ""),
        ("rich text", "xl/sharedStrings.xml", "<b/>", ""),
        ("outline groups", REGIONS, 'ht="21" customHeight="1"', ""),
        ("conditional formats", REGIONS, '<cfvo type="percentile" val="50"/>', ""),
        ("conditional formats", REGIONS, '<x14:cfvo type="autoMin"/>', ""),
        ("charts", "xl/charts/chart1.xml", '<c:showVal val="1"/>', ""),
        ("notes", "xl/comments1.xml", "current prices", "prices"),
        ("notes", "xl/drawings/vmlDrawing1.vml", "<x:Visible/>", ""),
        ("macros", "[Content_Types].xml", "sheet.macroEnabled.main", "sheet.main"),
        ("hyperlinks", "xl/worksheets/_rels/sheet1.xml.rels", "www.example.org", "example.org"),
    ],
)
def test_what_filling_must_not_do_is_a_loss(name: str, part: str, old: str, new: str) -> None:
    assert changed(name, part, old, new) != ()
