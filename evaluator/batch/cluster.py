"""The workers of a Dask cluster: each proves itself before it takes work, and is left out by address if it cannot."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evaluator.batch.processes import unfit
from evaluator.batch.worker import proof
from evaluator.errors import EvaluatorError, MissingDependencyError, install_line

Tell = Callable[[str], None]
PATIENCE = 30.0  # seconds to wait for a scheduler, and for a worker that can print
ROUND = 10.0  # seconds after which the workers are looked at again
CALLS = 8  # calls that a thread of a worker has before it, so that it need not wait for the next


@contextmanager
def cluster(address: str, *, patience: float = PATIENCE) -> Iterator[Any]:
    """Connect to the scheduler of a Dask cluster for the block, and yield Dask's own client.

    It waits `patience` seconds for the scheduler at `tcp://HOST:PORT`, and as long for a first worker.

    Raises
    ------
    MissingDependencyError
        Dask is not installed.
    EvaluatorError
        No scheduler answers, or it has no worker.
    """
    with _connect(address, patience) as client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            raise EvaluatorError(f"{address}: the cluster has no worker") from None
        yield client


def _connect(address: str, patience: float) -> Any:  # noqa: ANN401  (Dask ships no types)
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise MissingDependencyError(f"a cluster needs Dask: run  {install_line('cluster')}") from None
    try:
        return Client(address, timeout=patience, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        reason = str(error)
    # Garbage collection closes a client that did not connect, which can deadlock a thread that is just starting.
    # So collect it here, where no thread is starting.
    gc.collect()
    raise EvaluatorError(f"{address}: no scheduler of a Dask cluster answers there ({reason})")


class FitWorkers:
    """The workers of a cluster that would print what this process would; the cluster restarts calls of a dead one.

    `tell` is called with a sentence about each worker that is left out or leaves.

    Raises
    ------
    EvaluatorError
        No worker can print; the message has each with its reason.
    """

    patience: float | None = ROUND  # seconds without a reply after which `look_after` is called
    fetch: float | None = PATIENCE  # seconds for a reply to come from its worker

    def __init__(self, client: Any, folders: Iterable[Path | None], tell: Tell, *, pdf: bool) -> None:  # noqa: ANN401
        self._connect, self._tell = client, tell
        self._folders, self._pdf = tuple(folders), pdf
        try:
            self._model = proof(self._folders, pdf=pdf)
        except MissingDependencyError:  # who hands out work need not be able to print
            self._model = proof(self._folders, pdf=False)
        self._threads: dict[str, int] = {}
        self._unfit: dict[str, str] = {}
        self._met, self._given_up = 0.0, False
        self._meet()
        if not self._threads:
            raise EvaluatorError(self._none_left_text())

    @property
    def window(self) -> int:
        """Return how many calls are under way at a time."""
        return CALLS * max(1, sum(self._threads.values()))

    def _meet(self) -> None:
        """Ask each worker that is new for its proof, and drop those that have left."""
        present: dict[str, int] = self._connect.nthreads()
        for address in sorted(self._threads.keys() - present.keys()):
            self._tell(f"{address} has left the cluster")
        new = sorted(present.keys() - self._threads.keys() - self._unfit.keys())
        self._threads = {address: n for address, n in present.items() if address in self._threads}
        replies = self._connect.run(proof, self._folders, pdf=self._pdf, workers=new, on_error="return") if new else {}
        for address in new:
            if why := self._why_unfit(replies.get(address)):
                self._leave_out(address, why)
            else:
                self._threads[address] = present[address]
        self._met = time.monotonic()

    def _why_unfit(self, reply: object) -> str:
        if not isinstance(reply, dict):
            return str(reply or "it gave no answer")
        self._model = reply | self._model
        another = [name for name, value in self._model.items() if reply.get(name) != value]
        return f"it has another {another[0]}" if another else ""

    def _leave_out(self, address: str, why: str) -> None:
        self._threads.pop(address, None)
        if address not in self._unfit:
            self._unfit[address] = why
            self._tell(f"{address} is left out: {why}")

    def _none_left_text(self) -> str:
        reasons = "; ".join(f"{address}: {why}" for address, why in sorted(self._unfit.items()))
        return f"no worker of the cluster can print ({reasons or 'all have left'})"

    def submit(self, work: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401
        """Submit a call to the fit workers, and return its future; if none comes within `PATIENCE`, it has failed."""
        if time.monotonic() - self._met > ROUND:
            self._meet()
        end = time.monotonic() + PATIENCE
        while not (self._threads or self._given_up):
            time.sleep(1)
            self._meet()
            self._given_up = time.monotonic() > end
        if not self._threads:
            return unfit(self._none_left_text())
        return self._connect.submit(work, *args, pure=False, workers=sorted(self._threads))

    def leave_out(self, future: Any, why: str) -> bool:  # noqa: ANN401
        """Give no more work to the worker that answered a call; return whether another one can print it."""
        places = self._connect.who_has([future]).get(future.key, ()) if hasattr(future, "key") else ()
        for address in places:
            self._leave_out(address, why)
        return bool(places and self._threads)

    def look_after(self, running: Iterable[Any]) -> None:
        """Look who is there; cancel the calls that nobody may take, because all that were fit for them have left."""
        self._meet()
        taken = {key for keys in self._connect.processing().values() for key in keys}
        for future in running:
            if future.key not in taken and not future.done():
                future.cancel()
