"""Filling one text of a workbook with 13 000 shared formulas beside openpyxl, which writes into it and saves it."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from pytest_benchmark.fixture import BenchmarkFixture

from addin.errors import NOWHERE
from addin.filebook.template import read_template
from addin.fill import fill
from addin.tables.dataset import dataset
from addin.tables.table import Table
from addin.template.scope import Source
from tests.benchmarks.contests import contest

FORMULAS = 13_000
PLAIN = "A2+B2*2"
NESTED = "IF(A2&gt;5,SUM(A2:B2)/COUNT($A$2:$A$100),0)"


@pytest.mark.benchmark
@pytest.mark.parametrize("formula", [PLAIN, NESTED])
@pytest.mark.parametrize("text", ["{{ title }}", "{{ region | down }}"])
def test_filling_beside_shared_formulas(benchmark: BenchmarkFixture, formula: str, text: str) -> None:
    programs: dict[str, Callable[[bytes], object]] = {"Growthpole: parse, fill, save": filled, "openpyxl": written}
    title = f"13 000 shared formulas ={formula.replace('&gt;', '>')} beside {text}"
    contest(benchmark, title, programs, [template(formula, text)], rounds=3)


def template(formula: str, text: str) -> bytes:
    """The workbook: an expression, and below it two columns of figures beside one of the formulas with values."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = text
    for row in range(2, FORMULAS + 2):
        sheet.cell(row, 1, row)
        sheet.cell(row, 2, row * 2)
    book.calculation.fullCalcOnLoad = None
    plain, target = BytesIO(), BytesIO()
    book.save(plain)
    with ZipFile(plain) as read, ZipFile(target, "w") as shared:
        for name in read.namelist():
            content = read.read(name)
            shared.writestr(name, _with_formulas(content, formula) if name == "xl/worksheets/sheet1.xml" else content)
    return target.getvalue()


def _with_formulas(sheet: bytes, formula: str) -> bytes:
    first = f'<f t="shared" ref="C2:C{FORMULAS + 1}" si="0">{formula}</f>'

    def with_formula(match: re.Match[str]) -> str:
        number = int(match[1])
        written = first if number == 2 else '<f t="shared" si="0"/>'
        return match[0].replace(
            "</row>", f'<c r="C{number}">{written}<v>{number}</v></c></row>' if number > 1 else "</row>"
        )

    return re.sub(r'<row r="(\d+)".*?</row>', with_formula, sheet.decode(), flags=re.DOTALL).encode()


def filled(workbook: bytes) -> object:
    """Our filling, of which nothing is kept from an earlier one."""
    regions = Table(
        "regions", NOWHERE, {"region": ["Abai", "Atyrau"]}, {"grp": [1.0, 2.0]}, lambda row, column: NOWHERE
    )
    return fill(read_template(workbook), Source(dataset([regions]), {"title": "x"})).write()


def written(workbook: bytes) -> object:
    """openpyxl's."""
    book = load_workbook(BytesIO(workbook))
    book.worksheets[0]["A1"] = "x"
    target = BytesIO()
    book.save(target)
    return target.getvalue()
