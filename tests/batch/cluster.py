"""A real Dask cluster on loopback: a scheduler and workers, each a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.batch.folder import ROOT

HOST = "127.0.0.1"


@dataclass
class Cluster:
    """A scheduler's address and its workers, whose processes may be killed."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: list["subprocess.Popen[bytes]"]


@contextmanager
def cluster(folder: Path, workers: int = 2, environment: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """A cluster whose processes write their logs into `folder`."""
    port = _free_port()
    address = f"tcp://{HOST}:{port}"
    given = environment or {}
    scheduler = _start(folder, "scheduler", given, "scheduler", f"--host={HOST}", f"--port={port}", "--no-dashboard")
    started = [
        _start(folder, f"worker{number}", given, "worker", address, f"--host={HOST}", "--nthreads=1", "--no-nanny")
        for number in range(workers)
    ]
    try:
        _wait(folder, port, workers)
        yield Cluster(address, scheduler, started)
    finally:
        for process in (*started, scheduler):
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process, by force where it waits for one that is gone already."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _start(folder: Path, name: str, environment: Mapping[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    work = folder / name
    work.mkdir()
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
            cwd=work,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=log,
            stderr=log,
        )


def _wait(folder: Path, port: int, workers: int) -> None:
    """Wait until the scheduler answers and knows its workers."""
    deadline = time.monotonic() + 60
    while not _answers(port) or (folder / "scheduler.log").read_text().count("Register worker") < workers:
        if time.monotonic() > deadline:
            raise TimeoutError((folder / "scheduler.log").read_text())
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex((HOST, port)) == 0


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port
