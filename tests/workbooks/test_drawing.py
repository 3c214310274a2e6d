import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook

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


@pytest.mark.parametrize("name", [name for name in DRAWN if name.startswith("templates")])
def test_no_formula_is_drawn_as_text(name: str) -> None:
    cells = [cell for sheet in load_workbook(WORKBOOKS / name) for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "s" and str(cell.value).startswith("=")] == []


@pytest.mark.parametrize("name", DRAWN)
def test_every_chart_says_what_it_shows_to_those_who_cannot_see_it(name: str) -> None:
    drawings = [part for path, part in parts(WORKBOOKS / name).items() if path.startswith("xl/drawings/drawing")]
    frames = [frame for part in drawings for frame in etree.fromstring(part).iter("{*}graphicFrame")]
    assert all(next(frame.iter("{*}cNvPr")).get("descr") for frame in frames)
    assert len(frames) == {"ranking": 1, "regions": 3, "trend": 1}.get(name.rpartition("/")[2].partition(".")[0], 0)


def placeholders(text: str) -> Iterator[str]:
    return (match.group() for match in re.finditer(r"\{\{.*?\}\}", text))
