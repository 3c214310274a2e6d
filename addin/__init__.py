"""Everything that touches a workbook."""

__version__ = "0.2.0"
