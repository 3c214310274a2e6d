"""Anchors of drawings; a mark is column, offset, row, offset, counted from 0 as the file counts."""

import pytest
from lxml import etree

from addin.references.geometry import Geometry
from addin.references.parts import shift_part
from tests.references.texts import DOWN, EMPTY, PAIRS, RIGHT, part

SHAPE = '<xdr:sp{}><xdr:nvSpPr><xdr:cNvPr id="2" name="Note"/></xdr:nvSpPr></xdr:sp>'
CHART = '<xdr:graphicFrame><xdr:cNvPr id="2" name="Chart"/></xdr:graphicFrame>'


def mark(end: str, column: int, offset: int, row: int, down: int) -> str:
    values = zip(("col", "colOff", "row", "rowOff"), (column, offset, row, down), strict=True)
    return f"<xdr:{end}>{''.join(f'<xdr:{name}>{value}</xdr:{name}>' for name, value in values)}</xdr:{end}>"


def anchors(content: str, geometry: Geometry = DOWN) -> list[etree._Element]:
    root = part("xdr:wsDr", content)
    shifted = shift_part(root, "S", geometry)
    return list(root if shifted is None else shifted)


def marks(anchor: etree._Element) -> list[tuple[int, ...]]:
    return [tuple(int(each.text or 0) for each in anchor.findall(f"{{*}}{end}/*")) for end in ("from", "to")]


def two_cells(start: tuple[int, ...], end: tuple[int, ...], drawn: str = CHART, how: str = "twoCell") -> str:
    points = mark("from", *start) + mark("to", *end)
    return f'<xdr:twoCellAnchor editAs="{how}">{points}{drawn}<xdr:clientData/></xdr:twoCellAnchor>'


@pytest.mark.parametrize(
    ("how", "start", "end", "new_start", "new_end"),
    [
        ("twoCell", (0, 0, 8, 5), (3, 0, 12, 5), (0, 0, 11, 5), (3, 0, 15, 5)),
        ("twoCell", (0, 0, 2, 5), (3, 0, 12, 5), (0, 0, 2, 5), (3, 0, 15, 5)),
        ("twoCell", (0, 0, 2, 5), (3, 0, 4, 7), (0, 0, 2, 5), (3, 0, 7, 7)),
        ("twoCell", (0, 0, 2, 5), (3, 0, 5, 0), (0, 0, 2, 5), (3, 0, 8, 0)),
        ("twoCell", (0, 0, 2, 5), (3, 0, 4, 0), (0, 0, 2, 5), (3, 0, 4, 0)),
        ("oneCell", (0, 0, 2, 5), (3, 0, 12, 5), (0, 0, 2, 5), (3, 0, 12, 5)),
        ("oneCell", (0, 0, 8, 5), (3, 0, 12, 5), (0, 0, 11, 5), (3, 0, 15, 5)),
        ("absolute", (0, 0, 8, 5), (3, 0, 12, 5), (0, 0, 8, 5), (3, 0, 12, 5)),
    ],
)
def test_drawings_move_and_grow_as_their_properties_say(
    how: str, start: tuple[int, ...], end: tuple[int, ...], new_start: tuple[int, ...], new_end: tuple[int, ...]
) -> None:
    (anchor,) = anchors(two_cells(start, end, how=how))
    assert marks(anchor) == [new_start, new_end]


def test_drawings_beside_a_repeated_column_move_right() -> None:
    (anchor,) = anchors(two_cells((4, 9, 0, 0), (6, 9, 2, 0)), RIGHT)
    assert marks(anchor) == [(7, 9, 0, 0), (9, 9, 2, 0)]


def test_a_drawing_of_one_anchor_moves() -> None:
    (anchor,) = anchors(f"<xdr:oneCellAnchor>{mark('from', 1, 2, 6, 3)}{CHART}</xdr:oneCellAnchor>")
    assert marks(anchor)[0] == (1, 2, 9, 3)


def test_a_drawing_over_removed_rows_shrinks() -> None:
    (anchor,) = anchors(two_cells((0, 0, 4, 5), (3, 0, 6, 5)), EMPTY)
    assert marks(anchor) == [(0, 0, 4, 0), (3, 0, 5, 5)]


def test_a_shape_within_the_prototype_row_is_drawn_in_each_row() -> None:
    shape = SHAPE.format(' textlink="S!$A$5"')
    found = anchors(two_cells((4, 0, 4, 5), (5, 0, 4, 9), shape))
    assert [marks(anchor)[0][2] for anchor in found] == [4, 5, 6, 7]
    assert [anchor.find("{*}sp").get("textlink") for anchor in found] == [f"S!$A${row}" for row in range(5, 9)]  # type: ignore[union-attr]
    assert [each.get("id") for anchor in found for each in anchor.iter("{*}cNvPr")] == ["2", "3", "4", "5"]


def test_a_shape_within_a_pair_of_rows_is_drawn_in_each_pair() -> None:
    found = anchors(two_cells((4, 0, 4, 5), (5, 0, 5, 9), SHAPE.format("")), PAIRS)
    assert [marks(anchor) for anchor in found] == [[(4, 0, 4 + at, 5), (5, 0, 5 + at, 9)] for at in (0, 2, 4)]


def test_a_shape_within_removed_rows_goes() -> None:
    assert anchors(two_cells((4, 0, 4, 5), (5, 0, 4, 9), SHAPE.format("")), EMPTY) == []


@pytest.mark.parametrize(
    ("how", "row"),
    [('moveWithCells="1" sizeWithCells="1"', 15), ('moveWithCells="1"', 12), ("", 12)],
)
def test_a_sheets_controls_are_anchored_alike(how: str, row: int) -> None:
    anchor = f"<anchor {how}>{mark('from', 0, 0, 2, 5)}{mark('to', 3, 0, 12, 5)}</anchor>"
    root = part(
        "worksheet", f'<controls><control><controlPr linkedCell="$B$6">{anchor}</controlPr></control></controls>'
    )
    shifted = shift_part(root, "S", DOWN)
    assert shifted is not None
    found = next(shifted.iter("{*}anchor"))
    assert marks(found) == [(0, 0, 2, 5), (3, 0, row, 5)]
