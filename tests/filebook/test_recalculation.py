"""A real spreadsheet program opens every filled workbook and calculates from its formulas what the data say."""

from pathlib import Path
from typing import Any

import pytest

from addin.errors import UserError
from tests.filebook.test_feature_corpus import filled_feature
from tests.package.corpus import FEATURES, feature_workbook, suffix_of
from tests.package.corpus.base import DATA

BEYOND_LIBREOFFICE = {"sparklines", "tables", "table slicers"}
"""Of these LibreOffice 7.4 can't calculate the template either: sparklines with dates, `[@GRP]` without its table."""
UNREADABLE_IN_SOME = {"pictures in cells"}
"""LibreOffice 7.4 opens such a template, 25.2 refuses it."""


@pytest.mark.parametrize("name", [name for name in FEATURES if name not in BEYOND_LIBREOFFICE])
def test_native_formulas_filled_down_give_what_the_data_say(name: str, libreoffice: Any, tmp_path: Path) -> None:
    """Shares by `=B4/B$5*100`, ranks by `=RANK(B4,B$4:B$4)`, sums by `=SUM(B4:B4)`, from the corpus' own list."""
    if name in UNREADABLE_IN_SOME:
        skip_unless_read(libreoffice, feature_workbook(name), tmp_path / f"template{suffix_of(name)}")
    path = tmp_path / f"filled{suffix_of(name)}"
    path.write_bytes(filled_feature(name)[1])
    cells = libreoffice.recalculate(path)["Regions"]
    grp = [row[2] for row in DATA]
    last = 3 + len(DATA)
    assert [cells[f"A{row}"] for row in range(4, last + 1)] == [row[0] for row in DATA]
    assert [cells[f"B{row}"] for row in range(4, last + 1)] == grp
    assert [cells[f"D{row}"] for row in range(4, last + 1)] == pytest.approx([100 * x / sum(grp) for x in grp])
    assert [cells[f"E{row}"] for row in range(4, last + 1)] == [1 + sum(y > x for y in grp) for x in grp]
    assert cells[f"B{last + 1}"] == sum(grp)


def skip_unless_read(libreoffice: Any, template: bytes, path: Path) -> None:
    path.write_bytes(template)
    try:
        libreoffice.recalculate(path)
    except UserError as mistake:
        pytest.skip(f"the template itself: {mistake}")
