"""Our end of the connection to LibreOffice: a request, the calls that come back meanwhile, the answer."""

import json
import socket
from collections.abc import Iterable
from time import monotonic
from typing import Any

from udfs.formulas.evaluator import OMITTED, FormulaSyntaxError, evaluate
from udfs.numerics.cell_values import CellValue, ExcelError, error_of_text


class Silence(Exception):
    """LibreOffice has ended, or did not answer in time."""


class Conversation:
    """Messages of one line of JSON each; `inside.connection` is the other end."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rw", encoding="utf-8", newline="\n")

    def ask(self, request: dict[str, object], patience: float) -> dict[str, Any]:
        """The answer to a request within `patience` seconds, all calls of our functions answered. Raises Silence."""
        until = monotonic() + patience
        self._send(request)
        while "call" in (answer := self.receive(until - monotonic())):
            self._send({"cells": _outcome(answer["call"], answer["arguments"])})
        return answer

    def receive(self, patience: float) -> dict[str, Any]:
        """The next message. Raises Silence."""
        try:
            self._connection.settimeout(max(patience, 0.001))
            message: dict[str, Any] = json.loads(self._stream.readline())
        except (OSError, ValueError):
            raise Silence from None
        return message

    def close(self) -> None:
        """Hangs up, at which LibreOffice ends."""
        self._connection.close()
        self._stream.close()

    def _send(self, message: dict[str, object]) -> None:
        line = json.dumps(message) + "\n"
        try:
            self._stream.write(line)
            self._stream.flush()
        except OSError:
            raise Silence from None


def cell_of(message: Any) -> CellValue:  # noqa: ANN401 - as it came
    """A cell's value as it travels: an error is {"error": its text}."""
    return error_of_text(message["error"]) if isinstance(message, dict) else message


def _outcome(name: str, arguments: Iterable[object]) -> list[list[object]]:
    try:
        cells = evaluate(name, [_argument(argument) for argument in arguments])
    except FormulaSyntaxError:
        cells = [[ExcelError.VALUE]]
    return [[{"error": cell.value} if isinstance(cell, ExcelError) else cell for cell in row] for row in cells]


def _argument(message: Any) -> object:  # noqa: ANN401 - as it came
    if isinstance(message, list):
        return [[cell_of(cell) for cell in row] for row in message]
    return OMITTED if message == {"omitted": True} else cell_of(message)
