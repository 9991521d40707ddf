"""The work of one worker: it proves itself, then returns reports as bytes; it writes no file."""

from __future__ import annotations

import functools
import itertools
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evaluator.batch.inputs import Inputs, open_library, own_inputs, program_digest, shared_inputs
from evaluator.batch.job import Failure, ReportJob
from evaluator.errors import EvaluatorError, InvalidInputError, MissingDependencyError
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.editions.earlier import kept_edition
from evaluator.reports.pdf.engines import engine_versions
from evaluator.reports.pdf.write import load_weasyprint
from evaluator.workbook.results.report_files import country_bytes

# Printing patches WeasyPrint temporarily, so threads of one process must take turns.
_TURN = threading.Lock()
SHARED_EACH = 10  # reports of a process after which it reads all shared files again
_count = itertools.count(1)

DIED = Failure("worker", "the process that printed it died: killed from outside, or out of memory")
CHANGED = Failure("changed", "the country's files were edited while it was printed")
OTHER = Failure(
    "worker",
    "the files that all reports share are not those that the run began with: they were edited meanwhile, or the worker "
    "has another library or version of the evaluator",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed report as bytes, and whether it is a draft."""

    content: bytes
    is_draft: bool


Reply = Printed | Failure


def proof(folders: Iterable[Path | None], *, pdf: bool) -> dict[str, str]:
    """Return what this process would print with, by its name in words; a worker is asked before it takes work.

    Raises
    ------
    MissingDependencyError
        A PDF is to be printed, and WeasyPrint or Pango is not installed.
    EvaluatorError
        There is no such library folder.
    """
    named = {"version of the evaluator or of a library that shapes a report": program_digest()}
    named |= {f"library in {folder or 'the package'}": shared_inputs(open_library(folder)) for folder in folders}
    if not pdf:
        return named
    load_weasyprint()
    return named | engine_versions()


def print_job(job: ReportJob, inputs: Inputs) -> Reply:
    """Print one report; a fault that a user can correct is returned as a `Failure`, with every problem.

    The country's files are compared after each report; those that all reports share before the first, and again after
    every tenth of this process.

    Parameters
    ----------
    job : ReportJob
        The report to print.
    inputs : Inputs
        The fingerprints of the report's inputs when the run began. The report is returned only if
        they are still the same.
    """
    with _TURN:
        try:
            library, rubric = _open_rubric(job.library, job.variant.rubric_id, inputs.shared)
            content, card = _print_report(library, rubric, job)
        except _OtherFilesError:
            return OTHER
        except MissingDependencyError as error:
            return Failure("worker", str(error))
        except InvalidInputError as error:
            return Failure("input", str(error), error.problems)
        except EvaluatorError as error:
            return Failure("input", str(error))
        if next(_count) % SHARED_EACH == 0 and shared_inputs(library) != inputs.shared:
            _open_rubric.cache_clear()
            return OTHER
        return Printed(content, card.is_draft) if own_inputs(library, job) == inputs.own else CHANGED


class _OtherFilesError(Exception):
    pass


@functools.lru_cache(maxsize=2)
def _open_rubric(folder: Path | None, rubric_id: str, shared: str) -> tuple[Library, Rubric]:
    """Return the library and the rubric, read once for all reports of a batch, if the shared files are those meant."""
    library = open_library(folder)
    if shared_inputs(library) != shared:
        raise _OtherFilesError
    return library, library.rubric(rubric_id)


def _print_report(library: Library, rubric: Rubric, job: ReportJob) -> tuple[bytes, Scorecard]:
    chosen = job.variant
    card = evaluate(library.assessment(job.plan_id, rubric), rubric, chosen.weighting_id, assessor=chosen.assessor)
    earlier = None if chosen.form == "xlsx" else kept_edition(library, card)
    return country_bytes(library, card, chosen.form, chosen.lang, earlier, annex=chosen.annex), card
