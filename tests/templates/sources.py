"""What templates are filled from in tests: tables of a few regions and years."""

from collections.abc import Mapping, Sequence
from typing import Any

from addin.errors import Place
from addin.tables.dataset import dataset
from addin.tables.table import Table
from addin.template.scope import Source

YEARS = (2008, 2010, 2012)
REGIONS = ("Kazakhstan", "Akmola", "Aktobe", "Almaty", "Atyrau")


def table(keys: Mapping[str, Sequence[Any]], columns: Mapping[str, Sequence[Any]]) -> Table:
    """A table whose cells stand nowhere in particular."""
    return Table("figures", Place("figures.csv"), keys, columns, lambda row, column: Place("figures.csv"))


def panel() -> Table:
    """Research organisations and GRP of four regions and their whole in three years; Almaty has no GRP in 2010."""
    pairs = [(region, year) for region in REGIONS for year in YEARS]
    organisations = [10.0, 12.0, 14.0, 4.0, 3.0, 5.0, 3.0, 5.0, 2.0, 2.0, 2.0, 3.0, 1.0, 2.0, 4.0]
    grp = [100.0, 110.0, 120.0, 40.0, 40.0, 30.0, 30.0, 30.0, 20.0, 20.0, None, 60.0, 10.0, 40.0, 10.0]
    keys = {"region": [pair[0] for pair in pairs], "year": [pair[1] for pair in pairs]}
    return table(keys, {"rd": organisations, "grp": grp})


def branches() -> Table:
    """Output by branch and region: two branches, of which the second is in two regions only."""
    rows = [("Mining", "Akmola", 5.0), ("Mining", "Aktobe", 7.0), ("Mining", "Atyrau", 9.0)]
    rows += [("Farming", "Akmola", 3.0), ("Farming", "Almaty", 2.0)]
    keys = {"branch": [row[0] for row in rows], "region": [row[1] for row in rows]}
    return table(keys, {"output": [row[2] for row in rows]})


SOURCES = {
    "panel": panel,
    "branches": branches,
    "none": lambda: table({"region": []}, {"grp": []}),
    "nothing": lambda: table({"region": [], "year": []}, {"grp": []}),
}
SETTINGS = {"nation": "Kazakhstan", "title": "GRP & growth"}


def source_of(data: str = "panel", settings: Mapping[str, Any] | None = None) -> Source:
    """What templates are filled from in these tests."""
    return Source(dataset([SOURCES[data]()]), {**SETTINGS, **(settings or {})})
