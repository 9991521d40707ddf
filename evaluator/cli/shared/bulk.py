"""Printing of many reports by one command: the jobs, the processes, the progress bar, and the list of failures."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
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
    assessed_plans,
    cluster,
    jobs_for,
    plan_to_print,
    print_reports,
)
from evaluator.batch.crew import refuse_too_many
from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.faults import problem_lines
from evaluator.cli.shared.names import PLAN_ID, country_named, plans_named
from evaluator.cli.shared.options import flag, handing, option
from evaluator.cli.shared.session import Session
from evaluator.cli.shared.terminal import clean, put
from evaluator.errors import EvaluatorError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


@dataclass(frozen=True, slots=True)
class Bulk:
    """The options for many reports: all countries, number of processes or cluster, and reprinting current reports."""

    every: bool = flag("--all", help="Report on every country that is assessed under the rubric.")
    jobs: int | None = option(
        "--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Number of processes. Else one for each core."
    )
    scheduler: str | None = option(
        "--scheduler", metavar="ADDRESS", help="Print on a Dask cluster: tcp://HOST:PORT of its scheduler."
    )
    again: bool = flag("--again", help="With several reports, print also those that are up to date.")

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
            raise click.UsageError("Name countries or plans, or ask for --all.")
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
        ReportVariant(rubric.id, weighting.id, variant.lang, choice.assessor, variant.form)
        for weighting in choice.weightings_of(rubric)
    ]
    return jobs_for(library, plans, folder, variants)


def plans_meant(session: Session, choice: PlanChoice, names: Sequence[str]) -> list[str]:
    """Return the plans of the named countries and plans; without names, one plan of each assessed country.

    Raises
    ------
    EvaluatorError
        A name is unknown, or no country is assessed.
    """
    library = session.library
    if choice.plan is not None:
        return plans_named(library, names, choice.plan, choice.rubric)
    if not names:
        every = list(assessed_plans(library, choice.rubric))
        if not every:
            raise EvaluatorError(f"no country here has an assessment under the rubric {choice.rubric}")
        return every
    found: list[str] = []
    for name in names:
        if PLAN_ID.fullmatch(name):
            found += plans_named(library, [name], None, choice.rubric)
        else:
            found.append(plan_to_print(library, country_named(library, name), choice.rubric))
    return list(dict.fromkeys(found))


def run_bulk(session: Session, bulk: Bulk, jobs: Sequence[ReportJob]) -> BatchResult:
    """Print the reports, with a progress bar on a terminal, and report the outcome with failures last.

    Raises
    ------
    EvaluatorError
        Printing cannot start: too many processes, no scheduler, no Pango, a folder that cannot be made.
    """
    refuse_too_many(bulk.jobs or 1, "--jobs")
    session.watch_no_more()  # each report is checked against its own files when it is built
    for folder in {job.out.parent for job in jobs}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EvaluatorError(f"{folder}: cannot be made ({error.strerror})") from None
    with cluster(bulk.scheduler) if bulk.scheduler else nullcontext() as executor, _bar(session) as bar:
        result = print_reports(jobs, executor, bar, workers=bulk.jobs, again=bulk.again)
        gone = executor.gone() if executor else ()
    if gone:
        session.tell(f"Workers that left the cluster on the way: {', '.join(gone)}.")
    tell_result(session, result)
    return result


class BatchBar:
    """A progress bar of a batch with the time that remains; it keeps the last progress even if not shown."""

    def __init__(self, *, shown: bool) -> None:
        self.last = BatchProgress(0, 0)
        self._shown = shown
        self._drawn: ProgressBar[BatchProgress] | None = None

    def __call__(self, step: BatchProgress) -> None:
        """Record a step of the batch, and update the bar if it is shown."""
        self.last = step
        if not self._shown or not step.total:
            return
        if self._drawn is None:
            self._drawn = click.progressbar(
                length=step.total, label="Printing", show_pos=True, item_show_func=_plan_of, file=sys.stderr
            )
        self._drawn.update(int(step.result is not None), step)

    def close(self) -> None:
        """End the line of the progress bar."""
        if self._drawn is not None:
            self._drawn.render_finish()


def _plan_of(step: BatchProgress | None) -> str | None:
    return step.result.job.plan_id if step and step.result else None


@contextmanager
def _bar(session: Session) -> Iterator[BatchBar]:
    bar = BatchBar(shown=not session.quiet and sys.stderr.isatty())
    try:
        yield bar
    except KeyboardInterrupt:
        bar.close()
        done = f"{bar.last.done} of {bar.last.total} done"
        session.tell(f"Interrupted, {done}; what was written is whole. The same command goes on from there.")
        raise
    finally:
        bar.close()


def tell_result(session: Session, result: BatchResult) -> None:
    """Print the numbers of reports, drafts, second tries and failures to standard error."""
    counts = (("printed", result.printed), ("up to date", result.up_to_date), ("failed", result.failed))
    session.tell(f"Reports: {', '.join(f'{len(found)} {word}' for word, found in counts if found)}.")
    drafts = [done for done in result.results if done.is_draft]
    why = command_for("score", drafts[0].job.plan_id, drafts[0].job.variant.rubric_id) if drafts else ""
    for words, found in (
        (f"DRAFT, not to be quoted; {why} says why{' of the first' if len(drafts) > 1 else ''}", drafts),
        ("A process died; printed at the second try", [done for done in result.printed if done.retried]),
    ):
        if found:
            session.tell(f"{words}: {_names(found)}.")
    if result.failed:
        put("\n".join(["Not printed:", *failures(result.failed)]), err=True)


def failures(failed: Sequence[JobResult]) -> list[str]:
    """Return the lines of the list of failures, grouped by reason."""
    lines: list[str] = []
    reasons = dict.fromkeys(done.failure for done in failed if done.failure)
    for reason in reasons:
        lines.append(f"  {_names([done for done in failed if done.failure == reason])}: {_headline(reason)}")
        lines += [f"    {line}" for line in problem_lines(reason.problems)]
        lines += [f"    {clean(line)}" for line in reason.trace.splitlines()]
    return lines


def _headline(reason: Failure) -> str:
    if reason.problems:
        faults = sum(problem.severity == "fault" for problem in reason.problems)
        return "1 fault in the input" if faults == 1 else f"{faults} faults in the input"
    return clean(f"a fault of this program, please report it: {reason.message}" if reason.trace else reason.message)


def _names(found: Sequence[JobResult]) -> str:
    return ", ".join(done.job.out.stem for done in found)
