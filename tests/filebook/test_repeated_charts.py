"""Charts that lie wholly within a block's prototype: one for each label, over the cells of its own copy."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from xlsxwriter.worksheet import Worksheet

from addin.errors import UserError
from addin.filebook import repeated_charts
from tests.package.comparer import compare
from tests.package.corpus.drawings import CHART_STYLE_PARTS, CHART_STYLES
from tests.package.corpus.parts import Parts
from tests.package.lint import faults
from tests.templates.drawing import write
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of

PAGE = {
    "A1": "{{ title }}",
    "A3": "{{ region | down(rows=4) }}",
    "B3": "{{ year | right }}",
    "A4": "GRP",
    "B4": "{{ grp }}",
    "A5": "R&D",
    "B5": "{{ rd }}",
    "A7": "=SUM(B4:B4)",
}
DRAWING = "xl/drawings/drawing1.xml"
SERIES = {"name": "=Sheet1!$A$4", "categories": "=Sheet1!$B$3:$B$3", "values": "=Sheet1!$B$4:$B$4"}


def with_chart(
    cells: Mapping[str, str] = PAGE,
    chart: tuple[str, int, int] = ("F3", 300, 70),
    series: Sequence[Mapping[str, str]] = (SERIES,),
    change: Callable[[Any, Worksheet], None] = lambda workbook, sheet: None,
) -> bytes:
    """A template with a chart at a cell, so many pixels wide and high (a row has 20, a column 64)."""

    def with_drawing(workbook: Any, sheet: Worksheet) -> None:
        drawing = workbook.add_chart({"type": "column"})
        for each in series:
            drawing.add_series(each)
        drawing.set_size({"width": chart[1], "height": chart[2]})
        sheet.insert_chart(chart[0], drawing, {"object_position": 1})
        change(workbook, sheet)

    return write(cells, with_drawing)


def charted(content: bytes) -> list[list[str]]:
    """What each chart of the first sheet refers to, in the order in which they are drawn."""
    parts = Parts(content)
    links = etree.fromstring(parts.content["xl/drawings/_rels/drawing1.xml.rels"])
    targets = {link.get("Id"): link.get("Target", "").replace("..", "xl") for link in links}
    used = re.findall(r'<c:chart [^>]*r:id="([^"]*)"', parts.content[DRAWING].decode())
    return [re.findall("<c:f>(.*?)</c:f>", parts.content[targets[each]].decode()) for each in used]


def rows_of(content: bytes) -> list[tuple[int, int]]:
    """The first row of each drawing and that in which it ends, from 1."""
    found = re.findall(r"<xdr:row>(\d+)</xdr:row>", Parts(content).content[DRAWING].decode())
    return [(int(first) + 1, int(last) + 1) for first, last in zip(found[::2], found[1::2], strict=True)]


def test_each_label_has_a_chart_of_its_own_cells() -> None:
    content = fill_bytes(with_chart(), source_of())
    assert charted(content) == [
        [f"Sheet1!$A${row + 1}", f"Sheet1!$B${row}:$D${row}", f"Sheet1!$B${row + 1}:$D${row + 1}"]
        for row in (3, 7, 11, 15)
    ]
    assert rows_of(content) == [(3, 6), (7, 10), (11, 14), (15, 18)]
    assert faults(content) == []


def test_each_chart_keeps_the_values_of_its_own_cells() -> None:
    parts = Parts(fill_bytes(with_chart(), source_of()))
    caches = [
        re.findall("<c:v>(.*?)</c:v>", parts.content[f"xl/charts/chart{number}.xml"].decode()) for number in (1, 4)
    ]
    assert [cache[-3:] for cache in caches] == [["40", "40", "30"], ["10", "40", "10"]]


def test_numbers_and_names_of_the_drawings_are_their_own() -> None:
    text = Parts(fill_bytes(with_chart(), source_of())).content[DRAWING].decode()
    assert re.findall(r'<xdr:cNvPr id="(\d+)" name="([^"]*)"', text) == [
        ("2", "Chart 1"),
        ("3", "Chart 1 (2)"),
        ("4", "Chart 1 (3)"),
        ("5", "Chart 1 (4)"),
    ]


def test_nothing_of_the_template_is_lost() -> None:
    template = with_chart()
    assert compare(template, fill_bytes(template, source_of())).lost == ()


def test_a_chart_within_one_row_is_in_each_row() -> None:
    def high(_: Any, sheet: Worksheet) -> None:
        sheet.set_row(1, 60)

    cells = {"A2": "{{ region | down }}", "B2": "{{ rd.at(2008) }}", "C2": "{{ rd }}", "A3": "=SUM(C2:C2)"}
    series = {"name": "=Sheet1!$A$2", "values": "=Sheet1!$B$2:$C$2"}
    content = fill_bytes(with_chart(cells, ("E2", 200, 60), [series], high), source_of())
    assert charted(content) == [[f"Sheet1!$A${row}", f"Sheet1!$B${row}:$C${row}"] for row in range(2, 6)]


def test_a_chart_that_reaches_beyond_the_prototype_grows() -> None:
    content = fill_bytes(with_chart(chart=("F3", 300, 90)), source_of())
    assert [each[::3] for each in charted(content)] == [[f"Sheet1!$A${row}" for row in (4, 8, 12, 16)]]
    assert rows_of(content) == [(3, 19)]


def test_a_chart_that_does_not_go_with_its_cells_stays_one() -> None:
    template = Parts(with_chart())
    template.replace(DRAWING, "<xdr:twoCellAnchor>", '<xdr:twoCellAnchor editAs="absolute">')
    assert len(charted(fill_bytes(template.write(), source_of()))) == 1


def test_columns_repeat_a_chart_to_the_right() -> None:
    cells = {"A2": "{{ region | down }}", "B1": "{{ year | right(columns=4) }}", "B2": "{{ grp }}", "C2": "{{ rd }}"}
    series = {"name": "=Sheet1!$B$1", "values": "=Sheet1!$C$2:$C$2"}
    content = fill_bytes(with_chart(cells, ("D4", 100, 60), [series]), source_of())
    assert charted(content) == [
        [f"Sheet1!${name}$1", f"Sheet1!${column}$2:${column}$5"]
        for name, column in (("B", "C"), ("F", "G"), ("J", "K"))
    ]


def test_a_chart_of_an_outer_block_has_a_series_for_each_row_of_its_own_inner_block() -> None:
    cells = {
        "A1": "{{ branch | down(rows=4) }}",
        "A2": "{{ region | down }}",
        "B2": "{{ output }}",
        "A4": "end",
    }
    series = [
        {"name": "=Sheet1!$A$2", "values": "=Sheet1!$B$2:$B$2"},
        {"categories": "=Sheet1!$A$2", "values": "=Sheet1!$B$2"},
    ]
    content = fill_bytes(with_chart(cells, ("D1", 100, 70), series), source_of("branches"))
    assert charted(content) == [
        [
            *("Sheet1!$A$2", "Sheet1!$B$2:$B$2", "Sheet1!$A$3", "Sheet1!$B$3:$B$3", "Sheet1!$A$4", "Sheet1!$B$4:$B$4"),
            *("Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4"),
        ],
        [
            *("Sheet1!$A$8", "Sheet1!$B$8:$B$8", "Sheet1!$A$9", "Sheet1!$B$9:$B$9"),
            *("Sheet1!$A$8:$A$9", "Sheet1!$B$8:$B$9"),
        ],
    ]


def test_without_labels_the_chart_goes_with_its_rows() -> None:
    cells = {"A1": "{{ title }}", "A3": "{{ region | down(rows=4) }}", "B4": "{{ grp }}"}
    series = {"values": "=Sheet1!$B$4:$B$4"}
    content = fill_bytes(with_chart(cells, series=[series]), source_of("none"))
    parts = Parts(content)
    assert not [name for name in parts.content if "charts/" in name]
    assert "graphicFrame" not in parts.content[DRAWING].decode()
    assert faults(content) == []


def test_a_repeated_chart_brings_its_style_and_what_is_drawn_on_it() -> None:
    template = Parts(with_chart())
    chart = "xl/charts/chart1.xml"
    for stem, name, kind in (("style", "chartStyle", "chartstyle"), ("colors", "chartColorStyle", "chartcolorstyle")):
        template.add(f"xl/charts/{stem}1.xml", CHART_STYLE_PARTS[stem], f"application/vnd.ms-office.{kind}+xml")
        template.relate(chart, f"{CHART_STYLES}/{name}", f"xl/charts/{stem}1.xml")
    parts = Parts(fill_bytes(template.write(), source_of()))
    for number in range(1, 5):
        links = parts.content[f"xl/charts/_rels/chart{number}.xml.rels"].decode()
        assert sorted(re.findall(r'Target="([^"]*)"', links)) == [f"colors{number}.xml", f"style{number}.xml"]
        assert parts.content[f"xl/charts/style{number}.xml"] == template.content["xl/charts/style1.xml"]
    assert parts.content["[Content_Types].xml"].count(b"chartstyle+xml") == 4


def test_more_charts_than_a_sheet_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated_charts, "MOST_CHARTS", 3)
    with pytest.raises(UserError, match="4 charts on one sheet; 3 at most"):
        fill_bytes(with_chart(), source_of())


@pytest.mark.validator
def test_microsofts_validator_finds_nothing_in_repeated_charts(validate: Any, tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(fill_bytes(with_chart(), source_of()))
    assert validate(path) == []
