"""Charts in a drawing that lie wholly within a repeat: there is one for each copy, each with a part of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from addin.package.tags import short
from addin.package.xml import Element
from addin.references.anchors import ANCHORS, covered_by, home_of
from addin.references.areas import Covered, Site
from addin.references.drawings import charts_in, is_repeatable
from addin.references.formula_position import FormulaPosition


@dataclass(frozen=True, slots=True)
class ChartFrame:
    """A chart that is repeated with its cells: the relationship to its part, its anchor, and the lines it covers."""

    relationship: str
    anchor: Element
    covered: Covered

    def homes(self, site: Site) -> list[FormulaPosition]:
        """Where each of its copies begins, in the order of the copies; one outside of repeats has one such place."""
        return [home_of(self.anchor, site, rows, columns) for rows, columns in self.covered.copies(site.layout)]

    def within(self, rows: range, columns: range) -> bool:
        """Whether all of it is over these rows, or over these columns."""
        return any(
            span.first in lines and span.last in lines
            for span, lines in ((self.covered.rows, rows), (self.covered.columns, columns))
        )


def chart_frames(drawing: Element) -> Iterator[ChartFrame]:
    """The charts of a drawing of the template that go with their cells."""
    for anchor in drawing.iterchildren("*"):
        covered = covered_by(anchor) if short(anchor.tag) in ANCHORS and is_repeatable(anchor) else None
        if covered:
            for chart, attribute in charts_in(anchor):
                yield ChartFrame(chart.get(attribute, ""), anchor, covered)
