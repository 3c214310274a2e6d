"""Names made from labels: safe on Windows and Linux, changed as little as possible, never one for two."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.batch.jobs import Job, check_outputs
from addin.batch.naming import folded, read_pattern, safe_name
from addin.errors import UserError

PATTERN = read_pattern("out/{region}.xlsx")
WINDOWS = re.compile(r"^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?$", re.IGNORECASE)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Акмолинская область", "Акмолинская область.xlsx"),
        ("Côte d'Ivoire", "Côte d'Ivoire.xlsx"),
        ("Co\u0302te", "C\u00f4te.xlsx"),
        ("East/West\\North", "East_West_North.xlsx"),
        ("../../etc/passwd", ".._.._etc_passwd.xlsx"),
        ("..", "...xlsx"),
        ('a<b>c:d"e|f?g*h', "a_b_c_d_e_f_g_h.xlsx"),
        ("con", "con_.xlsx"),
        ("COM¹", "COM¹_.xlsx"),
        ("Console", "Console.xlsx"),
        ("line\nbreak\0", "line_break_.xlsx"),
        ("exe\u202excod", "exe_xcod.xlsx"),
        (2008, "2008.xlsx"),
        (2008.0, "2008.xlsx"),
    ],
)
def test_labels_become_names(label: str | float, name: str) -> None:
    assert PATTERN.name({"region": label}) == f"out/{name}"


def test_a_folder_named_by_a_label_can_not_lead_out() -> None:
    pattern = read_pattern("out/{region}/{year}.xlsx")
    assert pattern.name({"region": "..", "year": 2012.0}) == "out/_/2012.xlsx"
    assert pattern.name({"region": "Nul. ", "year": "a/b"}) == "out/Nul_/a_b.xlsx"
    assert pattern.folder == "out"


@given(st.text(min_size=1))
def test_every_name_is_one_that_windows_and_linux_take(label: str) -> None:
    made = PATTERN.name({"region": label})
    folder, name = made.split("/")
    assert (folder, len(made.split("/"))) == ("out", 2)
    assert len(name.encode()) <= 255
    assert not re.search(r'[<>:"\\|?*\x00-\x1f\x7f]', name)
    assert not WINDOWS.match(name)
    assert name.endswith(".xlsx")
    assert name not in (".", "..")


@given(st.text(min_size=1, max_size=20))
def test_a_name_that_is_safe_stays_as_it_is(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)


@given(st.text(alphabet="abcжқ漢", min_size=300, max_size=400), st.text(alphabet="abcжқ漢", min_size=1, max_size=5))
def test_long_names_are_cut_but_stay_apart(start: str, end: str) -> None:
    first, second = PATTERN.name({"region": start}), PATTERN.name({"region": start + end})
    assert first != second
    assert all(len(name.removeprefix("out/").encode()) <= 255 for name in (first, second))


@pytest.mark.skipif(os.name == "nt", reason="the file system of Linux")
@given(st.text(min_size=1, max_size=300))
def test_the_file_system_takes_every_name(tmp_path_factory: pytest.TempPathFactory, label: str) -> None:
    path = tmp_path_factory.getbasetemp() / PATTERN.name({"region": label}).removeprefix("out/")
    path.write_bytes(b"")
    path.unlink()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("out/{region.xlsx", "a brace of out/{region.xlsx has no partner"),
        ("out/{region!r}.xlsx", "braces hold the name of a column or setting; found {region}"),
        ("out/{region.__class__}.xlsx", "braces hold the name of a column or setting; found {region.__class__}"),
        ("out/{}.xlsx", "braces hold the name of a column or setting; found {}"),
        ("out/{regio}.xlsx", "{regio} is no column or setting; did you mean region?"),
        ("out/{unit}.xlsx", "{unit} is no column or setting; there are {region}"),
    ],
)
def test_a_pattern_with_a_mistake_is_told(text: str, told: str) -> None:
    with pytest.raises(UserError) as raised:
        read_pattern(text).name({"region": "Akmola"})
    assert str(raised.value) == told


@pytest.mark.parametrize(("first", "second"), [("Almaty", "ALMATY"), ("é", "e\u0301"), ("a:b", "a?b"), ("ж", "Ж")])
def test_names_that_are_one_file_on_some_system_are_an_error(first: str, second: str) -> None:
    jobs = [Job(number, "t.xlsx", (), PATTERN.name({"region": each})) for number, each in enumerate((first, second), 1)]
    with pytest.raises(UserError, match="jobs 1 and 2 would both be saved as"):
        check_outputs(jobs, ())


def test_names_that_differ_on_every_system_are_none() -> None:
    assert folded("Straße") != folded("Strasse")


def test_a_workbook_never_replaces_what_the_batch_reads() -> None:
    with pytest.raises(UserError, match=r"job 1 would replace data/grp\.xlsx, which is read"):
        check_outputs([Job(1, "t.xlsx", (), "data/grp.xlsx")], {"data/grp.xlsx"})


def test_the_folder_all_names_share() -> None:
    folders = {text: read_pattern(text).folder for text in ("{a}.xlsx", "o/p/{a}.xlsx", "/o/{a}/b.xlsx", "s3://b/{a}")}
    assert folders == {"{a}.xlsx": ".", "o/p/{a}.xlsx": "o/p", "/o/{a}/b.xlsx": "/o", "s3://b/{a}": "s3://b"}
    assert Path(folders["{a}.xlsx"]) == Path()
