"""`growthpole addin …` as it is called, in a made-up Windows user's folder."""

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from addin.installation.places import System, places
from addin.xlam.build import build_addin
from tests.installation.profiles import contents

ROOT = Path(__file__).parents[2]
UTF8 = {**os.environ, "PYTHONUTF8": "1"}


def growthpole(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "addin", "addin", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)


def test_building_makes_the_file(tmp_path: Path) -> None:
    assert growthpole("build", "-o", tmp_path / "g.xlam").returncode == 0
    assert (tmp_path / "g.xlam").read_bytes() == build_addin()


def test_installing_upgrading_and_uninstalling(tmp_path: Path) -> None:
    try:
        version("growthpole")
    except PackageNotFoundError:
        pytest.skip("Growthpole is not installed in this Python; in the environment of `install test` it is")
    user = tmp_path / "Пользователь с пробелами"
    user.mkdir()
    where = ("--system", "windows", "--profile", user)
    assert growthpole("install", *where).stdout.startswith("put ")
    assert growthpole("install", *where).stdout == "already installed; nothing has changed\n"
    assert places(System.WINDOWS, user).addin.read_bytes() == build_addin()
    examined = growthpole("doctor", *where)
    assert "ok     interpreter: Python 3." in examined.stdout
    assert examined.returncode == int("WRONG" in examined.stdout)
    assert growthpole("uninstall", *where).returncode == 0
    assert contents(user) == {}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a system with Excel")
def test_a_system_without_excel_is_told_so() -> None:
    run = growthpole("install")
    assert (run.returncode, run.stderr) == (
        1,
        "Excel runs on Windows and macOS only; `demo` and `test` work here too\n",
    )


@pytest.mark.parametrize(
    "order",
    [
        ["-m", "addin", "addin", "NAME", "WHERE", "--language", "ru"],
        ["install", "WHERE", "--language", "ru", "NAME"],
        ["install", "WHERE", "NAME", "--language", "ru"],
    ],
    ids=["growthpole", "install, language first", "install, command first"],
)
def test_what_is_told_is_told_in_the_language_asked_for(order: list[str], tmp_path: Path) -> None:
    def run(name: str) -> subprocess.CompletedProcess[str]:
        meant = {"NAME": [name], "WHERE": ["--system", "windows", "--profile", str(tmp_path)]}
        words = [text for word in order for text in meant.get(word, [word])]
        return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, encoding="utf-8", env=UTF8)

    examined, taken = run("doctor"), run("uninstall")
    assert examined.stdout.startswith("ОШИБКА установка: для этого пользователя ничего не установлено; ")
    assert examined.returncode == 1
    assert (taken.stdout, taken.returncode) == ("здесь ничего не установлено\n", 0)


def test_a_mistake_of_installing_is_told_in_the_language_asked_for(tmp_path: Path) -> None:
    where = places(System.WINDOWS, tmp_path)
    where.record.parent.mkdir(parents=True)
    where.record.write_text("[]", encoding="utf-8")
    run = growthpole("uninstall", "--system", "windows", "--profile", tmp_path, "--language", "kk")
    assert run.returncode == 1
    assert run.stderr == f"{where.record}: бұл Growthpole жазбасы емес: файлды алып тастап, қайта орнатыңыз\n"
