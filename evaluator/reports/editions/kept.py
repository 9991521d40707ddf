"""Find the newest earlier edition in a plan's folder, with which a report compares itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.read.layers import Layers
from evaluator.reports.carried.attach import RESULT
from evaluator.reports.carried.result import result_json
from evaluator.reports.editions.earlier import EarlierEdition, read_earlier
from evaluator.reports.editions.stated import StatedResult

EDITIONS = "editions"


def kept_edition(library: Library, card: Scorecard) -> EarlierEdition | None:
    """Return the newest edition in the plan's folder that differs from the present report; None without one.

    Editions are in `editions/<date>/`, each as the published PDF or as its `result.json` alone; the
    folder's name dates them. Only editions of the same plan, rubric, weighting and coder count, in any
    language. An edition whose result equals the present result is the report itself and does not count.

    Raises
    ------
    InvalidInputError
        A file in the folder is damaged, altered, or not a report.
    MissingDependencyError
        The folder has a PDF, and pikepdf is not installed.
    """
    for path in _kept_files(library, card):
        earlier = read_earlier(path)
        stated = earlier.stated()
        if _is_of(stated, card) and not _is_same(earlier, stated, card):
            return earlier
    return None


def _kept_files(library: Library, card: Scorecard) -> Iterator[Path]:
    """Yield the files of all editions: the newest day first, and within a day PDFs before result.json."""
    iso3 = card.assessment.country.iso3
    if iso3 not in library.country_codes:
        return
    folder = library.country_folder(iso3).below("plans").below(card.assessment.plan.id).below(EDITIONS)
    for day in reversed(folder.folders_inside()):
        yield from _files_of(folder.below(day))


def _files_of(day: Layers) -> Iterator[Path]:
    yield from chain(day.files("*.pdf").values(), day.files(RESULT).values())


def _is_of(stated: StatedResult, card: Scorecard) -> bool:
    asked = (card.assessment.plan.id, card.rubric.id, card.weighting.id, card.assessor or None)
    return (stated.plan, stated.rubric.id, stated.weighting, stated.assessor) == asked


def _is_same(earlier: EarlierEdition, stated: StatedResult, card: Scorecard) -> bool:
    return earlier.result == result_json(card, stated.lang)
