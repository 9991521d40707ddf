"""The statistics of an audit as tables, from one declaration each for CSV, JSON and the web page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from evaluator.contrasts.audit.statistics import Group, Statistics, Tie
from evaluator.model.rubric import ROOT
from evaluator.scoring.grade import rounded
from evaluator.tables.base import Col, Table, col

NEGATIVE, WEAK, REDUNDANT = "runs against it", "weak", "near copies"


def statistics_document(found: Statistics, words: tuple[str, ...]) -> dict[str, object]:
    """Return the tables as a JSON object, with the rubric, the choices and the summary in words."""
    rubric = found.rubric
    return {
        "rubric": {"id": rubric.id, "version": rubric.version, "sha256": rubric.sha256},
        "weighting": found.weighting.id,
        "plans": len(found.study.plan_ids),
        "ranked": int(found.ranked.sum()),
        "enough": found.enough,
        "choices": found.choices.model_dump(mode="json"),
        "words": list(words),
        **{table.name: list(table.records(found)) for table in STATISTICS},
    }


def remark_above(found: Statistics, tie: Tie) -> str:
    """Return the remark on an element and its parent node: negative or weak correlation. Empty for nodes further up."""
    if tie.other != (*found.rubric.ancestors(tie.one), ROOT)[0] or math.isnan(tie.pearson):
        return ""
    if tie.pearson < 0:
        return NEGATIVE
    return WEAK if tie.pearson < found.choices.weak else ""


def remark_among(found: Statistics, tie: Tie) -> str:
    """Return the remark on two criteria: near copies, or siblings with a negative correlation.

    The second remark is made only if the corrected p-value is below the significance level.
    """
    if tie.pearson > found.choices.redundant:
        return REDUNDANT
    rubric = found.rubric
    siblings = rubric.by_id[tie.one].parent == rubric.by_id[tie.other].parent
    return NEGATIVE if siblings and tie.pearson < 0 and tie.p_of_all < found.choices.significant else ""


def remark_importance(found: Statistics, stated: float, contribution: float) -> str:
    """Return the remark on an element whose contribution is far above, or far below, its stated weight; else empty."""
    ratio = contribution / stated if stated > 0 else math.nan
    if ratio < 1 / found.choices.apart:
        return "less than its weight"
    return "more than its weight" if ratio > found.choices.apart else ""


def _rounded_or_none(number: float) -> float | None:
    return rounded(float(number)) if math.isfinite(number) else None


def _whole_or_none(number: float) -> int | None:
    return None if math.isnan(number) else int(number)


def _num(name: str, doc: str, get: Callable[[Any], float] | str = "") -> Col[Any]:
    """Return a column of numbers, rounded to nine digits and empty where not finite. `get` may be an attribute path."""
    read = attrgetter(get or name) if isinstance(get, str) else get
    return col(name, "number", doc, lambda row: _rounded_or_none(read(row)))


def _loadings(found: Statistics, _: str) -> Iterator[tuple[str, int, float, str, float]]:
    for group in found.consistency:
        made = group.components
        used = [name for name, spread in zip(group.criteria, made.used, strict=True) if spread]
        for k, variance in enumerate(made.variances):
            for name, part in zip(used, made.loadings[:, k], strict=True):
                yield group.node, k + 1, variance, name, part


def _standouts(found: Statistics, _: str) -> Iterator[tuple[str, str, str, int, float]]:
    for p, (plan, both) in enumerate(zip(found.study.plan_ids, found.standouts, strict=True)):
        for kind, ones in zip(("strength", "weakness"), both, strict=True):
            for one in ones:
                yield plan, kind, found.rubric.criteria[one.column].id, one.rank, found.values[p, one.column]


def _first_share(group: Group) -> float:
    return group.components.shares[0] if len(group.components.shares) else math.nan


def _over_one(group: Group) -> int | None:
    return int((group.components.variances > 1).sum()) if len(group.components.shares) else None


TIES: tuple[Col[tuple[Tie, str]], ...] = (
    col("one", "id", "criterion or node", lambda r: r[0].one),
    col("other", "id", "node above it, or other criterion", lambda r: r[0].other),
    col("plans", "integer", "plans that have both", lambda r: r[0].plans),
    _num("pearson", "Pearson's r", lambda r: r[0].pearson),
    _num("spearman", "Spearman's rho", lambda r: r[0].spearman),
    _num("p", "chance of such an r where there is none, two-sided", lambda r: r[0].p),
    _num("spearman_p", "chance of such a rho where there is none, two-sided", lambda r: r[0].spearman_p),
    _num("p_of_all", "p times the pairs in this table (Bonferroni), at most 1", lambda r: r[0].p_of_all),
    col("remark", "text", "runs against it, weak, or near copies; empty where there is nothing to say", lambda r: r[1]),
)
STATISTICS: tuple[Table[Statistics, Any], ...] = (
    Table(
        "criteria",
        "One criterion over the plans to which it applies.",
        lambda found, _: zip(found.rubric.criteria, found.due, found.descriptions, strict=True),
        (
            col("criterion_id", "id", "criterion", lambda r: r[0].id),
            col("due", "integer", "plans to which it applies", lambda r: r[1]),
            col("known", "integer", "plans that have a value", lambda r: r[2].known),
            _num("least", "lowest points", lambda r: r[2].least),
            _num("most", "highest points", lambda r: r[2].most),
            _num("mean", "mean", lambda r: r[2].mean),
            _num("median", "median", lambda r: r[2].median),
            _num("deviation", "standard deviation, divided by n - 1", lambda r: r[2].deviation),
            _num("skewness", "skewness, corrected for bias", lambda r: r[2].skewness),
            _num("kurtosis", "excess kurtosis, corrected for bias", lambda r: r[2].kurtosis),
            _num("same", "share of the known at the commonest points", lambda r: r[2].same / (r[2].known or math.nan)),
        ),
    ),
    Table(
        "above",
        "How a criterion or node goes with a node above it.",
        lambda found, _: ((tie, remark_above(found, tie)) for tie in found.above),
        TIES,
    ),
    Table(
        "among",
        "How two criteria go together.",
        lambda found, _: ((tie, remark_among(found, tie)) for tie in found.among),
        TIES,
    ),
    Table(
        "consistency",
        "One node with criteria below it.",
        lambda found, _: found.consistency,
        (
            col("node_id", "id", "node", lambda g: g.node),
            col("criteria", "integer", "criteria below it", lambda g: len(g.criteria)),
            _num("alpha", "Cronbach's alpha"),
            col("plans", "integer", "plans that have all of them, for the components", lambda g: g.components.plans),
            col("over_one", "integer", "components that hold more than one criterion's variance", _over_one),
            _num("first_share", "share of the variance in the first component", _first_share),
        ),
    ),
    Table(
        "components",
        "A criterion's part in a component of a node: a description, never a weight.",
        _loadings,
        (
            col("node_id", "id", "node", lambda r: r[0]),
            col("component", "integer", "1 holds most variance", lambda r: r[1]),
            _num("variance", "in numbers of criteria", lambda r: r[2]),
            col("criterion_id", "id", "criterion", lambda r: r[3]),
            _num("loading", "part in the component, whose length is 1", lambda r: r[4]),
        ),
    ),
    Table(
        "importance",
        "Stated weight beside what an element matters over these plans.",
        lambda found, _: ((one, remark_importance(found, one.stated, one.contribution)) for one in found.importance),
        (
            col("kind", "text", "group or criterion", lambda r: r[0].kind),
            col("id", "id", "group or criterion", lambda r: r[0].id),
            _num("stated", "stated weight, in [0, 1]", lambda r: r[0].stated),
            _num("contribution", "share of the variance of the scores; they add up to 1", lambda r: r[0].contribution),
            _num("first_order", "share of that variance that it explains alone", lambda r: r[0].first_order),
            col("remark", "text", "matters more, or less, than its weight says", lambda r: r[1]),
        ),
    ),
    Table(
        "availability",
        "How much of what applies below a node a plan has values for.",
        lambda found, _: (
            (plan, node, share)
            for plan, row in zip(found.study.plan_ids, found.availability, strict=True)
            for node, share in zip(found.groups, row, strict=True)
        ),
        (
            col("plan_id", "id", "plan", lambda r: r[0]),
            col("node_id", "id", "node; total is the whole", lambda r: r[1]),
            _num("share", "share of criteria that apply; empty where none does", lambda r: r[2]),
        ),
    ),
    Table(
        "standouts",
        "A criterion in which a plan stands out among those compared: relative, and no judgement.",
        _standouts,
        (
            col("plan_id", "id", "plan", lambda r: r[0]),
            col("kind", "text", "strength or weakness", lambda r: r[1]),
            col("criterion_id", "id", "criterion", lambda r: r[2]),
            col("rank", "integer", "place among the plans in that criterion", lambda r: r[3]),
            _num("points", "points", lambda r: r[4]),
        ),
    ),
    Table(
        "scenarios",
        "How alike the order under another weighting is.",
        lambda found, _: found.scenarios,
        (
            col("weighting_id", "id", "weighting", lambda s: s.weighting),
            col("plans", "integer", "plans ranked under both", lambda s: s.alike.plans),
            _num("spearman", "Spearman's rho of the ranks", "alike.spearman"),
            _num("kendall", "Kendall's tau-b", "alike.kendall"),
            _num("spearman_p", "chance of such a rho between orders that have nothing in common"),
            _num("kendall_p", "chance of such a tau between orders that have nothing in common"),
            _num("ws", "likeness that counts changes at the top for more", "alike.ws"),
            _num("mean_shift", "mean shift in places", "alike.mean_shift"),
            col("largest_shift", "integer", "largest shift in places", lambda s: _whole_or_none(s.alike.largest_shift)),
            col("plan_id", "text", "a plan that shifts so far", lambda s: s.furthest),
        ),
    ),
    Table(
        "shifts",
        "The place of one plan under another weighting.",
        lambda found, _: (
            (scenario.weighting, *places)
            for scenario in found.scenarios
            for places in zip(found.study.plan_ids, found.ranks, scenario.ranks, strict=True)
        ),
        (
            col("weighting_id", "id", "weighting", lambda r: r[0]),
            col("plan_id", "id", "plan", lambda r: r[1]),
            col("rank", "integer", "place under the weighting audited", lambda r: _whole_or_none(r[2])),
            col("other", "integer", "place under this one", lambda r: _whole_or_none(r[3])),
            col("shift", "integer", "places gained (positive) or lost", lambda r: _whole_or_none(r[2] - r[3])),
        ),
    ),
    Table(
        "uncertainty",
        "Places of one plan where every weight is moved a little.",
        lambda found, _: zip(
            found.study.plan_ids, found.ranks, *attrgetter("mean", "median", "low", "high")(found.spread), strict=True
        ),
        (
            col("plan_id", "id", "plan", lambda r: r[0]),
            col("rank", "integer", "place under the weighting audited", lambda r: _whole_or_none(r[1])),
            _num("mean", "mean place", lambda r: r[2]),
            _num("median", "median place", lambda r: r[3]),
            _num("low", "lower end of the interval", lambda r: r[4]),
            _num("high", "upper end of the interval", lambda r: r[5]),
        ),
    ),
)
