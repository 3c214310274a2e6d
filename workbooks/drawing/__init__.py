"""The drawing of our workbooks with XlsxWriter: run `python -m workbooks.drawing`, and commit what it made."""
