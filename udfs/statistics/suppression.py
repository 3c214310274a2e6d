"""Suppression: figures that exist and aren't told, under whatever mark their source has for them."""

import numpy as np

from udfs.numerics.arithmetic import FunctionError
from udfs.numerics.cell_values import NA, ExcelError, Numbers, RawCells, Texts, number_of_cell, text_of_cell
from udfs.registry import function

SUBJECT = "suppressed figures"


@function(SUBJECT, along=None)
def suppress(values: RawCells, marks: Texts) -> Numbers:
    """Figures whose further marks (n/a, -, 999) stand for suppressed ones; to be given to other functions.

    Formula:
        #N/A where the cell is one of the marks; else the cell

    Arguments:
        values: figures by region, branch or year, marks among them; any shape.
        marks: texts or numbers that stand for a suppressed figure, whatever their case; any shape.

    Returns:
        The figures, shaped as values; a blank stays blank, since nothing is suppressed there. Marks that are known
        everywhere (…, .., :, x, c, (D) and others) are #N/A, too.

    Errors:
        #N/A: a suppressed figure.
        #VALUE!: another text among the figures.

    Source:
        UNECE (2000), Terminology on Statistical Metadata: disclosure control; marks differ from office to office.

    Examples:
        =SUPPRESS({5;"n/a";"";"…"},"n/a") → {5;#N/A;"";#N/A}
        =SUPPRESS({5;7},"n/a") → {5;7}
        =SUPPRESS({5,999,"N/A"},{"n/a",999}) → {5,#N/A,#N/A}
        =SUPPRESS({5;"-"},"n/a") → {5;#VALUE!}
    """
    for mark in marks.ravel().tolist():
        if isinstance(mark, ExcelError):
            raise FunctionError(mark, f"among the marks there is {mark}")
    known = {_key(mark) for mark in marks.ravel().tolist()} - {None}
    figures = [NA if _key(cell) in known else number_of_cell(cell) for cell in values.ravel().tolist()]
    return np.array(figures, dtype=np.float64).reshape(values.shape)


def _key(cell: object) -> str | None:
    text = text_of_cell(cell)
    if isinstance(text, ExcelError):
        return None
    return None if text is None else text.strip().casefold()
