"""Formulas as text with references in it: read once, written for any copy of the cell that holds them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from addin.errors import Place, UserError
from addin.package.addresses import column_letters
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import Path
from addin.references.listing import Several, around, enclosed, refuse_long
from addin.references.reference import Areas, Extent, Piece, Reference, read_reference
from addin.references.reference_modes import CELLS, ReferenceMode, clears, shifted, translated
from addin.references.runs import EvenRun, run_of
from addin.references.structured import Structured
from udfs.formulas.tokens import Token, TokenKind, bare_function, tokens
from udfs.library import FUNCTIONS

_OF_SEVERAL: Final = frozenset(
    {
        *("AGGREGATE", "AND", "AVEDEV", "AVERAGE", "AVERAGEA", "COLUMNS", "CONCAT", "COUNT", "COUNTA", "COUNTBLANK"),
        *("DEVSQ", "GCD", "GEOMEAN", "HARMEAN", "KURT", "LCM", "MAX", "MAXA", "MEDIAN", "MIN", "MINA", "MODE"),
        *("MODE.SNGL", "MULTINOMIAL", "OR", "PRODUCT", "SKEW", "STDEV", "STDEV.P", "STDEV.S", "STDEVA", "STDEVP"),
        *("STDEVPA", "SUBTOTAL", "SUM", "SUMPRODUCT", "SUMSQ", "TEXTJOIN", "VAR", "VAR.P", "VAR.S", "VARA", "VARP"),
        *("VARPA", "XOR"),
    }
)
"""Excel's functions that make one value of any number of cells."""


class CallStack:
    """The calls around each token of a formula, as it is read from left to right."""

    def __init__(self) -> None:
        self._before: Token | None = None
        self._around: list[str] = []

    def take(self, token: Token) -> None:
        """Go on past a token."""
        if token.kind is TokenKind.BLANK:
            return
        if token.is_sign("("):
            called = self._before is not None and self._before.kind is TokenKind.FUNCTION
            self._around.append(bare_function(self._before.text) if self._before and called else "")
        elif token.is_sign(")") and self._around:
            self._around.pop()
        self._before = token

    def takes_several(self, after: Token | None) -> bool:
        """Whether what stands between the tokens taken and `after` is a whole argument that may be several cells."""
        begins = self._before is not None and self._before.is_sign(",", "(")
        if not (begins and self._around and after is not None and after.is_sign(",", ")")):
            return False
        return self._around[-1] in _OF_SEVERAL or self._around[-1] in FUNCTIONS


_FEWEST: Final = 4

Part: TypeAlias = str | Reference | Structured
Pieces: TypeAlias = tuple[Piece, ...]


class _Covered(NamedTuple):
    """What a part of a formula becomes: one area or several, and whether these lie in one line."""

    areas: Sequence[Pieces]
    is_line: bool = True


@dataclass(frozen=True, slots=True)
class ParsedFormula:
    """A formula cut at its references; the text between them is kept to the letter."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(map(_text, self.parts))

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references, in order."""
        return tuple(part for part in self.parts if isinstance(part, Reference))

    def at(self, home: FormulaPosition, geometry: Geometry, reference_mode: ReferenceMode = CELLS) -> str:
        """The formula as it reads in the filled workbook, in the copy of its cell that `home` names."""
        if geometry.is_still:
            return str(self)
        if home.rows and reference_mode is CELLS:
            run = self._run(home, home.rows[:-1], geometry)
            if run is not None:
                return run.at(home.rows[-1])
        return self._at(home, geometry, reference_mode)

    def down(self, home: FormulaPosition, geometry: Geometry) -> Iterator[str]:
        """The formula in each copy of the innermost repeat of its row, in order.

        `home.rows` says which copy of the repeats around that one, and is thus one shorter than for `at`.
        """
        run = self._run(home, home.rows, geometry)
        if run is not None:
            return iter(run)
        count, _ = geometry.layout(home.sheet).rows.run(home.row, home.rows)
        return (self._at(home.in_rows((*home.rows, copy)), geometry, CELLS) for copy in range(count))

    @property
    def is_list(self) -> bool:
        """Whether it is references and nothing else, such as a chart's values, a name for cells or a print area."""
        return all(
            isinstance(part, Reference) or (isinstance(part, str) and not part.strip("(), ")) for part in self.parts
        )

    def _at(self, home: FormulaPosition, geometry: Geometry, reference_mode: ReferenceMode) -> str:
        if reference_mode.stretch and not self.is_list:
            reference_mode = replace(reference_mode, stretch=False)
        covered = [_covered(part, home, geometry, reference_mode, as_written=True) for part in self.parts]
        return "".join(map(str, self._pieces(covered, home, reference_mode)))

    def _run(self, home: FormulaPosition, around: Path, geometry: Geometry) -> EvenRun | None:
        """The formula down its row's innermost repeat in the copies `around`, worked out once; None: it isn't even."""
        key = (self, home.sheet, home.row, home.column, home.columns, around)
        if key not in geometry.runs:
            geometry.runs[key] = self._new_run(home.in_rows(around), geometry)
        return geometry.runs[key]

    def _new_run(self, home: FormulaPosition, geometry: Geometry) -> EvenRun | None:
        count, alike = geometry.layout(home.sheet).rows.run(home.row, home.rows)
        if count < _FEWEST or not alike:
            return None
        homes = [home.in_rows((*home.rows, copy)) for copy in (0, 1, count - 1)]
        ends = [self._pieces([_covered(part, each, geometry) for part in self.parts], each) for each in homes]
        return run_of(ends[0], ends[1], ends[2], count)

    def moved(self, rows: int, columns: int) -> "ParsedFormula":
        """The formula copied `rows` down and `columns` to the right on the template, as shared formulas are."""
        if not rows and not columns:
            return self
        return ParsedFormula(_joined(_moved(part, rows, columns) for part in self.parts))

    def loses(self, home_sheet: str, sheet: str, *, rows: range = range(0), columns: range = range(0)) -> bool:
        """Whether a reference points only at those rows or columns of `sheet`, and would be `#REF!` without them."""
        return any(
            _held(part.rows, rows) or _held(part.columns, columns)
            for part in self.references
            if not part.external and sheet.casefold() in (part.sheets or (home_sheet.casefold(),))
        )

    def _pieces(
        self, covered: Sequence[_Covered], home: FormulaPosition, reference_mode: ReferenceMode = CELLS
    ) -> Pieces:
        """The formula with the areas that each part has become.

        Raises UserError where they are more than Excel takes.
        """
        more = sum(len(each.areas) for each in covered) - len(covered)
        if not more:
            return tuple(chain.from_iterable(each.areas[0] for each in covered))
        pieces: list[Piece] = []
        try:
            for at, each in enumerate(covered):
                pieces += each.areas[0] if len(each.areas) == 1 else self._listed(at, each, more, reference_mode)
            refuse_long(sum(len(str(piece)) for piece in pieces), str(self))
        except UserError as mistake:
            raise UserError(mistake.message, _place(home), nearest=None, **mistake.details) from None
        return tuple(pieces)

    def _listed(self, at: int, covered: _Covered, more: int, reference_mode: ReferenceMode) -> Iterator[Piece]:
        """The areas that a part has become; `more`: by how many areas the whole formula has more than before."""
        place = around("".join(map(_text, self.parts[:at])), "".join(map(_text, self.parts[at + 1 :])))
        several = Several(len(covered.areas), more, covered.is_line)
        opening, closing = enclosed(place, _text(self.parts[at]), several, reference_mode)
        yield opening
        for number, area in enumerate(covered.areas):
            yield "," if number else ""
            yield from area
        yield closing


def _covered(
    part: Part,
    home: FormulaPosition,
    geometry: Geometry,
    reference_mode: ReferenceMode = CELLS,
    *,
    as_written: bool = False,
) -> _Covered:
    """What a part becomes in the copy of its cell that `home` names."""
    if isinstance(part, str):
        return _Covered(((part,),))
    if isinstance(part, Structured):
        return _Covered([(text,) for text in part.at(home, geometry.tables)])
    found = shifted(part, home, geometry, reference_mode)
    if isinstance(found, Areas):
        is_line = len(found.rows) == 1 or len(found.columns) == 1
        return _Covered([part.area_pieces(bounds) for bounds in found.bounds], is_line)
    return _Covered(((part.text,),) if as_written and found == part.bounds else (part.pieces(found),))


def _text(part: Part) -> str:
    return part if isinstance(part, str) else part.text


def _place(home: FormulaPosition) -> Place:
    cell = f"{column_letters(home.column)}{home.row}" if home.row and home.column else None
    return Place(sheet=home.sheet or None, cell=cell)


def _moved(part: Part, rows: int, columns: int) -> Part:
    if not isinstance(part, Reference):
        return part
    bounds = translated(part, rows, columns)
    return part.over(None) if bounds is None else part.copied(bounds)


def _held(extent: Extent | None, lines: range) -> bool:
    return bool(lines) and clears(extent, lines.start, lines.stop - 1)


# Kept: 26 % of reading and filling a template of 7 500 formulas; the text says all of the result.
@lru_cache(maxsize=4096)
def parse(formula: str) -> ParsedFormula:
    """The formula's references and the text between them. `str()` of the result is the formula again."""
    return ParsedFormula(_joined(_parts(list(tokens(formula)))))


def _parts(found: Sequence[Token]) -> Iterator[Part]:
    calls = CallStack()
    for at, token in enumerate(found):
        if token.kind is TokenKind.REFERENCE:
            yield _reference(found, at) or token.source
        elif token.kind is TokenKind.STRUCTURED and not token.prefix:
            table, bracket, rest = token.text.partition("[")
            yield Structured(token.text, table, bracket + rest, calls.takes_several(_beside(found, at, 1)))
        else:
            yield token.source
        calls.take(token)


def _reference(found: Sequence[Token], at: int) -> Reference | None:
    """The reference at a place, which a `:` on either side makes the beginning or the end of a range."""
    before, after = _beside(found, at, -1), _beside(found, at, 1)
    begins, ends = after is not None and after.is_sign(":"), before is not None and before.is_sign(":")
    return read_reference(found[at].prefix, found[at].text, begins=begins, ends=ends)


def _beside(found: Sequence[Token], at: int, step: int) -> Token | None:
    """The next token on one side that is no blank. Two blanks never follow each other."""
    at += step
    if 0 <= at < len(found) and found[at].kind is TokenKind.BLANK:
        at += step
    return found[at] if 0 <= at < len(found) else None


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with texts that follow each other as one."""
    joined: list[Part] = []
    text: list[str] = []
    for part in parts:
        if isinstance(part, str):
            text.append(part)
            continue
        if text:
            joined.append("".join(text))
            text = []
        joined.append(part)
    if text:
        joined.append("".join(text))
    return tuple(joined)
