"""Rebuild the scores of an earlier edition from its own files, so that a change of score can be split by its causes."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import Edition, evaluate
from evaluator.reports.editions.earlier import EarlierEdition
from evaluator.reports.editions.library import library_of
from evaluator.reports.editions.stated import StatedResult
from evaluator.reports.editions.views import Lacking

NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Reopened:
    """An earlier edition: its stated result, and the edition rebuilt from its files.

    `edition` is None if the files are missing or cannot be read. `lacking` is the reason why a change
    of score cannot be split by its causes; empty if it can.
    """

    stated: StatedResult
    fingerprint: str
    edition: Edition | None
    lacking: Lacking


def reopen(earlier: EarlierEdition, card: Scorecard, library: Library) -> Reopened:
    """Return an earlier edition of a scorecard's plan, rebuilt from the edition's own files.

    Of `library`, only the template folders are used.

    Raises
    ------
    InvalidInputError
        The edition's result cannot be read, or is of another plan or another rubric.
    """
    stated = earlier.stated()
    refuse_other(stated, card, earlier.name)
    edition = _edition(earlier, stated, library)
    return Reopened(stated, earlier.fingerprint, edition, _lacking(earlier, stated, edition, card))


def refuse_other(stated: StatedResult, card: Scorecard, name: str) -> None:
    """Raise an error if the edition is of another plan or another rubric than the scorecard.

    Raises
    ------
    InvalidInputError
        The edition is of another plan or another rubric.
    """
    plan, rubric = card.assessment.plan.id, card.rubric.id
    problems = []
    if stated.plan != plan:
        mend = "Changes are told between editions of one plan; the part on plans over time sets plans side by side."
        problems.append(Problem(name, f"a report on {stated.plan}", f"one on {plan}", mend))
    if stated.rubric.id != rubric:
        mend = f"Score both with one rubric: --rubric {stated.rubric.id}, or an earlier report with {rubric}."
        problems.append(Problem(name, f"the rubric {stated.rubric.id}", rubric, mend))
    if problems:
        raise InvalidInputError(problems)


def _edition(earlier: EarlierEdition, stated: StatedResult, library: Library) -> Edition | None:
    if not earlier.files:
        return None
    try:
        with library_of(earlier.files, earlier.name, library) as carried:
            rubric = carried.rubric(stated.rubric.id)
            weighting = rubric.weighting(stated.weighting)
            return Edition(carried.assessment(stated.plan, rubric), rubric, weighting)
    # Files from an earlier version of the toolkit may not fit the schemas of this version.
    except EvaluatorError:
        return None


def _lacking(earlier: EarlierEdition, stated: StatedResult, edition: Edition | None, card: Scorecard) -> Lacking:
    if edition is None:
        return "unreadable" if earlier.files else "no-files"
    if stated.assessor or card.assessor:
        return "one-coder"
    again = evaluate(edition.assessment, edition.rubric, edition.weighting)
    if not _agrees(stated, again):
        return "not-reproduced"
    return "no-score" if None in (again.score, card.score) else ""


def _agrees(stated: StatedResult, again: Scorecard) -> bool:
    """Return whether the rebuilt scorecard has the score, statuses and levels that the edition states."""
    levels = {row.criterion: (row.status, row.stated) for row in stated.criteria}
    found = {s.outcome.criterion_id: (s.outcome.status, s.outcome.stated) for s in again.criteria}
    if levels != found or (stated.score is None) != (again.score is None):
        return False
    return stated.score is None or abs(stated.score - (again.score or 0.0)) <= NEAR
