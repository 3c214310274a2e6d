"""Jobs under which processes end."""

from pathlib import Path

from addin.batch.by_label import plan_by_label
from addin.batch.naming import read_pattern
from addin.batch.planning import BatchRequest
from addin.batch.progress import ProgressLines
from addin.batch.running import open_records, run
from tests.batch.deadly import DeadlyWorkers
from tests.batch.folder import Folder, draw_template, write_data


def test_the_one_job_that_ends_processes_is_found_and_the_others_are_done(tmp_path: Path) -> None:
    names = [f"Region {number}" for number in range(40)]
    draw_template(tmp_path / "template.xlsx")
    write_data(tmp_path / "grp.csv", [*names[:13], "Deadly", *names[13:]])
    pattern = read_pattern(f"{tmp_path}/out/{{region}}.xlsx")
    request = BatchRequest(str(tmp_path / "template.xlsx"), (str(tmp_path / "grp.csv"),), "region", pattern)
    plan = plan_by_label(request)
    pool = DeadlyWorkers(2)
    try:
        summary = run(
            plan,
            pool,
            open_records(plan.folder, plan, resume=False),
            ProgressLines(plan.count, lambda line: None),
            lambda: False,
        )
    finally:
        pool.close()
    assert (summary.done, summary.total) == (41, 41)
    assert list(summary.faults()) == [
        "the process that filled this workbook ended: it was killed, or the memory was not enough"
    ]
    folder = Folder(tmp_path)
    assert set(folder.workbooks()) == set(names)
    failed = [record["output"] for record in folder.manifest() if record["outcome"] == "failed"]
    assert failed == ["Deadly.xlsx"]
