"""A saved file is whole, or there is none, and nothing is left behind."""

import errno
import os
from pathlib import Path

import pytest

from addin.errors import UserError
from addin.package.saving import save_bytes, saving


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    save_bytes(b"new", target)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_midway_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(TypeError), saving(target) as file:
        file.writelines([b"half", None])  # type: ignore[list-item]
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.xlsx").write_bytes(b"old")
    (tmp_path / "link.xlsx").symlink_to("real.xlsx")
    save_bytes(b"new", tmp_path / "link.xlsx")
    assert (tmp_path / "link.xlsx").is_symlink()
    assert (tmp_path / "real.xlsx").read_bytes() == b"new"


def test_targets_that_cannot_be_are_refused(tmp_path: Path) -> None:
    template = tmp_path / "template.xlsx"
    template.write_bytes(b"template")
    read_only = tmp_path / "read_only.xlsx"
    read_only.write_bytes(b"kept")
    read_only.chmod(0o444)
    told = {
        tmp_path / "missing" / "out.xlsx": "there is no folder",
        tmp_path: "this is a folder",
        tmp_path / "." / "template.xlsx": "would replace .*, which is read",
        read_only: "read-only",
    }
    for target, said in told.items():
        with pytest.raises(UserError, match=said):
            save_bytes(b"new", target, reads=[template])
    assert template.read_bytes() == b"template"
    assert read_only.read_bytes() == b"kept"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "open in another program"), (errno.EIO, "Input/output")],
)
def test_a_failing_disk_is_told_in_one_line(
    number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match=said):
        save_bytes(b"new", tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_file_held_by_another_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hold(_: Path, __: Path) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    (tmp_path / "out.xlsx").write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", hold)
    with pytest.raises(UserError, match="open in another program"):
        save_bytes(b"new", tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]
