"""The run of a batch: skip reports that are up to date, print the others; a failure affects only its own report."""

from __future__ import annotations

import sys
import traceback
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from evaluator.batch.cluster import FitWorkers, Tell
from evaluator.batch.inputs import Inputs, open_library, own_inputs, shared_inputs
from evaluator.batch.job import BatchProgress, BatchResult, Failure, JobResult, ReportJob, Watcher
from evaluator.batch.manifest import ManifestEntry, fold, read_manifest, record, sha256_of
from evaluator.batch.processes import LocalProcesses, processes
from evaluator.batch.worker import DIED, Reply, print_job
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.reports.pdf.write import load_weasyprint
from evaluator.store.whole import SUFFIX, is_left_over, write_part

Crew = LocalProcesses | FitWorkers
Libraries = Mapping[Path | None, Library]


def print_reports(
    jobs: Iterable[ReportJob],
    client: Any = None,  # noqa: ANN401  (Dask ships no types)
    progress: Watcher | None = None,
    tell: Tell | None = None,
    *,
    workers: int | None = None,
    again: bool = False,
) -> BatchResult:
    """Print country reports in parallel processes; reports that are up to date are skipped.

    A report is up to date if the folder's manifest records the same inputs as now and the file still has the bytes
    that were written. A report that fails affects no other. One lost with its worker is retried once, alone; one that
    fails for its worker's sake is printed by another. This process, not the workers, writes the files, whole or not at
    all; the next run skips the reports that were finished before an interrupt.

    Parameters
    ----------
    jobs : iterable of ReportJob
        The reports to print, each into a file of its own; `jobs_for` returns them.
    client : distributed.Client, optional
        Dask's client of a cluster whose workers can import this package and read the library, such as that of
        `cluster(ADDRESS)`. Without one, `workers` processes of this machine print, started by `spawn`: a script that
        calls this function needs `if __name__ == "__main__":`.
    progress : callable, optional
        Called with a `BatchProgress` before the first report and after each.
    tell : callable, optional
        Called with a message about each worker of a cluster that is left out or leaves.
    workers : int, optional
        Processes; one for each core that this process may use, if left out.
    again : bool
        Whether to print reports that are up to date too.

    Raises
    ------
    EvaluatorError
        Two reports have the same file, an output folder or a user's library does not exist, or nobody can print:
        WeasyPrint or Pango is missing here, or no worker of the cluster is fit. Nothing was printed.
    KeyboardInterrupt
        After the reports that have not begun were cancelled.
    """
    asked = tuple(jobs)
    _refuse_clashes(asked)
    tell, progress = tell or (lambda _: None), progress or (lambda _: None)
    libraries = {folder: open_library(folder) for folder in {job.library for job in asked}}
    shared = {folder: shared_inputs(library) for folder, library in libraries.items()}
    results, tasks = _sort_out(asked, libraries, shared, again=again)
    progress(BatchProgress(0, len(tasks)))
    _delete_left_overs({job.out.parent for job in asked})
    changed = False
    try:
        with _crew_for(tasks, client, tell, workers) as crew, closing(answers(tasks, crew)) as found:
            for done, (task, reply) in enumerate(found, 1):
                results[task.place] = result = _write_result(task, reply)
                progress(BatchProgress(done, len(tasks), result))
        changed = bool(tasks) and any(_are_inputs_changed(folder, digest) for folder, digest in shared.items())
    finally:
        _fold_manifests([result.job.out for result in results.values() if result.state == "printed"], forget=changed)
    return BatchResult(tuple(results[place] for place in range(len(asked))), changed)


def _refuse_clashes(jobs: Sequence[ReportJob]) -> None:
    places = Counter(job.out.resolve() for job in jobs)
    twice = sorted(str(place) for place, count in places.items() if count > 1)
    if twice:
        raise EvaluatorError(f"two reports would be one file: {', '.join(twice)}")
    lost = sorted({str(job.out.parent) for job in jobs if not job.out.parent.is_dir()})
    if lost:
        raise EvaluatorError(f"there is no such folder to write into: {', '.join(lost)}. Make it first.")


@dataclass(frozen=True, slots=True)
class BatchTask:
    """One report: its index in the requested order, its job, its inputs, and whether a worker failed with it before."""

    place: int
    job: ReportJob
    inputs: Inputs
    retried: bool = False


def _sort_out(
    jobs: Sequence[ReportJob], libraries: Libraries, shared: Mapping[Path | None, str], *, again: bool
) -> tuple[dict[int, JobResult], list[BatchTask]]:
    """Return the results of reports that are up to date, by index in the requested order, and the other tasks."""
    manifests = {} if again else {folder: read_manifest(folder) for folder in {job.out.parent for job in jobs}}
    results: dict[int, JobResult] = {}
    tasks: list[BatchTask] = []
    for place, job in enumerate(jobs):
        inputs = Inputs(shared[job.library], own_inputs(libraries[job.library], job))
        entry = manifests.get(job.out.parent, {}).get(job.out.name)
        if entry and entry.inputs == inputs.digest and entry.is_in(job.out):
            results[place] = JobResult(job, "up-to-date", is_draft=entry.draft)
        else:
            tasks.append(BatchTask(place, job, inputs))
    return results, tasks


def _are_inputs_changed(folder: Path | None, digest: str) -> bool:
    try:
        return shared_inputs(open_library(folder)) != digest
    except EvaluatorError:
        return True


def _fold_manifests(printed: Sequence[Path], *, forget: bool) -> None:
    for folder in {out.parent for out in printed}:
        with suppress(EvaluatorError):  # on a full disk the lines that were added hold as well
            fold(folder, {out.name for out in printed if out.parent == folder} if forget else ())


def _crew_for(tasks: Sequence[BatchTask], client: Any, tell: Tell, workers: int | None) -> AbstractContextManager[Crew]:  # noqa: ANN401
    pdf = any(task.job.variant.form == "pdf" for task in tasks)
    if client is not None and tasks:
        return nullcontext(FitWorkers(client, {task.job.library for task in tasks}, tell, pdf=pdf))
    if pdf:
        load_weasyprint()  # reports a missing library once, before any worker starts
    return LocalProcesses(max(1, min(workers or processes(), len(tasks))))


def answers(tasks: Sequence[BatchTask], crew: Crew) -> Generator[tuple[BatchTask, Reply]]:
    """Yield the reply to every task, in the order in which they finish.

    A task lost with a worker that died is tried once more, with no other beside it; a task lost again is a failure.
    An interrupt, or closing the iterator, cancels the tasks that have not begun.
    """
    lost: list[BatchTask] = []
    for task, reply in _run_tasks(tasks, crew, sys.maxsize):
        if reply is DIED:
            lost.append(replace(task, retried=True))
        else:
            yield task, reply
    yield from _run_tasks(sorted(lost, key=lambda task: task.place), crew, 1)


def _run_tasks(tasks: Sequence[BatchTask], crew: Crew, most: int) -> Iterator[tuple[BatchTask, Reply]]:
    waiting, running = deque(tasks), dict[Any, BatchTask]()
    done: SimpleQueue[Any] = SimpleQueue()
    try:
        while waiting or running:
            while waiting and len(running) < min(most, crew.window):
                future = crew.submit(print_job, waiting[0].job, waiting[0].inputs)
                running[future] = waiting.popleft()
                future.add_done_callback(done.put)
            try:
                future = done.get(timeout=crew.patience)
            except Empty:
                crew.look_after(running)
                continue
            task, reply = running.pop(future), _reply_of(future, crew.fetch)
            if reply is DIED:
                crew.look_after(running)
            unfit = isinstance(reply, Failure) and reply.cause == "worker" and reply is not DIED and reply.message
            if unfit and crew.leave_out(future, unfit):
                waiting.append(replace(task, retried=True))
            else:
                yield task, reply
    finally:
        for future in running:
            future.cancel()


def _reply_of(future: Any, fetch: float | None) -> Reply:  # noqa: ANN401
    try:
        reply: Reply = future.result(timeout=fetch)
    except Exception as error:  # noqa: BLE001  (a fault of ours costs no other report)
        if isinstance(error, TimeoutError) and getattr(future, "status", "error") != "error":
            future.cancel()  # its worker died before its reply was fetched
            return DIED
        if isinstance(error, (BrokenExecutor, CancelledError)) or type(error).__name__ == "KilledWorker":  # Dask's
            return DIED
        trace = "".join(traceback.format_exception(error))
        return Failure("program", f"{type(error).__name__}: {error}", trace=trace)
    return reply


def _write_result(task: BatchTask, reply: Reply) -> JobResult:
    """Write a report, record its fingerprints, and return its result."""
    job = task.job
    if isinstance(reply, Failure):
        return JobResult(job, "failed", retried=task.retried, failure=reply)
    try:
        _write_report(job.out, reply.content)
        record(job.out, ManifestEntry(task.inputs.digest, sha256_of(reply.content), reply.is_draft))
    except EvaluatorError as error:
        return JobResult(job, "failed", retried=task.retried, failure=Failure("output", str(error)))
    return JobResult(job, "printed", is_draft=reply.is_draft, retried=task.retried)


def _delete_left_overs(folders: Iterable[Path]) -> None:
    """Delete what killed commands left half written: once, as a search of the folder for each report takes too long."""
    for folder in folders:
        for part in folder.glob(f".*{SUFFIX}"):
            if is_left_over(part) and part.is_file():
                part.unlink(missing_ok=True)


def _write_report(out: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    if out.is_symlink() or (out.exists() and not out.is_file()):
        raise EvaluatorError(f"{out} is not an ordinary file and is not written over")
    try:
        part = write_part(out, content)
        try:
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise EvaluatorError(f"{out}: cannot be written ({error.strerror or error})") from None
