"""XML is parsed without entities and written back as it was; cell text survives."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from addin.errors import UserError
from addin.package.text import escape, escape_attribute, needs_space, text_element, unescape
from addin.package.xml import parse, serialise

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused_in_every_encoding(encoding: str) -> None:
    text = BOMB.replace('"1.0"?', f'"1.0" encoding="{encoding}"?')
    with pytest.raises(UserError, match="declares a document type"):
        parse(text.encode(encoding), "xl/worksheets/sheet1.xml")


def test_an_external_entity_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'
    with pytest.raises(UserError, match="declares a document type"):
        parse(text.encode(), "a.xml")


def test_a_document_type_in_an_exotic_encoding_is_refused() -> None:
    text = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a [+ADwAIQ-ENTITY x "y">]><a>&x;</a>'
    with pytest.raises(UserError):
        parse(text.encode("ascii"), "a.xml")


def test_unsound_xml_and_bottomless_nesting_are_mistakes_of_one_line() -> None:
    for content in (b"<a>", b"", b"\x00\x01", b"<a>" * 5000 + b"</a>" * 5000):
        with pytest.raises(UserError, match=r"the part xl/a\.xml is not sound XML") as caught:
            parse(content, "xl/a.xml")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b'<a xmlns="urn:a" xmlns:mc="urn:mc" xmlns:x14="urn:x14" mc:Ignorable="x14"><b x="1"/> </a>',
        b"<a>\xd0\x90\xd1\x82</a>",
        b"<a><![CDATA[<]]></a>",
    ],
)
def test_what_is_parsed_is_written_back_byte_for_byte(content: bytes) -> None:
    declared = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + content
    assert serialise(parse(declared, "a.xml")) == declared


def test_another_encoding_becomes_utf_8() -> None:
    written = serialise(parse('<?xml version="1.0" encoding="UTF-16"?><a>Атырау</a>'.encode("utf-16"), "a.xml"))
    assert "Атырау".encode() in written


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_of_a_cell_survives(text: str) -> None:
    node = etree.fromstring(text_element(text))
    assert unescape(node.text or "") == text


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_of_an_attribute_survives(text: str) -> None:
    node = etree.fromstring(f'<a b="{escape_attribute(text)}"/>')
    assert unescape(node.get("b") or "") == text


def test_escapes_are_those_of_excel() -> None:
    assert escape("a\x01b\rc & <_x0041_> \ufffe") == "a_x0001_b_x000D_c &amp; &lt;_x005F_x0041_&gt; _xFFFE_"
    assert escape("plain\n\ttext") == "plain\n\ttext"
    assert [needs_space(text) for text in ("", "a b", " a", "a\n", "\ta")] == [False, False, True, True, True]


def test_what_is_wrong_with_a_part_is_told_in_one_line() -> None:
    with pytest.raises(UserError, match="not sound XML") as told:
        parse(b"<a>\n\x00</a>", "a.xml")
    assert "\n" not in str(told.value)
