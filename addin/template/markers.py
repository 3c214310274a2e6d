"""What a cell of a template says: plain expressions in its text, or the marker of an axis with its options."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final, cast

from jinja2 import nodes

from addin.errors import UserError, nearest
from addin.package.rich_text import RichText, Run
from addin.tables.axes import canonical_axis
from addin.tables.total_rows import Level
from addin.template.calls import DIRECTIONS
from addin.template.expressions import Expression, compile_expression, parse_expression
from addin.template.ordering import SortKey, read_sort
from addin.template.syntax import parse_text, piece_starts
from udfs.shortening import shortened


class Direction(Enum):
    """Which way a block grows."""

    DOWN = "down"
    RIGHT = "right"


OPENING: Final = "{{"
_KEPT: Final = 1024


@dataclass(frozen=True)
class Marker:
    """`{{ axis | down(…) }}` or `{{ axis | right(…) }}`: one line for each label of the axis.

    `sort` orders the labels by one key or several, `where` keeps some, `top` the first so many; `within` names the axis
    whose labels these belong to; `lines` says how many rows or columns the prototype has. `level` says which
    labels: the parts, subtotals, totals, or all of them.
    """

    axis: str
    direction: Direction
    sort: tuple[SortKey, ...] = ()
    where: Expression | None = None
    top: Expression | None = None
    within: str | None = None
    lines: int = 1
    level: Level = Level.PARTS

    @property
    def options(self) -> tuple[Expression, ...]:
        """The expressions that choose and order its labels."""
        keys = (key.expression for key in self.sort)
        return tuple(option for option in (*keys, self.where, self.top) if option is not None)

    @property
    def names(self) -> frozenset[str]:
        """The names its options use."""
        return frozenset(name for option in self.options for name in (*option.names, *option.whole))


@dataclass(frozen=True)
class Content:
    """A cell's text in pieces, and the marker among them if there is one.

    `formats` has the format of each piece where the text has formats of its own.
    """

    text: str
    pieces: tuple[Expression | str, ...]
    formats: tuple[str, ...] = ()
    marker: Marker | None = None
    names: frozenset[str] = field(default=frozenset())
    whole: frozenset[str] = field(default=frozenset())

    @cached_property
    def single(self) -> Expression | None:
        """The expression that is the whole text, whose value keeps its type; None where text stands around it."""
        return self.pieces[0] if len(self.pieces) == 1 and isinstance(self.pieces[0], Expression) else None


def read_content(text: str) -> Content:
    """The content of a cell's text. Raises UserError, whose place the caller knows.

    Plain texts are kept, since the cells, sheets and templates of one department say the same again and again.
    """
    return _plain_content(text) if type(text) is str else _content(text)


# Kept: 45 to 65 % of reading a form of 200 cells that say much the same; the text says all of the result.
@lru_cache(maxsize=_KEPT)
def _plain_content(text: str) -> Content:
    return _content(text)


def _content(text: str) -> Content:
    pieces: list[Expression | str] = []
    marker: Marker | None = None
    nodes_in_text, formats = formatted_pieces(text)
    for node in nodes_in_text:
        if isinstance(node, str):
            pieces.append(node)
            continue
        if isinstance(node, nodes.Filter) and node.name in DIRECTIONS:
            if marker is not None:
                raise UserError("one axis marker a cell; found a second one in {text}", text=shortened(text))
            marker = _read_marker(node)
            node = nodes.Name(marker.axis, "load")
        pieces.append(compile_expression(node, text))
    expressions = [piece for piece in pieces if isinstance(piece, Expression)]
    return Content(
        text,
        tuple(pieces),
        formats,
        marker,
        frozenset().union(*[expression.names for expression in expressions]),
        frozenset().union(*[expression.whole for expression in expressions]),
    )


def _read_marker(node: nodes.Filter) -> Marker:
    if not isinstance(node.node, nodes.Name):
        raise UserError("before {direction} stands the name of an axis, such as region", direction=node.name)
    direction = Direction(node.name)
    options: dict[str, object] = {}
    given: set[str] = set()
    for keyword in cast(list[nodes.Keyword], node.kwargs):
        known = _options(direction)
        if keyword.key in given:
            raise UserError("{name} is given twice", name=keyword.key)
        given.add(keyword.key)
        if keyword.key not in known:
            hint = nearest(keyword.key, known)
            raise UserError(
                "{direction} has no option {name}, only {known}",
                nearest=hint,
                direction=node.name,
                name=keyword.key,
                known=", ".join(known),
            )
        options |= _read_option(keyword)
    if node.args:
        raise UserError("the options of {direction} have names: sort=, where=, top=, level=", direction=node.name)
    return Marker(canonical_axis(node.node.name), direction, **options)  # type: ignore[arg-type]


def _options(direction: Direction) -> tuple[str, ...]:
    return ("sort", "where", "top", "within", "level", "rows" if direction is Direction.DOWN else "columns")


def _read_option(keyword: nodes.Keyword) -> dict[str, object]:
    name, value = keyword.key, keyword.value
    if name == "sort":
        return {name: read_sort(_constant_text(name, value))}
    if name == "where":
        return {name: parse_expression(_constant_text(name, value))}
    if name == "within":
        return {name: canonical_axis(_constant_text(name, value))}
    if name == "top":
        return {name: compile_expression(value, "top")}
    if name == "level":
        return {name: _level(_constant_text(name, value))}
    count = value.value if isinstance(value, nodes.Const) else None
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise UserError("{name} is a whole number, 1 or more", name=name)
    return {"lines": count}


def _level(text: str) -> Level:
    known = [str(level.value) for level in Level]
    if text not in known:
        raise UserError(
            "level is one of {expected}; found {found}",
            nearest=nearest(text, known),
            expected=", ".join(known),
            found=text,
        )
    return Level(text)


def _constant_text(name: str, value: nodes.Expr) -> str:
    if isinstance(value, nodes.Const) and isinstance(value.value, str) and value.value.strip():
        return value.value
    raise UserError("{name} is a text in quotes", name=name)


def formatted_pieces(text: str) -> tuple[Sequence[nodes.Expr | str], tuple[str, ...]]:
    """The pieces of a text, and a format for each where it is RichText. Raises UserError.

    Plain text is in pieces of one format each. An expression has the format of the run in which it begins.
    """
    if not isinstance(text, RichText):
        return parse_text(text), ()
    runs = [Run(run.format, run.text.replace("\r\n", "\n").replace("\r", "\n")) for run in text.runs]
    plain = "".join(run.text for run in runs)
    pieces: list[nodes.Expr | str] = []
    formats: list[str] = []
    for piece, start in zip(parse_text(plain), piece_starts(plain), strict=True):
        for part, form in _in_runs(piece, start, runs):
            pieces.append(part)
            formats.append(form)
    return pieces, tuple(formats)


def _in_runs(piece: nodes.Expr | str, start: int, runs: Sequence[Run]) -> Iterator[tuple[nodes.Expr | str, str]]:
    """A piece, or the parts of a plain text that are in one run each."""
    ends = list(accumulate(len(run.text) for run in runs))
    at = bisect_right(ends, start)
    if not isinstance(piece, str):
        yield piece, runs[at].format
        return
    while piece:
        length = ends[at] - start
        yield piece[:length], runs[at].format
        piece, start, at = piece[length:], start + length, at + 1
