"""Changes of places along a line between two weightings."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import Library, contrast
from evaluator.contrasts.draws.engine import engine_of
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.flips.lines import (
    between,
    crossings,
    crossings_between,
    joint_crossing,
    normalised,
    slope_bounds,
    stability,
)
from evaluator.contrasts.options import typed_weighting
from evaluator.scoring.weights import LocalWeights, local_weights
from tests.contrasts.synthetic import ALIKE, CRITERIA, LEAVES, three_plans, toy_assessment, toy_rubric


def test_a_crossing_worked_by_hand():
    """A is 0.9 under police and 0.35 under rights; C is 0.5 everywhere: level at 0.4 / 0.55 of the way."""
    study = contrast(three_plans(), toy_rubric(), ["police", "rights"])
    exact = joint_crossing(study, ("AAA-2010-2012", "CCC-2011-2013"), "police", "rights")
    assert (exact.joint, exact.before, exact.after) == (14, pytest.approx(0.4), pytest.approx(-0.15))
    assert exact.at == pytest.approx(0.4 / 0.55)
    line = crossings(study, "police", "rights")
    (found,) = [c for c in line.crossings if {c.ahead, c.behind} == {"AAA-2010-2012", "CCC-2011-2013"}]
    assert line.complete
    assert found.ahead == "AAA-2010-2012"
    assert found.low <= 0.4 / 0.55 <= found.high
    assert found.high - found.low < 3e-6
    assert found.at == pytest.approx(0.4 / 0.55, abs=2e-6)


def test_no_change_of_places_is_none():
    better = {**ALIKE, "law-enforcement.control": 3}
    study = contrast([toy_assessment("AAA-2010-2012", better), toy_assessment("BBB-2010-2012", ALIKE)], toy_rubric())
    assert crossings(study, "police", "rights").crossings == ()
    assert joint_crossing(study, study.plan_ids, "police", "rights").at is None


def test_identical_plans_never_change_places():
    study = contrast([toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", ALIKE)], toy_rubric())
    assert crossings(study, "police", "rights").crossings == ()


TWICE = 318  # a seed whose plans change places twice


def test_with_missing_data_two_plans_change_places_twice():
    study = _random_pair(np.random.default_rng(TWICE))
    first, second = crossings(study, "police", "rights").crossings
    assert (first.ahead, first.behind) == (second.behind, second.ahead) == ("AAA-2010-2012", "BBB-2010-2012")
    assert 0 < first.high < second.low < 1
    joint = joint_crossing(study, study.plan_ids, "police", "rights")
    assert joint.joint < 14, "over jointly rated criteria there is one crossing at most"


def _random_pair(rng):
    def levels():
        return {c: int(rng.integers(0, 5)) for c in CRITERIA if rng.random() < 0.45}

    plans = [toy_assessment("AAA-2010-2012", levels()), toy_assessment("BBB-2010-2012", levels())]
    return contrast(plans, toy_rubric(), ["police", "rights"], rank_all=True)


def _signs(study, before, after, points=4001):
    """Count sign changes on a fine grid, the slow way."""
    at = {w.id: w for w in study.weightings}
    tree = study.scores.tree
    ends = [normalised(tree, local_weights(study.rubric, tree, (at[name],))) for name in (before, after)]
    layout = layout_of(study, at[before], nested=True, everyone=True)
    scores = engine_of(layout).scores(between(*ends, np.linspace(0, 1, points)))
    gaps = np.round(scores[:, 0] - scores[:, 1], 9)
    signs = np.sign(gaps[~np.isnan(gaps) & (gaps != 0)])
    return int((signs[1:] != signs[:-1]).sum())


@pytest.mark.parametrize("seed", [*range(20), TWICE])
def test_every_sign_change_of_a_fine_grid_is_found(seed):
    study = _random_pair(np.random.default_rng(seed))
    assert len(crossings(study, "police", "rights").crossings) == _signs(study, "police", "rights")


def test_the_bound_on_slopes_holds():
    study = _random_pair(np.random.default_rng(1))
    at = {w.id: w for w in study.weightings}
    tree = study.scores.tree
    ends = [normalised(tree, local_weights(study.rubric, tree, (at[name],))) for name in ("police", "rights")]
    layout = layout_of(study, at["police"], nested=True, everyone=True)
    grid = np.linspace(0.01, 0.99, 50)
    stretches = np.column_stack([grid[:-1], grid[1:]])
    scores = engine_of(layout).scores(between(*ends, grid))
    slopes = np.abs(np.diff(scores, axis=0) / np.diff(grid)[:, None])
    assert (slopes <= slope_bounds(layout, *ends, stretches) + 1e-9).all()


def test_the_bound_is_the_same_from_either_end():
    study = _random_pair(np.random.default_rng(1))
    layout = layout_of(study, study.weightings[0], nested=True, everyone=True)
    rng = np.random.default_rng(3)
    shapes = layout.base.nodes.shape, layout.base.criteria.shape
    one, other = (LocalWeights(*(rng.uniform(0.1, 3, shape) for shape in shapes)) for _ in range(2))
    forth = slope_bounds(layout, one, other, np.array([[0.1, 0.6], [0.0, 1.0]]))
    back = slope_bounds(layout, other, one, np.array([[0.4, 0.9], [0.0, 1.0]]))
    assert forth == pytest.approx(back)


def test_other_trees_are_looked_at_on_a_grid_and_say_so():
    study = contrast(three_plans(), toy_rubric(aggregation={"kind": "geometric"}), ["equal", "rights"])
    line = crossings(study, "equal", "rights")
    assert not line.complete


def test_joint_criteria_without_weight_give_no_difference():
    plans = [toy_assessment(f"{n}-2010-2012", {"human-rights.protection": 3}) for n in ("AAA", "BBB")]
    found = joint_crossing(contrast(plans, toy_rubric()), ("AAA-2010-2012", "BBB-2010-2012"), "police", "rights")
    assert (found.before, found.after, found.at) == (None, 0.0, None)


def test_a_plan_without_a_score_on_a_part_of_the_line_has_no_sign_there():
    plans = [toy_assessment("AAA-2010-2012", {"human-rights.protection": 3}), toy_assessment("BBB-2010-2012", ALIKE)]
    line = crossings(contrast(plans, toy_rubric(), ["police", "rights"]), "police", "rights")
    assert line.crossings == ()


def test_one_plan_crosses_nobody():
    study = contrast(three_plans()[:1], toy_rubric(), ["police", "rights"])
    layout = layout_of(study, study.weightings[0], nested=True)
    assert crossings_between(layout, layout.base, LocalWeights(layout.base.nodes, layout.base.criteria)).crossings == ()


def test_the_bound_of_a_slope_adds_what_each_node_on_the_way_down_moves():
    """Equal to rights: the root moves 0.1 + 0.1, paradigms 2 x (1/3 - 0.1) + (0.8 - 1/3), stances nothing."""
    rubric = toy_rubric()
    study = contrast(three_plans(), rubric, ["equal", "rights"])
    layout = layout_of(study, study.weightings[0], nested=True, everyone=True)
    tree = study.scores.tree
    ends = [normalised(tree, local_weights(rubric, tree, (rubric.weighting(name),))) for name in ("equal", "rights")]
    assert slope_bounds(layout, *ends, np.array([[0.0, 1.0]])) == pytest.approx(np.full((1, 3), 0.2 + 14 / 15))


def test_a_node_of_which_a_plan_has_a_part_counts_in_the_bound_of_its_slope():
    """Only law enforcement, control: half of a node, and all that moves is that node's weight beside the others."""
    rubric = toy_rubric()
    part = {leaf: 2 for leaf in LEAVES if leaf != "law-enforcement.protection"}
    study = contrast([toy_assessment("AAA-2010-2012", part)], rubric, ["equal", "rights"], rank_all=True)
    layout = layout_of(study, study.weightings[0], nested=True, everyone=True)
    tree = study.scores.tree
    ends = [normalised(tree, local_weights(rubric, tree, (rubric.weighting(name),))) for name in ("equal", "rights")]
    # Paradigms: 14/15 over all three, as if nothing lacked; the root: 0.1 less of what there is, over 0.9 at least.
    assert slope_bounds(layout, *ends, np.array([[0.0, 1.0]])) == pytest.approx(np.full((1, 1), 0.1 / 0.9 + 14 / 15))


def test_a_case_worked_by_hand():
    """A leads by 0.5 in law enforcement, B in rights, which have 8/9 of the rest: level at s = (1 - s) 8/9."""
    law = {**ALIKE, "law-enforcement.control": 4, "law-enforcement.protection": 4}
    rights = {**ALIKE, "human-rights.protection": 4, "human-rights.structural": 4}
    study = contrast(
        [toy_assessment("AAA-2010-2012", law), toy_assessment("BBB-2010-2012", rights)], toy_rubric(), ["rights"]
    )
    by_id = {s.node_id: s for s in stability(study, "rights")}
    found = by_id["law-enforcement"]
    assert found.share == pytest.approx(0.1)
    assert (found.low, found.below) == (0.0, None)
    assert found.high == pytest.approx(8 / 17, abs=2e-6), "s = (1 - s) 8/9"
    assert found.above is not None
    assert (found.above.ahead, found.above.behind) == ("BBB-2010-2012", "AAA-2010-2012")
    assert found.complete
    assert by_id["human-rights"].low == pytest.approx(1 / 3, abs=2e-6)
    assert "plan-quality" in by_id, "at the root, against the paradigms"
    assert (by_id["plan-quality"].low, by_id["plan-quality"].high) == (0.0, 1.0)


def test_within_the_interval_the_order_holds_and_beyond_it_does_not():
    rubric = toy_rubric()
    study = contrast(three_plans(), rubric, ["equal"])
    order = [v.plan_id for v in study.ranking("equal")]
    for found in stability(study, "equal", ["law-enforcement", "human-rights", "migration"]):
        for share, same in (
            (found.low + 1e-5, True),
            (found.high - 1e-5, True),
            (found.low - 1e-5, False),
            (found.high + 1e-5, False),
        ):
            if 0 < share < 1:
                typed = typed_weighting(rubric, rubric.weighting("equal"), {found.node_id: share})
                assert ([v.plan_id for v in contrast(three_plans(), rubric, [typed]).ranking("typed")] == order) is same


def test_a_node_without_siblings_that_weigh_has_no_interval():
    study = contrast(three_plans(), toy_rubric(), ["police"])
    assert "plan-quality" in {s.node_id for s in stability(study, "police")}
    alone = toy_rubric()
    only = alone.weighting("police").model_copy(
        update={
            "weights": {
                "total": {},
                "paradigms": {
                    "law-enforcement": alone.weighting("police").weights["paradigms"]["law-enforcement"],
                    "migration": alone.weighting("police").weights["paradigms"]["human-rights"],
                    "human-rights": alone.weighting("police").weights["paradigms"]["human-rights"],
                },
            }
        }
    )
    study = contrast(three_plans(), alone, [only])
    assert "law-enforcement" not in {s.node_id for s in stability(study, "police")}


def test_a_weight_that_stands_on_a_crossing_has_no_room():
    equal = dict.fromkeys(LEAVES, 2)
    one = {**equal, "law-enforcement.control": 4, "law-enforcement.protection": 4}
    two = {**equal, "human-rights.protection": 4, "human-rights.structural": 4}
    study = contrast(
        [toy_assessment("AAA-2010-2012", one), toy_assessment("BBB-2010-2012", two)], toy_rubric(), ["equal"]
    )
    (found,) = stability(study, "equal", ["law-enforcement"])
    assert found.low == found.high == found.share
    assert found.below == found.above


def test_a_paradigm_without_criteria_has_no_row_and_takes_no_share_from_the_others():
    """The public record has no criterion on migration or economy: of the two paradigms left each has a half."""
    library = Library.open()
    rubric = library.rubric("public-record")
    plans = [library.assessment(name, rubric) for name in ("ALB-2011", "BGR-2011")]
    found = stability(contrast(plans, rubric, ["equal"]), "equal")
    assert {one.node_id: round(one.share, 9) for one in found} == {"law-enforcement": 0.5, "human-rights": 0.5}
    first, second = found
    assert first.low == pytest.approx(1 - second.high, abs=2e-6), "what one gains the other loses"
    assert first.high == pytest.approx(1 - second.low, abs=2e-6)
