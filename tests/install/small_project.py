"""A project small enough to be installed in seconds and without a network: our `install`, one made-up package."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)
PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = """\
import zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "growthpole-0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr("growthpole-0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: growthpole\\nVersion: 0\\n")
        wheel.writestr("growthpole-0.dist-info/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr("growthpole-0.dist-info/RECORD", "")
    return name

build_editable = build_wheel
"""


@dataclass(frozen=True)
class SmallProject:
    """The project's folder and the folder of the one package that its tests' lock names."""

    root: Path
    wheels: Path

    @property
    def environment(self) -> Path:
        return self.root / ".venv"

    def install(self, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
        """Runs `python install …` as a person would, with no index to fetch from."""
        local = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PYTHONUTF8": "1"}
        return subprocess.run(
            [BASE_PYTHON, "install", *arguments],
            cwd=self.root,
            env={**os.environ, **local, **surroundings},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def is_whole(self) -> bool:
        """Whether the next run would take the environment as it is."""
        ask = "from install.environment import *; print(Environment(ROOT / '.venv').is_whole())"
        run = subprocess.run([BASE_PYTHON, "-c", ask], cwd=self.root, capture_output=True, text=True, check=True)
        return run.stdout == "True\n"


def make_project(folder: Path) -> SmallProject:
    """Its 'pytest' is a stand-in that prints its arguments, which shows what the command passes on."""
    project = SmallProject(folder / "Проект в папке", folder / "wheels")
    without_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "install", project.root / "install", ignore=without_caches)
    for part in ("__init__.py", "errors.py", "language.py", "catalogues", "installation", "package"):
        copy = shutil.copytree if (ROOT / "addin" / part).is_dir() else shutil.copy
        (project.root / "addin").mkdir(exist_ok=True)
        copy(ROOT / "addin" / part, project.root / "addin" / part)
    (project.root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (project.root / "backend.py").write_text(BACKEND, encoding="utf-8")
    project.wheels.mkdir()
    lock(project, "1")
    return project


def lock(project: SmallProject, version: str) -> None:
    """Puts that version of the stand-in into the wheels and into both locks."""
    path = project.wheels / f"pytest-{version}-py3-none-any.whl"
    about = f"pytest-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("pytest.py", "import sys\nprint('ran', sys.argv[1:])\nsys.exit(3)\n")
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: pytest\nVersion: {version}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    for name in ("requirements.lock", "requirements-test.lock"):
        text = f"pytest=={version} \\\n    --hash=sha256:{digest}\n"
        (project.root / "install" / name).write_text(text, encoding="utf-8")
