"""A workbook file as a zip archive of parts: read with bounds, changed part by part, everything else copied."""
