"""Encodings of text files: recognised, or refused with the remedy; never guessed into another text."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.data import read_data
from addin.errors import Place, UserError
from addin.tables.encodings import encoding_of
from addin.tables.reading import read_tables

RUSSIAN = [
    "Акмолинская",
    "Актюбинская",
    "Алматинская",
    "Атырауская",
    "Жамбылская",
    "Карагандинская",
    "Костанайская",
    "Кызылординская",
    "Мангистауская",
    "Павлодарская",
    "Туркестанская",
    "Шымкент",
    "Астана",
    "Республика",
    "Москва",
    "Татарстан",
    "Промышленность",
    "ОБЛАСТЬ",
]
KAZAKH = [
    "Ақмола",
    "Ақтөбе",
    "Алматы",
    "Атырау",
    "Жамбыл",
    "Қарағанды",
    "Қостанай",
    "Қызылорда",
    "Маңғыстау",
    "Павлодар",
    "Түркістан",
    "Ұлытау",
    "Абай",
    "Жетісу",
    "Өскемен",
    "Ғабит",
    "Әулиекөл",
    "ҚАЗАҚСТАН",
]
UKRAINIAN = ["Київ", "Харківська", "Чернігівська", "Запоріжжя", "Миколаїв", "Львівська"]
WESTERN = [
    "Düsseldorf",
    "Île-de-France",
    "Århus",
    "Orléans",
    "Besançon",
    "Malmö",
    "Skåne",
    "Española",
    "São Paulo",
    "Corrèze",
    "Zürich",
    "Baden-Württemberg",
    "Franche-Comté",
    "Østfold",
    "Straße",
    "Córdoba",
    "Québec",
    "Norrbottens län",
]
CENTRAL = [
    "Łódź",
    "Śląskie",
    "Małopolskie",
    "Wrocław",
    "Kraków",
    "Plzeň",
    "Český",
    "Győr",
    "Čakovec",
    "Šibenik",
    "Košice",
    "Świętokrzyskie",
]
TURKISH = ["İstanbul", "Muğla", "Eskişehir", "Aydın", "Balıkesir", "Şanlıurfa"]
GREEK = ["Αττική", "Κρήτη", "Θεσσαλία", "Πελοπόννησος"]

WRITTEN = [
    *[(RUSSIAN, encoding) for encoding in ["cp1251", "kz1048", "cp866", "koi8-r", "iso8859-5", "mac-cyrillic"]],
    *[(RUSSIAN, encoding) for encoding in ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]],
    *[(KAZAKH, encoding) for encoding in ["kz1048", "utf-8", "utf-16-le", "utf-16-be"]],
    *[(UKRAINIAN, encoding) for encoding in ["cp1251", "koi8-u", "iso8859-5", "utf-16-le"]],
    *[(WESTERN, encoding) for encoding in ["cp1252", "iso8859-1", "cp850", "mac-roman", "utf-8", "utf-16-le"]],
    *[(CENTRAL, encoding) for encoding in ["cp1250", "iso8859-2", "cp852", "utf-16-le"]],
    (TURKISH, "cp1254"),
    (["Höfuðborgarsvæði", "Suðurnes", "Vestfirðir", "Þórshöfn"], "cp1252"),
    (["A – north", "B’s", "Val-d’Oise"], "cp1252"),
    (GREEK, "cp1253"),
]


def written(names: list[str], encoding: str) -> bytes:
    rows = (f"{name};2012;{number},5\n" for number, name in enumerate(names))
    return ("region;year;grp\n" + "".join(rows)).encode(encoding)


def text_of(content: bytes) -> str:
    return content.decode(encoding_of(BytesIO(content), Place("data.csv")))


@pytest.mark.parametrize(("names", "encoding"), WRITTEN, ids=lambda each: each if isinstance(each, str) else each[0])
def test_a_file_of_names_is_read_in_its_own_encoding(names: list[str], encoding: str) -> None:
    (table,) = read_tables(written(names, encoding), file_name="data.csv")
    assert table.keys["region"] == names


COMMON = [each for each in WRITTEN if each[1] in ("cp1251", "kz1048", "cp866", "koi8-r", "koi8-u", "cp1252", "cp1250")]


@given(st.data())
def test_some_names_are_read_as_they_were_written_or_refused(data: st.DataObject) -> None:
    names, encoding = data.draw(st.sampled_from([each for each in COMMON if each[0] is not CENTRAL]))
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    content = written(chosen, encoding)
    try:
        assert text_of(content) == content.decode(encoding)
    except UserError as mistake:
        assert "name the encoding (encoding = " in str(mistake)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "kz1048"])
@pytest.mark.parametrize("name", ["Алматы", "Астана", "Акмолинская", "Атырауская"])
def test_a_single_label_is_enough_for_common_encodings(name: str, encoding: str) -> None:
    assert name in text_of(written([name], encoding))


@pytest.mark.parametrize("name", ["Қызылорда", "Ақтөбе", "Маңғыстау", "Түркістан", "Ұлытау", "Өскемен"])
def test_one_kazakh_name_tells_the_kazakh_code_page(name: str) -> None:
    assert text_of(written([name, "B"], "kz1048")).splitlines()[1].startswith(name)
    assert name in text_of(written([*RUSSIAN, name], "kz1048"))


def test_a_name_at_the_end_of_a_large_file_counts() -> None:
    content = written([*("Алматы" for _ in range(20_000)), "Қостанай"], "kz1048")
    assert text_of(content).splitlines()[-1].startswith("Қостанай")


@pytest.mark.parametrize(
    "names",
    [
        ["Šiauliai", "Panevėžys"],
        ["Klaipėdos", "Šiaulių", "Panevėžio", "Tauragės", "Telšių"],
        ["Utenos", "Marijampolės", "Alytaus"],
    ],
)
def test_lithuanian_names_are_read_or_asked_for(names: list[str]) -> None:
    content = written(names, "cp1257")
    try:
        assert text_of(content) == content.decode("cp1257")
    except UserError as mistake:
        assert "encoding = " in str(mistake)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("name", WESTERN)
def test_a_western_name_never_becomes_cyrillic(name: str) -> None:
    content = written([name], "cp1252")
    try:
        assert name in text_of(content)
    except UserError as mistake:
        assert any(f"'{word}' in cp1252" in str(mistake) for word in re.split(r"[ -]", name))  # noqa: PT017


def test_a_text_that_could_be_two_is_refused_until_its_encoding_is_named(tmp_path: Path) -> None:
    content = written(["Corrèze"], "cp1252")
    with pytest.raises(UserError) as mistake:
        read_tables(content, file_name="data.csv")
    assert str(mistake.value) == (
        "data.csv: 'Corrèze' in cp1252 is 'Corrčze' in cp1250: name the encoding (encoding = cp1252)"
    )
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    for encoding, name in ((1252.0, "Corrèze"), ("cp1250", "Corrčze"), ("windows-1252", "Corrèze")):
        (table,) = read_data(path, {"encoding": encoding})
        assert table.keys["region"] == [name]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_file_that_shows_to_be_unicode_is_read_so_whatever_is_declared_for_others(encoding: str) -> None:
    (table,) = read_tables(written(KAZAKH, encoding), file_name="data.csv", encoding="cp866")
    assert table.keys["region"] == KAZAKH


@pytest.mark.parametrize("encoding", ["cp1521", "hex", "rot13", "undefined", "x\0y", ""])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(UserError, match="there is no encoding"):
        read_tables(b"region,grp\nA,1\n", file_name="data.csv", encoding=encoding)


def test_a_declared_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(UserError, match=r"the text can't be read as utf-8; name its own encoding \(encoding = …\)"):
        read_tables(written(RUSSIAN, "cp1251"), file_name="data.csv", encoding="utf-8")


def test_what_is_no_text_is_refused() -> None:
    for content in (bytes(range(256)) * 4, b"region;grp\n\xff\x81\x8d\x8f\x90\x9d\xa5\xb0\xb1\xb2\xdb\xdf;1\n"):
        with pytest.raises(UserError, match=r"not a text file|any known encoding"):
            read_tables(content, file_name="data.csv")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"), max_size=12))
def test_unicode_is_read_as_it_was_written(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        lines = f"region;grp\r\n{text};1\r\n"
        assert text_of(lines.encode(encoding)) == lines
