"""The order of labels: by one key or several, the smallest first or the largest, texts by alphabet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from jinja2 import nodes

from addin.tables.keys import Key
from addin.template.expressions import Expression, compile_expression
from addin.template.operations import Value, alike, is_text
from addin.template.syntax import parse_alone
from udfs.numerics.cell_values import ExcelError, to_numbers, to_texts
from udfs.numerics.rounding import fifteen_digits

_ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES: Final = {letter: chr(ord("а") + place) for place, letter in enumerate(_ALPHABET)}
_ORDERED: Final = str.maketrans(_PLACES)
"""Cyrillic letters in the order of the Kazakh alphabet, of which the Russian one is a part."""


@dataclass(frozen=True)
class SortKey:
    """What labels are sorted by; `descending` has the largest first, of texts the last in the alphabet."""

    expression: Expression
    descending: bool


def read_sort(text: str) -> tuple[SortKey, ...]:
    """The keys of `sort="branch, -grp"`, the first foremost. Raises UserError."""
    return tuple(_read_key(node, text) for node in parse_alone(text))


def _read_key(node: nodes.Expr, text: str) -> SortKey:
    descending = isinstance(node, nodes.Neg)
    return SortKey(compile_expression(node.node if isinstance(node, nodes.Neg) else node, text), descending)


def sorted_by(value: Value, keys: Sequence[Key], *, descending: bool) -> list[Key]:
    """Keys by a value for each of them; what has no value comes last, equal ones stay in their order."""
    array = to_texts(value) if is_text(value) else to_numbers(value)
    column = alike(array[:, :1], np.empty((len(keys), 1)))[0][:, 0].tolist()
    known = [(_place(cell), key) for cell, key in zip(column, keys, strict=True) if _is_known(cell)]
    known.sort(key=lambda item: item[0], reverse=descending)
    return [key for _, key in known] + [key for cell, key in zip(column, keys, strict=True) if not _is_known(cell)]


def _is_known(cell: object) -> bool:
    return cell is not None and not isinstance(cell, ExcelError) and cell == cell


def _place(cell: float | str) -> float | str:
    return cell.casefold().translate(_ORDERED) if isinstance(cell, str) else fifteen_digits(cell)
