"""Best and worst attainable ranks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.rules import parse_rules
from evaluator.contrasts.flips.attain import _incompatible_plans, _local_weights, attainable_ranks, widened
from evaluator.contrasts.flips.smallest import region_of
from evaluator.contrasts.places import places
from evaluator.errors import EvaluatorError
from tests.contrasts.synthetic import ALIKE, CRITERIA, LEAVES, three_plans, toy_assessment, toy_rubric


def _layout(plans, weighting="rights"):
    rubric = toy_rubric()
    return layout_of(contrast(plans, rubric, rank_all=True), rubric.weighting(weighting))


def test_a_case_worked_by_hand():
    """C is level with both in migration, and last where law enforcement and rights both count."""
    found = {a.plan_id[:3]: a for a in attainable_ranks(_layout(three_plans()))}
    assert {name: (a.best.rank, a.worst.rank) for name, a in found.items()} == {
        "AAA": (1, 3),
        "BBB": (1, 3),
        "CCC": (1, 3),
    }
    assert all(a.best.proved and a.worst.proved for a in found.values())


def test_the_weights_given_give_the_rank():
    layout = _layout(three_plans())
    region = region_of(layout, [0, 1, 2])
    for k, found in enumerate(attainable_ranks(layout)):
        for end in (found.best, found.worst):
            scores = layout.values[:, list(region.positions)] @ np.array(end.weights)
            assert places(scores[None, :])[0, k] == end.rank
            assert sum(end.weights) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(4))
def test_no_draw_goes_beyond_and_the_ends_are_reached(seed):
    rng = np.random.default_rng(seed)
    plans = [toy_assessment(f"{n}AA-2010-2012", {leaf: int(rng.integers(0, 5)) for leaf in LEAVES}) for n in "ABCDEFG"]
    layout = _layout(plans)
    region = region_of(layout, range(7))
    weights = np.vstack([rng.dirichlet(np.full(len(region.units), a), 20_000) for a in (0.2, 1.0)])
    ranks = places(weights @ layout.values[:, list(region.positions)].T)
    for k, found in enumerate(attainable_ranks(layout)):
        assert found.best.rank <= ranks[:, k].min()
        assert found.worst.rank >= ranks[:, k].max()
        assert found.best.rank >= ranks[:, k].min() - 1, "a draw comes near"


def test_rules_and_bounds_narrow_the_ranks():
    (found,) = attainable_ranks(_layout(three_plans()), ["AAA-2010-2012"], rules=parse_rules(["human-rights>=0.7"]))
    assert (found.best.rank, found.worst.rank) == (2, 3)
    (found,) = attainable_ranks(_layout(three_plans()), ["AAA-2010-2012"], within=0.01)
    assert (found.best.rank, found.worst.rank) == (3, 3)


def test_identical_plans_share_the_better_rank():
    plans = [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", ALIKE)]
    assert {(a.best.rank, a.worst.rank) for a in attainable_ranks(_layout(plans))} == {(1, 1)}


def test_units_that_some_plan_lacks_are_named():
    plans = [*three_plans(), toy_assessment("DDD-2010-2012", {**ALIKE, "migration.control": None})]
    assert attainable_ranks(_layout(plans))[0].dropped == ("migration.control",)


def test_what_cannot_be_told_is_said():
    plans = [
        toy_assessment("AAA-2010-2012", {"migration.control": 1}),
        toy_assessment("BBB-2010-2012", {"law-enforcement.control": 1}),
    ]
    with pytest.raises(EvaluatorError, match="is rated in every plan"):
        attainable_ranks(_layout(plans))
    one = [toy_assessment(f"{n}-2010-2012", {"migration.control": 1, "plan-quality": 2}) for n in ("AAA", "BBB")]
    with pytest.raises(
        EvaluatorError, match=r"only migration\.control, plan-quality are rated in every plan, so nothing"
    ):
        attainable_ranks(_layout(one, "equal"))
    with pytest.raises(EvaluatorError, match="no frame satisfies all the rules"):
        attainable_ranks(_layout(three_plans()), rules=parse_rules(["human-rights>=0.6", "migration>=0.6"]))


def _pair_of_criteria(levels):
    """Return plans by their levels in policing and in migration, all else being alike."""
    return _layout(
        [
            toy_assessment(f"XX{n}-2020-2023", {**ALIKE, "migration.control": a, "law-enforcement.control": b})
            for n, (a, b) in zip("ABCD", levels, strict=True)
        ]
    )


def test_a_plan_that_two_others_pass_everywhere_but_at_a_vertex_is_at_worst_third():
    """A and B are the same; C and D are ahead of A wherever policing or migration count, level where neither does."""
    found = {a.plan_id[2]: a for a in attainable_ranks(_pair_of_criteria([(1, 0), (1, 0), (2, 4), (2, 0)]))}
    assert {name: (a.best.rank, a.worst.rank) for name, a in found.items()} == {
        "A": (1, 3), "B": (1, 3), "C": (1, 1), "D": (1, 2),
    }  # fmt: skip
    assert all(end.proved for a in found.values() for end in (a.best, a.worst))


@pytest.mark.parametrize(("share", "rank"), [("0.4999998", 1), ("0.5", 1), ("0.5000002", 2)])
def test_a_lead_too_small_for_the_solver_is_counted_and_then_excluded(share, rank):
    """A leads B by what migration weighs more than policing: at most 1 - 2 shares, here 0.0000004, 0, or that below."""
    ends = (("A", {"migration": 4, "law-enforcement": 0}), ("B", {"migration": 0, "law-enforcement": 4}))
    plans = [
        toy_assessment(f"XX{n}-2020-2023", {leaf: own.get(leaf.split(".")[0], 2) for leaf in (*LEAVES, "plan-quality")})
        for n, own in ends
    ]
    (found,) = attainable_ranks(
        _layout(plans, "equal"), ["XXA-2020-2023"], rules=parse_rules([f"law-enforcement>={share}"])
    )
    assert (found.best.rank, found.best.proved) == (rank, True)
    assert (found.worst.rank, found.worst.proved) == (2, True)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 4)] * 6), min_size=2, max_size=6),
    st.integers(0, 1000),
)
def test_no_draw_ever_lies_outside_of_the_attainable_ranks(levels, seed):
    plans = [
        toy_assessment(f"{n}AA-2010-2012", dict(zip(LEAVES, row, strict=True)))
        for n, row in zip("ABCDEF", levels, strict=False)
    ]
    layout = _layout(plans, "equal")
    found = attainable_ranks(layout)
    region = region_of(layout, range(len(plans)))
    weights = np.random.default_rng(seed).dirichlet(np.full(len(region.units), 0.3), 2000)
    ranks = places(weights @ layout.values[:, list(region.positions)].T)
    for k, one in enumerate(found):
        assert one.best.rank <= ranks[:, k].min()
        assert one.worst.rank >= ranks[:, k].max()
        assert one.best.proved
        assert one.worst.proved


def test_where_a_plan_lacks_a_stance_nothing_is_proved_and_ranks_count_all_that_each_has():
    plans = [*three_plans(), toy_assessment("DDD-2010-2012", {**ALIKE, "migration.control": None})]
    assert not any(end.proved for one in attainable_ranks(_layout(plans)) for end in (one.best, one.worst))


def test_what_was_seen_elsewhere_widens_the_ends():
    (found,) = attainable_ranks(_layout(three_plans()), ["AAA-2010-2012"], within=0.01)
    (wide,) = widened([found], ["AAA-2010-2012"], {"police": [(1, 1)], "draws": [(2, 4)]})
    assert (wide.best.rank, wide.best.under, wide.best.proved) == (1, "police", True)
    assert (wide.worst.rank, wide.worst.under) == (4, "draws")
    assert widened([found], ["AAA-2010-2012"], {"equal": [(3, 3)]}) == (found,)


def test_plans_whose_nodes_shrink_have_weights_of_their_own_and_no_attainable_ranks():
    rubric = toy_rubric(not_applicable={"weight": "shrinks"})
    plans = [
        *three_plans(),
        toy_assessment("DDD-2010-2012", {**dict.fromkeys(CRITERIA, 1), CRITERIA[0]: "not-applicable"}),
    ]
    layout = layout_of(contrast(plans, rubric), rubric.weighting("rights"))
    with pytest.raises(EvaluatorError, match="shrinks with what does not apply"):
        attainable_ranks(layout)


def test_a_tree_of_other_means_has_no_attainable_ranks():
    rubric = toy_rubric(aggregation={"kind": "geometric"})
    layout = layout_of(contrast(three_plans(), rubric), rubric.weighting("rights"))
    with pytest.raises(EvaluatorError, match="not a weighted mean"):
        attainable_ranks(layout)


@pytest.mark.parametrize(("weighting", "fixed"), [("rights", 0.0), ("equal", 0.1)])
def test_weights_of_the_units_are_handed_to_the_tree_so_that_each_weighs_what_it_was_given(weighting, fixed):
    """Walked down the tree, the shares among siblings multiply to the weights that were asked for."""
    fewer = {leaf: 2 for leaf in (*LEAVES, "plan-quality") if leaf != "migration.control"}
    layout = _layout([toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", fewer)], weighting)
    region = region_of(layout, [0, 1])
    for drawn in np.random.default_rng(3).dirichlet(np.ones(len(region.units) - 1), 5):
        weights = np.array([*drawn * (1 - fixed), fixed])
        local, down, found = _local_weights(layout, region, weights), {0: 1.0}, np.zeros(len(layout.tree.criteria))
        for at, branch in enumerate(layout.tree.branches):
            nodes, units = local.nodes[0, list(branch.nodes)], local.criteria[0, list(branch.criteria)]
            shares = down[at] / (nodes.sum() + units.sum())
            down |= dict(zip(branch.nodes, nodes * shares, strict=True))
            found[list(branch.criteria)] = units * shares
        assert found[list(region.positions)] == pytest.approx(weights)


def test_where_the_solver_names_no_pair_that_binds_all_of_the_chosen_cannot_be_so_together():
    chosen = np.array([True, False, True])
    assert _incompatible_plans(chosen, np.array([False, False])).tolist() == [1, 0, 1]
    assert _incompatible_plans(chosen, np.array([False, True])).tolist() == [0, 0, 1]
