"""The workers of a Dask cluster as those who do the work, through its Executor."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from addin import __version__
from addin.batch.executors import Done, WorkerPool
from addin.batch.work import Chunk, work
from addin.errors import UserError, cause_of

if TYPE_CHECKING:
    from distributed import Client

_SCHEMES: Final = ("tcp", "tls")
_PORT_TIMEOUT: Final = 5.0
_GONE: Final = 30.0
"""Seconds for which a scheduler that is gone is waited for."""

_CLOSING: Final = 5.0
_COUNTED_ANEW: Final = 10.0
"""Seconds after which workers are counted anew."""


class ClusterWorkers:
    """Workers of a cluster; one that is lost has its chunk done by another, by the scheduler's doing."""

    is_remote = True

    def __init__(self, client: "Client", crashes: tuple[type[BaseException], ...]) -> None:
        self.crashes = crashes
        self._client = client
        self._executor: Executor = client.get_executor(pure=False)
        self._workers, self._counted = len(client.nthreads()), time.monotonic()
        self._gone: float | None = None

    @property
    def processes(self) -> int:
        """How many workers there are; some may have come or gone."""
        if time.monotonic() - self._counted > _COUNTED_ANEW and self._client.status == "running":
            self._workers, self._counted = len(self._client.nthreads()), time.monotonic()
        return max(self._workers, 1)

    def submit(self, chunk: Chunk) -> Future[Done]:
        """Give a chunk to the scheduler."""
        return self._executor.submit(work, chunk)

    def lost(self) -> bool:
        """Whether the scheduler has been gone for so long that it won't come back."""
        if self._client.status == "running":
            self._gone = None
            return False
        self._gone = self._gone or time.monotonic()
        return self._client.status == "closed" or time.monotonic() - self._gone > _GONE

    def renew(self) -> None:
        """Nothing to do: a worker's nanny starts another."""

    def stop(self) -> None:
        """Nothing to do: chunks that workers have begun are theirs."""


@contextmanager
def cluster_workers(address: str) -> Iterator[WorkerPool]:
    """The workers of the cluster whose scheduler is at an address. Raises UserError where it has none that can work.

    A scheduler that answers, and its first worker, are waited for as long as Dask's setting
    distributed.comm.timeouts.connect says.
    """
    try:
        from dask import config
        from dask.utils import parse_timedelta
        from distributed import Client, KilledWorker
        from distributed.comm.addressing import parse_address, parse_host_port
    except ImportError:
        raise UserError("a cluster needs distributed: pip install 'growthpole[cluster]'") from None
    patience = parse_timedelta(config.get("distributed.comm.timeouts.connect"))
    try:
        scheme, location = parse_address(address)
        host, port = parse_host_port(location)
    except ValueError:
        scheme, host, port = "", "", 0
    if scheme not in _SCHEMES:
        raise UserError("{address} is no scheduler's address, which is such as tcp://HOST:8786", address=address)
    _check_port(address, host, port, patience)
    try:
        client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise _unanswered(address, error) from error
    try:
        _check_workers(client, address, patience)
        yield ClusterWorkers(client, (KilledWorker,))
    finally:
        client.close() if client.status == "running" else client.close(_CLOSING)


def _check_port(address: str, host: str, port: int, patience: float) -> None:
    """See that the port is open: Dask would ask again and again for as long as its patience lasts."""
    try:
        socket.create_connection((host, port), timeout=min(patience, _PORT_TIMEOUT)).close()
    except OSError as error:
        raise _unanswered(address, error) from error


def _unanswered(address: str, error: Exception) -> UserError:
    return UserError("no scheduler answers at {address}: {reason}", address=address, reason=cause_of(error))


def _check_workers(client: "Client", address: str, patience: float) -> None:
    try:
        client.wait_for_workers(1, patience)
    except TimeoutError:
        raise UserError("the scheduler at {address} has no workers", address=address) from None
    for worker, found in client.run(version, on_error="return").items():
        if found != __version__:
            raise UserError(
                "the worker at {worker} has {found} instead of growthpole {version}: install the same on all machines",
                worker=worker,
                found=repr(found) if isinstance(found, Exception) else f"growthpole {found}",
                version=__version__,
            )


def version() -> str:
    """The version of growthpole where this is called."""
    return __version__
