"""The work of one worker: it returns one report as bytes and writes no file, so its death leaves no half file."""

from __future__ import annotations

import functools
import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

from evaluator.batch.inputs import Inputs, inputs_of, open_library
from evaluator.batch.job import Failure, ReportJob
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.editions.earlier import kept_edition
from evaluator.workbook.results.report_files import country_bytes

# Printing patches WeasyPrint temporarily, so threads of one process must take turns.
_TURN = threading.Lock()

CHANGED = (
    "its files are not those that the run began with: they were edited meanwhile, or the worker has another library or "
    "version of the evaluator"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed report as bytes, and whether it is a draft."""

    content: bytes
    is_draft: bool


Reply = Printed | Failure


def print_job(job: ReportJob, inputs: Inputs) -> Reply:
    """Print one report; a fault that a user can correct is returned as a `Failure`, with every problem.

    Parameters
    ----------
    job : ReportJob
        The report to print.
    inputs : Inputs
        The fingerprints of the report's inputs when the run began. The report is returned only if
        they are still the same after printing.
    """
    with _TURN:
        try:
            content, card = _made(job, inputs)
        except InvalidInputError as error:
            return Failure("input", str(error), error.problems)
        except EvaluatorError as error:
            return Failure("input", str(error))
        if inputs_of(job) != inputs:
            _opened.cache_clear()
            return Failure("changed", CHANGED)
        return Printed(content, card.is_draft)


def _made(job: ReportJob, inputs: Inputs) -> tuple[bytes, Scorecard]:
    chosen = job.variant
    library, rubric = _opened(job.library, chosen.rubric_id, inputs.shared)
    card = evaluate(library.assessment(job.plan_id, rubric), rubric, chosen.weighting_id, assessor=chosen.assessor)
    earlier = None if chosen.form == "xlsx" else kept_edition(library, card)
    return country_bytes(library, card, chosen.form, chosen.lang, earlier), card


@functools.lru_cache(maxsize=1)
def _opened(folder: Path | None, rubric_id: str, shared: str) -> tuple[Library, Rubric]:
    """Return the library and the rubric, read once for all reports of a batch.

    A worker that serves a later batch reads them again if a shared file has changed.
    """
    del shared
    library = open_library(folder)
    return library, library.rubric(rubric_id)


def enter_process() -> None:
    """Prepare a worker process to end at once and silently on an interrupt or when its parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
