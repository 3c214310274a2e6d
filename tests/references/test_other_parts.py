"""Names, tables, charts, controls and the rest."""

import pytest
from lxml import etree

from addin.package.namespaces import STRICT
from addin.references.geometry import Geometry
from addin.references.growth import Growth, plain
from addin.references.parts import shift_part
from tests.references.texts import DOWN, follow, part


class TestOtherParts:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('<definedName name="grp">S!$B$5</definedName>', '<definedName name="grp">S!$B$5:$B$8</definedName>'),
            (
                '<definedName name="_xlnm.Print_Area" localSheetId="0">S!$A$1:$D$9</definedName>',
                '<definedName name="_xlnm.Print_Area" localSheetId="0">S!$A$1:$D$12</definedName>',
            ),
            (
                '<definedName name="_xlnm.Print_Titles" localSheetId="0">S!$A:$A,S!$6:$7</definedName>',
                '<definedName name="_xlnm.Print_Titles" localSheetId="0">S!$A:$A,S!$9:$10</definedName>',
            ),
            (
                '<definedName name="_xlnm._FilterDatabase" localSheetId="0">S!$A$4:$D$5</definedName>',
                '<definedName name="_xlnm._FilterDatabase" localSheetId="0">S!$A$4:$D$8</definedName>',
            ),
            (
                '<definedName name="next">OFFSET(S!$B$5,1,0)</definedName>',
                '<definedName name="next">OFFSET(S!$B$5,1,0)</definedName>',
            ),
            (
                '<definedName name="two">S!$B$5,S!$C$5</definedName>',
                '<definedName name="two">S!$B$5:$B$8,S!$C$5:$C$8</definedName>',
            ),
            (
                '<definedName name="all">SUM(S!$B$5:$B$5)</definedName>',
                '<definedName name="all">SUM(S!$B$5:$B$8)</definedName>',
            ),
            ('<definedName name="above">S!A6</definedName>', '<definedName name="above">S!A6</definedName>'),
        ],
    )
    def test_names_follow(self, before: str, after: str) -> None:
        assert follow("workbook", f"<definedNames>{before}</definedNames>", DOWN, None) == (
            f"<definedNames>{after}</definedNames>"
        )

    def test_a_tables_area_and_filter_grow(self) -> None:
        root = shift_part(part('table ref="A4:C6" totalsRowCount="1"', '<autoFilter ref="A4:C5"/>'), "S", DOWN)
        assert root is not None
        assert (root.get("ref"), root[0].get("ref")) == ("A4:C9", "A4:C8")

    def test_extended_charts_follow(self) -> None:
        data = (
            '<cx:data><cx:numDim type="val"><cx:f>S!{}</cx:f></cx:numDim></cx:data><cx:tx><cx:txData>'
            "<cx:f>S!$A$5</cx:f></cx:txData></cx:tx><cx:nf>S!$B$6</cx:nf>"
        )
        after = data.format("$B$5:$B$8").replace("$B$6", "$B$9")
        assert follow("cx:chartSpace", data.format("$B$5"), DOWN) == after

    def test_the_area_shown_in_a_document_follows_on_the_sheet_that_is_open(self) -> None:
        book = (
            '<bookViews><workbookView activeTab="{}"/></bookViews><sheets><sheet name="T"/><sheet name="S"/></sheets>'
            '<oleSize ref="{}"/>'
        )
        assert follow("workbook", book.format(1, "A4:C5"), DOWN, None) == book.format(1, "A4:C8")
        assert follow("workbook", book.format(0, "A4:C5"), DOWN, None) == book.format(0, "A4:C5")

    @pytest.mark.parametrize(
        ("root", "attribute", "before", "after"),
        [
            ("x14:formControlPr", "fmlaLink", "$B$6", "$B$9"),
            ("x14:formControlPr", "fmlaRange", "$B$5", "$B$5:$B$8"),
            ("singleXmlCell", "r", "B6", "B9"),
            ("location", "ref", "A6:C9", "A9:C12"),
            ("parameter", "cell", "S!$B$6", "S!$B$9"),
        ],
    )
    def test_controls_and_the_like_follow(self, root: str, attribute: str, before: str, after: str) -> None:
        shifted = shift_part(part(f'{root} {attribute}="{before}"'), "S", DOWN)
        assert shifted is not None
        assert shifted.get(attribute) == after

    def test_a_pivots_source_grows_by_the_name_of_its_sheet(self) -> None:
        source = '<cacheSource type="worksheet"><worksheetSource ref="{}" sheet="S"/></cacheSource>'
        shifted = shift_part(part("pivotCacheDefinition", source.format("A4:C5")), None, DOWN)
        assert shifted is not None
        assert shifted[0][0].get("ref") == "A4:C8"
        assert shifted.get("refreshOnLoad") == "1"

    def test_a_drawings_link_within_the_workbook_follows(self) -> None:
        uri = "http://schemas.openxmlformats.org/package/2006/relationships"
        root = etree.fromstring(
            f'<Relationships xmlns="{uri}"><Relationship Target="#S!B6"/><Relationship Target="S.xml"/></Relationships>'
        )
        shifted = shift_part(root, None, DOWN)
        assert shifted is not None
        assert [each.get("Target") for each in shifted] == ["#S!B9", "S.xml"]


class TestWhatStaysAsItIs:
    def test_a_part_that_looks_at_no_growing_sheet_is_left_alone(self) -> None:
        assert (
            shift_part(part("worksheet", '<mergeCells count="1"><mergeCell ref="A5:B5"/></mergeCells>'), "T", DOWN)
            is None
        )

    def test_one_copy_changes_nothing(self) -> None:
        once = Geometry({"S": Growth(rows=(plain(5, 5, 1),))})
        content = (
            '<dimension ref="A1:C9"/><cols><col min="1" max="3"/></cols><mergeCells count="1">'
            '<mergeCell ref="A5:B5"/></mergeCells>'
        )
        assert shift_part(part("worksheet", content), "S", once) is None

    def test_the_template_is_not_touched_and_its_cells_are_left_out(self) -> None:
        root = part("worksheet", '<dimension ref="A1:C9"/><sheetData><row r="1"/></sheetData><pageMargins/>')
        before = etree.tostring(root)
        shifted = shift_part(root, "S", DOWN)
        assert etree.tostring(root) == before
        assert shifted is not None
        assert [etree.QName(each).localname for each in shifted] == ["dimension", "sheetData", "pageMargins"]
        assert len(shifted[1]) == 0

    def test_strict_workbooks_follow_too(self) -> None:
        root = etree.fromstring(f'<worksheet xmlns="{STRICT.main}"><dimension ref="A1:C9"/></worksheet>')
        shifted = shift_part(root, "S", DOWN)
        assert shifted is not None
        assert shifted[0].get("ref") == "A1:C12"
