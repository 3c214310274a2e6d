"""The templates' charts: one quiet colour, thin axes, no frame, and a text for those who can't see them."""

from typing import Final

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from workbooks.drawing.style import ACCENT, FONT, INK, RULE, Canvas

Range = tuple[str, str]
_ROW: Final = 20
_INTO_NEXT_ROW: Final = 1
_MARGIN: Final = 12
_HIDDEN: Final = {"visible": False, "major_gridlines": {"visible": False}}


def bars(page: Canvas, names: Range, values: Range, **axis: float) -> Chart:
    """Bars for the rows beside them, from the top: the names and the figures stand in the table.

    axis: `min`, the figure at the left edge, or `crossing`, that from which bars go left and right.
    """
    chart = _chart(page, "bar", names, values, {"gap": 60})
    chart.set_y_axis({"reverse": True, "label_position": "none", "major_tick_mark": "none", "line": {"color": RULE}})
    chart.set_x_axis({**_HIDDEN, **axis})
    chart.set_plotarea({"fill": {"none": True}, "layout": {"x": 0, "y": 0, "width": 1, "height": 1}})
    return chart


def columns(page: Canvas, names: Range, values: Range) -> Chart:
    """Upright columns, each with its value."""
    labels = {"value": True, "num_format": "#,##0", "font": _font(8)}
    chart = _chart(page, "column", names, values, {"gap": 120, "data_labels": labels})
    chart.set_x_axis({"num_font": _font(8), "line": {"color": RULE}, "major_tick_mark": "none"})
    chart.set_y_axis({**_HIDDEN, "min": 0})
    chart.set_plotarea({"fill": {"none": True}})
    return chart


def put_beside(sheet: Worksheet, chart: Chart, cell: str, width: int, description: str) -> None:
    """Place bars beside the prototype row of `cell`: they reach into the row below, and so grow with the block."""
    chart.set_size({"width": width - _MARGIN, "height": _ROW + _INTO_NEXT_ROW})
    sheet.insert_chart(cell, chart, {"object_position": 1, "x_offset": _MARGIN, "description": description})


def put_below(sheet: Worksheet, chart: Chart, cell: str, width: int, height: int, description: str) -> None:
    """Place a chart that becomes wider with the columns above it."""
    chart.set_size({"width": width, "height": height})
    place = {"object_position": 1, "x_offset": 2, "y_offset": 2, "description": description}
    sheet.insert_chart(cell, chart, place)


def _chart(page: Canvas, kind: str, names: Range, values: Range, more: dict[str, object]) -> Chart:
    chart = page.workbook.add_chart({"type": kind})
    chart.add_series(
        {
            "categories": "='{}'!{}".format(*names),
            "values": "='{}'!{}".format(*values),
            "fill": {"color": ACCENT},
            **more,
        }
    )
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    return chart


def _font(size: float) -> dict[str, object]:
    return {"name": FONT, "size": size, "color": INK}
