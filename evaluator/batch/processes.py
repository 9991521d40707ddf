"""Processes of this machine that print or compute: how many there may be, how one begins, and how it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import Any, Self

from evaluator.batch.job import Failure
from evaluator.errors import EvaluatorError

# Each PDF adds a quarter of a megabyte to a process, in libraries below WeasyPrint; a new process starts small.
REPORTS_PER_PROCESS = 100
MANY = 4  # most processes for each core


class LocalProcesses:
    """A pool of spawned processes, replaced by a new one if a process dies and after many reports.

    The pool's own `max_tasks_per_child` can wait for ever for a process that it no longer starts, in every Python up
    to 3.13 (https://github.com/python/cpython/issues/115634).
    """

    patience: float | None = None
    fetch: float | None = None

    def __init__(self, count: int) -> None:
        self.count = count
        self.window = 2 * count
        self._pool: ProcessPoolExecutor | None = None
        self._calls = 0
        self._unfit = ""

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        """Submit a call to a process, and return its future; if they have proved unfit, it holds the reason."""
        if self._unfit:
            return unfit(self._unfit)
        if self._calls >= self.count * REPORTS_PER_PROCESS:
            self._end_pool()
        try:
            return self._running_pool().submit(work, *args)
        except BrokenExecutor:
            self._end_pool()
            return self._running_pool().submit(work, *args)

    def _running_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.count, mp_context=spawn, initializer=enter_process)
        self._calls += 1
        return self._pool

    def _end_pool(self, *, cancel: bool = False) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=cancel)
        self._pool, self._calls = None, 0

    def leave_out(self, future: Future[Any], why: str) -> bool:  # noqa: ARG002  (as a cluster has it)
        """Take no more calls, as every process of this machine is like the unfit one; return False."""
        self._unfit = why
        return False

    def look_after(self, running: Iterable[Future[Any]]) -> None:
        """Do nothing: the pool itself reports the death of a process."""

    def __enter__(self) -> Self:
        """Remember the processes that are not ours."""
        self._others = set(multiprocessing.active_children())
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Wait for the processes to end; an error, such as an interrupt, ends them at once."""
        for child in set(multiprocessing.active_children()) - self._others if kind else ():
            child.terminate()
        self._end_pool(cancel=True)


def unfit(why: str) -> Future[Any]:
    """Return a future that says already why no worker can print."""
    future: Future[Any] = Future()
    future.set_result(Failure("worker", why))
    return future


def enter_process() -> None:
    """Prepare a worker process to end at once and silently on an interrupt or when its parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def processes() -> int:
    """Return the number of processor cores that this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def refuse_too_many(asked: int, option: str) -> None:
    """Raise an error if more processes are requested than a few for each core, which would only fill memory.

    Raises
    ------
    EvaluatorError
        More are requested than `MANY` times the cores.
    """
    cores = processes()
    if asked > MANY * cores:
        raise EvaluatorError(
            f"{option} {asked}: that many processes would only fill the memory. "
            f"This machine runs {cores} at once; give at most {MANY * cores}."
        )
