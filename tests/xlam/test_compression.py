import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from addin.xlam.project import compress

sources = st.lists(
    st.sampled_from(["Sub A()\r\n", "    Result = Result + 1\r\n", "End Sub\r\n", "x", "\r\n"]), max_size=2000
)


def decompressed(data: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(compress(data))))


@given(sources.map("".join).map(str.encode))
@example(b"a" * 4096)
@example(b"a" * 4097)
@example(b"ab" * 5_000)
@example(bytes(range(256)) * 16)
def test_another_reader_gets_the_source_back(data: bytes) -> None:
    assert decompressed(data) == data


@given(st.binary(max_size=3640))
def test_bytes_without_repetition_come_back_too(data: bytes) -> None:
    assert decompressed(data) == data


def test_whole_chunks_that_do_not_compress_stand_as_they_are() -> None:
    state, noise = 1, bytearray()
    while len(noise) < 8192:
        state = state * 6364136223846793005 + 1442695040888963407 & 2**64 - 1
        noise.append(state >> 56)
    assert decompressed(bytes(noise)) == bytes(noise)
    with pytest.raises(ValueError, match="4000 bytes don't compress"):
        compress(bytes(noise[:4000]))


def test_the_specifications_example_is_decoded_alike() -> None:
    text = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    published = bytes.fromhex(
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02"
        "70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
    )
    assert bytes(decompress_stream(bytearray(published))) == text
    assert decompressed(text) == text
    assert len(compress(text)) <= len(published)
