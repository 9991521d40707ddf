"""Boxes of a passage are spelt and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model.anchor import boxes_of, quads_text

numbers = st.integers(-99_999, 99_999).map(lambda n: n / 100)
boxes = st.tuples(numbers, numbers, st.integers(1, 9_999), st.integers(1, 9_999)).map(
    lambda b: (b[0], b[1], round(b[0] + b[2] / 100, 2), round(b[1] + b[3] / 100, 2))
)


@given(st.lists(boxes, max_size=4))
def test_boxes_are_read_back_as_they_were_spelt(found):
    assert boxes_of(quads_text(found)) == tuple(found)


@pytest.mark.parametrize(
    "text", ["1 2 3", "1 2 3 4;5 6 7 8", "1,2,3,4", "3 2 1 4", "1 4 3 2", "a b c d", "1 2 3 4; ", "nan 2 3 4"]
)
def test_another_form_is_refused(text):
    with pytest.raises(ValueError, match="left bottom right top"):
        boxes_of(text)


def test_nought_has_no_sign():
    assert quads_text([(-0.001, 0.0, 1.0, 2.0)]) == "0 0 1 2"
