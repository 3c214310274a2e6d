"""Files of separated values: encoding and separator are found out, cells are texts."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO, Final

from addin.errors import Place, UserError, cause_of
from addin.tables.encodings import encoding_of
from addin.tables.eurostat_tsv import is_eurostat_tsv, read_eurostat_tsv
from addin.tables.grid import Grid
from addin.tables.limits import MOST_DIGITS, refuse_long_cells
from addin.tables.sdmx_csv import is_sdmx_csv, read_sdmx_csv

_SEPARATORS: Final = ("\t", ";", ",")
_SAMPLE: Final = 50


@dataclass(frozen=True, slots=True)
class SeparatedRows:
    """The rows of a file of separated values, read anew, one after another, whenever they are asked for."""

    file: BinaryIO
    encoding: str
    separator: str
    skipped: int
    place: Place

    def __iter__(self) -> Iterator[list[str]]:
        """The rows from the first below the line that declares the separator. Raises UserError."""
        lines = islice(_lines(self.file, self.encoding), self.skipped, None)
        reader = csv.reader(lines, delimiter=self.separator)
        try:
            for number, row in enumerate(reader, 1 + self.skipped):
                if row and len(max(row, key=len)) > MOST_DIGITS:
                    refuse_long_cells(row, number, self.place)
                yield row
        except csv.Error as error:
            number = reader.line_num + self.skipped
            raise UserError(
                "line {line} can't be read: {reason}", self.place, line=number, reason=cause_of(error)
            ) from error


def read_separated(file: BinaryIO, place: Place, encoding: str | None = None) -> Grid:
    """The grid of a file of separated values, whose rows are read as they are asked for, one pass after another.

    The encoding is found out; `encoding` is that of files that don't show to be Unicode. The separator is a tab, a
    semicolon or a comma, or what a first line 'sep=…' says. Raises UserError where the file is no text or is empty.
    """
    found = encoding_of(file, place, encoding)
    sample = list(islice(_lines(file, found), _SAMPLE + 1))
    skipped, declared = _declared_separator(sample)
    separator = declared or _separator(sample[skipped:])
    rows = SeparatedRows(file, found, separator, skipped, place)
    if not any(rows):
        raise UserError("the file is empty", place)
    return _grid(PurePath(place.file or "data").stem, rows)


def _grid(name: str, rows: SeparatedRows) -> Grid:
    """The rows as they stand, or as the format says that their first row is the header of."""
    header = next(iter(rows))
    if rows.separator == "\t" and is_eurostat_tsv(header):
        return read_eurostat_tsv(name, rows.place, rows, 1 + rows.skipped)
    if not rows.skipped and is_sdmx_csv(header):
        return read_sdmx_csv(name, rows.place, rows, semicolons=rows.separator == ";")
    return Grid(name, rows.place, rows, first_row=1 + rows.skipped)


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines as they are asked for, so that the text is not held beside its cells."""
    file.seek(0)
    text = TextIOWrapper(file, encoding, newline="")
    try:
        for line in text:  # noqa: UP028 - delegating would close the file with the generator
            yield line
    finally:
        with suppress(ValueError):  # the file may have been closed, where a mistake ended the reading
            text.detach()


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
