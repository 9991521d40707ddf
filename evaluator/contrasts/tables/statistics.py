"""The statistics of an audit as tables: one declaration for CSV, JSON and the page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.contrasts.audit.statistics import Statistics, Tie
from evaluator.contrasts.tables.base import ContrastTable
from evaluator.model.base import column
from evaluator.model.rubric import ROOT
from evaluator.scoring.grade import rounded

NEGATIVE, WEAK, REDUNDANT = "runs against it", "weak", "near copies"


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion over the plans to which it applies."""

    criterion_id: str = column("id", "criterion")
    due: int | None = column("integer", "plans to which it applies")
    known: int | None = column("integer", "plans that have a value")
    least: float | None = column("number", "lowest points")
    most: float | None = column("number", "highest points")
    mean: float | None = column("number", "mean")
    median: float | None = column("number", "median")
    deviation: float | None = column("number", "standard deviation, divided by n - 1")
    skewness: float | None = column("number", "skewness, corrected for bias")
    kurtosis: float | None = column("number", "excess kurtosis, corrected for bias")
    same: float | None = column("number", "share of the known at the commonest points")


@dataclass(frozen=True, slots=True)
class TieRow:
    """How two elements go together; `remark` is empty where there is nothing to say."""

    one: str = column("id", "criterion or node")
    other: str = column("id", "node above it, or other criterion")
    plans: int | None = column("integer", "plans that have both")
    pearson: float | None = column("number", "Pearson's r")
    spearman: float | None = column("number", "Spearman's rho")
    p: float | None = column("number", "chance of such an r where there is none, two-sided")
    spearman_p: float | None = column("number", "chance of such a rho where there is none, two-sided")
    p_of_all: float | None = column("number", "p times the pairs in this table (Bonferroni), at most 1")
    remark: str = column("text", "runs against it, weak, or near copies")


@dataclass(frozen=True, slots=True)
class ConsistencyRow:
    """One node with criteria below it."""

    node_id: str = column("id", "node")
    criteria: int | None = column("integer", "criteria below it")
    alpha: float | None = column("number", "Cronbach's alpha")
    plans: int | None = column("integer", "plans that have all of them, for the components")
    over_one: int | None = column("integer", "components that hold more than one criterion's variance")
    first_share: float | None = column("number", "share of the variance in the first component")


@dataclass(frozen=True, slots=True)
class LoadingRow:
    """A criterion's part in a component of a node: a description, never a weight."""

    node_id: str = column("id", "node")
    component: int | None = column("integer", "1 holds most variance")
    variance: float | None = column("number", "in numbers of criteria")
    criterion_id: str = column("id", "criterion")
    loading: float | None = column("number", "part in the component, whose length is 1")


@dataclass(frozen=True, slots=True)
class ImportanceRow:
    """Stated weight beside what an element matters over these plans."""

    kind: str = column("text", "group or criterion")
    id: str = column("id", "group or criterion")
    stated: float | None = column("number", "stated weight, in [0, 1]")
    contribution: float | None = column("number", "share of the variance of the scores; they add up to 1")
    first_order: float | None = column("number", "share of that variance that it explains alone")
    remark: str = column("text", "matters more, or less, than its weight says")


@dataclass(frozen=True, slots=True)
class AvailableRow:
    """How much of what applies below a node a plan has values for."""

    plan_id: str = column("id", "plan")
    node_id: str = column("id", "node; total is the whole")
    share: float | None = column("number", "share of criteria that apply; empty where none does")


@dataclass(frozen=True, slots=True)
class StandoutRow:
    """A criterion in which a plan stands out among those compared: relative, and no judgement."""

    plan_id: str = column("id", "plan")
    kind: str = column("text", "strength or weakness")
    criterion_id: str = column("id", "criterion")
    rank: int | None = column("integer", "place among the plans in that criterion")
    points: float | None = column("number", "points")


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """How alike the order under another weighting is."""

    weighting_id: str = column("id", "weighting")
    plans: int | None = column("integer", "plans ranked under both")
    spearman: float | None = column("number", "Spearman's rho of the ranks")
    kendall: float | None = column("number", "Kendall's tau-b")
    spearman_p: float | None = column("number", "chance of such a rho between orders that have nothing in common")
    kendall_p: float | None = column("number", "chance of such a tau between orders that have nothing in common")
    ws: float | None = column("number", "likeness that counts changes at the top for more")
    mean_shift: float | None = column("number", "mean shift in places")
    largest_shift: int | None = column("integer", "largest shift in places")
    plan_id: str = column("text", "a plan that shifts so far")


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """The place of one plan under another weighting."""

    weighting_id: str = column("id", "weighting")
    plan_id: str = column("id", "plan")
    rank: int | None = column("integer", "place under the weighting audited")
    other: int | None = column("integer", "place under this one")
    shift: int | None = column("integer", "places gained (positive) or lost")


@dataclass(frozen=True, slots=True)
class UncertaintyRow:
    """Places of one plan where every weight is moved a little."""

    plan_id: str = column("id", "plan")
    rank: int | None = column("integer", "place under the weighting audited")
    mean: float | None = column("number", "mean place")
    median: float | None = column("number", "median place")
    low: float | None = column("number", "lower end of the interval")
    high: float | None = column("number", "upper end of the interval")


def statistics_tables(found: Statistics) -> tuple[ContrastTable, ...]:
    """Return every table, empty ones as well: their names and columns are always the same."""
    return (
        ContrastTable("criteria", "criteria", "Criteria over the plans", CriterionRow, tuple(_criteria(found))),
        ContrastTable("above", "together", "Criteria and nodes with those above them", TieRow, tuple(_above(found))),
        ContrastTable("among", "together", "Criteria among each other", TieRow, tuple(_among(found))),
        ContrastTable("consistency", "together", "Consistency of nodes", ConsistencyRow, tuple(_consistency(found))),
        ContrastTable("components", "together", "Principal components", LoadingRow, tuple(_loadings(found))),
        ContrastTable("importance", "importance", "Weight and importance", ImportanceRow, tuple(_importance(found))),
        ContrastTable("availability", "availability", "Availability of data", AvailableRow, tuple(_available(found))),
        ContrastTable("standouts", "standouts", "Where plans stand out", StandoutRow, tuple(_standouts(found))),
        ContrastTable("scenarios", "scenarios", "Likeness of orders", ScenarioRow, tuple(_scenarios(found))),
        ContrastTable("shifts", "scenarios", "Shifts between frames", ShiftRow, tuple(_shifts(found))),
        ContrastTable(
            "uncertainty", "uncertainty", "Places with noise on the weights", UncertaintyRow, tuple(_noise(found))
        ),
    )


def statistics_document(found: Statistics, words: tuple[str, ...]) -> dict[str, object]:
    """Return the tables as JSON writes them, with what they rest on and what they say in words."""
    rubric = found.rubric
    return {
        "rubric": {"id": rubric.id, "version": rubric.version, "sha256": rubric.sha256},
        "weighting": found.weighting.id,
        "plans": len(found.study.plan_ids),
        "ranked": int(found.ranked.sum()),
        "enough": found.enough,
        "choices": found.choices.model_dump(mode="json"),
        "words": list(words),
        **{t.name: t.records() for t in statistics_tables(found)},
    }


def _number(number: float) -> float | None:
    return None if not math.isfinite(number) else rounded(number)


def _place(number: float) -> int | None:
    return None if math.isnan(number) else int(number)


def _criteria(found: Statistics) -> Iterator[CriterionRow]:
    for criterion, due, d in zip(found.rubric.criteria, found.due, found.descriptions, strict=True):
        yield CriterionRow(
            criterion.id, due, d.known, _number(d.least), _number(d.most), _number(d.mean), _number(d.median),
            _number(d.deviation), _number(d.skewness), _number(d.kurtosis),
            _number(d.same / d.known) if d.known else None,
        )  # fmt: skip


def _above(found: Statistics) -> Iterator[TieRow]:
    for tie in found.above:
        yield _tie_row(tie, remark_above(found, tie))


def _among(found: Statistics) -> Iterator[TieRow]:
    for tie in found.among:
        yield _tie_row(tie, remark_among(found, tie))


def _tie_row(tie: Tie, remark: str) -> TieRow:
    return TieRow(
        tie.one, tie.other, tie.plans, _number(tie.pearson), _number(tie.spearman), _number(tie.p),
        _number(tie.spearman_p), _number(tie.p_of_all), remark,
    )  # fmt: skip


def remark_above(found: Statistics, tie: Tie) -> str:
    """Return what is to be said of an element and the node next above it; empty for those further up."""
    if tie.other != (*found.rubric.ancestors(tie.one), ROOT)[0] or math.isnan(tie.pearson):
        return ""
    if tie.pearson < 0:
        return NEGATIVE
    return WEAK if tie.pearson < found.choices.weak else ""


def remark_among(found: Statistics, tie: Tie) -> str:
    """Return what is to be said of two criteria: near copies, or one node's that run against each other.

    The latter only where chance would hardly give such a pair among all that were looked at.
    """
    if tie.pearson > found.choices.redundant:
        return REDUNDANT
    rubric = found.rubric
    siblings = rubric.by_id[tie.one].parent == rubric.by_id[tie.other].parent
    return NEGATIVE if siblings and tie.pearson < 0 and tie.p_of_all < found.choices.significant else ""


def _consistency(found: Statistics) -> Iterator[ConsistencyRow]:
    for group in found.consistency:
        shares = group.components.shares
        yield ConsistencyRow(
            group.node, len(group.criteria), _number(group.alpha), group.components.plans,
            int((group.components.variances > 1).sum()) if len(shares) else None,
            _number(float(shares[0])) if len(shares) else None,
        )  # fmt: skip


def _loadings(found: Statistics) -> Iterator[LoadingRow]:
    for group in found.consistency:
        made = group.components
        used = [name for name, spread in zip(group.criteria, made.used, strict=True) if spread]
        for k, variance in enumerate(made.variances):
            for name, part in zip(used, made.loadings[:, k], strict=True):
                yield LoadingRow(group.node, k + 1, _number(float(variance)), name, _number(float(part)))


def _importance(found: Statistics) -> Iterator[ImportanceRow]:
    for one in found.importance:
        ratio = one.contribution / one.stated if one.stated > 0 else math.nan
        remark = "more than its weight" if ratio > found.choices.apart else ""
        remark = "less than its weight" if ratio < 1 / found.choices.apart else remark
        yield ImportanceRow(
            one.kind, one.id, _number(one.stated), _number(one.contribution), _number(one.first_order), remark
        )


def _available(found: Statistics) -> Iterator[AvailableRow]:
    for plan, row in zip(found.study.plan_ids, found.availability, strict=True):
        for node, share in zip(found.groups, row, strict=True):
            yield AvailableRow(plan, node, _number(float(share)))


def _standouts(found: Statistics) -> Iterator[StandoutRow]:
    ids = [criterion.id for criterion in found.rubric.criteria]
    for p, (plan, both) in enumerate(zip(found.study.plan_ids, found.standouts, strict=True)):
        for kind, ones in zip(("strength", "weakness"), both, strict=True):
            for one in ones:
                yield StandoutRow(plan, kind, ids[one.column], one.rank, _number(float(found.values[p, one.column])))


def _scenarios(found: Statistics) -> Iterator[ScenarioRow]:
    for scenario in found.scenarios:
        alike = scenario.alike
        furthest = [
            plan
            for plan, shift in zip(found.study.plan_ids, abs(found.ranks - scenario.ranks), strict=True)
            if alike.largest_shift > 0 and shift == alike.largest_shift
        ]
        yield ScenarioRow(
            scenario.weighting, alike.plans, _number(alike.spearman), _number(alike.kendall),
            _number(scenario.spearman_p), _number(scenario.kendall_p), _number(alike.ws),
            _number(alike.mean_shift), _place(alike.largest_shift), furthest[0] if furthest else "",
        )  # fmt: skip


def _shifts(found: Statistics) -> Iterator[ShiftRow]:
    for scenario in found.scenarios:
        for plan, rank, other in zip(found.study.plan_ids, found.ranks, scenario.ranks, strict=True):
            shift = rank - other
            yield ShiftRow(scenario.weighting, plan, _place(rank), _place(other), _place(shift))


def _noise(found: Statistics) -> Iterator[UncertaintyRow]:
    spread = found.spread
    for p, plan in enumerate(found.study.plan_ids):
        numbers = (_number(float(part[p])) for part in (spread.mean, spread.median, spread.low, spread.high))
        yield UncertaintyRow(plan, _place(float(found.ranks[p])), *numbers)
