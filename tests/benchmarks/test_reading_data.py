"""Reading a hundred thousand observations, beside the libraries that people would use by themselves."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from addin.tables.reading import read_tables

HEADER = ["region", "year", "branch", "grp", "population"]
ROWS = [
    (f"Region {row % 500}", 2000 + row // 500 % 20, f"Branch {row // 10_000}", row * 1.7, row / 3)
    for row in range(100_000)
]


@pytest.fixture(scope="module")
def separated() -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows([HEADER, *ROWS])
    return text.getvalue().encode()


@pytest.fixture(scope="module")
def workbook() -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def by_growthpole(content: bytes, name: str) -> int:
    (table,) = read_tables(content, file_name=name)
    return len(table)


def by_the_csv_module(content: bytes) -> int:
    return len([(*row[:3], float(row[3]), float(row[4])) for row in list(csv.reader(StringIO(content.decode())))[1:]])


def by_pandas(content: bytes) -> int:
    import pandas

    return len(pandas.read_csv(BytesIO(content)))


def by_openpyxl(content: bytes) -> int:
    sheet = load_workbook(BytesIO(content), read_only=True, data_only=True)["Data"]
    return len(list(sheet.iter_rows(values_only=True))) - 1


@pytest.mark.benchmark(group="100 000 rows of separated values")
@pytest.mark.parametrize("read", [lambda data: by_growthpole(data, "data.csv"), by_the_csv_module, by_pandas])
def test_separated_values(read: Callable[[bytes], int], separated: bytes, benchmark: Any) -> None:
    assert benchmark(read, separated) == len(ROWS)


@pytest.mark.benchmark(group="100 000 rows of a workbook")
@pytest.mark.parametrize("read", [lambda data: by_growthpole(data, "data.xlsx"), by_openpyxl])
def test_workbook(read: Callable[[bytes], int], workbook: bytes, benchmark: Any) -> None:
    assert benchmark.pedantic(read, (workbook,), rounds=2) == len(ROWS)
