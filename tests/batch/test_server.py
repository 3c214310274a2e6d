"""The setup of a server: its container file carried out in a plain folder, its units checked, what they start run."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.batch.conftest import REGIONS
from tests.batch.containerfile import BASE_PYTHON, Image, build, instructions
from tests.batch.folder import ROOT, Folder, draw_template, write_data

SERVER = ROOT / "install" / "server"
UNITS = ("growthpole-batch@.service", "growthpole-batch@.timer")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The image that the container file makes."""
    if subprocess.run([BASE_PYTHON, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("this Python has no pip")
    return build(SERVER / "Containerfile", ROOT, tmp_path_factory.mktemp("image"))


@pytest.fixture
def monthly(image: Image) -> Path:
    """The folder of the batch `monthly` with a template and its data."""
    folder = image.path("/srv/growthpole/monthly")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    draw_template(folder / "template.xlsx")
    write_data(folder / "figures.csv", REGIONS)
    return folder


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(SERVER / name, encoding="utf-8")
    return parser


def settings() -> dict[str, str]:
    """The environment file, without its comments."""
    lines = (SERVER / "monthly.env").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def test_the_image_fills_the_same_workbooks_as_the_source(image: Image, folder: Folder) -> None:
    assert folder.by_region().code == 0
    expected = folder.workbooks()
    shutil.rmtree(folder.path / "out")
    arguments = ("template.xlsx", "--data", "grp.csv", "--by", "region", "-o", "out/{region}.xlsx")
    run = image.run("batch", *arguments, folder=folder.path)
    assert (run.returncode, run.stdout[:22]) == (0, "6 made, 0 kept, 0 fail"), run.stderr
    assert folder.workbooks() == expected


def test_the_image_says_what_it_can_and_runs_as_no_user_of_the_machine(image: Image) -> None:
    run = image.run()
    assert (run.returncode, run.stdout.startswith("Usage: growthpole ")) == (0, True)
    assert int(image.user.partition(":")[0]) >= 10_000


def test_the_image_is_fit_for_clusters_addresses_and_parquet(image: Image) -> None:
    assert image.run("worker", "--version", entrypoint="dask").returncode == 0
    run = image.run("-c", "import distributed, fsspec, isal, pyarrow, s3fs", entrypoint="/opt/growthpole/bin/python")
    assert (run.returncode, run.stderr) == (0, "")


def test_only_what_was_installed_is_in_the_image(image: Image) -> None:
    assert {entry.name for entry in image.root.iterdir()} <= {"opt", "srv"}
    assert image.base == "python:3.11-slim"


def test_the_unit_starts_a_batch_that_the_next_start_goes_on_with(image: Image, monthly: Path) -> None:
    service = unit(UNITS[0])["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert arguments[-1] == "$BATCH"
    words = [*arguments[:-1], *shlex.split(settings()["BATCH"])]
    assert image.path(service["WorkingDirectory"].replace("%i", "monthly")) == monthly
    for told in ("6 made, 0 kept, 0 failed of 6", "0 made, 6 kept, 0 failed of 6"):
        run = image.run(*words, entrypoint=program, folder=monthly)
        assert (run.returncode, told in run.stdout) == (0, True), run.stderr
    assert len(list((monthly / "out").glob("*.xlsx"))) == 6


def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    for name in UNITS:
        text = (SERVER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r"(?<=ExecStart=)\S+", "/bin/true", text), encoding="utf-8")
    run = subprocess.run([analyze, "verify", "--man=no", *UNITS], cwd=tmp_path, capture_output=True, text=True)
    ours = [line for line in (run.stdout + run.stderr).splitlines() if "growthpole" in line]
    assert (run.returncode, ours) == (0, [])
    calendar = [analyze, "calendar", unit(UNITS[1])["Timer"]["OnCalendar"]]
    assert subprocess.run(calendar, capture_output=True).returncode == 0


def test_the_page_names_files_that_are_there_and_the_container_file_s_own_steps() -> None:
    page = (SERVER / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"install/[\w@./-]+\w", page))
    assert {f"install/server/{name}" for name in (*UNITS, "monthly.env", "Containerfile")} <= named
    assert [name for name in named if not (ROOT / name).exists()] == []
    steps = " ".join(
        rest for name, rest in instructions((SERVER / "Containerfile").read_text("utf-8")) if name == "RUN"
    )
    for option in ("--require-hashes --requirement", "--no-deps --no-build-isolation ."):
        assert option in steps
        assert option in page


def test_an_image_s_step_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "Containerfile").write_text("FROM python:3.11-slim\nADD https://example.org/a.tar /\n")
    with pytest.raises(ValueError, match="ADD"):
        build(tmp_path / "Containerfile", tmp_path, tmp_path)
