"""How the command starts."""

import os
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

    assert "..." not in helped().partition("Commands:")[2]
    names = re.findall(r"^  (\w+)  ", helped().partition("Commands:")[2], re.MULTILINE)
    assert names == ["read", "fill", "check", "eval", "new", "functions", "audit", "batch", "addin"]
    for name in names:
        assert f"addin {name} [OPTIONS]" in helped(name)


def test_the_command_tells_its_version() -> None:
    command = [sys.executable, "-m", "addin", "--version"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"growthpole {__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Linux or macOS")
@pytest.mark.parametrize("name", ["", "ELLISON_GLAESER"])
def test_functions_fit_into_a_terminal(name: str) -> None:
    import pty

    shown, terminal = pty.openpty()
    command = [sys.executable, "-m", "addin", "functions", *([name] if name else [])]
    with subprocess.Popen(command, stdout=terminal, env={**os.environ, "COLUMNS": "80"}):
        os.close(terminal)
        lines = _read(shown).splitlines()
    assert len(lines) > 20
    assert [line for line in lines if len(line) > 80] == []
    assert any("plants" in line for line in lines)


def _read(terminal: int) -> str:
    content = b""
    with os.fdopen(terminal, "rb", buffering=0) as stream:
        try:
            while chunk := stream.read(4096):
                content += chunk
        except OSError:  # Linux ends a terminal that was closed so
            pass
    return content.decode("utf-8")
