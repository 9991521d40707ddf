"""The smallest change of weights that puts one plan ahead of another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.rules import parse_rules
from evaluator.contrasts.flips.smallest import MARGIN, TOLERANCE, _exactly_level, flip, flip_words, region_of
from evaluator.contrasts.naming import path_title
from tests.contrasts.synthetic import ALIKE, LEAVES, toy_assessment, toy_rubric
from tests.marking import unsaid

A, B = "AAA-2010-2012", "BBB-2010-2012"


def _layout(one, other, weighting="rights"):
    rubric = toy_rubric()
    study = contrast([toy_assessment(A, one), toy_assessment(B, other)], rubric, rank_all=True)
    return layout_of(study, rubric.weighting(weighting))


LAW = {**ALIKE, "law-enforcement.control": 4, "law-enforcement.protection": 3}
RIGHTS = {**ALIKE, "human-rights.protection": 4, "human-rights.structural": 3}


def test_a_case_worked_by_hand():
    """Under rights B leads by 0.8 x 0.375 - 0.1 x 0.375 = 0.2625.

    The cheapest weight to move goes from rights, protection, where B leads by 0.5, to law, control, where A leads by
    0.5: each point that moves closes the gap by 1.
    """
    found = flip(_layout(LAW, RIGHTS), A, B)
    assert found.gap == pytest.approx(-0.2625)
    assert found.moved == pytest.approx(0.2625, abs=1e-8)
    assert found.size == pytest.approx(0.525, abs=1e-8)
    assert {s.unit: round(s.after - s.before, 6) for s in found.shifts} == {
        "human-rights.protection": -0.2625,
        "law-enforcement.control": 0.2625,
    }


def test_the_sentence_says_how_much_moves_from_where_to_where():
    rubric = toy_rubric()
    told = flip_words(flip(_layout(LAW, RIGHTS), A, B), rubric, "rights")
    assert told == (
        f"To put {A} ahead of {B}, 26.3% of the weight of “rights” must move: Law-enforcement, control 5.0% to 31.3%; "
        "Human-rights, protection 40.0% to 13.7%."
    )
    assert " under “rights”, by 0.263" in flip_words(flip(_layout(LAW, RIGHTS), B, A), rubric, "rights")


def test_what_changes_really_flips_and_no_more_than_that():
    layout = _layout(LAW, RIGHTS)
    for norm in ("l1", "l2"):
        found = flip(layout, A, B, norm=norm)
        region = region_of(layout, [0, 1])
        after = region.base.copy()
        for shift in found.shifts:
            after[region.units.index(shift.unit)] = shift.after
        scores = layout.values @ after
        assert after.sum() == pytest.approx(1, abs=1e-12)
        assert scores[0] - scores[1] == pytest.approx(MARGIN, abs=1e-9)


def test_the_least_distance_agrees_with_another_solver():
    rng = np.random.default_rng(4)
    for _ in range(10):
        one, other = ({leaf: int(rng.integers(0, 5)) for leaf in (*LEAVES, "plan-quality")} for _ in range(2))
        layout = _layout(one, other)
        region = region_of(layout, [0, 1])
        lead = layout.values[0, list(region.positions)] - layout.values[1, list(region.positions)]
        found = flip(layout, A, B, norm="l2")
        if found.gap >= 0 or found.size is None:
            continue
        other_way = minimize(
            lambda w, base=region.base: ((w - base) ** 2).sum(),
            region.base,
            bounds=list(zip(region.lower, region.upper, strict=True)),
            constraints=[
                {"type": "eq", "fun": lambda w, r=region: r.equal @ w - r.equals},
                {"type": "ineq", "fun": lambda w, x=lead: x @ w},
            ],
            method="SLSQP",
            options={"ftol": 1e-14, "maxiter": 500},
        )
        assert found.size == pytest.approx(np.sqrt(other_way.fun), abs=1e-5)


def test_a_dominated_plan_is_never_ahead():
    worse = {**ALIKE, "human-rights.protection": 1}
    for norm in ("l1", "l2"):
        found = flip(_layout(worse, ALIKE), A, B, norm=norm)
        assert (found.size, found.moved, found.hopeless) == (None, None, True)
    assert "in no stance rated in both does" in flip_words(found, toy_rubric(), "rights")


def test_bounds_can_forbid_a_flip():
    for norm in ("l1", "l2"):
        assert flip(_layout(LAW, RIGHTS), A, B, norm=norm, within=0.3).size is not None
        found = flip(_layout(LAW, RIGHTS), A, B, norm=norm, within=0.05)
        assert found.size is None
    assert "No weights within the limits set put" in flip_words(found, toy_rubric(), "rights")


def test_rules_are_kept_by_the_changed_weights():
    rules = parse_rules(["human-rights>=0.7"])
    assert flip(_layout(LAW, RIGHTS), A, B, rules=rules).size is None
    rules = parse_rules(["law-enforcement<=0.3", "migration<=0.1"])
    assert flip(_layout(LAW, RIGHTS), A, B, rules=rules).size is None
    rules = parse_rules(["migration>=0.5"])
    found = flip(_layout(LAW, RIGHTS), A, B, rules=rules)
    after = {s.unit: s.after for s in found.shifts}
    assert sum(after.get(f"migration.{s}", 0.05) for s in ("control", "protection")) >= 0.5 - 1e-9


def test_what_one_of_both_lacks_is_left_out():
    gap = {**RIGHTS, "law-enforcement.control": None}
    found = flip(_layout(LAW, gap), A, B)
    assert found.dropped == ("law-enforcement.control",)
    assert "law-enforcement.control" not in {s.unit for s in found.shifts}


def test_nothing_in_common_cannot_be_told():
    one = flip(_layout({"migration.control": 2}, {"migration.protection": 2}), A, B)
    assert (one.gap, one.size) == (None, None)
    assert "No weights can tell" in flip_words(one, toy_rubric(), "rights")


def test_a_stance_without_weight_may_be_given_some():
    found = flip(_layout(RIGHTS, LAW, "police"), A, B)
    assert {s.unit for s in found.shifts if s.after > s.before} == {"human-rights.protection"}


@pytest.mark.parametrize("kept", [[], ["human-rights>=0.0"]])
def test_rules_that_the_base_breaks_are_kept_even_where_they_alone_decide(kept):
    """Under police A leads already, but one rule asks for migration above it all: both norms end inside the rules."""
    rules = parse_rules(["migration>=0.6", *kept])
    layout = _layout(LAW, RIGHTS, "police")
    region = region_of(layout, [0, 1], rules)
    for norm in ("l1", "l2"):
        found = flip(layout, A, B, norm=norm, rules=rules)
        after = region.base.copy()
        for shift in found.shifts:
            after[region.units.index(shift.unit)] = shift.after
        assert (region.more @ after >= -1e-7).all()
        assert found.size > 0
        assert layout.values[0] @ after > layout.values[1] @ after


def test_every_flip_can_be_said_in_another_language_whole():
    found = [
        flip(_layout(LAW, RIGHTS), A, B),
        flip(_layout(LAW, RIGHTS), B, A),
        flip(_layout(LAW, RIGHTS), A, B, within=0.05),
        flip(_layout({**ALIKE, "human-rights.protection": 1}, ALIKE), A, B),
        flip(_layout({"migration.control": 2}, {"migration.protection": 2}), A, B),
    ]
    told = [flip_words(one, toy_rubric(), "rights") for one in found]
    assert len({one.message for one in told}) == 5
    data = (A, B, "rights", *(path_title(toy_rubric(), leaf) for leaf in LEAVES))
    assert [unsaid(one, data) for one in told] == [""] * 5


def test_plans_that_are_level_need_the_least_change():
    one = flip(_layout({**ALIKE, "migration.control": 4, "migration.protection": 0}, ALIKE), A, B)
    assert one.gap == pytest.approx(0)
    assert "are level under “rights”" in flip_words(one, toy_rubric(), "rights")
    assert unsaid(flip_words(one, toy_rubric(), "rights"), (A, B, "rights")) == ""


def test_a_lead_that_is_a_solvers_tolerance_is_none():
    """A leads in one stance alone, by 1e-7 where all weight may go: that much a solver takes for nothing."""
    layout = _layout(LAW, RIGHTS)
    values = np.full_like(layout.values, 0.5)
    values[1, 1:] = 1.0
    values[:, 0] = [TOLERANCE, 0.0]
    assert flip(replace(layout, values=values, low=values, high=values), A, B).size is None
    values[0, 0] = 2 * TOLERANCE
    assert flip(replace(layout, values=values, low=values, high=values), A, B).size is not None


@pytest.mark.parametrize("past", [1 - 1e-7, 1 + 1e-7])
def test_what_a_solver_overshoots_or_falls_short_by_is_taken_back(past):
    region = region_of(_layout(LAW, RIGHTS), [0, 1])
    points = _layout(LAW, RIGHTS).values[:, list(region.positions)]
    lead = points[0] - points[1]
    change = np.zeros(len(region.units))
    change[[region.units.index(u) for u in ("human-rights.protection", "law-enforcement.control")]] = -0.2625, 0.2625
    assert lead @ _exactly_level(region, lead, region.base + past * change) == pytest.approx(MARGIN, abs=1e-14)


def test_a_pair_that_flips_towards_frames_that_weigh_inside_stances_otherwise_names_them():
    never = replace(flip(_layout({**ALIKE, "human-rights.protection": 1}, ALIKE), A, B), despite=("police", "rights"))
    told = flip_words(never, toy_rubric(), "equal")
    assert "It happens on the way to “police”, “rights”, where those weigh differently." in told


def _layout_with_gaps(weighting, **gaps):
    rubric = toy_rubric()
    plans = [
        toy_assessment("AAA-2010-2012", ALIKE),
        toy_assessment("BBB-2010-2012", {**ALIKE, "plan-quality": 1, **gaps}),
    ]
    return layout_of(contrast(plans, rubric), rubric.weighting(weighting))


def test_plan_quality_keeps_its_share():
    region = region_of(_layout_with_gaps("equal"), [0, 1])
    assert region.base.sum() == pytest.approx(1)
    assert region.equal.shape == (2, 7)
    assert region.equals == pytest.approx([1, 0.1])


def test_rules_hold_for_shares_among_siblings():
    region = region_of(
        _layout_with_gaps("equal"), [0, 1], parse_rules(["law-enforcement>=0.5", "human-rights>=2*migration"])
    )
    inside = dict.fromkeys(region.units, 0.0)
    inside.update(
        {
            "law-enforcement.control": 0.45,
            "human-rights.protection": 0.3,
            "migration.control": 0.15,
            "plan-quality": 0.1,
        }
    )
    weights = [inside[unit] for unit in region.units]
    assert region.more @ weights == pytest.approx([0, 0])


def test_units_that_a_plan_lacks_are_dropped_with_their_rules():
    layout = _layout_with_gaps("equal", **{"migration.control": None, "migration.protection": None})
    region = region_of(layout, [0, 1], parse_rules(["migration>=0.5"]))
    assert region.dropped == ("migration.control", "migration.protection")
    assert region.more.shape == (0, 5)
    assert region_of(layout, [0]).dropped == ()


def test_no_joint_weight_is_no_region():
    rubric = toy_rubric()
    plans = [
        toy_assessment("AAA-2010-2012", {"migration.control": 1}),
        toy_assessment("BBB-2010-2012", {"law-enforcement.control": 1}),
    ]
    assert region_of(layout_of(contrast(plans, rubric, rank_all=True), rubric.weighting("police")), [0, 1]) is None


def test_no_weight_moves_farther_than_allowed():
    region = region_of(_layout_with_gaps("equal"), [0, 1], within=0.05)
    assert (region.upper - region.base).max() == pytest.approx(0.05)
    assert (region.base - region.lower).max() == pytest.approx(0.05)
