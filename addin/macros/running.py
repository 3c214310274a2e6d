"""The one way in for the ribbon: a macro is run, and what it has to say is said in a message box."""

import logging
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

import xlwings as xw

from addin.errors import Message, UserError, UserErrors
from addin.installation.places import log_of_this_system
from addin.language import render
from addin.livebook.alerts import Mode, show_alert
from addin.logs import logged_to
from addin.macros import batching, data, doctoring, filling, listing, sharing, tables
from addin.macros.request import MacroRequest
from udfs.worksheet import leave_other_excels_alone

_LOG: Final = logging.getLogger(__name__)

Macro: TypeAlias = Callable[[MacroRequest], Message | None]
"""Does its work and returns what there is to say, if anything. Raises UserError or UserErrors."""

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
        with logged_to(log_of_this_system()):
            lines, mode = _outcome(macro, MacroRequest(book, language, choice))
        if lines:
            show_alert(book, lines, mode)
    finally:
        if sys.platform == "darwin":
            book.app.status_bar = False


def _outcome(macro: str, request: MacroRequest) -> tuple[list[str], Mode]:
    """What there is to say after a macro, and how."""
    started = time.monotonic()
    try:
        _LOG.info("%s of %s", macro, request.book.name)
        message = MACROS[macro](request)
    except UserError as mistake:
        return _mistaken([mistake], request.language)
    except UserErrors as several:
        return _mistaken(several.mistakes, request.language)
    except Exception as error:
        _LOG.exception("%s failed", macro)
        refused = UserError("Excel or the system refused: {reason}", reason=_reason(error))
        return [render(refused, request.language)], "critical"
    _LOG.info("%s ended after %.1f s", macro, time.monotonic() - started)
    return ([] if message is None else [render(message, request.language)]), "info"


def _mistaken(mistakes: Sequence[UserError], language: str) -> tuple[list[str], Mode]:
    for mistake in mistakes:
        _LOG.warning("%s", mistake)
    return [render(mistake, language) for mistake in mistakes], "critical"


def _reason(error: Exception) -> str:
    """What Excel itself says, in its own language, where the error is one of its object model's; on one line."""
    told_by_excel = getattr(error, "excepinfo", None)
    text = told_by_excel[2] if told_by_excel else None
    return " ".join((text or str(error) or type(error).__name__).split())
