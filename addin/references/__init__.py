"""References to cells that move or stretch: formulas, charts, names and everything else that points at a cell."""
