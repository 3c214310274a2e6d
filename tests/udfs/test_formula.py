"""The text of formulas: what Excel would calculate, and what it would refuse."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from udfs.formulas.parser import FormulaSyntaxError, NotComputable, ReferenceNode, parse_formula
from udfs.numerics.cell_values import Cells, ExcelError

SHEET: dict[tuple[str | None, str], Cells] = {
    (None, "A1"): [[None]],
    (None, "B1:B3"): [[1], [2.0], ["#N/A"]],
    (None, "C1"): [[date(2012, 12, 31)]],
    ("My 'own' sheet", "$B$2:C3"): [[1.0, 2.0], [3.0, 4.0]],
}


def resolve(sheet: str | None, reference: str) -> Cells:
    return SHEET[sheet, reference]


def show(text: str) -> object:
    rows = parse_formula(text).evaluate(resolve)
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1+2*3^2", 19),
        ("=-2^2", 4),
        ("=2^3^2", 64),
        ("=2^-1", 0.5),
        ("=50%%", 0.005),
        ("=--TRUE", 1),
        ("= ( 1 + 2 ) \n * 3", 9),
        ("=1.5e3+.5", 1500.5),
        ('="a""b"&1/3&TRUE', 'a"b0.333333333333333TRUE'),
        ("=10^18&1", "10000000000000000001"),
        ('="3"+4', 7),
        ('="25%"*4', 1),
        ("=0.1+0.2=0.3", True),
        ('=123456789012345678&""', "123456789012346000"),
        ('=0*-1&""', "0"),
        ('=-GRP_SHARE(0,4)&"%"', "0%"),
        ('="ABC"="abc"', True),
        ('=2<"1"', True),
        ('="z"<FALSE', True),
        ("=A1", 0),
        ('=A1=""', True),
        ("=A1=0", True),
        ("=A1+1", 1),
        ("=C1+1", 41275),
        ("=C1>=41274", True),
    ],
)
def test_operators_as_excel_has_them(formula: str, expected: object) -> None:
    assert show(formula) == expected


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=1/0", "#DIV/0!"),
        ("=0^0", "#NUM!"),
        ("=0^-1", "#DIV/0!"),
        ("=10^400", "#NUM!"),
        ("=(-8)^(1/3)", "#NUM!"),
        ('=1+"one"', "#VALUE!"),
        ("=#N/A+1/0", "#N/A"),
        ("=1/0&#N/A", "#DIV/0!"),
        ('=-"#REF!"', "#VALUE!"),
        ("=#N/A=#N/A", "#N/A"),
    ],
)
def test_errors_of_operators(formula: str, error: str) -> None:
    assert show(formula) == ExcelError(error)


def test_arrays_stretch_and_lack_cells_as_in_excel() -> None:
    assert show("={1,2}+{10;20}") == [[11, 12], [21, 22]]
    assert show("={1,2;3,4}*10") == [[10, 20], [30, 40]]
    assert show("={1;2;3}+{1;2}") == [[2], [4], [ExcelError.NA]]
    assert show('={-1,+2.5;"x",#N/A}') == [[-1, 2.5], ["x", ExcelError.NA]]


def test_calls_nest_and_take_references_and_omitted_arguments() -> None:
    assert show("=GRP_SHARE({1;3})/100") == [[0.25], [0.75]]
    assert show("=GRP_SHARE(B1:B3,10)") == [[10], [20], [ExcelError.NA]]
    assert show("=RANK_REGIONS(GRP_SHARE('My ''own'' sheet'!$B$2:C3),\"ascending\")") == [[1, 1], [2, 2]]
    assert show('=CL_CLASS(1,2,,,"kk")') == "кластер құрылуы мүмкін, келешегі артуда"
    assert show('=rank_regions({7;9;7},,"dense")') == [[2], [1], [2]]


def test_a_blank_of_a_function_is_an_empty_text_as_excel_gets_it() -> None:
    assert show("=AUDIT_TOTAL({1;2},3)") == ""
    assert show("=AUDIT_TOTAL({1;2},3)+1") == ExcelError.VALUE


@pytest.mark.parametrize("prefix", ["[1]!", "growthpole.xlam!", "'C:\\Add ins\\growthpole.xlam'!"])
def test_a_link_to_the_add_in_calls_its_function(prefix: str) -> None:
    assert show(f"={prefix}GRP_SHARE(1,4)") == 25


def test_functions_and_references_are_listed_once_each() -> None:
    formula = parse_formula("=grp_share(B1:B3,A1)+SUM(B1:B3)*GRP_SHARE(Data!A1)")
    assert formula.functions == ("GRP_SHARE", "SUM")
    assert formula.references == (ReferenceNode(None, "B1:B3"), ReferenceNode(None, "A1"), ReferenceNode("Data", "A1"))


@pytest.mark.parametrize(
    "formula",
    [
        "=VLOOKUP(1,A1,1)",
        "=nation*2",
        "=Table1[grp]",
        "=Table1[[#All],[grp]]",
        "=A1#",
        "=[Book.xlsx]Sheet1!A1",
        "=LOG10(5)",
        "=Sheet1:Sheet3!A1",
        '="1/2"+1',
        '="1,5"*2',
        "=[2]Sheet1!$A$1",
    ],
)
def test_what_is_not_known_here_is_unknown(formula: str) -> None:
    with pytest.raises(NotComputable):
        parse_formula(formula).evaluate(resolve)


def test_a_reference_without_cells_at_hand_is_unknown() -> None:
    with pytest.raises(NotComputable, match="A1"):
        parse_formula("=GRP_SHARE(A1)").evaluate()


def test_an_unknown_function_names_the_nearest() -> None:
    with pytest.raises(NotComputable, match="did you mean GRP_SHARE"):
        parse_formula("=GRP_SHRE(1)").evaluate()


@pytest.mark.parametrize(
    ("formula", "position", "message"),
    [
        ("GRP_SHARE(1)", 1, "begins with '='"),
        ("=", 2, "end of the formula"),
        ("=1+", 4, "end of the formula"),
        ("=(1", 4, "end of the formula"),
        ("=1 2", 4, "'2'"),
        ('="abc', 2, "closing quotation mark"),
        ("={1,2;3}", 2, "equal length"),
        ("={}", 3, "'}'"),
        ("={A1}", 3, "'A1'"),
        ("=1?", 3, "'\\?'"),
        ("=LOCALIZATION_COEF(1,2)", 2, "industry_local is missing"),
        ("=1+GRP_SHARE(,1)", 4, "grp is missing"),
        ("=GRP_SHARE()", 2, "grp is missing"),
        ("=GRP_SHARE(1,2,,3)", 2, "takes 3 arguments at most"),
        ("=GRP_SHARE(1,5;2)", 15, r"write =GRP_SHARE\(1.5,2\)"),
        ("=GRP_SHARE((A1,2))", 16, "can't stand"),
        ("=1,5+2", 3, r"write =1.5\+2"),
        ("=" + "(" * 65 + "1" + ")" * 65, 66, "64 levels"),
        ("=" + "1" * 8192, 8193, "8192 characters"),
    ],
)
def test_mistakes_name_their_position(formula: str, position: int, message: str) -> None:
    with pytest.raises(FormulaSyntaxError, match=message) as caught:
        parse_formula(formula)
    assert caught.value.position == position
    assert "\n" not in str(caught.value)


def test_the_longest_and_the_deepest_formula_are_calculated() -> None:
    assert show("=" + "+".join(["1"] * 4095)) == 4095
    assert show("=" + "(" * 64 + "1" + ")" * 64) == 1
    assert show("=" + "(1=1&1+1*1^" * 64 + "1" + ")" * 64) is False


@settings(max_examples=300)
@given(st.text(alphabet="=+-*/^&<>%(),;{}\"' !$:.#@[]A1BeGRP_SHARE\n…", max_size=40))
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    with suppress(FormulaSyntaxError, NotComputable):
        assert parse_formula("=" + text).evaluate()


SUMS = st.recursive(
    st.integers(1, 9).map(str), lambda part: st.tuples(part, st.sampled_from("+-*"), part).map("".join), max_leaves=30
)


@given(SUMS)
def test_arithmetic_agrees_with_python(text: str) -> None:
    assert show("=" + text) == eval(text)


def test_no_cell_shows_a_zero_below_zero() -> None:
    assert str(show("=0*-1")) == "0.0"
    assert "-0.0" not in str(show("=SHIFT_SHARE({0;5},{0;5},{10;10},{9;9})"))


def test_a_bracket_in_a_columns_name_stands_behind_an_apostrophe() -> None:
    assert parse_formula("=SUM(Output[GRP '[mln])").functions == ("SUM",)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=0.1+0.2-0.3", 0.0),
        ("=0.5-0.4-0.1", 0.0),
        ("=-0.3+0.1+0.2", 0.0),
        ("=1*(0.5-0.4-0.1)", 0.5 - 0.4 - 0.1),
        ("=0.1+0.2-0.3+1E-17", 0.1 + 0.2 - 0.3 + 1e-17),
        ("=1-0.9999999999", 1 - 0.9999999999),
    ],
)
def test_what_is_equal_in_fifteen_digits_differs_by_nothing_at_the_end_of_a_formula(formula: str, value: float) -> None:
    """Source: Microsoft, Floating-point arithmetic may give inaccurate results in Excel."""
    assert parse_formula(formula).evaluate() == [[value]]
