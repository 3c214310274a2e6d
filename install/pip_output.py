"""pip's output, read while it is written: how far it is, and in the end what went wrong."""

import re
from collections.abc import Callable, Iterable, Sequence
from threading import Event, Thread
from typing import Final, TypeAlias

Report: TypeAlias = Callable[[float, str], None]

REQUIREMENT: Final = re.compile(r"(?:Collecting|Processing) (?:\S*[/\\])?([A-Za-z0-9][\w.]*)")
UNPACKING: Final = "Installing collected packages"
IGNORED: Final = "Ignoring "
UNREACHABLE: Final = re.compile(
    r"Max retries|NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|getaddrinfo"
)
FETCHING: Final = 0.6


def follow(lines: Iterable[str], expected: int, report: Report, installed: Callable[[], int]) -> list[str]:
    """The lines, as soon as the last has come; meanwhile `report` hears the fraction done and the package at hand.

    While pip fetches it names each of the `expected` packages; while it unpacks it is silent, and `installed` tells
    how many are there.
    """
    output: list[str] = []
    fetched = 0
    ended = Event()
    for line in lines:
        output.append(line.rstrip())
        expected -= line.startswith(IGNORED)
        if found := REQUIREMENT.match(line):
            fetched += 1
            report(FETCHING * fetched / expected, found[1])
        if line.startswith(UNPACKING):
            watch = Thread(target=_watch, args=(ended, expected, report, installed), daemon=True)
            watch.start()
    ended.set()
    return output


def _watch(ended: Event, expected: int, report: Report, installed: Callable[[], int]) -> None:
    before = installed()
    while not ended.wait(0.3):
        report(FETCHING + (1 - FETCHING) * (installed() - before) / expected, "unpacking")


def count_packages(lock: str) -> int:
    """How many packages a lock's text names."""
    return len(re.findall(r"^[A-Za-z0-9][\w.-]*==", lock, re.MULTILINE))


def explain(output: Sequence[str]) -> str:
    """Why pip failed, in one line."""
    if any(map(UNREACHABLE.search, output)):
        return "the package index can't be reached; check the connection, a proxy, or pip's own settings"
    errors = [line.removeprefix("ERROR: ") for line in output if line.startswith("ERROR: ")]
    return next(iter(errors or reversed(output)), "no reason given")
