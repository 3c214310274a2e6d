"""Texts with formats of their own: which format each piece of a cell's text has."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from jinja2 import nodes

from addin.package.rich_text import RichText, Run
from addin.template.syntax import parse_text, piece_starts


def formatted_pieces(text: str) -> tuple[Sequence[nodes.Expr | str], tuple[str, ...]]:
    """The pieces of a text, and a format for each where it is RichText. Raises UserError.

    Plain text is in pieces of one format each. An expression has the format of the run in which it begins.
    """
    if not isinstance(text, RichText):
        return parse_text(text), ()
    runs = [Run(run.format, run.text.replace("\r\n", "\n").replace("\r", "\n")) for run in text.runs]
    plain = "".join(run.text for run in runs)
    pieces: list[nodes.Expr | str] = []
    formats: list[str] = []
    for piece, start in zip(parse_text(plain), piece_starts(plain), strict=True):
        for part, form in _in_runs(piece, start, runs):
            pieces.append(part)
            formats.append(form)
    return pieces, tuple(formats)


def _in_runs(piece: nodes.Expr | str, start: int, runs: Sequence[Run]) -> Iterator[tuple[nodes.Expr | str, str]]:
    """A piece, or the parts of a plain text that are in one run each."""
    ends = list(accumulate(len(run.text) for run in runs))
    at = bisect_right(ends, start)
    if not isinstance(piece, str):
        yield piece, runs[at].format
        return
    while piece:
        length = ends[at] - start
        yield piece[:length], runs[at].format
        piece, start, at = piece[length:], start + length, at + 1
