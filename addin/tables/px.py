"""PC-Axis files (.px): keywords with texts, then the figures of all cells in the order of the variables.

Source: Statistics Sweden, PC-Axis file format, specification 2013: cells run through the variables of STUB, then of
HEADING, the last the quickest; a text may be several quoted pieces, in which alone a semicolon says nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from math import prod
from pathlib import PurePath
from typing import Final

from addin.errors import Place, UserError
from addin.tables.axes import INDICATOR, PERIOD, VALUE, YEAR
from addin.tables.encodings import encoding_of
from addin.tables.figures import Figure
from addin.tables.fixed_columns import fixed_columns
from addin.tables.grid import Grid, Known, Row

_PIECE: Final = re.compile(r'"([^"]*+)"|([^"]++)')
_KEY: Final = re.compile(r"([A-Z][A-Z0-9-]*+)\s*+(\[[^\]]*+\])?\s*+(\(?)")
_DATA: Final = re.compile(r"\bDATA\s*+=")
_CELL: Final = re.compile(r'"([^"]*+)"|([^\s,;"]++)')
_CODE_PAGE: Final = re.compile(rb'CODEPAGE="([\w-]{1,30})"')
_WESTERN: Final = ("iso-8859-1", "cp1252", "windows-1252")
_DOTS: Final = frozenset("." * count for count in range(1, 7))
_NIL: Final = "-"
_TIME_SCALES: Final[Mapping[str, str]] = {"A": YEAR}
_MOST_CELLS: Final = 20_000_000
_PROPERTIES: Final[Mapping[str, str]] = {
    "UNITS": "unit",
    "TITLE": "title",
    "SOURCE": "source",
    "LAST-UPDATED": "updated",
    "MATRIX": "matrix",
}


@dataclass(frozen=True, slots=True)
class _Statement:
    """A keyword with the variable (and value) it is about, its texts, and what stands outside of quotes."""

    keyword: str
    about: tuple[str, ...]
    texts: tuple[str, ...]
    bare: str


@dataclass(frozen=True, slots=True)
class _Variable:
    """A variable, what its column is called, and its labels."""

    name: str
    header: str
    labels: tuple[str, ...]
    codes: tuple[str, ...]


def read_px(content: bytes, place: Place, encoding: str | None = None) -> Grid:
    """The grid of a PC-Axis file, a row for each cell. Raises UserError where it can't be read whole.

    Dots are figures that aren't available and a dash is exactly 0, as the format says. In files with KEYS the cells
    that were left out are 0. The names of values are the labels; what has one value only is a property.
    """
    text = content.decode(_encoding(content, place, encoding)).replace("\r\n", "\n").lstrip("\ufeff")
    found = _DATA.search(_without_texts(text))
    if found is None:
        raise UserError("there is no DATA in this PC-Axis file", place)
    statements = tuple(_statements(text[: found.start()]))
    stub, heading = (
        [_variable(name, statements, place) for name in _list(statements, each)] for each in ("STUB", "HEADING")
    )
    variables = (*stub, *heading)
    count = prod(len(variable.labels) for variable in variables)
    if not variables or count > _MOST_CELLS:
        raise UserError("the variables have {count} cells; 1 to {most} are read", place, count=count, most=_MOST_CELLS)
    keyed = tuple(each.about[0] for each in statements if each.keyword == "KEYS" and each.about)
    cells = _cells(text[found.end() :], stub, heading, keyed, place)
    if len(cells) != count:
        raise UserError(
            "DATA has {found} cells where the variables have {expected}", place, found=len(cells), expected=count
        )
    return _grid(variables, cells, statements, place)


def _grid(
    variables: Sequence[_Variable], cells: Sequence[object], statements: Sequence[_Statement], place: Place
) -> Grid:
    fixed = fixed_columns([variable.name for variable in variables], _ends(variables))
    kept = [at for at in range(len(variables)) if at not in fixed] or [len(variables) - 1]
    has_indicators = any(variables[at].header == INDICATOR for at in kept)
    contents = next((" ".join(each.texts) for each in statements if each.keyword == "CONTENTS"), "") or VALUE
    said = {
        name: "".join(each.texts).strip()
        for keyword, name in _PROPERTIES.items()
        for each in statements
        if each.keyword == keyword and not each.about
    }
    known = Known(
        labels=frozenset(range(len(kept))),
        decimal=".",
        properties={**said, **{variables[at].name: label for at, label in fixed.items()}},
        cell_of=_place_in_data,
    )
    headers = [variables[at].header for at in kept]
    rows = _Rows(
        tuple(variables),
        tuple(kept),
        (*headers, VALUE if has_indicators else contents),
        _flagged(variables, cells, statements),
    )
    return Grid(PurePath(place.file or "data").stem, place, rows, whole=True, known=known)


def _encoding(content: bytes, place: Place, declared: str | None) -> str:
    """The encoding; where the letters leave it open between the likeliest and another, the code page decides.

    That is what CODEPAGE says, else the specification: ISO 8859-1. Against the letters it decides nothing, since it is
    often wrong.
    """
    try:
        return encoding_of(BytesIO(content), place, declared)
    except UserError as mistake:
        said = _CODE_PAGE.search(content)
        page = said[1].decode().lower() if said else _WESTERN[0]
        likeliest = str(mistake.details.get("first"))
        if likeliest != (_WESTERN[1] if page in _WESTERN else page):
            raise
        return likeliest


def _ends(variables: Sequence[_Variable]) -> Iterator[list[str]]:
    """Two rows that differ in each variable of more than one label."""
    yield [variable.labels[0] for variable in variables]
    yield [variable.labels[-1] for variable in variables]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The cells with their labels, made whenever they are asked for."""

    variables: tuple[_Variable, ...]
    kept: tuple[int, ...]
    headers: tuple[str, ...]
    cells: Sequence[object]

    def __iter__(self) -> Iterator[Row]:
        yield list(self.headers)
        for labels, cell in zip(product(*(each.labels for each in self.variables)), self.cells, strict=True):
            yield [*(labels[at] for at in self.kept), cell]


def _place_in_data(row: int, column: int) -> str:
    return f"{row} of DATA" if row else "DATA"


def _without_texts(text: str) -> str:
    """The text with blanks in place of what is quoted, each character where it was."""
    return "".join(" " * len(found[0]) if found[1] is not None else found[0] for found in _PIECE.finditer(text))


def _statements(text: str) -> Iterator[_Statement]:
    """The keywords before DATA in the file's own language; those for other languages are left out."""
    pieces: list[tuple[str | None, str]] = []
    for found in _PIECE.finditer(text):
        if found[1] is not None:
            pieces.append((found[1], ""))
            continue
        *ended, rest = found[2].split(";")
        for bare in ended:
            pieces.append((None, bare))
            yield from _statement(pieces)
            pieces = []
        pieces.append((None, rest))


def _statement(pieces: Sequence[tuple[str | None, str]]) -> Iterator[_Statement]:
    first = "".join(bare for _, bare in pieces[:1]).lstrip()
    key = _KEY.match(first)
    if key is None or key[2]:
        return
    about: list[str] = []
    texts: list[str] = []
    bare = ""
    is_behind = False
    for text, between in pieces:
        if text is not None:
            _add(texts if is_behind else about, text, joins=is_behind and bare.strip() == "" and bool(texts))
            bare = ""
            continue
        is_behind = is_behind or "=" in between
        bare += between.partition("=")[2] if not texts and "=" in between else between
    yield _Statement(key[1], tuple(about), tuple(texts), "".join(each for _, each in pieces).partition("=")[2])


def _add(to: list[str], text: str, *, joins: bool) -> None:
    """Adds a text, or the next piece of one: pieces with nothing but blanks between them are one text."""
    if joins:
        to[-1] += text
    else:
        to.append(text)


def _list(statements: Sequence[_Statement], keyword: str) -> tuple[str, ...]:
    return next((each.texts for each in statements if each.keyword == keyword), ())


def _variable(name: str, statements: Sequence[_Statement], place: Place) -> _Variable:
    own = {each.keyword: each for each in statements if each.about[:1] == (name,)}
    times = own.get("TIMEVAL")
    values = own["VALUES"].texts if "VALUES" in own else () if times is None else _periods(times)
    if not values:
        raise UserError("the variable {name} has no VALUES", place, name=name)
    codes = own["CODES"].texts if "CODES" in own else ()
    if codes and len(codes) != len(values):
        raise UserError(
            "the variable {name} has {found} CODES for {expected} VALUES",
            place,
            name=name,
            found=len(codes),
            expected=len(values),
        )
    is_indicator = any(each.keyword == "CONTVARIABLE" and each.texts == (name,) for each in statements)
    header = INDICATOR if is_indicator else name if times is None else _TIME_SCALES.get(_scale(times), PERIOD)
    return _Variable(name, header, tuple(map(str.strip, values)), tuple(map(str.strip, codes)))


def _scale(times: _Statement) -> str:
    """A for years, H, Q, M or W for their parts."""
    return times.bare.strip().removeprefix("TLIST(").strip()[:1]


def _periods(times: _Statement) -> tuple[str, ...]:
    """The periods of a variable of time that names them itself, one by one or as the first and the last year."""
    if "-" not in times.bare or len(times.texts) != 2:
        return times.texts
    first, last = times.texts
    if _scale(times) != "A" or not (first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4):
        return ()
    return tuple(map(str, range(int(first), int(last) + 1)))


def _cells(
    text: str, stub: Sequence[_Variable], heading: Sequence[_Variable], keyed: Sequence[str], place: Place
) -> Sequence[object]:
    found = [(quoted, bare) for quoted, bare in _CELL.findall(text)]
    if not keyed:
        return [_figure(quoted, bare) for quoted, bare in found]
    if tuple(variable.name for variable in stub) != tuple(keyed):
        raise UserError("KEYS are read where all variables of STUB have them, in their order", place)
    return _keyed(found, stub, prod(len(variable.labels) for variable in heading), place)


def _keyed(found: Sequence[tuple[str, str]], stub: Sequence[_Variable], width: int, place: Place) -> Sequence[object]:
    """The cells of a file whose rows begin with their labels; rows of zeros are left out of it."""
    labels_of_rows = product(*(range(len(variable.labels)) for variable in stub))
    row_of = {labels: row for row, labels in enumerate(labels_of_rows)}
    positions = [
        {label: number for number, label in (*enumerate(variable.labels), *enumerate(variable.codes))}
        for variable in stub
    ]
    cells: list[object] = [0.0] * (len(row_of) * width)
    step = len(stub) + width
    for start in range(0, len(found), step):
        row = found[start : start + step]
        labels = tuple(
            position.get(quoted or bare, -1) for position, (quoted, bare) in zip(positions, row, strict=False)
        )
        if len(row) < step or labels not in row_of:
            raise UserError(
                "a row of DATA has other labels than VALUES and CODES: {found}",
                place,
                found=" ".join(map("".join, row[:5])),
            )
        first = row_of[labels] * width
        cells[first : first + width] = [_figure(quoted, bare) for quoted, bare in row[len(stub) :]]
    return cells


def _figure(quoted: str, bare: str) -> object:
    text = quoted.strip() or bare
    if text in _DOTS:
        return ":"
    if text == _NIL:
        return 0.0
    try:
        return float(text) if bare and "_" not in bare else text
    except ValueError:
        return text


def _flagged(
    variables: Sequence[_Variable], cells: Sequence[object], statements: Sequence[_Statement]
) -> Sequence[object]:
    """The cells with the notes that stand at them (DATANOTECELL): by codes or values, * for all of a variable."""
    notes = [each for each in statements if each.keyword == "DATANOTECELL" and len(each.about) == len(variables)]
    flagged = list(cells)
    for note in notes:
        chosen = [_chosen(variable, label) for variable, label in zip(variables, note.about, strict=True)]
        for places in product(*chosen):
            at = 0
            for variable, place in zip(variables, places, strict=True):
                at = at * len(variable.labels) + place
            cell = flagged[at]
            if isinstance(cell, float):
                flagged[at] = Figure(cell, " ".join(filter(None, (getattr(cell, "flags", ""), "".join(note.texts)))))
    return flagged


def _chosen(variable: _Variable, label: str) -> Sequence[int]:
    if label == "*":
        return range(len(variable.labels))
    named = variable.codes if label in variable.codes else variable.labels
    return [named.index(label)] if label in named else []
