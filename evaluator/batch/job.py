"""Jobs and results of a batch: names and paths only, so that any process can receive them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evaluator.errors import EvaluatorError, Problem
from evaluator.library import DEFAULT_RUBRIC

Form = Literal["pdf", "html", "xlsx"]
State = Literal["printed", "up-to-date", "failed"]
# input: a file or the call has a fault; changed: files were edited meanwhile, or differ on the worker's machine;
# worker: the process died twice; output: the file could not be written; program: a fault in the program itself.
Cause = Literal["input", "changed", "worker", "output", "program"]


@dataclass(frozen=True, slots=True)
class ReportVariant:
    """One way to report on a plan; defaults are the rubric's reference weighting and the panel's ratings."""

    rubric_id: str = DEFAULT_RUBRIC
    weighting_id: str | None = None
    lang: str = "en"
    assessor: str | None = None
    form: Form = "pdf"


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
    """The result of one report; `retried` is whether its first process died."""

    job: ReportJob
    state: State
    is_draft: bool = False
    retried: bool = False
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The results of all reports, in the requested order."""

    results: tuple[JobResult, ...]

    @property
    def printed(self) -> tuple[JobResult, ...]:
        """Return the results of the reports written by this run."""
        return tuple(result for result in self.results if result.state == "printed")

    @property
    def up_to_date(self) -> tuple[JobResult, ...]:
        """Return the results of the reports that were skipped because their inputs have not changed."""
        return tuple(result for result in self.results if result.state == "up-to-date")

    @property
    def failed(self) -> tuple[JobResult, ...]:
        """Return the results of the reports that failed."""
        return tuple(result for result in self.results if result.state == "failed")

    @property
    def exit_code(self) -> int:
        """Return 2 if an input has a fault, 1 if a report failed otherwise or is a draft, else 0."""
        if any(result.failure and result.failure.cause == "input" for result in self.results):
            return EvaluatorError.exit_code
        return int(any(result.failure or result.is_draft for result in self.results))


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """The progress of a batch: `total` counts the reports that this run has to print, without those up to date.

    The first one is sent before any report and has no result.
    """

    done: int
    total: int
    result: JobResult | None = None


Watcher = Callable[[BatchProgress], None]
