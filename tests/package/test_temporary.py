"""Temporary files that killed processes left are told from those of living ones."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from addin.package.saving import saving
from addin.package.temporary import open_beside, remove_left

WRITER = """
import sys, time
from pathlib import Path
from addin.package.saving import saving

with saving(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("writing", flush=True)
    time.sleep(60)
"""


def writer_of(path: Path) -> "subprocess.Popen[str]":
    """A process in the midst of saving a file."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows only age tells")
def test_what_a_killed_process_left_goes_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    dead, living = writer_of(tmp_path / "dead.xlsx"), writer_of(tmp_path / "living.xlsx")
    dead.kill()
    dead.communicate()
    assert len(list(tmp_path.iterdir())) == 2
    remove_left(tmp_path)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".living.xlsx.")
    living.kill()
    living.communicate()
    remove_left(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_being_saved_in_this_very_process_stays(tmp_path: Path) -> None:
    with saving(tmp_path / "out.xlsx") as file:
        remove_left(tmp_path)
        file.write(b"whole")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.xlsx", b"whole")]


def test_files_of_others_stay(tmp_path: Path) -> None:
    names = {".out.xlsx.tmp", "out.xlsx.0123456789ab.tmp", ".out.xlsx.0123456789AB.tmp", ".~lock.out.xlsx#"}
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / ".folder.0123456789ab.tmp").mkdir()
    (tmp_path / ".link.0123456789ab.tmp").symlink_to(tmp_path / ".out.xlsx.tmp")
    for path in tmp_path.iterdir():
        os.utime(path, times=(time.time() - 1e5,) * 2)
    remove_left(tmp_path)
    kept = names | {".folder.0123456789ab.tmp", ".link.0123456789ab.tmp"}
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_a_folder_that_is_not_there_has_nothing_left(tmp_path: Path) -> None:
    remove_left(tmp_path / "missing")


def test_a_temporary_file_removed_before_it_was_held_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    lock, others = fcntl.flock, [tmp_path]

    def lock_late(file: object, operation: int) -> None:
        if others and operation == fcntl.LOCK_EX:
            remove_left(others.pop())
        lock(file, operation)

    monkeypatch.setattr(fcntl, "flock", lock_late)
    path, file = open_beside(tmp_path / "out.xlsx")
    with file:
        assert (others, list(tmp_path.iterdir())) == ([], [path])
