"""Cells whose text has formats of its own: what is around an expression keeps its format."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.package.corpus.parts import Parts
from tests.package.lint import faults
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of, table

Piece: TypeAlias = tuple[str, str]

FORMATS = {"b": {"bold": True}, "i": {"italic": True}, "u": {"underline": 1}, "r": {"font_color": "red"}}
STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"


def with_pieces(cells: dict[str, Sequence[Piece] | str], change: Callable[[Worksheet], None] | None = None) -> bytes:
    """A template with these texts, in pieces that each begin with the letter of a format, or a blank."""
    target = BytesIO()
    with Workbook(target) as workbook:
        formats = {letter: workbook.add_format(told) for letter, told in FORMATS.items()}
        sheet = workbook.add_worksheet("Sheet1")
        for address, pieces in cells.items():
            if isinstance(pieces, str):
                sheet.write(address, pieces)
            else:
                parts = [part for form, text in pieces for part in (formats.get(form), text) if part is not None]
                assert sheet.write_rich_string(address, *parts) == 0
        if change:
            change(sheet)
    return target.getvalue()


def pieces_of(content: bytes, address: str) -> list[Piece] | object:
    """The text of a cell in pieces with the letters of their formats; its value where it has no formats."""
    value = load_workbook(BytesIO(content), rich_text=True).worksheets[0][address].value
    return [_piece(each) for each in value] if isinstance(value, CellRichText) else value


def _piece(part: object) -> Piece:
    if not isinstance(part, TextBlock):
        return " ", str(part)
    font = part.font
    letter = (
        "b" if font.b else "i" if font.i else "u" if font.u else "r" if font.color and font.color.type == "rgb" else " "
    )
    return letter, part.text


def filled_pieces(cells: dict[str, Sequence[Piece] | str], **settings: Any) -> bytes:
    return fill_bytes(with_pieces(cells), source_of(settings=settings))


def test_text_around_an_expression_keeps_its_format_in_each_row() -> None:
    content = filled_pieces({"A2": [("b", "Region "), (" ", "{{ region | down }}"), ("i", ", 2012")], "B2": "{{ rd }}"})
    assert pieces_of(content, "A2") == [("b", "Region "), (" ", "Akmola"), ("i", ", 2012")]
    assert pieces_of(content, "A5") == [("b", "Region "), (" ", "Atyrau"), ("i", ", 2012")]


def test_several_expressions_have_the_formats_of_their_runs() -> None:
    content = filled_pieces({"A1": [("b", "{{ title }}"), (" ", " in "), ("u", "{{ year }}"), ("r", "!")]})
    assert pieces_of(content, "A1") == [("b", "GRP & growth"), (" ", " in "), ("u", "2012"), ("r", "!")]


def test_an_expression_over_several_runs_has_the_format_in_which_it_begins() -> None:
    content = filled_pieces({"A1": [("b", "On {"), ("i", "{ ti"), ("u", "tle }"), ("r", "} and so on")]})
    assert pieces_of(content, "A1") == [("b", "On GRP & growth"), ("r", " and so on")]


def test_a_run_that_ends_within_plain_text_ends_there() -> None:
    content = filled_pieces({"A1": [("b", "a"), (" ", "b"), ("i", "c {{ year }} d"), ("u", "e")]})
    assert pieces_of(content, "A1") == [("b", "a"), (" ", "b"), ("i", "c 2012 d"), ("u", "e")]


def test_an_expression_alone_in_its_cell_stays_a_number() -> None:
    content = filled_pieces({"A1": "{{ region | down }}", "B1": [("b", "{{ r"), (" ", "d }}")]})
    assert [pieces_of(content, f"B{row}") for row in (1, 2)] == [5, 2]


def test_a_text_alone_in_its_cell_has_the_format_in_which_its_expression_begins() -> None:
    content = filled_pieces({"A1": [("b", "{{ region"), (" ", " | down }}")]})
    assert [pieces_of(content, f"A{row}") for row in (1, 4)] == [[("b", "Akmola")], [("b", "Atyrau")]]


def test_headings_to_the_right_keep_their_formats() -> None:
    content = filled_pieces(
        {"A1": "x", "B1": [("i", "year "), ("b", "{{ year | right }}")], "A2": "{{ region | down }}"}
    )
    assert [pieces_of(content, f"{column}1") for column in "BCD"] == [
        [("i", "year "), ("b", year)] for year in ("2008", "2010", "2012")
    ]


def test_a_missing_value_leaves_the_text_around_it_and_an_error_takes_its_place() -> None:
    cells = {"A1": "{{ region | down }}", "B1": [("b", "in 2010: "), (" ", "{{ grp.at(2010) }}")]}
    content = filled_pieces({**cells, "C1": [("b", "each "), ("i", "{{ grp / (rd - 5) }}")]})
    assert pieces_of(content, "B3") == [("b", "in 2010: ")]
    assert [pieces_of(content, f"C{row}") for row in (1, 4)] == ["#DIV/0!", [("b", "each "), ("i", "-10")]]


def test_blanks_and_line_breaks_at_the_ends_of_runs_stay() -> None:
    content = filled_pieces({"A1": [("b", " a\n"), (" ", "\n{{ year }} "), ("i", "  "), ("u", "\tb ")]})
    assert pieces_of(content, "A1") == [("b", " a\n"), (" ", "\n2012 "), ("i", "  "), ("u", "\tb ")]


def test_rows_beyond_those_held_at_once_keep_their_formats() -> None:
    places = table({"place": [f"place {number}" for number in range(2100)]}, {"size": [1.0] * 2100})
    template = with_pieces({"A1": [("b", "{{ place | down }}: "), (" ", "{{ size }}")]})
    content = fill_bytes(template, Source(dataset([places]), {}))
    assert pieces_of(content, "A2100") == [("b", "place 2099: "), (" ", "1")]


def test_headings_of_a_table_keep_their_formats_and_name_its_columns() -> None:
    def listed(sheet: Worksheet) -> None:
        sheet.add_table("A1:B2", {"columns": [{"header": "Region"}, {"header": "GRP in {{ year }}"}], "name": "List"})

    template = Parts(with_pieces({"A2": "{{ region | down }}", "B2": "{{ grp }}"}, listed))
    assert template.content[STRINGS].count(b"<t>GRP in {{ year }}</t>") == 1
    template.replace(
        STRINGS, "<t>GRP in {{ year }}</t>", "<r><t>GRP</t></r><r><rPr><b/></rPr><t> in {{ year }}</t></r>"
    )
    content = fill_bytes(template.write(), source_of())
    assert pieces_of(content, "B1") == [(" ", "GRP"), ("b", " in 2012")]
    assert faults(content) == []


def test_readings_of_a_text_that_has_changed_are_left_out() -> None:
    template = Parts(with_pieces({"A1": [("b", "{{ title }}"), (" ", "!")]}))
    template.replace(STRINGS, "</si>", '<rPh sb="0" eb="1"><t>reading</t></rPh><phoneticPr fontId="1"/></si>')
    content = fill_bytes(template.write(), source_of())
    assert pieces_of(content, "A1") == [("b", "GRP & growth"), (" ", "!")]
    assert b"reading" not in Parts(content).content[SHEET]


def test_an_expression_split_within_a_text_in_the_cell_itself_is_found() -> None:
    inline = "<is><r><rPr><b/></rPr><t>{</t></r><r><rPr><i/></rPr><t>{ title }}</t></r><r><t>!</t></r></is>"
    template = Parts(with_pieces({"A1": "text"}))
    old = re.search(r'<c r="A1" t="s"><v>\d+</v></c>', template.content[SHEET].decode())
    assert old
    template.replace(SHEET, old[0], f'<c r="A1" t="inlineStr">{inline}</c>')
    assert pieces_of(fill_bytes(template.write(), source_of()), "A1") == [("b", "GRP & growth"), (" ", "!")]


def test_strings_whose_namespace_has_a_prefix_keep_their_formats() -> None:
    template = Parts(with_pieces({"A1": [("b", "{{ title }}"), (" ", "!")]}))
    text = re.sub(r"<(/?)(\w)", r"<\1x:\2", template.content[STRINGS].decode().partition("?>")[2])
    template.content[STRINGS] = text.replace("xmlns=", "xmlns:x=").encode()
    assert pieces_of(fill_bytes(template.write(), source_of()), "A1") == [("b", "GRP & growth"), (" ", "!")]


@pytest.mark.validator
def test_microsofts_validator_finds_nothing_in_formatted_texts(validate: Any, tmp_path: Path) -> None:
    pieces = [("b", "Region "), ("i", "{{ region | down }}"), ("r", " & so")]
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled_pieces({"A2": pieces, "B1": [("u", "a "), ("b", "{{ title }}")]}))
    assert validate(path) == []
