"""Template workbooks and data workbooks, and the scripts that draw them."""
