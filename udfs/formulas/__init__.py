"""The text of formulas: cut into tokens, parsed, and evaluated as Excel does."""
