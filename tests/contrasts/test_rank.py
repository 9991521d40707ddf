"""Places by numbers on any scale."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contrasts.audit.rank import rank_down
from evaluator.contrasts.places import places

N = np.nan


def test_ties_share_the_better_place_and_what_is_missing_takes_none():
    assert rank_down(np.array([[5.0], [N], [9.0], [5.0], [1.0]]))[:, 0].tolist()[0] == 2
    found = rank_down(np.array([[5.0], [N], [9.0], [5.0], [1.0]]))[:, 0]
    assert np.array_equal(found, [2, N, 1, 2, 4], equal_nan=True)


@given(st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.1 + 0.2, 0.3, 1.0, N]), min_size=1, max_size=8))
def test_scores_have_the_places_that_contrast_gives_them(scores):
    ours = np.nan_to_num(rank_down(np.array(scores)[:, None])[:, 0])
    assert ours.tolist() == places(np.array([scores]))[0].tolist()
