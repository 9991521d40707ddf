"""A Dask cluster as an executor of `concurrent.futures`."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from evaluator.errors import EvaluatorError, MissingDependencyError

PATIENCE = 30


class Cluster(Executor):
    """The workers of a Dask cluster; an executor of `concurrent.futures` like any other.

    The cluster itself restarts the calls of a dead worker, as often as its own setting
    `distributed.scheduler.allowed-failures` allows; `gone` returns such workers.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401  (Dask ships no types)
        self._client = client
        self._inner = client.get_executor(pure=False)
        self._first = frozenset(client.nthreads())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        """Submit a call to the cluster, and return its future."""
        future: Future[Any] = self._inner.submit(fn, *args, **kwargs)
        return future

    def gone(self) -> tuple[str, ...]:
        """Return the addresses of workers that have left the cluster since the start."""
        return tuple(sorted(self._first - frozenset(self._client.nthreads())))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Accept no more calls; the cluster itself keeps running."""
        self._inner.shutdown(wait=wait and not cancel_futures)


@contextmanager
def cluster(address: str, *, patience: float = PATIENCE) -> Iterator[Cluster]:
    """Connect to the scheduler of a Dask cluster for the block.

    Parameters
    ----------
    address : str
        As the scheduler prints it, `tcp://HOST:PORT`.
    patience : float
        Seconds to wait for the scheduler, and again for a first worker.

    Raises
    ------
    MissingDependencyError
        Dask is not installed.
    EvaluatorError
        No scheduler answers, or it has no worker.
    """
    with _client(address, patience) as client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            raise EvaluatorError(f"{address}: the cluster has no worker") from None
        yield Cluster(client)


def _client(address: str, patience: float) -> Any:  # noqa: ANN401
    try:
        from distributed import Client
    except ModuleNotFoundError:
        message = 'a cluster needs Dask: run  pip install "nap-evaluator[cluster]"'
        raise MissingDependencyError(message) from None
    try:
        return Client(address, timeout=patience, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        reason = str(error)
    # Garbage collection closes a client that did not connect, which can deadlock a thread that is just starting.
    # So collect it here, where no thread is starting.
    gc.collect()
    raise EvaluatorError(f"{address}: no scheduler of a Dask cluster answers there ({reason})")
