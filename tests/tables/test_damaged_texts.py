"""Texts that were read in a wrong encoding before they came here are told, and no sound text is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.tables.damaged_texts import damage_notes, meant
from addin.tables.reading import read_tables

KAZAKHSTAN = ("Акмола", "Қостанай", "Ақтөбе", "Нұр-Сұлтан", "Шығыс Қазақстан", "Республика Казахстан")
SOUND = (
    *KAZAKHSTAN,
    *("Рівне", "Київ", "Łódź", "São Paulo", "Ângela", "Åland", "Île-de-France", "Malmö", "Provence-Alpes-Côte d’Azur"),
    *("РФ", "Рё", "Сі", "№ 5", "«Алматы»", "м²", "Côte d'Or", "Ñuñoa", "ÉÎ", "Αθήνα", "°C", "100 €", "РЎ"),
)
WORDS = st.sampled_from(KAZAKHSTAN)


def as_taken_for(encoding: str, text: str) -> str:
    """UTF-8 taken for one byte a letter; a byte without a letter becomes the control character of its number."""
    return "".join(
        chr(byte) if 0x80 <= byte < 0xA0 and not _has_letter(byte, encoding) else bytes([byte]).decode(encoding)
        for byte in text.encode()
    )


def _has_letter(byte: int, encoding: str) -> bool:
    try:
        bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


@given(text=st.one_of(WORDS, st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі", min_size=3)))
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1251", "kz1048", "cp866"])
def test_a_text_that_was_encoded_twice_is_known_with_what_it_means(encoding: str, text: str) -> None:
    assert meant(as_taken_for(encoding, text)) == text
    assert meant(text) is None


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_text_is_not_told(text: str) -> None:
    assert meant(text) is None


def test_a_text_that_lost_a_byte_on_the_way_is_known_still() -> None:
    assert str(meant("ÐÐºÐ¼Ð¾Ð»Ð°")).endswith("кмола")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("region,grp\nАбай,1\nАкм�ла,2\n", "d.csv, cell A3: 'Акм�ла' has lost letters"),
        (f"region,grp\nАбай,1\n{as_taken_for('latin-1', 'Акмола')},2\n", "d.csv, cell A3: '.*' seems to be 'Акмола'"),
        (f"region,grp,note\nA,1,{as_taken_for('cp1251', 'оценка')}\n", "d.csv, cell C2: '.*' seems to be 'оценка'"),
        ("region,гр�\nA,1\n", "d.csv.*: 'гр�' has lost letters"),
    ],
)
def test_a_damaged_text_is_told_with_its_cell(cells: str, said: str) -> None:
    (table,) = read_tables(cells.encode(), file_name="d.csv")
    (note,) = damage_notes(table)
    assert re.match(said, str(note))


def test_each_axis_and_column_is_told_once() -> None:
    rows = "\n".join(f"Об�асть {at},{at}" for at in range(50))
    (table,) = read_tables(f"region,grp\n{rows}\n".encode(), file_name="d.csv")
    assert len(list(damage_notes(table))) == 1
