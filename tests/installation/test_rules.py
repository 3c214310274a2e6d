"""What Windows and Excel themselves may have against the add-in: settings, rules, and letters of folders' names."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from addin.errors import UserError
from addin.installation.doctor import examine
from addin.installation.installing import install
from addin.installation.places import Places, System, places
from addin.installation.registry import read_registry
from tests.installation.conftest import answering, wrong
from tests.installation.profiles import RELEASE, contents, profile

OFFICE: Final = r"Microsoft\Office\16.0"
USER: Final = rf"HKEY_CURRENT_USER\Software\{OFFICE}"
POLICY: Final = rf"HKEY_CURRENT_USER\Software\Policies\{OFFICE}"
MACHINE: Final = rf"HKEY_LOCAL_MACHINE\Software\Policies\{OFFICE}"
DEFENDER: Final = r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender"
OWN_DEFENDER: Final = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows Defender"
RULES: Final = r"Windows Defender Exploit Guard\ASR\Rules"
RULE: Final = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
WIN32_CALLS: Final = "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B"
OTHER_RULE: Final = "3B576869-A4EC-4529-8536-B80A7769E899"
CRASHED: Final = b"\x01\0\0\0" + "C:\\Users\\Me\\XLSTART\\Growthpole.xlam".encode("utf-16-le") + bytes(4)


def with_registry(healthy: Places, key: str, values: Mapping[str, object]) -> Places:
    keys = {key.lower(): values}
    return replace(healthy, registry=lambda asked: keys.get(asked.lower(), {}))


@pytest.mark.parametrize(
    ("key", "values", "told"),
    [
        (rf"{USER}\Excel\Security\Trusted Locations", {"AllLocationsDisabled": 1}, "Excel trusts no folder"),
        (rf"{POLICY}\Excel\Security\Trusted Locations", {"alllocationsdisabled": 1}, "Excel trusts no folder"),
        (rf"{USER}\Excel\Security", {"DisableAllAddins": 1}, "Excel loads no add-in;"),
        (rf"{MACHINE}\Excel\Security", {"RequireAddinSig": 1}, "Excel loads no add-in without a signature"),
        (rf"{POLICY}\Common", {"VBAOff": 1}, "VBA is switched off for Office"),
    ],
)
def test_a_setting_of_excel_that_keeps_add_ins_out_is_told(
    healthy: Places, key: str, values: Mapping[str, object], told: str
) -> None:
    (line,) = wrong(with_registry(healthy, key, values))
    assert line.startswith(f"WRONG  Excel's settings: {told}")
    assert "; change it in Excel's Trust Center" in line
    allowed = dict.fromkeys(values, 0)
    assert wrong(with_registry(healthy, key, allowed)) == []


def test_an_add_in_that_excel_disabled_after_a_crash_is_told(healthy: Places) -> None:
    key = rf"{USER}\Excel\Resiliency\DisabledItems"
    (line,) = wrong(with_registry(healthy, key, {"A1B2C3": CRASHED}))
    assert line.startswith(
        "WRONG  disabled items: Excel loads growthpole.xlam no more, after it crashed; in Excel: File"
    )
    assert wrong(with_registry(healthy, key, {"A1B2C3": CRASHED.replace(b"G", b"H")})) == []


@pytest.mark.parametrize(
    ("key", "values"),
    [
        (rf"{DEFENDER}\{RULES}", {RULE: "1"}),
        (rf"{DEFENDER}\{RULES}", {RULE.lower(): "6"}),
        (rf"{OWN_DEFENDER}\{RULES}", {RULE: 1}),
        (rf"{DEFENDER}\Policy Manager", {"ASRRules": f"{OTHER_RULE}=2|{RULE}=1"}),
    ],
)
def test_a_rule_against_programs_that_excel_starts_is_told(
    healthy: Places, key: str, values: Mapping[str, object]
) -> None:
    (line,) = wrong(with_registry(healthy, key, values))
    assert line.startswith(
        "WRONG  programs that Excel may start: Microsoft Defender keeps Excel from starting Python; "
    )
    assert line.endswith(f"have the administrator turn the rule {RULE.lower()} off for Excel")


@pytest.mark.parametrize("rule", ["1", "6"])
def test_a_rule_against_macros_that_call_windows_libraries_is_told(healthy: Places, rule: str) -> None:
    (line,) = wrong(with_registry(healthy, rf"{DEFENDER}\{RULES}", {WIN32_CALLS: rule}))
    assert "Microsoft Defender keeps macros from calling Windows' libraries; " in line
    assert line.endswith(f"have the administrator turn the rule {WIN32_CALLS.lower()} off for Excel")
    assert len(wrong(with_registry(healthy, rf"{DEFENDER}\{RULES}", {WIN32_CALLS: rule, RULE: rule}))) == 2


@pytest.mark.parametrize(
    ("key", "values"),
    [
        (rf"{DEFENDER}\{RULES}", {RULE: "0", OTHER_RULE: "1"}),
        (rf"{DEFENDER}\{RULES}", {RULE: "2"}),
        (rf"{DEFENDER}\Policy Manager", {"ASRRules": f"{OTHER_RULE}=1|{RULE}=0"}),
    ],
)
def test_a_rule_that_only_listens_or_is_about_something_else_is_none(
    healthy: Places, key: str, values: Mapping[str, object]
) -> None:
    assert wrong(with_registry(healthy, key, values)) == []


@pytest.mark.parametrize("switches", ["", "/R ", "/A /R "])
def test_a_copy_chosen_in_excels_list_of_add_ins_is_told(healthy: Places, switches: str) -> None:
    stale = r"D:\my add-ins\growthpole-old.xlam"
    values = {"OPEN": r'/R "C:\other.xlam"', "OPEN1": f'{switches}"{stale}"', "DefaultPath": r"C:\growthpole"}
    (line,) = wrong(with_registry(healthy, rf"{USER}\Excel\Options", values))
    assert line == f"WRONG  second copy: Excel loads {stale} too; close Excel and delete that file"


def test_of_another_user_nothing_is_said_that_only_his_registry_tells(healthy: Places, tmp_path: Path) -> None:
    assert places(System.WINDOWS, tmp_path).registry is None
    assert places(System.WINDOWS).registry is read_registry
    told = {finding.subject.message for finding in examine(replace(healthy, registry=None))}
    assert len(told) > 5
    assert not told & {"Excel's settings", "disabled items", "programs that Excel may start"}


@pytest.mark.skipif(sys.platform == "win32", reason="there is a registry")
def test_a_system_without_registry_has_nothing_in_it() -> None:
    assert read_registry(rf"{USER}\Excel\Options") == {}


def use_cyrillic(patch: pytest.MonkeyPatch) -> None:
    """The code page of Russian and of Kazakh Windows, which has no letter of Kazakh's own."""
    patch.setattr("addin.installation.letters.ENCODING", "cp1251")


def test_a_folder_named_in_letters_that_vba_lacks_is_told(healthy: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user of the made-up folder is called Әсел Иванова."""
    use_cyrillic(monkeypatch)
    told = [line for line in wrong(healthy) if "names of folders" in line]
    assert [
        line.startswith("WRONG  names of folders: Excel's VBA can't read the letters 'Ә' of ") for line in told
    ] == [
        True,
        True,
    ]
    assert "; have the administrator give the folder a short name" in told[0]
    assert "; choose a folder with --environment" in told[1]


def test_installing_where_vba_can_not_find_the_interpreter_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_cyrillic(monkeypatch)
    made = profile(tmp_path, System.WINDOWS)
    before = contents(tmp_path)
    with pytest.raises(UserError, match=r"can't read the letters 'Ә' of .*: choose a folder with --environment"):
        install(made, RELEASE, made.environment / "Scripts" / "pythonw.exe")
    assert contents(tmp_path) == before


def test_a_folder_named_in_russian_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_cyrillic(monkeypatch)
    if sys.platform == "win32":
        pytest.skip("the stand-in for an interpreter is a script")
    made = places(System.WINDOWS, tmp_path / "Иван Петров")
    install(made, RELEASE, answering(made.environment / "Scripts" / "python", (3, 12, 1), "0.1.0", "0.37.8"))
    lines = [str(finding) for finding in examine(made)]
    assert "ok     names of folders: Excel's VBA can read them" in lines
