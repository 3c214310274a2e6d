"""The command run in this process, as a shell would see it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from addin.command_line import main

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "workbooks" / "data" / "kazakhstan_kireyeva_nurlanova_2014.xlsx"
TEMPLATES = ROOT / "workbooks" / "templates"


@dataclass(frozen=True)
class Outcome:
    """What a run of the command came to."""

    code: int
    output: str
    errors: str


@pytest.fixture
def growthpole(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run `growthpole` with these arguments."""

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["growthpole", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run
