"""Values beside which a plan's score can be read: the best of real plans, one level everywhere, invented plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from evaluator.model.rubric import Rubric
from evaluator.model.schema import Texts
from evaluator.model.scorecard import Outcome, ReferenceValue
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import known
from evaluator.scoring.scores import score_plans

FRONTIER: Final = "frontier"
LEVEL: Final = "level"
INVENTED: Final = "invented"
Row = Sequence[Outcome]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a score is read beside: its rating of every criterion, and what it is.

    `kind` is `frontier` (for each criterion the best that any of `number` real plans reaches; of one alone nothing is
    assessed), `level` (the level
    `number`, the one under the norm, everywhere) or `invented`, with the plan's id and its country's names. `best`
    names by criterion the plan that reaches the frontier, the first of several.
    """

    kind: Literal["frontier", "level", "invented"]
    outcomes: tuple[Outcome, ...]
    number: int = 0
    plan: str = ""
    names: Texts = field(default_factory=dict)
    best: Mapping[str, str] = field(default_factory=dict)

    def scored(self, score: float | None) -> ReferenceValue:
        """Return it with its score under a frame."""
        return ReferenceValue(kind=self.kind, number=self.number, names=self.names, score=score)


def references(
    rubric: Rubric, real: Mapping[str, Row], invented: Mapping[str, tuple[Texts, Row]], like: Row | None = None
) -> tuple[Reference, ...]:
    """Return what a plan's score can be read beside.

    Parameters
    ----------
    rubric : Rubric
        The rubric of all plans.
    real : mapping
        Outcomes of real plans by id. Those read far enough for a grade under the reference weighting make the frontier;
        one alone makes one without a value, so that pages can say so, and none makes none.
    invented : mapping
        Names and outcomes of invented plans by id.
    like : sequence of Outcome, optional
        The plan whose score is read: what does not apply to it counts in no frontier and no level. Without it all
        applies.

    Notes
    -----
    What is known at least of a criterion counts at the frontier with that level. A criterion of which no real plan has
    a value is not assessed there.
    """
    out = {o.criterion_id for o in like or () if not o.applies}
    counting = _read_far_enough(rubric, real)
    found = []
    if len(counting) == 1:
        found.append(Reference(FRONTIER, tuple(_open(rubric, c.id) for c in rubric.criteria), 1))
    elif counting:
        rows, best = _frontier(rubric, counting, out)
        found.append(Reference(FRONTIER, rows, len(counting), best=best))
    if rubric.norm_level is not None and rubric.norm_level.level > 1:
        level = rubric.norm_level.level - 1
        rows = tuple(_at_level(c.id, None if c.id in out else level) for c in rubric.criteria)
        found.append(Reference(LEVEL, rows, level))
    for plan, (names, row) in invented.items():
        found.append(Reference(INVENTED, tuple(row), plan=plan, names=names))
    return tuple(found)


def reference_values(rubric: Rubric, weighting: Weighting, found: Sequence[Reference]) -> tuple[ReferenceValue, ...]:
    """Return the scores of references under a frame, in their order."""
    if not found:
        return ()
    scores = score_plans(rubric, (weighting,), [one.outcomes for one in found]).told[0, 0]
    return tuple(one.scored(known(float(score))) for one, score in zip(found, scores.tolist(), strict=True))


def _read_far_enough(rubric: Rubric, real: Mapping[str, Row]) -> dict[str, Row]:
    if not real:
        return {}
    frame = rubric.weighting(rubric.reference_weighting)
    scores = score_plans(rubric, (frame,), list(real.values()))
    covered = (scores.applicable.criteria * scores.cells.covered[None]).sum(axis=2)[0]
    return {
        plan: row
        for (plan, row), share in zip(real.items(), covered.tolist(), strict=True)
        if round(share, 9) >= rubric.grading.least_coverage
    }


def _frontier(rubric: Rubric, real: Mapping[str, Row], out: set[str]) -> tuple[tuple[Outcome, ...], dict[str, str]]:
    """Return the best level of each criterion among the plans, and which plan reaches it."""
    made, best = [], {}
    for k, criterion in enumerate(rubric.criteria):
        rows = {plan: row[k] for plan, row in real.items() if row[k].applies and row[k].stated is not None}
        way = -1 if criterion.negative else 1
        first = max(rows, key=lambda plan: way * (rows[plan].stated or 0), default=None)
        level = None if first is None or criterion.id in out else rows[first].stated
        if level is not None and first is not None:
            best[criterion.id] = first
        is_open = first is None and criterion.id not in out
        made.append(_open(rubric, criterion.id) if is_open else _at_level(criterion.id, level))
    return tuple(made), best


def _at_level(criterion_id: str, level: int | None) -> Outcome:
    """Return the outcome of a criterion at a level; one that does not apply for None."""
    if level is None:
        return Outcome(criterion_id, "not-applicable", None, 0, 0, 0, 0, covered=False)
    return Outcome(criterion_id, "rated", level, level, level, level, level, covered=True)


def _open(rubric: Rubric, criterion_id: str) -> Outcome:
    top = rubric.scale_of(criterion_id).top
    return Outcome(criterion_id, "not-assessed", None, 0, top, 0, top, covered=False)
