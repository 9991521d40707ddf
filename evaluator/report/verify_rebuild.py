"""A report made again from what it carries: scored, and printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.errors import UnknownNameError
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.report.build import country_pdf
from evaluator.report.result import result_json
from evaluator.report.verify_figures import Json, text_of
from evaluator.report.verify_library import carried_library
from evaluator.report.verify_open import RESULT, Held, refused


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The same report from the same files; `coder` where one coder's ratings were scored, not the panel's."""

    result: bytes
    pdf: bytes
    coder: str = ""


def rebuild(held: Held, result: Json, library: Library) -> Rebuilt:
    """Score and print a country report again from the files it carries; `library` lends its templates.

    Raises
    ------
    InvalidInputError
        The report does not carry what it was made from, or those files break their contract.
    """
    with carried_library(held, library) as carried:
        try:
            coder, card = _as_stated(held, _cards(carried, result))
        except UnknownNameError as error:
            mend = "A report on a plan or rubric that lay in no library carries its result alone."
            found = f"files from which nothing can be rebuilt: {error}"
            raise refused(held.name, found, "all it was made from", mend) from None
        return Rebuilt(result_json(card, held.lang), country_pdf(carried, card, held.lang), coder)


def _cards(carried: Library, result: Json) -> Iterator[tuple[str, Scorecard]]:
    """Yield the panel's scorecard, then one for each coder: a report does not record whose ratings it scored."""
    rubric = carried.rubric(text_of(result, "rubric", "id"))
    assessment = carried.assessment(text_of(result, "plan"), rubric)
    weighting = text_of(result, "weighting")
    yield "", evaluate(assessment, rubric, weighting)
    for coding in assessment.codings:
        yield coding.header.coder, evaluate(assessment, rubric, weighting, assessor=coding.header.coder)


def _as_stated(held: Held, cards: Iterator[tuple[str, Scorecard]]) -> tuple[str, Scorecard]:
    """Return the scorecard whose result is the one carried, the panel's where none is."""
    stated = held.file(RESULT)
    panel = next(cards)
    if stated is None or result_json(panel[1], held.lang) == stated.content:
        return panel
    return next((one for one in cards if result_json(one[1], held.lang) == stated.content), panel)
