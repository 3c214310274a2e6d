"""Labels that are one however they are written, in two files and in a file and the settings."""

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from addin.tables.dataset import Dataset, dataset
from addin.tables.label_identity import identity, respelled
from addin.tables.naming import clean
from addin.tables.partners import label_notes
from addin.tables.reading import read_tables
from tests.command_line.conftest import Outcome, growthpole

__all__ = ["growthpole"]

REGIONS = ("Қостанай", "Ұлытау", "Семей", "Нур-Султан", "Жезқазған ауданы", "O'Brien County", "Абай", "Орёл")


def data_of(*texts: str) -> Dataset:
    return dataset(
        [table for at, text in enumerate(texts) for table in read_tables(text.encode(), file_name=f"{at}.csv")]
    )


def figures(column: str, labels: Sequence[str], factor: int = 1) -> str:
    return "\n".join([f"region,{column}", *(f"{label},{factor * at}" for at, label in enumerate(labels, 1))])


SPELLINGS: Sequence[Callable[[str], str]] = (
    lambda label: label,
    str.upper,
    str.lower,
    lambda label: unicodedata.normalize("NFD", label),
    lambda label: label.replace("ё", "е"),
    lambda label: label.replace("-", "\u2013"),
    lambda label: label.replace("-", "\u2011").replace(" ", "\u00a0"),
    lambda label: label.replace("'", "\u2019"),
    lambda label: f"\u200b {label}\u00ad  ",
    lambda label: label.replace("А", "A").replace("о", "o").replace("С", "C"),
)


def test_a_code_that_one_file_alone_has_gets_its_zeros_too() -> None:
    data = data_of("region,grp\n01,5\n02,6\n", "region,population\n1,50\n3,70\n")
    assert [list(each.table.keys["region"]) for each in data.tables] == [["01", "02"], ["01", "03"]]


KINDS = {
    "'": "\u2018\u2019\u201b\u02bc\u02bb\u02b9\u02c8\u2032`\u00b4\uff07",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d",
    '"': "\u00ab\u00bb\u201c\u201d\u201e\u201f",
}
"""Signs that keyboards, word processors and alphabets (the Uzbek oʻ and gʻ) have for one that is meant."""


@pytest.mark.parametrize(("sign", "kind"), [(sign, kind) for sign, kinds in KINDS.items() for kind in kinds])
def test_kinds_of_one_sign_are_one_in_two_files(sign: str, kind: str) -> None:
    plain, other = f"So{sign}x viloyati", f"So{kind}x viloyati"
    data = data_of(
        *(
            figures(name, ["Andijon", f'"{label.replace(chr(34), chr(34) * 2)}"'])
            for name, label in (("grp", plain), ("population", other))
        )
    )
    assert {tuple(each.table.keys["region"]) for each in data.tables} == {("Andijon", plain)}


@given(st.permutations(REGIONS), st.lists(st.sampled_from(SPELLINGS), min_size=len(REGIONS), max_size=len(REGIONS)))
def test_respelling_the_labels_of_one_of_two_files_changes_no_cell(
    order: Sequence[str], spellings: Sequence[Callable[[str], str]]
) -> None:
    plain = data_of(figures("grp", REGIONS), figures("population", order, 10))
    spelled = [spell(label) for spell, label in zip(spellings, order, strict=True)]
    respelt = data_of(figures("grp", REGIONS), figures("population", spelled, 10))
    assert [(each.table.keys, each.table.columns) for each in respelt.tables] == [
        (each.table.keys, each.table.columns) for each in plain.tables
    ]
    assert not list(label_notes([each.table for each in respelt.tables]))


@given(st.lists(st.text("АаAaЁёЕе-– ‑'’", min_size=1, max_size=4), min_size=1, max_size=6))
def test_no_two_labels_of_one_table_become_one(labels: list[str]) -> None:
    own = list(dict.fromkeys(label for each in labels if (label := clean(each))))
    tables = [each.table for each in data_of(figures("grp", ["Aa", "ЕЕ", "z"]), figures("rd", ["q", *own])).tables]
    for table in tables:
        assert len(set(table.keys["region"])) == len(table)


@pytest.mark.parametrize("files", [("01,5\n10,6", "1,50\n10,60"), ("1,5\n10,6", "01,50\n10,60")])
def test_codes_that_lost_their_zeros_are_the_codes_of_the_other_file(files: tuple[str, str]) -> None:
    data = data_of("region,grp\n" + files[0], "region,population\n" + files[1])
    assert [each.table.keys["region"] for each in data.tables] == [["01", "10"]] * 2
    assert data.label(1, "region") == "01"


@pytest.mark.parametrize(
    ("codes", "others"), [("01,5\n1,6", "1,50\n10,60"), ("01,5\n001,6", "1,50\n2,60"), ("01,5\nA,6", "1,50\n2,60")]
)
def test_codes_that_are_told_apart_by_their_zeros_stay_apart(codes: str, others: str) -> None:
    data = data_of("region,grp\n" + codes, "region,population\n" + others)
    written = [line.partition(",")[0] for line in codes.splitlines()]
    assert list(map(str, data.tables[0].table.keys["region"])) == written


def test_a_label_of_two_spellings_in_one_table_is_told_and_stays_two() -> None:
    data = data_of("region,year,grp\nАкмола,2011,1\nакмола,2012,2\n")
    assert data.tables[0].table.keys["region"] == ["Акмола", "акмола"]
    (note,) = label_notes([data.tables[0].table])
    assert str(note) == "0.csv, cell A3: 'акмола' and 'Акмола' are two labels of region here"
    assert data.label("АКМОЛА", "region") is None


def test_equal_tables_are_given_back_as_they_are() -> None:
    tables = read_tables(b"region,grp\nA,1\n", file_name="a.csv") * 2
    assert all(one is other for one, other in zip(respelled(tables), tables, strict=True))


def test_what_has_no_partner_is_told_with_the_nearest_and_stops_nothing(
    tmp_path: Path, growthpole: Callable[..., Outcome]
) -> None:
    workbook = Workbook()
    for row in (["{{ region | down }}", "{{ grp }}", "{{ population }}"], ["{{ grp.at('абай') }}"]):
        workbook.worksheets[0].append(row)
    workbook.save(tmp_path / "t.xlsx")
    grp, pop = tmp_path / "grp.csv", tmp_path / "pop.csv"
    grp.write_text("region,grp\nАбай,1\nАкмолинск,2\n", "utf-8")
    pop.write_text("region,population\nАБАЙ,10\nАкмолинская,20\n", "utf-8")
    told = [
        "grp.csv, cell A3: region 'Акмолинск' is not in pop.csv; did you mean Акмолинская?",
        "pop.csv, cell A3: region 'Акмолинская' is not in grp.csv; did you mean Акмолинск?",
    ]
    data = ("--data", grp, "--data", pop)
    for command in (("fill", tmp_path / "t.xlsx", "-o", tmp_path / "o.xlsx"), ("check", tmp_path / "t.xlsx")):
        outcome = growthpole(*command, *data)
        assert (outcome.code, outcome.errors.replace(f"{tmp_path}/", "").splitlines()) == (0, told)
    rows = list(load_workbook(tmp_path / "o.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows == [("Абай", 1, 10), ("Акмолинск", 2, None), ("Акмолинская", None, 20), (1, None, None)]


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_plain_letters_are_compared_like_all_others(label: str) -> None:
    """Beside a letter that isn't plain the way is the long one."""
    assert str(identity(f"é{label}"))[1:] == str(identity(f"a{label}"))[1:]
