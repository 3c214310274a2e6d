"""The one way in for the ribbon: a macro is run, and what it has to say is said in a message box."""

from collections.abc import Callable, Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Final, TypeAlias

import xlwings as xw

from addin.language import told, translated
from addin.macros import batching, data, doctoring, filling, listing, sharing, tables
from addin.macros.request import Request
from addin.mistakes import Mistake, Mistakes

Macro: TypeAlias = Callable[[Request], str | None]
"""Does its work and returns what there is to say, in English, if anything. Raises Mistake or Mistakes."""

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
_TITLE: Final = "Growthpole"
_MOST_CHARACTERS: Final = 900


def run(macro: str, language: str, choice: str = "") -> None:
    """Run a macro on the workbook that Excel shows; its mistakes are told there, in 'en', 'ru' or 'kk'."""
    book = xw.Book.caller()
    try:
        said = MACROS[macro](Request(book, language, choice))
    except Mistake as mistake:
        _complain(book, [told(mistake, language)])
    except Mistakes as several:
        _complain(book, [told(mistake, language) for mistake in several.mistakes])
    except Exception as error:
        reason = str(error) or type(error).__name__
        _complain(book, [told(Mistake("Excel or the system refused: {reason}", reason=reason), language)])
    else:
        if said is not None:
            book.app.alert(translated(said, language), _TITLE, mode="info")


def _complain(book: xw.Book, lines: list[str]) -> None:
    """A message box shows about a thousand characters: the first mistakes, and how many there are."""
    lengths = accumulate(len(line) + 1 for line in lines)
    shown = [line for line, length in zip(lines, lengths, strict=True) if length <= _MOST_CHARACTERS] or lines[:1]
    if len(lines) > len(shown):
        shown.append(f"… ({len(lines)})")
    book.app.alert("\n".join(shown), _TITLE, mode="critical")
