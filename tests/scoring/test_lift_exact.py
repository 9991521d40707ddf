"""Fewest steps by dynamic programming."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.scoring.lift.exact import fewest
from evaluator.scoring.lift.steps import RatingSteps

GAINS = st.lists(st.floats(0, 0.3), min_size=1, max_size=3).map(
    lambda steps: (0.0, *itertools.accumulate(round(step, 3) for step in steps))
)


def ladder(k, gains, tripped):
    return RatingSteps(f"c{k}", tuple(range(len(gains))), gains, tripped)


@settings(max_examples=150)
@given(st.lists(st.tuples(GAINS, st.booleans()), min_size=1, max_size=4), st.floats(0, 1), st.integers(0, 2))
def test_it_finds_what_trying_all_finds(ladders, lower, release):
    rungs = [ladder(k, gains, tripped) for k, (gains, tripped) in enumerate(ladders)]
    found = fewest(rungs, lower, release, 5, 0.1)
    enough = {}
    for steps in itertools.product(*(range(len(gains)) for gains, _ in ladders)):
        gain = sum(rung.gains[k] for rung, k in zip(rungs, steps, strict=True))
        freed = sum(rung.is_tripped and k > 0 for rung, k in zip(rungs, steps, strict=True))
        if round(0.1 + gain, 9) >= lower and freed >= release:
            enough.setdefault(sum(steps), []).append((round(gain, 12), steps))
    if not enough:
        assert found == []
        return
    best = sorted(gain for gain, _ in enough[min(enough)])[::-1]
    assert {sum(steps) for steps in found} == {min(enough)}
    gains = [round(sum(rung.gains[k] for rung, k in zip(rungs, steps, strict=True)), 12) for steps in found]
    assert gains == best[:5]


def test_equal_gains_stand_in_tree_order_and_the_number_of_ways_is_kept():
    rungs = [ladder(k, (0.0, 0.1), tripped=False) for k in range(8)]
    found = fewest(rungs, 0.2, 0, 5, 0.0)
    assert [[k for k, steps in enumerate(way) if steps] for way in found] == [[0, 1], [0, 2], [0, 3], [0, 4], [0, 5]]


def test_a_threshold_met_but_for_binary_noise_is_met():
    rungs = [ladder(k, (0.0, 0.1), tripped=False) for k in range(3)]
    assert fewest(rungs, 0.3, 0, 1, 0.0) == [(1, 1, 1)]
