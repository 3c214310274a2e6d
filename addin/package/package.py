"""A workbook file as a whole of related parts: frozen, a change gives a new one."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from lxml.etree import QName

from addin.errors import Place, UserError
from addin.package.archive import Archive
from addin.package.bounds import DEFAULT_BOUNDS, ArchiveLimits
from addin.package.content_types import CONTENT_TYPES_PART, ContentTypes, content_types_of
from addin.package.deflating import Deflated, expand
from addin.package.namespaces import Namespaces, vocabulary_of
from addin.package.reading import read_archive
from addin.package.relationships import PACKAGE_ROOT, Relationship, relationships_of, relationships_part
from addin.package.saving import saving
from addin.package.writing import Content, stream_archive, write_archive
from addin.package.xml import Element, parse, serialise

_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_EXCEL: Final = "application/vnd.ms-excel."
WORKBOOK_TYPE: Final = f"{_SPREADSHEET}sheet.main+xml"
TEMPLATE_TYPE: Final = f"{_SPREADSHEET}template.main+xml"
MACRO_WORKBOOK_TYPE: Final = f"{_EXCEL}sheet.macroEnabled.main+xml"
MACRO_TEMPLATE_TYPE: Final = f"{_EXCEL}template.macroEnabled.main+xml"
ADD_IN_TYPE: Final = f"{_EXCEL}addin.macroEnabled.main+xml"
BINARY_TYPE: Final = f"{_EXCEL}sheet.binary.macroEnabled.main"
_WORKBOOK_TYPES: Final = {WORKBOOK_TYPE, TEMPLATE_TYPE, MACRO_WORKBOOK_TYPE, MACRO_TEMPLATE_TYPE, ADD_IN_TYPE}

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, eq=False)
class Package:
    """The parts of a workbook: those of `archive`, with the content in `changed` instead or added, without `dropped`.

    Parts are named as in the archive, without a leading slash.
    """

    archive: Archive
    changed: Mapping[str, Content]
    dropped: frozenset[str]

    @property
    def place(self) -> Place:
        """How mistakes name the file."""
        return self.archive.place

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, those added last."""
        kept = [name for name in self.archive if name not in self.dropped and not name.endswith("/")]
        return tuple(kept + [name for name in self.changed if name not in self.archive])

    def find(self, name: str) -> str | None:
        """The package's own spelling of a part's name; None where there is no such part."""
        if name in self.changed:
            return name
        own = self.archive.find(name)
        return None if own in self.dropped else own

    def read(self, name: str) -> bytes:
        """The content of a part; UserError where there is no such part or it is damaged."""
        own = self.find(name)
        if own is None:
            raise UserError("the workbook has no part {part}", self.place, part=name)
        if own not in self.changed:
            return self.archive.read(own)
        content = self.changed[own]
        if isinstance(content, Deflated):
            return expand(content.data, content.method, content.size, content.crc)
        if not isinstance(content, bytes):
            raise TypeError(f"{own} is given in pieces, which can be written once but not read")
        return content

    def tree(self, name: str) -> Element:
        """The root element of a part, parsed anew for each call, so that the caller may change it."""
        return parse(self.read(name), name, self.place)

    def root(self, name: str) -> Element:
        """The root element of a part, parsed once and kept, which nobody may change."""
        if name not in self._roots:
            self._roots[name] = self.tree(name)
        return self._roots[name]

    def with_parts(self, changed: Mapping[str, Content]) -> "Package":
        """The package with other content for some parts, or with parts added; the caller declares content types."""
        spelled = {self.find(name) or self.archive.find(name) or name: content for name, content in changed.items()}
        return self._changed({**self.changed, **spelled}, self.dropped - spelled.keys(), spelled.keys())

    def with_trees(self, changed: Mapping[str, Element]) -> "Package":
        """The package with other content for some parts, given as root elements."""
        return self.with_parts({name: serialise(root) for name, root in changed.items()})

    def without_parts(self, names: Iterable[str]) -> "Package":
        """The package without some parts; the caller changes what refers to them."""
        gone = frozenset(own for own in map(self.find, names) if own)
        kept = {name: content for name, content in self.changed.items() if name not in gone}
        return self._changed(kept, self.dropped | (gone & self.archive.entries.keys()), gone)

    def _changed(self, changed: Mapping[str, Content], dropped: frozenset[str], names: AbstractSet[str]) -> "Package":
        """The package in which the parts `names` are others, with what was read of the rest."""
        package = Package(self.archive, changed, dropped)
        package._roots.update(_without(self._roots, names))
        package._relationships.update(_without(self._relationships, names))
        return package

    @cached_property
    def content_types(self) -> ContentTypes:
        """The declared content types."""
        return content_types_of(self.root(CONTENT_TYPES_PART))

    def relationships(self, source: str = PACKAGE_ROOT) -> tuple[Relationship, ...]:
        """The relationships of a part, or of the package itself; none where it has no relationships part."""
        part = self.find(relationships_part(source))
        if part is None:
            return ()
        if part not in self._relationships:
            self._relationships[part] = relationships_of(self.tree(part), source)
        return self._relationships[part]

    @cached_property
    def _relationships(self) -> dict[str, tuple[Relationship, ...]]:
        return {}

    @cached_property
    def _roots(self) -> dict[str, Element]:
        return {}

    def related(self, source: str, *kinds: str) -> tuple[str, ...]:
        """The parts, spelled as in the archive, to which relationships of these kinds lead from `source`."""
        found = (self.find(link.part) for link in self.relationships(source) if link.part and link.kind in kinds)
        return tuple(name for name in found if name)

    @cached_property
    def workbook_part(self) -> str:
        """The name of the workbook part, `xl/workbook.xml` in most files."""
        parts = self.related(PACKAGE_ROOT, "officeDocument")
        if not parts:
            raise UserError("this is not a workbook (.xlsx, .xlsm, .xltx or .xltm)", self.place)
        return parts[0]

    @property
    def workbook_type(self) -> str:
        """The content type of the workbook part."""
        return self.content_types.of(self.workbook_part) or ""

    @cached_property
    def vocabulary(self) -> Namespaces:
        """The namespaces that the workbook uses."""
        try:
            return vocabulary_of(QName(self.root(self.workbook_part)).namespace)
        except ValueError as error:
            raise UserError("this is not a workbook (.xlsx, .xlsm, .xltx or .xltm)", self.place) from error

    def write(self, mark: bytes = b"") -> bytes:
        """The bytes of the file; with the `mark` of a job, see `marks`."""
        return write_archive(self.archive, self.changed, self.dropped, mark)

    def write_to(self, target: BinaryIO, mark: bytes = b"") -> None:
        """Write the file to a seekable binary file; with the `mark` of a job, see `marks`."""
        stream_archive(self.archive, target, self.changed, self.dropped, mark)

    def save(self, path: Path, *, reads: Sequence[Path] = (), durable: bool = True, mark: bytes = b"") -> None:
        """Save as a file at once; see `saving.saving` for `reads`, `durable` and the mistakes, `marks` for `mark`."""
        with saving(path, reads=reads, durable=durable) as file:
            self.write_to(file, mark)


def _without(known: Mapping[str, _Kept], names: AbstractSet[str]) -> dict[str, _Kept]:
    return {name: each for name, each in known.items() if name not in names}


def read_package(
    source: bytes | str | Path, place: Place | None = None, bounds: ArchiveLimits = DEFAULT_BOUNDS
) -> Package:
    """The workbook in a file or in bytes; UserError where it isn't one, see `reading.read_archive`."""
    package = Package(read_archive(source, place, bounds), {}, frozenset())
    if package.find(CONTENT_TYPES_PART) is None:
        raise UserError("this is not a workbook (.xlsx, .xlsm, .xltx or .xltm)", package.place)
    if package.workbook_type == BINARY_TYPE:
        raise UserError("this is a binary workbook (.xlsb): save it as .xlsx first", package.place)
    if package.workbook_type not in _WORKBOOK_TYPES:
        raise UserError("this is not a workbook (.xlsx, .xlsm, .xltx or .xltm)", package.place)
    return package
