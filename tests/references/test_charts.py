import re

import pytest
from lxml import etree

from addin.references.chart_caches import read_chart
from addin.references.geometry import Geometry
from addin.references.growth import Growth, plain
from addin.references.parts import shift_part
from addin.references.reference import Bounds
from tests.references.texts import DOWN, follow, part
from udfs.numerics.cell_values import Cells, CellValue, ExcelError

MATRIX = Geometry({"S": Growth(rows=(plain(5, 5, 3),), columns=(plain(3, 3, 2),))})
VALUES: dict[tuple[int, int], CellValue] = {
    (5, 1): "Akmola",
    (6, 1): "R&D <x>",
    (7, 1): None,
    (8, 1): 2008.0,
    (5, 2): 1.5,
    (6, 2): ExcelError.NA,
    (7, 2): "n/a",
    (8, 2): 1 / 3,
}


def cells(sheet: str, bounds: Bounds) -> Cells:
    assert sheet == "S"
    assert bounds.rows is not None
    assert bounds.columns is not None
    rows, columns = (range(first, last + 1) for first, last in (bounds.rows, bounds.columns))
    return [[VALUES.get((row, column)) for column in columns] for row in rows]


def series(name: str, values: str, *, index: int = 0, categories: str = "S!$A$5") -> str:
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{name}</c:f></c:strRef></c:tx>'
        f"<c:cat><c:strRef><c:f>{categories}</c:f></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{values}</c:f></c:numRef></c:val></c:ser>"
    )


def cached(content: str, names: dict[str, str] | None = None) -> str:
    root = etree.fromstring(read_chart(part("c:chartSpace", content), names).render(cells))
    text = "".join(etree.tostring(each, encoding="unicode") for each in root)
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)


class TestSeries:
    def test_values_and_labels_stretch_and_the_name_stays(self) -> None:
        after = series("S!$B$4", "S!$B$5:$B$8", categories="S!$A$5:$A$8")
        assert follow("c:chartSpace", series("S!$B$4", "S!$B$5"), DOWN) == after

    def test_a_series_named_by_the_prototype_row_is_one_for_each_row(self) -> None:
        before = series("S!$A$5", "S!$B$5:$D$5", categories="S!$B$4:$D$4")
        after = [
            series(f"S!$A${row}", f"S!$B${row}:$D${row}", index=index, categories="S!$B$4:$D$4")
            for index, row in enumerate(range(5, 9))
        ]
        assert follow("c:chartSpace", before, DOWN) == "".join(after)

    def test_a_series_named_by_the_prototype_column_is_one_for_each_column(self) -> None:
        before = series("S!$C$4", "S!$C$5") + series("S!$B$4", "S!$B$5", index=1)
        after = [
            series("S!$C$4", "S!$C$5:$C$7", categories="S!$A$5:$A$7"),
            series("S!$D$4", "S!$D$5:$D$7", index=2, categories="S!$A$5:$A$7").replace(
                '<c:order val="2"/>', '<c:order val="1"/>'
            ),
            series("S!$B$4", "S!$B$5:$B$7", index=1, categories="S!$A$5:$A$7").replace(
                '<c:order val="1"/>', '<c:order val="2"/>'
            ),
        ]
        assert follow("c:chartSpace", before, MATRIX) == "".join(after)

    def test_repeated_series_take_the_themes_colours_in_turn(self) -> None:
        colour = '<c:spPr><a:solidFill><a:schemeClr val="accent5"/></a:solidFill></c:spPr></c:tx>'
        root = shift_part(part("c:chartSpace", series("S!$A$5", "S!$B$5").replace("</c:tx>", colour)), "S", DOWN)
        assert root is not None
        assert [each.get("val") for each in root.iter("{*}schemeClr")] == ["accent5", "accent6", "accent1", "accent2"]

    def test_a_points_format_stays_with_its_value(self) -> None:
        points = '<c:dPt><c:idx val="1"/></c:dPt><c:dPt><c:idx val="2"/></c:dPt>'
        points += '<c:dLbls><c:dLbl><c:idx val="0"/></c:dLbl></c:dLbls>'
        before = series("S!$B$3", "S!$B$4:$B$6").replace("<c:cat>", points + "<c:cat>")
        root = shift_part(part("c:chartSpace", before), "S", DOWN)
        assert root is not None
        indexes = [each.get("val") for each in root.iterfind(".//{*}dPt/{*}idx")]
        assert indexes + [each.get("val") for each in root.iterfind(".//{*}dLbl/{*}idx")] == ["1", "5", "0"]


class TestCaches:
    def test_numbers_are_kept_with_their_format_and_blanks_are_left_out(self) -> None:
        before = (
            "<c:val><c:numRef><c:f>S!$B$5:$B$9</c:f><c:numCache><c:formatCode>0.0</c:formatCode>"
            '<c:ptCount val="1"/><c:pt idx="0"><c:v>7</c:v></c:pt></c:numCache></c:numRef></c:val>'
        )
        assert cached(before) == (
            "<c:val><c:numRef><c:f>S!$B$5:$B$9</c:f><c:numCache><c:formatCode>0.0</c:formatCode>"
            '<c:ptCount val="5"/><c:pt idx="0"><c:v>1.5</c:v></c:pt><c:pt idx="1"><c:v>#N/A</c:v></c:pt>'
            '<c:pt idx="2"><c:v>0</c:v></c:pt><c:pt idx="3"><c:v>0.3333333333333333</c:v></c:pt>'
            "</c:numCache></c:numRef></c:val>"
        )

    def test_labels_are_texts(self) -> None:
        assert cached("<c:cat><c:strRef><c:f>S!$A$5:$A$8</c:f></c:strRef></c:cat>") == (
            "<c:cat><c:strRef><c:f>S!$A$5:$A$8</c:f><c:strCache>"
            '<c:ptCount val="4"/><c:pt idx="0"><c:v>Akmola</c:v></c:pt>'
            '<c:pt idx="1"><c:v>R&amp;D &lt;x&gt;</c:v></c:pt>'
            '<c:pt idx="3"><c:v>2008</c:v></c:pt></c:strCache></c:strRef></c:cat>'
        )

    def test_labels_of_several_levels_begin_with_the_innermost(self) -> None:
        reference = "<c:multiLvlStrRef><c:f>S!$A$5:$B$6</c:f></c:multiLvlStrRef>"
        values = "<c:val><c:numRef><c:f>S!$B$5:$B$6</c:f></c:numRef></c:val>"
        found = cached(f"<c:ser><c:cat>{reference}</c:cat>{values}</c:ser>")
        assert (
            '<c:ptCount val="2"/><c:lvl><c:pt idx="0"><c:v>1.5</c:v></c:pt><c:pt idx="1"><c:v>#N/A</c:v></c:pt>'
            "</c:lvl>"
            '<c:lvl><c:pt idx="0"><c:v>Akmola</c:v></c:pt><c:pt idx="1"><c:v>R&amp;D &lt;x&gt;</c:v></c:pt></c:lvl>'
        ) in found

    def test_areas_are_put_after_each_other(self) -> None:
        found = cached("<c:val><c:numRef><c:f>(S!$B$8,S!$B$5)</c:f></c:numRef></c:val>")
        assert '<c:ptCount val="2"/><c:pt idx="0"><c:v>0.3333333333333333</c:v></c:pt><c:pt idx="1"><c:v>1.5' in found

    def test_names_stand_for_their_areas(self) -> None:
        content = "<c:val><c:numRef><c:f>Book!Grp</c:f></c:numRef></c:val>"
        assert '<c:ptCount val="1"/><c:pt idx="0"><c:v>1.5</c:v></c:pt>' in cached(content, {"grp": "S!$B$5"})

    @pytest.mark.parametrize(
        ("formula", "names"),
        [("Moving", {"moving": "OFFSET(S!$B$5,0,0,9,1)"}), ("OFFSET(S!$B$5,0,0,9,1)", {}), ("Book!M", {"m": "{1,2}"})],
    )
    def test_what_is_computed_has_an_empty_cache(self, formula: str, names: dict[str, str]) -> None:
        content = (
            f"<c:val><c:numRef><c:f>{formula}</c:f><c:numCache><c:formatCode>0.0</c:formatCode>{{}}</c:numCache>"
            "</c:numRef></c:val>"
        )
        points = '<c:ptCount val="9"/><c:pt idx="0"><c:v>1</c:v></c:pt>'
        assert cached(content.format(points), names) == content.format('<c:ptCount val="0"/>')

    @pytest.mark.parametrize("formula", ["[1]S!$B$5", "S!#REF!", "label", "Book!label"])
    def test_what_is_out_of_reach_keeps_its_cache(self, formula: str) -> None:
        content = (
            f'<c:val><c:numRef><c:f>{formula}</c:f><c:numCache><c:ptCount val="9"/></c:numCache></c:numRef></c:val>'
        )
        assert cached(content) == content

    def test_extended_charts_have_caches_of_their_own_kind(self) -> None:
        content = (
            '<cx:data><cx:strDim type="cat"><cx:f>S!$A$5:$A$6</cx:f><cx:lvl ptCount="1"><cx:pt idx="0">x</cx:pt>'
            '</cx:lvl></cx:strDim><cx:numDim type="val"><cx:f>_xlchart.v1.0</cx:f>'
            '<cx:lvl ptCount="1" formatCode="0.0"/></cx:numDim></cx:data>'
            "<cx:tx><cx:txData><cx:f>S!$A$5</cx:f><cx:v>old</cx:v></cx:txData></cx:tx>"
        )
        chart = read_chart(part("cx:chartSpace", content), {"_xlchart.v1.0": "S!$B$5:$B$6"})
        text = etree.tostring(etree.fromstring(chart.render(cells)), encoding="unicode")
        for expected in (
            '<cx:lvl ptCount="2"><cx:pt idx="0">Akmola</cx:pt><cx:pt idx="1">R&amp;D &lt;x&gt;</cx:pt></cx:lvl>',
            '<cx:lvl ptCount="2" formatCode="0.0"><cx:pt idx="0">1.5</cx:pt><cx:pt idx="1">#N/A</cx:pt></cx:lvl>',
            "<cx:v>Akmola</cx:v>",
        ):
            assert expected in text

    def test_a_chart_says_what_it_shows(self) -> None:
        chart = read_chart(part("c:chartSpace", series("S!$B$4", "S!$B$5:$B$8")))
        assert {(source.sheet, source.bounds.rows) for source in chart.sources} == {
            ("S", (4, 4)),
            ("S", (5, 5)),
            ("S", (5, 8)),
        }
