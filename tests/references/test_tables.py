import pytest
from lxml import etree

from addin.references.geometry import Geometry
from addin.references.growth import Growth, plain
from addin.references.parts import shift_part
from addin.references.structured import unique_names
from addin.references.table_columns import name_columns
from tests.references.texts import DOWN, RIGHT, part

COLUMNS = (
    '<autoFilter ref="A4:D5"><filterColumn colId="3"/></autoFilter>'
    '<tableColumns count="4"><tableColumn id="1" name="Region"/>'
    '<tableColumn id="2" name="Code"/><tableColumn id="3" name="Year" queryTableFieldId="3"/>'
    '<tableColumn id="4" name="Total"><calculatedColumnFormula>SUM(C5:C5)*$B$6</calculatedColumnFormula>'
    "<totalsRowFormula>SUM(D5:D5)</totalsRowFormula></tableColumn></tableColumns>"
)


def table(geometry: Geometry) -> etree._Element:
    shifted = shift_part(part('table ref="A4:D6" totalsRowCount="1"', COLUMNS), "S", geometry)
    assert shifted is not None
    return shifted


def columns(root: etree._Element) -> list[tuple[str | None, str | None]]:
    return [(each.get("id"), each.get("name")) for each in root.iter("{*}tableColumn")]


def test_a_table_grows_with_its_rows() -> None:
    root = table(DOWN)
    assert (root.get("ref"), root[0].get("ref")) == ("A4:D9", "A4:D8")
    assert columns(root) == [("1", "Region"), ("2", "Code"), ("3", "Year"), ("4", "Total")]
    assert root.findtext(".//{*}calculatedColumnFormula") == "SUM(C5:C5)*$B$9"
    assert root.findtext(".//{*}totalsRowFormula") == "SUM(D5:D8)"


def test_a_table_grows_with_its_columns() -> None:
    root = table(RIGHT)
    assert (root.get("ref"), root[0].get("ref"), root[1].get("count")) == ("A4:G6", "A4:G5", "7")
    names = ["Region", "Code", "Year", "Year2", "Year3", "Year4", "Total"]
    assert columns(root) == list(zip(["1", "2", "3", "5", "6", "7", "4"], names, strict=True))
    assert root.findtext(".//{*}calculatedColumnFormula") == "SUM(C5:F5)*$B$6"
    assert root[0][0].get("colId") == "6"
    assert [each.get("queryTableFieldId") for each in root.iter("{*}tableColumn")].count("3") == 1


def test_columns_without_copies_leave_the_table() -> None:
    assert columns(table(Geometry({"S": Growth(columns=(plain(2, 3, 0),))}))) == [("1", "Region"), ("4", "Total")]


def test_columns_are_named_by_the_filled_header() -> None:
    named = name_columns(table(RIGHT), ["Region", "Code\n1", "2021", "2022", "2023", "2024", "Total"])
    assert [name for _, name in columns(named)] == ["Region", "Code_x000a_1", "2021", "2022", "2023", "2024", "Total"]


def test_as_many_headers_as_columns_are_needed() -> None:
    with pytest.raises(ValueError, match="zip"):
        name_columns(table(DOWN), ["Region"])


def test_names_are_unique_in_any_case() -> None:
    assert unique_names(["GRP", "grp", "", "GRP2", "GRP"]) == ["GRP", "grp2", "Column3", "GRP22", "GRP3"]
