"""Contests of programs that make the same thing: the best of several rounds, in which each has its turn."""

from collections.abc import Callable, Mapping, Sequence
from time import process_time
from typing import Any, TypeAlias

from pytest_benchmark.fixture import BenchmarkFixture

Contestants: TypeAlias = Mapping[str, Callable[[Any], Any]]


def contest(
    benchmark: BenchmarkFixture, title: str, contestants: Contestants, jobs: Sequence[Any], rounds: int
) -> None:
    """Run the contestants, ours first, on the same jobs; print each one's time for a job as a multiple of ours."""
    ours, *_ = contestants
    best = seconds(contestants, jobs, rounds)
    ratios = {name: time / best[ours] for name, time in best.items() if name != ours}
    benchmark.pedantic(contestants[ours], args=(jobs[0],), rounds=rounds)
    benchmark.extra_info.update(ratios)
    print(f"\n{title}")
    for name, time in best.items():
        print(f"  {name:<44}{time * 1e3:10.2f} ms" + (f"{ratios[name]:8.2f} ×" if name in ratios else ""))


def seconds(contestants: Contestants, jobs: Sequence[Any], rounds: int) -> dict[str, float]:
    """The seconds of processor time that each contestant needs for one job, in its best round."""
    best = dict.fromkeys(contestants, float("inf"))
    for _ in range(rounds):
        for name, work in contestants.items():
            start = process_time()
            for job in jobs:
                work(job)
            best[name] = min(best[name], (process_time() - start) / len(jobs))
    return best
