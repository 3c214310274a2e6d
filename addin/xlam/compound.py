"""Compound files: [MS-CFB] version 3, storages and streams in sectors of 512 bytes."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

NO_NODE: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class TreeLinks:
    """A node's neighbours below it, by number, and its colour."""

    left: int = NO_NODE
    right: int = NO_NODE
    black: bool = True


def balanced(count: int, first: int = 0) -> tuple[int, list[TreeLinks]]:
    """The tree over nodes `first` to `first + count - 1`, already in order: its root, and each node's links.

    Halving leaves every gap on the last two levels, so that a red last level, where it has gaps, keeps the number of
    black nodes on every way down equal.
    """
    nodes = [TreeLinks()] * count
    # 2^n − 1 nodes fill every level: then none is red, since no way down is shorter.
    is_full = count & (count + 1) == 0
    last_level = count.bit_length() - (not is_full)

    def grow(low: int, high: int, level: int) -> int:
        if low >= high:
            return NO_NODE
        middle = (low + high) // 2
        left, right = grow(low, middle, level + 1), grow(middle + 1, high, level + 1)
        nodes[middle] = replace(nodes[middle], left=left, right=right, black=level < last_level)
        return first + middle

    return grow(0, count, 0), nodes


Storage: TypeAlias = Mapping[str, "bytes | Storage"]

_SECTOR: Final = 512
_MINI_SECTOR: Final = 64
_SMALLEST_REGULAR: Final = 4096
_END_OF_CHAIN: Final = 0xFFFFFFFE
_TABLE_SECTOR: Final = 0xFFFFFFFD
_FREE: Final = 0xFFFFFFFF
_TABLE_ENTRIES: Final = _SECTOR // 4
_HEADER_PLACES: Final = 109
_SIGNATURE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER: Final = struct.Struct("<8s16s5H6s9I109I")
_ENTRY: Final = struct.Struct("<64sHBBIII16sIQQIQ")
_STORAGE_TYPE, _STREAM_TYPE, _ROOT_TYPE = 1, 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the directory, its siblings and children known, its place in the file not yet."""

    name: str
    type: int
    links: TreeLinks
    child: int
    data: bytes


def compound_file(root: Storage) -> bytes:
    """The file that holds `root`: streams by name, storages as mappings of their own.

    Raises ValueError where a name is longer than 31 characters or the file would pass 6.8 MB.
    """
    entries = _directory(root)
    small = [b"" if _is_regular(entry) else entry.data for entry in entries]
    large = [entry.data if _is_regular(entry) else b"" for entry in entries]
    small_starts, small_table = _chains(small, _MINI_SECTOR)
    mini_stream = _padded(small, _MINI_SECTOR)
    directory_size = _ENTRY.size * len(entries)
    contents = [*large, mini_stream, _pack_table(small_table), bytes(directory_size)]
    starts, table = _chains(contents, _SECTOR)
    *large_starts, mini_start, mini_table_start, directory_start = starts
    places = [
        small_start if entry.data and not _is_regular(entry) else large_start
        for entry, small_start, large_start in zip(entries, small_starts, large_starts, strict=True)
    ]
    contents[-1] = _pack_directory(entries, places, mini_start, len(mini_stream))
    header = _header(table, directory_start, mini_table_start, len(contents[-2]) // _SECTOR)
    return header + _padded(contents, _SECTOR) + _pack_table([*table, *[_TABLE_SECTOR] * _table_sectors(table)])


def _directory(root: Storage) -> list[_Entry]:
    entries = [_Entry("Root Entry", _ROOT_TYPE, TreeLinks(), NO_NODE, b"")]
    entries[0] = _Entry("Root Entry", _ROOT_TYPE, TreeLinks(), _append(entries, root), b"")
    return entries


def _append(entries: list[_Entry], storage: Storage) -> int:
    """Adds a storage's entries, its siblings as one tree; the index of the tree's root."""
    names = sorted(storage, key=_sort_key)
    first = len(entries)
    root, tree = balanced(len(names), first)
    entries.extend(_Entry(name, _STREAM_TYPE, links, NO_NODE, b"") for name, links in zip(names, tree, strict=True))
    for index, name in enumerate(names, first):
        content, links = storage[name], entries[index].links
        if isinstance(content, bytes):
            entries[index] = _Entry(name, _STREAM_TYPE, links, NO_NODE, content)
        else:
            entries[index] = _Entry(name, _STORAGE_TYPE, links, _append(entries, content), b"")
    return root


def _sort_key(name: str) -> tuple[int, str]:
    # [MS-CFB] 2.6.4 sorts by length first; a tree in another order hides entries from readers that search it.
    return len(name.encode("utf-16-le")), name.upper()


def _is_regular(entry: _Entry) -> bool:
    return len(entry.data) >= _SMALLEST_REGULAR


def _chains(contents: Sequence[bytes], sector: int) -> tuple[list[int], list[int]]:
    """Where each content starts when they follow each other, and the allocation table of them all."""
    starts: list[int] = []
    table: list[int] = []
    for content in contents:
        count = -(-len(content) // sector)
        start = len(table)
        starts.append(start if count else _END_OF_CHAIN)
        table.extend([*range(start + 1, start + count), _END_OF_CHAIN][:count])
    return starts, table


def _padded(contents: Sequence[bytes], sector: int) -> bytes:
    return b"".join(content + bytes(-len(content) % sector) for content in contents)


def _pack_directory(entries: Sequence[_Entry], places: Sequence[int], mini_start: int, mini_size: int) -> bytes:
    packed = [_pack_entry(entry, place, len(entry.data)) for entry, place in zip(entries[1:], places[1:], strict=True)]
    packed.insert(0, _pack_entry(entries[0], mini_start, mini_size))
    unused = _ENTRY.pack(b"", 0, 0, 0, NO_NODE, NO_NODE, NO_NODE, b"", 0, 0, 0, 0, 0)
    return b"".join(packed) + unused * (-len(entries) % (_SECTOR // _ENTRY.size))


def _pack_entry(entry: _Entry, start: int, size: int) -> bytes:
    name = entry.name.encode("utf-16-le")
    if len(name) > 62:
        raise ValueError(f"'{entry.name}' is longer than the 31 characters of a name in a compound file")
    links = entry.links
    # [MS-CFB] 2.6.1: a storage has no stream, and readers that check refuse another number than 0 there.
    place = 0 if entry.type == _STORAGE_TYPE else start
    return _ENTRY.pack(
        name, len(name) + 2, entry.type, links.black, links.left, links.right, entry.child, b"", 0, 0, 0, place, size
    )


def _pack_table(table: Sequence[int]) -> bytes:
    whole = [*table, *[_FREE] * (-len(table) % _TABLE_ENTRIES)]
    return struct.pack(f"<{len(whole)}I", *whole)


def _table_sectors(table: Sequence[int]) -> int:
    """How many sectors the allocation table takes, its own sectors among those it allocates."""
    # Each sector of the table holds 128 entries and takes one of them for itself, which leaves 127 for contents.
    return -(-len(table) // (_TABLE_ENTRIES - 1))


def _header(table: Sequence[int], directory_start: int, mini_table_start: int, mini_table_sectors: int) -> bytes:
    count = _table_sectors(table)
    if count > _HEADER_PLACES:
        raise ValueError(f"{len(table)} sectors don't fit the table of a compound file without extensions")
    places = [*range(len(table), len(table) + count), *[_FREE] * (_HEADER_PLACES - count)]
    versions = (0x3E, 3, 0xFFFE, _SECTOR.bit_length() - 1, _MINI_SECTOR.bit_length() - 1)
    directory = (0, count, directory_start, 0)
    minis = (_SMALLEST_REGULAR, mini_table_start, mini_table_sectors)
    return _HEADER.pack(_SIGNATURE, b"", *versions, b"", *directory, *minis, _END_OF_CHAIN, 0, *places)
