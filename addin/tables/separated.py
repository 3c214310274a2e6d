"""Files of separated values: encoding and separator are found out, cells are texts."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import PurePath
from typing import Final

from addin.mistakes import Mistake, Place
from addin.tables.grid import Grid

_SEPARATORS: Final = ("\t", ";", ",")
_ENCODINGS: Final = ("utf-8-sig", "cp1251")
_SAMPLE: Final = 50


def read_separated(content: bytes, place: Place, encoding: str | None = None) -> Grid:
    """The grid of a file of separated values.

    The encoding, unless given, is UTF-8, UTF-16 (told by its first bytes) or Windows-1251. The separator is a tab,
    a semicolon or a comma, or what a first line 'sep=…' says. Raises Mistake where the file is no text or is empty.
    """
    found = _encoding(content, place, encoding)
    sample = list(islice(_lines(content, found), _SAMPLE + 1))
    skipped, declared = _declared_separator(sample)
    separator = declared or _separator(sample[skipped:])
    rows = _split(islice(_lines(content, found), skipped, None), separator, place)
    if not any(rows):
        raise Mistake("the file is empty", place)
    name = PurePath(place.file or "data").stem
    return Grid(name, place, rows, first_row=1 + skipped, decimal="," if separator == ";" else ".")


def _encoding(content: bytes, place: Place, encoding: str | None) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = encoding or "utf-16"
    elif b"\0" in content:
        raise Mistake("this is not a text file of separated values", place)
    for candidate in (encoding,) if encoding else _ENCODINGS:
        try:
            content.decode(candidate)
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise Mistake("there is no encoding {name}", place, name=candidate) from None
        return candidate
    expected = encoding or "UTF-8 or Windows-1251"
    raise Mistake("the text can't be read as {encoding}; name its encoding", place, encoding=expected)


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """The lines as they are asked for, so that the text is not held beside its cells."""
    return TextIOWrapper(BytesIO(content), encoding, newline="")


def _declared_separator(lines: Sequence[str]) -> tuple[int, str | None]:
    first = lines[0].strip() if lines else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return 1, first[4]
    return 0, None


def _separator(lines: Sequence[str]) -> str:
    """The first separator that splits most lines of the sample into the same number of cells, two or more."""
    sample = [line for line in islice(lines, _SAMPLE) if line.strip()]
    for separator in _SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=separator))
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        if width > 1 and 2 * count > sum(widths.values()):
            return separator
    return ","


def _split(lines: Iterable[str], separator: str, place: Place) -> list[list[str]]:
    reader = csv.reader(lines, delimiter=separator)
    try:
        return list(reader)
    except csv.Error as error:
        raise Mistake("line {line} can't be read: {reason}", place, line=reader.line_num, reason=error) from error
