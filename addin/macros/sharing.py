"""Passing the open workbook on to others, and receiving one from them."""

from addin.errors import Message
from addin.filebook.freezing import freeze as freeze_package
from addin.livebook.calculation import refuse_uncalculated
from addin.livebook.copies import copied, open_beside
from addin.livebook.rebinding import rebind as rebind_book
from addin.macros.request import MacroRequest
from addin.package.conversions import suffix_of
from addin.package.package import read_package


def freeze(request: MacroRequest) -> Message | None:
    """Open a copy in which our functions' formulas are replaced by their values."""
    refuse_uncalculated(request.book)
    with copied(request.book) as path:
        frozen = freeze_package(read_package(path.read_bytes(), request.place))
    is_changed = bool(frozen.package.changed)
    if is_changed:
        open_beside(request.book, frozen.package.write(), f"{request.stem}-values", suffix_of(frozen.package))
    if frozen.remaining:
        where = ", ".join(dict.fromkeys(frozen.remaining))
        return Message("names, formats or validations still call functions of Growthpole's: {where}", where=where)
    return None if is_changed else Message("no formula of the workbook calls a function of Growthpole's")


def rebind(request: MacroRequest) -> Message:
    """Bind formulas to the add-in that is loaded."""
    rebind_book(request.book)
    return Message("the formulas were entered anew")
