"""`python3 install test` in a small project, from a folder with spaces and Cyrillic letters."""

import os
import shutil
from pathlib import Path

import pytest

from tests.install.small_project import SmallProject, lock, make_project


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    return make_project(tmp_path_factory.mktemp("install"))


@pytest.fixture
def project(folder: SmallProject) -> SmallProject:
    """Its environment is whole, whatever the test before left."""
    assert "ran" in folder.install("test").stdout
    return folder


def state(folder: Path) -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in sorted(folder.rglob("*")) if "__pycache__" not in str(file)}


def is_remade(project: SmallProject) -> bool:
    run = project.install("test")
    assert "ran" in run.stdout
    return "made in" in run.stdout


def test_the_environment_is_made_and_the_arguments_are_passed_on(project: SmallProject) -> None:
    run = project.install("test", "-k", "two words")
    assert run.stdout.splitlines()[-1] == "ran ['-k', 'two words']"
    assert run.returncode == 3


def test_without_arguments_the_tests_run_in_parallel(project: SmallProject) -> None:
    assert "ran ['--numprocesses', 'auto']" in project.install("test").stdout


def test_the_second_run_changes_nothing(project: SmallProject) -> None:
    before = state(project.root)
    assert not is_remade(project)
    assert state(project.root) == before


@pytest.mark.parametrize("part", ["growthpole.json", "bin", "lib*/python*/site-packages/pytest-*.dist-info"])
@pytest.mark.skipif(os.name == "nt", reason="the parts have other names")
def test_an_environment_that_lacks_a_part_is_not_taken_for_whole(project: SmallProject, part: str) -> None:
    path = next(project.environment.glob(part))
    path.rename(path.with_name("away"))
    lacking = project.is_whole()
    path.with_name("away").rename(path)
    assert (lacking, project.is_whole()) == (False, True)


def test_an_environment_that_is_not_whole_is_remade(project: SmallProject) -> None:
    (project.environment / "growthpole.json").unlink()
    assert is_remade(project)
    assert project.is_whole()


def test_a_new_lock_makes_the_environment_anew(project: SmallProject) -> None:
    lock(project, "2")
    assert is_remade(project)
    assert [found.name for found in project.environment.rglob("pytest-*.dist-info")] == ["pytest-2.dist-info"]


def test_a_package_other_than_the_one_locked_is_refused_and_the_next_run_recovers(project: SmallProject) -> None:
    path = project.root / "install" / "requirements-test.lock"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:-65] + "0" * 64 + "\n", encoding="utf-8")
    run = project.install("test")
    path.write_text(whole, encoding="utf-8")
    assert run.returncode == 1
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in run.stderr.splitlines()[-1]
    assert is_remade(project)


def test_an_index_out_of_reach_is_told_in_one_line(project: SmallProject) -> None:
    (project.environment / "growthpole.json").unlink()
    nowhere = {
        "PIP_NO_INDEX": "0",
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_EXTRA_INDEX_URL": "",
    }
    run = project.install("test", **nowhere, PIP_RETRIES="0")
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith(
        "the package index can't be reached; check the connection, a proxy, or pip's own settings"
    )


def test_a_folder_of_somebody_else_s_is_left_alone(project: SmallProject) -> None:
    shutil.rmtree(project.environment)
    project.environment.mkdir()
    (project.environment / "letters.txt").write_text("mine", encoding="utf-8")
    run = project.install("test")
    assert (run.returncode, (project.environment / "letters.txt").read_text(encoding="utf-8")) == (1, "mine")
    assert run.stderr.strip().endswith(".venv: is not an environment that Growthpole made: move it away")
    shutil.rmtree(project.environment)
