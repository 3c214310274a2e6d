"""Procedures taken out of a module of VBA, as one system compiles them."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

_DIRECTIVE: Final = re.compile(r"\s*#(If|ElseIf|Else|End If|Const)\b\s*(.*?)(?:\s*Then)?\s*(?:'.*)?$")


def procedure(source: str, name: str) -> str:
    """The text of a procedure."""
    found = re.search(rf"^(?:(?:Public|Private) )?(Function|Sub) {name}\(.*?^End \1$", source, re.MULTILINE | re.DOTALL)
    assert found is not None, name
    return found[0]


def compiled(source: str, constants: Mapping[str, object]) -> str:
    """The text with what the compiler keeps of its #If … #End If; a condition that isn't given doesn't hold."""
    lines: list[str] = []
    taken: list[tuple[bool, bool]] = []
    for line in source.splitlines():
        directive = _DIRECTIVE.match(line)
        if directive is None:
            if all(here for here, _ in taken):
                lines.append(line)
            continue
        word, condition = directive.groups()
        if word == "If":
            taken.append((holds(condition, constants),) * 2)
        elif word == "End If":
            taken.pop()
        elif word != "Const":
            _, before = taken.pop()
            here = not before and (word == "Else" or holds(condition, constants))
            taken.append((here, before or here))
    assert not taken
    return "\n".join(lines) + "\n"


def holds(condition: str, constants: Mapping[str, object]) -> bool:
    negated = condition.startswith("Not ")
    name, _, text = condition.removeprefix("Not ").partition(" = ")
    value = constants.get(name, False)
    return bool(value == text.strip('"') if text else value) is not negated


def renamed(source: str, names: Iterable[str], suffix: str) -> str:
    """The text with the suffix after each of the procedures' names."""
    return re.sub(rf"\b({'|'.join(names)})\b", rf"\1{suffix}", source)
