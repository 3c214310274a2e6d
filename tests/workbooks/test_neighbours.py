"""The neighbours of Kazakhstan's regions, as the workbook has them."""

from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from udfs.formulas.evaluator import evaluate

WORKBOOK = Path(__file__).parents[2] / "workbooks" / "data" / "kazakhstan_neighbours.xlsx"
PAPER = WORKBOOK.with_name("kazakhstan_kireyeva_nurlanova_2014.xlsx")


def matrix(name: str) -> tuple[list[str], np.ndarray]:  # type: ignore[type-arg]
    """The English names of the regions, and the named range."""
    book = load_workbook(WORKBOOK)
    [(sheet, cells)] = book.defined_names[name].destinations
    rows = book[sheet][cells]
    names = [book[sheet].cell(row[0].row, 1).value for row in rows]
    return names, np.array([[cell.value for cell in row] for row in rows], dtype=float)


@pytest.mark.parametrize(("regions", "pairs"), [(16, 28), (20, 35)])
def test_neighbours_are_so_both_ways_and_each_region_has_one(regions: int, pairs: int) -> None:
    names, weights = matrix(f"neighbours_{regions}")
    assert len(set(names)) == regions
    assert weights.shape == (regions, regions)
    assert (weights == weights.T).all()
    assert not np.diagonal(weights).any()
    assert weights.sum() == 2 * pairs
    assert weights.any(axis=1).all()


def test_ulytau_has_the_neighbours_that_qazaq_geography_names() -> None:
    names, weights = matrix("neighbours_20")
    found = {name for name, weight in zip(names, weights[names.index("Ulytau")], strict=True) if weight}
    assert found == {"Kostanay", "Karaganda", "Zhambyl", "Turkistan", "Kyzylorda", "Aktobe"}
    found = {name for name, weight in zip(names, weights[names.index("Abai")], strict=True) if weight}
    assert found == {"East Kazakhstan", "Jetisu", "Karaganda", "Pavlodar"}


def test_rich_regions_of_2012_stand_in_the_west() -> None:
    """GRP per capita of the paper's Table 1: Atyrau and Mangystau are high among high, the south is low among low."""
    names, weights = matrix("neighbours_16")
    rows = load_workbook(PAPER, read_only=True)["Table 1"].iter_rows(min_row=6, max_col=7, values_only=True)
    spelt = {"Akmolinsk": "Akmola", "Astana city": "Astana"}
    grp = {}
    for row in rows:
        if isinstance(row[0], str) and isinstance(row[5], float | int):
            name = row[0].removesuffix(" region").replace("-", " ")
            grp[spelt.get(row[0], spelt.get(name, name))] = float(row[5])
    values = [[grp[name]] for name in names]
    words = {name: row[1] for name, row in zip(names, evaluate("LISA", [values, weights]), strict=True)}
    assert [words[name] for name in ("Atyrau", "Mangystau", "Zhambyl")] == ["high-high", "high-high", "low-low"]
    assert words["Almaty city"] == words["Astana"] == "high-low"
    [[index, *_]] = evaluate("MORAN_I", [values, weights])
    gaps = np.array(values)[:, 0] - np.mean(values)
    mean_of_neighbours = weights @ gaps / weights.sum(axis=1)
    assert index == pytest.approx(gaps @ mean_of_neighbours / (gaps @ gaps), rel=1e-14)
