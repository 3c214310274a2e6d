"""What makes a template a workbook, and a changed workbook one that opens without a complaint."""

from pathlib import Path
from typing import Final

from lxml import etree

from addin.errors import Place, UserError
from addin.package.linking import declare, forget_parts
from addin.package.package import (
    ADD_IN_TYPE,
    MACRO_TEMPLATE_TYPE,
    MACRO_WORKBOOK_TYPE,
    TEMPLATE_TYPE,
    WORKBOOK_TYPE,
    Package,
)
from addin.package.relationships import PACKAGE_ROOT

_OF_TEMPLATE: Final = {TEMPLATE_TYPE: WORKBOOK_TYPE, MACRO_TEMPLATE_TYPE: MACRO_WORKBOOK_TYPE}
_SUFFIXES: Final = {WORKBOOK_TYPE: ".xlsx", MACRO_WORKBOOK_TYPE: ".xlsm", ADD_IN_TYPE: ".xlam"}
_BEFORE_CALCULATION: Final = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
]


def as_workbook(package: Package) -> Package:
    """A template (.xltx, .xltm) as the workbook (.xlsx, .xlsm) that Excel makes of it; any other package as it is."""
    other = _OF_TEMPLATE.get(package.workbook_type)
    return declare(package, {package.workbook_part: other}) if other else package


def as_filled(package: Package, *, recalculate: bool) -> Package:
    """A changed package as it is to be saved; one without a change comes back as it is, but for templates.

    The calculation chain goes, since Excel makes it anew and takes a wrong one for damage. Digital signatures go, since
    they vouch for the content that was changed: Excel drops them as well when a signed workbook is edited. A signature
    of the macros stays, as they do. `recalculate` says that a formula has no known value.
    """
    package = as_workbook(package)
    if not package.changed and not package.dropped:
        return package
    package = without_signatures(without_calculation_chain(package))
    return with_full_calculation(package) if recalculate else package


def without_calculation_chain(package: Package) -> Package:
    """The package without its calculation chain."""
    return forget_parts(package, package.related(package.workbook_part, "calcChain"))


def without_signatures(package: Package) -> Package:
    """The package without digital signatures of its content."""
    origins = package.related(PACKAGE_ROOT, "origin")
    signatures = [name for origin in origins for name in package.related(origin, "signature")]
    certificates = [name for signature in signatures for name in package.related(signature, "certificate")]
    return forget_parts(package, [*origins, *signatures, *certificates])


def with_full_calculation(package: Package) -> Package:
    """The package that Excel calculates anew when it opens it, for formulas whose values aren't known."""
    root = package.tree(package.workbook_part)
    tag = package.vocabulary.tag
    node = root.find(tag("calcPr"))
    if node is None:
        node = etree.Element(tag("calcPr"))
        earlier = [root.find(tag(name)) for name in _BEFORE_CALCULATION]
        last = next(found for found in reversed(earlier) if found is not None)
        last.addnext(node)
    node.set("fullCalcOnLoad", "1")
    return package.with_trees({package.workbook_part: root})


def suffix_of(package: Package) -> str:
    """The ending of the name under which Excel opens the package once it is a workbook: .xlsx, .xlsm or .xlam."""
    return _SUFFIXES[_OF_TEMPLATE.get(package.workbook_type, package.workbook_type)]


def check_suffix(package: Package, path: Path) -> None:
    """UserError where `path` ends otherwise than Excel demands for what the package holds."""
    expected = suffix_of(package)
    if path.suffix.lower() != expected:
        raise UserError(
            "this workbook must be saved as {suffix}, Excel would not open it", Place(str(path)), suffix=expected
        )
