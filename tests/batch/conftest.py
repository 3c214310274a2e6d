"""Folders in which batches are run."""

from pathlib import Path

import pytest

from tests.batch.folder import Folder, draw_template, write_data

REGIONS = ("Akmola", "Aktobe", "Almaty", "Atyrau", "Жетісу", "=Region")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A template and the data of six regions."""
    draw_template(tmp_path / "template.xlsx")
    write_data(tmp_path / "grp.csv", REGIONS)
    return Folder(tmp_path)
