"""Functions on large ranges beside what one would write by hand; run with `pytest --benchmark-only -s`."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from types import ModuleType
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
import xlwings
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.contests import contest
from tests.udfs.com_process import pretend_windows
from udfs.formulas.evaluator import call, named
from udfs.numerics.cell_values import Numbers, to_numbers, to_plain

REGIONS, BRANCHES = 5_000, 500
COM_ERROR = -2146826246
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.benchmark


def by_hand(output: Numbers) -> Numbers:
    result: Numbers = (output / output.sum(axis=0)) / (output.sum(axis=1, keepdims=True) / output.sum())
    return result


def test_table_of_coefficients_beside_a_line_of_numpy_and_a_groupby_of_pandas(benchmark: BenchmarkFixture) -> None:
    output = np.random.default_rng(2014).uniform(1, 100, (REGIONS, BRANCHES))
    regions, branches = (axis.ravel() for axis in np.indices(output.shape))
    long = pd.DataFrame({"region": regions, "branch": branches, "output": output.ravel()})
    function = named("LOCALIZATION_TABLE")

    def with_pandas(_: object) -> "pd.Series[float]":
        of_branch = long["output"] / long.groupby("branch")["output"].transform("sum")
        return of_branch / (long.groupby("region")["output"].transform("sum") / long["output"].sum())

    np.testing.assert_allclose(call(function, [output]), by_hand(output), rtol=1e-12)
    np.testing.assert_allclose(with_pandas(None).to_numpy(), by_hand(output).ravel(), rtol=1e-12)
    contestants = {
        "LOCALIZATION_TABLE": lambda _: call(function, [output]),
        "a line of NumPy": lambda _: by_hand(output),
        "pandas groupby": with_pandas,
    }
    contest(benchmark, f"coefficients of {REGIONS} regions × {BRANCHES} branches", contestants, [None], 7)


@pytest.fixture
def com_conversion() -> Iterator[ModuleType]:
    """xlwings' conversion of COM values, over stand-ins for pywin32."""
    decorators = {name: getattr(xlwings, name) for name in ("func", "arg", "ret")}
    with patch.dict(sys.modules), patch.multiple(xlwings, **decorators):
        pretend_windows()
        from xlwings import conversion

        yield conversion


@pytest.mark.parametrize("missing", [0.0, 0.02], ids=["all numbers", "2 % blanks and errors"])
def test_cells_to_arrays_and_back_beside_xlwings_numpy_converter(
    benchmark: BenchmarkFixture, com_conversion: ModuleType, missing: float
) -> None:
    chance = random.Random(7)

    def cell() -> object:
        return chance.choice([None, COM_ERROR]) if chance.random() < missing else chance.uniform(0, 1e6)

    cells = tuple(tuple(cell() for _ in range(10)) for _ in range(10_000))
    read, write = com_conversion.read, com_conversion.write

    def ours(_: object) -> object:
        rows = read(None, cells, {"ndim": 2, "err_to_str": True})
        return write(to_plain(to_numbers(rows)), None, {"convert": "raw"})

    def theirs(_: object) -> object:
        return write(read(None, cells, {"convert": np.array, "ndim": 2}), None, {})

    contestants = {"ours": ours, "xlwings' NumPy converter": theirs}
    contest(benchmark, "100 000 cells from COM to an array and back", contestants, [None], 7)


def test_importing_beside_its_libraries(benchmark: BenchmarkFixture) -> None:
    """Each in a fresh interpreter, in turn; the median of the rounds."""

    def seconds(modules: str) -> float:
        start = perf_counter()
        subprocess.run([sys.executable, "-c", f"import {modules}"], cwd=ROOT, check=True)
        return perf_counter() - start

    rounds = [(seconds("udfs.worksheet"), seconds("numpy, xlwings")) for _ in range(15)]
    ratio = median(own for own, _ in rounds) / median(libraries for _, libraries in rounds)
    print(f"\nimport udfs.worksheet takes {ratio:.2f} × the time of import numpy, xlwings")
    benchmark.extra_info["ratio"] = ratio
    benchmark.pedantic(seconds, args=("udfs.worksheet",), rounds=1)
