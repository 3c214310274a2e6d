"""`growthpole fill`, `check`, `new` and `eval`, as one types them, and what they say of bad input."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.command_line.conftest import PAPER, TEMPLATES
from udfs.library import FUNCTIONS

REGIONS = TEMPLATES / "regions.en.xlsx"


def save(path: Path, rows: list[list[object]]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)  # type: ignore[union-attr]
    workbook.save(path)
    return path


def test_the_papers_ranking_is_calculated_from_its_volumes(growthpole: Any, tmp_path: Path) -> None:
    """Kireyeva & Nurlanova (2014), Table 1: the ranks as printed, the shares as they follow from the volumes."""
    target = tmp_path / "filled.xlsx"
    assert growthpole("fill", REGIONS, "--data", PAPER, "-o", target).code == 0
    sheet = load_workbook(target, data_only=True)["Ranking"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=21, max_col=6)]
    assert [row[0] for row in rows] == list(range(1, 17))
    assert [row[1] for row in rows[:4]] == ["Atyrau region", "Almaty city", "Astana city", "Mangystau region"]
    assert rows[0][3] == pytest.approx(10.27633553282)


def test_the_papers_indices_and_arrows_are_calculated(growthpole: Any, tmp_path: Path) -> None:
    """The same, Tables 2 to 4: Kostanay 14 of 13 is 107.69, and twelve arrows as printed."""
    target = tmp_path / "filled.xlsx"
    growthpole("fill", REGIONS, "--data", PAPER, "-o", target)
    workbook = load_workbook(target, data_only=True)
    trend = {row[0]: row for row in workbook["Trend"].iter_rows(values_only=True)}
    assert trend["Kostanay region"][6] == pytest.approx(1400 / 13)
    cells = [cell for row in workbook["Localization"].iter_rows(values_only=True) for cell in row]
    assert "".join(cell for cell in cells if cell in ("↑", "↓", "→")) == "↑↑↓↓↑↑↑↑↑↓↓↓"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("fill", "nowhere.xlsx"), "nowhere.xlsx: there is no such file"),
        (("fill", PAPER.with_name("__init__.py")), "there is no such file"),
        (("fill", Path(__file__)), "test_filling.py: this is not a workbook"),
        (("fill", REGIONS, "--data", "nowhere.csv"), "nowhere.csv: there is no such file"),
        (("fill", REGIONS, "--data", PAPER, "--set", "year=soon"), "the setting year is a year; found soon"),
        (
            ("fill", REGIONS, "--data", PAPER, "--set", "language=de"),
            "the setting language is one of en, ru, kk; found de",
        ),
        (("fill", REGIONS), f"{REGIONS}: there are no data to fill it with: give a file, or name sheets in"),
        (("new", "region"), "there is no template region; did you mean regions?"),
        (("new", "regions", "--language", "de"), "regions is drawn in en, kk, ru; found de"),
        (("eval", "=GRP_SHRE(1)"), "there is no function GRP_SHRE; did you mean GRP_SHARE?"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_1(
    growthpole: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = growthpole(*arguments)
    assert outcome.code == 1
    assert says in outcome.errors
    assert outcome.errors.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_text_where_a_number_belongs_is_told_with_its_cell(growthpole: Any, tmp_path: Path) -> None:
    template = save(tmp_path / "t.xlsx", [["{{ region | down }}", "{{ grp }}"]])
    data = save(tmp_path / "d.xlsx", [["region", "grp"], ["A", 1], ["B", "many"], ["C", 3], ["D", 4]])
    outcome = growthpole("fill", template, "--data", data, "-o", tmp_path / "o.xlsx")
    assert outcome.code == 1
    assert "d.xlsx, sheet 'Sheet', cell B3" in outcome.errors
    assert "many" in outcome.errors
    assert not (tmp_path / "o.xlsx").exists()


def test_a_file_that_can_not_be_written_stays_as_it_is(growthpole: Any, tmp_path: Path) -> None:
    template = save(tmp_path / "t.xlsx", [["{{ year }}"]])
    target = tmp_path / "o.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o444)
    outcome = growthpole("fill", template, "--data", PAPER, "-o", target)
    assert (outcome.code, outcome.errors.strip()) == (1, f"{target}: the file is read-only")
    assert target.read_bytes() == b"old"
    assert growthpole("fill", template, "--data", PAPER, "-o", template).code == 1


def test_a_workbook_of_the_wrong_ending_is_refused(growthpole: Any, tmp_path: Path) -> None:
    assert "must be saved as .xlsx" in growthpole("fill", REGIONS, "--data", PAPER, "-o", tmp_path / "o.xlsm").errors


def test_wrong_use_ends_with_code_2(growthpole: Any) -> None:
    assert growthpole("fill").code == 2
    assert growthpole("fill", REGIONS, "--set", "nonsense").code == 2


@pytest.mark.parametrize(
    ("language", "told", "success_message"),
    [
        ("ru", "нет столбца, оси или параметра с именем gpr; возможно, имелось в виду «grp»?", "ошибок нет"),
        ("kk", "gpr деген баған, ось немесе параметр жоқ", "қате жоқ"),
    ],
)
def test_mistakes_are_told_in_the_language_asked_for(
    growthpole: Any, tmp_path: Path, language: str, told: str, success_message: str
) -> None:
    data = save(tmp_path / "data.xlsx", [["region", "grp"], ["North", 1]])
    wrong, right = save(tmp_path / "a.xlsx", [["{{ gpr }}"]]), save(tmp_path / "b.xlsx", [["{{ grp | sum }}"]])
    for command in ("check", "fill"):
        outcome = growthpole(command, wrong, "--data", data, "--language", language)
        assert outcome.code == 1
        assert told in outcome.errors
    assert success_message in growthpole("check", right, "--data", data, "--language", language).output


def test_check_tells_all_mistakes_of_all_templates(growthpole: Any, tmp_path: Path) -> None:
    one = save(tmp_path / "one.xlsx", [["{{ a b }}", "{{ nothing() }}"]])
    two = save(tmp_path / "two.xlsx", [["{{ x"]])
    outcome = growthpole("check", one, two)
    assert outcome.code == 1
    assert [line.partition(":")[0] for line in outcome.errors.splitlines()] == [
        f"{one}, sheet 'Sheet', cell A1",
        f"{one}, sheet 'Sheet', cell B1",
        f"{two}, sheet 'Sheet', cell A1",
    ]
    sound = growthpole("check", REGIONS, "--data", PAPER)
    assert (sound.code, sound.output, sound.errors) == (0, f"{REGIONS}: no mistakes\n", "")
    assert "names are looked up only where there are --data" in growthpole("check", REGIONS).output


def test_a_template_of_ours_is_made_once_and_never_over_another_file(growthpole: Any, tmp_path: Path) -> None:
    target = tmp_path / "mine.xlsx"
    assert growthpole("new", "regions", "--language", "ru", "-o", target).code == 0
    assert "Рейтинг" in load_workbook(target).sheetnames
    assert growthpole("new", "regions", "-o", target).code == 1


def test_each_template_of_ours_is_listed_with_what_it_shows_and_its_data(growthpole: Any) -> None:
    lines = growthpole("new", "--list").output.splitlines()
    names = {path.name.partition(".")[0] for path in TEMPLATES.iterdir()}
    assert {line.split()[0] for line in lines if not line.startswith(" ")} == names
    assert max(map(len, lines)) <= 80


def test_eval_shows_what_a_cell_shows(growthpole: Any) -> None:
    """Farhauer & Kröll (2013): the location quotient 0.3847623."""
    assert growthpole("eval", "=LOCALIZATION_COEF(1714,879213,79006,15593224)").output.startswith("0.3847623")
    assert growthpole("eval", "=GRP_SHARE({1,2;3,2})").output == "25\t50\n75\t50\n"
    assert growthpole("eval", "=LOCALIZATION_TABLE({30,10;20,40})").output.splitlines()[0] == "1.5\t0.5"
    assert growthpole("eval", '=GRP_SHARE({1;"…"},0)').output == "#DIV/0!\n#N/A\n"


def test_the_functions_are_listed_explained_and_given_as_data(growthpole: Any) -> None:
    listed = growthpole("functions").output.splitlines()
    assert len(listed) == len(FUNCTIONS)
    assert listed[0].startswith("GRP_SHARE(grp, [total], [along])")
    assert "Kireyeva" in growthpole("functions", "grp_share").output
    assert [entry["name"] for entry in json.loads(growthpole("functions", "--json").output)][:1] == ["GRP_SHARE"]
    assert growthpole("functions", "GRP_SHRE").errors == "there is no function GRP_SHRE; did you mean GRP_SHARE?\n"


def test_a_template_of_ours_takes_data_whose_columns_have_other_names(growthpole: Any, tmp_path: Path) -> None:
    data = save(tmp_path / "врп.xlsx", [["Область", "Год", "ВРП, млн тг"], ["Абай", 2023, 3.0], ["Алматы", 2023, 1.0]])
    target = tmp_path / "filled.xlsx"
    ranking = ("fill", TEMPLATES / "ranking.ru.xlsx", "--data", data, "-o", target)
    assert growthpole(*ranking, "--set", "names=value = ВРП").code == 0
    rows = load_workbook(target, data_only=True).worksheets[0].iter_rows(5, 6, max_col=4, values_only=True)
    assert list(rows) == [(1, "Абай", 3.0, 75.0), (2, "Алматы", 1.0, 25.0)]
    unknown = growthpole(*ranking, "--set", "names=value = ВПР")
    assert (unknown.code, unknown.errors) == (1, "the setting names: the data have no column впр; did you mean врп?\n")
    odd = growthpole(*ranking, "--set", "names=value, region")
    assert "is written as name = column; name = column; found value, region" in odd.errors


def test_a_template_of_another_language_finds_the_total_row_which_a_setting_may_name_in_any(growthpole: Any) -> None:
    check = ("check", TEMPLATES / "regions.kk.xlsx", "--data", PAPER)
    assert growthpole(*check).code == 0
    assert growthpole(*check, "--set", "nation=Қазақстан").code == 0
    outcome = growthpole(*check, "--set", "nation=Republic of Kazakstan")
    assert outcome.code == 1
    assert outcome.errors.splitlines()[0].endswith("did you mean Republic of Kazakhstan?")


def test_a_filling_whose_figures_are_all_blank_says_so(growthpole: Any, tmp_path: Path) -> None:
    template, data = save(tmp_path / "t.xlsx", [["{{ region | down }}", "{{ grp }}"]]), tmp_path / "d.csv"
    for figure, told in (("", True), ("5", False)):
        data.write_text(f"region,year,grp,other\nA,2012,{figure},1\n")
        done = growthpole("fill", template, "--data", data, "-o", tmp_path / "o.xlsx")
        assert done.code == 0
        assert ("all figures are blank" in done.errors) is told
