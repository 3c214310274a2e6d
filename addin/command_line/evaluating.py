"""`growthpole eval`."""

from typing import Annotated

import typer

from udfs.formulas.parser import parse_formula
from udfs.numerics.cell_values import CellValue


def evaluate(
    formula: Annotated[
        str, typer.Argument(metavar="FORMULA", help="A formula as in a cell, such as '=GRP_SHARE({1;3})'.")
    ],
) -> None:
    """Show what a cell with this formula shows.

    An array is shown as rows of tab-separated values, numbers with the 15 digits that Excel keeps.
    """
    for row in parse_formula(formula).evaluate():
        typer.echo("\t".join(map(_text, row)))


def _text(value: CellValue) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
