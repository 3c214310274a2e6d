"""`python3 install` that ends half-way: what it made is taken away like what a whole installation made."""

from pathlib import Path

from tests.install.small_project import make_project
from tests.installation.profiles import contents


def test_what_an_installation_made_before_it_failed_is_taken_away(tmp_path: Path) -> None:
    """The small project has no command that puts the add-in, so that its installation fails after the environment."""
    project, user = make_project(tmp_path), tmp_path / "Мой профиль"
    user.mkdir()
    where = ("--system", "windows", "--profile", str(user))
    assert project.install(*where).returncode == 1
    environment = user / "AppData" / "Local" / "Growthpole" / "environment"
    assert (environment / "pyvenv.cfg").is_file()
    examined = project.install(*where, "doctor")
    assert (examined.returncode, "install again" in examined.stdout) == (1, True)
    assert project.install(*where, "uninstall").stdout == f"removed {environment}\n"
    assert contents(user) == {}


def test_a_path_that_excel_for_macos_can_not_start_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    project, user = make_project(tmp_path), tmp_path / "my profile"
    user.mkdir()
    run = project.install("--system", "macos", "--profile", str(user))
    assert run.returncode == 1
    assert run.stderr.endswith("can't start a Python whose path has a space: choose a folder with --environment\n")
    assert contents(user) == {}
