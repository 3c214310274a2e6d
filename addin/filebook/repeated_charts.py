"""Charts that lie wholly within a block's prototype: the template with a part for each of their copies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from addin.errors import Message
from addin.filebook.template import FileTemplate
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.linking import forget_parts
from addin.package.package import Package
from addin.package.part_copies import chart_parts, copy_parts
from addin.package.relationships import Relationship, add_relationship, relationships_part, target_from
from addin.package.tags import short
from addin.package.workbook import Sheet
from addin.package.xml import Element
from addin.references.anchors import ANCHORS, covered_by, home_of
from addin.references.areas import Covered, Site
from addin.references.drawings import charts_in, copied_link, is_repeatable
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.template.bounds import refuse_many

MOST_CHARTS: Final = 5000
"""How many copies of charts a sheet may have."""


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


def with_chart_copies(template: FileTemplate, geometry: Geometry) -> tuple[FileTemplate, Mapping[str, FormulaPosition]]:
    """The template with a part for each copy of a chart within repeats, and for each such part where its chart begins.

    A chart without copies goes. Raises UserError for more charts than a sheet may have.
    """
    package, homes = template.package, dict[str, FormulaPosition]()
    for sheet in (each for each in template.sheets if geometry.grows(each.name)):
        for drawing, frame in _frames(template, sheet):
            package, found = _with_copies(package, drawing, frame, Site(sheet.name, geometry))
            homes |= found
        refuse_many(sum(home.sheet == sheet.name for home in homes.values()), MOST_CHARTS, Message("charts"))
    return (template if package is template.package else replace(template, package=package)), homes


def charts_within(template: FileTemplate, sheet: str, rows: range, columns: range) -> frozenset[str]:
    """The charts, and the parts that are theirs, that lie wholly over these rows or these columns of a sheet."""
    package = template.package
    found = (each for own in template.sheets if own.name == sheet for each in _frames(template, own))
    charts = (_link(package, drawing, frame).part for drawing, frame in found if frame.within(rows, columns))
    return frozenset(part for chart in charts if chart for part in chart_parts(package, chart))


def _frames(template: FileTemplate, sheet: Sheet) -> Iterator[tuple[str, ChartFrame]]:
    """Each chart of a sheet that goes with its cells, with the part of its drawing."""
    package = template.package
    for drawing in package.related(sheet.part, "drawing"):
        with corrupt_part_as_error(drawing, package.place):
            frames = list(chart_frames(package.root(drawing)))
        known = {link.id for link in package.relationships(drawing) if package.find(link.part or "")}
        yield from ((drawing, frame) for frame in frames if frame.relationship in known)


def _link(package: Package, drawing: str, frame: ChartFrame) -> Relationship:
    return next(link for link in package.relationships(drawing) if link.id == frame.relationship)


def _with_copies(
    package: Package, drawing: str, frame: ChartFrame, site: Site
) -> tuple[Package, Mapping[str, FormulaPosition]]:
    link, homes = _link(package, drawing, frame), frame.homes(site)
    refuse_many(len(homes), MOST_CHARTS, Message("charts"))
    own = chart_parts(package, package.find(link.part or "") or "")
    if not homes:
        return forget_parts(package, own), {}
    if homes == [site.home]:
        return package, {}
    package, copies = copy_parts(package, own, len(homes) - 1)
    record = package.find(relationships_part(drawing)) or ""
    links = package.tree(record)
    for number, copy in enumerate(copies, 1):
        chart = copy[own[0]]
        target = target_from(drawing, chart)
        add_relationship(links, replace(link, id=copied_link(link.id, number), target=target, part=chart))
    parts = [own[0], *(copy[own[0]] for copy in copies)]
    return package.with_trees({record: links}), dict(zip(parts, homes, strict=True))


def chart_frames(drawing: Element) -> Iterator[ChartFrame]:
    """The charts of a drawing of the template that go with their cells."""
    for anchor in drawing.iterchildren("*"):
        covered = covered_by(anchor) if short(anchor.tag) in ANCHORS and is_repeatable(anchor) else None
        if covered:
            for chart, attribute in charts_in(anchor):
                yield ChartFrame(chart.get(attribute, ""), anchor, covered)
