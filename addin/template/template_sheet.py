"""A sheet as drawn in a template: the expressions in its cells and its name, and the blocks that its markers make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from addin.errors import Place, UserError
from addin.template.blocks import BlockAxis, Blocks, Cell, Group, Spot, address, find_blocks
from addin.template.calls import DIRECTIONS
from addin.template.markers import OPENING, Content, Marker, read_content


@dataclass(frozen=True)
class Area:
    """An area of cells: a merged cell, or a table with so many rows of headings and of totals."""

    first: Cell
    last: Cell
    headings: int = 0
    totals: int = 0

    def __str__(self) -> str:
        return f"{address(self.first)}:{address(self.last)}"

    @property
    def body(self) -> "Area":
        """The area without headings and totals."""
        (row, column), (last_row, last_column) = self.first, self.last
        return Area((row + self.headings, column), (last_row - self.totals, last_column))


@dataclass(frozen=True)
class ArrayArea(Area):
    """The area of a formula in several cells; whether it has values for rows and columns that come within it."""

    grows_down: bool = True
    grows_right: bool = True


@dataclass(frozen=True, eq=False)
class TemplateSheet:
    """A sheet of a template: its contents by cell, the blocks drawn in it, and its name where that is an expression.

    `arrays` are the areas of array formulas and data tables, `pivots` those of pivot tables. `mistakes` tells what
    can't be read; where a marker may be among it, the drawing hasn't all blocks (`has_blocks`).
    """

    name: str
    contents: Mapping[Cell, Content]
    blocks: Blocks
    title: Content | None = None
    merges: tuple[Area, ...] = ()
    tables: tuple[Area, ...] = ()
    arrays: tuple[ArrayArea, ...] = ()
    pivots: tuple[Area, ...] = ()
    mistakes: tuple[UserError, ...] = ()
    has_blocks: bool = True

    @property
    def is_filled(self) -> bool:
        """Whether there is anything to fill."""
        return bool(self.contents) or self.title is not None

    @property
    def needs_labels(self) -> bool:
        """Whether a marker repeats anything for the labels of the data."""
        return bool(self.markers)

    @cached_property
    def markers(self) -> tuple[Marker, ...]:
        """The markers of the axes that the sheet repeats anything for."""
        found = (content.marker for content in self.contents.values())
        return tuple(marker for marker in found if marker is not None)

    @cached_property
    def chooses_labels(self) -> bool:
        """Whether a marker has an option by which figures choose or order its labels."""
        return any(marker.options for marker in self.markers)

    @cached_property
    def axes(self) -> frozenset[str]:
        """The names of the axes that the sheet repeats anything for."""
        return frozenset(marker.axis for marker in self.markers)

    @cached_property
    def spots(self) -> Mapping[Cell, Spot]:
        """Where each content stands among the blocks."""
        return {cell: self.blocks.spot(cell) for cell in self.contents}

    @cached_property
    def names(self) -> Mapping[BlockAxis, frozenset[str]]:
        """The names used in the block of each axis: by its contents and by its options."""
        found: dict[BlockAxis, frozenset[str]] = {}
        for cell, spot in self.spots.items():
            content = self.contents[cell]
            for axis in (*spot.down, *spot.across):
                options = (marker.names for marker in axis.markers)
                found[axis] = found.get(axis, frozenset()).union(content.names, content.whole, *options)
        return found

    @cached_property
    def chains(self) -> Mapping[BlockAxis, tuple[BlockAxis, ...]]:
        """Each axis with those around it, from the outermost inwards."""
        chains = [chain for spot in self.spots.values() for chain in (spot.down, spot.across)]
        return {chain[end]: chain[: end + 1] for chain in chains for end in range(len(chain))}

    @cached_property
    def groups(self) -> Mapping[BlockAxis, Group]:
        """The group of each axis."""
        return {axis: self.blocks.group_of(axis) for axis in self.names}


def draw(
    name: str,
    texts: Mapping[Cell, str],
    merges: Iterable[Area] = (),
    tables: Iterable[Area] = (),
    arrays: Iterable[ArrayArea] = (),
    pivots: Iterable[Area] = (),
) -> TemplateSheet:
    """The drawing of a sheet from the texts of its cells that hold expressions, with what can't be read of it."""
    mistakes: list[UserError] = []
    contents: dict[Cell, Content] = {}
    blocks, has_blocks = Blocks((), ()), True
    for cell, text in sorted(texts.items()):
        try:
            contents[cell] = read_content(text)
        except UserError as mistake:
            mistakes.append(placed(mistake, Place(None, name, address(cell))))
            has_blocks = has_blocks and not any(direction in text.lower() for direction in DIRECTIONS)
    try:
        blocks = find_blocks(contents)
    except UserError as mistake:
        mistakes.append(placed(mistake, Place(None, name)))
        has_blocks = False
    title: Content | None = None
    try:
        title = read_content(name) if OPENING in name else None
    except UserError as mistake:
        mistakes.append(placed(mistake, Place(None, name)))
        has_blocks = False
    areas = (tuple(merges), tuple(tables), tuple(arrays), tuple(pivots))
    return TemplateSheet(name, contents, blocks, title, *areas, tuple(mistakes), has_blocks)


def placed(mistake: UserError, place: Place) -> UserError:
    """The mistake with what `place` adds to its own place."""
    own = mistake.place
    whole = Place(own.file or place.file, own.sheet or place.sheet, own.cell or place.cell)
    return UserError(mistake.message, whole, nearest=mistake.nearest, **mistake.details)
