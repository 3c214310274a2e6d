"""PC-Axis files as their specification of 2013 (Statistics Sweden) describes them; the figures are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.tables.figures import Figure
from addin.tables.reading import read_tables
from addin.tables.table import Table
from udfs.numerics.cell_values import ExcelError

HEAD = (
    'CHARSET="ANSI";\nLANGUAGE="en";\nLANGUAGES="en","ru";\nTITLE="GRP; by region "\n"and year";\n'
    'TITLE[ru]="Other";\nCONTENTS="GRP";\nUNITS="mln tenge";\nSTUB="region";\nHEADING="year";\nHEADING[ru]="god";\n'
    'VALUES("region")="Akmola","Aktobe";\nVALUES[ru]("region")="A","B";\nCODES("region")="11","15";\n'
)
YEARS = 'TIMEVAL("year")=TLIST(A1,"2011"-"2013");\n'


def read(text: str, **options: object) -> Table:
    (table,) = read_tables(text.encode(), file_name="grp.px", **options)
    return table


def test_cells_run_through_stub_and_heading_the_last_the_quickest() -> None:
    table = read(HEAD + YEARS + "DATA=\n1 2 3\n4, 5\t6.5;\n")
    assert dict(table.keys) == {"region": ["Akmola"] * 3 + ["Aktobe"] * 3, "year": [2011, 2012, 2013] * 2}
    assert table.columns == {"grp": [1, 2, 3, 4, 5, 6.5]}
    assert table.unit == "mln tenge"
    assert table.properties["title"] == "GRP; by region and year"
    assert str(table.place_of(3, "grp")) == "grp.px, cell 4 of DATA"


def test_dots_are_not_available_and_a_dash_is_nothing() -> None:
    table = read(HEAD + YEARS + 'DATA=1 ".." "-"\n"......" . -7;')
    assert table.columns["grp"] == [1, ExcelError.NA, 0, ExcelError.NA, ExcelError.NA, -7]


def test_rows_of_zeros_that_keys_leave_out_are_zeros() -> None:
    keyed = HEAD + YEARS + 'KEYS("region")={};\nDATA={} 4 5 6;'
    for kind, label in (("CODES", '"15"'), ("VALUES", '"Aktobe"')):
        assert read(keyed.format(kind, label)).columns["grp"] == [0, 0, 0, 4, 5, 6]
    with pytest.raises(UserError, match="a row of DATA has other labels than VALUES and CODES: 99 4 5 6"):
        read(keyed.format("CODES", '"99"'))


def test_contents_that_are_a_variable_are_columns() -> None:
    text = (
        'CONTVARIABLE="what";\nSTUB="region";\nHEADING="what","year";\nVALUES("region")="Akmola","Aktobe";\n'
        'VALUES("what")="GRP","Population";\nVALUES("year")="2011","2012";\nTIMEVAL("year")=TLIST(A1),"2011","2012";\n'
        "DATA=1 2 10 20 3 4 30 40;"
    )
    table = read(text)
    assert dict(table.keys) == {"region": ["Akmola"] * 2 + ["Aktobe"] * 2, "year": [2011, 2012] * 2}
    assert table.columns == {"grp": [1, 2, 3, 4], "population": [10, 20, 30, 40]}


def test_notes_at_cells_are_their_flags() -> None:
    note = 'DATANOTECELL("15","2012")="p";\nDATANOTECELL("*","2013")="e";\n'
    table = read(HEAD + YEARS + note + "DATA=1 2 3 4 5 6;")
    assert table.columns["grp"] == [1, 2, 3, 4, 5, 6]
    assert [getattr(value, "flags", "") for value in table.columns["grp"]] == ["", "", "e", "", "p", "e"]
    assert isinstance(table.columns["grp"][4], Figure)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + YEARS, "there is no DATA in this PC-Axis file"),
        (HEAD + YEARS + "DATA=1 2 3;", "DATA has 3 cells where the variables have 6"),
        (HEAD + "DATA=1 2 3;", "the variable year has no VALUES"),
        (HEAD.replace('"15"', '"15","16"') + YEARS + "DATA=1;", "the variable region has 3 CODES for 2 VALUES"),
        ("TITLE=1;DATA=1;", "the variables have 1 cells; 1 to"),
        (HEAD + YEARS + "DATA=1 2 3 4 5 many;", "found text 'many'"),
    ],
)
def test_what_is_not_whole_is_told(text: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read(text)


@given(
    st.lists(st.integers(2, 4), min_size=2, max_size=4),
    st.data(),
)
def test_any_table_comes_out_as_it_was_written(sizes: list[int], data: st.DataObject) -> None:
    names = [f"v{at}" for at in range(len(sizes))]
    count = 1
    for size in sizes:
        count *= size
    figures = data.draw(st.lists(st.integers(-(10**6), 10**6), min_size=count, max_size=count))
    cut = data.draw(st.integers(0, len(sizes)))
    quoted = [",".join(f'"{name}"' for name in part) for part in (names[:cut], names[cut:])]
    head = "".join(f"{word}={part};\n" for word, part in zip(("STUB", "HEADING"), quoted, strict=True) if part)
    for name, size in zip(names, sizes, strict=True):
        head += f'VALUES("{name}")=' + ",".join(f'"{name} {at}"' for at in range(size)) + ";\n"
    table = read(head + 'CONTENTS="grp";\nDATA=' + " ".join(map(str, figures)) + ";")
    assert table.columns["grp"] == figures
    for at, (name, size) in enumerate(zip(names, sizes, strict=True)):
        inner = 1
        for each in sizes[at + 1 :]:
            inner *= each
        assert table.keys[name] == [f"{name} {row // inner % size}" for row in range(count)]


SPANISH = HEAD.replace("Akmola", "Cataluña").replace("Aktobe", "Aragón") + YEARS + "DATA=\n1 2 3 4 5 6;\n"


def test_a_code_page_decides_what_the_letters_leave_open() -> None:
    (table,) = read_tables(SPANISH.encode("cp1252"), file_name="grp.px")
    assert table.keys["region"][0] == "Cataluña"


def test_a_code_page_against_the_letters_decides_nothing() -> None:
    text = SPANISH.replace("DATA=", 'CODEPAGE="iso-8859-5";\nDATA=')
    assert read(text).keys["region"][0] == "Cataluña"
    with pytest.raises(UserError, match="name the encoding"):
        read_tables(text.encode("cp1252"), file_name="grp.px")
