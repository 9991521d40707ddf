"""The study: the same numbers as scorecards, with ranks, common ranks and correlations."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import contrast, evaluate
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.pipeline import outcomes
from evaluator.scoring.card import Shares, gate_count, read_result
from evaluator.scoring.grade import GateCount
from tests.contrasts.synthetic import ALIKE, LEAVES, choices, three_plans, toy_assessment, toy_rubric


@pytest.fixture
def rubric() -> Rubric:
    return toy_rubric()


@pytest.fixture
def plans() -> list[Assessment]:
    gaps = {**ALIKE, "migration.control": None, "human-rights.protection-1": "contrary", "law-enforcement.control-1": 4}
    return [*three_plans(), toy_assessment("DDD-2011-2013", gaps, low=["human-rights.protection-1"])]


def test_every_verdict_is_that_of_the_scorecard(rubric, plans):
    study = contrast(plans, rubric)
    assert study.plan_ids == tuple(plan.plan.id for plan in plans)
    for plan in plans:
        for name in rubric.weightings:
            card, verdict = evaluate(plan, rubric, name), study.verdict(plan.plan.id, name)
            assert verdict.score == pytest.approx(card.score, abs=1e-9)
            assert verdict.coverage == card.coverage
            assert verdict.bounds == card.bounds
            assert verdict.judgement_interval == card.judgement_interval
            assert verdict.grade == card.grade


def test_the_frame_decides_the_order(rubric):
    study = contrast(three_plans(), rubric, weightings=["police", "rights"])
    assert [v.plan_id[:3] for v in study.ranking("police")] == ["AAA", "CCC", "BBB"]
    assert [v.plan_id[:3] for v in study.ranking("rights")] == ["BBB", "CCC", "AAA"]
    assert [v.rank for v in study.ranking("rights")] == [1, 2, 3]


def test_common_ranks_rest_on_what_every_plan_has(rubric):
    whole = toy_assessment("AAA-2010-2012", {**ALIKE, "law-enforcement.control-1": 0})
    lucky = toy_assessment("BBB-2010-2012", {**ALIKE, "law-enforcement.control-1": None})
    study = contrast([whole, lucky], rubric, weightings=["equal"])
    first, second = study.ranking("equal")
    assert (first.plan_id[:3], first.rank, first.common_rank) == ("BBB", 1, 1)
    assert (second.rank, second.common_rank, second.common_score) == (2, 1, 0.5)
    assert "law-enforcement.control-1" not in study.common


def test_one_plan_has_no_rank(rubric):
    study = contrast(three_plans()[:1], rubric)
    assert {v.rank for row in study.verdicts for v in row} == {None}
    assert any("no rank" in warning for warning in study.warnings)


def test_a_weighting_of_unrated_criteria_gives_a_sentence_and_no_rank(rubric):
    plans = [
        toy_assessment(f"{n}-2010-2012", {"human-rights.protection": 3, "human-rights.structural": k})
        for n, k in (("AAA", 1), ("BBB", 2))
    ]
    study = contrast(plans, rubric, weightings=["police", "rights"], rank_all=True)
    assert {(v.score, v.rank, v.common_rank) for v in study.verdicts[0]} == {(None, None, None)}
    assert any("no score and no rank under “police”" in warning for warning in study.warnings)
    assert [v.rank for v in study.ranking("rights")] == [1, 2]


def test_a_plan_leads_by_billionths_and_only_where_both_can_be_ranked(rubric):
    thin = toy_assessment("THN-2010-2012", {"human-rights.protection": 4})
    study = contrast([*three_plans(), thin], rubric, weightings=["rights"])
    first, *_, last = study.rankable("rights")
    scores = {verdict.plan_id: verdict.score for verdict in study.row("rights")}
    apart = round((scores[first] - scores[last]) * 1e9)
    assert apart != 0
    assert [study.lead(pair, "rights") for pair in ((first, last), (last, first))] == [apart, -apart]
    assert scores[thin.plan.id] is not None
    assert [study.lead(pair, "rights") for pair in ((first, thin.plan.id), (thin.plan.id, first))] == [None, None]


def test_nothing_in_common_gives_no_common_rank(rubric):
    plans = [
        toy_assessment("AAA-2010-2012", {"migration.control": 3}),
        toy_assessment("BBB-2010-2012", {"migration.protection": 3}),
    ]
    study = contrast(plans, rubric, weightings=["equal"], rank_all=True)
    assert study.common == ()
    assert {(v.common_score, v.common_rank) for v in study.verdicts[0]} == {(None, None)}
    assert {v.rank for v in study.verdicts[0]} == {1}


def test_a_gate_of_low_confidence_is_doubtful(rubric, plans):
    found = gate_count(rubric.grading.gates, outcomes(plans[3], rubric))
    assert found == GateCount(("human-rights.protection-1",), (), ("human-rights.protection-1",))


def test_what_is_not_in_the_study_is_a_key_error(rubric):
    study = contrast(three_plans(), rubric, ["equal"])
    with pytest.raises(KeyError):
        study.verdict("AAA-2010-2012", "rights")


def test_unknown_weightings_and_doubled_plans_are_refused(rubric):
    with pytest.raises(UnknownNameError, match=r"no weighting is called 'eqal'\. Did you mean 'equal'"):
        contrast(three_plans(), rubric, ["eqal"])
    with pytest.raises(EvaluatorError, match="given twice: AAA-2010-2012"):
        contrast([*three_plans(), three_plans()[0]], rubric)
    with pytest.raises(EvaluatorError, match="at least one plan"):
        contrast([], rubric)


@pytest.mark.parametrize(("plans", "told"), [(9, False), (10, True)])
def test_a_correlation_of_score_with_coverage_needs_the_plans_that_the_rubric_states(plans, told):
    """Of 1, 2 and 3 paradigms of three, at levels 1, 2 and 4, in turn: r as numpy has it."""
    groups = ("migration", "law-enforcement", "human-rights")
    ways = [(1, 1), (2, 2), (3, 4)]
    rated = [
        toy_assessment(
            f"A{chr(65 + k)}A-2010-2012", {leaf: level for leaf in LEAVES if leaf.rpartition(".")[0] in groups[:some]}
        )
        for k, (some, level) in enumerate((ways * 4)[:plans])
    ]
    (found,) = contrast(rated, toy_rubric(contrast=choices()), ["equal"], rank_all=True).correlations
    pairs = [(level / 4, 0.3 * some) for some, level in (ways * 4)[:plans]]
    assert found == (pytest.approx(np.corrcoef(np.array(pairs).T)[0, 1]) if told else None)


def test_nothing_is_correlated_without_spread_or_without_a_stated_number_of_plans():
    gaps = [toy_assessment(f"A{chr(65 + k)}A-2010-2012", {"migration.control": k % 5}) for k in range(10)]
    assert contrast(gaps, toy_rubric(contrast=choices()), ["equal"], rank_all=True).correlations == (None,)
    plans = [*gaps, *(toy_assessment(f"{name}-2010-2012", ALIKE) for name in ("XXA", "XXB"))]
    assert contrast(plans, toy_rubric(), ["equal"], rank_all=True).correlations == (None,)
    (found,) = contrast(plans, toy_rubric(contrast=choices()), ["equal"], rank_all=True).correlations
    assert found is not None


def test_where_nothing_that_applies_has_weight_anything_is_possible():
    rubric, nan = toy_rubric(), float("nan")
    none = read_result(
        rubric, rubric.weighting("equal"), (nan, 0.0, *[nan] * 4), GateCount((), ()), Shares(has_weight=False)
    )
    assert (none.bounds, none.judgement_interval, none.cause) == ((0.0, 1.0), (0.0, 1.0), "no-weight")
    some = read_result(
        rubric, rubric.weighting("equal"), (0.3, 0.9, 0.25, 0.5, 0.3, 0.4), GateCount((), ()), Shares(has_weight=True)
    )
    assert (some.bounds, some.judgement_interval, some.cause) == ((0.25, 0.5), (0.3, 0.4), "score")


def test_a_study_at_the_end_of_a_cell_says_its_size():
    rubric = toy_rubric()
    assert "3 plans under 1 weighting" in repr(contrast(three_plans(), rubric, ["equal"]))
    assert "1 plan under 2 weightings" in repr(contrast(three_plans()[:1], rubric, ["equal", "police"]))
