"""What brings the parts of Python that a system may have left out."""

import platform
from importlib.util import find_spec
from typing import Final

PACKAGES: Final = {
    "debian": "apt install python3-venv",
    "ubuntu": "apt install python3-venv",
    "fedora": "dnf install python3-pip",
    "rhel": "dnf install python3-pip",
    "suse": "zypper install python3-pip",
    "arch": "pacman -S python-pip",
    "alpine": "apk add py3-pip",
}


def has(module: str) -> bool:
    """Whether this Python has the module."""
    return find_spec(module) is not None


def remedy() -> str:
    """The command that brings venv and pip on this system."""
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return "install Python from python.org, with pip"
    names = [system.get("ID", ""), *system.get("ID_LIKE", "").split()]
    return next((PACKAGES[name] for name in names if name in PACKAGES), "your system's packages for venv and pip")
