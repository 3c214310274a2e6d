"""What people read about a function, made from its declaration: the help page and the entry in a catalogue."""

import re
from typing import Final

from udfs.documentation import Documentation
from udfs.registry import Argument, Function

_INDENT: Final = "  "
_MARKDOWN: Final = re.compile(r"([\\`*_|\[\]<>])")
_RULES: Final = """\
# Functions

This page is made from the functions' own texts by `python -m udfs.help`.

Ranges: rows are territories (or branches), columns are periods (or branches beside territories). A function takes whole
ranges and returns an array that spills; an argument of a single cell, row or column serves every cell, row or column of
the others. What works along territories or branches (shares, ranks, concentration) works down each column; what works
along periods (growth, chains) works along each row. A shape never decides: one row is one territory, whose share is
100. Where a range lies the other way, the last argument `along` says so: `"rows"` works along each row, `"columns"`
down each column. Branches lie down in one table and across in
another: a function that compares them takes what a single row or column of them tells, and is #VALUE! where all its
ranges have several of both, until `along` says it. In [templates](templates.md) the labels say it.

Percentages are percent, not fractions. Russian and Kazakh Excel separate arguments by `;` and decimals by a comma,
`=GRP_SHARE(B2:B17;B1)`; files and this page have `=GRP_SHARE(B2:B17,B1)`.

| a cell among numbers | means | what comes of it |
|---|---|---|
| blank, empty text | there is no such observation | a blank; it is not counted in sums, means and ranks |
| `…` `...` `..` `:` `x` `c` `х` `с` `(c)` `(d)` `[c]` `[x]` | there is one, suppressed | `#N/A`, and so are its sums |
| other text, TRUE, FALSE, a date | a mistake | `#VALUE!` |
| an error | what it says | the same error; the first argument's wins |

Other marks of figures that exist and aren't told (`n/a`, `-`) are declared by `SUPPRESS`: `=GRP_SHARE(SUPPRESS(B2:B17,
"n/a"))`. In whole columns, `=HHI(A:A)`, the first text above the figures is their heading, and blanks below them count
for nothing.

A zero denominator is `#DIV/0!`, a negative volume and a part larger than its whole are `#NUM!`, for their own cells:
the rest of the range is calculated. So are figures beyond 1E+140, or nearer to zero than 1E-140. Ranges that don't
pair, and options of another name, are `#VALUE!` for the whole call.
"""


def help_text(function: Function) -> str:
    """The help of a function, as a page of plain text."""
    documentation = function.documentation
    sections = {
        "": [function.syntax, documentation.summary],
        "Formula": documentation.formula.splitlines(),
        "Arguments": [f"{argument.name}: {describe(function, argument)}" for argument in function.arguments],
        "Returns": [documentation.returns],
        "Errors": [f"{cause.error}: {cause.cause}" for cause in documentation.errors],
        "Source": [documentation.source],
        "Examples": [f"{example.formula} → {example.result}" for example in documentation.examples],
    }
    return "\n\n".join(_section(title, lines) for title, lines in sections.items() if lines) + "\n"


def describe(function: Function, argument: Argument) -> str:
    """The text of an argument, and that it may be omitted where it may."""
    text = function.documentation.arguments[argument.name]
    return f"(optional) {text}" if argument.optional else text


def as_json(function: Function) -> dict[str, object]:
    """The function as plain data for a catalogue: names, kinds, texts and examples."""
    documentation = function.documentation
    return {
        "name": function.name,
        "subject": function.subject,
        "syntax": function.syntax,
        "summary": documentation.summary,
        "along": [role.value for role in function.along],
        "beside": function.beside and function.beside.value,
        "gives": function.gives.value,
        "formula": documentation.formula,
        "arguments": [_argument_as_json(argument, documentation) for argument in function.arguments],
        "returns": documentation.returns,
        "errors": [{"error": cause.error, "cause": cause.cause} for cause in documentation.errors],
        "source": documentation.source,
        "examples": [{"formula": example.formula, "result": example.result} for example in documentation.examples],
    }


def markdown_table(functions: dict[str, Function]) -> str:
    """The functions as a Markdown table of subject, name and purpose, in the order of the register."""
    head = "| subject | function | what it gives |\n|---|---|---|\n"
    return head + "".join(_markdown_row(function) for function in functions.values())


def reference(functions: dict[str, Function]) -> str:
    """The reference of all functions as a page of Markdown, a section for each subject."""
    subjects = dict.fromkeys(function.subject for function in functions.values())
    pages = [_RULES, markdown_table(functions)]
    for subject in subjects:
        pages.append(f"## {subject[0].upper()}{subject[1:]}\n")
        pages += [_markdown_page(function) for function in functions.values() if function.subject == subject]
    return "\n".join(pages)


def _argument_as_json(argument: Argument, documentation: Documentation) -> dict[str, object]:
    return {
        "name": argument.name,
        "kind": argument.kind.value,
        "optional": argument.optional,
        "default": argument.default,
        "choices": list(argument.choices),
        "text": documentation.arguments[argument.name],
    }


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([f"{title}:", *(_INDENT + line for line in lines)] if title else lines)


def _markdown_page(function: Function) -> str:
    documentation = function.documentation
    arguments = [f"- `{argument.name}`: {describe(function, argument)}" for argument in function.arguments]
    errors = [f"- `{cause.error}`: {cause.cause}" for cause in documentation.errors]
    examples = [f"{example.formula} → {example.result}" for example in documentation.examples]
    paragraphs = [
        f"### {_escaped(function.name)}",
        f"`{function.syntax}`",
        _escaped(documentation.summary),
        f"Formula: {_escaped(documentation.formula)}",
        _escaped("\n".join(arguments), keep="`"),
        f"Returns: {_escaped(documentation.returns)}",
        _escaped("\n".join(errors), keep="`"),
        f"Source: {_escaped(documentation.source)}",
        "\n".join(["```", *examples, "```"]),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _escaped(text: str, keep: str = "") -> str:
    return _MARKDOWN.sub(lambda match: match[0] if match[0] in keep else f"\\{match[0]}", text)


def _markdown_row(function: Function) -> str:
    link = f"[`{function.name}`](#{function.name.lower()})"
    return f"| {function.subject} | {link} | {_escaped(function.documentation.summary)} |\n"


if __name__ == "__main__":
    from udfs.library import FUNCTIONS

    print(reference(FUNCTIONS), end="")
