"""Read back by the decryption of [MS-OVBA] 2.4.3.3, which fields in a file that xlwings ships show to be right."""

import re
import zipfile
from importlib.resources import files
from io import BytesIO

import olefile
from hypothesis import given
from hypothesis import strategies as st

from addin.xlam.project import obfuscate, vba_project


def decrypted(field: str, project_id: str) -> bytes:
    seed, version, key, *rest = bytes.fromhex(field)
    assert version ^ seed == 2
    assert key ^ seed == sum(project_id.encode()) & 0xFF
    plain, before, previous = [], [version, key], key ^ seed
    for byte in rest:
        previous = byte ^ (before[0] + previous) & 0xFF
        plain.append(previous)
        before = [before[1], byte]
    data = bytes(plain[(seed & 6) // 2 :])
    assert int.from_bytes(data[:4], "little") == len(data) - 4
    return data[4:]


def protection(project: bytes) -> tuple[bytes, bytes, bytes]:
    text = olefile.OleFileIO(BytesIO(project)).openstream("PROJECT").read().decode("ascii")
    fields = dict(re.findall(r'^(\w+)="(.*?)"\r?$', text, re.MULTILINE))
    cmg, dpb, gc = (decrypted(fields[name], fields["ID"]) for name in ("CMG", "DPB", "GC"))
    return cmg, dpb, gc


@given(st.binary(max_size=40), st.uuids(), st.integers(0, 255))
def test_what_was_obfuscated_is_read_back(data: bytes, project: object, seed: int) -> None:
    project_id = f"{{{project}}}".upper()
    assert decrypted(obfuscate(data, project_id, seed), project_id) == data


def test_our_project_is_as_open_as_the_one_that_xlwings_ships() -> None:
    with zipfile.ZipFile(BytesIO(files("xlwings").joinpath("quickstart_addin_ribbon.xlam").read_bytes())) as archive:
        shipped = protection(archive.read("xl/vbaProject.bin"))
    assert protection(vba_project("Growthpole", [])) == shipped == (bytes(4), bytes(1), b"\xff")
