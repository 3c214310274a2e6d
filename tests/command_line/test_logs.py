"""What is logged: by a command that is asked for it, by the ribbon in its file, by nobody else."""

import logging
import re
from pathlib import Path

import pytest

from addin.logs import logged_to
from tests.batch.folder import Folder, draw_template, write_data

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING) addin\.batch\.\w+: .+")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    draw_template(tmp_path / "template.xlsx")
    write_data(tmp_path / "grp.csv", ["Abai", "Ulytau"])
    return Folder(tmp_path)


def test_a_batch_logs_each_workbook_on_request(folder: Folder) -> None:
    (folder.path / "out").mkdir()
    (folder.path / "out" / "Ulytau.xlsx").write_bytes(b"somebody else's")
    run = folder.by_region("--log-level", "debug")
    logged = [line for line in run.errors.splitlines() if LINE.fullmatch(line)]
    assert run.code == 1
    assert any("DEBUG" in line and "Abai.xlsx: made in" in line for line in logged)
    assert any("WARNING" in line and "Ulytau.xlsx" in line for line in logged)
    assert any("INFO" in line and "1 made, 0 kept, 1 failed of 2" in line for line in logged)


def test_a_level_leaves_out_what_is_below_it_and_without_one_nothing_is_logged(folder: Folder) -> None:
    (folder.path / "out").mkdir()
    (folder.path / "out" / "Ulytau.xlsx").write_bytes(b"somebody else's")
    errors = folder.by_region("--log-level", "warning").errors.splitlines()
    assert ["WARNING" in line for line in errors if LINE.fullmatch(line)] == [True]
    assert not any(LINE.fullmatch(line) for line in folder.by_region().errors.splitlines())


def test_a_log_file_is_added_to_and_is_free_in_between(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "growthpole.log"
    for word in ("first", "second"):
        with logged_to(path):
            logging.getLogger("addin.macros").info(word)
        logging.getLogger("addin.macros").info("meanwhile")
    assert [line.rpartition(" ")[2] for line in path.read_text("utf-8").splitlines()] == ["first", "second"]


def test_a_log_file_that_is_large_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "growthpole.log"
    for number in range(6):
        with logged_to(path):
            logging.getLogger("addin.macros").warning("%d %s", number, "x" * 400_000)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["growthpole.log", "growthpole.log.1"]
    assert "WARNING addin.macros: 5 " in path.read_text("utf-8")


def test_where_nothing_can_be_written_the_work_is_done_without_a_log(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = []
    with logged_to(tmp_path / "file" / "growthpole.log"):
        done.append("work")
    assert done == ["work"]
