"""A process that works for a batch: it stops when told, ends with its parent, and leaves Ctrl-C to it."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.synchronize import Event

_stop: Event | None = None


def begin(stop: Event) -> None:
    """Make this process one of a batch's; `stop` asks it to do no further job."""
    global _stop
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits; processes that are started meanwhile never hear of it, not even before they begin."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_stopped() -> bool:
    """Whether no further job is to be done."""
    return _stop is not None and _stop.is_set()


def _end_with_parent() -> None:
    """A parent that was killed can't end its processes, which would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
