"""What would raise a criterion, from the next level's descriptor; and what became of earlier advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.model.plan import Recommendation
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard, ScoredCriterion


@dataclass(frozen=True, slots=True)
class Advice:
    """Which recommendations are to be drafted. `least_weight` leaves out what weighs less."""

    edition: str
    most: int | None = None
    least_weight: float = 0.0
    lang: str = "en"


def draft(card: Scorecard, advice: Advice, known: Sequence[Recommendation] = ()) -> tuple[Recommendation, ...]:
    """Return a recommendation for each criterion below its top level, the largest gap first.

    The text is the next level's descriptor. A gate that is tripped comes first of
    all. Criteria that have a recommendation of this edition are left out; what is
    not assessed has no level, and so no next one. Yardstick criteria measure an
    actor's view and are never recommended.

    Parameters
    ----------
    card : Scorecard
        Gives levels and used weights: the gap is used weight x (1 - points).
    advice : Advice
        Edition, number and least weight.
    known : sequence of Recommendation
        Those there already, whose ids are not given again.
    """
    taken = {row.criterion_id for row in known if row.edition == advice.edition}
    open_ones = [s for s in card.criteria if s.outcome.criterion_id not in taken and _can_rise(card.rubric, s)]
    kept = [s for s in open_ones if s.used >= advice.least_weight or _tripped(card, s)]
    kept.sort(key=lambda s: (not _tripped(card, s), -s.used * (1 - (s.points or 0))))
    number = _highest(known)
    return tuple(
        _one(card.rubric, s, advice, f"R{number + at:03}") for at, s in enumerate(kept[: advice.most], start=1)
    )


def _can_rise(rubric: Rubric, scored: ScoredCriterion) -> bool:
    outcome = scored.outcome
    criterion = rubric.by_id[outcome.criterion_id]
    next_level = None if outcome.level is None else outcome.level + 1
    return outcome.covered and not criterion.yardstick and next_level in criterion.levels


def _tripped(card: Scorecard, scored: ScoredCriterion) -> bool:
    return scored.outcome.criterion_id in card.grade.tripped


def _highest(known: Sequence[Recommendation]) -> int:
    numbers = [int(row.rec_id[1:]) for row in known if row.rec_id[:1] == "R" and row.rec_id[1:].isdigit()]
    return max(numbers, default=0)


def _one(rubric: Rubric, scored: ScoredCriterion, advice: Advice, rec_id: str) -> Recommendation:
    outcome = scored.outcome
    level = outcome.level or 0
    criterion = rubric.by_id[outcome.criterion_id]
    translated = rubric.translations.get(advice.lang, {}).get(f"{criterion.id}.levels.{level + 1}")
    return Recommendation(
        rec_id=rec_id,
        criterion_id=criterion.id,
        text=translated or criterion.levels[level + 1],
        from_level=level,
        to_level=level + 1,
        origin="rubric",
        edition=advice.edition,
        outcome="open",
    )


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of one recommendation: its row with the outcome, and the level now (None: not assessed)."""

    row: Recommendation
    level_now: int | None
    is_new: bool


def follow_up(card: Scorecard, earlier: Sequence[Recommendation], on: str) -> tuple[FollowUp, ...]:
    """Return the outcome of earlier recommendations by the levels of a later assessment.

    Implemented: the level aimed at is reached. Partly: a level between. Not: no
    level was gained. What is not assessed now, or names no level, stays open; an
    outcome that a person recorded stays as it is.
    """
    return tuple(_followed(card, row, on) for row in earlier)


def _followed(card: Scorecard, row: Recommendation, on: str) -> FollowUp:
    scored = next((s for s in card.criteria if s.outcome.criterion_id == row.criterion_id), None)
    now = scored.outcome.level if scored and scored.outcome.covered else None
    if row.outcome not in ("", "open") or now is None or row.to_level is None:
        return FollowUp(row, now, is_new=False)
    outcome = "implemented" if now >= row.to_level else "partly" if now > (row.from_level or 0) else "not"
    return FollowUp(replace(row, outcome=outcome, outcome_on=on), now, is_new=True)
