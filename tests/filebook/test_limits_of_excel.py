"""What Excel would repair away, refused with its place: too many links, too long texts and headings."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet

from addin.errors import Place, UserError, UserErrors
from addin.filebook.template import read_template
from addin.fill import check_workbook, fill, load_source


def workbook_of(draw: Callable[[xlsxwriter.Workbook, Worksheet], None]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        draw(book, book.add_worksheet("Sheet1"))
    return content.getvalue()


def told(template: bytes, tmp_path: Path, data: str, **given: str) -> list[str]:
    """What filling tells, which is what checking does."""
    file = tmp_path / "data.csv"
    file.write_text(data, encoding="utf-8")
    read = read_template(template, Place("t.xlsx"))
    with pytest.raises((UserError, UserErrors)) as caught:
        fill(read, load_source(read, [file], given))
    checked = check_workbook(template, Place("t.xlsx"), [file], given).mistakes
    assert [str(mistake) for mistake in checked] == str(caught.value).split("\n")
    return [str(mistake) for mistake in checked]


@pytest.mark.parametrize("count", [16_384, 20_000])
def test_a_text_is_as_long_as_excel_counts_it(count: int, tmp_path: Path) -> None:
    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["{{ region | down }}", "{{ grp }}"])

    found = told(workbook_of(draw), tmp_path, f"region,year,grp\n{'😀' * count},2012,1\n")
    assert found == [f"t.xlsx, sheet 'Sheet1', cell A1: a text of {2 * count} characters; a cell holds 32767"]


def test_a_heading_of_a_table_is_no_longer_than_excel_lets_it_be(tmp_path: Path) -> None:
    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.add_table("A1:B2", {"columns": [{"header": "{{ title }}"}, {"header": "b"}]})

    (line,) = told(workbook_of(draw), tmp_path, "region,year,grp\nA,2012,1\n", title="x" * 256)
    assert line.startswith("t.xlsx, sheet 'Sheet1', cell A1: the table's heading xxx")
    assert line.endswith("has 256 characters; 255 at most")


def test_a_sheet_has_no_more_links_than_excel_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("addin.filebook.sheet_limits.MOST_LINKS", 2)

    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "{{ region | down }}")
        sheet.write_url(0, 1, "https://example.org", string="go")

    (tmp_path / "two.csv").write_text("region,year,grp\nA,2012,1\nB,2012,1\n", encoding="utf-8")
    assert not check_workbook(workbook_of(draw), Place("t.xlsx"), [tmp_path / "two.csv"], {}).mistakes
    assert told(workbook_of(draw), tmp_path, "region,year,grp\nA,2012,1\nB,2012,1\nC,2012,1\n") == [
        "t.xlsx, sheet 'Sheet1', cell B1: 3 links after filling; a sheet has 2: put =HYPERLINK() into the cell instead"
    ]


def test_page_breaks_of_a_repeated_row_are_as_many_as_excel_takes() -> None:
    """Excel repairs a sheet with more than 1 026 breaks; then only the first copy keeps its own."""

    def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["{{ region | down(rows=2) }}", "{{ grp }}"])
        sheet.write(1, 0, "rank")
        sheet.set_h_pagebreaks([1])

    def breaks(regions: int, tmp_path: Path) -> int:
        rows = "".join(f"R{number},2012,{number}\n" for number in range(regions))
        read = read_template(workbook_of(draw), Place("t.xlsx"))
        file = tmp_path / "data.csv"
        file.write_text(f"region,year,grp\n{rows}")
        filled = fill(read, load_source(read, [file], {}))
        return len(load_workbook(BytesIO(filled.write())).worksheets[0].row_breaks)

    with TemporaryDirectory() as folder:
        assert [breaks(regions, Path(folder)) for regions in (3, 1026, 1027)] == [3, 1026, 1]
