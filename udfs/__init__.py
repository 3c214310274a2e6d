"""The calculations: pure NumPy functions grouped by subject, declared once, and the one way to call them."""
