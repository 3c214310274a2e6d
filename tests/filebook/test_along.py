"""In templates the labels say which way a function works: fewer regions, branches or years change no other figure."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from addin.errors import UserErrors
from addin.tables.dataset import dataset
from addin.tables.table import Table
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes
from tests.templates.sources import table
from udfs.library import FUNCTIONS
from udfs.registry import ALONG, ArgumentKind, Function, Gives, Role

REGIONS: Final = ("Abay", "Akmola", "Aktobe", "Almaty")
YEARS: Final = (2020, 2021, 2022, 2023)
BRANCHES: Final = ("Mining", "Farming", "Trade", "Transport")
SIDES: Final = {"region": REGIONS, "year": YEARS, "branch": BRANCHES}
COLUMNS: Final = 8
BESIDE: Final = {Role.TERRITORIES: "year", Role.PERIODS: "region", Role.BRANCHES: "year"}
AXIS: Final = {Role.TERRITORIES: "region", Role.PERIODS: "year", Role.BRANCHES: "branch"}
TABLES: Final = {name for name, each in FUNCTIONS.items() if each.gives is Gives.TABLE or name == "ELLISON_GLAESER"}
"""Functions that give a table of their own size, or take lists of different lengths."""

OF_FIGURES: Final = [each for name, each in FUNCTIONS.items() if name not in TABLES]
FUNCTION = pytest.mark.parametrize("function", OF_FIGURES, ids=lambda each: each.name)


def figures(seed: int, axes: Sequence[str], kept: dict[str, Sequence[Any]] | None = None) -> Table:
    """Random figures on some axes, each column larger than the one before; of the labels `kept` alone."""
    generator = np.random.default_rng(seed)
    shape = [len(SIDES[axis]) for axis in axes]
    values = [generator.uniform(4.0**at, 2 * 4.0**at, shape) for at in range(COLUMNS)]
    rows = [
        (tuple(SIDES[axis][i] for axis, i in zip(axes, at, strict=True)), [float(each[at]) for each in values])
        for at in np.ndindex(*shape)
    ]
    kept = kept or {}
    rows = [
        row for row in rows if all(label in kept.get(axis, (label,)) for axis, label in zip(axes, row[0], strict=True))
    ]
    keys = {axis: [row[0][at] for row in rows] for at, axis in enumerate(axes)}
    return table(keys, {f"x{at}": [row[1][at] for row in rows] for at in range(COLUMNS)})


def call_of(function: Function, *, optional: bool = False) -> str:
    """A call of the function with a column of the data for each of its ranges."""
    written, column = [], 0
    for argument in function.arguments:
        if argument.name in (ALONG, "thresholds") or (argument.optional and not optional):
            continue
        if argument.name == function.unless or (argument.optional and argument.kind is not ArgumentKind.NUMBERS):
            continue
        if argument.kind is ArgumentKind.NUMBERS:
            written.append(f"{argument.name}=x{column}")
            column += 1
        elif argument.kind is ArgumentKind.TEXTS:
            written.append(f"{argument.name}=region")
        else:
            written.append(f"{argument.name}=" + (f'"{argument.choices[0]}"' if argument.choices else "2"))
    return f"{function.name}({', '.join(written)})"


def sheet_of(expression: str, data: Table, down: str, right: str, **options: Any) -> dict[tuple[Any, Any], Any]:
    """What an expression is in a block of two axes, by their labels."""
    cells = {
        "A3": "-",
        "B3": f"{{{{ {right} | right }}}}",
        "A4": f"{{{{ {down} | down }}}}",
        "B4": f"{{{{ {expression} }}}}",
    }
    rows = rows_of(cells, Source(dataset([data]), options))[2:]
    return {
        (row[0], label): cell for row in rows[1:] for label, cell in zip(rows[0][1:], row[1:], strict=True) if label
    }


def rows_of(cells: dict[str, str], source: Source, name: str = "Sheet1") -> list[list[Any]]:
    workbook = load_workbook(BytesIO(fill_bytes(draw(cells, name), source)))
    return [list(row) for row in workbook.worksheets[0].iter_rows(values_only=True)]


def sides_of(function: Function) -> tuple[str, str]:
    """The axis along which a function works in these tests, and one that stands beside it."""
    along = AXIS[function.along[0]] if function.along else "region"
    beside = "branch" if function.beside is Role.BRANCHES else BESIDE[function.along[0]] if function.along else "year"
    return along, beside


KEPT = st.sets(st.integers(0, 3), min_size=1)


@FUNCTION
@settings(max_examples=4, deadline=None)
@given(kept=KEPT, seed=st.integers(0, 2**32), optional=st.booleans())
def test_taking_away_what_stands_beside_changes_nothing(
    function: Function, kept: set[int], seed: int, optional: bool
) -> None:
    along, beside = sides_of(function)
    if function.beside is not None:
        return
    expression, labels = call_of(function, optional=optional), [SIDES[beside][at] for at in sorted(kept)]
    whole = sheet_of(expression, figures(seed, (along, beside)), along, beside)
    fewer = sheet_of(expression, figures(seed, (along, beside), {beside: labels}), along, beside)
    assert fewer == {key: cell for key, cell in whole.items() if key[1] in labels}
    if not function.along:
        turned = figures(seed, (along, beside), {along: [SIDES[along][at] for at in sorted(kept)]})
        fewer = sheet_of(expression, turned, along, beside)
        assert fewer == {key: cell for key, cell in whole.items() if key in fewer}


@FUNCTION
@settings(max_examples=2, deadline=None)
@given(kept=KEPT, seed=st.integers(0, 2**32))
def test_a_block_turned_round_says_the_same(function: Function, kept: set[int], seed: int) -> None:
    """Regions to the right and years down: each region and year has the figure that it has the other way round."""
    along, beside = sides_of(function)
    expression = call_of(function)
    data = figures(seed, (along, beside), {along: [SIDES[along][at] for at in sorted(kept)]})
    found = sheet_of(expression, data, along, beside)
    turned = sheet_of(expression, data, beside, along)
    assert {(down, right): cell for (right, down), cell in turned.items()} == pytest.approx(found, nan_ok=True)


@pytest.mark.parametrize("function", [each for each in OF_FIGURES if each.along and Role.PERIODS not in each.along])
@settings(max_examples=1, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_one_label_of_a_sheet_is_taken_among_all(function: Function, seed: int) -> None:
    """On a sheet for each region, or with a region in the settings, its figure is the one that a block of all shows."""
    along, beside = sides_of(function)
    expression, data = call_of(function), figures(seed, (along, beside))
    if beside == "year":
        block = sheet_of(expression, data, along, beside)
        cells = {"A1": "-", "B1": f"{{{{ {beside} | right }}}}", "B2": f"{{{{ {expression} }}}}"}
        sheets = load_workbook(BytesIO(fill_bytes(draw(cells, f"{{{{ {along} }}}}"), Source(dataset([data]), {}))))
        for label, sheet in zip(SIDES[along], sheets, strict=True):
            assert [cell.value for cell in sheet[2][1:]] == [block[label, year] for year in YEARS]
        label = SIDES[along][seed % 4]
        found = rows_of(cells, Source(dataset([data]), {along: label}))[1][1:]
        assert found == [block[label, year] for year in YEARS]
    else:
        block = sheet_of(expression, data, along, beside)
        cells = {"A1": "{{ branch | down }}", "B1": f"{{{{ {expression} }}}}"}
        rows = rows_of(cells, Source(dataset([data]), {along: REGIONS[1]}))
        assert {row[0]: row[1] for row in rows} == {branch: block[REGIONS[1], branch] for branch in BRANCHES}


def ranking() -> Table:
    keys = {"zone": ["S", "S", "W", "W", "W"], "region": [*"ABCDE"]}
    return table(keys, {"grp": [10.0, 30.0, 20.0, 50.0, 40.0]})


def test_regions_within_zones_are_ranked_within_their_zone() -> None:
    cells = {
        "A1": "{{ zone | down }}",
        "B1": '{{ region | down(within="zone") }}',
        "C1": "{{ RANK_REGIONS(grp) }}",
        "D1": "{{ GRP_SHARE(grp) }}",
        "E1": '{{ HHI(grp, along="region") }}',
    }
    rows = rows_of(cells, Source(dataset([ranking()]), {}))
    assert [row[2] for row in rows] == [2, 1, 3, 1, 2]
    assert [row[3] for row in rows] == pytest.approx([25, 75, 2000 / 110, 5000 / 110, 4000 / 110])
    assert [row[4] for row in rows] == pytest.approx([0.625, 0.625, *[4500 / 12100] * 3])


def test_zones_are_ranked_by_what_their_regions_have_together() -> None:
    cells = {"A1": "{{ zone | down }}", "B1": "{{ RANK_REGIONS(grp | sum) }}"}
    assert rows_of(cells, Source(dataset([ranking()]), {})) == [["S", 2], ["W", 1]]
    cells = {"A1": "{{ RANK_REGIONS(grp | sum) }}", "B1": "{{ RANK_REGIONS(grp | sum) + 0 }}"}
    assert rows_of(cells, Source(dataset([ranking()]), {"zone": "S"})) == [[2, 2]]


def test_all_are_all_and_the_name_alone_is_the_sheets_own() -> None:
    cells = {
        "A1": "{{ region }}",
        "B1": "{{ grp | max }}",
        "C1": "{{ all.grp | max }}",
        "D1": "{{ all.region | count }}",
        "E1": "{{ grp / (all.grp | sum) * 100 }}",
        "F1": "{{ HHI(all.grp) }}",
        "G1": '{{ all.region | join("-") }}',
    }
    data = table({"region": [*"ABT"], "year": [2023] * 3}, {"grp": [10.0, 30.0, 40.0]})
    settings_ = {"nation": "T", "region": "B"}
    assert rows_of(cells, Source(dataset([data]), settings_)) == [["B", 30, 30, 2, 75, 0.625, "A-B"]]
    cells = {"A1": "{{ region | down }}", "B1": "{{ grp / (all.grp | sum) * 100 }}", "C1": "{{ all.grp | max }}"}
    assert rows_of(cells, Source(dataset([data]), {"nation": "T"})) == [["A", 25, 30], ["B", 75, 30]]


def test_a_workbook_of_one_region_has_the_branches_that_the_whole_has() -> None:
    """As the workbooks of a batch have them whose template asks for no others' figures."""
    keys = {"region": ["T", "A", "T", "B", "A"], "branch": ["Mining", "Mining", "Trade", "Trade", "Farming"]}
    data = dataset([table(keys, {"output": [8.0, 8.0, 9.0, 9.0, None]})])
    cells = {"A1": "{{ branch | down }}", "B1": "{{ output }}", "C1": "{{ nation.output }}"}
    rows = rows_of(cells, Source(data, {"nation": "T", "region": "A"}, own={"region": "A"}))
    assert rows == [["Mining", 8, 8], ["Trade", None, 9], ["Farming", None, None]]


RATES = table(
    {"region": [*"AABB"], "branch": ["Mining", "Trade"] * 2}, {"output": [5.0, 6.0, 7.0, 8.0], "rate": [4.0, 5, 6, 7]}
)
MADE_OF_SHARES = [
    *("AUDIT_SHARE(rate, output, rate, 1)", "AUDIT_TOTAL(rate, output)", "CONCENTRATION_RATIO(rate, 1)"),
    *("DIVERSITY_INDEX(rate)", "DYNAMIC_SHIFT_SHARE(rate, output)", "EXPORT_BASE(rate, output)", "GRP_SHARE(rate)"),
    *("GRP_SHARE(output, rate)", "HACHMAN_INDEX(rate, output)", "HHI(rate)", "KRUGMAN_INDEX(output, rate)"),
    *("LOCALIZATION_COEF(rate, output, rate, output)", "LOCALIZATION_TABLE(rate)", "LOCATIONAL_GINI(output, rate)"),
    *("LOCATION_QUOTIENT(output, rate, output, rate)", "LQ_INTERVAL(rate, output, output, output)"),
    *("SHIFT_SHARE(output, rate, output, output)", "SHIFT_SHARE_REGIONS(output, rate)"),
    *("SPECIALIZATION_COEF(rate, output)", "rate | sum"),
]


@pytest.mark.parametrize("expression", MADE_OF_SHARES)
def test_shares_of_what_does_not_add_up_are_refused(expression: str) -> None:
    """Rates are no parts of anything, whichever argument they are."""
    with pytest.raises(UserErrors, match=r"rate doesn't add up, so that .* of it has no meaning"):
        rows_of({"A1": f"{{{{ {expression} }}}}"}, Source(dataset([RATES]), {}))


@pytest.mark.parametrize("label", ["Total", "Central", "Volga"])
def test_a_total_and_a_subtotal_stand_among_no_others(label: str) -> None:
    """What holds its own parts is neither ranked nor compared with them."""
    labels = ["Total", "Central", "Moscow", "Tula", "Volga", "Samara", "Saratov"]
    data = table({"region": labels}, {"grp": [2704.0, 1700.7, 1200.3, 500.4, 1003.3, 600.1, 403.2]})
    cells = {"A1": '{{ RANK_REGIONS(grp, "ascending") }}', "B1": "{{ GRP_SHARE(grp) }}", "C1": "{{ HHI(grp) }}"}
    assert rows_of(cells, Source(dataset([data]), {"region": label})) == [[1, 100, 1]]
    assert rows_of(cells, Source(dataset([data]), {"region": "Tula"}))[0][0] == 2


def test_regions_that_a_block_leaves_out_are_among_all() -> None:
    data = table({"region": [*"ABC"]}, {"grp": [10.0, 30.0, 60.0]})
    cells = {"A1": '{{ region | down(where="grp < 50") }}', "B1": "{{ all.grp | sum }}"}
    assert rows_of(cells, Source(dataset([data]), {})) == [["A", 100], ["B", 100]]


def test_several_indicators_beside_each_other_make_a_rating() -> None:
    data = table({"region": [*"ABC"]}, {"x": [10.0, 20.0, 30.0], "y": [1.0, 3.0, 2.0]})
    cells = {
        "A1": "{{ region | down }}",
        "B1": "{{ COMPOSITE_INDEX((x, y)) }}",
        "C1": "{{ COMPOSITE_INDEX((x, y), (3, 1)) }}",
    }
    rows = rows_of(cells, Source(dataset([data]), {}))
    assert [row[1:] for row in rows] == [[0, 0], [0.75, 0.625], [0.75, 0.875]]
    only = {"A1": "{{ COMPOSITE_INDEX((x, y)) }}"}
    assert rows_of(only, Source(dataset([data]), {"region": "B"})) == [[0.75]]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("GROWTH_INDEX(x0)", "works along periods, of which there is one here"),
        ("CHAIN_INDEX(x0)", "works along periods, of which there is one here"),
        ('GRP_SHARE(x0, along="zone")', "the figures have no axis zone here, only region, year"),
        ("all.x0", "all.x0 is a list of them all; make one value of it, such as all.x0 | sum"),
        ("RANK_REGIONS(all.x0)", "is a list of them all"),
        ("GINI_COEF(x0, all.x1)", "write all. before each name or before none"),
        ("GRP_SHARE(x0, along=2)", "along is the name of an axis"),
        ('GRP_SHARE(x0, along="rows")', "the figures have no axis rows here"),
    ],
)
def test_a_mistake_is_told_with_its_cell(expression: str, said: str) -> None:
    cells = {"A1": "{{ region | down }}", "B1": f"{{{{ {expression} }}}}"}
    with pytest.raises(UserErrors) as refused:
        fill_bytes(draw(cells), Source(dataset([figures(1, ("region", "year"))]), {}))
    (mistake,) = refused.value.mistakes
    assert said in str(mistake)
    assert mistake.place.cell == "B1"


def test_of_two_axes_the_one_that_is_meant_is_asked_for() -> None:
    data = figures(1, ("region", "branch"))
    with pytest.raises(UserErrors, match='may work along region, branch here; say which, such as along="region"'):
        sheet_of("HHI(x0)", data, "region", "branch")
    by_region = sheet_of('HHI(x0, along="branch")', data, "region", "branch")
    by_branch = sheet_of('HHI(x0, along="region")', data, "region", "branch")
    assert len({round(cell, 9) for cell in by_region.values()}) == len(REGIONS)
    assert by_region["Abay", "Mining"] == by_region["Abay", "Trade"] != by_branch["Abay", "Trade"]


def test_an_axis_of_another_name_is_what_a_setting_says() -> None:
    data = table({"wave": [1, 2, 3, 1, 2, 3], "plot": [*"AAABBB"]}, {"rd": [1.0, 2.0, 4.0, 5.0, 5.0, 10.0]})
    cells = {"B1": "{{ wave | right }}", "A2": "{{ plot | down }}", "B2": "{{ rd }}", "C2": "{{ GROWTH_INDEX(rd) }}"}
    with pytest.raises(UserErrors, match="works along periods"):
        fill_bytes(draw(cells), Source(dataset([data]), {}))
    rows = rows_of(cells, Source(dataset([data]), {"periods": "wave"}))
    assert [row[4] for row in rows] == [None, 400, 200]


def test_a_year_that_the_data_lack_is_blank_however_few_the_regions() -> None:
    for kept in (REGIONS, REGIONS[:1]):
        data = figures(1, ("region", "year"), {"region": kept, "year": [2021]})
        assert set(sheet_of("x0.at(year - 1)", data, "region", "year").values()) == {None}
