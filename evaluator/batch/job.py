"""What is asked of a batch, and what comes of it: names and paths only, so that any process can take them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evaluator.errors import EvaluatorError, Problem
from evaluator.library import DEFAULT_RUBRIC

Form = Literal["pdf", "html", "xlsx"]
State = Literal["printed", "up-to-date", "failed"]
# input: a file or the call is at fault; changed: the files were edited meanwhile, or differ where it was printed;
# worker: the process died, and died again; output: the file could not be written; program: a fault of ours.
Cause = Literal["input", "changed", "worker", "output", "program"]


@dataclass(frozen=True, slots=True)
class ReportVariant:
    """One way to report on a plan; no weighting means the rubric's reference weighting, no coder the panel."""

    rubric_id: str = DEFAULT_RUBRIC
    weighting_id: str | None = None
    lang: str = "en"
    assessor: str | None = None
    form: Form = "pdf"


@dataclass(frozen=True, slots=True)
class ReportJob:
    """One country report to print.

    `out` is the file to write, in a folder that exists; `library` the user's
    folder laid over the shipped library, None for the shipped one alone.
    """

    plan_id: str
    out: Path
    variant: ReportVariant = ReportVariant()
    library: Path | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a report was not printed; `trace` is there for a fault of ours."""

    cause: Cause
    message: str
    problems: tuple[Problem, ...] = ()
    trace: str = ""


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of one report; `retried` says that the process which first had it died."""

    job: ReportJob
    state: State
    is_draft: bool = False
    retried: bool = False
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of all reports, in the order in which they were asked for."""

    results: tuple[JobResult, ...]

    @property
    def printed(self) -> tuple[JobResult, ...]:
        """Return the reports written by this run."""
        return tuple(result for result in self.results if result.state == "printed")

    @property
    def up_to_date(self) -> tuple[JobResult, ...]:
        """Return the reports that were left as they stand, for nothing they rest on has changed."""
        return tuple(result for result in self.results if result.state == "up-to-date")

    @property
    def failed(self) -> tuple[JobResult, ...]:
        """Return the reports that were not printed."""
        return tuple(result for result in self.results if result.state == "failed")

    @property
    def exit_code(self) -> int:
        """Return 2 where an input is at fault, 1 where a report failed otherwise or is a draft, else 0."""
        if any(result.failure and result.failure.cause == "input" for result in self.results):
            return EvaluatorError.exit_code
        return int(any(result.failure or result.is_draft for result in self.results))


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a batch has come: `total` counts what this run has to print, not what is up to date.

    The first call comes before any report and has no result.
    """

    done: int
    total: int
    result: JobResult | None = None


Watcher = Callable[[BatchProgress], None]
