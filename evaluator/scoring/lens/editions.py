"""A lens on two editions: the follow-up of each recommendation of the earlier edition."""

from __future__ import annotations

from evaluator.model.lens import Editions, Lens
from evaluator.model.lens_reading import LensLine, LensReading
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.scoring.grade import rounded


def between_editions(lens: Lens, card: Scorecard, earlier: Scorecard | None) -> LensReading:
    """Return the reading of a lens that compares two editions.

    It has a line for each criterion that the earlier edition left under level `asks_under`.

    A criterion without a covered level in the earlier edition gives no recommendation. Yardstick criteria, and criteria
    that no longer apply, are left out. Without an earlier edition the reading has no lines.
    """
    rule = lens.editions
    if rule is None:
        raise ValueError(f"{lens.id} declares no editions")
    base = LensReading(card.assessment.plan.id, lens, card.is_draft, 0.0)
    if earlier is None:
        return _because(base, "it compares two editions, and there is no earlier one")
    lines = _lines(rule, card, earlier)
    base = LensReading(
        base.plan_id, lens, card.is_draft or earlier.is_draft, 0.0, earlier_plan_id=earlier.assessment.plan.id
    )
    if not lines:
        return _because(base, f"the earlier edition leaves nothing assessed under level {rule.asks_under}")
    return _overall(base, rule, lines)


def _because(reading: LensReading, why: str) -> LensReading:
    return LensReading(
        reading.plan_id, reading.lens, reading.is_draft, 0.0, why=why, earlier_plan_id=reading.earlier_plan_id
    )


def _lines(rule: Editions, card: Scorecard, earlier: Scorecard) -> tuple[LensLine, ...]:
    before = {s.outcome.criterion_id: s.outcome for s in earlier.criteria}
    lines = []
    for scored in card.criteria:
        now, then = scored.outcome, before.get(scored.outcome.criterion_id)
        if card.rubric.by_id[now.criterion_id].yardstick or not now.applies:
            continue
        if then is None or then.level is None or not then.covered:
            continue
        if then.level < rule.asks_under:
            lines.append(_line(rule, now, then.level))
    return tuple(lines)


def _line(rule: Editions, now: Outcome, then: int) -> LensLine:
    given = _step(rule, now.level, then) if now.level is not None else None
    return LensLine(
        now.criterion_id,
        given,
        _step(rule, now.low_level, then),
        _step(rule, now.high_level, then),
        now.status,
        now.level,
        earlier_level=then,
    )


def _step(rule: Editions, now: int, then: int) -> str:
    for step in rule.steps:
        reached = step.now_at_least is None or now >= step.now_at_least
        if reached and (step.up_by is None or now - then >= step.up_by):
            return step.outcome
    return rule.steps[-1].outcome


def _overall(base: LensReading, rule: Editions, lines: tuple[LensLine, ...]) -> LensReading:
    known = [line for line in lines if line.outcome is not None]
    coverage = rounded(len(known) / len(lines))
    enough = coverage >= base.lens.least_coverage.share
    given = _verdict(rule, [line.outcome or "" for line in known]) if known else None
    lowest = _verdict(rule, [line.lowest for line in lines])
    highest = _verdict(rule, [line.highest for line in lines])
    certain = lowest == highest
    return LensReading(
        base.plan_id,
        base.lens,
        base.is_draft,
        coverage,
        outcome=given if enough else lowest if certain else None,
        lowest=lowest,
        highest=highest,
        lines=lines,
        why="" if enough or certain else f"{len(known)} of {len(lines)} recommendations can be followed up",
        earlier_plan_id=base.earlier_plan_id,
    )


def _verdict(rule: Editions, outcomes: list[str]) -> str:
    for step in rule.overall:
        if step.share_at_least is None:
            return step.outcome
        if rounded(outcomes.count(step.of) / len(outcomes)) >= rounded(step.share_at_least):
            return step.outcome
    return ""
