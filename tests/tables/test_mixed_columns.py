"""A column of texts that holds many numbers is told, since it may be meant as one of figures."""

from hypothesis import given
from hypothesis import strategies as st

from addin.tables.data_notes import table_notes
from addin.tables.mixed_columns import mixed_column_notes
from addin.tables.reading import read_tables
from addin.tables.table import Table


def column_of(cells: list[str]) -> Table:
    rows = "".join(f"R{at};{at + 1};{cell}\n" for at, cell in enumerate(cells))
    (table,) = read_tables(f"region;grp;income\n{rows}".encode(), file_name="d.csv")
    return table


def test_less_than_half_numbers_are_told_with_the_first_cell_that_is_none() -> None:
    (note,) = table_notes([column_of(["12", "soon", "late", "14", "never"])])
    assert str(note).startswith(
        "d.csv, cell C3: column income is taken for text, as 40 % of its cells are numbers, and 'soon' is none"
    )


@given(numbers=st.integers(0, 10), others=st.integers(1, 10))
def test_a_fifth_of_numbers_is_told_and_fewer_are_notes(numbers: int, others: int) -> None:
    cells = [str(at + 1) for at in range(numbers)] + [f"as planned by {'ABCDEFGHIJ'[at]}" for at in range(others)]
    if numbers < others:
        assert len(list(mixed_column_notes(column_of(cells)))) == (5 * numbers >= numbers + others)


def test_marks_and_blanks_are_no_text() -> None:
    assert not list(mixed_column_notes(column_of(["12", "", "…", "14", "x"])))
