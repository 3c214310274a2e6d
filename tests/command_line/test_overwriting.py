"""Nothing that is read is overwritten, and no file but an earlier result of the same job without --force."""

import os
import stat
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner, Result

from addin.command_line.application import application
from addin.errors import UserError
from addin.package.marks import has_mark, mark_of

FIGURES = "region,year,grp\nNorth,2012,10\nSouth,2012,30\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a template and data, in which commands run."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"], sheet["B1"] = "{{ region | down }}", "{{ grp }}"
    workbook.save(tmp_path / "t.xlsx")
    (tmp_path / "d.csv").write_text(FIGURES)
    data = Workbook()
    assert data.active is not None
    for line in FIGURES.split():
        data.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    data.save(tmp_path / "d.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(application(arguments), list(arguments))


def refused(said: str, *arguments: str) -> None:
    result = run(*arguments)
    told = str(result.exception) if isinstance(result.exception, UserError) else result.output
    assert result.exit_code == 1
    assert said in told


FILL = ("fill", "t.xlsx", "--data", "d.xlsx", "-o")


@pytest.mark.parametrize(
    "name", ["d.xlsx", "./d.xlsx", "in/../d.xlsx", "link.xlsx", "hard.xlsx", "same/d.xlsx", "t.xlsx"]
)
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_what_a_filling_reads_stays(folder: Path, name: str, force: tuple[str, ...]) -> None:
    (folder / "in").mkdir()
    (folder / "link.xlsx").symlink_to("d.xlsx")
    (folder / "hard.xlsx").hardlink_to(folder / "d.xlsx")
    (folder / "same").symlink_to(folder, target_is_directory=True)
    before = (folder / "d.xlsx").read_bytes(), (folder / "t.xlsx").read_bytes()
    refused("which is read", *FILL, name, *force)
    if name != "t.xlsx":
        refused("which is read", "audit", "d.xlsx", "-o", name, *force)
    refused("which is read", "fill", "t.xlsx", "--set", "data=d.xlsx", "-o", name, *force)
    assert ((folder / "d.xlsx").read_bytes(), (folder / "t.xlsx").read_bytes()) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are a Unix thing")
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_what_is_no_regular_file_stays(folder: Path, force: tuple[str, ...]) -> None:
    os.mkfifo(folder / "pipe.xlsx")
    refused("a device or a pipe", *FILL, "pipe.xlsx", *force)
    refused("a device or a pipe", "audit", "d.csv", "-o", "pipe.xlsx", *force)
    refused("a device or a pipe", "new", "ranking", "-o", "pipe.xlsx", *force)
    assert stat.S_ISFIFO((folder / "pipe.xlsx").stat().st_mode)


@pytest.mark.parametrize("command", [FILL, ("audit", "d.csv", "-o"), ("new", "ranking", "-o")])
def test_an_earlier_result_is_replaced_and_another_file_is_not(folder: Path, command: tuple[str, ...]) -> None:
    out = folder / "out.xlsx"
    for _ in range(2):
        assert run(*command, "out.xlsx").exit_code == 0
    workbook = load_workbook(out)
    assert workbook.active is not None
    workbook.active["Z9"] = "my own work"
    workbook.save(out)
    edited = out.read_bytes()
    refused("--force", *command, "out.xlsx")
    assert out.read_bytes() == edited
    assert run(*command, "out.xlsx", "--force").exit_code == 0
    assert out.read_bytes() != edited
    assert run(*command, "out.xlsx").exit_code == 0


def test_a_result_of_another_template_is_not_replaced(folder: Path) -> None:
    assert run(*FILL, "out.xlsx").exit_code == 0
    (folder / "other.xlsx").write_bytes((folder / "t.xlsx").read_bytes())
    refused("--force", "fill", "other.xlsx", "--data", "d.csv", "-o", "out.xlsx")


def test_a_mark_is_that_of_the_last_job(folder: Path) -> None:
    run(*FILL, "first.xlsx")
    run("fill", "first.xlsx", "-o", "second.xlsx")
    content = (folder / "second.xlsx").read_bytes()
    assert has_mark(content, mark_of("fill", "first.xlsx"))
    assert not has_mark(content, mark_of("fill", "t.xlsx"))
    assert load_workbook(folder / "second.xlsx").active is not None


@pytest.mark.parametrize("output", ["{region}.xlsx", "./{region}.xlsx", "same/{region}.xlsx", "hard/{region}.xlsx"])
def test_a_batch_that_would_replace_its_data_writes_nothing(folder: Path, output: str) -> None:
    (folder / "same").symlink_to(folder, target_is_directory=True)
    (folder / "d.xlsx").rename(folder / "South.xlsx")
    (folder / "hard").mkdir()
    (folder / "hard" / "South.xlsx").hardlink_to(folder / "South.xlsx")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    refused("which is read", "batch", "t.xlsx", "--data", "South.xlsx", "--by", "region", "-o", output, "--force")
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("name", ["report.csv", "manifest.jsonl"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_records_of_somebody_else_stay(folder: Path, name: str, force: tuple[str, ...]) -> None:
    (folder / "out").mkdir()
    (folder / "out" / name).write_text("quarter;sales\n1;2\n")
    batch = ("batch", "t.xlsx", "--data", "d.csv", "--by", "region", "-o", "out/{region}.xlsx", "--workers", "1")
    refused("--records", *batch, *force)
    assert [path.name for path in (folder / "out").iterdir()] == [name]
    assert (folder / "out" / name).read_text() == "quarter;sales\n1;2\n"


def test_a_batch_replaces_its_own_workbooks_and_no_others(folder: Path) -> None:
    batch = ("batch", "t.xlsx", "--data", "d.csv", "--by", "region", "-o", "out/{region}.xlsx", "--workers", "1")
    (folder / "out").mkdir()
    (folder / "out" / "North.xlsx").write_bytes(b"somebody's")
    result = run(*batch)
    assert result.exit_code == 1
    assert "1 made, 0 kept, 1 failed" in result.output
    assert (folder / "out" / "North.xlsx").read_bytes() == b"somebody's"
    assert "2 made" in run(*batch, "--force").output
    assert "2 made" in run(*batch).output
