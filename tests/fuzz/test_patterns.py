"""No pattern takes quadratic time: a text eight times as long takes about eight times as long, whatever it repeats."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getsource
from itertools import product
from pkgutil import walk_packages
from time import process_time
from types import ModuleType
from typing import NamedTuple

import pytest

import addin
import udfs

ATOMS = (
    *("*", "¹", "1", ".", ",", " ", "(", ")", "[", "{", "{{ ", "'", '"', "a", "A1", "A1:", "!", "'a'!", "-", "#", "$"),
    *(
        "<",
        "<a",
        "<a ",
        "&",
        "\n",
        "\t",
        "=",
        ";",
        ":",
        "::",
        "_",
        "_x",
        "1 ",
        "1,",
        "1) ",
        "a.",
        "x(",
        '""',
        "''",
        "é",
    ),
    *("[#", "[@", "a\n", "\n ", "\n0", "\n,", "1.", "[1]", "&P", "a:", "а", "{ ", "<v>", "<!--", "2012 ", "Q", "{<a>"),
)
ENDS = ("", "x", "\0")
SHORT, LONG = 1_500, 12_000
QUICK = 0.02
"""Seconds that no text of this length takes, unless its time grows with the square of the length."""

_CALLS = frozenset({"search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"})


class Used(NamedTuple):
    """A pattern of a module, and the ways in which it is applied there."""

    module: str
    name: str
    pattern: re.Pattern[str] | re.Pattern[bytes]
    calls: tuple[str, ...]


def _modules() -> Iterator[ModuleType]:
    for package in (addin, udfs):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if not any(word in found.name for word in ("inside", "__main__", "worksheet", "dll")):
                yield import_module(found.name)


def _patterns() -> Iterator[Used]:
    for module in _modules():
        tree = ast.parse(getsource(module))
        calls: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _CALLS:
                calls.setdefault(node.value.id, set()).add(node.attr)
        for name, value in vars(module).items():
            for pattern in _within(value):
                if getattr(value, "__module__", module.__name__) == module.__name__ or isinstance(value, re.Pattern):
                    used = calls.get(name) or {"search"}
                    yield Used(module.__name__, name, pattern, tuple(sorted(used - {"split", "subn"} or {"search"})))


def _within(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _within(each)


def _seconds(used: Used, text: str) -> float:
    pattern = used.pattern
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    started = process_time()
    for call in used.calls:
        if call == "sub":
            pattern.sub(lambda match: match[0], subject)  # type: ignore[call-overload]
        elif call == "finditer":
            list(pattern.finditer(subject))  # type: ignore[call-overload]
        else:
            getattr(pattern, call)(subject)
    return process_time() - started


def _grows_too_fast(used: Used, atom: str, end: str) -> bool:
    """Whether a text takes long, and much longer than its share of a longer one; a busy machine gets three tries."""
    for _ in range(3):
        long = _seconds(used, (atom * LONG)[:LONG] + end)
        if long < QUICK or long < 3 * (LONG / SHORT) * _seconds(used, (atom * SHORT)[:SHORT] + end):
            return False
    return True


def test_a_pattern_of_quadratic_time_would_be_found() -> None:
    bad = Used("here", "BAD", re.compile(r"\*+\)?$"), ("search",))
    assert _grows_too_fast(bad, "*", "x")
    assert not _grows_too_fast(Used("here", "GOOD", re.compile(r"(?<!\*)\*+\)?$"), ("search",)), "*", "x")


@pytest.mark.parametrize("used", list(_patterns()), ids=lambda used: f"{used.module}.{used.name}")
def test_time_grows_with_the_length(used: Used) -> None:
    slow = [(atom, end) for atom, end in product(ATOMS, ENDS) if _grows_too_fast(used, atom, end)]
    assert not slow, f"{used.pattern.pattern!r} by {used.calls}"
