"""What an expression means, and which have no meaning."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.template.expressions import parse_expression
from addin.template.markers import read_content
from addin.template.operations import Value
from udfs.numerics.arithmetic import FunctionError
from udfs.numerics.cell_values import NA, ExcelError, to_cells


@dataclass(frozen=True)
class Names:
    """A scope of a few named values."""

    known: Mapping[str, Value]
    counts_from_1904: bool = False

    def lines(self) -> "list[Names]":
        return [self]

    def value(self, name: str) -> Value:
        if name not in self.known:
            raise UserError("unknown {name}", name=name)
        return self.known[name]

    def is_additive(self, name: str) -> bool:
        return name != "held"

    def whole(self, name: str) -> Value:
        return self.known[f"nation_{name}"]

    def at(self, name: str, labels: list[Value], axes: Mapping[str, Value]) -> Value:
        labels = [label for label in labels if label != self.known["nation"]] or list(axes.values())
        return self.known[f"{name}_at_{labels[0]:g}"]


NAMES = Names(
    {
        "grp": np.array([[10.0], [30.0], [np.nan]]),
        "nation_grp": np.array([[80.0]]),
        "grp_at_2008": np.array([[5.0], [20.0], [1.0]]),
        "region": np.array([["North"], ["South"], [None]], dtype=object),
        "year": 2012.0,
        "title": "GRP",
        "nation": "Country",
        "blank": None,
        "zero": 0.0,
        "held": np.array([[7.0], [NA], [np.nan]]),
        "_2nd_half": 4.0,
        "pair": np.array([[1.0], [2.0]]),
    }
)


def shown(text: str) -> object:
    """The value of an expression as cells, or as the one cell it is."""
    value = parse_expression(text).evaluate(NAMES)
    return to_cells(value) if isinstance(value, np.ndarray) else value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("2 ** 10", 1024.0),
        ("7 // 2", 3.0),
        ("-7 % 3", 2.0),
        ("-year", -2012.0),
        ("title ~ ' ' ~ year", "GRP 2012"),
        ("'a' if year > 2010 else 'b'", "a"),
        ("not year", False),
        ("year == 2012 and title == 'GRP'", True),
        ("year < 2000 or title != 'GRP'", False),
        ("grp", [[10.0], [30.0], [None]]),
        ("grp * 2", [[20.0], [60.0], [None]]),
        ("grp > 20", [[False], [True], [False]]),
        ("region ~ ': ' ~ grp", [["North: 10"], ["South: 30"], [": "]]),
        ("grp.at(2008)", [[5.0], [20.0], [1.0]]),
        ("grp.at(year=2008)", [[5.0], [20.0], [1.0]]),
        ("grp / nation.grp", [[0.125], [0.375], [None]]),
        ("GRP_SHARE(grp, nation.grp)", [[12.5], [37.5], [None]]),
        ("grp_share(grp, total=nation.grp)", [[12.5], [37.5], [None]]),
        ("grp | sum", [[40.0]]),
        ("grp | count", [[2.0]]),
        ("grp | mean", [[20.0]]),
        ("grp | max", [[30.0]]),
        ("grp | default(0)", [[10.0], [30.0], [0.0]]),
        ("blank | default('none')", "none"),
        ("2.5 | round", 3.0),
        ("-2.5 | round", -3.0),
        ("1.005 | round(2)", 1.01),
        ("1234.56 | decimals(1)", "1234.6"),
        ("1234.56 | decimals(1, ',')", "1234,6"),
        ("region | upper", [["NORTH"], ["SOUTH"], [None]]),
        ("region | join('; ')", "North; South"),
        ("1234567.25 | decimals(1, ',', ' ')", "1 234 567,3"),
        ("1234.5 | decimals(thousands=',')", "1,234.5"),
        ("(-0.04) | decimals(1)", "0.0"),
        ("grp | default('–')", [[10.0], [30.0], ["–"]]),
        ("held | default('–')", [[7.0], [ExcelError.NA], ["–"]]),
        ("held | suppressed('…')", [[7.0], ["…"], [None]]),
        ("held | default('–') | suppressed('…')", [[7.0], ["…"], ["–"]]),
        ("held | suppressed(0)", [[7.0], [0.0], [None]]),
        ("1 / zero | suppressed('…')", ExcelError.DIV0),
        ("grp if grp > 20 else 'low'", [["low"], [30.0], ["low"]]),
        ("45597 | date", "01.11.2024"),
        ("45597.75 | date('d/m/yy')", "1/11/24"),
        ("-1 | date", ExcelError.NUM),
        ("title ~ ' ' ~ (45597 | date('yyyy-mm-dd'))", "GRP 2024-11-01"),
        ("_2nd_half", 4.0),
        ("region == 'NORTH'", [[True], [False], [False]]),
        ("region in ('South', 'west')", [[False], [True], [False]]),
        ("region not in ['South']", [[True], [False], [True]]),
        ("region in []", [[False], [False], [False]]),
        ("'ort' in region", [[True], [False], [False]]),
        ("'ort' in 'North'", True),
        ("year in (2008, 2012)", True),
        ("5 < grp <= 10", [[True], [False], [False]]),
        ("1 < 2 < 3", True),
        ("nation.grp.at(2008)", [[5.0], [20.0], [1.0]]),
        ("title == 'GRP' and grp > 20", [[False], [True], [False]]),
    ],
)
def test_an_expression_has_its_value(text: str, value: object) -> None:
    assert shown(text) == value


def test_dividing_by_zero_is_excels_error_in_that_cell_only() -> None:
    assert shown("1 / zero") == ExcelError.DIV0
    assert shown("grp / (grp - 10)") == [[ExcelError.DIV0], [1.5], [None]]


def test_a_power_without_value_is_excels_error() -> None:
    assert shown("10 ** 400") == ExcelError.NUM
    assert shown("0 ** 0") == ExcelError.NUM
    assert shown("0 ** -1") == ExcelError.DIV0
    assert shown("zero ** 2") == 0.0


@pytest.mark.parametrize(
    "text", ["region ~ pair", "region == pair", "grp > 1 and pair > 1", "'a' if grp > 1 else pair", "grp + pair"]
)
def test_ranges_that_do_not_fit_together_are_refused(text: str) -> None:
    with pytest.raises(FunctionError):
        shown(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("GPR_SHARE(grp)", "no function GPR_SHARE; did you mean GRP_SHARE"),
        ("grp | rund(1)", "no filter rund; did you mean round"),
        ("grp.__class__", "only nation.column"),
        ("title.upper()", "only functions and column.at"),
        ("_secret", "begin with an underscore"),
        ("nation._secret", "only nation.column"),
        ("grp[0]", "[…] has no meaning"),
        ("{'a': 1}", "{…: …} has no meaning"),
        ("grp is defined", "behind is stands additive"),
        ("GRP_SHARE()", "grp is missing"),
        ("GRP_SHARE(grp, 1, 2, 3)", "3 arguments at most"),
        ("GRP_SHARE(grp, totl=1)", "no argument totl"),
        ("GRP_SHARE(*grp)", "one by one"),
        ("GRP_SHARE(grp, total=1, total=2)", "total is given twice"),
        ("ROUND(grp, 1)", "ROUND is a function of Excel's"),
        ("range(9)", "there is no function range"),
        ("grp | sum(1)", "the filter sum is written sum"),
        ("grp | default", "the filter default is written default(substitute)"),
        ("grp | round(1, 2)", "the filter round is written round([digits])"),
        ("grp | decimals(1, sign=',')", "written decimals([digits], [mark], [thousands])"),
        ("grp | dwon", "there is no filter dwon; did you mean down"),
        ("grp | xyz", "there is no filter xyz, only count, date, decimals"),
        ("region | down | upper", "down stands last"),
        ("grp.at()", "stands a label, such as 2008"),
        ("9" * 400, "too many digits"),
        ("9" * 5000, "too many digits"),
        ("grp +", "can't read grp +: something is missing at its end"),
        ("grp desc", "can't read grp desc: desc is not expected there"),
        ("2024-11-01", "it is not one expression"),
        ("region = 'North'", "write == in place of ="),
        ("region <> 'North'", "write != in place of <>"),
        ("region & title", "write ~ in place of &"),
        ("2^3", "write ** in place of ^"),
        ("grp – 1", "write - in place of –"),
        ("grp ≥ 1", "write >= in place of ≥"),
        ("5%", "write 0.05 in place of 5%"),
        ("GRP_SHARE(grp; 2)", "write , in place of ;"),
        ("“North”", "in place of “"),
        ("region == 'North", "a quote isn't closed"),
        ("(grp + 1", "( isn't closed by )"),
        ("grp + 1)", ") closes nothing"),
        ("", "there is nothing between {{ and }}"),
        ("(" * 60 + "1" + ")" * 60, ""),
        ("-" * 300 + "1", "nested too deeply"),
        ("'" + "a" * 9000 + "'", "8192 at most"),
    ],
)
def test_what_has_no_meaning_is_told_in_one_line(text: str, says: str) -> None:
    if not says:
        assert shown(text) == 1.0
        return
    with pytest.raises(UserError) as raised:
        parse_expression(text)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


@given(
    name=st.sampled_from(["grp", "регион", "ÖPNV", "_x", "true", "None", "not", "if", "in", "1", "x1", "²", "x²"]),
    rest=st.sampled_from(["", "|down", " | down", " | right ", "| no", "|", " ", "|1"]),
)
def test_a_name_alone_means_what_it_means_in_brackets(name: str, rest: str) -> None:
    def outcome(text: str) -> object:
        try:
            content = read_content(text)
        except UserError:
            return UserError
        return content.names, content.marker, [type(piece) for piece in content.pieces]

    assert outcome("{{ " + name + rest + " }}") == outcome("{{  " + name + rest + "  }}")
