"""Audit of a rubric as a composite indicator: statistics of its criteria over the plans that can be ranked.

This is step 8 of the handbook of OECD and JRC. The statistics describe; no weight is derived from them. With too few
plans, the statistics that relate criteria to each other are left empty, and `Statistics.enough` is False.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluator.contrasts.audit.association import (
    Components,
    RankSpread,
    Similarity,
    bonferroni,
    correlations,
    cronbach,
    first_order,
    kendall_p,
    p_values,
    pairs,
    principal,
    rank_spread,
    similarity,
)
from evaluator.contrasts.audit.normalise import rank_down
from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.draws.weights import noisy_weights
from evaluator.contrasts.places import places
from evaluator.contrasts.study import Study, study_of
from evaluator.model.audit import StatisticsChoices
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.weighting import Weighting
from evaluator.scoring.matrix import Array, Mask
from evaluator.scoring.scores import used_weights
from evaluator.scoring.weights import LocalWeights


@dataclass(frozen=True, slots=True)
class Tie:
    """The correlation of an element (criterion or node) with another over `plans` plans; NaN where not defined.

    `p` is the p-value of Pearson's r, `spearman_p` that of rho. `p_of_all` is `p` corrected for the number of pairs
    tested together (Bonferroni).
    """

    one: str
    other: str
    pearson: float
    spearman: float
    plans: int
    p: float
    spearman_p: float
    p_of_all: float = math.nan


@dataclass(frozen=True, slots=True)
class Importance:
    """The stated weight of an element (criterion or group) and its importance for the scores of these plans.

    `first_order` is the share of the score's variance that the element explains alone; these shares need not add up to
    1. `contribution` is the covariance of the element's weighted points with the score, divided by the variance of the
    score; over the criteria these add up to 1 if every node is a weighted mean.
    """

    kind: str
    id: str
    stated: float
    first_order: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Group:
    """Internal consistency and principal components of the criteria below one node."""

    node: str
    criteria: tuple[str, ...]
    alpha: float
    components: Components


@dataclass(frozen=True, slots=True)
class Scenario:
    """Another weighting compared with the audited one: similarity of the two rankings, and the rank of each plan.

    `spearman_p` and `kendall_p` are the probabilities that chance alone gives rankings as similar as these. Both
    rankings use the same ratings, so chance seldom explains their similarity. `furthest` is the first plan with the
    largest shift in rank, empty where no plan shifts.
    """

    weighting: str
    alike: Similarity
    ranks: Array
    spearman_p: float
    kendall_p: float
    furthest: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """All results of an audit of P plans under one weighting; arrays are (plans, criteria) or (plans,).

    `ranked` marks the plans that can be ranked. All results except `availability` and
    `descriptions` are computed from these plans alone. Where too few plans are ranked
    (`enough` is False), the results that relate criteria to each other are empty.
    """

    study: Study
    choices: StatisticsChoices
    ranked: Mask
    values: Array
    availability: Array
    groups: tuple[str, ...]
    descriptions: tuple[Description, ...]
    due: tuple[int, ...]
    above: tuple[Tie, ...]
    among: tuple[Tie, ...]
    consistency: tuple[Group, ...]
    importance: tuple[Importance, ...]
    ranks: Array
    spread: RankSpread
    scenarios: tuple[Scenario, ...]
    standouts: tuple[BestAndWorst, ...]

    @property
    def enough(self) -> bool:
        """Return whether enough plans are ranked to compute the statistics that relate criteria to each other."""
        return int(self.ranked.sum()) >= self.choices.least_plans

    @property
    def rubric(self) -> Rubric:
        """Return the audited rubric."""
        return self.study.rubric

    @property
    def weighting(self) -> Weighting:
        """Return the audited weighting: the first of the study. The other weightings are the scenarios."""
        return self.study.weightings[0]


def statistics(
    rubric: Rubric,
    weightings: Sequence[Weighting],
    entrants: Sequence[Entrant],
    choices: StatisticsChoices,
    *,
    rank_all: bool = False,
) -> Statistics:
    """Return the statistics of a rubric over plans.

    Parameters
    ----------
    rubric : Rubric
        The rubric to audit.
    weightings : sequence of Weighting
        The first is audited; the others are the scenarios.
    entrants : sequence of Entrant
        The plans, each with its outcomes.
    choices : StatisticsChoices
        Least number of plans, and the choices for the random draws.
    rank_all : bool
        Include plans whose coverage is below the rubric's least coverage.

    Returns
    -------
    Statistics

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 4, 7 and 8; Paruolo, Saisana and
    Saltelli (2013), Journal of the Royal Statistical Society A 176(3), 609-634.
    """
    study = study_of(rubric, weightings, entrants, rank_all=rank_all)
    cells = study.scores.cells
    values = np.where(cells.applicable, cells.values, np.nan)
    ranked = np.array([verdict.rankable for verdict in study.verdicts[0]], dtype=bool)
    enough = int(ranked.sum()) >= choices.least_plans
    kept = values[ranked]
    nodes = _nodes_with_criteria(study)
    below = [_criteria_below(rubric, node) for node in nodes]
    ranks = _ranks_under(study, 0)
    return Statistics(
        study=study,
        choices=choices,
        ranked=ranked,
        values=values,
        availability=available(values, cells.applicable, below),
        groups=nodes,
        descriptions=tuple(describe(column) for column in values.T),
        due=tuple(cells.applicable.sum(axis=0).tolist()),
        above=_ties_with_ancestors(study, kept, ranked) if enough else (),
        among=_ties_among_criteria(study, kept) if enough else (),
        consistency=tuple(_group_of_node(rubric, n, b, kept) for n, b in zip(nodes, below, strict=True))
        if enough
        else (),
        importance=_importance(study, ranked, kept, choices.bins) if enough else (),
        ranks=ranks,
        spread=_spread_of_ranks(study, ranked, choices),
        scenarios=tuple(_scenario(study, k, ranks, enough=enough) for k in range(1, len(weightings))),
        standouts=_plan_standouts(values, ranked, choices.standouts),
    )


def _scenario(study: Study, k: int, ranks: Array, *, enough: bool) -> Scenario:
    """Return how alike an order is to that under another weighting; with too few plans, only which places change."""
    weighting, other = study.weightings[k].id, _ranks_under(study, k)
    alike, nan = similarity(ranks, other), math.nan
    shifts = zip(study.plan_ids, np.abs(ranks - other), strict=True)
    furthest = next((plan for plan, shift in shifts if shift == alike.largest_shift > 0), "")
    if not enough:
        places_alone = replace(
            alike, spearman=nan, kendall=nan, kendall_a=nan, gamma=nan, weighted_spearman=nan, ws=nan
        )
        return Scenario(weighting, places_alone, other, nan, nan, furthest)
    chance = p_values(np.array([[alike.spearman]]), np.array([[alike.plans]]))
    return Scenario(weighting, alike, other, float(chance[0, 0]), kendall_p(ranks, other), furthest)


def _nodes_with_criteria(study: Study) -> tuple[str, ...]:
    """Return the ids of the root and of the nodes that have criteria below them, in tree order."""
    return tuple(b.id for b in study.scores.tree.branches if b.id == ROOT or _criteria_below(study.rubric, b.id))


def _criteria_below(rubric: Rubric, node: str) -> list[int]:
    """Return the positions of the criteria below a node, at any depth."""
    if node == ROOT:
        return list(range(len(rubric.criteria)))
    return [k for k, criterion in enumerate(rubric.criteria) if node in rubric.ancestors(criterion.id)]


def _ranks_under(study: Study, s: int) -> Array:
    return np.array([np.nan if v.rank is None else float(v.rank) for v in study.verdicts[s]])


def _node_values(study: Study, ranked: Mask) -> dict[str, Array]:
    told = study.scores.told
    return {b.id: told[k, 0][ranked] for k, b in enumerate(study.scores.tree.branches)}


def _ties_with_ancestors(study: Study, kept: Array, ranked: Mask) -> tuple[Tie, ...]:
    """Return the correlation of every criterion and node with each node above it, nearest node first."""
    rubric, made = study.rubric, _node_values(study, ranked)
    own = {criterion.id: kept[:, k] for k, criterion in enumerate(rubric.criteria)}
    found = []
    for name, column in {**own, **{n: v for n, v in made.items() if n != ROOT}}.items():
        ancestors = (*rubric.ancestors(name), ROOT)
        ties = _ties(column[:, None], np.column_stack([made[a] for a in ancestors]))
        found += [Tie(name, above, *tie) for above, tie in zip(ancestors, ties[0], strict=True)]
    return _tested_together(found)


def _tested_together(ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """Return the ties with `p_of_all` set: each p corrected for the number of ties."""
    corrected = bonferroni(np.array([tie.p for tie in ties]))
    return tuple(replace(tie, p_of_all=float(p)) for tie, p in zip(ties, corrected, strict=True))


def _ties_among_criteria(study: Study, kept: Array) -> tuple[Tie, ...]:
    ids = [criterion.id for criterion in study.rubric.criteria]
    ties = _ties(kept, kept)
    return _tested_together([Tie(ids[a], ids[b], *ties[a][b]) for a in range(len(ids)) for b in range(a + 1, len(ids))])


def _ties(ones: Array, others: Array) -> list[list[tuple[float, float, int, float, float]]]:
    """Return, for each pair of columns: Pearson's r, Spearman's rho, number of plans, p of r, p of rho."""
    straight, ranked, counts = correlations(ones, others), correlations(ones, others, "spearman"), pairs(ones, others)
    chance, ranked_chance = p_values(straight, counts), p_values(ranked, counts)
    return [
        [
            (
                float(straight[a, b]),
                float(ranked[a, b]),
                int(counts[a, b]),
                float(chance[a, b]),
                float(ranked_chance[a, b]),
            )
            for b in range(others.shape[1])
        ]
        for a in range(ones.shape[1])
    ]


def _group_of_node(rubric: Rubric, node: str, columns: Sequence[int], kept: Array) -> Group:
    part = kept[:, list(columns)]
    ids = tuple(rubric.criteria[k].id for k in columns)
    return Group(node, ids, cronbach(part), principal(part))


def _importance(study: Study, ranked: Mask, kept: Array, bins: int) -> tuple[Importance, ...]:
    """Return the importance of the top groups and of the criteria, in tree order. A flat rubric has no groups."""
    rubric, scores = study.rubric, study.scores
    total = scores.score.total[0][ranked]
    used = used_weights(scores).criteria[0][ranked]
    parts = used * np.nan_to_num(kept)
    stated = scores.stated.criteria[0, 0]
    alone = first_order(kept, total, bins)
    shares = _shares_of_variance(parts, total) if scores.tree.additive else np.full(len(stated), np.nan)
    ids = [criterion.id for criterion in rubric.criteria]
    found = [
        Importance("criterion", name, float(stated[k]), float(alone[k]), float(shares[k])) for k, name in enumerate(ids)
    ]
    if rubric.is_flat:
        return tuple(found)
    made = _node_values(study, ranked)
    groups = [
        Importance(
            "group", g, float(stated[inside].sum()), float(first_order(made[g][:, None], total, bins)[0]),
            float(shares[inside].sum()),
        )
        for g in rubric.paradigms
        if g != ROOT and (inside := [k for k, name in enumerate(ids) if rubric.paradigm_of(name) == g])
    ]  # fmt: skip
    return (*groups, *found)


def _shares_of_variance(parts: Array, total: Array) -> Array:
    """Return the covariance of each part with the total, divided by the variance of the total.

    All are NaN where the total is constant.
    """
    apart = total - total.mean()
    spread = float(apart @ apart)
    if np.ptp(total) == 0:
        return np.full(parts.shape[1], np.nan)
    return np.asarray((parts - parts.mean(axis=0)).T @ apart / spread)


def _spread_of_ranks(study: Study, ranked: Mask, choices: StatisticsChoices) -> RankSpread:
    """Return the spread of the ranks under weights with random noise; NaN for plans that cannot be ranked."""
    scores = study.scores
    whole = np.full((len(ranked), choices.draws), np.nan)
    if ranked.sum() > 1:
        base = LocalWeights(scores.local.nodes[:1], scores.local.criteria[:1])
        drawn = noisy_weights(base, choices.noise, choices.draws, choices.seed)
        totals = scores.totals(drawn, ranked)
        found = places(totals).T.astype(np.float64)
        whole[ranked] = np.where(found > 0, found, np.nan)
    return rank_spread(whole, choices.interval)


def _plan_standouts(values: Array, ranked: Mask, most: int) -> tuple[BestAndWorst, ...]:
    """Return for each plan the criteria in which it ranks highest and lowest among the ranked plans.

    Both are empty for a plan that is not ranked.
    """
    kept = values[ranked]
    at = np.cumsum(ranked) - 1
    found = []
    for plan, is_ranked in enumerate(ranked):
        both = standouts(kept, int(at[plan]), most) if is_ranked and len(kept) > 1 else ([], [])
        best = tuple(both[0])
        found.append((best, tuple(one for one in both[1] if one not in best)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Description:
    """Descriptive statistics of one column over the plans that have a value in it.

    `known` counts the values, `nonzero` those that are not 0. `deviation` divides by n - 1; `skewness` and `kurtosis`
    (excess) are corrected for bias. `same` counts the plans with the most frequent value, `different` the distinct
    values. NaN where a figure is not defined.
    """

    known: int
    least: float
    most: float
    mean: float
    median: float
    deviation: float
    skewness: float
    kurtosis: float
    nonzero: int
    different: int
    same: int


def describe(column: Array) -> Description:
    """Return the descriptive statistics of a column of points or scores; NaN cells are missing.

    References
    ----------
    Joanes and Gill (1998), The Statistician 47(1), 183-189 (type 2); OECD/JRC (2008), Handbook, step 3.

    Examples
    --------
    >>> describe(np.array([0.0, 0.5, 0.5, np.nan])).same
    2
    """
    known = column[~np.isnan(column)]
    if not len(known):
        none = math.nan
        return Description(0, none, none, none, none, none, none, none, 0, 0, 0)
    counts = np.unique(known, return_counts=True)[1]
    deviation = float(known.std(ddof=1)) if len(known) > 1 else math.nan
    skewness, kurtosis = _skewness_and_kurtosis(known)
    return Description(
        len(known), float(known.min()), float(known.max()), float(known.mean()), float(np.median(known)), deviation,
        skewness, kurtosis, int((known != 0).sum()), len(counts), int(counts.max()),
    )  # fmt: skip


def _skewness_and_kurtosis(known: Array) -> tuple[float, float]:
    """Return the skewness (from 3 values on) and the excess kurtosis (from 4 values on), corrected for bias."""
    n = len(known)
    if n < 3 or np.ptp(known) == 0:  # noqa: PLR2004
        return math.nan, math.nan
    apart = known - known.mean()
    second, third, fourth = (float((apart**power).mean()) for power in (2, 3, 4))
    skewness = third / second**1.5 * math.sqrt(n * (n - 1)) / (n - 2)
    if n < 4:  # noqa: PLR2004
        return skewness, math.nan
    excess = fourth / second**2 - 3
    return skewness, ((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3))


def available(values: Array, due: Mask, groups: Sequence[Sequence[int]]) -> Array:
    """Return the share of due cells that have a value, for each plan in each group of columns.

    Parameters
    ----------
    values : array, shape (plans, columns)
        NaN where missing.
    due : array of bool, shape (plans, columns)
        True where the criterion applies to the plan, so that a value is due.
    groups : sequence of sequences of int
        Columns of each group.

    Returns
    -------
    array, shape (plans, groups)
        In [0, 1]; NaN where no cell of the group is due.

    Examples
    --------
    >>> available(np.array([[1.0, np.nan]]), np.array([[True, True]]), [[0, 1]]).tolist()
    [[0.5]]
    """
    have = due & ~np.isnan(values)
    found = np.full((len(values), len(groups)), np.nan)
    for g, columns in enumerate(groups):
        asked, got = due[:, list(columns)].sum(axis=1), have[:, list(columns)].sum(axis=1)
        found[:, g] = np.divide(got, asked, out=np.full(len(values), np.nan), where=asked > 0)
    return found


@dataclass(frozen=True, slots=True)
class Standout:
    """A column in which a plan stands out, and the plan's rank in that column (1 is best)."""

    column: int
    rank: int


BestAndWorst = tuple[tuple[Standout, ...], tuple[Standout, ...]]


def standouts(values: Array, plan: int, most: int, *, drop_last: bool = True) -> tuple[list[Standout], list[Standout]]:
    """Return the columns in which a plan ranks highest, best first, and those in which it ranks lowest.

    Parameters
    ----------
    values : array, shape (plans, columns)
        Higher is better; NaN where missing.
    plan : int
        Row of the plan in `values`.
    most : int
        Greatest number of columns in each list.
    drop_last : bool
        Leave out columns in which the plan has the last rank, alone or shared.

    Returns
    -------
    two lists of Standout
        The ranks depend on the plans compared. Ties keep the order of the columns; the second list runs from
        the better rank to the worst.

    Examples
    --------
    >>> best, worst = standouts(np.array([[1.0, 0.2, 0.5], [0.0, 0.9, 0.5], [0.5, 0.1, 0.1]]), 0, 1)
    >>> best[0].column, worst[0].column
    (0, 1)
    """
    places = rank_down(values)
    known = [k for k in range(values.shape[1]) if not math.isnan(places[plan, k])]
    if drop_last:
        known = [k for k in known if places[plan, k] != np.nanmax(places[:, k])]
    found = sorted((Standout(k, int(places[plan, k])) for k in known), key=lambda one: one.rank)
    return found[:most], found[max(0, len(found) - most) :]
