"""`growthpole batch`."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console

from addin.batch.by_label import plan_by_label
from addin.batch.by_row import plan_by_row
from addin.batch.cluster import cluster_workers
from addin.batch.executors import WorkerPool, local_workers
from addin.batch.naming import read_pattern
from addin.batch.planning import BatchRequest
from addin.batch.progress import display, reading
from addin.batch.running import Summary, new_batch, open_records, run
from addin.command_line.filling import Force, Settings, read_assignments
from addin.command_line.speaking import note

_INTERRUPTED = 130


def batch(
    template: Annotated[str | None, typer.Argument(metavar="TEMPLATE", help="The template workbook.")] = None,
    data: Annotated[
        list[str] | None, typer.Option("--data", metavar="FILE", help="A file of data; may be given again.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column whose labels get a workbook each, such as region.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="NAMES", help="The workbooks' names, such as 'out/{region}.xlsx'."),
    ] = None,
    jobs: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="A file with a row for each job: columns template, data, output; any other is a setting.",
        ),
    ] = None,
    settings: Settings = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="NUMBER", help="Processes of this machine; by default its cores.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask cluster, such as tcp://HOST:8786.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Make only what is missing or out of date.")] = False,
    force: Force = False,
    records: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="The folder of manifest.jsonl and report.csv.")
    ] = None,
    durable: Annotated[bool, typer.Option("--durable", help="Wait for the disk after each workbook.")] = False,
) -> None:
    """Fill many workbooks: one for each label or job.

    With --by for each label of a column of the data, with --jobs for each row of a file of jobs.
    """
    if scheduler is not None and workers is not None:
        raise typer.BadParameter("a cluster has its own workers: give --workers or --scheduler")
    request = BatchRequest(
        template, tuple(data or ()), by, read_pattern(output) if output else None, jobs, read_assignments(settings)
    )
    _check_given(request)
    name = new_batch()
    console = Console(stderr=True)
    with _pool(workers, scheduler) as pool:
        with reading(console):
            plan = plan_by_row(request, name) if jobs else plan_by_label(request)
        note(plan.notes, request.language)
        opened = open_records(records or plan.folder, plan, resume=resume, durable=durable, batch=name, force=force)
        with _stopping() as is_stopping, display(plan.count, console) as shown:
            summary = run(plan, pool, opened, shown, is_stopping)
            interrupted = is_stopping()
    _tell(summary)
    if interrupted:
        typer.echo("interrupted; the same command with --resume does the rest", err=True)
        raise typer.Exit(_INTERRUPTED)
    raise typer.Exit(0 if summary.is_good else 1)


def _check_given(request: BatchRequest) -> None:
    """Raises typer.BadParameter where a batch by labels lacks what it can't do without."""
    wanted = {"TEMPLATE": request.template, "--by": request.by, "--output": request.pattern}
    missing = [name for name, value in wanted.items() if value is None]
    if missing and request.jobs is None:
        raise typer.BadParameter(f"without --jobs a batch needs {', '.join(wanted)}; missing: {', '.join(missing)}")


def _pool(workers: int | None, scheduler: str | None) -> AbstractContextManager[WorkerPool]:
    return cluster_workers(scheduler) if scheduler is not None else local_workers(workers)


def _tell(summary: Summary) -> None:
    for line in summary.lines():
        typer.echo(line)
    for fault in (*summary.told(), *summary.faults()):
        typer.echo(fault, err=True)


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Ctrl-C and SIGTERM ask for an end after the workbooks begun; a second one ends at once."""
    asked = False

    def ask(signal_number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
