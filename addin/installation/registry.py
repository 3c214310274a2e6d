"""The registry of Windows, as far as the doctor asks it."""

import sys
from collections.abc import Callable, Mapping
from typing import TypeAlias

Registry: TypeAlias = Callable[[str], Mapping[str, object]]
r"""The values of a key such as `HKEY_CURRENT_USER\Software`, by their names; none where there is no such key."""


def read_registry(key: str) -> Mapping[str, object]:
    """The registry of the user who runs this."""
    if sys.platform != "win32":
        return {}
    import winreg

    root, _, path = key.partition("\\")
    try:
        with winreg.OpenKey(getattr(winreg, root), path, access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            count = winreg.QueryInfoKey(opened)[1]
            return {name: value for name, value, _ in (winreg.EnumValue(opened, place) for place in range(count))}
    except OSError:
        return {}
