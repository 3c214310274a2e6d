"""Writing 100 000 rows of 20 columns, beside other programs that write the same cells: time and memory in one run."""

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from addin.tables.table import Table
from tests.benchmarks import long_contestants
from tests.benchmarks.contests import Contestants, contest
from tests.benchmarks.long_workbook import NAMES, rows, stored, table

ROOT = Path(__file__).parents[2]
MEASURE = """
from pathlib import Path
from tests.benchmarks import long_contestants, long_workbook
long_contestants.{program}(long_workbook.{data}(), Path({target!r}))
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


FEW = 3000


@dataclass(frozen=True)
class Data:
    """The list in each form that a program takes."""

    table: Table
    rows: list[tuple[Any, ...]]

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(NAMES, row, strict=True)) for row in self.rows]


@pytest.mark.benchmark
def test_time_for_a_long_list(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    pytest.importorskip("rustpy_xlsxwriter")
    programs = contestants(tmp_path / "list.xlsx")
    expected = None
    for name, write in programs.items():
        write(Data(table(FEW), list(rows(FEW))))
        expected = expected or stored(tmp_path / "list.xlsx")
        assert stored(tmp_path / "list.xlsx") == expected, name
    contest(benchmark, "A list of 100 000 rows and 20 columns", programs, [Data(table(), list(rows()))], rounds=3)


def contestants(target: Path) -> Contestants:
    return {
        "Growthpole: parse, fill, save": lambda data: long_contestants.growthpole(data.table, target),
        "openpyxl": lambda data: long_contestants.openpyxl_normal(data.rows, target),
        "openpyxl, write-only": lambda data: long_contestants.openpyxl_write_only(data.rows, target),
        "XlsxWriter, constant memory": lambda data: long_contestants.xlsxwriter_constant_memory(data.rows, target),
        "rustpy-xlsxwriter, records": lambda data: long_contestants.rustpy_xlsxwriter(data.records, target),
    }


@pytest.mark.benchmark
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_memory_for_a_long_list(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    names = {"growthpole": "table", "openpyxl_normal": "rows", "xlsxwriter_constant_memory": "rows"}
    peaks = {program: peak(program, data, tmp_path / f"{program}.xlsx") for program, data in names.items()}
    benchmark.extra_info.update(peaks)
    benchmark.pedantic(peak, args=("growthpole", "table", tmp_path / "again.xlsx"), rounds=1)
    print("\nPeak memory for the same list")
    for program, megabytes in peaks.items():
        print(f"  {program:<44}{megabytes:10.0f} MB{megabytes / peaks['growthpole']:8.2f} ×")


def peak(program: str, data: str, target: Path) -> float:
    """The most memory, in MB, that a process of its own takes to write the list."""
    code = MEASURE.format(program=program, data=data, target=str(target))
    result = run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return float(result.stdout) / 1024
