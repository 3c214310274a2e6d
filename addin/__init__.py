"""Everything that touches a workbook."""
