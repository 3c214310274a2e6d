"""The data of jobs that are given whole files, read by the process that fills, once for all its jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from addin.batch.locations import digest, read
from addin.data import READING, data_set, own_tables, read_data
from addin.errors import UserError
from addin.filebook.template import FileTemplate
from addin.tables.data_notes import table_notes
from addin.tables.dataset import Dataset
from udfs.numerics.cell_values import CellValue

Reading: TypeAlias = tuple[tuple[str, CellValue], ...]

_KEPT = 4


@dataclass(frozen=True, slots=True)
class Files:
    """Where the data are; nowhere means in the template. `batch` tells one batch's reading from a later one's."""

    locations: tuple[str, ...]
    batch: str


@dataclass(frozen=True)
class ReadFiles:
    """Data, and the SHA-256 of what they were read from."""

    data: Dataset
    digest: str

    @cached_property
    def notes(self) -> tuple[UserError, ...]:
        """What is to be told of their tables."""
        return tuple(table_notes([each.table for each in self.data.tables]))


def read_files(
    files: Files, template: FileTemplate, template_digest: str, settings: Mapping[str, CellValue]
) -> ReadFiles:
    """The data of a job. Raises UserError."""
    reading = tuple((name, settings.get(name)) for name in READING)
    if files.locations:
        return _from_files(files, reading)
    if settings.get("data"):
        return _from_template(template, template_digest, (*reading, ("data", settings["data"])))
    return ReadFiles(Dataset(()), digest(b""))


# Kept: most of a batch of jobs on the same files, read once in each process and batch.
@lru_cache(maxsize=_KEPT)
def _from_files(files: Files, reading: Reading) -> ReadFiles:
    contents = [(location, read(location)) for location in files.locations]
    tables = [table for name, content in contents for table in read_data(content, dict(reading), file_name=name)]
    read_from = digest("\n".join(digest(content) for _, content in contents).encode())
    return ReadFiles(data_set(tables, dict(reading)), read_from)


# Kept: as the files above, for data within the template.
@lru_cache(maxsize=_KEPT)
def _from_template(template: FileTemplate, template_digest: str, reading: Reading) -> ReadFiles:
    return ReadFiles(data_set(own_tables(template, dict(reading)), dict(reading)), template_digest)
