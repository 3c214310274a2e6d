from pathlib import Path

import pytest

from addin.errors import UserError
from addin.installation.installing import install, installed_environment, note_environment, uninstall
from addin.installation.places import System, refuse_store_python
from addin.installation.settings import interpreter_of
from tests.installation.profiles import NEWER, RELEASE, contents, profile

SYSTEMS = pytest.mark.parametrize("system", System)


def own_environment(folder: Path) -> Path:
    environment = folder / "environment"
    environment.mkdir(parents=True)
    (environment / "pyvenv.cfg").write_text("", encoding="utf-8")
    return environment


@SYSTEMS
def test_the_add_in_and_its_settings_are_where_excel_looks(system: System, tmp_path: Path) -> None:
    places = profile(tmp_path, system)
    interpreter = places.environment / "Scripts" / "pythonw.exe"
    install(places, RELEASE, interpreter)
    assert places.addin.read_bytes() == b"the add-in"
    assert interpreter_of(places) == interpreter


def test_windows_settings_name_no_letter_of_the_user_s_name(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    install(places, RELEASE, places.environment / "Scripts" / "pythonw.exe")
    expected = b'"INTERPRETER_WIN","%LOCALAPPDATA%\\Growthpole\\environment\\Scripts\\pythonw.exe"\r\n'
    assert places.settings.read_bytes() == expected


def test_macos_gets_the_script_that_excel_may_run(tmp_path: Path) -> None:
    places = profile(tmp_path, System.MACOS)
    install(places, RELEASE, places.environment / "bin" / "python")
    assert places.scripts is not None
    assert (places.scripts / "xlwings-0.37.8.applescript").read_bytes() == b"the script"


@SYSTEMS
def test_a_second_time_nothing_is_done(system: System, tmp_path: Path) -> None:
    places = profile(tmp_path, system)
    interpreter = places.environment / "python"
    assert install(places, RELEASE, interpreter) != []
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert install(places, RELEASE, interpreter) == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


@SYSTEMS
def test_uninstalling_leaves_the_folder_as_it_was_before(system: System, tmp_path: Path) -> None:
    places = profile(tmp_path, system)
    before = contents(tmp_path)
    install(places, RELEASE, places.environment / "python", own_environment(places.environment.parent))
    assert contents(tmp_path) != before
    places.log.write_text("the ribbon's", "utf-8")
    uninstall(places, running=tmp_path)
    assert contents(tmp_path) == before


@SYSTEMS
def test_after_an_upgrade_too(system: System, tmp_path: Path) -> None:
    places = profile(tmp_path, system)
    before = contents(tmp_path)
    install(places, RELEASE, places.environment / "python")
    install(places, NEWER, places.environment / "python")
    assert places.addin.read_bytes() == b"the newer add-in"
    assert not list(tmp_path.rglob("xlwings-0.37.8.applescript"))
    uninstall(places, running=tmp_path)
    assert contents(tmp_path) == before


def test_what_was_changed_since_stays_and_is_named(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    install(places, RELEASE, places.environment / "python")
    places.settings.write_text('"INTERPRETER_WIN","C:\\mine\\python.exe"\n', encoding="utf-8")
    lines = [str(line) for line in uninstall(places, running=tmp_path)]
    assert f"left {places.settings}: it was changed after it was put there" in lines
    assert places.settings.exists()
    assert not places.addin.exists()


@SYSTEMS
def test_an_installation_that_ended_half_way_is_taken_away_too(system: System, tmp_path: Path) -> None:
    places = profile(tmp_path, system)
    before = contents(tmp_path)
    elsewhere = tmp_path / "tools" / "new"
    note_environment(places, elsewhere / "environment")
    own_environment(elsewhere)
    assert [str(line) for line in uninstall(places, running=tmp_path)] == [f"removed {elsewhere / 'environment'}"]
    assert contents(tmp_path) == before


def test_so_is_one_that_was_to_take_the_place_of_another(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    before = contents(tmp_path)
    first = tmp_path / "first" / "environment"
    note_environment(places, first)
    own_environment(tmp_path / "first")
    install(places, RELEASE, first / "python", first)
    for name in ("second", "third"):
        note_environment(places, tmp_path / name / "environment")
        own_environment(tmp_path / name)
    assert installed_environment(places) == first
    uninstall(places, running=tmp_path)
    assert contents(tmp_path) == before


def test_an_installation_takes_away_what_others_began(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    environments = [tmp_path / name / "environment" for name in ("first", "second", "third")]
    for environment in environments:
        note_environment(places, environment)
        own_environment(environment.parent)
    used = environments.pop()
    lines = [str(line) for line in install(places, RELEASE, used / "python", used)]
    assert lines[:2] == [f"removed {environment}" for environment in environments]
    assert used.exists()


def test_what_was_noted_is_forgotten_by_no_later_installation(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    before = contents(tmp_path)
    environment = tmp_path / "tools" / "environment"
    for release in (RELEASE, NEWER):
        note_environment(places, environment)
        if release is RELEASE:
            own_environment(environment.parent)
        install(places, release, environment / "python", environment)
    note_environment(places, environment)
    assert install(places, NEWER, environment / "python", environment) == []
    uninstall(places, running=tmp_path)
    assert contents(tmp_path) == before


def test_an_environment_in_another_folder_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    first, second = own_environment(tmp_path / "first"), own_environment(tmp_path / "second")
    install(places, RELEASE, first / "python", first)
    lines = [str(line) for line in install(places, RELEASE, second / "python", second)]
    assert lines == [f"removed {first}", f"put {places.settings}"]
    assert second.exists()


def test_another_python_of_the_users_own_takes_its_place_too(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    ours, theirs = own_environment(tmp_path / "ours"), own_environment(tmp_path / "theirs")
    install(places, RELEASE, ours / "Scripts" / "python", ours)
    install(places, RELEASE, ours / "Scripts" / "python")
    assert installed_environment(places) == ours
    install(places, RELEASE, theirs / "Scripts" / "python")
    assert (ours.exists(), theirs.exists(), installed_environment(places)) == (False, True, None)
    uninstall(places, running=tmp_path)
    assert theirs.exists()


def test_an_environment_that_is_not_ours_stays(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    theirs = own_environment(tmp_path / "theirs")
    install(places, RELEASE, theirs / "bin" / "python")
    uninstall(places, running=tmp_path)
    assert theirs.exists()


def test_the_environment_that_runs_is_not_removed_from_within(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    environment = own_environment(tmp_path / "ours")
    install(places, RELEASE, environment / "bin" / "python", environment)
    lines = [str(line) for line in uninstall(places, running=environment)]
    assert f"left {environment}: this command runs in it; delete the folder when it has ended" in lines
    assert environment.exists()


def test_where_nothing_was_installed_nothing_is_removed(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    before = contents(tmp_path)
    assert [str(line) for line in uninstall(places, running=tmp_path)] == ["nothing is installed here"]
    assert contents(tmp_path) == before


def test_a_space_in_the_interpreter_s_path_is_refused_on_macos(tmp_path: Path) -> None:
    places = profile(tmp_path, System.MACOS)
    before = contents(tmp_path)
    with pytest.raises(UserError, match="path has a space: choose a folder with --environment"):
        install(places, RELEASE, tmp_path / "my tools" / "python")
    assert contents(tmp_path) == before


def test_the_store_s_python_is_refused_and_others_are_not() -> None:
    refuse_store_python(r"C:\Users\name\AppData\Local\Programs\Python\Python312")
    with pytest.raises(UserError, match=r"install Python from python\.org"):
        refuse_store_python(r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64")


def test_a_record_of_somebody_else_s_is_refused(tmp_path: Path) -> None:
    places = profile(tmp_path, System.WINDOWS)
    places.record.parent.mkdir(parents=True)
    places.record.write_text("[]", encoding="utf-8")
    with pytest.raises(UserError, match=r"installed\.json: this is not a record of ours"):
        uninstall(places, running=tmp_path)
