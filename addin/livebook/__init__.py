"""Workbooks open in Excel: copied out for the code that works on files, results opened beside them.

Excel itself does not offer all that a filled workbook needs (its object model can't stretch a chart's series or a
conditional format without rebuilding it), the file book does. So the open workbook is copied as it is on the screen,
unsaved changes included, the copy is worked on, and the result is opened as a workbook of its own: the one that was
open stays as it was whatever happens.
"""
