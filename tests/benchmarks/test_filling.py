"""Filling workbooks, beside other programs that make the same cells: their times as multiples of ours, in one run."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks import filling_contestants as contestants
from tests.benchmarks.contests import Contestants, contest
from tests.benchmarks.monthly_workbook import month


@pytest.mark.benchmark
def test_filling_many_workbooks_from_one_template(benchmark: BenchmarkFixture) -> None:
    peers = {
        "openpyxl: load_workbook, fill, save": contestants.openpyxl_each_time(),
        "xltpl, template compiled once": contestants.xltpl_compiled(),
        "XlsxWriter from nothing": contestants.xlsxwriter_from_nothing,
    }
    ours = {"Growthpole, template compiled once": contestants.growthpole_compiled()}
    run(benchmark, "Two sheets of 16 rows and 6 columns, a chart, conditional formats", ours | peers)


@pytest.mark.benchmark
def test_filling_one_workbook_from_a_template_read_for_it(benchmark: BenchmarkFixture) -> None:
    ours = {"Growthpole: parse, fill, save": contestants.growthpole_cold}
    peers = {"openpyxl: load_workbook, fill, save": contestants.openpyxl_each_time()}
    run(benchmark, "The same, parsed each time", ours | peers)


def run(benchmark: BenchmarkFixture, title: str, programs: Contestants) -> None:
    expected = contestants.cells(next(iter(programs.values()))(month(0)))
    for name, work in programs.items():
        assert contestants.cells(work(month(0))) == expected, name
    contest(benchmark, title, programs, [month(number) for number in range(20)], rounds=15)
