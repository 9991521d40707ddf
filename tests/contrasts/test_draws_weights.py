"""Weightings are drawn without bias, keep their rules, and depend on the seed alone."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.rules import parse_rules
from evaluator.contrasts.draws.weights import CHUNK, _nodes_with_weight, chunks, draw, noisy, noisy_weights, space_of
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.scoring.weights import LocalWeights
from tests.contrasts.synthetic import choices, three_plans, toy_rubric
from tests.marking import unsaid

WALK = choices().hit_and_run
SEED = np.random.SeedSequence(3)


@pytest.fixture(scope="module")
def layout():
    study = contrast(three_plans(), toy_rubric(), ["equal"])
    return layout_of(study, study.weightings[0])


@pytest.fixture(scope="module")
def whole():
    study = contrast(three_plans(), toy_rubric(), ["equal"])
    return layout_of(study, study.weightings[0], nested=True)


def _paradigms(space, layout, size=4000):
    weights, mixing = draw(space, layout.base, size, SEED)
    (part,) = [p for p in space.drawn if p.id == "paradigms"]
    shares = weights.nodes[:, part.nodes]
    return shares / shares.sum(axis=1, keepdims=True), mixing


def test_paradigms_and_stances_are_drawn_and_the_root_is_not(layout):
    space = space_of(layout, WALK)
    assert [part.id for part in space.drawn] == ["paradigms", "migration", "law-enforcement", "human-rights"]
    assert space.words == (
        "Weights are drawn at random, every mixture equally likely, separately for the parts of: "
        "paradigms, migration, law-enforcement, human-rights; criteria within a stance keep their weights."
    )


def test_nested_draws_every_node(whole):
    space = space_of(whole, WALK, nested=True)
    assert len(space.drawn) == 2 + 3 + 6 + 1
    assert "the whole" in space.words
    assert "the weight of every criterion is drawn too" in space.words


def test_uniform_shares_have_the_moments_of_the_simplex(layout):
    """On the simplex of k parts a share has mean 1/k and variance (k - 1) / (k**2 (k + 1))."""
    shares, _ = _paradigms(space_of(layout, WALK), layout, 20_000)
    assert shares.sum(axis=1) == pytest.approx(1)
    assert shares.mean(axis=0) == pytest.approx(np.full(3, 1 / 3), abs=0.01)
    assert shares.var(axis=0) == pytest.approx(np.full(3, 2 / (9 * 4)), rel=0.05)


def test_the_dirichlet_has_the_moments_it_states(layout):
    shares, _ = _paradigms(space_of(layout, WALK, concentration=50.0), layout, 20_000)
    assert shares.mean(axis=0) == pytest.approx(np.full(3, 1 / 3), abs=0.01)
    assert shares.var(axis=0) == pytest.approx(np.full(3, (1 / 3) * (2 / 3) / 51), rel=0.05)


def test_rejection_and_hit_and_run_agree_within_an_order(layout):
    """Sorting uniform shares gives the same distribution: means 11/18, 5/18 and 2/18."""
    rules = parse_rules(["human-rights>migration>law-enforcement"])
    kept = space_of(layout, WALK, rules=rules)
    walked = space_of(layout, WALK.model_copy(update={"rejection_floor": 1.0}), rules=rules)
    assert next(p.way for p in kept.drawn) == "rejection"
    assert next(p.way for p in walked.drawn) == "hit-and-run"
    for space in (kept, walked):
        shares, mixing = _paradigms(space, layout)
        migration, law, rights = shares.T
        assert (rights >= migration).all()
        assert (migration >= law).all()
        assert shares.mean(axis=0) == pytest.approx([5 / 18, 2 / 18, 11 / 18], abs=0.015)
        assert [m.node_id for m in mixing] == (["paradigms"] if space is walked else [])
    assert "human-rights>migration>law-enforcement" in kept.words


def test_a_child_without_weight_is_never_given_any():
    study = contrast(three_plans(), toy_rubric(), ["police"])
    layout = layout_of(study, study.weightings[0])
    space = space_of(layout, WALK)
    weights, _ = draw(space, layout.base, 50, SEED)
    rights = [b.id for b in layout.tree.branches].index("human-rights")
    assert not weights.nodes[:, rights].any()
    with pytest.raises(InvalidInputError, match="human-rights is not drawn here"):
        space_of(layout, WALK, rules=parse_rules(["human-rights>migration"]))


def test_around_a_weighting_a_rare_rule_is_refused(layout):
    with pytest.raises(EvaluatorError, match="of the draws around the weighting keep"):
        space_of(layout, WALK, concentration=500.0, rules=parse_rules(["migration>=0.9"]))


def test_a_tiny_concentration_leaves_no_share_at_nothing(layout):
    shares, _ = _paradigms(space_of(layout, WALK, concentration=1e-3), layout)
    assert np.isfinite(shares).all()
    assert (shares > 0).all()


def test_where_nothing_can_vary_nothing_is_drawn():
    rubric = toy_rubric()
    bare = rubric.weighting("equal").model_copy(update={"weights": {}})
    study = contrast(three_plans(), rubric, [bare])
    layout = layout_of(study, bare)
    stuck = dataclasses.replace(layout, fixed=frozenset(b.id for b in layout.tree.branches))
    with pytest.raises(EvaluatorError, match="nothing to draw"):
        space_of(stuck, WALK)


def test_chunks_add_up_to_the_draws():
    assert chunks(2500) == [CHUNK, CHUNK, 500]
    assert sum(chunks(999)) == 999
    assert chunks(CHUNK) == [CHUNK]


@pytest.mark.parametrize("concentration", [None, 50.0])
def test_what_is_drawn_can_be_said_in_another_language_whole(layout, whole, concentration):
    ruled = space_of(layout, WALK, concentration=concentration, rules=parse_rules(["human-rights>=0.1"]))
    nested = space_of(whole, WALK, nested=True, concentration=concentration)
    for space in (ruled, nested):
        assert unsaid(space.words, ("human-rights>=0.1", *(part.id for part in space.drawn))) == ""


def test_a_node_with_weight_lives_only_if_something_below_it_has_weight(layout):
    """All criteria of the paradigms at nothing: only the root lives, by plan quality."""
    criteria = layout.base.criteria.copy()
    criteria[0, :-1] = 0.0
    bare = dataclasses.replace(layout, base=LocalWeights(layout.base.nodes, criteria))
    assert [bare.tree.branches[at].id for at, lives in sorted(_nodes_with_weight(bare).items()) if lives] == ["total"]
    assert all(_nodes_with_weight(layout).values())


def test_how_many_draws_keep_a_rule_is_told_with_the_way_they_are_drawn(layout):
    """Of shares uniform over three siblings, one is over a half in a quarter."""
    (ruled,) = (
        part
        for part in space_of(layout, WALK, rules=parse_rules(["human-rights>=0.5"])).drawn
        if part.id == "paradigms"
    )
    assert (ruled.way, ruled.accepted) == ("rejection", pytest.approx(0.25, abs=0.05))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 100))
def test_a_weight_stays_within_its_share_and_nothing_stays_nothing(factor, spin, weight):
    moved = float(noisy(np.array([weight]), factor, np.array([spin]))[0])
    assert weight * (1 - factor) - 1e-9 <= moved <= weight * (1 + factor) + 1e-9
    assert noisy(np.zeros(1), factor, np.array([spin])).tolist() == [0]


def test_every_weight_of_nodes_and_criteria_moves_by_itself_and_the_seed_decides():
    base = LocalWeights(np.array([[1.0, 2.0]]), np.array([[1.0, 1.0, 0.0]]))
    one, again = noisy_weights(base, 0.25, 50, 7), noisy_weights(base, 0.25, 50, 7)
    assert np.array_equal(one.nodes, again.nodes)
    assert np.array_equal(one.criteria, again.criteria)
    assert one.nodes.shape == (50, 2)
    assert one.criteria[:, 0].std() > 0.05
    assert not np.array_equal(one.criteria[:, 0], one.criteria[:, 1])
    assert (one.criteria[:, 2] == 0).all()
    assert not np.array_equal(one.nodes, noisy_weights(base, 0.25, 50, 8).nodes)
