import pytest
from lxml import etree

from addin.errors import UserError
from addin.references.cells import CellFormula, cell_formulas
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import Growth, plain

GEOMETRY = Geometry({"S": Growth(rows=(plain(5, 5, 3),))})


def read(*cells: tuple[str, str]) -> dict[str, CellFormula]:
    return cell_formulas((address, etree.fromstring(element)) for address, element in cells)


def test_shared_formulas_are_written_out_cell_by_cell() -> None:
    found = read(
        ("C4", '<f t="shared" ref="C4:C6" si="0">A4*B$1</f>'), ("C5", '<f t="shared" si="0"/>'), ("D1", "<f>A1</f>")
    )
    assert {address: str(formula.text) for address, formula in found.items()} == {
        "C4": "A4*B$1",
        "C5": "A5*B$1",
        "D1": "A1",
    }
    assert all(formula.plain for formula in found.values())


def test_an_array_formula_takes_its_range_along() -> None:
    (formula,) = read(("C9", '<f t="array" ref="C9:C12" ca="1">SUM(B5:B5*A5:A5)</f>')).values()
    assert formula.at(FormulaPosition("S", 9, 3), GEOMETRY) == (
        "SUM(B5:B7*A5:A7)",
        {"t": "array", "ref": "C11:C14", "ca": "1"},
    )


def test_an_array_formula_in_the_prototype_row_is_one_in_each_copy() -> None:
    (formula,) = read(("C5", '<f t="array" ref="C5">SUM(A5:B5)</f>')).values()
    assert formula.at(FormulaPosition("S", 5, 3, (2,)), GEOMETRY) == ("SUM(A7:B7)", {"t": "array", "ref": "C7"})


def test_a_data_table_follows_its_input_cells() -> None:
    (formula,) = read(("B9", '<f t="dataTable" ref="B9:C12" dt2D="1" dtr="1" r1="A6" r2="A2"/>')).values()
    attributes = {"t": "dataTable", "ref": "B11:C14", "dt2D": "1", "dtr": "1", "r1": "A8", "r2": "A2"}
    assert formula.at(FormulaPosition("S", 9, 2), GEOMETRY) == ("", attributes)


def test_a_shared_formula_without_its_text_is_a_mistake() -> None:
    with pytest.raises(UserError, match="cell C5: the shared formula 3 has no text"):
        read(("C5", '<f t="shared" si="3"/>'))
