"""The audit of data: printed figures that do not follow from the others."""
