"""The workers that print reports (local processes, or a caller's executor), and the recovery when one dies."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Any, Protocol

from evaluator.batch.work import enter_process
from evaluator.errors import EvaluatorError

# Each PDF adds a quarter of a megabyte to a process, in libraries below WeasyPrint; a new process starts small.
REPORTS_PER_PROCESS = 100
MANY = 4  # most processes for each core


class Crew(Protocol):
    """Workers that take calls, at most `window` of them at a time."""

    window: int

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        """Submit a call to a worker; raises BrokenExecutor if a worker's death has ended them all."""

    def renew(self) -> bool:
        """Return whether the crew can go on after a BrokenExecutor."""

    def second(self) -> Crew | None:
        """Return the crew that retries lost calls, or None if this crew was the second try."""

    def close(self) -> None:
        """Cancel the calls that have not begun, and wait for the others."""


class LocalProcesses:
    """Spawned processes of this machine; if one dies, all are replaced by new ones.

    One call more than there are processes is submitted, so that no process waits. The second try
    takes one call at a time, so that a report which ends its process takes no other report with it.
    """

    def __init__(self, count: int, *, one_by_one: bool = False) -> None:
        self.count = count
        self.window = 1 if one_by_one else count + 1
        self._pool: ProcessPoolExecutor | None = None
        self._taken = 0
        self._last = one_by_one

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        """Submit a call to a process. The first call starts the processes; after many calls they are restarted."""
        if self._pool is not None and self._taken >= self.count * REPORTS_PER_PROCESS:
            self._pool.shutdown(wait=True)
            self._pool = None
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.count, mp_context=spawn, initializer=enter_process)
            self._taken = 0
        self._taken += 1
        return self._pool.submit(work, *args)

    def renew(self) -> bool:
        """Drop the broken pool and return True; the next call starts another."""
        self.close()
        return True

    def second(self) -> Crew | None:
        """Return a single process that takes one call at a time, or None after the second try."""
        return None if self._last else LocalProcesses(1, one_by_one=True)

    def close(self) -> None:
        """Cancel the calls that have not begun, and wait for the others."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


class BorrowedExecutor:
    """A caller's executor, which the caller will shut down; all calls are submitted at once."""

    def __init__(self, executor: Executor, *, one_by_one: bool = False) -> None:
        self.executor = executor
        self.window = 1 if one_by_one else sys.maxsize
        self._last = one_by_one
        self._broken = False

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        """Submit a call to the executor, and return its future."""
        try:
            return self.executor.submit(work, *args)
        except BrokenExecutor:
            self._broken = True
            raise

    def renew(self) -> bool:
        """Return False, because only the caller can replace a broken executor."""
        return False

    def second(self) -> Crew | None:
        """Return the same executor with one call at a time, or local processes if it is broken."""
        if self._broken:
            return LocalProcesses(processes())
        return None if self._last else BorrowedExecutor(self.executor, one_by_one=True)

    def close(self) -> None:
        """Do nothing: the caller shuts the executor down."""


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
