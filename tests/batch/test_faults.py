"""What goes wrong around a batch: processes killed, disks full, rows that can't be read; no workbook is half there."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from addin.package.temporary import open_beside
from tests.batch.conftest import REGIONS
from tests.batch.folder import USUAL, Folder, Process, draw_template, write_data

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are Unix's")
NAMES = tuple(f"Region {number}" for number in range(800))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A batch of many regions that nothing disturbed."""
    path = tmp_path_factory.mktemp("undisturbed")
    draw_template(path / "template.xlsx")
    write_data(path / "grp.csv", NAMES)
    folder = Folder(path)
    assert folder.by_region("--workers", "2").code == 0
    return folder


@pytest.fixture(scope="module")
def expected(undisturbed: Folder) -> dict[str, str]:
    """The workbooks of that batch."""
    return undisturbed.workbooks()


@pytest.fixture
def long(undisturbed: Folder, tmp_path: Path) -> Folder:
    """A folder with the same template and data, and no workbooks yet."""
    return copy_of(undisturbed, tmp_path)


def copy_of(folder: Folder, path: Path) -> Folder:
    for name in ("template.xlsx", "grp.csv"):
        shutil.copy(folder.path / name, path)
    return Folder(path)


def wait_for_workbooks(folder: Folder, process: Process, count: int = 100) -> None:
    out = folder.path / "out"
    while not out.is_dir() or sum(1 for _ in out.iterdir()) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)


def workers_of(process: Process) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def assert_whole(folder: Folder, expected: dict[str, str]) -> int:
    """Every workbook that is there is the one an undisturbed batch makes."""
    found = folder.workbooks()
    assert found == {name: expected[name] for name in found}
    return len(found)


def test_a_killed_parent_leaves_whole_workbooks_and_no_processes(long: Folder, expected: dict[str, str]) -> None:
    process = long.start(*USUAL)
    wait_for_workbooks(long, process)
    workers = workers_of(process)
    process.kill()
    process.communicate(timeout=30)
    gone, alive = psutil.wait_procs(workers, timeout=15)
    assert (len(gone), alive) == (len(workers), [])
    assert 0 < assert_whole(long, expected) < len(NAMES)
    before = {file: file.stat().st_mtime_ns for file in (long.path / "out").glob("*.xlsx")}
    (long.path / "out" / ".Region 1.xlsx.0123456789ab.tmp").write_bytes(b"half")
    living, held = open_beside(long.path / "out" / "another batch's.xlsx")
    run = long.by_region("--resume")
    assert (run.code, f"{len(NAMES) - len(before)} made, {len(before)} kept" in run.output) == (0, True), run
    assert {file: file.stat().st_mtime_ns for file in before} == before
    assert long.workbooks() == expected
    assert list((long.path / "out").glob(".*")) == [living]
    held.close()


def test_a_killed_worker_costs_no_workbook(long: Folder, expected: dict[str, str]) -> None:
    process = long.start(*USUAL, "--workers", "2")
    wait_for_workbooks(long, process)
    workers_of(process)[0].kill()
    (long.path / "out" / ".Region 1.xlsx.0123456789ab.tmp").write_bytes(b"half")
    output, errors = process.communicate(timeout=120)
    assert (process.returncode, "800 made, 0 kept, 0 failed" in output) == (0, True), errors
    assert long.workbooks() == expected
    assert list((long.path / "out").glob(".*")) == []
    assert len(long.manifest()) == len(NAMES)
    assert [row["label"] for row in long.report()] == list(NAMES)


@pytest.mark.parametrize(("number", "whole_group"), [(signal.SIGINT, True), (signal.SIGTERM, False)])
def test_an_interrupted_batch_ends_in_order_and_is_resumed(
    long: Folder, expected: dict[str, str], number: signal.Signals, whole_group: bool
) -> None:
    process = long.start(*USUAL)
    wait_for_workbooks(long, process)
    (os.killpg if whole_group else os.kill)(process.pid, number)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.endswith("interrupted; the same command with --resume does the rest\n")
    assert "Traceback" not in errors
    made = assert_whole(long, expected)
    outcomes = [row["outcome"] for row in long.report()]
    assert (outcomes.count("made"), outcomes.count("not done")) == (made, len(NAMES) - made)
    assert f"{len(NAMES) - made} not done" in output
    assert len(long.manifest()) == made < len(NAMES)
    assert long.by_region("--resume").code == 0
    assert long.workbooks() == expected


def test_two_batches_into_one_folder_do_each_other_no_harm(long: Folder, expected: dict[str, str]) -> None:
    write_data(long.path / "other.csv", [f"Other {number}" for number in range(300)])
    other = ("template.xlsx", "--data", "other.csv", "--by", "region", "-o", "out/{region}.xlsx")
    running = [long.start(*arguments, "--workers", "1") for arguments in (USUAL, USUAL, other)]
    ended = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], ended
    found = long.workbooks()
    assert {name: found[name] for name in NAMES} == expected
    assert len(found) == len(NAMES) + 300
    records = long.manifest()
    assert len(records) == 2 * len(NAMES) + 300
    assert {record["output"]: record["output_sha256"] for record in records} == {
        f"{name}.xlsx": digest for name, digest in found.items()
    }
    rows = [len(file.read_text("utf-8").splitlines()) - 1 for file in (long.path / "out").glob("report*.csv")]
    assert max(rows) == len(NAMES)
    assert long.by_region("--resume").output.startswith("0 made, 800 kept")


def test_a_workbook_that_does_not_fit_fails_alone(folder: Folder) -> None:
    import resource

    data = folder.path / "grp.csv"
    years = "".join(f"Almaty,{year},{year / 7}\n" for year in [*range(1800, 2008), *range(2013, 2200)])
    data.write_text(data.read_text("utf-8") + years, "utf-8")
    limit = 16_000
    run = folder.by_region(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert run.code == 1
    assert "out/Almaty.xlsx: the disk is full: nothing was saved" in run.errors
    assert set(folder.workbooks()) == set(REGIONS) - {"Almaty"}
    assert folder.by_region("--resume").output.startswith("1 made, 5 kept, 0 failed")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB."""
    path = tmp_path / "disk"
    path.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", path], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small disk can't be mounted here: {mounted.stderr.decode().strip()}")
    yield path
    subprocess.run(["umount", path], check=True)


def test_a_full_disk_stops_at_whole_workbooks_and_more_room_lets_the_rest_be_done(
    small_disk: Path, undisturbed: Folder, expected: dict[str, str]
) -> None:
    folder = copy_of(undisturbed, small_disk)
    run = folder.by_region()
    assert run.code == 1
    assert "the disk is full" in run.errors
    assert "Traceback" not in run.errors
    assert re.search(" [12] failed, ", run.output), "each of two processes may have one in hand"
    assert " not done of 800 " in run.output
    assert 0 < assert_whole(folder, expected) < len(NAMES)
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    assert folder.by_region("--resume").code == 0
    assert folder.workbooks() == expected


def test_a_folder_that_can_not_be_written_to_is_told(folder: Folder) -> None:
    protected = ("template.xlsx", "--data", "grp.csv", "--by", "region", "-o", "/sys/{region}.xlsx", "--workers", "1")
    run = folder.run(*protected)
    assert run.code == 1
    assert run.errors.startswith("/sys/manifest.jsonl: the manifest can't be written: ")
    assert len(run.errors.splitlines()) == 1
    run = folder.run(*protected, "--records", "out")
    assert (run.code, len(folder.report())) == (1, 6)
    assert "/sys/Akmola.xlsx: the file can't be written" in run.errors


def test_rows_that_can_not_be_read_cost_their_own_regions_only(folder: Folder) -> None:
    data = folder.path / "grp.csv"
    text = data.read_text("utf-8").replace("Almaty,2010,6030.0", "Almaty,2010,about 6030")
    data.write_text(text + "Atyrau,2012,1\n,2008,5\n", "utf-8")
    run = folder.by_region()
    assert run.code == 1
    assert set(folder.workbooks()) == set(REGIONS) - {"Almaty", "Atyrau"}
    beside = "beside a figure stands at most %, a flag (12.5 p) or a footnote's mark (12.5*, 12.5 1))"
    assert run.errors.splitlines()[-3:] == [
        f"grp.csv, cell C12: found text 'about 6030' where column grp has numbers; {beside}",
        "grp.csv, cell A23: Atyrau, 2012 stands twice, also in A16",
        "grp.csv, cell A24: found a blank where column region names each row",
    ]
    assert {row["label"]: row["outcome"] for row in folder.report()}["Almaty"] == "failed"


def test_rows_of_the_nation_that_can_not_be_read_cost_all(folder: Folder) -> None:
    data = folder.path / "grp.csv"
    data.write_text(data.read_text("utf-8").replace("Kazakhstan,2010,2010000.0", "Kazakhstan,2010,much"), "utf-8")
    run = folder.by_region()
    assert (run.code, folder.workbooks()) == (1, {})
    assert run.errors.splitlines()[-1].startswith("6 × grp.csv, cell C3: found text 'much'")


@pytest.mark.parametrize("damage", [b"\xff\x00{", b"[" * 100_000, b'{"output": [1], "outcome": "made"}', b"9" * 5000])
def test_a_damaged_line_of_the_manifest_stops_no_resuming(folder: Folder, damage: bytes) -> None:
    assert folder.by_region().code == 0
    manifest = folder.path / "out" / "manifest.jsonl"
    lines = manifest.read_bytes().splitlines()
    lines[1] = damage
    manifest.write_bytes(b"\n".join(lines) + b"\n")
    run = folder.by_region("--resume")
    assert run.code == 0, run.errors
    assert f" 0 failed of {len(REGIONS)} " in run.output
