"""Batches on a Dask cluster: a real scheduler and real workers on loopback."""

import signal
import time
from pathlib import Path

import pytest

from tests.batch.cluster import cluster
from tests.batch.conftest import REGIONS
from tests.batch.folder import USUAL, Folder, Process, draw_template, write_data

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")


def test_a_cluster_makes_the_same_workbooks_and_a_lost_worker_costs_none(folder: Folder, tmp_path: Path) -> None:
    names = [f"Region {number}" for number in range(1500)]
    write_data(folder.path / "grp.csv", names)
    folder.by_region()
    expected = folder.workbooks()
    for file in (folder.path / "out").iterdir():
        file.unlink()
    with cluster(tmp_path) as found:
        process = folder.start(*USUAL, "--scheduler", found.address)
        while len(list((folder.path / "out").glob("*.xlsx"))) < 200:
            assert process.poll() is None
            time.sleep(0.01)
        found.workers[0].kill()
        output, errors = process.communicate(timeout=120)
    assert (process.returncode, "1500 made, 0 kept, 0 failed" in output) == (0, True), errors
    assert folder.workbooks() == expected
    assert sorted(record["output"] for record in folder.manifest()) == sorted(f"{name}.xlsx" for name in names)
    assert found.workers[0].returncode == -signal.SIGKILL
    left = [file.name for file in (folder.path / "out").iterdir() if file.name.startswith(".growthpole")]
    assert left == []


def test_a_cluster_that_is_not_there_or_has_no_workers_is_told(folder: Folder, tmp_path: Path) -> None:
    run = folder.by_region("--scheduler", "tcp://127.0.0.1:9")
    assert (run.code, run.errors) == (1, "no scheduler answers at tcp://127.0.0.1:9: Connection refused\n")
    run = folder.by_region("--scheduler", "localhost")
    assert run.code == 1
    assert run.errors == "localhost is no scheduler's address, which is such as tcp://HOST:8786\n"
    hurried = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}
    with cluster(tmp_path, workers=0) as found:
        run = folder.by_region("--scheduler", found.address, environment=hurried)
        assert run.errors == f"the scheduler at {found.address} has no workers\n"
    assert not (folder.path / "out").exists()


def test_workers_save_where_the_batch_is_not_where_they_were_started(folder: Folder, tmp_path: Path) -> None:
    with cluster(tmp_path, workers=1) as found:
        run = folder.by_region("--scheduler", found.address)
        assert run.code == 0, run.errors
        assert set(folder.workbooks()) == set(REGIONS)
    assert not (tmp_path / "worker0" / "out").exists()


def test_a_scheduler_that_dies_ends_the_batch_soon_and_what_was_made_is_counted(tmp_path: Path) -> None:
    names = [f"Region {number}" for number in range(3000)]
    draw_template(tmp_path / "template.xlsx")
    write_data(tmp_path / "grp.csv", names)
    folder = Folder(tmp_path)
    hurried = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
    with cluster(tmp_path, environment=hurried) as found:
        process = folder.start(*USUAL, "--scheduler", found.address, environment=hurried)
        wait_for_first(folder, process)
        found.scheduler.kill()
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert " not done of 3000 " in output
    made = int(output.partition(" made")[0])
    assert made <= len(folder.workbooks()) < len(names)


def wait_for_first(folder: Folder, process: Process) -> None:
    while not list((folder.path / "out").glob("*.xlsx")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
