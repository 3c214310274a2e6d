"""Batches between addresses: a real S3-compatible server on loopback, moto's."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.batch.locations import digest, digest_of_file, names_in, read, write
from addin.errors import UserError
from tests.batch.conftest import REGIONS
from tests.batch.folder import Folder, write_data

s3fs = pytest.importorskip("s3fs", reason="the extra 'cluster' is not installed")
server = pytest.importorskip("moto.server", reason="moto is not installed")


@pytest.fixture(scope="module")
def store() -> Iterator[None]:
    """The environment in which s3:// is a server on loopback with the bucket `statistics`."""
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL_S3", f"http://{host}:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "reader")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        s3fs.S3FileSystem.clear_instance_cache()
        s3fs.S3FileSystem().mkdir("statistics")
        yield
    running.stop()


@pytest.mark.usefixtures("store")
def test_templates_data_and_outputs_may_be_at_addresses(folder: Folder) -> None:
    folder.by_region()
    for name in ("template.xlsx", "grp.csv"):
        write(f"s3://statistics/in/{name}", (folder.path / name).read_bytes())
    usual = (
        "s3://statistics/in/template.xlsx",
        "--data",
        "s3://statistics/in/grp.csv",
        "--by",
        "region",
        "--workers",
        "1",
    )
    arguments = (*usual, "-o", "s3://statistics/out/{region}.xlsx")
    run = folder.run(*arguments)
    assert run.code == 0, run.errors
    expected = folder.workbooks()
    made = {name: digest_of_file(f"s3://statistics/out/{name}.xlsx") for name in REGIONS}
    assert made == expected
    names = names_in("s3://statistics/out")
    manifests = [name for name in names if name.startswith("manifest")]
    lines = b"".join(read(f"s3://statistics/out/{name}") for name in manifests).splitlines()
    assert {json.loads(line)["output"]: json.loads(line)["output_sha256"] for line in lines} == {
        f"{name}.xlsx": found for name, found in expected.items()
    }
    assert set(names) == {f"{name}.xlsx" for name in REGIONS} | {"report.csv"} | set(manifests)
    write("s3://statistics/out/Akmola.xlsx", b"something else")
    assert "1 made, 5 kept" in folder.run(*arguments, "--resume").output
    assert digest_of_file("s3://statistics/out/Akmola.xlsx") == expected["Akmola"]


@pytest.mark.usefixtures("store")
def test_jobs_at_an_address_name_files_beside_them(folder: Folder) -> None:
    for name in ("template.xlsx", "grp.csv"):
        write(f"s3://statistics/jobs/{name}", (folder.path / name).read_bytes())
    write("s3://statistics/jobs/jobs.csv", b"template,data,output,region\ntemplate.xlsx,grp.csv,a.xlsx,Almaty\n")
    run = folder.run("--jobs", "s3://statistics/jobs/jobs.csv", "--workers", "1")
    assert run.code == 0, run.errors
    assert digest_of_file("s3://statistics/jobs/a.xlsx") is not None


@pytest.mark.usefixtures("store")
def test_what_a_store_refuses_is_told_in_a_line(folder: Folder) -> None:
    run = folder.run("s3://statistics/no.xlsx", "--data", "grp.csv", "--by", "region", "-o", "out/{region}.xlsx")
    assert (run.code, run.errors) == (1, "s3://statistics/no.xlsx: there is no such file\n")
    run = folder.run("template.xlsx", "--data", "grp.csv", "--by", "region", "-o", "s3://nobody/{region}.xlsx")
    assert run.code == 1
    assert run.errors.startswith("s3://nobody/manifest-")
    assert run.errors.endswith(": there is no such place to save in\n")
    assert len(run.errors.splitlines()) == 1


def test_a_store_without_whole_objects_gets_files_by_renaming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec")
    from fsspec.implementations.local import LocalFileSystem

    class Elsewhere(LocalFileSystem):  # type: ignore[misc]
        protocol = "elsewhere"

        def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **options: object) -> None:
            super().pipe_file(path, value[: len(value) // 2] if b"cut" in value else value, mode=mode)
            if b"cut" in value:
                raise OSError("connection lost")

    fsspec.register_implementation("elsewhere", Elsewhere, clobber=True)
    location = f"elsewhere://{tmp_path}/out/a.xlsx"
    write(location, b"whole")
    with pytest.raises(UserError, match="connection lost"):
        write(location, b"cut" * 100)
    assert digest_of_file(location) == digest(b"whole")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["a.xlsx"]


def test_an_unknown_kind_of_address_is_told() -> None:
    with pytest.raises(UserError, match=r"s33; did you mean s3"):
        read("s33://statistics/a.xlsx")


def test_a_store_that_is_gone_ends_a_batch_soon(folder: Folder) -> None:
    write_data(folder.path / "grp.csv", [f"Region {number}" for number in range(200)])
    nowhere = {
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
        "AWS_ACCESS_KEY_ID": "reader",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    usual = ("template.xlsx", "--data", "grp.csv", "--by", "region", "--workers", "1", "--records", "records")
    run = folder.run(*usual, "-o", "s3://statistics/gone/{region}.xlsx", environment=nowhere)
    assert run.code == 1
    assert "Traceback" not in run.errors
    assert re.match("0 made, 0 kept, [12] failed, 19[89] not done of 200 ", run.output), "one more may have been begun"
