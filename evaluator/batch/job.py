"""Jobs and results of a batch: names and paths only, so that any process can receive them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evaluator.errors import EvaluatorError, Problem
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.rubric import Rubric
from evaluator.reports.subject import document_name

Form = Literal["pdf", "html", "xlsx"]
State = Literal["printed", "up-to-date", "failed"]
# input: a file or the call has a fault; changed: the country's files were edited meanwhile; worker: its process died
# twice, or no worker is left that can print it; output: the file could not be written; program: a fault of our own.
Cause = Literal["input", "changed", "worker", "output", "program"]


@dataclass(frozen=True, slots=True)
class ReportVariant:
    """One way to report on a plan; defaults are the rubric's reference weighting and the panel's ratings."""

    rubric_id: str = DEFAULT_RUBRIC
    weighting_id: str | None = None
    lang: str = "en"
    assessor: str | None = None
    form: Form = "pdf"
    annex: bool = False


@dataclass(frozen=True, slots=True)
class ReportJob:
    """One country report to print.

    `out` is the file to write, in a folder that exists; `library` is the user's folder that lies
    over the shipped library, None for the shipped one alone.
    """

    plan_id: str
    out: Path
    variant: ReportVariant = ReportVariant()
    library: Path | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a report was not printed; `trace` is the traceback of a fault in the program itself."""

    cause: Cause
    message: str
    problems: tuple[Problem, ...] = ()
    trace: str = ""


@dataclass(frozen=True, slots=True)
class JobResult:
    """The result of one report; `retried` is whether a worker had failed with it before."""

    job: ReportJob
    state: State
    is_draft: bool = False
    retried: bool = False
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The results of all reports, in the requested order.

    `changed` is whether files that all reports share were edited meanwhile: the next run prints everything anew.
    """

    results: tuple[JobResult, ...]
    changed: bool = False

    def of(self, state: State) -> tuple[JobResult, ...]:
        """Return the results in one state: printed by this run, up to date and so skipped, or failed."""
        return tuple(result for result in self.results if result.state == state)

    @property
    def exit_code(self) -> int:
        """Return 2 if an input has a fault, 1 if a report failed otherwise or is a draft, or files changed, else 0."""
        if any(result.failure and result.failure.cause == "input" for result in self.results):
            return EvaluatorError.exit_code
        return int(self.changed or any(result.failure or result.is_draft for result in self.results))


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """The progress of a batch: `total` counts the reports that this run has to print, without those up to date.

    The first one is sent before any report and has no result.
    """

    done: int
    total: int
    result: JobResult | None = None


Watcher = Callable[[BatchProgress], None]


def jobs_for(
    library: Library, plan_ids: Iterable[str], folder: Path, variants: Sequence[ReportVariant] = (ReportVariant(),)
) -> tuple[ReportJob, ...]:
    """Return a job for each plan and variant, with a file in `folder` under the report's usual name.

    Raises
    ------
    UnknownNameError
        There is no such rubric, or it has no such weighting.
    InvalidInputError
        The rubric's files break their contract.
    """
    rubric = functools.cache(library.rubric)
    wanted = [(variant, rubric(variant.rubric_id)) for variant in variants]
    folders = library.layers.folders
    own = folders[0] if len(folders) > 1 else None
    return tuple(
        ReportJob(plan_id, folder / _file_name(plan_id, variant, of), variant, own)
        for plan_id in plan_ids
        for variant, of in wanted
    )


def _file_name(plan_id: str, variant: ReportVariant, rubric: Rubric) -> str:
    weighting = rubric.weighting(variant.weighting_id or rubric.reference_weighting)
    name = document_name(plan_id, rubric, weighting.id, variant.lang, variant.assessor or "", annex=variant.annex)
    return f"{name}.{variant.form}"
