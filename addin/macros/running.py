"""The one way in for the ribbon: a macro is run, and what it has to say is said in a message box."""

import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import xlwings as xw

from addin.language import said, told
from addin.livebook.telling import tell
from addin.macros import batching, data, doctoring, filling, listing, sharing, tables
from addin.macros.request import Request
from addin.mistakes import Message, Mistake, Mistakes
from udfs.worksheet import leave_other_excels_alone

Macro: TypeAlias = Callable[[Request], Message | None]
"""Does its work and returns what there is to say, if anything. Raises Mistake or Mistakes."""

MACROS: Final[Mapping[str, Macro]] = MappingProxyType(
    {
        "ranking": tables.ranking,
        "trend": tables.trend,
        "localization": tables.localization,
        "fill": filling.fill,
        "check": filling.check,
        "batch": batching.batch,
        "new": filling.new,
        "audit": data.audit,
        "freeze": sharing.freeze,
        "rebind": sharing.rebind,
        "functions": listing.functions,
        "doctor": doctoring.doctor,
    }
)


def run(macro: str, language: str, choice: str = "") -> None:
    """Run a macro on the workbook that Excel shows; its mistakes are told there, in 'en', 'ru' or 'kk'."""
    leave_other_excels_alone()
    book = xw.Book.caller()
    try:
        message = MACROS[macro](Request(book, language, choice))
    except Mistake as mistake:
        tell(book, [told(mistake, language)], "critical")
    except Mistakes as several:
        tell(book, [told(mistake, language) for mistake in several.mistakes], "critical")
    except Exception as error:
        refused = Mistake("Excel or the system refused: {reason}", reason=_reason(error))
        tell(book, [told(refused, language)], "critical")
    else:
        if message is not None:
            tell(book, [said(message, language)], "info")
    finally:
        if sys.platform == "darwin":
            book.app.status_bar = False


def _reason(error: Exception) -> str:
    """What Excel itself says, in its own language, where the error is one of its object model's; on one line."""
    told_by_excel = getattr(error, "excepinfo", None)
    text = told_by_excel[2] if told_by_excel else None
    return " ".join((text or str(error) or type(error).__name__).split())
