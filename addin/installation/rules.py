r"""What rules of Windows and settings of Excel keep the add-in from loading or from starting its Python.

The settings of Excel 2016 and newer stand below `Office\16.0`, a user's own and those that an administrator sets.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from addin.errors import Message
from addin.installation.finding import DoctorFinding
from addin.installation.places import ADDIN, Places
from addin.installation.record import Record
from addin.installation.registry import Registry

_USER, _MACHINE = "HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"
_OFFICE: Final = r"Microsoft\Office\16.0"
_SETTINGS: Final = (
    rf"{_USER}\Software\{_OFFICE}",
    rf"{_USER}\Software\Policies\{_OFFICE}",
    rf"{_MACHINE}\Software\Policies\{_OFFICE}",
)
_CLOSED: Final = {
    (r"Excel\Security\Trusted Locations", "alllocationsdisabled"): Message("Excel trusts no folder"),
    (r"Excel\Security", "disablealladdins"): Message("Excel loads no add-in"),
    (r"Excel\Security", "requireaddinsig"): Message("Excel loads no add-in without a signature"),
    ("Common", "vbaoff"): Message("VBA is switched off for Office"),
}
_DISABLED: Final = rf"{_USER}\Software\{_OFFICE}\Excel\Resiliency\DisabledItems"
_DEFENDER: Final = (
    rf"{_MACHINE}\SOFTWARE\Policies\Microsoft\Windows Defender",
    rf"{_MACHINE}\SOFTWARE\Microsoft\Windows Defender",
)
_EXPLOIT_GUARD: Final = r"Windows Defender Exploit Guard\ASR\Rules"
_FORBIDDING: Final = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": Message("Microsoft Defender keeps Excel from starting Python"),
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": Message("Microsoft Defender keeps macros from calling Windows' libraries"),
}
"""Microsoft Defender's rules 'Block all Office applications from creating child processes' and 'Block Win32 API calls
from Office macros'."""
_BLOCKS: Final = ("1", "6")
"""Block, and warn, which blocks until somebody answers."""


def check_rules(places: Places, _record: Record) -> Iterator[DoctorFinding]:
    """Settings of Excel, its list of disabled files, and rules about what it starts and its macros call.

    Nothing where there is no registry to ask, on macOS or of another user.
    """
    if places.registry is not None:
        yield from _settings(places.registry)
        yield _disabled(places.registry)
        yield from _forbidden(places.registry)


def _settings(registry: Registry) -> Iterator[DoctorFinding]:
    subject = Message("Excel's settings")
    remedy = Message("change it in Excel's Trust Center, or have the administrator change it")
    closed = [
        found
        for (key, name), found in _CLOSED.items()
        if any(_folded(registry(rf"{root}\{key}")).get(name) == 1 for root in _SETTINGS)
    ]
    yield from (DoctorFinding(subject, found, remedy) for found in closed)
    if not closed:
        yield DoctorFinding(subject, Message("they let add-ins run"))


def _disabled(registry: Registry) -> DoctorFinding:
    """After a crash Excel keeps a list of files that it loads no more, with their paths among other bytes."""
    subject = Message("disabled items")
    name = ADDIN.encode("utf-16-le")
    if any(isinstance(item, bytes) and name in item.lower() for item in registry(_DISABLED).values()):
        remedy = Message(
            "in Excel: File, Options, Add-ins, Manage: Disabled Items, Go; enable it, then start Excel again"
        )
        return DoctorFinding(subject, Message("Excel loads {name} no more, after it crashed", name=ADDIN), remedy)
    return DoctorFinding(subject, Message("none"))


def _forbidden(registry: Registry) -> Iterator[DoctorFinding]:
    subject = Message("programs that Excel may start")
    blocking = {rule for rules in _attack_surface_rules(registry) for rule in _FORBIDDING if rules.get(rule) in _BLOCKS}
    for rule in (rule for rule in _FORBIDDING if rule in blocking):
        remedy = Message("have the administrator turn the rule {rule} off for Excel", rule=rule)
        yield DoctorFinding(subject, _FORBIDDING[rule], remedy)
    if not blocking:
        yield DoctorFinding(subject, Message("no rule forbids it"))


def _attack_surface_rules(registry: Registry) -> Iterator[Mapping[str, str]]:
    """What each rule is set to, from a group's policy, from this computer's own settings, and from its management."""
    for defender in _DEFENDER:
        rules = _folded(registry(rf"{defender}\{_EXPLOIT_GUARD}"))
        yield {rule: str(value) for rule, value in rules.items()}
    managed = _folded(registry(rf"{_DEFENDER[0]}\Policy Manager")).get("asrrules", "")
    yield dict(pair.lower().split("=", 1) for pair in str(managed).split("|") if "=" in pair)


def _folded(values: Mapping[str, object]) -> dict[str, object]:
    """The registry takes names in any case."""
    return {name.lower(): value for name, value in values.items()}
