"""Hit-and-run stays inside, is uniform, and says how well it mixed."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.contrasts.draws.mixing import _step, walk
from evaluator.contrasts.draws.rules import parse_rules, polytope
from tests.contrasts.synthetic import choices

HOW = choices().hit_and_run


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
    beside = _step(points, np.vstack([walls, np.zeros(4)]), np.append(least, -1.0), rng(1))
    assert beside == pytest.approx(_step(points, walls, least, rng(1)), abs=0)
