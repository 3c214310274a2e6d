"""The signs that an office writes in place of figures are read by its name alone."""

import pytest

from addin.errors import UserError
from addin.tables.figures import Figure
from addin.tables.reading import read_tables
from udfs.numerics.cell_values import ExcelError

NA = ExcelError.NA


@pytest.mark.parametrize(
    ("office", "sign", "value"),
    [
        ("gss", "[z]", NA),
        ("gss", "[low]", 0.0),
        ("statcan", "F", NA),
        ("statcan", "0s", 0.0),
        ("destatis", "/", NA),
        ("destatis", "–", 0.0),
        ("CIS", "-", 0.0),
        ("cis", "х", NA),
        ("bea", "(NA)", NA),
        ("bea", "(L)", 0.0),
    ],
)
def test_a_sign_is_what_its_office_means_by_it(office: str, sign: str, value: object) -> None:
    content = f"region,year,grp\nA,2022,{sign}\nB,2022,5\nC,2022,7\n".encode()
    (table,) = read_tables(content, file_name="grp.csv", signs=office)
    assert list(table.columns["grp"]) == [value, 5.0, 7.0]
    found = table.columns["grp"][0]
    assert (found.flags if isinstance(found, Figure) else "") == (sign if sign in ("[low]", "0s", "(L)") else "")


@pytest.mark.parametrize("sign", ["[z]", "/", "-", "(NA)", "F"])
def test_no_sign_is_read_without_its_office(sign: str) -> None:
    with pytest.raises(UserError, match="where column grp has numbers"):
        read_tables(f"region,year,grp\nA,2022,{sign}\nB,2022,5\nC,2022,7\n".encode(), file_name="grp.csv")


def test_an_office_that_is_not_known_is_told_with_those_that_are() -> None:
    with pytest.raises(UserError, match=r"signs is one of gss, .*; found destatsi") as told:
        read_tables(b"region,year,grp\nA,2022,1\n", file_name="grp.csv", signs="destatsi")
    assert told.value.nearest == "destatis"
