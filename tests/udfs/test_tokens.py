"""The one grammar of formulas: nothing is lost, and each piece is known for what it is."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from tests.package.corpus import FEATURES, feature_workbook
from udfs.formulas.tokens import (
    Qualifier,
    TokenKind,
    called,
    escaped,
    is_span,
    items,
    qualifier,
    quoted,
    tokens,
    unescaped,
    with_items,
    written,
)

PIECES = st.sampled_from(
    [
        *('"a""b"', '"', "'", "''", "'5\"\" pipe'!", "Sheet・1!", "Лист№1!", "[1]Data!", "[2]!", "'[1]a b:c'!", "S:T!"),
        *(
            "!",
            "A1",
            "$B$2:C9",
            "A:B",
            "$1:3",
            "XFE1",
            "A1048577",
            "R1C1",
            "LOG10",
            "#REF!",
            "#N/A",
            "#",
            "@",
            "1.5E-3",
        ),
        *(".5", "Output[[#This Row],[a'[b]]", "T[]", "[", "]", "[@x]", "_xlfn.ANCHORARRAY(", "(", ")", "{1,2;3}", "{"),
        *(" ", "\n", "name.x", "\\n?", "TRUE", "+", "<>", ",", ";", ":", "%", "é", "\u00a0", "😀", "\0", "~", "`"),
    ]
)
FORMULAS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)


@given(FORMULAS)
@example("'[")
def test_no_letter_of_any_text_is_lost(text: str) -> None:
    found = list(tokens(text))
    assert written(found) == text
    assert all(text.startswith(token.source, token.start) for token in found)


@given(FORMULAS, st.integers(0, 12))
def test_a_formula_read_from_further_on_is_the_rest_of_it(text: str, start: int) -> None:
    assert written(tokens(text, start)) == text[start:]


@pytest.mark.parametrize("name", FEATURES)
def test_nothing_in_the_formulas_of_workbooks_is_lost_or_unknown(name: str) -> None:
    with ZipFile(BytesIO(feature_workbook(name))) as file:
        parts = [file.read(part) for part in file.namelist() if part.endswith(".xml")]
    for part in parts:
        for element in etree.fromstring(part).iter("{*}f", "{*}formula", "{*}formula1", "{*}definedName"):
            found = list(tokens(element.text or ""))
            assert written(found) == (element.text or "")
            assert TokenKind.UNKNOWN not in {token.kind for token in found}


@pytest.mark.parametrize(
    "piece", ["'", '"', "[", "'x'[", "''x", "[a'b", "a:b", "A1:", "a (", "a ", "#", "[x[", "1E", "$", "!", ".", "1."]
)
@pytest.mark.parametrize("before", ["", "[", "'", '"'])
def test_a_long_text_takes_no_longer_than_its_length_asks_for(piece: str, before: str) -> None:
    """Were a repetition in the pattern to be tried anew from each sign, this would take hours."""
    text = before + piece * 100_000
    assert written(tokens(text)) == text


def kinds(text: str) -> list[tuple[str, str, str]]:
    return [(token.kind.name, token.prefix, token.text) for token in tokens(text) if token.kind is not TokenKind.SIGN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1", [("REFERENCE", "", "A1")]),
        ("$B$2:C9", [("REFERENCE", "", "$B$2:C9")]),
        ("A:B", [("REFERENCE", "", "A:B")]),
        ("$1:3", [("REFERENCE", "", "$1:3")]),
        ("XFD1048576", [("REFERENCE", "", "XFD1048576")]),
        ("XFE1", [("NAME", "", "XFE1")]),
        ("A1048577", [("NAME", "", "A1048577")]),
        ("R1C1", [("NAME", "", "R1C1")]),
        ("R1", [("REFERENCE", "", "R1")]),
        ("A1.5", [("NAME", "", "A1.5")]),
        ("Sheet・1!B2", [("REFERENCE", "Sheet・1!", "B2")]),
        ("Лист№1!$B$1:$B$2", [("REFERENCE", "Лист№1!", "$B$1:$B$2")]),
        ("'5\" pipe'!B2", [("REFERENCE", "'5\" pipe'!", "B2")]),
        ("'it''s'!B2", [("REFERENCE", "'it''s'!", "B2")]),
        ("[1]Data!A1", [("REFERENCE", "[1]Data!", "A1")]),
        ("[1]!rate", [("NAME", "[1]!", "rate")]),
        ("North:South!A1", [("REFERENCE", "North:South!", "A1")]),
        ("!A1", [("REFERENCE", "!", "A1")]),
        ("S!#REF!", [("ERROR", "S!", "#REF!")]),
        ("#REF!$A$1", [("ERROR", "", "#REF!$A$1")]),
        ("#DIV/0!", [("ERROR", "", "#DIV/0!")]),
        ("A1#", [("REFERENCE", "", "A1")]),
        ("LOG10(2)", [("FUNCTION", "", "LOG10"), ("NUMBER", "", "2")]),
        ("LOG10 (2)", [("FUNCTION", "", "LOG10"), ("BLANK", "", " "), ("NUMBER", "", "2")]),
        ("A1 (B2)", [("REFERENCE", "", "A1"), ("BLANK", "", " "), ("REFERENCE", "", "B2")]),
        ("B1:B3 A2:C2", [("REFERENCE", "", "B1:B3"), ("BLANK", "", " "), ("REFERENCE", "", "A2:C2")]),
        ("_xlfn._xlws.FILTER(A:A)", [("FUNCTION", "", "_xlfn._xlws.FILTER"), ("REFERENCE", "", "A:A")]),
        ("growthpole.xlam!HHI(A1)", [("FUNCTION", "growthpole.xlam!", "HHI"), ("REFERENCE", "", "A1")]),
        ("T[[#This Row],[a'[1']]:[b]]", [("STRUCTURED", "", "T[[#This Row],[a'[1']]:[b]]")]),
        ("[@GRP]", [("STRUCTURED", "", "[@GRP]")]),
        ("1.5E-3", [("NUMBER", "", "1.5E-3")]),
        ('"a""b!A1"', [("TEXT", "", '"a""b!A1"')]),
        ("\\rate.2?", [("NAME", "", "\\rate.2?")]),
        ("TRUE", [("NAME", "", "TRUE")]),
        ("1.2.3", [("UNKNOWN", "", "1.2.3")]),
        ("'A1", [("UNKNOWN", "", "'A1")]),
    ],
)
def test_each_piece_is_known(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("prefix", "book", "sheets"),
    [
        ("S!", "", ("S",)),
        ("'it''s'!", "", ("it's",)),
        ("'North 1:South'!", "", ("North 1", "South")),
        ("[1]Data!", "[1]", ("Data",)),
        ("[1]!", "[1]", ()),
        ("!", "", ()),
        (r"'C:\prices\[2012.xlsx]Data'!", r"C:\prices\[2012.xlsx]", ("Data",)),
    ],
)
def test_a_prefix_names_a_workbook_and_sheets(prefix: str, book: str, sheets: tuple[str, ...]) -> None:
    assert qualifier(prefix) == Qualifier(book, sheets)


@given(st.text(st.characters(exclude_characters="[]:*?/\\", exclude_categories=("Cs",)), min_size=1, max_size=31))
def test_a_sheet_of_any_name_is_found_again(name: str) -> None:
    (token,) = tokens(f"{quoted(name)}!$B$2")
    assert (token.kind, qualifier(token.prefix)) == (TokenKind.REFERENCE, Qualifier("", (name,)))


def test_the_name_of_a_sheet_is_quoted_with_its_apostrophes_doubled() -> None:
    assert quoted("Ivan's sheet") == "'Ivan''s sheet'"


@given(st.text(min_size=1, max_size=20))
def test_a_column_of_any_name_is_found_again(name: str) -> None:
    (token,) = tokens(f"Output[[#This Row],[{escaped(name)}]]")
    assert list(map(unescaped, items(token.text.removeprefix("Output")))) == ["#This Row", name]


def test_the_brackets_of_columns_are_written_anew() -> None:
    assert with_items("[[#This Row],[2021]:[2023]]", ["[#All]", "[a]", "[b]"]) == "[[#All],[a]:[b]]"
    assert is_span("[[2021] : [2023]]")
    assert not is_span("[[#This Row],[a']:'[b]]")


def test_functions_that_are_called_are_told_from_names_texts_and_sheets() -> None:
    formula = "_xlfn.CONCAT(\"SUM(A1)\",'MAX(1)'!A1,average (B1),sum)+T[MIN(x)]"
    assert called(formula) == {"CONCAT", "AVERAGE"}
