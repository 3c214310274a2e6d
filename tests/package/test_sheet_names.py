"""Names of sheets as Excel takes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.package.sheet_names import check_sheet_name, safe_sheet_name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "blank"),
        ("  ", "blank"),
        ("a/b", "has a /"),
        ("[a]", r"has a \["),
        ("a" * 32, "longer than 31"),
        ("🏔" * 16, "longer than 31"),
        ("'a", "apostrophe at an end"),
        ("HISTORY", "keeps the sheet name"),
        ("ATYRAU", "two sheets called 'ATYRAU'"),
    ],
)
def test_names_that_excel_refuses_are_refused(name: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        check_sheet_name(name, ["Atyrau"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Atyrau", "Atyrau (2)"),
        ("Almaty city", "Almaty city"),
        ("Oil/gas: [share]", "Oil_gas_ _share_"),
        ("'quoted'", "quoted"),
        ("history", "history_"),
        ("", "_"),
        ("Восточно-Казахстанская область, 2008", "Восточно-Казахстанская область,"),
        ("🏔" * 20, "🏔" * 15),
    ],
)
def test_the_nearest_name_that_excel_takes(text: str, name: str) -> None:
    assert safe_sheet_name(text, ["atyrau"]) == name


@given(st.lists(st.text(max_size=40), max_size=12))
def test_safe_names_are_taken_and_differ(texts: list[str]) -> None:
    names: list[str] = []
    for text in texts:
        name = safe_sheet_name(text, names)
        check_sheet_name(name, names)
        names.append(name)
