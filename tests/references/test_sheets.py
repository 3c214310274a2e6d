"""What a sheet says of its cells: row 5 becomes rows 5 to 8, or column C four columns."""

import pytest

from addin.references.geometry import Geometry
from addin.references.growth import Growth, plain
from tests.references.texts import EMPTY, NESTED, RIGHT, sheet


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<dimension ref="A1:C9"/>', '<dimension ref="A1:C12"/>'),
        ('<sheetPr syncHorizontal="1" syncRef="A6"/>', '<sheetPr syncHorizontal="1" syncRef="A9"/>'),
        ('<autoFilter ref="A4:C5"/>', '<autoFilter ref="A4:C8"/>'),
        (
            '<extLst><ext uri="s"><xlrd2:richSortCondition ref="B5"/></ext></extLst>',
            '<extLst><ext uri="s"><xlrd2:richSortCondition ref="B5:B8"/></ext></extLst>',
        ),
        (
            '<extLst><ext uri="w"><x15:webExtension><xm:f>S!$A$4:$B$5</xm:f></x15:webExtension></ext></extLst>',
            '<extLst><ext uri="w"><x15:webExtension><xm:f>S!$A$4:$B$8</xm:f></x15:webExtension></ext></extLst>',
        ),
        (
            '<smartTags><cellSmartTags r="B5"><cellSmartTag/></cellSmartTags><cellSmartTags r="B6"/></smartTags>',
            (
                '<smartTags><cellSmartTags r="B5"><cellSmartTag/></cellSmartTags>'
                '<cellSmartTags r="B6"><cellSmartTag/></cellSmartTags>'
                '<cellSmartTags r="B7"><cellSmartTag/></cellSmartTags>'
                '<cellSmartTags r="B8"><cellSmartTag/></cellSmartTags><cellSmartTags r="B9"/></smartTags>'
            ),
        ),
        (
            '<sortState ref="A5:C5"><sortCondition ref="B5"/></sortState>',
            '<sortState ref="A5:C8"><sortCondition ref="B5:B8"/></sortState>',
        ),
        (
            '<protectedRanges><protectedRange sqref="B5 D9" name="n"/></protectedRanges>',
            '<protectedRanges><protectedRange sqref="B5:B8 D12" name="n"/></protectedRanges>',
        ),
        (
            '<ignoredErrors><ignoredError sqref="B5:B6" evalError="1"/></ignoredErrors>',
            '<ignoredErrors><ignoredError sqref="B5:B9" evalError="1"/></ignoredErrors>',
        ),
        (
            '<scenarios sqref="D6"><scenario name="s" count="1"><inputCells r="B6" val="1"/></scenario></scenarios>',
            '<scenarios sqref="D9"><scenario name="s" count="1"><inputCells r="B9" val="1"/></scenario></scenarios>',
        ),
        (
            '<dataConsolidate><dataRefs count="1"><dataRef ref="A5:B5" sheet="s"/></dataRefs></dataConsolidate>',
            '<dataConsolidate><dataRefs count="1"><dataRef ref="A5:B8" sheet="s"/></dataRefs></dataConsolidate>',
        ),
        (
            '<dataConsolidate><dataRefs count="1"><dataRef ref="A5:B5" sheet="T"/></dataRefs></dataConsolidate>',
            '<dataConsolidate><dataRefs count="1"><dataRef ref="A5:B5" sheet="T"/></dataRefs></dataConsolidate>',
        ),
        (
            (
                '<sheetViews><sheetView topLeftCell="A6"><selection activeCell="B9" sqref="B9 B5:B6"/>'
                "</sheetView></sheetViews>"
            ),
            (
                '<sheetViews><sheetView topLeftCell="A9"><selection activeCell="B12" sqref="B12 B5:B9"/>'
                "</sheetView></sheetViews>"
            ),
        ),
        (
            '<sheetViews><sheetView><pane ySplit="4" topLeftCell="A6" state="frozen"/></sheetView></sheetViews>',
            '<sheetViews><sheetView><pane ySplit="4" topLeftCell="A9" state="frozen"/></sheetView></sheetViews>',
        ),
        (
            '<mergeCells count="2"><mergeCell ref="A5:B5"/><mergeCell ref="A7:A8"/></mergeCells>',
            (
                '<mergeCells count="5"><mergeCell ref="A5:B5"/><mergeCell ref="A6:B6"/>'
                '<mergeCell ref="A7:B7"/><mergeCell ref="A8:B8"/><mergeCell ref="A10:A11"/></mergeCells>'
            ),
        ),
        (
            '<mergeCells count="1"><mergeCell ref="A4:A6"/></mergeCells>',
            '<mergeCells count="1"><mergeCell ref="A4:A9"/></mergeCells>',
        ),
        (
            '<rowBreaks count="2" manualBreakCount="1"><brk id="5" man="1"/><brk id="9"/></rowBreaks>',
            '<rowBreaks count="2" manualBreakCount="1"><brk id="8" man="1"/><brk id="12"/></rowBreaks>',
        ),
        ('<cellWatches><cellWatch r="B6"/></cellWatches>', '<cellWatches><cellWatch r="B9"/></cellWatches>'),
        (
            (
                '<customSheetViews><customSheetView topLeftCell="A6"><selection sqref="A6"/>'
                '<rowBreaks count="1"><brk id="6"/></rowBreaks></customSheetView></customSheetViews>'
            ),
            (
                '<customSheetViews><customSheetView topLeftCell="A9"><selection sqref="A9"/>'
                '<rowBreaks count="1"><brk id="9"/></rowBreaks></customSheetView></customSheetViews>'
            ),
        ),
        ("<oddHeader>&amp;A5</oddHeader>", "<oddHeader>&amp;A5</oddHeader>"),
    ],
)
def test_a_sheets_elements_follow_its_rows(before: str, after: str) -> None:
    assert sheet(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            (
                '<cols><col min="1" max="2" width="5"/><col min="3" max="3" width="9" style="2"/>'
                '<col min="4" max="16384" width="3"/></cols>'
            ),
            (
                '<cols><col min="1" max="2" width="5"/><col min="3" max="6" width="9" style="2"/>'
                '<col min="7" max="16384" width="3"/></cols>'
            ),
        ),
        (
            '<sheetViews><sheetView><pane xSplit="3" topLeftCell="D1" state="frozen"/></sheetView></sheetViews>',
            '<sheetViews><sheetView><pane xSplit="6" topLeftCell="G1" state="frozen"/></sheetView></sheetViews>',
        ),
        (
            '<autoFilter ref="A4:D9"><filterColumn colId="3"/></autoFilter>',
            '<autoFilter ref="A4:G9"><filterColumn colId="6"/></autoFilter>',
        ),
        (
            '<mergeCells count="2"><mergeCell ref="A1:D1"/><mergeCell ref="C2:C3"/></mergeCells>',
            (
                '<mergeCells count="5"><mergeCell ref="A1:G1"/><mergeCell ref="C2:C3"/>'
                '<mergeCell ref="D2:D3"/><mergeCell ref="E2:E3"/><mergeCell ref="F2:F3"/></mergeCells>'
            ),
        ),
        (
            '<colBreaks count="1" manualBreakCount="1"><brk id="3" man="1"/></colBreaks>',
            '<colBreaks count="1" manualBreakCount="1"><brk id="6" man="1"/></colBreaks>',
        ),
    ],
)
def test_a_sheets_elements_follow_its_columns(before: str, after: str) -> None:
    assert sheet(before, RIGHT) == after


def test_columns_of_several_lines_repeat_their_widths_in_turn() -> None:
    pairs = Geometry({"S": Growth(columns=(plain(2, 3, 2),))})
    before = '<cols><col min="2" max="2" width="5"/><col min="3" max="3" width="9"/></cols>'
    after = (
        '<col min="2" max="2" width="5"/><col min="3" max="3" width="9"/>'
        '<col min="4" max="4" width="5"/><col min="5" max="5" width="9"/>'
    )
    assert sheet(before, pairs) == f"<cols>{after}</cols>"


@pytest.mark.parametrize(
    "element",
    [
        '<mergeCells count="1"><mergeCell ref="A5:B5"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A5" location="B9"/></hyperlinks>',
        (
            '<conditionalFormatting sqref="A5:B5"><cfRule type="expression" priority="1"><formula>A5'
            "</formula></cfRule></conditionalFormatting>"
        ),
        '<dataValidations count="1"><dataValidation sqref="B5"/></dataValidations>',
        '<ignoredErrors><ignoredError sqref="B5"/></ignoredErrors>',
        (
            '<extLst><ext uri="u"><x14:sparklineGroups><x14:sparklineGroup><x14:colorSeries theme="4"/>'
            "<x14:sparklines><x14:sparkline><xm:f>S!A5:B5</xm:f><xm:sqref>C5</xm:sqref></x14:sparkline>"
            "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
        ),
    ],
)
def test_what_has_lost_its_cells_goes_with_its_list(element: str) -> None:
    assert sheet(f'<dimension ref="A1"/>{element}', EMPTY) == '<dimension ref="A1"/>'


class TestLinksAndSparklines:
    def test_a_link_in_the_prototype_row_is_repeated_and_leads_to_its_own_row(self) -> None:
        before = (
            '<hyperlinks><hyperlink ref="A5" location="S!B5" xr:uid="{1}"/>'
            '<hyperlink ref="A9" r:id="rId1"/></hyperlinks>'
        )
        links = [
            f'<hyperlink ref="A{row}" location="S!B{row}"{uid}/>'
            for row, uid in zip(range(5, 9), [' xr:uid="{1}"', "", "", ""], strict=True)
        ]
        assert sheet(before) == f'<hyperlinks>{"".join(links)}<hyperlink ref="A12" r:id="rId1"/></hyperlinks>'

    def test_a_link_elsewhere_leads_to_one_place(self) -> None:
        before = '<hyperlinks><hyperlink ref="A5" location="Notes!B5"/></hyperlinks>'
        assert sheet(before).count('location="Notes!B5"') == 4

    def test_a_sparkline_in_the_prototype_row_is_one_in_each_row(self) -> None:
        line = "<x14:sparkline><xm:f>S!B{0}:D{0}</xm:f><xm:sqref>E{0}</xm:sqref></x14:sparkline>"
        wrapped = (
            "<extLst><ext><x14:sparklineGroups><x14:sparklineGroup><xm:f>{}</xm:f><x14:sparklines>{}</x14:sparklines>"
            "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
        )
        after = "".join(line.format(row) for row in range(5, 9))
        assert sheet(wrapped.format("S!$B$5", line.format(5))) == wrapped.format("S!$B$5:$B$8", after)

    def test_a_sparkline_over_the_prototype_row_grows(self) -> None:
        line = "<extLst><x14:sparkline><xm:f>S!{}</xm:f><xm:sqref>{}</xm:sqref></x14:sparkline></extLst>"
        assert sheet(line.format("B5", "B6")) == line.format("B5:B8", "B9")


def test_page_breaks_are_repeated_where_a_copy_is_several_rows() -> None:
    before = '<rowBreaks count="1" manualBreakCount="1"><brk id="3" man="1"/></rowBreaks>'
    after = '<rowBreaks count="2" manualBreakCount="2"><brk id="3" man="1"/><brk id="8" man="1"/></rowBreaks>'
    assert sheet(before, NESTED) == after
