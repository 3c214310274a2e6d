import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from workbooks.drawing.catalogue import draw_all
from workbooks.drawing.labels import LABELS, LANGUAGES

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
DRAWN = sorted(
    path.relative_to(WORKBOOKS).as_posix()
    for kind in (".", "data", "templates")
    for path in (WORKBOOKS / kind).glob("*.xlsx")
)


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("redrawn")
    draw_all(folder)
    return folder


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_no_workbook_is_there_that_is_not_drawn(redrawn: Path) -> None:
    assert sorted(path.relative_to(redrawn).as_posix() for path in redrawn.rglob("*.xlsx")) == DRAWN


@pytest.mark.parametrize("name", DRAWN)
def test_each_committed_workbook_is_what_its_script_draws(name: str, redrawn: Path) -> None:
    assert parts(WORKBOOKS / name) == parts(redrawn / name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_placeholders(language: str) -> None:
    assert LABELS[language].keys() == LABELS["en"].keys()
    for key, text in LABELS[language].items():
        assert list(placeholders(text)) == list(placeholders(LABELS["en"][key])), key


def placeholders(text: str) -> Iterator[str]:
    return (match.group() for match in re.finditer(r"\{\{.*?\}\}", text))
