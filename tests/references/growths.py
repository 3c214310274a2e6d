"""Random growths: blocks anywhere on an axis, within one another, each with its own number of copies."""

from dataclasses import dataclass

from hypothesis import strategies as st

from addin.references.growth import Repeat, nested

LAST = 14


@dataclass(frozen=True)
class Block:
    """Where repeats are: the same in every copy."""

    first: int
    last: int
    within: tuple["Block", ...]


@st.composite
def blocks(draw: st.DrawFn, first: int, last: int, depth: int) -> tuple[Block, ...]:
    found = []
    position = first
    while position <= last and draw(st.booleans()):
        start = draw(st.integers(position, last))
        end = draw(st.integers(start, min(last, start + 5)))
        found.append(Block(start, end, draw(blocks(start, end, depth - 1)) if depth else ()))
        position = end + 1
    return tuple(found)


@st.composite
def repeats(draw: st.DrawFn, shape: tuple[Block, ...]) -> tuple[Repeat, ...]:
    return tuple(
        nested(block.first, block.last, [draw(repeats(block.within)) for _ in range(draw(st.integers(0, 3)))])
        for block in shape
    )


axes = blocks(1, LAST - 1, 2).flatmap(repeats)
