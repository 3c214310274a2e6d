"""Fuzz by hand: `python -m tests.fuzz --minutes 60 --seed 7 [--corpus FOLDER] [--only NUMBER]`."""

import argparse
import sys
from itertools import count
from pathlib import Path
from random import SystemRandom
from time import monotonic

from tests.fuzz.cases import Found, case_of, run

_MEMORY = 4 << 30


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _place(found: Found) -> str:
    """By what two findings are the same: the innermost line of ours, and the error."""
    lines = [line.strip() for line in found.details.splitlines()]
    ours = [line for line in lines if line.startswith("File ") and ("/addin/" in line or "/udfs/" in line)]
    error = lines[-1].partition(":")[0] if lines else ""
    return f"{found.fault} | {ours[-1] if ours else ''} | {error}"


def main() -> None:
    """Run cases until the time is over; tell each finding once, with the number that repeats it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--only", type=int)
    given = parser.parse_args()
    corpus = sorted(given.corpus.glob("*.xls[xm]")) if given.corpus else []
    _bound_memory()
    print(f"seed {given.seed}", flush=True)
    seen: set[str] = set()
    end, number = monotonic() + 60 * given.minutes, 0
    for number in count() if given.only is None else (given.only,):
        if monotonic() > end:
            break
        case = case_of(given.seed, number, corpus)
        found = run(case)
        if found is not None and (given.only is not None or _place(found) not in seen):
            seen.add(_place(found))
            print(f"--- case {number}: {found.fault}: {' '.join(case.arguments)[:300]}\n{found.details}", flush=True)
    print(f"{number} cases, {len(seen)} findings", flush=True)
    sys.exit(bool(seen))


if __name__ == "__main__":
    main()
