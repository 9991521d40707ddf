"""Distribution of tasks to workers and collection of replies; tasks lost with a worker are retried once."""

from __future__ import annotations

import sys
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass
from typing import Any

from evaluator.batch.crew import Crew
from evaluator.batch.inputs import Inputs
from evaluator.batch.job import Failure, ReportJob
from evaluator.batch.work import Reply

DIED = Failure("worker", "the process that printed it died: killed from outside, or out of memory")


@dataclass(frozen=True, slots=True)
class BatchTask:
    """One report of a batch: its index in the requested order, its job, and the fingerprints of its inputs."""

    place: int
    job: ReportJob
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a task; `retried` is whether a worker died with it before."""

    task: BatchTask
    reply: Reply
    retried: bool = False


Work = Callable[[ReportJob, Inputs], Reply]
Running = dict[Future[Any], BatchTask]


def answers(tasks: Sequence[BatchTask], crew: Crew | None, work: Work) -> Generator[Answer]:
    """Yield an answer to every task, in the order in which they finish.

    A task lost with a worker is retried once by the crew's `second`; a task lost again is a
    failure. An interrupt, or closing the iterator, cancels the tasks that have not begun.
    """
    retried = False
    while tasks and crew is not None:
        lost: list[BatchTask] = []
        try:
            for task, reply in _attempt(tasks, crew, work):
                if reply is DIED:
                    lost.append(task)
                else:
                    yield Answer(task, reply, retried)
        finally:
            crew.close()
        tasks, crew, retried = sorted(lost, key=lambda task: task.place), crew.second(), True
    yield from (Answer(task, DIED, retried=True) for task in tasks)


def _attempt(tasks: Sequence[BatchTask], crew: Crew, work: Work) -> Iterator[tuple[BatchTask, Reply]]:
    waiting, running = deque(tasks), Running()
    try:
        while waiting or running:
            broken = not _hand_out(waiting, running, crew, work)
            if broken and not running and not crew.renew():
                yield from ((task, DIED) for task in waiting)
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), _reply(future)
    finally:
        for future in running:
            future.cancel()


def _hand_out(waiting: deque[BatchTask], running: Running, crew: Crew, work: Work) -> bool:
    """Submit waiting tasks up to the crew's window; return False if a worker's death has ended the crew."""
    while waiting and len(running) < crew.window:
        try:
            future = crew.submit(work, waiting[0].job, waiting[0].inputs)
        except BrokenExecutor:
            return False
        running[future] = waiting.popleft()
    return True


def _reply(future: Future[Any]) -> Reply:
    if future.cancelled():
        return DIED
    error = future.exception()
    if error is None:
        reply: Reply = future.result()
        return reply
    if isinstance(error, _deaths()):
        return DIED
    return Failure("program", f"{type(error).__name__}: {error}", trace="".join(traceback.format_exception(error)))


def _deaths() -> tuple[type[BaseException], ...]:
    """Return the exception classes that mean a worker died; Dask's only if Dask is already imported."""
    dask = sys.modules.get("distributed")
    return (BrokenExecutor, dask.KilledWorker) if dask else (BrokenExecutor,)
