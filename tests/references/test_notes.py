"""Notes, threaded comments and their boxes in the legacy drawing."""

from lxml import etree

from addin.references.geometry import Geometry
from addin.references.parts import shift_part
from tests.references.texts import DOWN, EMPTY, RIGHT, part

COMMENTS = (
    "<authors><author>Office</author><author>tc={{463EC29B-9CE5-524A-8B08-C4942360C466}}</author></authors><commentList>"
    '<comment ref="{}" authorId="{}" shapeId="0"><text><t>GRP</t></text></comment></commentList>'
)
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
BOX = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>
</o:shapelayout><v:shape id="_x0000_s1027" type="#_x0000_t202"><x:ClientData ObjectType="{kind}">{flags}<x:Anchor>
    {anchor}</x:Anchor>{cell}</x:ClientData></v:shape></xml>"""


def shifted(root: etree._Element, geometry: Geometry) -> etree._Element:
    found = shift_part(root, "S", geometry)
    assert found is not None
    return found


def box(anchor: str, cell: str = "", kind: str = "Note", flags: str = "") -> etree._Element:
    return etree.fromstring(BOX.format(anchor=anchor, cell=cell, kind=kind, flags=flags))


def anchors(root: etree._Element) -> list[str]:
    return [(each.text or "").strip() for each in root.iter("{*}Anchor")]


class TestNotes:
    def test_a_note_in_the_prototype_row_is_on_each_row(self) -> None:
        root = shifted(part("comments", COMMENTS.format("B5", 0)), DOWN)
        assert [each.get("ref") for each in root.iter("{*}comment")] == ["B5", "B6", "B7", "B8"]
        assert [each.text for each in root.iter("{*}t")] == ["GRP"] * 4

    def test_a_note_below_moves_with_its_cell(self) -> None:
        root = shifted(part("comments", COMMENTS.format("B6", 0)), DOWN)
        assert [each.get("ref") for each in root.iter("{*}comment")] == ["B9"]

    def test_a_note_on_a_removed_row_goes(self) -> None:
        assert list(shifted(part("comments", COMMENTS.format("B5", 0)), EMPTY).iter("{*}comment")) == []

    def test_threads_and_the_notes_that_stand_for_them_keep_to_each_other(self) -> None:
        notes = shifted(part("comments", COMMENTS.format("B5", 1)), DOWN)
        authors = [each.text or "" for each in notes.iter("{*}author")]
        by = {each.get("ref"): authors[int(each.get("authorId", "0"))] for each in notes.iter("{*}comment")}
        thread = '<threadedComment ref="B5" id="{463EC29B-9CE5-524A-8B08-C4942360C466}"/>'
        reply = '<threadedComment ref="B5" id="{A}" parentId="{463EC29B-9CE5-524A-8B08-C4942360C466}"/>'
        threads = shifted(
            etree.fromstring(f'<ThreadedComments xmlns="{THREADS}">{thread}{reply}</ThreadedComments>'), DOWN
        )
        assert {each.get("ref"): f"tc={each.get('id')}" for each in threads if not each.get("parentId")} == by
        replies = {each.get("ref"): f"tc={each.get('parentId')}" for each in threads if each.get("parentId")}
        assert replies == by
        assert len({each.get("id") for each in threads}) == 8


class TestBoxes:
    def test_a_notes_box_is_beside_each_copy_of_its_cell(self) -> None:
        root = shifted(box("2, 15, 3, 2, 4, 54, 7, 7", "<x:Row>4</x:Row><x:Column>1</x:Column>"), DOWN)
        assert [each.text for each in root.iter("{*}Row")] == ["4", "5", "6", "7"]
        assert anchors(root) == [f"2, 15, {3 + at}, 2, 4, 54, {7 + at}, 7" for at in range(4)]

    def test_repeated_boxes_have_numbers_and_clusters_of_their_own(self) -> None:
        root = shifted(box("2, 15, 3, 2, 4, 54, 7, 7", "<x:Row>4</x:Row><x:Column>1</x:Column>"), DOWN)
        numbers = [int((each.get("id") or "").removeprefix("_x0000_s")) for each in root.iter("{*}shape")]
        assert len(set(numbers)) == 4
        clusters = next(root.iter("{*}idmap")).get("data", "").split(",")
        assert {str(number // 1024) for number in numbers} == set(clusters)

    def test_a_notes_box_moves_right_with_its_cell(self) -> None:
        root = shifted(box("4, 15, 0, 2, 6, 54, 4, 7", "<x:Row>0</x:Row><x:Column>3</x:Column>"), RIGHT)
        assert anchors(root) == ["7, 15, 0, 2, 9, 54, 4, 7"]

    def test_a_controls_picture_moves_and_grows_as_its_flags_say(self) -> None:
        grown = shifted(box("0, 1, 2, 3, 2, 4, 6, 5", kind="Checkbox"), DOWN)
        assert anchors(grown) == ["0, 1, 2, 3, 2, 4, 9, 5"]
        moved = shifted(box("0, 1, 6, 3, 2, 4, 7, 5", kind="Checkbox", flags="<x:SizeWithCells/>"), DOWN)
        assert anchors(moved) == ["0, 1, 9, 3, 2, 4, 10, 5"]
        fixed = box("0, 1, 6, 3, 2, 4, 7, 5", kind="Checkbox", flags="<x:MoveWithCells/><x:SizeWithCells/>")
        assert shift_part(fixed, "S", DOWN) is None

    def test_a_controls_cells_follow(self) -> None:
        root = shifted(
            box("0, 1, 2, 3, 2, 4, 3, 5", "<x:FmlaLink>$B$6</x:FmlaLink><x:FmlaRange>$D$5</x:FmlaRange>", "Drop"), DOWN
        )
        assert [root.findtext(f".//{{*}}{name}") for name in ("FmlaLink", "FmlaRange")] == ["$B$9", "$D$5:$D$8"]
