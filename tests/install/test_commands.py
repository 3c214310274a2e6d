import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from install.pip_output import count_packages, explain, follow

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "install").glob("*.py"))


def test_an_old_python_is_told_which_one_is_needed() -> None:
    older = "import runpy, sys; sys.version_info = (3, 10, 4); runpy.run_path('install', run_name='__main__')"
    run = subprocess.run([sys.executable, "-c", older], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (1, "Growthpole needs Python 3.11 or newer; this is 3.10\n")


def test_the_first_file_can_be_read_by_any_python_3() -> None:
    ast.parse((ROOT / "install" / "__main__.py").read_text(encoding="utf-8"), feature_version=(3, 4))


@pytest.mark.parametrize(
    "module", [module for module in MODULES if module.stem != "demonstration"], ids=lambda m: m.stem
)
def test_setting_up_needs_the_standard_library_alone(module: Path) -> None:
    found = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            f"import install.{module.stem}" if module.stem != "__main__" else "import install",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert found.stderr == ""


def test_a_wrong_word_is_answered_with_the_commands() -> None:
    run = subprocess.run([sys.executable, "install", "tests"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 2
    assert "demo" in run.stderr


@pytest.mark.parametrize(
    ("name", "groups", "extras"),
    [
        ("requirements.lock", ["build"], ["fast"]),
        ("requirements-server.lock", ["build"], ["fast", "parquet", "cluster"]),
        ("requirements-test.lock", ["build", "test"], ["fast", "parquet", "cluster"]),
    ],
)
def test_a_lock_pins_whatever_the_project_asks_for(name: str, groups: list[str], extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *(line for group in groups for line in project["dependency-groups"][group]),
        *(line for extra in extras for line in project["project"]["optional-dependencies"][extra]),
    ]
    lines = (ROOT / "install" / name).read_text(encoding="utf-8").splitlines()
    pinned = [Requirement(line.rstrip("\\ ")) for line in lines if line and not line.startswith((" ", "#"))]
    here = {canonicalize_name(pin.name): pin for pin in pinned if pin.marker is None or pin.marker.evaluate()}
    for requirement in map(Requirement, asked):
        version = str(here[canonicalize_name(requirement.name)].specifier).removeprefix("==")
        assert requirement.specifier.contains(version)


def test_a_lock_s_packages_are_counted() -> None:
    assert (
        count_packages("a-b==1 \\\n    --hash=sha256:0\nc.d==2 ; sys_platform == 'win32' \\\n    --hash=sha256:1\n")
        == 2
    )


def test_pip_s_words_are_followed_package_by_package() -> None:
    words = [
        "Ignoring tzdata: markers\n",
        "Collecting numpy==2 (from -r a/b.lock (line 1))\n",
        "Processing /wheels/lxml-6.whl (from -r c)\n",
    ]
    heard: list[tuple[float, str]] = []
    follow(words, 3, lambda fraction, name: heard.append((round(fraction, 2), name)), lambda: 0)
    assert heard == [(0.3, "numpy"), (0.6, "lxml")]


def test_the_reason_of_a_failure_is_pip_s_own_first_error() -> None:
    assert (
        explain(["Collecting x", "ERROR: No matching distribution found for x", "ERROR: later"])
        == "No matching distribution found for x"
    )
    assert explain(["something else"]) == "something else"
    assert explain([]) == "no reason given"
