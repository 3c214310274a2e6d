"""The templates of `workbooks/templates`, each filled with the figures it was drawn for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from addin.audit.auditing import audit_file
from addin.audit.report import audit_report
from addin.filebook.template import read_template
from addin.fill import fill, load_source
from addin.macros.listing import functions_listed
from addin.package.package import Package
from tests.golden.content import content_of

ROOT: Final = Path(__file__).parents[2]
GOLDEN: Final = Path(__file__).parent
TEMPLATES: Final = ROOT / "workbooks" / "templates"
PAPER: Final = ROOT / "workbooks" / "data" / "kazakhstan_kireyeva_nurlanova_2014.xlsx"
BLS: Final = ROOT / "tests" / "data" / "qcew_2016_establishments.csv"
TABLE_2: Final = ROOT / "workbooks" / "drawing" / "figures" / "table_2.csv"
BRANCHES: Final = GOLDEN / "branches.csv"
"""The documented example of LOCALIZATION_TABLE."""
INNOVATION: Final = GOLDEN / "innovation.csv"
"""Invented figures of four regions in two years."""
LANGUAGES: Final = ("en", "ru", "kk")


@dataclass(frozen=True)
class Case:
    """A template, the data it is filled from, and settings given with them; without data it is filled by ourselves."""

    name: str
    data: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def golden(self) -> Path:
        """The file that holds its content."""
        return GOLDEN / f"{self.name}.txt"

    def content(self) -> str:
        """The content of the filled workbook."""
        if self.data is None:
            return content_of(self._filled_by_ourselves().write())
        template = read_template(TEMPLATES / f"{self.name}.xlsx")
        return content_of(fill(template, load_source(template, [self.data], self.settings)).write())

    def _filled_by_ourselves(self) -> Package:
        name, _, language = self.name.partition(".")
        return {"audit": _audited, "functions": functions_listed}[name](language)


def _audited(language: str) -> Package:
    return audit_report(audit_file(PAPER), PAPER.name, language)


CASES: Final = (
    *(Case(f"rating.{language}", INNOVATION, {"nation": "-", "year": "2012"}) for language in LANGUAGES),
    *(Case(f"regions.{language}", PAPER, {"nation": "Republic of Kazakhstan"}) for language in LANGUAGES),
    *(
        Case(f"localization.{language}", BLS, {"nation": "United States", "base_year": "2016"})
        for language in LANGUAGES
    ),
    *(
        Case(f"{name}.{language}", TABLE_2, {"indicator": "value", "nation": "Republic of Kazakhstan"})
        for name in ("ranking", "trend")
        for language in LANGUAGES
    ),
    *(Case(f"specialisation.{language}", BRANCHES) for language in LANGUAGES),
    *(Case(f"{name}.{language}") for name in ("audit", "functions") for language in LANGUAGES),
)
