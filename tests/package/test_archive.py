"""Archives are read and written without a change to what isn't changed."""

import os
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.package import deflating
from addin.package.bounds import ArchiveLimits
from addin.package.deflating import Deflated, deflate
from addin.package.reading import read_archive
from addin.package.writing import Content, stream_archive, write_archive
from tests.package.plain_workbook import plain_workbook, unzipped, zipped

names = st.from_regex(r"\A[a-zé][a-z0-9_]{0,8}(/[a-z]{1,5}\.xml)?\Z")
parts = st.dictionaries(names, st.binary(max_size=300), max_size=8)


@pytest.fixture(params=["isal", "zlib"])
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "zlib":
        monkeypatch.setattr(deflating, "backend", zlib)
    else:
        pytest.importorskip("isal")
    return str(request.param)


@given(parts, st.sampled_from([0, 8]))
def test_an_archive_written_unchanged_has_the_same_parts_in_the_same_order(
    content: dict[str, bytes], method: int
) -> None:
    data = zipped(content, method)
    written = unzipped(write_archive(read_archive(data)))
    assert list(written.items()) == list(content.items())


@given(parts, parts, st.sets(names))
def test_changed_dropped_and_added_parts_are_as_asked(
    content: dict[str, bytes], changed: dict[str, bytes], dropped: set[str]
) -> None:
    written = unzipped(write_archive(read_archive(zipped(content)), changed, dropped - changed.keys()))
    kept = {name: data for name, data in content.items() if name in changed or name not in dropped}
    assert written == {**kept, **changed}


@given(st.lists(st.binary(max_size=200)))
def test_content_in_pieces_equals_the_whole(pieces: list[bytes]) -> None:
    archive = read_archive(zipped({"a": b"old", "b": b"kept"}))
    assert unzipped(write_archive(archive, {"a": iter(pieces)})) == {"a": b"".join(pieces), "b": b"kept"}


def test_unchanged_entries_keep_their_compressed_bytes_and_times() -> None:
    data = zipped({"a": b"x" * 1000, "b": b"y" * 1000})
    with ZipFile(BytesIO(data)) as before, ZipFile(BytesIO(write_archive(read_archive(data), {"b": b"z"}))) as after:
        old, new = before.getinfo("a"), after.getinfo("a")
        assert (old.date_time, old.compress_size, old.CRC) == (new.date_time, new.compress_size, new.CRC)
        assert after.getinfo("b").date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.usefixtures("backend")
def test_every_form_of_content_gives_the_same_file_again_and_again() -> None:
    archive = read_archive(zipped({"a": b"old", "b": b"kept"}))
    content = b"<row/>" * 5000
    forms: list[Content] = [content, deflate(content)]
    assert len({write_archive(archive, {"a": form}) for form in forms + forms}) == 1
    pieces = [write_archive(archive, {"a": (content[i : i + 900] for i in range(0, 30000, 900))}) for _ in "12"]
    assert pieces[0] == pieces[1]
    assert unzipped(pieces[0])["a"] == content


def test_content_in_pieces_is_taken_as_it_comes() -> None:
    class Counting(BytesIO):
        most_behind = 0

    target = Counting()
    given_out = 0
    noise = Random(1)

    def pieces() -> Iterator[bytes]:
        nonlocal given_out
        for _ in range(200):
            given_out += 10_000
            target.most_behind = max(target.most_behind, given_out - target.tell())
            yield noise.randbytes(10_000)

    stream_archive(read_archive(zipped({"a": b""})), target, {"a": pieces()})
    assert target.most_behind < 1_000_000
    assert len(unzipped(target.getvalue())["a"]) == 2_000_000


def test_a_stored_entry_stays_stored() -> None:
    written = write_archive(read_archive(zipped({"image.png": b"abc", "a": b"x"}, ZIP_STORED)))
    with ZipFile(BytesIO(written)) as file:
        assert file.getinfo("image.png").compress_type == ZIP_STORED


def test_a_folder_entry_and_a_data_descriptor_are_read() -> None:
    class Unseekable(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    target = Unseekable()
    with ZipFile(target, "w") as file:
        file.writestr("xl/", b"")
        file.writestr("xl/workbook.xml", b"<workbook/>")
    assert unzipped(write_archive(read_archive(target.getvalue()))) == {"xl/": b"", "xl/workbook.xml": b"<workbook/>"}


def test_more_entries_than_16_bits_count_are_written_and_read() -> None:
    content = {str(number): Deflated(b"", 0, 0, 0) for number in range(66_000)}
    written = write_archive(read_archive(zipped({})), content)
    assert list(read_archive(written, bounds=ArchiveLimits(entries=70_000))) == list(content)


def test_offsets_and_sizes_beyond_4_gib_are_written(tmp_path: Path) -> None:
    block = bytes(2**26)
    large = Deflated(block, zlib.crc32(block), len(block), 0)

    class Sparse:
        def __init__(self) -> None:
            self.file = (tmp_path / "large.zip").open("wb")

        def write(self, data: bytes) -> None:
            if data is block:
                self.file.seek(len(data), 1)
            else:
                self.file.write(data)

    target = Sparse()
    changed: dict[str, Content] = {f"{number}.bin": large for number in range(65)}
    stream_archive(read_archive(zipped({"a": b"kept"})), target, {**changed, "z": b"last"})  # type: ignore[arg-type]
    target.file.close()
    with ZipFile(tmp_path / "large.zip") as file:
        assert file.getinfo("z").header_offset > 2**32
        assert (file.read("a"), file.read("z")) == (b"kept", b"last")


def test_a_size_beyond_4_gib_has_the_64_bit_form() -> None:
    written = write_archive(read_archive(zipped({})), {"large": Deflated(b"\x03\x00", 7, 5 * 2**30)})
    with ZipFile(BytesIO(written)) as file:
        info = file.getinfo("large")
        assert (info.file_size, info.CRC, info.compress_size) == (5 * 2**30, 7, 2)


def test_a_64_bit_archive_is_read() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as file, file.open("a", "w", force_zip64=True) as part:
        part.write(b"content")
    assert unzipped(write_archive(read_archive(buffer.getvalue()))) == {"a": b"content"}


@pytest.mark.usefixtures("backend")
def test_a_changed_byte_of_content_is_noticed_when_it_is_read() -> None:
    data = bytearray(zipped({"a": b"0123456789" * 9}, ZIP_STORED))
    data[data.index(b"0123")] ^= 1
    with pytest.raises(UserError, match="the part a is damaged"):
        read_archive(bytes(data)).read("a")


@pytest.mark.usefixtures("backend")
@pytest.mark.parametrize("claimed", [10, 5000])
def test_a_size_that_lies_is_noticed_without_expanding_beyond_it(claimed: int) -> None:
    data = bytearray(zipped({"a": b"x" * 1000}))
    record = data.index(b"PK\x01\x02")
    data[record + 24 : record + 28] = struct.pack("<I", claimed)
    with pytest.raises(UserError, match="the part a is damaged"):
        read_archive(bytes(data)).read("a")


@pytest.mark.parametrize("name", ["../evil.xml", "/../passwd", "/", "xl/../../x", "..\\evil", "C:\\evil"])
def test_an_unsafe_name_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="unsafe name"):
        read_archive(zipped({name: b""}))


def test_doubled_names_are_refused_in_any_case() -> None:
    with pytest.raises(UserError, match=r"holds the part A\.xml twice"):
        read_archive(zipped({"a.xml": b"", "A.xml": b""}))
    with pytest.raises(UserError, match="holds the part a twice"):
        read_archive(zipped({"a": b"1", "b": b"2"}).replace(b"b", b"a"))


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (ArchiveLimits(entries=1), "holds 2 parts, 1 at most"),
        (ArchiveLimits(entry_size=9_999_999), "the part bomb expands to more than 9999999 bytes"),
        (ArchiveLimits(total_size=9_999_999, ratio=2000), "the file expands to more than"),
        (ArchiveLimits(), "the part bomb expands more than 200 times"),
    ],
)
def test_a_bomb_is_refused_before_anything_expands(bounds: ArchiveLimits, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_archive(zipped({"bomb": bytes(10_000_000), "b": b""}), bounds=bounds)


def test_overlapping_entries_are_refused() -> None:
    data = bytearray(zipped({"a": b"x" * 50, "b": b"y" * 50}, ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    data[second + 46 : second + 47] = b"c"
    with pytest.raises(UserError, match="isn't where it should be"):
        read_archive(bytes(data))
    data[second + 46 : second + 47] = b"a"
    with pytest.raises(UserError, match="holds the part a twice"):
        read_archive(bytes(data))


@given(st.integers(0, 400))
def test_a_file_cut_short_is_a_mistake(end: int) -> None:
    data = plain_workbook()
    with pytest.raises(UserError, match=r"cut short|not a workbook"):
        read_archive(data[: min(end * len(data) // 401, len(data) - 1)])


@given(st.data())
def test_random_damage_is_a_mistake_or_harmless(draw: st.DataObject) -> None:
    data = bytearray(plain_workbook())
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    told = ""
    try:
        archive = read_archive(bytes(data))
        for name in archive:
            archive.read(name)
    except UserError as mistake:
        told = str(mistake)
    assert "\n" not in told


def test_what_is_not_a_workbook_is_named(tmp_path: Path) -> None:
    compound = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
    told = {
        "text.xlsx": (b"region;year", "this is not a workbook"),
        "empty.xlsx": (b"", "this is not a workbook"),
        "old.xls": (compound, "old binary file"),
        "secret.xlsx": (compound + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
    }
    for name, (content, said) in told.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError, match=said) as caught:
            read_archive(tmp_path / name)
        assert str(caught.value).startswith(str(tmp_path / name))


def test_an_encrypted_entry_and_an_unknown_method_are_named() -> None:
    data = bytearray(zipped({"a": b"x"}))
    record = data.index(b"PK\x01\x02")
    data[record + 8] |= 1
    with pytest.raises(UserError, match="is encrypted"):
        read_archive(bytes(data))
    data[record + 8] &= 0xFE
    data[record + 10] = 93
    with pytest.raises(UserError, match=r"unknown method \(93\)"):
        read_archive(bytes(data))


def test_a_device_and_a_file_beyond_bounds_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="this is a device"):
        read_archive(Path(os.devnull))
    (tmp_path / "large.xlsx").write_bytes(plain_workbook())
    with pytest.raises(UserError, match="the file is larger than 100 bytes"):
        read_archive(tmp_path / "large.xlsx", bounds=ArchiveLimits(total_size=100))


def test_a_missing_file_names_its_nearest_neighbour(tmp_path: Path) -> None:
    (tmp_path / "ranking.xlsx").write_bytes(plain_workbook())
    with pytest.raises(UserError, match=r"no such file; did you mean ranking\.xlsx\?"):
        read_archive(tmp_path / "rankng.xlsx")
    with pytest.raises(UserError, match="this is a folder"):
        read_archive(tmp_path)


def test_a_part_within_another_is_refused() -> None:
    """As bombs do it: the bytes of one part are found in the directory twice, as it and as a part of their own."""
    inner = zipped({"b": b"y" * 50}, ZIP_STORED)
    record = inner[: inner.index(b"PK\x01\x02")]
    data = bytearray(zipped({"a": record, "b": b"y" * 50}, ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = struct.pack("<I", 31)
    assert data[31:35] == b"PK\x03\x04"
    with pytest.raises(UserError, match="its parts overlap"):
        read_archive(bytes(data))
