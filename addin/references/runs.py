"""A formula filled down the copies of a row: text with row numbers in it that rise evenly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from addin.references.reference import Piece


@dataclass(frozen=True, slots=True)
class EvenRun:
    """The texts between the numbers (one more than there are numbers), and each number's first value and step."""

    texts: tuple[str, ...]
    numbers: tuple[tuple[int, int], ...]
    count: int

    def at(self, copy: int) -> str:
        """The formula in one copy, counted from 0."""
        numbers = (str(first + copy * step) for first, step in self.numbers)
        return self.texts[0] + "".join(chain.from_iterable(zip(numbers, self.texts[1:], strict=True)))

    def __iter__(self) -> Iterator[str]:
        columns: list[Iterable[str]] = [repeat(self.texts[0], self.count)]
        for (first, step), text in zip(self.numbers, self.texts[1:], strict=True):
            columns += [map(str, range(first, first + step * self.count, step)), repeat(text, self.count)]
        return map("".join, zip(*columns, strict=True))


def run_of(first: Sequence[Piece], second: Sequence[Piece], last: Sequence[Piece], count: int) -> EvenRun | None:
    """The run whose first, second and last copies these are; None where more differs than numbers that rise evenly."""
    if not len(first) == len(second) == len(last):
        return None
    texts, numbers = [""], []
    for one, two, end in zip(first, second, last, strict=True):
        if one == two == end:
            texts[-1] += str(one)
        # Any two copies rise evenly. The last one proves it up to the end, where a reference that stops at a sheet's
        # edge, or is fixed in some copies, would bend.
        elif isinstance(one, int) and isinstance(two, int) and end == one + (two - one) * (count - 1):
            numbers.append((one, two - one))
            texts.append("")
        else:
            return None
    return EvenRun(tuple(texts), tuple(numbers), count)
