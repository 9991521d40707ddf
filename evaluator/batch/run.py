"""The run of a batch: skip reports that are up to date, print the others; a failure affects only its own report."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from contextlib import closing

from evaluator.batch.crew import BorrowedExecutor, Crew, LocalProcesses, processes
from evaluator.batch.handout import Answer, BatchTask, answers
from evaluator.batch.inputs import Inputs, open_library, own_inputs, shared_inputs
from evaluator.batch.job import BatchProgress, BatchResult, Failure, JobResult, ReportJob, Watcher
from evaluator.batch.manifest import ManifestEntry, record, recorded, sha256_of
from evaluator.batch.work import Printed, print_job
from evaluator.errors import EvaluatorError
from evaluator.reports.pdf.write import load_weasyprint
from evaluator.store.whole import write_whole


def print_reports(
    jobs: Iterable[ReportJob],
    executor: Executor | None = None,
    progress: Watcher | None = None,
    *,
    workers: int | None = None,
    again: bool = False,
) -> BatchResult:
    """Print country reports in parallel processes; reports that are up to date are skipped.

    A report is up to date if the folder's manifest records the same inputs as now and the file
    still has the bytes that were written. A report that fails, for any reason, affects no other. A
    worker that dies is replaced, and its report is retried once, alone. This process, not the
    workers, writes the files, whole or not at all, so that neither an interrupt nor a death leaves
    half a file; the next run skips the reports that were finished before an interrupt.

    Parameters
    ----------
    jobs : iterable of ReportJob
        The reports to print, each into a file of its own; `jobs_for` returns them.
    executor : concurrent.futures.Executor, optional
        Any executor whose workers can import this package and read the library, such as
        `cluster(ADDRESS)` for a Dask cluster. Without one, `workers` processes of this machine
        print, started by `spawn`: a script that calls this function needs
        `if __name__ == "__main__":`.
    progress : callable, optional
        Called with a `BatchProgress` before the first report and after each.
    workers : int, optional
        Processes; one for each core that this process may use, if left out.
    again : bool
        Whether to print reports that are up to date too.

    Returns
    -------
    BatchResult
        The result of each report, in the requested order. Its `exit_code` is that of the command
        line.

    Raises
    ------
    EvaluatorError
        Two reports have the same file, or an output folder or a user's library does not exist.
        Nothing was printed.
    MissingDependencyError
        WeasyPrint or Pango is not installed (with an executor, each report fails instead).
    KeyboardInterrupt
        After the reports that have not begun were cancelled.
    """
    asked = tuple(jobs)
    _refuse_clashes(asked)
    results, tasks = _sorted_out(asked, again=again)
    tell = progress or (lambda _: None)
    tell(BatchProgress(0, len(tasks)))
    with closing(answers(tasks, _crew(tasks, executor, workers), print_job)) as found:
        for done, answer in enumerate(found, 1):
            result = _settled(answer)
            results[answer.task.place] = result
            tell(BatchProgress(done, len(tasks), result))
    return BatchResult(tuple(results[place] for place in range(len(asked))))


def _refuse_clashes(jobs: Sequence[ReportJob]) -> None:
    places = Counter(job.out.resolve() for job in jobs)
    twice = sorted(str(place) for place, count in places.items() if count > 1)
    if twice:
        raise EvaluatorError(f"two reports would be one file: {', '.join(twice)}")
    lost = sorted({str(job.out.parent) for job in jobs if not job.out.parent.is_dir()})
    if lost:
        raise EvaluatorError(f"there is no such folder to write into: {', '.join(lost)}")


def _sorted_out(jobs: Sequence[ReportJob], *, again: bool) -> tuple[dict[int, JobResult], list[BatchTask]]:
    """Return the results of reports that are up to date, by index in the requested order, and the other tasks."""
    results: dict[int, JobResult] = {}
    tasks: list[BatchTask] = []
    opened = functools.cache(open_library)
    shared = functools.cache(lambda folder: shared_inputs(opened(folder)))
    for place, job in enumerate(jobs):
        inputs = Inputs(shared(job.library), own_inputs(opened(job.library), job))
        entry = None if again else recorded(job.out, inputs.digest)
        if entry is None:
            tasks.append(BatchTask(place, job, inputs))
        else:
            results[place] = JobResult(job, "up-to-date", is_draft=entry.draft)
    return results, tasks


def _crew(tasks: Sequence[BatchTask], executor: Executor | None, workers: int | None) -> Crew:
    if executor is not None:
        return BorrowedExecutor(executor)
    if any(task.job.variant.form == "pdf" for task in tasks):
        load_weasyprint()  # reports a missing library once, before any worker starts
    return LocalProcesses(max(1, min(workers or processes(), len(tasks))))


def _settled(answer: Answer) -> JobResult:
    """Write the report in an answer, record its fingerprints, and return its result."""
    task, reply = answer.task, answer.reply
    job = task.job
    if isinstance(reply, Printed):
        try:
            write_whole(job.out, reply.content)
            record(job.out, ManifestEntry(task.inputs.digest, sha256_of(reply.content), reply.is_draft))
        except (EvaluatorError, OSError) as error:
            reply = Failure("output", str(error))
        else:
            return JobResult(job, "printed", is_draft=reply.is_draft, retried=answer.retried)
    return JobResult(job, "failed", retried=answer.retried, failure=reply)
