"""Formulas as text with references in it: read once, written for any copy of the cell that holds them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from addin.references.arguments import takes_several
from addin.references.geometry import Geometry
from addin.references.growth import Path
from addin.references.home import Home
from addin.references.reference import AREA, Extent, Piece, Reference, read_reference
from addin.references.rules import CELLS, Manner, clears, shifted, translated
from addin.references.runs import Run, run_of
from addin.references.structured import Structured
from udfs.formulas.tokens import BRACKETS

_FEWEST: Final = 4
_NAME = r"[\w.\\?]"
_TOKEN: Final = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*"|\#REF!(?:{AREA})?)
    |(?P<reference>(?P<prefix>'(?:[^']|'')+'!|(?:\[[^\[\]]+\]{_NAME}*|{_NAME}+)(?::{_NAME}+)?!)?(?P<area>{AREA}))
    |(?P<quoted>'(?:[^']|'')+')
    |(?P<table>{_NAME}*)(?P<brackets>{BRACKETS})
    |(?P<word>{_NAME}+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


Part: TypeAlias = str | Reference | Structured


@dataclass(frozen=True, slots=True)
class ParsedFormula:
    """A formula cut at its references; the text between them is kept to the letter."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references, in order."""
        return tuple(part for part in self.parts if isinstance(part, Reference))

    def at(self, home: Home, geometry: Geometry, manner: Manner = CELLS) -> str:
        """The formula as it reads in the filled workbook, in the copy of its cell that `home` names."""
        if home.rows and manner is CELLS:
            run = self._run(home, home.rows[:-1], geometry)
            if run is not None:
                return run.at(home.rows[-1])
        return self._at(home, geometry, manner)

    def down(self, home: Home, geometry: Geometry) -> Iterator[str]:
        """The formula in each copy of the innermost repeat of its row, in order.

        `home.rows` says which copy of the repeats around that one, and is thus one shorter than for `at`.
        """
        run = self._run(home, home.rows, geometry)
        if run is not None:
            return iter(run)
        count, _ = geometry.layout(home.sheet).rows.run(home.row, home.rows)
        return (self._at(home.in_rows((*home.rows, copy)), geometry, CELLS) for copy in range(count))

    def _at(self, home: Home, geometry: Geometry, manner: Manner) -> str:
        return "".join(_at(part, home, geometry, manner) for part in self.parts)

    def _run(self, home: Home, around: Path, geometry: Geometry) -> Run | None:
        """The formula down its row's innermost repeat in the copies `around`, worked out once; None: it isn't even."""
        key = (id(self), home.sheet, home.row, home.column, home.columns, around)
        if key not in geometry.runs:
            geometry.runs[key] = (self, self._new_run(home.in_rows(around), geometry))
        return geometry.runs[key][1]

    def _new_run(self, home: Home, geometry: Geometry) -> Run | None:
        count, alike = geometry.layout(home.sheet).rows.run(home.row, home.rows)
        if count < _FEWEST or not alike:
            return None
        ends = [self._pieces(home.in_rows((*home.rows, copy)), geometry) for copy in (0, 1, count - 1)]
        return run_of(ends[0], ends[1], ends[2], count)

    def moved(self, rows: int, columns: int) -> "ParsedFormula":
        """The formula copied `rows` down and `columns` to the right on the template, as shared formulas are."""
        if not rows and not columns:
            return self
        return parse("".join(_moved(part, rows, columns) for part in self.parts))

    def loses(self, home_sheet: str, sheet: str, *, rows: range = range(0), columns: range = range(0)) -> bool:
        """Whether a reference points only at those rows or columns of `sheet`, and would be `#REF!` without them."""
        return any(
            _held(part.rows, rows) or _held(part.columns, columns)
            for part in self.references
            if not part.external and sheet.casefold() in (part.sheets or (home_sheet.casefold(),))
        )

    def _pieces(self, home: Home, geometry: Geometry) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        for part in self.parts:
            if isinstance(part, Reference):
                pieces.extend(part.pieces(shifted(part, home, geometry)))
            else:
                pieces.append(_at(part, home, geometry, CELLS))
        return tuple(pieces)


def _at(part: Part, home: Home, geometry: Geometry, manner: Manner) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Structured):
        return part.at(home, geometry.tables)
    return part.over(shifted(part, home, geometry, manner))


def _moved(part: Part, rows: int, columns: int) -> str:
    if isinstance(part, Reference):
        return part.over(translated(part, rows, columns))
    return part if isinstance(part, str) else part.text


def _held(extent: Extent | None, lines: range) -> bool:
    return bool(lines) and clears(extent, lines.start, lines.stop - 1)


@lru_cache(maxsize=4096)
def parse(formula: str) -> ParsedFormula:
    """The formula's references and the text between them. `str()` of the result is the formula again."""
    parts: list[Part] = []
    text = ""
    for match in _TOKEN.finditer(formula):
        found = _found(match, text)
        if found is None:
            text += match.group()
            continue
        parts += [text, found] if text else [found]
        text = ""
    return ParsedFormula((*parts, text) if text else tuple(parts))


def _found(match: re.Match[str], before: str) -> Reference | Structured | None:
    if match["brackets"]:
        several = takes_several(match.string[: match.start()], match.string[match.end() :])
        return Structured(match.group(), match["table"], match["brackets"], several)
    return _reference(match, before) if match["area"] else None


def _reference(match: re.Match[str], before: str) -> Reference | None:
    after = match.string[match.end() : match.end() + 2].lstrip()
    return read_reference(
        match["prefix"] or "", match["area"], begins=after.startswith(":"), ends=before.rstrip().endswith(":")
    )
