"""What people read about a function, made from its declaration: the help page and the entry in a catalogue."""

import re
from typing import Final

from udfs.documentation import Documentation
from udfs.registry import Argument, Function

_INDENT: Final = "  "
_MARKDOWN: Final = re.compile(r"([\\`*_|\[\]<>])")


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
        "formula": documentation.formula,
        "arguments": [_argument_as_json(argument, documentation) for argument in function.arguments],
        "returns": documentation.returns,
        "errors": [{"error": cause.error, "cause": cause.cause} for cause in documentation.errors],
        "source": documentation.source,
        "examples": [{"formula": example.formula, "result": example.result} for example in documentation.examples],
    }


def markdown_table(functions: dict[str, Function]) -> str:
    """The functions as a Markdown table of subject, syntax and purpose, in the order of the register."""
    head = "| subject | function | what it gives |\n|---|---|---|\n"
    return head + "".join(_markdown_row(function) for function in functions.values())


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


def _markdown_row(function: Function) -> str:
    summary = _MARKDOWN.sub(r"\\\1", function.documentation.summary)
    return f"| {function.subject} | `{function.syntax}` | {summary} |\n"
