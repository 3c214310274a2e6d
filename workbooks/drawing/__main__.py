"""Draws every workbook into `workbooks/data` and `workbooks/templates`, or into the folder named."""

import sys
from pathlib import Path

from workbooks.drawing.catalogue import draw_all

draw_all(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
