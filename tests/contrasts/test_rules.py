"""Rules that admissible weightings keep: read, checked, and named where they cannot stand together."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.contrasts.draws.rules import (
    RuleSide,
    WeightRule,
    _hit_and_run_step,
    check_names,
    parse_rules,
    polytope,
    walk,
)
from evaluator.errors import EvaluatorError, InvalidInputError
from tests.contrasts.synthetic import choices

NAMES = ("a", "b", "c")
HOW = choices().hit_and_run


def test_orders_intervals_and_ratios_are_read():
    assert parse_rules(["human-rights > economic"]) == (
        WeightRule("human-rights > economic", RuleSide("human-rights", 1), RuleSide("economic", 1)),
    )
    assert parse_rules(["0.2<=a<=0.5"]) == (
        WeightRule("0.2<=a<=0.5", RuleSide("a", 1), RuleSide("", 0.2)),
        WeightRule("0.2<=a<=0.5", RuleSide("", 0.5), RuleSide("a", 1)),
    )
    assert parse_rules(["a>=2*b"])[0].smaller == RuleSide("b", 2)
    assert [rule.smaller.factor for rule in parse_rules(["a>=.5", "a>=2.", "a>=1.5 * b", "a>=10"])] == [0.5, 2, 1.5, 10]
    assert [r.names for r in parse_rules(["a>b>c"])] == [("a", "b"), ("b", "c")]


@pytest.mark.parametrize(
    "word",
    ["a", "a=b", "a>", ">b", "0.2<=0.3", "a>b>", "a>1.2.3", "1.2.3*a>b", "a>.", "A>b", "", "a>a", "a>b>b", "2*a>=a"],
)
def test_what_is_no_rule_is_refused(word):
    with pytest.raises(InvalidInputError, match="a rule as in human-rights>economic"):
        parse_rules([word])


def test_rules_speak_of_siblings_that_are_drawn():
    with pytest.raises(InvalidInputError) as caught:
        check_names(parse_rules(["a>x", "a>d", "q>a"]), [NAMES, ("d", "e")], ["q"])
    told = [str(problem) for problem in caught.value.problems]
    assert "x is no node of the rubric. Give one of a, b, c, d, e" in told[0]
    assert "a and d are no siblings" in told[1]
    assert "q is not drawn here" in told[2]


def test_the_point_farthest_inside_keeps_every_rule():
    found = polytope(NAMES, parse_rules(["a>b>c", "c>=0.1"]))
    assert found.centre.sum() == pytest.approx(1)
    assert (found.matrix @ found.centre > found.least).all()
    assert found.radius > 0.01


def test_conflicting_rules_are_named_and_no_others():
    with pytest.raises(EvaluatorError) as caught:
        polytope(NAMES, parse_rules(["a>b", "c>=0.1", "b>=0.6"]))
    assert str(caught.value) == "no weighting keeps all rules: 'a>b' and 'b>=0.6'"


def test_rules_that_leave_a_single_weighting_leave_no_room():
    with pytest.raises(EvaluatorError, match=r"leave no room to draw weightings from: 'a>=0\.5' and 'b>=0\.5'"):
        polytope(NAMES, parse_rules(["a>=0.5", "b>=0.5", "a>c"]))


def test_a_single_child_has_the_whole_share_or_none():
    assert polytope(("a",), parse_rules(["a>=0.3"])).centre.tolist() == [1]
    with pytest.raises(EvaluatorError, match="no weighting keeps"):
        polytope(("a",), parse_rules(["a<=0.3"]))


def test_no_rule_leaves_the_whole_simplex():
    found = polytope(NAMES, [])
    assert found.centre == pytest.approx(np.full(3, 1 / 3))
    assert found.matrix.shape == (0, 3)


def test_a_node_against_itself_is_no_rule():
    for word in ("migration>migration", "a>=2*a", "0.1<0.2"):
        with pytest.raises(InvalidInputError, match="a rule as in"):
            parse_rules([word])


def test_points_stay_inside_and_mix():
    room = polytope(("a", "b", "c", "d"), parse_rules(["a>=0.7", "b<=0.1"]))
    points, mixing = walk("x", room, HOW, 2000, np.random.default_rng(1))
    assert points.shape == (2000, 4)
    assert points.sum(axis=1) == pytest.approx(1)
    assert (points >= 0).all()
    assert (points @ room.matrix.T >= room.least - 1e-12).all()
    assert mixing.worst < 1.1
    assert 200 < mixing.effective <= 2000


def test_the_walk_is_uniform_on_a_corner():
    """Above a >= 0.7 the corner is a simplex of a tenth of the size: mean of the other shares 0.3 / 3 / ... = 0.1."""
    room = polytope(("a", "b", "c"), parse_rules(["a>=0.7"]))
    points, _ = walk("x", room, HOW, 8000, np.random.default_rng(2))
    assert points.mean(axis=0) == pytest.approx([0.8, 0.1, 0.1], abs=0.005)


def test_a_walk_comes_as_often_near_the_ends_as_to_the_middle():
    """Two free shares are uniform on 0 to 1; a walk that goes only ahead would have a third in each outer quarter."""
    points, _ = walk("x", polytope(("a", "b"), ()), HOW, 8000, np.random.default_rng(3))
    assert np.histogram(points[:, 0], bins=4, range=(0, 1))[0] / 8000 == pytest.approx([0.25] * 4, abs=0.02)


def test_too_short_a_walk_is_seen():
    room = polytope(("a", "b", "c"), parse_rules(["a>=0.7"]))
    short = HOW.model_copy(update={"burn_in": 1, "thinning": 1})
    _, lazy = walk("x", room, short, 160, np.random.default_rng(2))
    _, patient = walk("x", room, HOW, 160, np.random.default_rng(2))
    assert lazy.worst > patient.worst


def test_the_burn_in_walks_before_anything_is_kept():
    """With the same seed, one step of burn-in drops exactly the first point of each chain."""
    room = polytope(("a", "b", "c"), parse_rules(["a>=0.3"]))
    cold, warm = (
        walk(
            "x",
            room,
            choices().hit_and_run.model_copy(update={"chains": 3, "burn_in": steps, "thinning": 1}),
            15 - 3 * steps,
            np.random.default_rng(4),
        )[0]
        for steps in (0, 1)
    )
    assert warm.tolist() == cold[3:].tolist()


def test_a_rule_that_no_direction_touches_stops_no_chain():
    points, rng = np.full((3, 4), 0.25), np.random.default_rng
    walls, least = np.eye(4), np.zeros(4)
    beside = _hit_and_run_step(points, np.vstack([walls, np.zeros(4)]), np.append(least, -1.0), rng(1))
    assert beside == pytest.approx(_hit_and_run_step(points, walls, least, rng(1)), abs=0)
