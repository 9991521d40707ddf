"""Which choice moves the ranks most."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.contrasts.sensitivity import _indices, rank_shifts, sensitivity
from evaluator.errors import EvaluatorError, UnknownNameError
from tests.contrasts.synthetic import ALIKE, LEAVES, choices, three_plans, toy_assessment, toy_scene

HOW = choices().sensitivity


def test_a_choice_that_cannot_matter_has_an_index_of_nothing():
    """Levels are 0 or 4 in whole stances: no value function tells them apart."""
    rng = np.random.default_rng(2)
    plans = [
        toy_assessment(f"{n}AA-2010-2012", {leaf: int(rng.choice([0, 4])) for leaf in (*LEAVES, "plan-quality")})
        for n in "ABCDEF"
    ]
    scene, _ = toy_scene(plans)
    found = {index.doubt: index for index in sensitivity(scene, HOW, 3, ("weights", "value-function")).indices}
    assert found["value-function"].total == pytest.approx(0, abs=1e-12)
    assert found["value-function"].first == pytest.approx(0, abs=1e-12)
    assert found["weights"].total == pytest.approx(1, abs=0.35)


def test_indices_come_with_intervals_and_convergence_and_are_repeatable():
    scene, _ = toy_scene()
    one, same = (sensitivity(scene, HOW, 3) for _ in range(2))
    assert one == same
    assert one.runs == HOW.base * (len(one.indices) + 2)
    assert [i.total for i in one.indices] == sorted((i.total for i in one.indices), reverse=True)
    assert all(i.total_interval > 0 and i.halves >= 0 for i in one.indices if i.total > 0.01)
    assert one.shift > 0


def test_where_nothing_moves_any_rank_there_is_no_index():
    plans = [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", dict.fromkeys(ALIKE, 3))]
    scene, _ = toy_scene(plans)
    found = sensitivity(scene, HOW, 1)
    assert (found.indices, found.shift) == ((), 0.0)


def test_shifts_are_counted_from_the_base_ranks():
    scene, _ = toy_scene(three_plans())
    shifts = rank_shifts(scene, ("quality",), np.linspace(0, 0.99, 20)[:, None], 16, 1)
    assert shifts.shape == (20,)
    assert set(np.round(shifts * 3).tolist()) <= {0, 2, 4}


def test_what_cannot_be_split_is_refused():
    scene, _ = toy_scene(three_plans())
    with pytest.raises(UnknownNameError, match="Did you mean 'weights'"):
        sensitivity(scene, HOW, 1, ("weight", "quality"))
    with pytest.raises(EvaluatorError, match="two choices in doubt"):
        sensitivity(scene, HOW, 1, ("weights",))


def test_the_shift_of_a_run_is_the_places_moved_shared_among_the_plans_that_have_a_rank():
    """Three plans: by a geometric mean of the paradigms three places change in all, one a plan."""
    scene, _ = toy_scene(three_plans())
    drawn = rank_shifts(scene, ("weights",), np.linspace(0, 0.99, 20)[:, None], 16, 1)
    assert set(np.round(drawn * 3, 9).tolist()) == {0, 2, 4}
    joined = rank_shifts(scene, ("aggregation",), np.linspace(0, 0.99, 20)[:, None], 16, 1)
    assert joined.tolist() == [0] * 10 + [1] * 10


def test_where_only_runs_that_change_one_choice_shift_a_rank_no_share_is_found_and_nothing_is_warned_of():
    """Of each four runs the first and the last are the sample whose variance counts: it has none."""
    shifts = np.zeros(256)
    shifts[1] = 1.0
    problem = {"num_vars": 2, "names": ["weights", "unrated"], "bounds": [[0.0, 1.0]] * 2}
    found = _indices(problem, shifts, 0.95, 7)
    assert not any(found[key].any() for key in ("S1", "ST", "ST_conf"))
