"""Plans compared under weightings: scores, bounds, grades and ranks, and warnings on comparability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluator.contrasts.compare import Entrant, doubts, draft_words
from evaluator.contrasts.places import Counts, places, steps
from evaluator.errors import UnknownNameError, library_of
from evaluator.model.conveniences import convenience
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column
from evaluator.model.scorecard import PlanResult
from evaluator.model.sentence import Sentence
from evaluator.model.weighting import Weighting
from evaluator.scoring.card import Scores, Shares, gate_count, read_result, score_plans
from evaluator.scoring.grade import DIGITS, GateCount, known, rounded
from evaluator.scoring.matrix import Array, Mask
from evaluator.scoring.void import is_void

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 6  # names on one line


def ranking_column() -> Any:  # noqa: ANN401  (what `column` gives a field)
    """Return the column, filled by `Study.ranking_word`, that states in each row of ranks which plans are ranked."""
    return column("text", "who is ranked: `covered` plans that reach the least coverage, or `all` on request")


@dataclass(frozen=True, slots=True)
class RankedResult(PlanResult):
    """The result of one plan under one weighting, with its rank among the plans of a study.

    `rankable` is True if the plan has a score, which lies within its range, and reaches the rubric's least coverage, or
    if the study ranks every plan with a score. `rank` is None for a plan that is not rankable, and where fewer than two
    plans are. `common_score` and `common_rank` use only the criteria in which every plan has a value that is rankable
    under some weighting of the study.
    """

    plan_id: str
    weighting_id: str
    rank: int | None
    common_score: float | None
    common_rank: int | None
    rankable: bool

    @property
    def line(self) -> str:
        """Return score, bounds, coverage and rank in words, on one line."""
        if not self.has_weight:
            return "no weight"
        score = "no score" if self.score is None else f"{self.score:.2f}"
        rank = "no rank" if self.rank is None else f"rank {self.rank}"
        return f"{score} ({self.bounds[0]:.2f} to {self.bounds[1]:.2f}), coverage {self.coverage:.0%}, {rank}"


@dataclass(frozen=True, slots=True, repr=False, eq=False)  # arrays have no truth: a study equals itself alone
class Study:
    """The contrast of P plans under S weightings, on which all other parts of a contrast are computed.

    `verdicts` has a row for each weighting, with one result for each plan. `common` are the criteria in which every
    plan has a value that is rankable under some weighting (every plan at all where none is). `correlations` holds, for
    each weighting, Pearson's r of score with coverage (None where it is not defined). `scores` holds the arrays of the
    computation, shape (S, P). With `rank_all` plans below the least coverage are ranked as well.
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

    @property
    def is_draft(self) -> bool:
        """Return whether a plan, or a frame that it stands under, is a draft."""
        return any(e.is_draft for e in self.entrants) or any(w.is_unwritten for w in self.weightings)

    def __repr__(self) -> str:
        """Return plans and weightings on one line, short enough for the output of a notebook cell."""
        plans, views = (_shortened_list(names) for names in (self.plan_ids, [w.id for w in self.weightings]))
        sizes = f"{_with_noun(len(self.entrants), 'plan')} under {_with_noun(len(self.weightings), 'weighting')}"
        return f"<Study of {sizes} by {self.rubric.id} {self.rubric.version}: {plans}; {views}>"

    def _repr_html_(self) -> str:
        """Return an HTML table of scores with bounds, coverage and rank.

        It has a row for each plan and a column for each weighting.
        """
        head = "".join(f"<th>{escape(w.id)}</th>" for w in self.weightings)
        rows = "".join(
            f"<tr><th>{escape(entrant.plan_id)}</th>"
            + "".join(f"<td>{escape(row[at].line)}</td>" for row in self.verdicts)
            + "</tr>"
            for at, entrant in enumerate(self.entrants)
        )
        return f"<table><caption>{escape(repr(self))}</caption><tr><th></th>{head}</tr>{rows}</table>"

    def frame(self, table: str = "scores") -> pd.DataFrame:
        """Return one of the tables of the contrast as a data frame with the table's declared columns.

        Parameters
        ----------
        table : str
            A name below, as `evaluator contrast --table` accepts it. An empty table says why in `attrs["empty"]`;
            `asked` and those after it need a survey, so `evaluator.findings`.

        Returns
        -------
        pandas.DataFrame
            With these columns:

            - plans: plan_id, iso3, start, end, roles, state
            - ranking: weighting, plan_id, ranked, coverage, least, low, high, why
            - scores: weighting, plan_id, iso3, year, rubric, version, is_draft, rank, score, state, coverage, low,
              high, judgement_low, judgement_high, grade, grade_cause, grade_lowest, grade_highest, common_score,
              common_rank, ranking
            - common-order: weighting, order, common_order, first, common_first, turned, criteria
            - void: weighting, paradigm, title, share, has_place
            - weights: weighting, kind, id, title, share
            - nearest: frame, weighting, kind, elsewhere, pairs, turned, graded, new_grades, largest, more, less,
              passed_on
            - turns: before, after, plan_id, other, kind, id, gap_before, gap_after, points, other_points, part, text,
              ranking
            - moves: plan_id, before, after, kind, id, points, weight_before, weight_after, change, pull, text
            - prevailed: plan_id, group, frames, mean, spread, low, high, coverage, place, place_low, place_high
            - blind-spot: basis, weighting, assessed, partly, ignored, not_coded, binding, unseen_share, on_assessed,
              on_partly, on_ignored, on_not_coded, on_none, gates_ignored, gates_partly, text
            - seen-and-ignored: basis, plan_id, coding, weight, criteria, too_small, score, coverage, low, high
            - tiers: plan_id, year, tier, evidence, why
            - association: weighting, plans, tau, low, high, p, left_out, text
            - crossings: before, after, ahead, behind, low, high, joint, joint_at, ranking
            - flips: winner, loser, norm, kind, unit, before, after, size, moved, text, shared, despite, ranking
            - attainable-ranks: plan_id, end, rank, proved, weights, under, text, ranking
            - stability: node, title, weighting, share, low, high, below, above, ranking
            - ranks: drawn, plan_id, best, median, worst, mean, first, tied, ranking
            - acceptability: drawn, plan_id, rank, share, ranking
            - pairs: drawn, plan_id, other, share, tied, ranking
            - levels: level, plan_id, under, over, ranking
            - leave-one-out: kind, id, title, plan_id, score_before, score_after, rank_before, rank_after, ranking
            - sensitivity: doubt, words, first, first_interval, total, total_interval, halves
            - asked: group, label, invited, organisations, n, asked_whole, straight, moved, turned_without, geometric,
              said, given, agree_plans, agree_criteria, nearest, elsewhere
            - members: group, plan_id, mean, low, high, q05, q25, q75, q95, grades
            - firm: group, plan_id, other, samples, members, ahead, ahead_members, across
            - conflict: group_a, group_b, distance, within, between, p, pairs_turned
            - spread: group, criterion, title, mean, sd

        Raises
        ------
        UnknownNameError
            There is no such table.
        EvaluatorError
            The table cannot be computed for these plans; the message gives the reason.
        """
        frame: pd.DataFrame = convenience("Study.frame")(self, table)
        return frame

    def scores_by_plan(self) -> pd.DataFrame:
        """Return scores, a row for each plan and a column for each weighting; missing where a plan has no score."""
        return self._frame_by_plan("score")

    def ranks_by_plan(self) -> pd.DataFrame:
        """Return ranks (1 is best), a row for each plan and a column for each weighting.

        Missing for a plan that cannot be ranked.
        """
        return self._frame_by_plan("rank")

    def _frame_by_plan(self, what: str) -> pd.DataFrame:
        library_of("tables", "pandas", "frames need pandas")
        import pandas as pd

        found = {w.id: [getattr(v, what) for v in row] for w, row in zip(self.weightings, self.verdicts, strict=True)}
        frame = pd.DataFrame(found, index=pd.Index(self.plan_ids, name="plan_id"), dtype="Float64")
        return frame.rename_axis(columns="weighting")

    def draws(self, count: int = 1000, seed: int = 0, *, weighting: str | None = None) -> pd.DataFrame:
        """Return scores under drawn weights: a row for each draw, a column for each plan.

        Shares of paradigms and of stances among their siblings are drawn uniformly. Inside a stance the weights stay as
        in the weighting, and an item without weight in the weighting gets none. Missing ratings follow the rubric's
        policy: a score is missing if a draw gives no weight to any rated criterion.

        Parameters
        ----------
        count : int
            Number of draws, at least 1.
        seed : int
            The same seed gives the same draws.
        weighting : str, optional
            Id of the weighting of the study that supplies the fixed weights; by default the first.

        Raises
        ------
        UnknownNameError
            The study has no such weighting.
        EvaluatorError
            The rubric states no choices for draws, or `count` is below 1.
        """
        scores: pd.DataFrame = convenience("Study.draws")(self, count, seed, self._named(weighting))
        return scores

    def bootstrap(
        self, over: str = "coders", count: int = 1000, seed: int = 0, *, weighting: str | None = None
    ) -> pd.DataFrame:
        """Return scores as other coders, ratings or criteria of the same kind would give them.

        Parameters
        ----------
        over : str
            `coders`: the coders of each plan are drawn with replacement, and the rubric's rule settles what those say.
            `ratings`: the same for each criterion apart, among those who assessed it.
            `criteria`: as many criteria of each node as have weight there are drawn with replacement, the same for
            every plan; a node keeps its weight.
        count : int
            Number of draws, at least 1.
        seed : int
            The same seed gives the same draws.
        weighting : str, optional
            Id of a weighting of the study; by default the first.

        Returns
        -------
        pandas.DataFrame
            A row for each draw, a column for each plan; missing where a draw gives a plan no score.
            `.quantile([0.05, 0.95])` is a percentile interval. Two coders give three draws that differ: few coders
            make it too narrow.

        Raises
        ------
        UnknownNameError
            `over` is another word, or the study has no such weighting.
        EvaluatorError
            `count` is below 1, or a plan has no second coder.
        """
        scores: pd.DataFrame = convenience("Study.bootstrap")(self, over, count, seed, self._named(weighting))
        return scores

    @property
    def plot(self) -> Any:  # noqa: ANN401  (a later room draws)
        """Return the figures of `evaluator figure` on several plans: `study.plot.bump()`, or `study.plot("bump")`.

        Many frames: `bump`, `dumbbell`, `matrix`, `order`, `ranks`. The first weighting: `map`, `ranges`, `levels`,
        `panels`, `sides`, `common`. By year: `multiples`. Each takes `lang` and `library`; a notebook shows it, and
        `save("it.svg")`, or `.png`, writes it.
        """
        return convenience("Study.plot")(self)

    def _named(self, weighting_id: str | None) -> str:
        """Return the id of a weighting of the study, of the first if none is named."""
        known = [weighting.id for weighting in self.weightings]
        if weighting_id is not None and weighting_id not in known:
            raise UnknownNameError("weighting", weighting_id, known)
        return weighting_id or known[0]

    @property
    def plan_ids(self) -> tuple[str, ...]:
        """Return the ids of the plans in the order given."""
        return tuple(entrant.plan_id for entrant in self.entrants)

    @property
    def ranking_word(self) -> str:
        """Return which plans are ranked: `covered` (those that reach the least coverage) or `all`."""
        return "all" if self.rank_all else "covered"

    def position(self, weighting_id: str) -> int:
        """Return the position of a weighting in the study; KeyError if the study has none of that id."""
        return {w.id: s for s, w in enumerate(self.weightings)}[weighting_id]

    def plan_position(self, plan_id: str) -> int:
        """Return the position of a plan in the study; KeyError if the study has none of that id."""
        return {name: p for p, name in enumerate(self.plan_ids)}[plan_id]

    def weighting(self, weighting_id: str) -> Weighting:
        """Return a weighting of the study by its id; KeyError if the study has none of that id."""
        return self.weightings[self.position(weighting_id)]

    def verdict(self, plan_id: str, weighting_id: str) -> RankedResult:
        """Return the result of one plan under one weighting; KeyError if the study lacks either."""
        return self.row(weighting_id)[self.plan_position(plan_id)]

    def row(self, weighting_id: str) -> tuple[RankedResult, ...]:
        """Return the results under a weighting, in the order of the plans; KeyError if the study lacks it."""
        return self.verdicts[self.position(weighting_id)]

    def is_void(self, weighting_id: str) -> bool:
        """Return whether more of a weighting lies where the rubric asks nothing than the rubric allows for a place."""
        return is_void(self.rubric, float(self.scores.void[self.position(weighting_id)]))

    def rankable(self, weighting_id: str) -> tuple[str, ...]:
        """Return the ids of the plans that can be ranked under a weighting, in the order given."""
        return tuple(v.plan_id for v in self.row(weighting_id) if v.rankable)

    def ranked(self, weighting_id: str) -> tuple[str, ...]:
        """Return the ids of the plans that have a rank under a weighting: one plan alone has none."""
        return tuple(v.plan_id for v in self.row(weighting_id) if v.rank is not None)

    def lead(self, pair: tuple[str, str], weighting_id: str) -> int | None:
        """Return by how many steps of 1e-9 the first plan scores higher than the second.

        None unless both can be ranked.
        """
        one, other = (self.verdict(plan, weighting_id) for plan in pair)
        if not (one.rankable and other.rankable):
            return None
        first, second = steps(np.array([one.score, other.score], dtype=np.float64))
        return int(first - second)

    def shared(self, plans: Sequence[str]) -> int:
        """Return the number of criteria in which all of the given plans have a value."""
        at = [self.plan_ids.index(plan) for plan in plans]
        cells = self.scores.cells
        return int((cells.applicable[at] & ~np.isnan(cells.values[at])).all(axis=0).sum())  # noqa: PD011  (an array)

    def ranking(self, weighting_id: str) -> tuple[RankedResult, ...]:
        """Return the results under a weighting: rankable plans best first, then the others by plan id.

        Tied plans are sorted by plan id. Plans without a score come last.
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
    """Return the scores, bounds, grades and ranks of every plan under every weighting.

    Missing ratings follow the rubric's policy, as in a scorecard. A plan without a score, or with less than the
    rubric's least coverage under a weighting, has no rank under it; with `rank_all` only the score matters. No plan has
    one under a weighting of which more is void than the rubric allows. Common
    scores leave out the criteria in which some plan that is ranked under any weighting has no value.
    """
    plans, views = tuple(entrants), tuple(weightings)
    scores = score_plans(rubric, views, [entrant.outcomes for entrant in plans])
    totals, means = scores_of_rated(scores, plans), _means_of_rated(scores, plans)
    ranked = np.asarray(~np.isnan(totals) & (enough(rubric, coverage_of(scores)) | rank_all), dtype=bool)
    ranked &= ~np.array([is_void(rubric, share) for share in scores.void.tolist()], dtype=bool)[:, None]
    everyone = _common_criteria(scores, np.asarray(ranked.any(axis=0)))
    common = _common_scores(scores, everyone)
    ends = np.stack([end.total for end in scores.ends])
    weighed = np.asarray(scores.applicable.criteria.sum(axis=2) > 0)
    numbers = Numbers(totals, means, common, ranked, coverage_of(scores), ends, weighed, scores.void)
    gates = [gate_count(rubric.grading.gates, plan.outcomes) for plan in plans]
    verdicts = verdicts_of(rubric, views, [plan.plan_id for plan in plans], gates, numbers)
    return Study(
        rubric=rubric,
        weightings=views,
        entrants=plans,
        scores=scores,
        verdicts=verdicts,
        common=tuple(c for c, shared in zip(scores.tree.criteria, everyone, strict=True) if shared),
        correlations=tuple(_score_coverage_correlation(rubric, row) for row in verdicts),
        warnings=doubts(rubric, views, plans, np.isnan(means), np.isnan(totals) & ~np.isnan(means)),
        rank_all=rank_all,
    )


def _shortened_list(names: Sequence[str]) -> str:
    return ", ".join([*names[:SHOWN], *(["..."] if len(names) > SHOWN else [])])


def _with_noun(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def undrafted(study: Study) -> tuple[Sentence, ...]:
    """Return the study's warnings except those on drafts, which pages show in a separate notice."""
    drafts = draft_words(study.rubric, study.entrants, frames=study.weightings)
    return tuple(warning for warning in study.warnings if warning not in drafts)


def coverage_of(scores: Scores) -> Array:
    """Return the share of applicable weight that is assessed, shape (S, P)."""
    return np.asarray((scores.applicable.criteria * scores.cells.covered[None]).sum(axis=2))


def enough(rubric: Rubric, coverage: Array) -> Mask:
    """Return a mask of the coverages that reach the rubric's least coverage, rounded to nine digits as for grades."""
    return np.asarray(np.round(coverage, DIGITS) >= rubric.grading.least_coverage)


def scores_of_rated(scores: Scores, plans: Sequence[Entrant]) -> Array:
    """Return scores (S, P); NaN for a plan of which no criterion is rated, or whose mean lies outside of its range."""
    return np.where(np.isnan(_means_of_rated(scores, plans)), np.nan, scores.told[0])


def _means_of_rated(scores: Scores, plans: Sequence[Entrant]) -> Array:
    """Return the means of what is rated (S, P); NaN where no criterion is, whatever the missing policy."""
    rated = np.array([any(o.level is not None for o in plan.outcomes) for plan in plans], dtype=bool)
    return np.where(rated[None, :], scores.score.total, np.nan)


def _common_criteria(scores: Scores, ranked: Mask) -> Mask:
    """Return a mask of the criteria in which every ranked plan has a value; every plan, where none is ranked."""
    have = scores.cells.applicable & ~np.isnan(scores.cells.values)
    return np.asarray(have[ranked if ranked.any() else slice(None)].all(axis=0))


def _common_scores(scores: Scores, everyone: Mask) -> Array:
    """Return scores on the criteria that `everyone` marks; NaN where it marks none."""
    mask = np.broadcast_to(everyone, scores.cells.values.shape)  # noqa: PD011  (an array)
    return replace(scores.matrix, applicable=mask).run(scores.local).total


@dataclass(frozen=True, slots=True)
class Numbers:
    """Scores of plans, means of what is rated, scores on the common criteria, which can be ranked; shape (S, P).

    `coverage` and `weighed`, whether a criterion that applies has weight, are of that shape too; `ends` are low, high,
    judgement low and judgement high, shape (4, S, P); `void` is of shape (S,).
    """

    totals: Array
    means: Array
    common: Array
    rankable: Mask
    coverage: Array
    ends: Array
    weighed: Mask
    void: Array

    def places(self, scores: Array) -> Counts:
        """Return ranks among the plans that can be ranked; 0 for all where fewer than two can."""
        several = self.rankable.sum(axis=1, keepdims=True) > 1
        return places(np.where(self.rankable & several, scores, np.nan))


def verdicts_of(
    rubric: Rubric,
    views: Sequence[Weighting],
    names: Sequence[str],
    gates: Sequence[GateCount],
    found: Numbers,
) -> tuple[tuple[RankedResult, ...], ...]:
    """Return a row of results for each weighting, one for each plan, in the order given."""
    numbers = np.stack([found.means, found.coverage, *found.ends], axis=-1)
    ranks = [found.places(total) for total in (found.totals, found.common)]
    rows = []
    for s, weighting in enumerate(views):
        void, row = float(found.void[s]), []
        shares = {weighed: Shares(weighed, void) for weighed in (False, True)}
        cells = (numbers[s], found.weighed[s], found.common[s], found.rankable[s], *(rank[s] for rank in ranks))
        for name, own, (six, weighed, common, rankable, place, common_place) in zip(
            names, gates, zip(*(cell.tolist() for cell in cells), strict=True), strict=True
        ):
            whole = read_result(rubric, weighting, six, own, shares[weighed])
            row.append(
                RankedResult(
                    whole.score, whole.coverage, whole.bounds, whole.judgement_interval, whole.grade, whole.has_weight,
                    whole.state, name, weighting.id, place or None, known(common), common_place or None, rankable,
                )
            )  # fmt: skip
        rows.append(tuple(row))
    return tuple(rows)


def _score_coverage_correlation(rubric: Rubric, row: Sequence[RankedResult]) -> float | None:
    """Return Pearson's r of score with coverage over the plans that have a score.

    None for fewer plans than the rubric states for an association, or without spread.
    """
    pairs = np.array([(v.score, v.coverage) for v in row if v.score is not None], dtype=np.float64).reshape(-1, 2)
    tiers = rubric.contrast.tiers if rubric.contrast else None
    least = tiers.least_plans if tiers else None
    if least is None or len(pairs) < least or np.ptp(pairs, axis=0).min() == 0:
        return None
    return rounded(float(np.asarray(np.corrcoef(pairs.T))[0, 1]))
