"""Everything that touches a workbook."""

__version__ = "0.1.0"
