"""A Windows user's folder with a sound installation, for the doctor to look at."""

import struct
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from addin.installation.doctor import examine
from addin.installation.installing import install
from addin.installation.places import Places, System
from tests.installation.profiles import RELEASE, profile

STAND_IN = """#!{python}
import json
print(json.dumps({answer!r}))
"""


def library(bits: int) -> bytes:
    header = bytearray(256)
    header[:2] = b"MZ"
    struct.pack_into("<I", header, 0x3C, 0x80)
    header[0x80:0x84] = b"PE\0\0"
    struct.pack_into("<H", header, 0x84, 0x8664 if bits == 64 else 0x14C)
    return bytes(header)


def answering(path: Path, python: tuple[int, int, int], growthpole: str, xlwings: str) -> Path:
    """An interpreter that gives that answer to the doctor's question."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STAND_IN.format(python=sys.executable, answer=[python, growthpole, xlwings]), encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def healthy(tmp_path: Path) -> Places:
    """A Windows user's folder in which everything is as it should be."""
    if sys.platform == "win32":
        pytest.skip("the stand-in for an interpreter is a script")
    places = profile(tmp_path, System.WINDOWS)
    interpreter = answering(places.environment / "Scripts" / "python", (3, 12, 1), "0.1.0", "0.37.8")
    for bits in (32, 64):
        (places.environment / f"xlwings{bits}-0.37.8.dll").write_bytes(library(bits))
    install(places, RELEASE, interpreter)
    return replace(places, registry=lambda _: {})


def wrong(places: Places) -> list[str]:
    return [str(finding) for finding in examine(places) if finding.remedy]
