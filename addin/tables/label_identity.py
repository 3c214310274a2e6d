"""When two labels are one, however they are written: case, kinds of dashes and apostrophes, ё, stripped zeros."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from addin.tables.axes import YEAR
from addin.tables.naming import LOOK_ALIKES
from addin.tables.table import Label, Table

_DASHES: Final = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
_APOSTROPHES: Final = dict.fromkeys("\u2018\u2019\u201b\u02bc\u02bb\u02b9\u02c8\u2032\u0060\u00b4\uff07", "'")
_QUOTES: Final = dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u201f", '"')
_JOINERS: Final = dict.fromkeys("\u200c\u200d", "")
_FOLDED: Final = str.maketrans(
    _DASHES
    | _APOSTROPHES
    | _QUOTES
    | _JOINERS
    | {cyrillic: latin for cyrillic, latin in LOOK_ALIKES.items() if cyrillic.isupper()}
)


def identity(label: Label) -> Label:
    """What labels have in common that are one: a text without what people write in more than one way.

    Capitals are compared, for those are the letters of which the most look alike in Cyrillic and Latin.
    """
    if not isinstance(label, str):
        return label
    if label.isascii() and "-" not in label and "`" not in label:
        return " ".join(label.upper().split())  # as below, sooner: lists of 100 000 names are mostly such
    capitals = unicodedata.normalize("NFC", " ".join(label.split()).casefold().upper())
    if not capitals.isascii():
        # Ё is folded before its look-alike Е is
        capitals = capitals.replace("Ё", "Е").translate(_FOLDED)
    return " - ".join(part.strip() for part in capitals.replace("`", "'").split("-"))


def identities(labels: Collection[Label]) -> dict[Label, Label | None]:
    """The label of each identity; None for those that several of the labels have, which therefore stay apart."""
    found: dict[Label, Label | None] = {}
    for label in labels:
        own = identity(label)
        found[own] = None if own in found else label
    return found


def told_apart(labels: Collection[Label]) -> Iterator[tuple[Label, Label]]:
    """Pairs of labels of one table that differ only in what isn't seen to be a difference."""
    own = {label: identity(label) for label in labels}
    if len(set(own.values())) == len(own):
        return
    first: dict[Label, Label] = {}
    for label, each in own.items():
        if each in first:
            yield first[each], label
        first.setdefault(each, label)


def code_of(label: Label) -> int | None:
    """The number of a code; None for a label that is none."""
    if isinstance(label, str):
        return int(label) if label.isascii() and label.isdecimal() else None
    return label if isinstance(label, int) else None


def coded(labels: Iterable[Label]) -> dict[int, Label] | None:
    """The labels by their numbers, where all are codes and no two of one number; else None."""
    found: dict[int, Label] = {}
    for label in labels:
        code = code_of(label)
        if code is None or code in found:
            return None
        found[code] = label
    return found


def respelled(tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables with labels that are one written as the first table has them; codes with their zeros in front.

    Labels that are told apart within one table stay apart.
    """
    columns = [dict(table.keys) for table in tables]
    for axis in dict.fromkeys(axis for table in tables for axis in table.keys if axis != YEAR):
        holding = [keys for keys in columns if axis in keys]
        if len(holding) > 1:
            changes = _changes([dict.fromkeys(keys[axis]) for keys in holding])
            for keys, change in zip(holding, changes, strict=True):
                if change:
                    keys[axis] = [change.get(label, label) for label in keys[axis]]
    return tuple(
        table if keys == table.keys else replace(table, keys=keys) for table, keys in zip(tables, columns, strict=True)
    )


def _changes(labels: Sequence[Mapping[Label, None]]) -> list[Mapping[Label, Label]]:
    """For the labels of each table how those are written that another table writes otherwise."""
    if all(each.keys() == labels[0].keys() for each in labels[1:]):
        return [{}] * len(labels)
    return _as_codes(labels) or _as_first(labels)


def _as_first(labels: Sequence[Mapping[Label, None]]) -> list[Mapping[Label, Label]]:
    written: dict[Label, Label | None] = {}
    changes: list[Mapping[Label, Label]] = []
    for own in labels:
        single = identities(own)
        change: dict[Label, Label] = {}
        for each, label in single.items():
            first = written.get(each)
            if label is None:
                written[each] = None
            elif first is None:
                written.setdefault(each, label)
            elif first != label and first not in own:
                change[label] = first
        changes.append(change)
    return changes


def _as_codes(labels: Sequence[Mapping[Label, None]]) -> list[Mapping[Label, Label]] | None:
    """Numbers written as the codes that they are where another table keeps its zeros; None where there are none."""
    tables = [coded(own) for own in labels]
    if not all(tables):
        return None
    texts = [label for own in labels for label in own if isinstance(label, str)]
    by_code = coded(dict.fromkeys(texts))
    if not by_code:
        return None
    widths = Counter(map(len, texts))
    width = next(iter(widths)) if len(widths) == 1 else 0
    return [
        {
            label: by_code.get(code, f"{code:0{width}}")
            for code, label in (table or {}).items()
            if not isinstance(label, str)
        }
        for table in tables
    ]
