"""A function's docstring in its parts: one form for all, and everything users read is made from it.

One line for the wizard, at most 255 characters.

Formula:
s_r = 100 · GRP_r / Σ GRP

Arguments:
grp: GRP by region; a column, a row or a matrix; one currency unit.
total: the whole's GRP; one cell or as many as grp; the same unit; the sum of each column when omitted.

Returns:
Shares in percent, shaped as grp.

Errors:
#DIV/0!: the total is zero.

Source:
Author, A. (2014), Title, eq. (1).

Examples:
=GRP_SHARE({1;3}) → {25;75}
=GRP_SHARE({1;3},0) → {#DIV/0!;#DIV/0!}
"""

import re
from dataclasses import dataclass
from typing import Final

SECTIONS: Final = ("Formula", "Arguments", "Returns", "Errors", "Source", "Examples")

_HEADING: Final = re.compile(rf"^({'|'.join(SECTIONS)}):$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A formula and what its cell shows: `=F({1;2}) → {3;4}`."""

    formula: str
    result: str


@dataclass(frozen=True, slots=True)
class Cause:
    """An error value and one cause of it."""

    error: str
    cause: str


@dataclass(frozen=True, slots=True)
class Documentation:
    """What a docstring says, section by section."""

    summary: str
    formula: str
    arguments: dict[str, str]
    returns: str
    errors: tuple[Cause, ...]
    source: str
    examples: tuple[Example, ...]


def parse_documentation(name: str, text: str) -> Documentation:
    """The parts of a docstring; ValueError names the function and the section at fault."""
    summary, *pieces = _HEADING.split(text)
    sections = {title: _unindent(body) for title, body in zip(pieces[::2], pieces[1::2], strict=True)}
    if tuple(sections) != SECTIONS:
        raise ValueError(f"{name}: sections {', '.join(sections) or 'none'}; expected {', '.join(SECTIONS)}")
    return Documentation(
        summary=" ".join(summary.split()),
        formula="\n".join(sections["Formula"]),
        arguments=dict(_entries(name, sections["Arguments"])),
        returns=" ".join(sections["Returns"]),
        errors=tuple(Cause(error, cause) for error, cause in _entries(name, sections["Errors"])),
        source=" ".join(sections["Source"]),
        examples=tuple(_example(name, line) for line in sections["Examples"]),
    )


def _unindent(body: str) -> list[str]:
    """A section's lines without their indent; a line indented further continues the one before it."""
    lines: list[str] = []
    for line in filter(str.strip, body.splitlines()):
        if line.startswith("     ") and lines:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return lines


def _entries(name: str, lines: list[str]) -> list[tuple[str, str]]:
    entries = []
    for line in lines:
        key, separator, text = line.partition(": ")
        if not separator:
            raise ValueError(f"{name}: '{line}' is not of the form 'name: text'")
        entries.append((key, text))
    return entries


def _example(name: str, line: str) -> Example:
    formula, arrow, result = line.partition(" → ")
    if not arrow or not formula.startswith("="):
        raise ValueError(f"{name}: '{line}' is not of the form '=FORMULA → result'")
    return Example(formula, result)
