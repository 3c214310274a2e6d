"""`growthpole addin build`."""

from pathlib import Path
from typing import Any

from addin.xlam.build import build_addin


def test_the_addins_file_is_built_where_told(growthpole: Any, tmp_path: Path) -> None:
    target = tmp_path / "надстройка" / "growthpole.xlam"
    target.parent.mkdir()
    outcome = growthpole("addin", "build", "-o", target)
    assert (outcome.code, outcome.output.strip(), outcome.errors) == (0, str(target), "")
    assert target.read_bytes() == build_addin()
    assert list(target.parent.iterdir()) == [target]


def test_nothing_is_left_behind_where_the_folder_is_missing(growthpole: Any, tmp_path: Path) -> None:
    outcome = growthpole("addin", "build", "-o", tmp_path / "nowhere" / "growthpole.xlam")
    assert outcome.code == 1
    assert "there is no folder" in outcome.errors
    assert list(tmp_path.iterdir()) == []
