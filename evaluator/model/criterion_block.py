"""All criteria of one plan as the rows of a block: what each has reached, how it weighs, and the one order of gaps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluator.model.block import Block, Row, rounded
from evaluator.model.grading import Standing, norm_of, standing_of
from evaluator.model.rubric import Rubric
from evaluator.model.safeguard import is_breached
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.sentence import Sentence, say_n

STATES: Mapping[str, Sentence | None] = {
    "level": None,
    "estimated": say_n(
        "~: %(number)s level counted on part of the rows", "~: %(number)s levels counted on part of the rows", 2
    ),
    "contrary": say_n(
        "%(number)s does the contrary of what is asked", "%(number)s do the contrary of what is asked", 2
    ),
    "silent": None,
    "at-least": say_n(
        "+: for %(number)s only a least level is known", "+: for %(number)s only a least level is known", 2
    ),
    "disputed": say_n("dashed: on %(number)s coders disagree", "dashed: on %(number)s coders disagree", 2),
    "not-assessed": say_n(
        "dashed: %(number)s not assessed, which never counts as 0",
        "dashed: %(number)s not assessed, which never counts as 0",
        2,
    ),
    "no-occasion": say_n(
        "left out: %(number)s of which no case arose", "left out: %(number)s of which no case arose", 2
    ),
    "not-applicable": say_n("left out: %(number)s that does not apply", "left out: %(number)s that do not apply", 2),
}
SETTLED = ("level", "contrary", "silent")  # what enters the score
READ = (*SETTLED, "estimated", "at-least")  # what something is known of
OPEN = ("at-least", "disputed", "not-assessed")


@dataclass(frozen=True, slots=True)
class CriterionRow(Row):
    """One criterion: its settled level is the value, the levels that are possible are its range.

    `weight` is its share of what applies. `loss` is what it lacks to full points, by used weight, and `gain` what it
    adds; both are None where no settled level with weight makes them. `is_met` is set from the rubric's norm on;
    `missing` counts the levels up to the top. `can_rise` is set where more can be asked: not of an actor's yardstick,
    nor of what counts against.
    """

    group: str = ""
    object: str = ""
    top: int = 0
    weight: float = 0.0
    loss: float | None = None
    gain: float | None = None
    standing: Standing = "neither"
    is_met: bool = False
    missing: int | None = None
    can_rise: bool = False
    safeguard: bool = False
    breached: bool = False
    yardstick: bool = False

    @property
    def gravity(self) -> tuple[bool, bool, float]:
        """Return the key of the one order of gaps: breached safeguards, what is below the norm, the largest loss."""
        return not self.breached, self.is_met, -rounded(self.loss or 0.0)


CriterionBlock = Block[CriterionRow]
Scored = tuple[Outcome, float | None, float, float]  # an outcome with its points, its applicable and its used weight


def criterion_block(card: Scorecard, names: Mapping[str, str]) -> CriterionBlock:
    """Return a row for every criterion of a scorecard but its alarms; `names` gives their titles by id."""
    scored = [(one.outcome, one.points, one.applicable, one.used) for one in card.criteria]
    return block_of(card.rubric, scored, names)


def block_of(rubric: Rubric, scored: Iterable[Scored], names: Mapping[str, str] | None = None) -> CriterionBlock:
    """Return a row for every criterion of a rubric but its alarms; without `names` they are called by their ids."""
    rows = [_row(rubric, one, names or {}) for one in scored if one[0].criterion_id not in rubric.alarms]
    return Block.of("criteria", STATES, rows, asked=[name for name in rubric.by_id if name not in rubric.alarms])


def _row(rubric: Rubric, scored: Scored, names: Mapping[str, str]) -> CriterionRow:
    outcome, points, weight, used = scored
    name, criterion = outcome.criterion_id, rubric.by_id[outcome.criterion_id]
    top, norm, level = rubric.scale_of(name).top, norm_of(rubric, name), outcome.level
    state = {"rated": "level"}.get(outcome.status, outcome.status)
    state = "estimated" if level is not None and not outcome.covered else state
    worth = None if points is None or math.isnan(points) or level is None or not outcome.covered else points
    found = standing(rubric, outcome, worth)
    counts, share = worth is not None and used > 0, worth or 0.0
    low, high = (level, level) if level is not None else (outcome.least, None if outcome.least is None else top)
    return CriterionRow(
        name, names.get(name, name), state, level, low, high, _told(outcome),
        group=rubric.paradigm_of(name),
        object=criterion.object,
        top=top,
        weight=weight,
        loss=used * (1 - share) if counts else None,
        gain=used * share if counts else None,
        standing=found,
        is_met=worth is not None and (level == top if norm is None else (level or 0) >= norm),
        missing=None if level is None else top - level,
        can_rise=worth is not None and (level or 0) < top and not criterion.yardstick and not criterion.negative,
        safeguard=name in rubric.grading.gates,
        breached=name in rubric.grading.gates and is_breached(outcome.status, outcome.law),
        yardstick=criterion.yardstick,
    )  # fmt: skip


def _told(outcome: Outcome) -> str:
    """Return what stands in the box of a criterion: its level, `2+` for at least 2, nothing if nothing is known."""
    if outcome.level is not None:
        return str(outcome.level)
    return "" if outcome.least is None else f"{outcome.least}+"


def standing(rubric: Rubric, outcome: Outcome, points: float | None) -> Standing:
    """Return whether a settled rating is a strength, a gap or neither; `neither` without a settled level."""
    if outcome.level is None or points is None or not outcome.covered:
        return "neither"
    return standing_of(rubric, outcome.criterion_id, outcome.level, points)


def can_rise(block: CriterionBlock) -> tuple[CriterionRow, ...]:
    """Return what can be asked of a plan, in the one order of gaps: ties keep the order of the tree."""
    return tuple(sorted((row for row in block.rows if row.can_rise), key=lambda row: row.gravity))


def costs(block: CriterionBlock) -> tuple[CriterionRow, ...]:
    """Return the criteria below the norm that cost the score, the gravest first: the same on every page.

    Breached safeguards come first, whatever their weight; then what loses most. An actor's yardstick is not among
    them, for nobody is asked to meet it.
    """
    return tuple(row for row in can_rise(block) if not row.is_met and (row.loss or row.breached))


def strengths(block: CriterionBlock) -> tuple[CriterionRow, ...]:
    """Return the criteria at or above the norm that count, by what they add to the score."""
    found = [row for row in block.rows if row.standing == "strength" and row.gain is not None]
    return tuple(sorted(found, key=lambda row: -rounded(row.gain or 0.0)))


def alike(rows: tuple[CriterionRow, ...], shown: int, by: str) -> int:
    """Return how many rows after those shown have the same `by`, to three digits, as the last one shown."""
    sizes = [round(getattr(row, by) or 0.0, 3) for row in rows]
    return sizes[shown:].count(sizes[shown - 1]) if len(sizes) > shown else 0
