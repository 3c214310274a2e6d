"""How far a batch is: a bar with rate and time left on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

_STEP = 0.1
_SECONDS = 30.0


class Display(Protocol):
    """Something that shows how far a batch is."""

    def show(self, done: int, failed: int) -> None:
        """Show how many jobs have ended, and how many of them badly."""


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(rate(task.speed or 0.0))


@dataclass(frozen=True)
class _Bar:
    progress: Progress
    task: object

    def show(self, done: int, failed: int) -> None:
        told = f"{failed} failed" if failed else ""
        self.progress.update(self.task, completed=done, told=told)  # type: ignore[arg-type]


@dataclass
class ProgressLines:
    """A line for each tenth of the jobs, or each half minute where that comes sooner."""

    total: int
    write: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    _told: tuple[int, float] = field(default=(0, 0.0))
    _start: float = 0.0

    def __post_init__(self) -> None:
        self._start = self.clock()
        self._told = (0, self._start)

    def show(self, done: int, failed: int) -> None:
        """Write a line where one is due."""
        told, at = self._told
        now = self.clock()
        if done == told or (done < self.total and done - told < _STEP * self.total and now - at < _SECONDS):
            return
        speed = done / max(now - self._start, 1e-9)
        left = (self.total - done) / speed
        self._told = (done, now)
        self.write(f"{done} of {self.total}, {failed} failed, {rate(speed)}, {left:.0f} s left")


def rate(speed: float) -> str:
    """Workbooks a second, for people."""
    return f"{speed:.0f}/s" if speed >= 10 else f"{speed:.1f}/s"


def reading(console: Console) -> AbstractContextManager[object]:
    """What is shown on a terminal while templates and data are read; nothing elsewhere."""
    return console.status("reading templates and data") if console.is_terminal else nullcontext()


@contextmanager
def display(total: int, console: Console) -> Iterator[Display]:
    """The display that suits a console."""
    if not console.is_terminal:
        yield ProgressLines(total, lambda line: console.print(line, markup=False, highlight=False, soft_wrap=True))
        return
    columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, console=console) as progress:
        yield _Bar(progress, progress.add_task("", total=total, told=""))
