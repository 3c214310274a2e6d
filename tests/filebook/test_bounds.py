"""Hostile templates and hostile data: bounded work, one line of mistake, and data that stay data."""

from io import BytesIO
from time import monotonic
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.errors import UserError, UserErrors
from addin.filebook.template import read_template
from addin.fill import check
from addin.tables.dataset import dataset
from addin.template import bounds
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of, table

DOWN = "{{ region | down }}"


def long_source(count: int) -> Source:
    """A list of so many regions."""
    names = [f"Region {number:06d}" for number in range(count)]
    return Source(dataset([table({"region": names}, {"grp": [float(number) for number in range(count)]})]), {})


def refusal(cells: dict[str, object], source: Source | None = None) -> list[str]:
    """What a filling is refused for."""
    with pytest.raises((UserError, UserErrors)) as raised:
        fill_bytes(draw(cells), source or source_of())
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ title.__init__.__globals__ }}",
        "{{ self }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler() }}",
        "{{ grp | attr('__class__') }}",
        "{{ range(1000000000) }}",
        "{% import 'os' as os %}{{ os }}",
        "{% include '/etc/passwd' %}{{ title }}",
        "{% for i in grp %}{{ i }}{% endfor %}",
        "{% set x = 1 %}{{ x }}",
        "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
        "{{ " + "-" * 3000 + "1 }}",
        "{{ " + "not " * 1000 + "1 }}",
        "{{ " + "[" * 2000 + "1" + "]" * 2000 + " }}",
        "{{ 1" + " + 1" * 1500 + " }}",
    ],
)
def test_what_is_not_the_language_is_refused_in_one_line_and_at_once(text: str) -> None:
    start = monotonic()
    with pytest.raises((UserError, UserErrors)) as raised:
        fill_bytes(draw({"A1": text}), source_of())
    mistakes = raised.value.mistakes if isinstance(raised.value, UserErrors) else (raised.value,)
    assert all("\n" not in str(mistake) and mistake.place.cell == "A1" for mistake in mistakes)
    assert monotonic() - start < 5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ 9 ** 9 ** 9 ** 9 }}", "#NUM!"),
        ("{{ 'a' * 10**9 }}", "#VALUE!"),
        ("{{ 1e300 | round(2) }}", 1e300),
        ("{{ 2.5 | round(10**9) }}", 2.5),
        ("{{ 2.5 | round(-10**9) }}", 0),
        ("{{ 2.5 | round('x') }}", "#N/A"),
        ("{{ 2.5 | round(1 / 0) }}", "#DIV/0!"),
        ("{{ 2.5 | decimals(-1) }}", "3"),
        ("{{ 0.5 | decimals(10**9) }}", "0." + "5" + "0" * 29),
    ],
)
def test_huge_numbers_are_values_of_cells(filled: Any, text: str, value: object) -> None:
    assert filled({"A1": text}) == [[value]]


def test_a_text_that_no_cell_holds_is_refused_where_it_is_made() -> None:
    cells = {"A1": DOWN, "B1": "{{ (grp | join) ~ region }}", "A2": "{{ region | join | upper }}"}
    assert refusal(cells, long_source(20_000)) == [
        "template.xlsx, sheet 'Sheet1', cell B1: a text of 128888 characters; a cell holds 32767",
        "template.xlsx, sheet 'Sheet1', cell A2: a text of 299998 characters; a cell holds 32767",
    ]


def test_more_text_than_a_filling_may_make_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CHARACTERS", 1000)
    assert "more than 1000 characters" in refusal({"A1": DOWN, "B1": "{{ region ~ region }}"}, long_source(100))[0]


def test_expressions_that_take_too_long_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "SECONDS", 0.5)
    slow = "{{ " + " ~ ".join(["ELLISON_GLAESER(grp, grp, grp, grp)"] * 200) + " }}"
    start = monotonic()
    found = refusal({"A1": DOWN, **{f"B{row}": slow for row in range(2, 40)}}, long_source(20_000))
    assert [line.partition(": ")[2] for line in found] == ["the expressions take more than 0.5 seconds"]
    assert monotonic() - start < 20


def test_a_block_of_too_many_cells_is_refused_before_it_is_calculated() -> None:
    names = [f"R{number}" for number in range(10_000)]
    data = [table({"region": names}, {"grp": [1.0] * 10_000}), table({"year": list(range(10_000))}, {"x": names})]
    found = refusal({"B1": "{{ year | right }}", "A2": DOWN, "B2": "{{ grp }}"}, Source(dataset(data), {}))
    assert found == ["template.xlsx, sheet 'Sheet1': 100020000 cells with values on one sheet; 50000000 at most"]


def test_a_sheet_that_would_outgrow_excel_is_refused() -> None:
    data = [table({"quarter": list(range(16_380))}, {"x": [1.0] * 16_380})]
    cells = {"A1": "{{ quarter | right }}", "H1": "beyond"}
    assert refusal(cells, Source(dataset(data), {})) == [
        "template.xlsx, sheet 'Sheet1': 16387 columns after filling; a sheet has 16384"
    ]


def test_formats_may_be_pushed_off_the_sheet() -> None:
    """Programs that format whole sheets write their last row and their last column."""

    def format_ends(sheet: Worksheet) -> None:
        sheet.row_dimensions[1_048_576].height = 12.8
        for address in ("B1048575", "XFD2"):
            sheet[address].font = Font(bold=True)

    filled = fill_bytes(draw({"A1": "{{ year | right }}", "A2": DOWN, "A3": "end"}, change=format_ends), source_of())
    sheet = load_workbook(BytesIO(filled)).active
    assert isinstance(sheet, Worksheet)
    assert (sheet["A6"].value, sheet.max_row, sheet.max_column) == ("end", 6, 3)


def test_thousands_of_expressions_are_checked_quickly() -> None:
    cells: dict[str, object] = {f"B{row}": "{{ gpr + grp | sum }}" for row in range(1, 3001)}
    start = monotonic()
    assert len(check(read_template(draw(cells)), source_of())) == 3000
    assert monotonic() - start < 20


def test_data_become_neither_formulas_nor_hyperlinks_nor_formats() -> None:
    texts = [
        '=HYPERLINK("http://example.org")',
        "http://example.org",
        "+1",
        "@SUM(A1)",
        "<b>bold</b>",
        "{{ grp }}",
        "10%",
    ]
    data = table({"region": texts}, {"grp": [1.0] * len(texts)})
    content = fill_bytes(draw({"A1": DOWN, "B1": "{{ grp }}"}), Source(dataset([data]), {}))
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    column = [sheet.cell(row, 1) for row in range(1, len(texts) + 1)]
    assert [cell.value for cell in column] == texts
    assert all(cell.hyperlink is None and cell.number_format == "General" for cell in column)
    with ZipFile(BytesIO(content)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f" not in part
    assert "hyperlink" not in part
