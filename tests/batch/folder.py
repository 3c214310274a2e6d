"""A folder in which a batch is run as people run it: a template, data, and the command in a process of its own."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import Workbook, load_workbook

Process: TypeAlias = subprocess.Popen[str]

ROOT = Path(__file__).parents[2]
NATION = "Kazakhstan"
YEARS = (2008, 2010, 2012)
BATCH = (sys.executable, "-m", "addin", "batch")


def draw_template(
    path: Path, cells: Mapping[str, object] | None = None, settings: Mapping[str, object] | None = None
) -> Path:
    """A template of a department: a title, GRP by year beside the nation's, and a formula."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    drawn = {"A1": "{{ title }}: {{ region }}", "A3": "{{ year | down }}", "B3": "{{ grp }}", "C3": "{{ nation.grp }}"}
    for address, value in ({**drawn, "D3": "=B3/C3"} if cells is None else cells).items():
        sheet[address] = value
    held = workbook.create_sheet("_settings")
    for row in (settings or {"nation": NATION, "title": "GRP"}).items():
        held.append(row)
    workbook.save(path)
    return path


def write_data(path: Path, regions: Sequence[str], years: Sequence[int] = YEARS, factor: float = 1.0) -> Path:
    """GRP of regions and the nation: of region number n in year y it is n·y·factor."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["region", "year", "grp"])
        for number, region in enumerate((NATION, *regions)):
            writer.writerows([region, year, (number or 1000) * year * factor] for year in years)
    return path


@dataclass(frozen=True)
class Run:
    """A command that has ended."""

    code: int
    output: str
    errors: str


@dataclass(frozen=True)
class Folder:
    """A folder with `template.xlsx` and `grp.csv`."""

    path: Path

    def start(self, *arguments: str, environment: Mapping[str, str] | None = None, **options: Any) -> Process:
        """The command begun in this folder, with the source tree importable and a process group of its own."""
        return subprocess.Popen(
            [*BATCH, *arguments],
            cwd=self.path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
            text=True,
            encoding="utf-8",
            start_new_session=True,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
        )

    def run(self, *arguments: str, **options: Any) -> Run:
        """The command run in this folder."""
        process = self.start(*arguments, **options)
        output, errors = process.communicate(timeout=120)
        return Run(process.returncode, output, errors)

    def by_region(self, *arguments: str, **options: Any) -> Run:
        """The usual batch, a workbook a region in the folder `out`, by one process unless told otherwise."""
        pool = () if {"--workers", "--scheduler"} & set(arguments) else ("--workers", "1")
        return self.run(*USUAL, *pool, *arguments, **options)

    def workbooks(self) -> dict[str, str]:
        """The workbooks in `out` with their digests."""
        files = sorted((self.path / "out").glob("*.xlsx"))
        return {file.stem: sha256(file.read_bytes()).hexdigest() for file in files}

    def cells(self, name: str) -> list[tuple[Any, ...]]:
        """The values that a workbook of `out` shows."""
        sheet = load_workbook(self.path / "out" / f"{name}.xlsx", data_only=True).active
        assert sheet is not None
        return list(sheet.iter_rows(values_only=True))

    def manifest(self) -> list[dict[str, Any]]:
        """The records of the manifest in `out`."""
        lines = (self.path / "out" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def report(self) -> list[dict[str, str]]:
        """The rows of the report in `out`."""
        with (self.path / "out" / "report.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


USUAL = ("template.xlsx", "--data", "grp.csv", "--by", "region", "-o", "out/{region}.xlsx")
