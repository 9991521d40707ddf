"""Printing of many reports by one command: the jobs, the processes, the progress bar, and the list of failures."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.batch import (
    BatchProgress,
    BatchResult,
    Failure,
    JobResult,
    ReportJob,
    ReportVariant,
    cluster,
    jobs_for,
    print_reports,
)
from evaluator.batch.processes import refuse_too_many
from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.names import PLAN_ID, country_named, plans_named
from evaluator.cli.shared.options import flag, handing, option
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session
from evaluator.cli.shared.terminal import clean, put
from evaluator.errors import EvaluatorError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

MINUTE = 60.0  # seconds after which a batch that draws no bar says how far it is


@dataclass(frozen=True, slots=True)
class Bulk:
    """The options for many reports: all countries, number of processes or cluster, and reprinting current reports."""

    every: bool = flag("--all", help="Report on every country that is assessed under the rubric.")
    jobs: int | None = option(
        "--jobs",
        "-j",
        for_analysts=True,
        type=click.IntRange(min=1),
        metavar="N",
        help="Number of processes. Else one for each core.",
    )
    scheduler: str | None = option(
        "--scheduler",
        for_analysts=True,
        metavar="ADDRESS",
        help="Print on a Dask cluster: tcp://HOST:PORT of its scheduler.",
    )
    again: bool = flag("--again", for_analysts=True, help="With several reports, print also those that are up to date.")

    def refuse_for_one(self, kind: str) -> None:
        """Raise an error if an option for many reports is set, and one report covers all plans.

        Raises
        ------
        click.UsageError
            An option for many reports is set; the message names all of them.
        """
        given = (("--jobs", self.jobs), ("--scheduler", self.scheduler), ("--again", self.again))
        wrong = [name for name, value in given if value]
        if wrong:
            told = f"leave {' and '.join(wrong)} out, meant for many reports."
            raise click.UsageError(f"--kind {kind} prints one report on all the plans; {told}")

    def asked(self, names: Sequence[str]) -> bool:
        """Return whether to print a batch: several countries or plans, or an option for many reports.

        Raises
        ------
        click.UsageError
            No plan is named, or options contradict each other.
        """
        if not names and not self.every:
            raise click.UsageError("Name countries or plans, as in `evaluator report ALB`, or ask for --all.")
        if names and self.every:
            raise click.UsageError("--all leaves nothing to name.")
        if self.jobs and self.scheduler:
            raise click.UsageError("--jobs is for this machine, --scheduler for a cluster: give one of them.")
        return self.every or len(names) > 1 or bool(self.jobs or self.scheduler or self.again)


with_bulk = handing(Bulk)


def bulk_jobs(
    session: Session, choice: PlanChoice, names: Sequence[str], folder: Path, variant: ReportVariant
) -> tuple[ReportJob, ...]:
    """Return a job for each plan under each requested weighting; without names, for all assessed countries.

    Raises
    ------
    EvaluatorError
        A name is unknown, or no country is assessed.
    InvalidInputError
        The rubric is faulty. A faulty country fails alone, later.
    """
    library = session.library
    rubric = library.rubric(choice.rubric)
    plans = plans_meant(session, choice, names)
    variants = [
        replace(variant, rubric_id=rubric.id, weighting_id=weighting.id, assessor=choice.coder)
        for weighting in choice.weightings_of(rubric)
    ]
    return jobs_for(library, plans, folder, variants)


def plans_meant(session: Session, choice: PlanChoice, names: Sequence[str]) -> list[str]:
    """Return the plans of the named countries and plans; without names, one plan of each assessed country.

    Under a rubric of units in a table, `--year` asks for the units that end in these years.

    Raises
    ------
    EvaluatorError
        A name is unknown, or no country is assessed.
    """
    library = session.library
    if choice.plan is not None:
        return plans_named(library, names, choice.plan, choice.rubric)
    if not names:
        return choice.every(session)
    found: list[str] = []
    for name in names:
        if choice.years or PLAN_ID.fullmatch(name):
            found += plans_named(library, [name], None, choice.rubric, choice.years)
        else:
            found.append(library.plan_to_print(country_named(library, name), choice.rubric))
    return list(dict.fromkeys(found))


def run_bulk(session: Session, bulk: Bulk, jobs: Sequence[ReportJob]) -> BatchResult:
    """Print the reports, tell their progress and paths on the way, and report the outcome with failures last.

    Raises
    ------
    EvaluatorError
        Printing cannot start: too many processes, no scheduler, no fit worker, no Pango, a folder that cannot be made.
    """
    refuse_too_many(bulk.jobs or 1, "--jobs")
    session.watch_no_more()  # each report is checked against its own files when it is built
    for folder in {job.out.parent for job in jobs}:
        make_folder(folder)
    with cluster(bulk.scheduler) if bulk.scheduler else nullcontext() as client, _watch(session) as watch:
        result = print_reports(jobs, client, watch, watch.tell, workers=bulk.jobs, again=bulk.again)
    for done in result.of("up-to-date"):
        _show_path(done)
    tell_result(session, result)
    return result


def make_folder(folder: Path) -> None:
    """Make the folder of a report, and those above it; EvaluatorError if that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluatorError(f"{folder}: cannot be made ({error.strerror})") from None


class BatchWatch:
    """What a batch says on the way: a bar on a terminal, else a line each minute; and the path of each file written.

    Where paths would break the bar of the same terminal, they are shown at the end.
    """

    def __init__(self, session: Session, *, bar: bool) -> None:
        self.last = BatchProgress(0, 0)
        self._session = session
        self._bar = bar
        self._drawn: ProgressBar[BatchProgress] | None = None
        self._later: list[JobResult] = []
        self._begun = self._said = time.monotonic()

    def __call__(self, step: BatchProgress) -> None:
        """Record a step of the batch, show its path and, if it is time, how far the batch is."""
        self.last = step
        if step.result and step.result.state == "printed":
            if self._bar and sys.stdout.isatty():
                self._later.append(step.result)
            else:
                _show_path(step.result)
        if self._bar and step.total:
            self._draw(step)
        elif step.done and time.monotonic() - self._said >= MINUTE:
            self._said = time.monotonic()
            rest = (self._said - self._begun) / step.done * (step.total - step.done) / MINUTE
            self._session.tell(f"{step.done} of {step.total} reports done; about {rest:.0f} min more.")

    def _draw(self, step: BatchProgress) -> None:
        if self._drawn is None:
            self._drawn = click.progressbar(
                length=step.total, label="Printing", show_pos=True, item_show_func=_plan_of, file=sys.stderr
            )
        self._drawn.update(int(step.result is not None), step)

    def tell(self, message: str) -> None:
        """Print a message about a worker, on a line of its own."""
        if self._drawn is not None:
            self._drawn.render_finish()
        self._session.tell(f"{message}.")

    def close(self) -> None:
        """End the line of the progress bar, and show the paths that waited for it."""
        if self._drawn is not None:
            self._drawn.render_finish()
        for result in self._later:
            _show_path(result)


def _show_path(result: JobResult) -> None:
    show(f"{shown_path(result.job.out)}\n")


def _plan_of(step: BatchProgress | None) -> str | None:
    return step.result.job.plan_id if step and step.result else None


@contextmanager
def _watch(session: Session) -> Iterator[BatchWatch]:
    """Watch a batch for the block, in which the signal that ends a process counts as an interrupt."""
    watch = BatchWatch(session, bar=not session.quiet and sys.stderr.isatty())
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield watch
    except KeyboardInterrupt:
        done = f"{watch.last.done} of {watch.last.total} done"
        session.tell(f"Interrupted, {done}; what was written is whole. The same command goes on from there.")
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
        watch.close()


def tell_result(session: Session, result: BatchResult) -> None:
    """Print the numbers of reports, drafts, second tries and failures to standard error."""
    counts = (
        ("printed", result.of("printed")),
        ("up to date", result.of("up-to-date")),
        ("failed", result.of("failed")),
    )
    session.tell(f"Reports: {', '.join(f'{len(found)} {word}' for word, found in counts if found)}.")
    drafts = [done for done in result.results if done.is_draft]
    why = command_for("score", drafts[0].job.plan_id, drafts[0].job.variant.rubric_id) if drafts else ""
    for words, found in (
        (f"DRAFT, not to be quoted; {why} says why{' of the first' if len(drafts) > 1 else ''}", drafts),
        ("A worker failed; printed at the second try", [done for done in result.of("printed") if done.retried]),
    ):
        if found:
            session.tell(f"{words}: {_file_names(found)}.")
    if result.changed:
        put("Files that all reports share were edited meanwhile. Run the same command again: it prints anew.", err=True)
    if failed := result.of("failed"):
        put("\n".join(["Not printed:", *failures(failed)]), err=True)


def failures(failed: Sequence[JobResult]) -> list[str]:
    """Return the lines of the list of failures, grouped by reason."""
    lines: list[str] = []
    reasons = dict.fromkeys(done.failure for done in failed if done.failure)
    for reason in reasons:
        lines.append(f"  {_file_names([done for done in failed if done.failure == reason])}: {_reason_text(reason)}")
        lines += [f"    {line}" for line in problem_lines(reason.problems)]
        lines += [f"    {clean(line)}" for line in reason.trace.splitlines()]
    return lines


def _reason_text(reason: Failure) -> str:
    if reason.problems:
        faults = sum(problem.severity == "fault" for problem in reason.problems)
        return "1 fault in the input" if faults == 1 else f"{faults} faults in the input"
    return clean(f"a fault of this program, please report it: {reason.message}" if reason.trace else reason.message)


def _file_names(found: Sequence[JobResult]) -> str:
    return ", ".join(done.job.out.stem for done in found)
