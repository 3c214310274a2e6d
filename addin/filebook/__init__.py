"""A workbook as a file: a template is read once, and each plan applied to it by patching the parts it concerns."""
