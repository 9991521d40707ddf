"""Scores beside tiers: matched by reporting period, without circular ratings, and only an association."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import kendalltau

from evaluator.contrasts.tiers import BATCH, _taus_by_chance, association, kendall, match_tier, without_tip_text
from evaluator.model.contrast import TierTest
from evaluator.model.country import Fact
from evaluator.model.facts import TierPlacement
from evaluator.pipeline import enter
from tests.contrasts.synthetic import ALIKE, choices, toy_assessment, toy_rubric
from tests.marking import unsaid


def _tier(iso3, year, tier, evidence="dataset"):
    return TierPlacement(iso3=iso3, year=year, tier=tier, evidence=evidence)


PLAN = toy_assessment("AAA-2010-2012", ALIKE)


def test_the_first_report_whose_year_lies_in_the_plan_is_matched():
    """Report 2010 speaks of April 2009 to March 2010, report 2011 of April 2010 to March 2011."""
    found = match_tier(PLAN, [_tier("AAA", y, t) for y, t in ((2010, "3"), (2011, "2"), (2012, "1"))])
    assert (found.year, found.tier, found.evidence) == (2011, "2", "dataset")


def test_without_one_it_is_the_report_with_most_days_in_common():
    short = toy_assessment("AAA-2010-2010", ALIKE)
    assert match_tier(short, [_tier("AAA", 2010, "3"), _tier("AAA", 2011, "2")]).year == 2011
    assert match_tier(short, [_tier("AAA", 2010, "3")]).year == 2010


def test_what_has_no_tier_says_why():
    assert (
        match_tier(PLAN, [_tier("AAA", 2005, "2"), _tier("BBB", 2011, "2")]).why
        == "there is no report on these years here"
    )
    assert match_tier(PLAN, [_tier("AAA", 2011, "SC")]).why == "placed as SC, which is not a tier"
    disagree = [_tier("AAA", 2011, "2"), _tier("AAA", 2011, "2WL")]
    assert match_tier(PLAN, disagree).why == "sources disagree: 2, 2WL"
    assert match_tier(PLAN, [*disagree, _tier("AAA", 2011, "3", "text")]).tier == "3"


def test_ratings_that_rest_on_the_report_are_left_out():
    plan = toy_assessment("AAA-2010-2012", ALIKE, kinds={"migration.control-1": "tip", "plan-quality-2": "tip"})
    cleaned, dropped = without_tip_text(enter(plan, toy_rubric()), toy_rubric())
    assert dropped == 2
    assert {o.criterion_id for o in cleaned.outcomes if o.level is None} == {"migration.control-1", "plan-quality-2"}
    assert {o.criterion_id for o in cleaned.outcomes if not o.covered} == {"migration.control-1", "plan-quality-2"}


def test_an_indicator_on_figures_of_the_report_is_left_out(monkeypatch):
    plain = toy_rubric()
    changed = tuple(
        c.model_copy(update={"kind": "indicator"}) if c.id == "plan-quality-1" else c for c in plain.criteria
    )
    entrant = enter(toy_assessment("AAA-2010-2012", ALIKE, kinds={"migration.control-1": "tip"}), plain)
    rubric = toy_rubric().model_copy(update={"criteria": changed})
    fact = Fact(fact_id="f", variable="v", start="2011", value=1.0, source_id="src-tip")
    other = replace(fact, source_id="src-plan")
    for found, dropped in (({"v": fact}, 2), ({"v": fact, "w": other}, 2), ({"w": other}, 1), ("no figure", 1)):
        monkeypatch.setattr("evaluator.kinds.indicator.figures", lambda *_, found=found: found)
        assert without_tip_text(entrant, rubric)[1] == dropped


def _many(scores, tiers):
    names = [f"{a}{b}A" for a in "ABCD" for b in "ABCD"][: len(scores)]
    entrants = [
        enter(toy_assessment(f"{n}-2010-2012", dict.fromkeys(ALIKE, s)), toy_rubric())
        for n, s in zip(names, scores, strict=True)
    ]
    rubric = toy_rubric()
    placed = [_tier(n, 2011, t) for n, t in zip(names, tiers, strict=True)]
    matches = [match_tier(entrant.assessment, placed) for entrant in entrants]
    return association(rubric, rubric.weighting("equal"), entrants, matches, choices().tiers, 1)


def test_tau_with_its_permutation_interval():
    found = _many([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], ["3", "3", "2WL", "2WL", "2WL", "2", "2", "2", "1", "1"])
    assert found.tau > 0.8
    assert found.low < 0 < found.high < found.tau
    assert found.low == pytest.approx(-found.high, abs=0.05), "by chance tau lies as far below 0 as above"
    assert found.p == pytest.approx(0.001, abs=0.002)
    assert "does not prove that one causes the other" in found.text
    assert found == _many([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], ["3", "3", "2WL", "2WL", "2WL", "2", "2", "2", "1", "1"])


def test_under_ten_plans_nothing_is_computed():
    found = _many([0, 1, 2, 3], ["3", "2", "2", "1"])
    assert (found.tau, found.plans) == (None, 4)
    assert (
        found.text
        == "Only 4 plans have both a score under “equal” and a tier; with fewer than 10 no correlation is computed."
    )
    assert _many([], []).text == "No plan has both a score under “equal” and a tier, so no correlation is computed."


def test_where_all_are_alike_nothing_can_be_computed():
    assert "are alike" in _many([2] * 10, ["1"] * 5 + ["2"] * 5).text


def test_tau_b_agrees_with_another_implementation():
    rng = np.random.default_rng(1)
    for _ in range(20):
        one, other = rng.integers(0, 4, (2, 12)).astype(float)
        assert kendall(one, other[None, :])[0] == pytest.approx(kendalltau(one, other).statistic)


def test_tiers_and_their_association_can_be_said_in_another_language_whole():
    found = [
        _many([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], ["3", "3", "2WL", "2WL", "2WL", "2", "2", "2", "1", "1"]),
        _many([0, 1, 2, 3], ["3", "2", "2", "1"]),
        _many([2] * 10, ["1"] * 5 + ["2"] * 5),
    ]
    assert [unsaid(one.text, ["equal"]) for one in found] == ["", "", ""]
    plan = toy_assessment("AAA-2010-2012", ALIKE)
    placed = ([], [_tier("AAA", 2011, "2"), _tier("AAA", 2011, "3")], [_tier("AAA", 2011, "special")])
    told = [match_tier(plan, tiers).why for tiers in placed]
    assert all(told)
    assert [unsaid(why, ["special"]) for why in told] == ["", "", ""]


def test_of_two_reports_that_share_as_many_days_the_earlier_is_taken():
    """Ten days lie before 1 April 2011, ten after it; no report's twelve months lie whole in the plan's time."""
    plan = toy_assessment("AAA-2011-2011", ALIKE)
    short = dataclasses.replace(plan, plan=plan.plan.model_copy(update={"start": "2011-03-22", "end": "2011-04-10"}))
    rows = [TierPlacement(iso3="AAA", year=year, tier="2", evidence="text") for year in (2011, 2012)]
    assert match_tier(short, rows).year == 2011


def test_one_day_shared_with_a_report_is_enough():
    """The report of 2013 is on 1 April 2012 to 31 March 2013."""
    day = PLAN.plan.model_copy(update={"start": "2012-04-01", "end": "2012-04-01"})
    assert match_tier(replace(PLAN, plan=day), [_tier("AAA", 2013, "2")]).tier == "2"


def test_as_many_orders_are_drawn_as_the_rubric_says():
    how = TierTest(least_plans=4, permutations=BATCH + 7, interval=0.95, origin="modelled")
    assert len(_taus_by_chance(np.arange(4.0), np.array([1.0, 2.0, 2.0, 3.0]), how, 1)) == BATCH + 7


def test_orders_that_tie_with_the_one_found_count_as_no_less_extreme():
    """One plan is better and has the better tier: of ten places that tier falls on it by chance in one of ten."""
    found = _many([1] * 9 + [4], ["2"] * 9 + ["1"])
    assert found.tau == pytest.approx(1)
    assert found.p == pytest.approx(0.1, abs=0.03)
