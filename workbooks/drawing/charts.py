"""The templates' charts: one quiet colour, thin axes, no frame."""

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from workbooks.drawing.style import ACCENT, FONT, INK, RULE, Canvas

Range = tuple[str, str]
_NEAR_EDGE = {"major_tick_mark": "none", "label_position": "low"}


def bars(page: Canvas, names: Range, values: Range, form: str, crosses: float | None = None) -> Chart:
    """Horizontal bars in the order of the table, the first on top, each with its value."""
    chart = _chart(page, "bar", names, values, form, 45)
    chart.set_y_axis({"reverse": True, "num_font": _font(8), "line": {"color": RULE}, **_NEAR_EDGE})
    hidden = {"visible": False, "major_gridlines": {"visible": False}}
    chart.set_x_axis(hidden if crosses is None else {**hidden, "crossing": crosses})
    return chart


def columns(page: Canvas, names: Range, values: Range) -> Chart:
    """Upright columns, each with its value."""
    chart = _chart(page, "column", names, values, "#,##0", 120)
    chart.set_x_axis({"num_font": _font(8), "line": {"color": RULE}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    return chart


def put(sheet: Worksheet, chart: Chart, cell: str, width: int, height: int, *, grows: bool = False) -> None:
    """Place a chart; it moves with the cells, and becomes wider with the columns under it where it `grows`."""
    chart.set_size({"width": width, "height": height})
    sheet.insert_chart(cell, chart, {"object_position": 1 if grows else 2, "x_offset": 2, "y_offset": 2})


def _chart(page: Canvas, kind: str, names: Range, values: Range, form: str, gap: int) -> Chart:
    chart = page.workbook.add_chart({"type": kind})
    chart.add_series(
        {
            "categories": "='{}'!{}".format(*names),
            "values": "='{}'!{}".format(*values),
            "fill": {"color": ACCENT},
            "gap": gap,
            "data_labels": {"value": True, "num_format": form, "font": _font(8)},
        }
    )
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"fill": {"none": True}})
    return chart


def _font(size: float) -> dict[str, object]:
    return {"name": FONT, "size": size, "color": INK}
