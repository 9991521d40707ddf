"""Plans side by side under weightings: scores, bounds, grades and places, and whether they compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.contrast.compare import Entrant, doubts
from evaluator.contrast.places import places
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Grade, Outcome
from evaluator.model.weighting import Weighting
from evaluator.scoring.card import Scores, score_plans
from evaluator.scoring.grade import GateCount, grade, rounded
from evaluator.scoring.run import run_tree

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
LEAST_FOR_CORRELATION = 3  # two points always lie on a line


@dataclass(frozen=True, slots=True)
class Verdict:
    """One plan under one weighting.

    Scores, coverage and intervals are in [0, 1], rounded to nine digits. `rank`
    is None without a score or with a single plan. `common_score` and
    `common_rank` rest on the criteria that every plan has a value for.
    """

    plan_id: str
    weighting_id: str
    score: float | None
    coverage: float
    bounds: tuple[float, float]
    judgement_interval: tuple[float, float]
    grade: Grade
    rank: int | None
    common_score: float | None
    common_rank: int | None


@dataclass(frozen=True, slots=True)
class Study:
    """The contrast of P plans under S weightings; everything else in this room starts from it.

    `verdicts` has a row for each weighting, in it one verdict for each plan.
    `common` are the criteria that every plan has a value for. `correlations`
    holds, for each weighting, Pearson's r of score with coverage (None where it
    is not defined). `scores` are the arrays behind it, shape (S, P).
    """

    rubric: Rubric
    weightings: tuple[Weighting, ...]
    entrants: tuple[Entrant, ...]
    scores: Scores
    verdicts: tuple[tuple[Verdict, ...], ...]
    common: tuple[str, ...]
    correlations: tuple[float | None, ...]
    warnings: tuple[str, ...]

    @property
    def plan_ids(self) -> tuple[str, ...]:
        """Return the plans' ids in the order given."""
        return tuple(entrant.plan_id for entrant in self.entrants)

    def verdict(self, plan_id: str, weighting_id: str) -> Verdict:
        """Return one verdict; KeyError for a plan or weighting that is not in the study."""
        for row in self.verdicts:
            for verdict in row:
                if (verdict.plan_id, verdict.weighting_id) == (plan_id, weighting_id):
                    return verdict
        raise KeyError((plan_id, weighting_id))

    def ranking(self, weighting_id: str) -> tuple[Verdict, ...]:
        """Return the verdicts under a weighting: best first, ties by plan id, those without a score last."""
        (row,) = [row for row, w in zip(self.verdicts, self.weightings, strict=True) if w.id == weighting_id]
        return tuple(sorted(row, key=lambda v: (v.score is None, -(v.score or 0.0), v.plan_id)))


def study_of(rubric: Rubric, weightings: Sequence[Weighting], entrants: Sequence[Entrant]) -> Study:
    """Score every plan under every weighting and set them side by side.

    Missing ratings follow the rubric's policy, as in a scorecard; common scores
    leave out what some plan has no value for. A plan without a score has no
    rank and takes no place.
    """
    plans, views = tuple(entrants), tuple(weightings)
    scores = score_plans(rubric, views, [entrant.outcomes for entrant in plans])
    everyone = _common(scores)
    common = _common_scores(scores, everyone)
    totals = _totals(scores, plans)
    verdicts = _verdicts(rubric, views, plans, scores, (totals, common))
    least = rubric.grading.least_coverage
    thin = np.array([[v.score is not None and v.coverage < least for v in row] for row in verdicts], dtype=bool)
    return Study(
        rubric=rubric,
        weightings=views,
        entrants=plans,
        scores=scores,
        verdicts=verdicts,
        common=tuple(c for c, shared in zip(scores.tree.criteria, everyone, strict=True) if shared),
        correlations=tuple(_correlation(row) for row in verdicts),
        warnings=doubts(views, plans, np.isnan(totals), thin, least),
    )


def _totals(scores: Scores, plans: Sequence[Entrant]) -> Array:
    """Return scores (S, P); none for a plan of which nothing at all is rated, whatever the missing policy."""
    rated = np.array([any(o.level is not None for o in plan.outcomes) for plan in plans], dtype=bool)
    return np.where(rated[None, :], scores.score.total, np.nan)


def _common(scores: Scores) -> Mask:
    have = scores.cells.applicable & ~np.isnan(scores.cells.values)
    return np.asarray(have.all(axis=0))


def _common_scores(scores: Scores, everyone: Mask) -> Array:
    """Score again on the criteria that every plan has a value for."""
    mask = np.broadcast_to(everyone, scores.cells.values.shape)
    if not everyone.any():
        return np.full_like(scores.score.total, np.nan)
    return run_tree(scores.tree, scores.local, scores.cells.values, mask).total


def _verdicts(
    rubric: Rubric,
    views: tuple[Weighting, ...],
    plans: tuple[Entrant, ...],
    scores: Scores,
    totals: tuple[Array, Array],
) -> tuple[tuple[Verdict, ...], ...]:
    coverage = (scores.applicable.criteria * scores.cells.covered[None]).sum(axis=2)
    low, high, judged_low, judged_high = (end.total for end in scores.ends)
    ranks = [places(total) if len(plans) > 1 else np.zeros(total.shape, dtype=np.int64) for total in totals]
    gates = [gate_count(rubric, plan.outcomes) for plan in plans]
    rows = []
    for s, weighting in enumerate(views):
        row = []
        for p, plan in enumerate(plans):
            score, common = (_known(total[s, p]) for total in totals)
            bounds = _interval(low[s, p], high[s, p])
            judged = _interval(judged_low[s, p], judged_high[s, p])
            covered = rounded(float(coverage[s, p]))
            cap = weighting.gates == "cap"
            given = grade(rubric.grading, score, covered, (bounds, judged), gates[p], cap=cap)
            place, common_place = (int(rank[s, p]) or None for rank in ranks)
            row.append(
                Verdict(plan.plan_id, weighting.id, score, covered, bounds, judged, given, place, common, common_place)
            )
        rows.append(tuple(row))
    return tuple(rows)


def gate_count(rubric: Rubric, found: Sequence[Outcome]) -> GateCount:
    """Return the gates that are tripped, not assessed, and tripped by a rating of low confidence."""
    gates = [o for o in found if o.criterion_id in rubric.grading.gates]
    tripped = [o for o in gates if o.status == "contrary"]
    return GateCount(
        tripped=tuple(o.criterion_id for o in tripped),
        unassessed=tuple(o.criterion_id for o in gates if o.status in ("not-assessed", "disputed")),
        doubtful=tuple(o.criterion_id for o in tripped if o.confidence == "low"),
    )


def _known(number: float) -> float | None:
    return None if np.isnan(number) else rounded(float(number))


def _interval(low: float, high: float) -> tuple[float, float]:
    """Return an interval; 0 to 1 where nothing that applies has weight."""
    least, most = _known(low), _known(high)
    return (0.0 if least is None else least, 1.0 if most is None else most)


def _correlation(row: Sequence[Verdict]) -> float | None:
    """Return Pearson's r of score with coverage over the plans that have a score."""
    pairs = np.array([(v.score, v.coverage) for v in row if v.score is not None], dtype=np.float64).reshape(-1, 2)
    if len(pairs) < LEAST_FOR_CORRELATION or np.ptp(pairs, axis=0).min() == 0:
        return None
    return rounded(float(np.asarray(np.corrcoef(pairs.T))[0, 1]))
