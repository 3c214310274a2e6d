"""Changes of the package's own records: content types declared, relationships added, parts forgotten everywhere."""

from collections.abc import Collection, Iterable, Mapping

from addin.package.archive import folded
from addin.package.content_types import CONTENT_TYPES_PART, change_content_types
from addin.package.package import Package
from addin.package.relationships import (
    Relationship,
    add_relationship,
    free_id,
    relationships_part,
    remove_relationships,
    source_of,
    target_from,
    write_relationships,
)


def declare(package: Package, types: Mapping[str, str], dropped: Collection[str] = ()) -> Package:
    """The package with the content types of some parts declared, and those of `dropped` no more."""
    root = package.tree(CONTENT_TYPES_PART)
    change_content_types(root, types, dropped)
    return package.with_trees({CONTENT_TYPES_PART: root})


def link(package: Package, source: str, kind: str, part: str) -> tuple[Package, str]:
    """The package with a relationship of type `kind` from `source` to `part`, and the relationship's id."""
    known = package.relationships(source)
    added = Relationship(source, free_id(known_link.id for known_link in known), kind, target_from(source, part), part)
    own = package.find(relationships_part(source))
    if own is None:
        return package.with_parts({relationships_part(source): write_relationships([added])}), added.id
    root = package.tree(own)
    add_relationship(root, added)
    return package.with_trees({own: root}), added.id


def forget_parts(package: Package, names: Iterable[str]) -> Package:
    """The package without some parts, their relationships, their content types and every relationship to them.

    What refers to them by relationship id within other parts is the caller's to change first.
    """
    gone = {own for own in map(package.find, names) if own}
    if not gone:
        return package
    records = {own for own in (package.find(relationships_part(name)) for name in gone) if own}
    package = declare(_unlinked(package, gone), {}, gone)
    return package.without_parts(gone | records)


def _unlinked(package: Package, gone: Collection[str]) -> Package:
    keys = {folded(name) for name in gone}
    sources = [source for name in package.names if (source := source_of(name)) is not None and source not in gone]
    changed = {}
    for source in sources:
        ids = [known.id for known in package.relationships(source) if known.part and folded(known.part) in keys]
        if ids:
            record = package.find(relationships_part(source)) or ""
            changed[record] = package.tree(record)
            remove_relationships(changed[record], ids)
    return package.with_trees(changed)
