"""A pivot table over filled cells is made anew by Excel, however its source is named; any other stays as it is."""

import pytest

from addin.filebook.template import read_template
from addin.fill import fill, load_source
from tests.package.corpus import feature_workbook
from tests.package.corpus.parts import WORKBOOK, Parts

CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"


def over(source: str, names: str = "", workbook: str = "pivot tables") -> Parts:
    """The workbook with a pivot table over this source, which doesn't yet ask to be made anew."""
    parts = Parts(feature_workbook(workbook))
    parts.replace(CACHE, ' refreshOnLoad="1"', "")
    parts.replace(CACHE, 'ref="A3:B4" sheet="Regions"', source)
    if names:
        parts.insert(f"<definedNames>{names}</definedNames>", WORKBOOK)
    return parts


def asks(parts: Parts) -> str | None:
    template = read_template(parts.write())
    return fill(template, load_source(template)).tree(CACHE).get("refreshOnLoad")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('ref="A3:B4" sheet="regions"', ""),
        ('ref="A1:B2" sheet="Regions"', ""),
        ('name="List"', '<definedName name="list">Regions!$A$3:$B$4</definedName>'),
    ],
)
def test_over_filled_cells_it_asks_to_be_made_anew(source: str, names: str) -> None:
    assert asks(over(source, names)) == "1"


def test_over_a_table_that_is_filled_it_asks_too() -> None:
    parts, tables = over('name="RegionList"'), Parts(feature_workbook("tables"))
    parts.add(
        "xl/tables/table1.xml",
        tables.content["xl/tables/table1.xml"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
    )
    table = parts.relate("xl/worksheets/sheet1.xml", "table", "xl/tables/table1.xml")
    parts.insert(f'<tableParts count="1"><tablePart r:id="{table}"/></tableParts>')
    assert asks(parts) == "1"


def test_over_other_cells_it_stays_as_it_is() -> None:
    parts = over('ref="A1:B2" sheet="_settings"')
    template = read_template(parts.write())
    assert fill(template, load_source(template)).read(CACHE) == parts.content[CACHE]
