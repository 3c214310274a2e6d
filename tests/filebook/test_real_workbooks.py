"""Workbooks from offices and from other programs' test suites come out whole after a row of theirs is repeated.

They lie beside the repository where they are at hand; their licences don't let them be part of it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.filebook.applying import apply_plan
from addin.filebook.template import FileTemplate
from addin.package.package import read_package
from addin.package.strings import shared_strings
from addin.package.workbook import sheets
from addin.references.growth import Growth, plain
from addin.template.plan import Plan, SheetPlan
from tests.package.comparer import compare
from tests.package.lint import faults

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
WORKBOOKS = sorted(CORPUS.glob("*.xlsx"))

pytestmark = pytest.mark.skipif(not WORKBOOKS, reason="no folder of real workbooks beside the repository")


def template_of(workbook: Path) -> FileTemplate:
    """The workbook with nothing in it taken for an expression."""
    package = read_package(workbook)
    worksheets = tuple(sheet for sheet in sheets(package) if sheet.kind == "worksheet")
    return FileTemplate(package, worksheets, shared_strings(package), (), {})


def repeated(template: FileTemplate) -> Iterator[tuple[str, bytes]]:
    """The workbook with the middle row of a sheet put five times, sheet by sheet."""
    for sheet in template.sheets:
        rows = [row.number for row in template.source(sheet.name).rows if row.cells]
        if len(rows) > 2:
            row = rows[len(rows) // 2]
            plan = Plan((SheetPlan(sheet.name, sheet.name, Growth((plain(row, row, 5),)), {}),))
            yield f"{sheet.name}, row {row}", apply_plan(template, plan).write()


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_nothing_is_lost_whatever_sheet_grows(workbook: Path) -> None:
    content = workbook.read_bytes()
    had = set(faults(content))
    for where, filled in repeated(template_of(workbook)):
        assert compare(content, filled).lost == (), where
        assert set(faults(filled)) <= had, where


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_microsofts_validator_finds_nothing_new(workbook: Path, validate: Any, tmp_path: Path) -> None:
    had = {error.partition(": ")[2] for error in validate(workbook)}
    for where, filled in list(repeated(template_of(workbook)))[:3]:
        path = tmp_path / "filled.xlsx"
        path.write_bytes(filled)
        assert [error for error in validate(path) if error.partition(": ")[2] not in had] == [], where
