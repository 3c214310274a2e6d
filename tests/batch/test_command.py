"""`growthpole batch` as it is run."""

import sys
from hashlib import sha256
from pathlib import Path

import pytest

from addin import __version__
from tests.batch.conftest import REGIONS
from tests.batch.folder import USUAL, Folder, draw_template, write_data


def test_each_region_gets_a_workbook_with_its_own_rows_and_the_nations(folder: Folder) -> None:
    run = folder.by_region()
    assert (run.code, set(folder.workbooks())) == (0, set(REGIONS))
    assert folder.cells("Almaty")[0][0] == "GRP: Almaty"
    assert folder.cells("Almaty")[2:] == [(y, 3.0 * y, 1000.0 * y, pytest.approx(0.003)) for y in (2008, 2010, 2012)]
    assert "6 made, 0 kept, 0 failed of 6" in run.output


def test_a_batch_s_workbook_is_what_fill_makes_of_that_region(folder: Folder) -> None:
    from addin.filebook.template import read_template
    from addin.fill import fill, load_source
    from addin.package.marks import mark_of

    folder.by_region()
    write_data(folder.path / "one.csv", ["x", "x2", "Almaty"])
    rows = (folder.path / "grp.csv").read_text("utf-8").splitlines(keepends=True)
    (folder.path / "one.csv").write_text("".join(row for row in rows if row.startswith(("region", "Kaz", "Almaty"))))
    template = read_template(folder.path / "template.xlsx")
    filled = fill(template, load_source(template, [folder.path / "one.csv"], {"region": "Almaty", "year": "2012"}))
    assert (
        filled.write(mark_of("fill", "template.xlsx", "Almaty")) == (folder.path / "out" / "Almaty.xlsx").read_bytes()
    )


def test_manifest_and_report_account_for_every_workbook(folder: Folder) -> None:
    folder.by_region("--set", "title=Gross regional product")
    records = {record["output"]: record for record in folder.manifest()}
    assert {name: records[f"{name}.xlsx"]["output_sha256"] for name in REGIONS} == folder.workbooks()
    record = records["Almaty.xlsx"]
    assert record["template_sha256"] == sha256((folder.path / "template.xlsx").read_bytes()).hexdigest()
    assert record["settings"] == {
        "year": 2012.0,
        "nation": "Kazakhstan",
        "title": "Gross regional product",
        "region": "Almaty",
    }
    assert (record["outcome"], record["rows"], record["version"]) == ("made", {"region": "Almaty"}, __version__)
    assert record["started"].endswith("Z")
    assert record["seconds"] > 0
    assert len({record["data_sha256"] for record in records.values()}) == len(REGIONS)
    rows = folder.report()
    assert [(row["job"], row["outcome"]) for row in rows] == [(str(n), "made") for n in range(1, 7)]
    assert [row["label"] for row in rows] == [*REGIONS[:5], "'=Region"]


def test_the_same_input_gives_the_same_bytes_with_one_process_and_two(folder: Folder) -> None:
    folder.by_region("--workers", "1")
    first = folder.workbooks()
    folder.by_region("--workers", "2")
    assert folder.workbooks() == first


def test_resume_makes_exactly_what_is_missing_or_out_of_date(folder: Folder) -> None:
    folder.by_region()
    before = folder.workbooks()
    out = folder.path / "out"
    (out / "Akmola.xlsx").unlink()
    (out / "Aktobe.xlsx").write_bytes(b"cut short")
    times = {name: (out / f"{name}.xlsx").stat().st_mtime_ns for name in REGIONS[2:]}
    data = (folder.path / "grp.csv").read_text("utf-8")
    (folder.path / "grp.csv").write_text(data.replace("Almaty,2010,6030.0", "Almaty,2010,6031.0"), "utf-8")
    run = folder.by_region("--resume")
    assert "3 made, 3 kept" in run.output
    after = folder.workbooks()
    assert [name for name in REGIONS if after[name] != before[name]] == ["Almaty"]
    assert {name for name in times if (out / f"{name}.xlsx").stat().st_mtime_ns != times[name]} == {"Almaty"}
    assert [row["outcome"] for row in folder.report()] == ["made", "made", "made", "kept", "kept", "kept"]
    draw_template(folder.path / "template.xlsx", settings={"nation": "Kazakhstan", "title": "Product"})
    assert "6 made, 0 kept" in folder.by_region("--resume").output


def test_resume_without_a_manifest_leaves_files_that_are_right_untouched(folder: Folder) -> None:
    folder.by_region()
    (folder.path / "out" / "manifest.jsonl").unlink()
    times = {file: file.stat().st_mtime_ns for file in (folder.path / "out").glob("*.xlsx")}
    assert "0 made, 6 kept" in folder.by_region("--resume").output
    assert {file: file.stat().st_mtime_ns for file in times} == times
    assert len(folder.manifest()) == 6


def test_a_torn_last_line_of_the_manifest_costs_one_workbook_its_record_only(folder: Folder) -> None:
    folder.by_region()
    manifest = folder.path / "out" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-40])
    assert "0 made, 6 kept" in folder.by_region("--resume").output
    lines = manifest.read_bytes().splitlines()
    assert len(lines) == 7
    assert "0 made, 6 kept" in folder.by_region("--resume").output
    assert manifest.read_bytes().splitlines() == lines


def test_progress_is_plain_lines_where_there_is_no_terminal(folder: Folder) -> None:
    run = folder.by_region()
    assert "6 of 6, 0 failed" in run.errors
    assert "\x1b" not in run.errors


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is a Unix one")
def test_progress_is_a_bar_with_rate_and_time_left_on_a_terminal(folder: Folder) -> None:
    import os
    import pty

    leader, follower = pty.openpty()
    process = folder.start(*USUAL, stderr=follower, environment={"TERM": "xterm", "COLUMNS": "120"})
    os.close(follower)
    shown = bytearray()
    while True:
        try:
            shown += os.read(leader, 65536)
        except OSError:
            break
    assert process.wait(60) == 0
    text = shown.decode()
    assert "reading templates and data" in text
    assert "6/6" in text
    assert "/s" in text
    assert "0:00:00" in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("template.xlsx", "--data", "grp.csv", "--by", "regoin", "-o", "out/{regoin}.xlsx"), "did you mean region?"),
        (("template.xlsx", "--data", "grp.csv", "--by", "region", "-o", "out/{regio}.xlsx"), "did you mean region?"),
        (
            ("template.xlsx", "--data", "grp.csv", "--by", "region", "-o", "out/all.xlsx"),
            "put {region} into it",
        ),
        (("template.xlsx", "--data", "grp.csv", "--by", "region", "-o", "out/{region}.xlsm"), "must be saved as .xlsx"),
        (("templat.xlsx", "--data", "grp.csv", "--by", "region", "-o", "out/{region}.xlsx"), "did you mean template"),
        (("template.xlsx", "--by", "region", "-o", "out/{region}.xlsx"), "needs data"),
        (
            ("template.xlsx", "--data", "grp.csv", "--by", "region", "-o", "out/{region}.xlsx", "--workers", "100000"),
            "100000 processes are too many for",
        ),
    ],
)
def test_what_is_wrong_with_the_whole_batch_is_told_before_anything_is_written(
    folder: Folder, arguments: tuple[str, ...], told: str
) -> None:
    run = folder.run(*arguments)
    assert run.code == 1
    assert told in run.errors
    assert len(run.errors.splitlines()) == 1
    assert sorted(path.name for path in folder.path.iterdir()) == ["grp.csv", "template.xlsx"]


def test_what_a_batch_can_not_do_without_is_a_matter_of_usage(folder: Folder) -> None:
    run = folder.run("template.xlsx", "--data", "grp.csv", "--by", "region")
    assert (run.code, "needs TEMPLATE, --by, --output; missing: --output" in run.errors) == (2, True), run.errors


def test_data_of_the_whole_alone_make_no_workbook(folder: Folder) -> None:
    write_data(folder.path / "grp.csv", [])
    run = folder.by_region()
    assert (run.code, run.errors) == (1, "the data have no region but the whole: there is no workbook to make\n")


def test_a_template_with_a_mistake_is_told_with_its_cell(folder: Folder) -> None:
    draw_template(folder.path / "template.xlsx", {"A1": "{{ title }}", "A3": "{{ year | down }}", "B3": "{{ gpr }}"})
    run = folder.by_region()
    assert run.code == 1
    assert run.errors.splitlines()[-1] == (
        "6 × template.xlsx, sheet 'Sheet', cell B3: there is no column, axis or setting named gpr; did you mean grp?"
    )
    assert folder.workbooks() == {}
    assert {row["outcome"] for row in folder.report()} == {"failed"}


def test_two_regions_that_come_out_alike_are_an_error(folder: Folder, tmp_path: Path) -> None:
    write_data(folder.path / "grp.csv", ["East/West", "East:West"])
    run = folder.by_region()
    assert (run.code, run.errors) == (1, "East/West and East:West would both be saved as out/East_West.xlsx\n")
    assert not (tmp_path / "out").exists()


def test_the_columns_of_the_data_may_have_other_names_than_the_template_s(folder: Folder) -> None:
    folder.by_region()
    first = folder.workbooks()
    data = folder.path / "grp.csv"
    header, _, rows = data.read_text("utf-8").partition("\n")
    data.write_text(header.replace("region", "oblast").replace("grp", "gross_product") + "\n" + rows, "utf-8")
    run = folder.by_region("--set", "names=region = oblast; grp = Gross product")
    assert (run.code, folder.workbooks()) == (0, first)
