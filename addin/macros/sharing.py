"""Passing the open workbook on to others, and receiving one from them."""

from addin.filebook.freezing import freeze as freeze_package
from addin.livebook.copies import copied, open_beside
from addin.livebook.rebinding import rebind as rebind_book
from addin.macros.request import Request
from addin.mistakes import Message
from addin.package.conversions import suffix_of
from addin.package.package import read_package


def freeze(request: Request) -> Message | None:
    """Open a copy in which our functions' formulas are replaced by their values."""
    with copied(request.book) as path:
        frozen = freeze_package(read_package(path.read_bytes(), request.place))
    if not frozen.changed:
        return Message("no formula of the workbook calls a function of Growthpole's")
    open_beside(request.book, frozen.write(), f"{request.stem}-values", suffix_of(frozen))
    return None


def rebind(request: Request) -> Message:
    """Bind formulas to the add-in that is loaded."""
    rebind_book(request.book)
    return Message("the formulas were entered anew")
