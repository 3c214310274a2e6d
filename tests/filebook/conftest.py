"""Templates drawn with openpyxl, filled, and read again with openpyxl."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, TypeAlias

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.templates.drawing import Cells, draw
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of

Fill: TypeAlias = Callable[..., Any]


@pytest.fixture
def filled() -> Fill:
    """Fill a template of one sheet: rows of its cells' values, formulas as text."""

    def rows(cells: Cells, data: str = "panel", settings: Mapping[str, Any] | None = None) -> list[list[Any]]:
        content = fill_bytes(draw(cells), source_of(data, settings))
        sheet = load_workbook(BytesIO(content)).active
        assert isinstance(sheet, Worksheet)
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    return rows
