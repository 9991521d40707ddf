from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.reports.html.scales import AxisScale, segments, ticks


def test_a_number_outside_the_scale_stands_at_its_end():
    across = AxisScale(0, 1, 10, 110)
    assert (across.at(-1), across.at(0.5), across.at(7)) == (10, 60, 110)


@pytest.mark.parametrize(("low", "high", "about", "expected"), [(0, 1, 5, 6), (0, 1000, 4, 6), (-3, 3, 6, 7)])
def test_ticks_are_round_and_about_as_many_as_asked(low, high, about, expected):
    found = ticks(low, high, about)
    assert len(found) == expected
    assert all(low <= tick <= high for tick in found)


@given(st.lists(st.floats(0, 1, allow_nan=False), min_size=1, max_size=5))
def test_stacked_parts_lie_end_to_end(parts):
    whole = sum(parts) or 1.0
    found = segments([part / whole for part in parts], AxisScale(0, 1, 0, 200))
    assert all(abs(a + width - b) < 0.011 for (a, width), (b, _) in pairwise(found))
