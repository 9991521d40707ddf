"""Values beside which a plan's score can be read: the best of real plans, one level everywhere, invented plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import Spoken, say, say_alike
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import known
from evaluator.scoring.scores import score_plans

LEAST = 2  # plans that have a frontier
FRONTIER, LEVEL, INVENTED = "frontier", "level", "invented"
Row = Sequence[Outcome]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a score is read beside: its rating of every criterion, and what it is.

    `kind` is `frontier` (for each criterion the best that any of the real plans reaches), `level` (the level under the
    norm everywhere) or `invented`. `best` names by criterion the plan that reaches the frontier, the first of several.
    """

    id: str
    kind: str
    name: Spoken
    what: Spoken
    outcomes: tuple[Outcome, ...]
    best: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """The score of a reference under a frame; None where it has none."""

    id: str
    kind: str
    name: Spoken
    score: float | None
    what: Spoken


def references(
    rubric: Rubric, real: Mapping[str, Row], invented: Mapping[str, tuple[str, Row]], like: Row | None = None
) -> tuple[Reference, ...]:
    """Return what a plan's score can be read beside.

    Parameters
    ----------
    rubric : Rubric
        The rubric of all plans.
    real : mapping
        Outcomes of real plans by id. Those read far enough for a grade under the reference weighting make the frontier;
        fewer than two make none.
    invented : mapping
        Name and outcomes of invented plans by id.
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
    if len(counting) >= LEAST:
        rows, best = _frontier(rubric, counting, out)
        name = say_alike("Best of %(number)s real plans, question by question", len(counting))
        what = say("for each question the best level that any of these plans reaches; no state wrote it")
        found.append(Reference(FRONTIER, FRONTIER, name, what, rows, best))
    if rubric.norm_level is not None and rubric.norm_level.level > 1:
        level = rubric.norm_level.level - 1
        rows = tuple(_at_level(c.id, None if c.id in out else level) for c in rubric.criteria)
        what = say("each question answered, and none at the norm")
        found.append(Reference(f"level-{level}", LEVEL, say("Level %(level)s everywhere", level=level), what, rows, {}))
    for plan, (name_of, row) in invented.items():
        what = say("invented to show the toolkit: no country wrote it")
        found.append(Reference(plan, INVENTED, say("%(plan)s", plan=name_of), what, tuple(row), {}))
    return tuple(found)


def reference_values(rubric: Rubric, weighting: Weighting, found: Sequence[Reference]) -> tuple[ReferenceValue, ...]:
    """Return the scores of references under a frame, in their order."""
    if not found:
        return ()
    scores = score_plans(rubric, (weighting,), [one.outcomes for one in found]).told[0, 0]
    return tuple(
        ReferenceValue(one.id, one.kind, one.name, known(float(score)), one.what)
        for one, score in zip(found, scores.tolist(), strict=True)
    )


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
