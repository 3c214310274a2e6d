"""Location quotients against those that the US Bureau of Labor Statistics publishes (QCEW 2016)."""

import csv
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from udfs.formulas.evaluator import evaluate
from udfs.numerics.cell_values import ExcelError

DATA = Path(__file__).parents[1] / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_coefficient_is_the_published_quotient_to_its_two_decimals() -> None:
    """BLS rounds half to even."""
    published = rows("qcew_2016_quotients.csv")
    names = ("local_value", "us_value", "local_total", "us_total")
    columns = [tuple((float(row[name]),) for row in published) for name in names]
    found = evaluate("LOCALIZATION_COEF", columns)
    assert len(found) == len(published) == 300
    for row, (coefficient,) in zip(published, found, strict=True):
        assert isinstance(coefficient, float)
        rounded = Decimal(coefficient).quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
        assert rounded == Decimal(row["published_lq"]), row["area_title"]


def test_what_is_withheld_never_becomes_zero() -> None:
    """BLS prints employment that it withholds (code N) as 0; a statistician marks it, and it stays unknown."""
    withheld = rows("qcew_2016_suppressed.csv")
    assert {row["disclosure_code"] for row in withheld} == {"N"}
    assert {float(row["month3_emplvl"]) for row in withheld} == {0.0}
    local = tuple(("…",) for _ in withheld)
    found = evaluate("LOCALIZATION_COEF", [local, 1e6, 2e6, 1e8])
    assert found == [[ExcelError.NA]] * len(withheld)
    assert evaluate("GRP_SHARE", [(*local, (5.0,))])[-1] == [ExcelError.NA]
