"""Conditional formats and data validations."""

import pytest

from tests.references.texts import EMPTY, NESTED, PAIRS, sheet


class TestConditionalFormats:
    def rule(self, areas: str, formula: str, priority: int = 1) -> str:
        return (
            f'<conditionalFormatting sqref="{areas}"><cfRule type="expression" priority="{priority}">'
            f"<formula>{formula}</formula></cfRule></conditionalFormatting>"
        )

    @pytest.mark.parametrize(
        ("areas", "formula", "new_areas", "new_formula"),
        [
            ("A5:C5", "$B5=MAX($B$5:$B$5)", "A5:C8", "$B5=MAX($B$5:$B$8)"),
            ("A4:C5", "$B4&gt;$B$6", "A4:C8", "$B4&gt;$B$9"),
            ("C9 A5", "B5", "C12 A5:A8", "B5"),
            ("B6:B7", "B6&gt;B5", "B9:B10", "B9&gt;B5"),
            ("A:A", "A1&gt;$B$6", "A:A", "A1&gt;$B$9"),
        ],
    )
    def test_their_formulas_are_read_from_the_upper_left_cell(
        self, areas: str, formula: str, new_areas: str, new_formula: str
    ) -> None:
        assert sheet(self.rule(areas, formula)) == self.rule(new_areas, new_formula)

    def test_a_format_that_loses_its_first_row_is_read_from_the_next(self) -> None:
        assert sheet(self.rule("A5:A7", "B5&gt;C$9"), EMPTY) == self.rule("A5:A6", "B5&gt;C$8")

    def test_one_line_of_a_pair_is_formatted_in_each_pair(self) -> None:
        assert sheet(self.rule("A6", "B6&gt;B5"), PAIRS) == self.rule("A6 A8 A10", "B6&gt;B5")

    def test_inner_rows_alone_are_formatted(self) -> None:
        assert sheet(self.rule("A5", "B5&gt;1"), NESTED) == self.rule("A5:A7 A10:A11", "B5&gt;1")

    def test_a_rule_that_looks_at_its_own_outer_copy_is_repeated_for_each(self) -> None:
        assert sheet(self.rule("A5", "B5=MAX(B$5:B$5)"), NESTED) == self.rule("A5:A7", "B5=MAX(B$5:B$7)") + self.rule(
            "A10:A11", "B10=MAX(B$10:B$11)", 2
        )

    @pytest.mark.parametrize("areas", ["#REF!", ""])
    def test_a_format_that_had_lost_its_cells_before_is_kept(self, areas: str) -> None:
        assert sheet(self.rule(areas, "#REF!&gt;1") + self.rule("B9", "B9&gt;1")) == (
            self.rule(areas, "#REF!&gt;1") + self.rule("B12", "B12&gt;1")
        )

    def test_thresholds_that_are_formulas_follow(self) -> None:
        before = (
            '<conditionalFormatting sqref="B9"><cfRule><dataBar><cfvo type="formula" val="$B$6"/>'
            '<cfvo type="num" val="5"/></dataBar></cfRule></conditionalFormatting>'
        )
        assert sheet(before) == before.replace("B9", "B12").replace("$B$6", "$B$9")

    def test_extended_formats_and_validations_follow(self) -> None:
        before = (
            '<extLst><ext uri="u"><x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="dataBar">'
            '<x14:dataBar><x14:cfvo type="formula"><xm:f>$B$6</xm:f></x14:cfvo></x14:dataBar></x14:cfRule>'
            "<xm:sqref>B5</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>"
            '<ext uri="v"><x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1>'
            "<xm:f>S!$D$5</xm:f>"
            "</x14:formula1><xm:sqref>B9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
        )
        after = sheet(before)
        assert "<xm:f>$B$9</xm:f>" in after
        assert "<xm:sqref>B5:B8</xm:sqref>" in after
        assert "<xm:f>S!$D$5:$D$8</xm:f>" in after
        assert "<xm:sqref>B12</xm:sqref>" in after


class TestDataValidations:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (
                'type="list" sqref="B5"><formula1>$D$5</formula1>',
                'type="list" sqref="B5:B8"><formula1>$D$5:$D$8</formula1>',
            ),
            (
                'type="list" sqref="B9"><formula1>"a,B5"</formula1>',
                'type="list" sqref="B12"><formula1>"a,B5"</formula1>',
            ),
            (
                'type="custom" sqref="B5"><formula1>B5&gt;A5</formula1>',
                'type="custom" sqref="B5:B8"><formula1>B5&gt;A5</formula1>',
            ),
            (
                'type="whole" sqref="B9"><formula1>$D$5</formula1><formula2>D6</formula2>',
                'type="whole" sqref="B12"><formula1>$D$5</formula1><formula2>D9</formula2>',
            ),
        ],
    )
    def test_areas_and_formulas_follow(self, before: str, after: str) -> None:
        wrapped = '<dataValidations count="1"><dataValidation {}</dataValidation></dataValidations>'
        assert sheet(wrapped.format(before)) == wrapped.format(after)
