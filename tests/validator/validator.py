"""Microsoft's Open XML SDK validator, from the npm package that package.json names."""

import json
import os
import subprocess
from pathlib import Path

PROGRAM = "node_modules/.bin/ooxml-validator" + (".cmd" if os.name == "nt" else "")
FOLDERS = (Path(__file__).parent, Path.home() / ".cache" / "growthpole" / "validator")


def find_validator() -> Path | None:
    return next((folder / PROGRAM for folder in FOLDERS if (folder / PROGRAM).is_file()), None)


def validation_errors(workbook: Path) -> list[str]:
    """One line an error: the part, the element within it, what is wrong; sorted, so that two files can be compared."""
    program = find_validator()
    assert program is not None
    run = subprocess.run([program, workbook], capture_output=True, text=True, encoding="utf-8", timeout=120)
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stderr.strip())
    return sorted(
        f"{error['path']} {error['xPath']}: {error['description']}" for error in json.loads(run.stdout)["errors"]
    )
