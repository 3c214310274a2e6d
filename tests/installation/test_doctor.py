from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from addin.installation.dll import bitness
from addin.installation.doctor import examine
from addin.installation.installing import install
from addin.installation.places import Places, System
from addin.installation.release import Release
from tests.installation.conftest import answering, library, wrong
from tests.installation.profiles import RELEASE, profile


def test_a_healthy_installation_has_nothing_wrong(healthy: Places) -> None:
    assert wrong(healthy) == []
    assert len(examine(healthy)) == 13


def reinstalled(places: Places) -> None:
    install(places, Release("0.2.0", "0.37.8", RELEASE.addin, {}), places.environment / "Scripts" / "python")


def quarantined(places: Places) -> None:
    (places.environment / "xlwings64-0.37.8.dll").unlink()


def swapped(places: Places) -> None:
    (places.environment / "xlwings32-0.37.8.dll").write_bytes(library(64))


def marked(places: Places) -> None:
    places.addin.with_name("growthpole.xlam:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="ascii")


def copied(places: Places) -> None:
    places.elsewhere[0].mkdir(parents=True)
    (places.elsewhere[0] / "Growthpole (1).xlam").write_bytes(RELEASE.addin)


def outdated(places: Places) -> None:
    answering(places.environment / "Scripts" / "python", (3, 10, 0), "0.1.0", "0.37.8")


def dead(places: Places) -> None:
    (places.environment / "Scripts" / "python").write_text("#!/bin/false\n", encoding="ascii")


FAULTS: Final[list[tuple[Callable[[Places], object], str, str]]] = [
    (lambda places: places.settings.unlink(), "settings", "install again"),
    (lambda places: places.settings.write_text(""), "settings", "install again"),
    (lambda places: places.settings.write_text('"INTERPRETER_WIN","C:\\x"'), "settings", "put it right"),
    (lambda places: (places.environment / "Scripts" / "python").unlink(), "interpreter", "install again"),
    (dead, "interpreter", "install again"),
    (outdated, "interpreter", "it needs Python 3.11 or newer"),
    (reinstalled, "versions", "the add-in was made for growthpole 0.2.0, xlwings 0.37.8"),
    (quarantined, "library for 64-bit Excel", "look in the virus scanner's quarantine"),
    (swapped, "library for 32-bit Excel", "install again"),
    (lambda places: places.addin.unlink(), "start folder", "look in the virus scanner's quarantine"),
    (lambda places: places.addin.write_bytes(b"old"), "start folder", "install again"),
    (marked, "mark of the web", "in the file's properties choose 'Unblock'"),
    (copied, "second copy", "close Excel and delete that file"),
    (lambda places: places.record.unlink(), "installation", "install again"),
]


@pytest.mark.parametrize(("change", "subject", "remedy"), FAULTS)
def test_each_fault_is_one_line_with_its_remedy(
    healthy: Places, change: Callable[[Places], object], subject: str, remedy: str
) -> None:
    change(healthy)
    first = wrong(healthy)[0]
    assert first.startswith(f"WRONG  {subject}: ")
    assert f"; {remedy}" in first
    assert len(first.splitlines()) == 1


def test_a_file_that_is_no_library_has_no_bitness(tmp_path: Path) -> None:
    for content in (b"", b"MZ", b"MZ" + bytes(300), b"PK\x03\x04" * 80):
        (tmp_path / "file.dll").write_bytes(content)
        assert bitness(tmp_path / "file.dll") is None
    assert bitness(tmp_path / "missing.dll") is None


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_each_finding_is_told_in_the_language_asked_for(healthy: Places, language: str) -> None:
    for change, _, _ in FAULTS:
        for finding in examine(healthy):
            told = finding.told(language)
            assert told != str(finding)
            assert told.split()[0] in ("норма", "ОШИБКА", "дұрыс", "ҚАТЕ")
        change(healthy)


def test_on_macos_the_script_that_excel_may_run_is_looked_for(tmp_path: Path) -> None:
    places = profile(tmp_path, System.MACOS)
    install(places, RELEASE, tmp_path / "python")
    assert [line.partition(":")[0] for line in wrong(places)] == ["WRONG  interpreter"]
    assert places.scripts is not None
    (places.scripts / "xlwings-0.37.8.applescript").unlink()
    (line,) = [line for line in wrong(places) if "script that" in line]
    assert line.startswith("WRONG  script that Excel may run: ")
    assert "; install again (on Windows py install, on macOS python3 install)" in line
