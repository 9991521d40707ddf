"""Plans side by side under weightings: scores, bounds, grades and places, and whether they compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.compare import Entrant, doubts, draft_words
from evaluator.contrasts.places import Counts, places, steps
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import PlanResult
from evaluator.model.weighting import Weighting
from evaluator.model.words import Sentence
from evaluator.scoring.card import Scores, gate_count, read_result, score_plans
from evaluator.scoring.grade import DIGITS, known, rounded

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
SHOWN = 6  # names on one line
LEAST_FOR_CORRELATION = 3  # two points always lie on a line


@dataclass(frozen=True, slots=True)
class RankedResult(PlanResult):
    """The result of one plan under one weighting, with its place among the plans of a study.

    `rankable` tells that the plan has a score and reaches the rubric's least
    coverage, or that every plan with a score is ranked on request. `rank` is None
    for a plan that is not rankable, and where fewer than two are. `common_score`
    and `common_rank` rest on the criteria that every plan has a value for which is
    rankable under some weighting of the study.
    """

    plan_id: str
    weighting_id: str
    rank: int | None
    common_score: float | None
    common_rank: int | None
    rankable: bool

    @property
    def line(self) -> str:
        """Return score, bounds, coverage and rank in words; no score stands without them."""
        if not self.has_weight:
            return "no weight"
        score = "no score" if self.score is None else f"{self.score:.2f}"
        rank = "no rank" if self.rank is None else f"rank {self.rank}"
        return f"{score} ({self.bounds[0]:.2f} to {self.bounds[1]:.2f}), coverage {self.coverage:.0%}, {rank}"


@dataclass(frozen=True, slots=True, repr=False)
class Study:
    """The contrast of P plans under S weightings; everything else in this room starts from it.

    `verdicts` has a row for each weighting, in it one verdict for each plan.
    `common` are the criteria that every plan has a value for which is rankable
    under some weighting (every plan where none is). `correlations` holds, for each
    weighting, Pearson's r of score with coverage (None where it is not defined).
    `scores` are the arrays behind it, shape (S, P). With `rank_all` plans below
    the least coverage are ranked as well.
    """

    rubric: Rubric
    weightings: tuple[Weighting, ...]
    entrants: tuple[Entrant, ...]
    scores: Scores
    verdicts: tuple[tuple[RankedResult, ...], ...]
    common: tuple[str, ...]
    correlations: tuple[float | None, ...]
    warnings: tuple[Sentence, ...]
    rank_all: bool = False

    def __repr__(self) -> str:
        """Return plans and weightings, short enough for the end of a cell."""
        plans, views = (_named(names) for names in (self.plan_ids, [w.id for w in self.weightings]))
        sizes = f"{_counted(len(self.entrants), 'plan')} under {_counted(len(self.weightings), 'weighting')}"
        return f"<Study of {sizes} by {self.rubric.id} {self.rubric.version}: {plans}; {views}>"

    def _repr_html_(self) -> str:
        """Return scores with bounds, coverage and rank, a row for each plan and a column for each weighting."""
        head = "".join(f"<th>{escape(w.id)}</th>" for w in self.weightings)
        rows = "".join(
            f"<tr><th>{escape(entrant.plan_id)}</th>"
            + "".join(f"<td>{escape(row[at].line)}</td>" for row in self.verdicts)
            + "</tr>"
            for at, entrant in enumerate(self.entrants)
        )
        return f"<table><caption>{escape(repr(self))}</caption><tr><th></th>{head}</tr>{rows}</table>"

    def frame(self, table: str = "scores") -> pd.DataFrame:
        """Return one of the tables of the contrast, under its contract.

        Parameters
        ----------
        table : str
            `scores`, `plans`, `ranking`, `weights`, `moves`, `crossings`, `flips`,
            `attainable-ranks`, `stability`, `acceptability` and the others that
            `evaluator contrast --table` knows.

        Raises
        ------
        UnknownNameError
            There is no such table.
        EvaluatorError
            It cannot be told of these plans; says why.
        """
        from evaluator.contrasts.tables.every import frame_of

        return frame_of(self, table)

    def scores_by_plan(self) -> pd.DataFrame:
        """Return scores, a row for each plan and a column for each weighting; missing where there is none."""
        return self._by_plan("score")

    def ranks_by_plan(self) -> pd.DataFrame:
        """Return ranks, 1 the best, in the same shape; missing for a plan that cannot be ranked."""
        return self._by_plan("rank")

    def _by_plan(self, what: str) -> pd.DataFrame:
        import pandas as pd

        found = {w.id: [getattr(v, what) for v in row] for w, row in zip(self.weightings, self.verdicts, strict=True)}
        return pd.DataFrame(found, index=pd.Index(self.plan_ids, name="plan_id"), dtype="Float64")

    def draws(self, count: int = 1000, seed: int = 0, *, weighting: str | None = None) -> pd.DataFrame:
        """Return scores under drawn weights: a row for each draw, a column for each plan.

        Weights of paradigms and of stances are drawn uniformly, those of siblings adding
        up to 1; inside a stance they stay as in the weighting, and what has no weight
        there gets none. Missing ratings follow the rubric's policy: a score is missing
        where a draw weighs nothing that is rated.

        Parameters
        ----------
        count : int
            Draws, at least 1.
        seed : int
            The same seed gives the same draws.
        weighting : str, optional
            Of the study, that is drawn around; its first if left out.

        Raises
        ------
        EvaluatorError
            The rubric states no choices for draws, or fewer than one is asked for.
        """
        from evaluator.contrasts.draws.drawn import drawn_scores

        return drawn_scores(self, count, seed, weighting or self.weightings[0].id)

    @property
    def plan_ids(self) -> tuple[str, ...]:
        """Return the plans' ids in the order given."""
        return tuple(entrant.plan_id for entrant in self.entrants)

    def weighting(self, weighting_id: str) -> Weighting:
        """Return a weighting of the study by its name; KeyError for one that is not in it."""
        return {w.id: w for w in self.weightings}[weighting_id]

    def verdict(self, plan_id: str, weighting_id: str) -> RankedResult:
        """Return one verdict; KeyError for a plan or weighting that is not in the study."""
        for row in self.verdicts:
            for verdict in row:
                if (verdict.plan_id, verdict.weighting_id) == (plan_id, weighting_id):
                    return verdict
        raise KeyError((plan_id, weighting_id))

    def row(self, weighting_id: str) -> tuple[RankedResult, ...]:
        """Return the verdicts under a weighting, in the order of the plans; ValueError for one not in the study."""
        (row,) = [row for row, w in zip(self.verdicts, self.weightings, strict=True) if w.id == weighting_id]
        return row

    def rankable(self, weighting_id: str) -> tuple[str, ...]:
        """Return the plans that can be ranked under a weighting, in the order given."""
        return tuple(v.plan_id for v in self.row(weighting_id) if v.rankable)

    def lead(self, pair: tuple[str, str], weighting_id: str) -> int | None:
        """Return by how many steps of 1e-9 the first plan is ahead of the second; None unless both can be ranked."""
        one, other = (self.verdict(plan, weighting_id) for plan in pair)
        if not (one.rankable and other.rankable):
            return None
        first, second = steps(np.array([one.score, other.score], dtype=np.float64))
        return int(first - second)

    def shared(self, plans: Sequence[str]) -> int:
        """Return how many criteria every one of some plans has a value for."""
        at = [self.plan_ids.index(plan) for plan in plans]
        cells = self.scores.cells
        return int((cells.applicable[at] & ~np.isnan(cells.values[at])).all(axis=0).sum())  # noqa: PD011  (an array)

    def ranking(self, weighting_id: str) -> tuple[RankedResult, ...]:
        """Return the verdicts under a weighting: those that can be ranked, best first, then the others by plan id.

        Ties stand by plan id. Those without a score are last.
        """
        return tuple(
            sorted(
                self.row(weighting_id),
                key=lambda v: (not v.rankable, v.score is None, -(v.score or 0.0) if v.rankable else 0.0, v.plan_id),
            )
        )


def study_of(
    rubric: Rubric, weightings: Sequence[Weighting], entrants: Sequence[Entrant], *, rank_all: bool = False
) -> Study:
    """Score every plan under every weighting and set them side by side.

    Missing ratings follow the rubric's policy, as in a scorecard. A plan without a
    score, or with less than the rubric's least coverage under a weighting, has no
    rank there and takes no place; with `rank_all` only the score counts. Common
    scores leave out what some plan has no value for, of those that have a place
    anywhere.
    """
    plans, views = tuple(entrants), tuple(weightings)
    scores = score_plans(rubric, views, [entrant.outcomes for entrant in plans])
    totals = _totals(scores, plans)
    ranked = np.asarray(~np.isnan(totals) & (enough(rubric, coverage_of(scores)) | rank_all), dtype=bool)
    everyone = _common(scores, np.asarray(ranked.any(axis=0)))
    common = _common_scores(scores, everyone)
    verdicts = _verdicts(rubric, views, plans, scores, _Ranked(totals, common, ranked))
    return Study(
        rubric=rubric,
        weightings=views,
        entrants=plans,
        scores=scores,
        verdicts=verdicts,
        common=tuple(c for c, shared in zip(scores.tree.criteria, everyone, strict=True) if shared),
        correlations=tuple(_correlation(row) for row in verdicts),
        warnings=doubts(rubric, views, plans, np.isnan(totals)),
        rank_all=rank_all,
    )


def _named(names: Sequence[str]) -> str:
    return ", ".join([*names[:SHOWN], *(["..."] if len(names) > SHOWN else [])])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def undrafted(study: Study) -> tuple[Sentence, ...]:
    """Return the study's warnings less those of drafts, which a page tells in a notice of their own."""
    drafts = draft_words(study.rubric, study.entrants)
    return tuple(warning for warning in study.warnings if warning not in drafts)


def coverage_of(scores: Scores) -> Array:
    """Return the share of applicable weight that is assessed, shape (S, P)."""
    return np.asarray((scores.applicable.criteria * scores.cells.covered[None]).sum(axis=2))


def enough(rubric: Rubric, coverage: Array) -> Mask:
    """Return a mask of the coverages that reach the rubric's least coverage, rounded to nine digits as for grades."""
    return np.asarray(np.round(coverage, DIGITS) >= rubric.grading.least_coverage)


def _totals(scores: Scores, plans: Sequence[Entrant]) -> Array:
    """Return scores (S, P); none for a plan of which nothing at all is rated, whatever the missing policy."""
    rated = np.array([any(o.level is not None for o in plan.outcomes) for plan in plans], dtype=bool)
    return np.where(rated[None, :], scores.score.total, np.nan)


def _common(scores: Scores, ranked: Mask) -> Mask:
    """Return the criteria that every plan with a place has a value for; every plan, where none has a place."""
    have = scores.cells.applicable & ~np.isnan(scores.cells.values)
    return np.asarray(have[ranked if ranked.any() else slice(None)].all(axis=0))


def _common_scores(scores: Scores, everyone: Mask) -> Array:
    """Score again on the criteria that every plan has a value for; NaN where there are none."""
    mask = np.broadcast_to(everyone, scores.cells.values.shape)  # noqa: PD011  (an array)
    return replace(scores.matrix, applicable=mask).run(scores.local).total


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The scores of plans, their scores on the criteria that all have, and which plans can be ranked; shape (S, P)."""

    totals: Array
    common: Array
    rankable: Mask

    def places(self, scores: Array) -> Counts:
        """Return places among those that can be ranked; none where fewer than two can."""
        several = self.rankable.sum(axis=1, keepdims=True) > 1
        return places(np.where(self.rankable & several, scores, np.nan))


def _verdicts(
    rubric: Rubric,
    views: tuple[Weighting, ...],
    plans: tuple[Entrant, ...],
    scores: Scores,
    ranked: _Ranked,
) -> tuple[tuple[RankedResult, ...], ...]:
    weighed = scores.applicable.criteria.sum(axis=2) > 0
    numbers = np.stack([ranked.totals, coverage_of(scores), *(end.total for end in scores.ends)], axis=-1)
    ranks = [ranked.places(total) for total in (ranked.totals, ranked.common)]
    gates = [gate_count(rubric.grading.gates, plan.outcomes) for plan in plans]
    rows = []
    for s, weighting in enumerate(views):
        row = []
        for p, plan in enumerate(plans):
            whole = read_result(rubric, weighting, numbers[s, p].tolist(), gates[p], has_weight=bool(weighed[s, p]))
            common = known(ranked.common[s, p])
            place, common_place = (int(rank[s, p]) or None for rank in ranks)
            row.append(
                RankedResult(
                    whole.score, whole.coverage, whole.bounds, whole.judgement_interval, whole.grade, whole.has_weight,
                    plan.plan_id, weighting.id, place, common, common_place, bool(ranked.rankable[s, p]),
                )
            )  # fmt: skip
        rows.append(tuple(row))
    return tuple(rows)


def _correlation(row: Sequence[RankedResult]) -> float | None:
    """Return Pearson's r of score with coverage over the plans that have a score."""
    pairs = np.array([(v.score, v.coverage) for v in row if v.score is not None], dtype=np.float64).reshape(-1, 2)
    if len(pairs) < LEAST_FOR_CORRELATION or np.ptp(pairs, axis=0).min() == 0:
        return None
    return rounded(float(np.asarray(np.corrcoef(pairs.T))[0, 1]))
