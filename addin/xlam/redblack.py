"""The red-black trees in which a compound file keeps the names of a storage."""

from dataclasses import dataclass, replace
from typing import Final

NO_NODE: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class TreeLinks:
    """A node's neighbours below it, by number, and its colour."""

    left: int = NO_NODE
    right: int = NO_NODE
    black: bool = True


def balanced(count: int, first: int = 0) -> tuple[int, list[TreeLinks]]:
    """The tree over nodes `first` to `first + count - 1`, already in order: its root, and each node's links.

    Halving leaves every gap on the last two levels, so that a red last level, where it has gaps, keeps the number of
    black nodes on every way down equal.
    """
    nodes = [TreeLinks()] * count
    is_full = count & (count + 1) == 0
    last_level = count.bit_length() - (not is_full)

    def grow(low: int, high: int, level: int) -> int:
        if low >= high:
            return NO_NODE
        middle = (low + high) // 2
        left, right = grow(low, middle, level + 1), grow(middle + 1, high, level + 1)
        nodes[middle] = replace(nodes[middle], left=left, right=right, black=level < last_level)
        return first + middle

    return grow(0, count, 0), nodes
