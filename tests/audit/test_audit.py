"""The audit: the paper's own mistakes, the official workbooks' double counting, and declared rules."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from addin.audit.auditing import audit, audit_file
from addin.audit.findings import Finding
from addin.audit.report import audit_report
from addin.audit.rules import Rule, RuleKind
from addin.errors import UserError
from addin.tables.reading import read_tables

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "workbooks" / "data" / "kazakhstan_kireyeva_nurlanova_2014.xlsx"
OFFICIAL = ROOT / "tests" / "data"

# Sheet, cell, printed and calculated figure of every contradiction in Kireyeva and Nurlanova (2014), Tables 1 to 4.
PAPERS_MISTAKES = [
    ("Table 1", "D9", 4.6, 4.830),
    ("Table 1", "D10", 12.1, 10.276),
    ("Table 1", "D11", 4.9, 5.721),
    ("Table 1", "D12", 2.3, 2.575),
    ("Table 1", "D13", 8.8, 8.527),
    ("Table 1", "D14", 4.2, 3.675),
    ("Table 1", "D16", 6.4, 6.559),
    ("Table 1", "D17", 5.5, 5.573),
    ("Table 1", "D18", 5.4, 4.852),
    ("Table 1", "D19", 2.4, 2.242),
    ("Table 1", "D21", 8.5, 8.992),
    ("Table 1", "D22", 17.3, 18.668),
    ("Table 2", "C6", 416, 418),
    ("Table 2", "G15", 107.6, 107.692),
]


def seen(findings: Sequence[Finding]) -> list[tuple[object, ...]]:
    return [
        (finding.place.sheet, finding.place.cell, finding.printed, round(float(finding.calculated or 0), 3))
        for finding in findings
    ]


def audited(text: str, *rules: Rule, **options: str) -> list[tuple[object, ...]]:
    findings = audit(read_tables(text.encode(), file_name="data.csv"), rules, **options)
    return [(finding.place.cell, finding.printed, finding.calculated) for finding in findings]


@pytest.mark.parametrize("whole", ["Russia,2704,100.0,\n", ""], ids=["total", "no total"])
def test_subtotals_are_no_parts_beside_their_own(whole: str) -> None:
    """Shares are of the whole and ranks among the regions, with districts printed above these or not."""
    text = f"region,grp,grp share,rank\n{whole}Central,1700.7,62.9,\nMoscow,1200.3,44.4,1\nTula,500.4,18.5,3\n"
    text += "Volga,1003.3,37.1,\nSamara,600.1,22.2,2\nSaratov,403.2,14.9,4\n"
    rules = Rule(RuleKind.SHARE, "grp_share", "grp"), Rule(RuleKind.RANK, "rank", "grp")
    assert audited(text, *rules) == audited(text) == []
    wrong = text.replace("500.4,18.5,3", "500.4,18.5,2")
    assert audited(wrong, *rules) == audited(wrong) == [("D5" if whole else "D4", 2, 3)]


def test_the_papers_fourteen_mistakes_are_found_and_nothing_else() -> None:
    assert seen(audit_file(PAPER)) == PAPERS_MISTAKES


def test_the_same_are_found_without_declared_rules() -> None:
    assert seen(audit(read_tables(PAPER))) == PAPERS_MISTAKES


def test_a_finding_reads_as_one_line() -> None:
    line = str(audit_file(PAPER)[-1]).removeprefix(str(PAPER))
    assert line == (
        ", sheet 'Table 2', cell G15: Printed index, % of 2008: Kostanay region: printed 107.6, calculated 107.6923"
    )


def test_a_region_listed_beside_its_own_parts_is_told() -> None:
    findings = audit_file(OFFICIAL / "grp_volume_kz_1990_2023.xlsx")
    assert [finding.place.cell for finding in findings] == ["Q4", "U4", "Y4", "AC4", "AG4", "AK4", "AO4"]
    second = findings[1]
    assert (second.printed, second.calculated) == (31015186.6, pytest.approx(32883899.6))
    assert second.remark == "Ontustik Kazakhstan is counted beside its own parts Turkistan, Shymkent city"


def test_figures_per_head_are_not_taken_for_sums() -> None:
    assert audit_file(OFFICIAL / "grp_per_capita_kz_2008_2023.xlsx") == ()


RANKED = "region,grp,rank\nA,10,1\nB,30,2\nC,20,3\nD,5,4\n"


def test_ranks_are_checked_and_equals_may_have_any_of_theirs() -> None:
    rule = Rule(RuleKind.RANK, "rank", "grp")
    assert audited(RANKED, rule) == [("C2", 1, 3), ("C3", 2, 1), ("C4", 3, 2)]
    assert audited("region,grp,rank\nA,10,2\nB,10,1\nC,5,3\n", rule) == []


@pytest.mark.parametrize(("printed", "findings"), [("↑", []), ("→", [("D2", "→", "↑")]), ("↓", [("D2", "↓", "↑")])])
def test_arrows_are_checked(printed: str, findings: list[object]) -> None:
    text = f"branch,CL 2008,CL 2012,arrow\nMining,1,2,{printed}\nFarming,2,1,↓\nFishing,1,1,↑\n"
    assert audited(text, Rule(RuleKind.ARROW, "arrow", "cl")) == findings


def test_figures_per_head_are_checked_with_their_population() -> None:
    text = "region,grp,population,per_head\nA,100,4,25\nB,100,3,33.3\nC,100,3,33.4\n"
    assert audited(text, Rule(RuleKind.PER_CAPITA, "per_head", "grp", "population")) == [
        ("D4", 33.4, pytest.approx(100 / 3))
    ]


def test_a_part_above_its_whole_is_a_finding_without_a_figure() -> None:
    text = "region,grp,share\nTotal,10,100\nA,12,80\nB,2,20\n"
    assert audited(text, Rule(RuleKind.SHARE, "share", "grp")) == [("C3", 80, None)]


def test_what_is_suppressed_contradicts_nothing() -> None:
    text = "region,grp,share\nTotal,10,100\nA,…,80\nB,2,20\n"
    assert audited(text, Rule(RuleKind.SHARE, "share", "grp"), Rule(RuleKind.TOTAL, "grp", "grp")) == []


def test_declared_decimals_allow_for_rounded_parts() -> None:
    text = "region,grp\nTotal,100\nA,33\nB,33\nC,33\n"
    assert audited(text, Rule(RuleKind.TOTAL, "grp", "grp")) == [("B2", 100, 99)]
    assert audited(text, Rule(RuleKind.TOTAL, "grp", "grp", digits=0)) == []


def test_each_year_is_its_own_whole() -> None:
    text = "region,year,grp\nTotal,2011,3\nA,2011,1\nB,2011,2\nTotal,2012,8\nA,2012,3\nB,2012,4\n"
    assert audited(text, Rule(RuleKind.TOTAL, "grp", "grp")) == [("C5", 8, 7)]


@pytest.mark.parametrize(
    "text",
    [
        "region,population,share_of_urban\nA,100,61\nB,200,55\nC,300,40\n",
        "region,market_share,index\nA,30,110\nB,20,90\n",
        "region,year,volume_index\nTotal,2011,107\nA,2011,105\nB,2011,108\nTotal,2012,105\nA,2012,103\nB,2012,109\n",
    ],
)
def test_columns_that_only_sound_like_something_are_left_alone(text: str) -> None:
    assert audited(text) == []


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=12))
def test_figures_printed_as_they_follow_are_never_found(values: list[int]) -> None:
    total = sum(values)
    lines = [f"R{at},{value},{100 * value / total!r}" for at, value in enumerate(values)]
    text = "\n".join(["region,grp,printed_share", f"Total,{total},100", *lines])
    rules = Rule(RuleKind.SHARE, "printed_share", "grp"), Rule(RuleKind.TOTAL, "grp", "grp")
    assert audited(text, *rules) == []


def declaring(*rules: Sequence[object]) -> bytes:
    workbook = Workbook()
    data, declared = workbook.active, workbook.create_sheet("audit_rules")
    assert data is not None
    for row in (["Регион", "ВРП, млн", "Доля, %"], ["Всего", 10, 100], ["А", 4, 40], ["Б", 6, 61]):
        data.append(row)
    for row in (["Показатель", "это", "от"], *rules):
        declared.append(list(row))
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def test_rules_are_declared_in_plain_words_of_three_languages(tmp_path: Path) -> None:
    (tmp_path / "data.xlsx").write_bytes(declaring(["Доля", "доля", "ВРП"]))
    (finding,) = audit_file(tmp_path / "data.xlsx", language="ru")
    assert (finding.place.cell, finding.printed, finding.calculated) == ("C4", 61, 60)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (["Доля", "дола", "ВРП"], "sheet 'audit_rules', cell B2: found 'дола'.*did you mean доля"),
        (["Доля", "доля", "ВРР"], "sheet 'audit_rules', cell A2: there is no column врр; did you mean врп"),
        (["ВРП", "total", None, None, "few"], "sheet 'audit_rules', cell E2: decimals are a whole number"),
    ],
)
def test_a_mistaken_rule_is_told_with_its_cell(rule: list[object], message: str, tmp_path: Path) -> None:
    (tmp_path / "data.xlsx").write_bytes(declaring(rule))
    with pytest.raises(UserError, match=message):
        audit_file(tmp_path / "data.xlsx")


def test_a_whole_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="nothing is labelled Totale; did you mean Total"):
        audited("region,grp\nTotal,3\nA,1\nB,2\n", nation="Totale")


def listed(findings: Sequence[Finding], audited: str) -> Mapping[str, object]:
    book = load_workbook(BytesIO(audit_report(findings, audited).write()))
    return {cell.coordinate: cell.value for row in book["Audit"].iter_rows() for cell in row}


def test_the_audit_sheet_lists_every_finding_with_its_cell() -> None:
    sheet = listed(audit_file(PAPER), audited="paper.xlsx")
    assert sheet["A3"] == "Figures found: 14 · paper.xlsx"
    assert [sheet[f"{column}6"] for column in "ABCEF"] == [2, "Table 1", "D10", 12.1, pytest.approx(10.2763355)]
    assert sheet["G18"] == '=IF(COUNT(E18:F18)=2,F18-E18,"")'


def test_the_audit_sheet_of_sound_figures_lists_none() -> None:
    sheet = listed((), audited="sound.xlsx")
    assert sheet["A3"] == "Figures found: 0 · sound.xlsx"
    assert sheet["A5"] is None


def test_the_audit_sheet_has_our_three_languages_and_no_other() -> None:
    for language, name in (("en", "Audit"), ("ru", "Проверка"), ("kk", "Тексеру")):
        assert name in load_workbook(BytesIO(audit_report(audit_file(PAPER), "x", language).write())).sheetnames
    with pytest.raises(UserError, match="en, kk, ru; found de"):
        audit_report((), "x", "de")


def test_another_language_is_refused() -> None:
    with pytest.raises(UserError, match="the language is one of en, ru, kk; found de"):
        audited("region,grp\nA,1\n", language="de")


def test_an_index_of_each_year_compares_with_the_year_before() -> None:
    text = "region,year,grp,index\nA,2010,100,\nA,2011,110,110\nA,2012,121,110\nA,2013,121,121\n"
    rule = Rule(RuleKind.INDEX, "index", "grp")
    assert audited(text, rule) == [("D5", 121, 100)]


@pytest.mark.parametrize(("total", "findings"), [("3", []), ("3.1", []), ("3.4", [("B2", 3.4, 3)])])
def test_a_total_may_miss_its_rounded_parts_by_half_a_unit_each(total: str, findings: list[object]) -> None:
    """Two parts and the total, each rounded to one decimal, may together miss by 0.15."""
    text = f"region,grp\nTotal,{total}\nA,1.3\nB,1.7\n"
    assert audited(text, Rule(RuleKind.TOTAL, "grp", "grp")) == findings
