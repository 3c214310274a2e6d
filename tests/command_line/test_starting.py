"""How the command starts."""

import re
import subprocess
import sys

import pytest

from addin import __version__


@pytest.mark.parametrize("command", [["eval", "=1+1"], ["functions", "HHI"]])
def test_a_command_imports_nothing_of_the_others(command: list[str]) -> None:
    code = (
        "import sys; from addin.command_line.application import application\n"
        f"application({command!r})({command!r}, standalone_mode=False)\n"
        "print({name.split('.')[0] for name in sys.modules} & {'openpyxl', 'lxml', 'jinja2', 'rich', 'pandas'})"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "set()"


def test_each_command_that_the_help_lists_has_help_of_its_own() -> None:
    def helped(*arguments: str) -> str:
        command = [sys.executable, "-m", "addin", *arguments, "--help"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    names = re.findall(r"^  (\w+)  ", helped().partition("Commands:")[2], re.MULTILINE)
    assert names == ["fill", "check", "eval", "new", "functions", "audit", "batch", "addin"]
    for name in names:
        assert f"addin {name} [OPTIONS]" in helped(name)


def test_the_command_tells_its_version() -> None:
    command = [sys.executable, "-m", "addin", "--version"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"growthpole {__version__}\n"
