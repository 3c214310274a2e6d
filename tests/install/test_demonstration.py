import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

ROOT = Path(__file__).parents[2]


def demonstrate(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "install.demonstration", folder], cwd=ROOT, capture_output=True, encoding="utf-8"
    )


def test_the_ranking_is_shown_and_the_workbook_is_whole(tmp_path: Path, validate: Callable[[Path], list[str]]) -> None:
    folder = tmp_path / "Мои отчёты"
    run = demonstrate(folder)
    assert run.stderr == ""
    names = ["Atyrau region", "Almaty city", "Astana city", "Mangystau region"]
    assert sorted(names, key=run.stdout.index) == names
    made = [folder / "kazakhstan.xlsx", folder / "kazakhstan-audit.xlsx"]
    assert run.stdout.splitlines()[-2:] == list(map(str, made))
    assert load_workbook(folder / "kazakhstan.xlsx", data_only=True)["Ranking"]["B6"].value == names[0]
    assert [validate(workbook) for workbook in made] == [[], []]


def test_a_folder_that_can_t_be_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    run = demonstrate(tmp_path / "file" / "within")
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1)
    assert "is no folder to write to" in run.stderr
