"""The parts that belong to one sheet, found by relationships."""

from dataclasses import dataclass

from addin.package.package import Package


@dataclass(frozen=True, slots=True)
class SheetParts:
    """Names of the parts that a sheet uses, in the order of its relationships; `charts` are those of its drawings."""

    tables: tuple[str, ...]
    drawings: tuple[str, ...]
    charts: tuple[str, ...]
    vml_drawings: tuple[str, ...]
    comments: tuple[str, ...]
    threaded_comments: tuple[str, ...]
    pivot_tables: tuple[str, ...]
    slicers: tuple[str, ...]
    timelines: tuple[str, ...]
    controls: tuple[str, ...]
    query_tables: tuple[str, ...]


def sheet_parts(package: Package, sheet: str) -> SheetParts:
    """What the sheet part `sheet` (worksheet or chartsheet) uses."""

    def of(*kinds: str) -> tuple[str, ...]:
        return package.related(sheet, *kinds)

    drawings = of("drawing")
    tables = of("table", "tableSingleCells")
    return SheetParts(
        tables=of("table"),
        drawings=drawings,
        charts=tuple(chart for drawing in drawings for chart in package.related(drawing, "chart", "chartEx")),
        vml_drawings=of("vmlDrawing", "legacyDrawingHF"),
        comments=of("comments"),
        threaded_comments=of("threadedComment"),
        pivot_tables=of("pivotTable"),
        slicers=of("slicer"),
        timelines=of("timeline"),
        controls=of("ctrlProp", "control"),
        query_tables=of("queryTable")
        + tuple(query for table in tables for query in package.related(table, "queryTable")),
    )


def calculation_chain(package: Package) -> tuple[str, ...]:
    """The calculation chain's part, where there is one."""
    return package.related(package.workbook_part, "calcChain")
