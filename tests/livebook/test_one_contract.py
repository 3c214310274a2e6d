"""What holds of a filling holds through both doors: as a file on the command line, and of a workbook open in Excel.

Both run one code, so that more is true than that cells agree: the files are the same to the byte.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest
import xlwings as xw
from openpyxl import Workbook, load_workbook

from addin.audit.auditing import audit_file
from addin.audit.report import audit_report
from addin.errors import UserError, UserErrors
from addin.filebook.template import read_template
from addin.fill import check, fill, load_source
from addin.language import LANGUAGES
from addin.package.package import read_package
from addin.package.renaming import formulas
from addin.package.workbook import defined_names, sheets
from tests.golden.cases import CASES, TEMPLATES, Case
from tests.livebook.conftest import PAPER
from tests.livebook.sheets import Excel
from tests.package.corpus import FEATURES, feature_workbook, suffix_of

Open = Callable[[Path], xw.Book]
Run = Callable[..., None]
Door: TypeAlias = Callable[[Path, Path | None], bytes]

WITHOUT_DATA_OF_ITS_OWN = "strict namespaces"


def by_file(template: Path, data: Path | None) -> bytes:
    read = read_template(template)
    return fill(read, load_source(read, [data] if data else [])).write()


@pytest.fixture
def by_excel(opened: Open, macro: Run, excel: Excel) -> Door:
    def filled(template: Path, data: Path | None) -> bytes:
        book = opened(template)
        excel.chosen_file = str(data or False)
        macro(book, "fill")
        assert [text for mode, text in excel.alerts if mode != "file"] == []
        return Path(book.impl.path).with_name(f"{template.stem}-filled{template.suffix}").read_bytes()

    return filled


def with_settings(case: Case, folder: Path) -> Path:
    """The template with the settings of the case in the workbook, where Excel finds them."""
    workbook = load_workbook(TEMPLATES / f"{case.name}.xlsx")
    sheet = workbook["_settings"]
    rows = {row[0].value: row[1] for row in sheet.iter_rows()}
    for name, value in case.settings.items():
        if name in rows:
            rows[name].value = int(value) if value.isdecimal() else value
        else:
            sheet.append([name, value])
    workbook.save(folder / f"{case.name}.xlsx")
    return folder / f"{case.name}.xlsx"


@pytest.mark.parametrize("case", [case for case in CASES if case.data], ids=lambda case: case.name)
def test_every_template_of_ours_comes_out_the_same(case: Case, by_excel: Door, tmp_path: Path) -> None:
    template = with_settings(case, tmp_path)
    assert by_excel(template, case.data) == by_file(template, case.data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_does_the_report_of_the_audit(language: str, opened: Open, macro: Run) -> None:
    book = opened(PAPER)
    macro(book, "audit", language)
    made = Path(book.fullname).with_name(f"{PAPER.stem}-audit.xlsx").read_bytes()
    findings = audit_file(PAPER, language=language, file_name=PAPER.name)
    assert made == audit_report(findings, PAPER.name, language).write()


@pytest.mark.parametrize("name", [name for name in FEATURES if name != WITHOUT_DATA_OF_ITS_OWN])
def test_every_feature_that_a_template_may_hold_comes_out_the_same(name: str, by_excel: Door, tmp_path: Path) -> None:
    template = tmp_path / f"{name}{suffix_of(name)}"
    template.write_bytes(feature_workbook(name))
    assert by_excel(template, None) == by_file(template, None)


def drawn(folder: Path, page: Sequence[Sequence[object]]) -> Path:
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "{{ region }}" if page == [] else "Page": page or [["{{ region }}", "{{ grp }}"]],
        "figures": [
            ["region", "year", "grp"],
            ["Абай", 2022, 5],
            ["Абай", 2023, 6],
            ["=1+1", 2022, 1],
            ["=1+1", 2023, 9],
        ],
        "_settings": [["data", "figures"], ["year", 2023]],
    }
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet()
        sheet.title = name
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                cell = sheet.cell(row, column, value)
                if value == "=1+1":
                    cell.data_type = "s"
    workbook.save(folder / "drawn.xlsx")
    return folder / "drawn.xlsx"


@pytest.mark.parametrize(
    "page",
    [
        [["{{ year }}: {{ nation.grp }}"]],
        [["{{ region | down }}", "{{ grp }}", "=B1*2"], [], ["sum", "=SUM(B1:B1)"]],
        [["", "{{ year | right }}"], ["{{ region | down(sort='-grp') }}", "{{ grp }}"]],
        [["{{ region | down(top=1) }}", "{{ RANK_REGIONS(grp) }}", "{{ GROWTH_RATE(grp) }}"]],
        [["{{ region | down(where='grp > 100') }}", "{{ grp }}"]],
        [],
        [["{{ regoin | down }}", "{{ grp }}"]],
        [["{{ region | down }}", "{{ grp.at(1999) }}"], ["{{ 1 + }}", "{{ NOTHING(1) }}"]],
    ],
    ids=["scalar", "down", "both", "top", "no rows", "a sheet each", "one mistake", "several mistakes"],
)
def test_what_is_filled_is_filled_and_what_is_refused_is_refused_in_the_same_words(
    page: Sequence[Sequence[object]], opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    template = drawn(tmp_path, page)
    book = opened(template)
    macro(book, "fill")
    made = Path(book.fullname).with_name("drawn-filled.xlsx")
    content, told = outcome(template)
    assert excel.alerts == [("critical", text.replace(str(template), book.name)) for text in told]
    assert [made.read_bytes()] == content if content else not made.exists()


def outcome(template: Path) -> tuple[list[bytes], list[str]]:
    """What a filling as a file makes, or what it says."""
    try:
        return [by_file(template, None)], []
    except (UserError, UserErrors) as mistake:
        return [], [str(mistake)]


def test_a_check_tells_the_same_mistakes(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    template = drawn(tmp_path, [["{{ regoin }}", "{{ gpr + 1 }}"]])
    book = opened(template)
    macro(book, "check")
    read = read_template(template)
    mistakes = "\n".join(str(mistake) for mistake in check(read, load_source(read)))
    assert len(mistakes.splitlines()) == 2
    assert excel.alerts == [("critical", mistakes.replace(str(template), book.name))]


def test_a_year_that_a_cell_holds_as_text_is_a_year(by_excel: Door, tmp_path: Path) -> None:
    template = drawn(tmp_path, [["{{ nation.grp }} {{ region | count }} {{ year }}"]])
    workbook = load_workbook(template)
    workbook["_settings"]["B2"], workbook["_settings"]["A3"], workbook["_settings"]["B3"] = "2023", "nation", "Абай"
    workbook.save(template)
    by_excel(template, None)
    made = load_workbook(tmp_path / "қалта с пробелом" / "drawn-filled.xlsx")
    assert made["Page"]["A1"].value == "6 1 2023"


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.name.partition(".")[0] in ("ranking", "trend", "localization", "specialisation")],
    ids=lambda case: case.name,
)
def test_a_sheet_taken_over_from_a_template_of_ours_refers_to_no_other_sheet(case: Case, tmp_path: Path) -> None:
    """Else Excel would leave links to a file that is gone."""
    filled = read_package(by_file(with_settings(case, tmp_path), case.data))
    first, *others = sheets(filled)
    parts = [first.part, *(name for name in filled.names if "/charts/chart" in name)]
    told = [formula for part in parts for formula in formulas(filled.tree(part))]
    assert told
    assert not [formula for formula in told for sheet in others if f"{sheet.name}!" in formula.replace("'", "")]
    assert all(name.sheet == first.index for name in defined_names(filled))
