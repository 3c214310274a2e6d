"""The functions by subject, each declared once with its formula, errors, source and examples."""
