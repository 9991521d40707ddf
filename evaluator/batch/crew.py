"""Who prints: processes of this machine, or an executor that was given; and what is done when a worker dies."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Any, Protocol

from evaluator.batch.work import enter_process
from evaluator.errors import EvaluatorError

# With each PDF a process grows by a quarter of a megabyte, in libraries beneath WeasyPrint; a new one starts small.
REPORTS_PER_PROCESS = 100
MANY = 4  # processes for each core that may be asked for


class Crew(Protocol):
    """Workers that take calls, `window` of them at a time."""

    window: int

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        """Hand a call to a worker; raises BrokenExecutor where a death has ended them all."""

    def renew(self) -> bool:
        """Return whether work can go on after that."""

    def second(self) -> Crew | None:
        """Return who tries once more what was lost, None where this was the second try."""

    def close(self) -> None:
        """Call off what has not begun, and wait for the rest."""


class LocalProcesses:
    """Processes of this machine, each started afresh (spawn); a death makes new ones.

    One call more than there are processes is handed out, so that none has to
    wait. The second try goes one by one: a report that ends its process then
    takes no other with it.
    """

    def __init__(self, count: int, *, one_by_one: bool = False) -> None:
        self.count = count
        self.window = 1 if one_by_one else count + 1
        self._pool: ProcessPoolExecutor | None = None
        self._taken = 0
        self._last = one_by_one

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        """Hand a call to a process; the first call starts them, and after many calls they are started anew."""
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
        """Let go of the broken pool; the next call starts another."""
        self.close()
        return True

    def second(self) -> Crew | None:
        """Return one process that gets one call at a time."""
        return None if self._last else LocalProcesses(1, one_by_one=True)

    def close(self) -> None:
        """Call off what has not begun, and wait for the rest."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


class BorrowedExecutor:
    """An executor that somebody else made and will end; everything is handed to it at once."""

    def __init__(self, executor: Executor, *, one_by_one: bool = False) -> None:
        self.executor = executor
        self.window = 1 if one_by_one else sys.maxsize
        self._last = one_by_one
        self._broken = False

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        """Hand a call to the executor."""
        try:
            return self.executor.submit(work, *args)
        except BrokenExecutor:
            self._broken = True
            raise

    def renew(self) -> bool:
        """Return False: a broken executor is not ours to make again."""
        return False

    def second(self) -> Crew | None:
        """Return the same executor, one call at a time; processes of this machine where it is broken."""
        if self._broken:
            return LocalProcesses(processes())
        return None if self._last else BorrowedExecutor(self.executor, one_by_one=True)

    def close(self) -> None:
        """Leave the executor to whoever made it."""


def processes() -> int:
    """Return how many processes this machine runs at once: the cores that this one may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def refuse_too_many(asked: int, option: str) -> None:
    """Refuse more processes than a few for each core: each takes memory of its own, and none is faster for it.

    Raises
    ------
    EvaluatorError
        More are asked for than `MANY` times the cores.
    """
    cores = processes()
    if asked > MANY * cores:
        raise EvaluatorError(
            f"{option} {asked}: that many processes would only fill the memory. "
            f"This machine runs {cores} at once; give at most {MANY * cores}."
        )
