from io import BytesIO

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.xlam.compound import NO_NODE, balanced, compound_file

SIZES = [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 70_000]


def contents(file: bytes) -> dict[str, bytes]:
    ole = olefile.OleFileIO(BytesIO(file), raise_defects=olefile.DEFECT_INCORRECT)
    return {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_of_any_size_is_read_back(size: int) -> None:
    data = bytes(index % 251 for index in range(size))
    assert contents(compound_file({"first": data, "storage": {"second": data[::-1]}})) == {
        "first": data,
        "storage/second": data[::-1],
    }


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 63, 64, 65, 99, 128])
def test_any_number_of_streams_is_read_back(count: int) -> None:
    streams = {f"module{number}": bytes([number]) * (number * 97 % 5000) for number in range(count)}
    assert contents(compound_file({"VBA": streams})) == {f"VBA/{name}": data for name, data in streams.items()}


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 65, 99])
def test_names_stand_in_a_red_black_tree_ordered_by_length_then_upper_case(count: int) -> None:
    names = {f"{'b' if number % 2 else 'B'}{'x' * (number % 5)}{number}": b"" for number in range(count)}
    ole = olefile.OleFileIO(BytesIO(compound_file(names)))
    entries = ole.direntries

    def walk(node: int, parent_is_red: bool) -> tuple[list[str], int]:
        if node == NO_NODE:
            return [], 1
        entry = entries[node]
        red = entry.color == 0
        assert not (red and parent_is_red)
        left, left_blacks = walk(entry.sid_left, red)
        right, right_blacks = walk(entry.sid_right, red)
        assert left_blacks == right_blacks
        return [*left, entry.name, *right], left_blacks + (not red)

    in_order, _ = walk(ole.root.sid_child, parent_is_red=True)
    assert in_order == sorted(names, key=lambda name: (len(name), name.upper()))


@given(st.integers(0, 600), st.integers(0, 50))
def test_a_balanced_tree_has_each_node_once_and_is_no_deeper_than_need_be(count: int, first: int) -> None:
    root, nodes = balanced(count, first)

    def walk(node: int, depth: int) -> list[int]:
        if node == NO_NODE:
            return []
        assert depth < count.bit_length()
        links = nodes[node - first]
        return [*walk(links.left, depth + 1), node, *walk(links.right, depth + 1)]

    assert walk(root, 0) == list(range(first, first + count))


def test_a_name_of_32_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="31 characters"):
        compound_file({"m" * 32: b""})


def test_a_file_past_the_headers_table_is_refused() -> None:
    with pytest.raises(ValueError, match="sectors"):
        compound_file({"large": bytes(7_200_000)})
