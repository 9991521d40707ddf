"""Rows of plans, scores and weights."""

from __future__ import annotations

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.study import study_tables
from tests.contrasts.synthetic import ALIKE, LEAVES, three_plans, toy_assessment, toy_rubric


def test_shares_of_groups_are_whole_and_plans_stand_with_their_years():
    _, tables = _tables(three_plans(), ranks=True)
    assert sum(row.share for row in tables["weights"] if (row.weighting, row.kind) == ("police", "group")) == 1
    assert [row.start for row in tables["plans"]] == ["2010", "2010", "2011"]


def _tables(plans, *, ranks):
    study = contrast(plans, toy_rubric(), ["police", "rights"])
    return study, {
        t.name: t.rows for t in study_tables(findings_of(study, ContrastOptions(sections=("weights",))), ranks=ranks)
    }


def test_who_can_be_ranked_stands_with_coverage_and_bounds():
    few = {name: level for name, level in ALIKE.items() if not name.startswith("human-rights")}
    study, tables = _tables([*three_plans(), toy_assessment("DDD-2010-2012", few)], ranks=True)
    verdicts = [v for w in study.weightings for v in study.ranking(w.id)]
    assert any(v.coverage < v.bounds[1] and v.bounds[0] < v.bounds[1] for v in verdicts)
    assert [(r.coverage, r.low, r.high) for r in tables["ranking"]] == [(v.coverage, *v.bounds) for v in verdicts]


def test_ranks_are_given_in_their_order_or_not_at_all():
    for ranks, wanted in ((True, [1, 2, 3]), (False, [None] * 3)):
        _, tables = _tables(three_plans(), ranks=ranks)
        rows = [row.rank for row in tables["scores"] if row.weighting == "police"]
        assert rows == wanted


def test_a_plan_to_which_nothing_that_weighs_applies_has_no_grade_at_either_end():
    nothing = {leaf: "not-applicable" for leaf in LEAVES if not leaf.startswith("human-rights")}
    plan = toy_assessment("DDD-2010-2012", {**ALIKE, **nothing})
    found = findings_of(
        contrast([plan, *three_plans()], toy_rubric(), ["police"], rank_all=True), ContrastOptions(sections=("scores",))
    )
    (table,) = (t for t in study_tables(found, ranks=True) if t.name == "scores")
    row = next(row for row in table.rows if row.plan_id == "DDD-2010-2012")
    assert (row.score, row.grade, row.grade_lowest, row.grade_highest) == (None, "", "", "")
