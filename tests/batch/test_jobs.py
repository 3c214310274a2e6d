"""Batches of a file of jobs."""

from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.batch.folder import NATION, Folder, Run, draw_template, write_data


def run_jobs(folder: Folder, text: str, *arguments: str) -> Run:
    (folder.path / "jobs.csv").write_text(text, "utf-8")
    return folder.run("--jobs", "jobs.csv", "--workers", "1", *arguments)


def title(path: Path) -> object:
    sheet = load_workbook(path, data_only=True).active
    assert sheet is not None
    return sheet["A1"].value


def test_each_row_has_its_own_template_data_settings_and_output(folder: Folder) -> None:
    draw_template(folder.path / "other.xlsx", {"A1": "{{ title }} ({{ unit }})", "B3": "{{ nation.grp }}"})
    (folder.path / "later").mkdir()
    write_data(folder.path / "later" / "grp.csv", ["Almaty"], (2020,))
    text = (
        "template;data;output;region;title;unit\n"
        "template.xlsx;grp.csv;a.xlsx;Almaty;Product;\n"
        "other.xlsx;later/grp.csv;made/b.xlsx;Almaty;;tenge\n"
        "\n"
        "template.xlsx;grp.csv;made/c.xlsx;Akmola;;\n"
    )
    run = run_jobs(folder, text, "--by", "region")
    assert (run.code, "3 made" in run.output) == (0, True), run.errors
    assert title(folder.path / "a.xlsx") == "Product: Almaty"
    assert title(folder.path / "made" / "b.xlsx") == "GRP (tenge)"
    assert title(folder.path / "made" / "c.xlsx") == "GRP: Akmola"


def test_jobs_may_be_kept_in_a_workbook(folder: Folder) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["output", "region", "title"], ["a.xlsx", "Almaty", 2012], ["b.xlsx", "Almatty", None]):
        sheet.append(row)
    workbook.save(folder.path / "jobs.xlsx")
    run = folder.run("template.xlsx", "--jobs", "jobs.xlsx", "--data", "grp.csv", "--by", "region", "--workers", "1")
    assert run.code == 1
    assert run.errors.splitlines()[-1] == (
        "jobs.xlsx, sheet 'Sheet', cell A3: the data have no region Almatty; did you mean Almaty?"
    )
    assert title(folder.path / "a.xlsx") == "2012: Almaty"


def test_a_row_that_can_not_be_done_fails_alone(folder: Folder) -> None:
    draw_template(folder.path / "broken.xlsx", {"A1": "{{ title", "A2": "{{ grp }}"})
    (folder.path / "bad.csv").write_text("region,year,grp\nAlmaty,2008,1\nAlmaty,2010,many\nAkmola,2008,2\n", "utf-8")
    text = (
        "template,data,output,region\n"
        "template.xlsx,grp.csv,out/a.xlsx,Almaty\n"
        "templat.xlsx,grp.csv,out/b.xlsx,Almaty\n"
        "broken.xlsx,grp.csv,out/c.xlsx,Almaty\n"
        "template.xlsx,none.csv,out/d.xlsx,Almaty\n"
        "template.xlsx,grp.csv,out/e.xlsx,Almatty\n"
        "template.xlsx,grp.csv,,Almaty\n"
        "template.xlsx,grp.csv,out/g.xlsx,\n"
        "template.xlsx,grp.csv,out/h.xlsm,Aktobe\n"
        "template.xlsx,bad.csv,out/i.xlsx,Almaty\n"
        "template.xlsx,grp.csv,out/j.xlsx,Akmola\n"
    )
    run = run_jobs(folder, text, "--by", "region", "--records", "out")
    assert (run.code, set(folder.workbooks())) == (1, {"a", "j"})
    causes = {row["job"]: row["cause"] for row in folder.report() if row["outcome"] == "failed"}
    told = {
        "2": "jobs.csv, cell A3: templat.xlsx: there is no such file; did you mean template.xlsx?",
        "3": "jobs.csv, cell A4: broken.xlsx, sheet 'Sheet', cell A1: ",
        "4": "jobs.csv, cell A5: none.csv: there is no such file",
        "5": "jobs.csv, cell A6: the data have no region Almatty; did you mean Almaty?",
        "6": "jobs.csv, cell A7: the row names no output",
        "7": "jobs.csv, cell A8: the row names no region",
        "8": "out/h.xlsm: this workbook must be saved as .xlsx, Excel would not open it",
        "9": "bad.csv, cell C3: found text 'many' where column grp has numbers",
    }
    assert set(causes) == set(told)
    assert {job: cause[: len(told[job])] for job, cause in causes.items()} == told
    assert "2 made, 0 kept, 8 failed of 10" in run.output
    assert "3 more failed for other reasons: see out/report.csv" in run.errors


def test_without_by_each_job_is_given_whole_files(folder: Folder) -> None:
    draw_template(folder.path / "all.xlsx", {"A1": "{{ title }}", "A3": "{{ region | down }}", "B3": "{{ grp }}"})
    text = "data,output,year\ngrp.csv,out/2008.xlsx,2008\ngrp.csv,out/2010.xlsx,2010\n"
    run = run_jobs(folder, text, "--records", "out", *("--set", "title=All"), *("-o", "unused.xlsx"))
    assert (run.code, "names no template" in run.errors) == (1, True)
    (folder.path / "jobs.csv").write_text(text, "utf-8")
    run = folder.run("all.xlsx", "--jobs", "jobs.csv", "--records", "out", "--workers", "1")
    assert run.code == 0, run.errors
    assert folder.cells("2010")[2:4] == [("Akmola", 2010.0), ("Aktobe", 4020.0)]
    assert [record["rows"] for record in folder.manifest() if record["outcome"] == "made"] == [None, None]
    assert "0 made, 2 kept" in folder.run("all.xlsx", "--jobs", "jobs.csv", "--records", "out", "--resume").output


def test_a_template_that_holds_its_own_data_needs_no_file(folder: Folder) -> None:
    draw_template(folder.path / "own.xlsx", settings={"nation": NATION, "title": "GRP", "data": "figures"})
    workbook = load_workbook(folder.path / "own.xlsx")
    sheet = workbook.create_sheet("figures")
    for row in (("region", "year", "grp"), (NATION, 2008, 10), ("Akmola", 2008, 4), ("Aktobe", 2008, 6)):
        sheet.append(row)
    workbook.save(folder.path / "own.xlsx")
    run = folder.run("own.xlsx", "--by", "region", "-o", "out/{region}.xlsx", "--workers", "1")
    assert run.code == 0, run.errors
    assert folder.cells("Aktobe")[2] == (2008, 6, 10, 0.6)


def test_a_region_that_lacks_the_last_year_is_not_shown_an_older_one_instead(folder: Folder) -> None:
    draw_template(folder.path / "template.xlsx", {"A1": "{{ title }} {{ year }}", "B1": "{{ grp }}"}, {"title": "GRP"})
    data = folder.path / "grp.csv"
    rows = data.read_text("utf-8").splitlines(keepends=True)
    data.write_text("".join(row for row in rows if not row.startswith(("Almaty,2012", NATION))), "utf-8")
    run = folder.by_region()
    assert run.code == 0, run.errors
    assert folder.cells("Akmola")[0] == ("GRP 2012", 2012.0)
    assert folder.cells("Almaty")[0] == ("GRP 2012", None)


def test_two_columns_of_one_name_and_cells_beside_the_table_are_told(folder: Folder) -> None:
    run = run_jobs(folder, "output,output\na,b\n")
    assert (run.code, run.errors) == (1, "jobs.csv: two columns are called 'output'\n")
    run = run_jobs(folder, "output,title\na.xlsx,b,c\n")
    assert (run.code, run.errors) == (1, "jobs.csv, cell C2: this cell is under no heading\n")
    run = run_jobs(folder, "output,title\n")
    assert (run.code, run.errors) == (1, "there are no jobs\n")
