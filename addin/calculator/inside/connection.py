"""The one connection to our process: a message is a line of JSON, so that neither side needs a thread.

While a workbook is being calculated, each call of a function comes back to our process before the values do.
"""

from __future__ import annotations

import json
import os
import socket
from typing import Any

VARIABLE = "GROWTHPOLE_CALCULATOR"


class Connection:
    """Sends and receives messages."""

    def __init__(self, port: int, token: str) -> None:
        self._stream = socket.create_connection(("127.0.0.1", port)).makefile("rw", encoding="utf-8", newline="\n")
        self.send({"token": token})

    def send(self, message: dict[str, Any]) -> None:
        """One message."""
        self._stream.write(json.dumps(message) + "\n")
        self._stream.flush()

    def receive(self) -> dict[str, Any] | None:
        """The next message; None when our process has hung up."""
        line = self._stream.readline()
        return json.loads(line) if line else None


_opened: list[Connection] = []


def connection() -> Connection:
    """The connection that our process waits for, opened when first asked for."""
    if not _opened:
        port, token = os.environ[VARIABLE].split(":")
        _opened.append(Connection(int(port), token))
    return _opened[0]
