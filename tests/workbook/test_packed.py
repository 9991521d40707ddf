"""Texts packed into cells come back letter by letter, or not at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.workbook.sheet.packed import CHUNK, pack, unpack


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=50)), max_size=4, unique_by=lambda pair: pair[0]))
def test_texts_come_back(pairs):
    assert unpack(pack(pairs)) == dict(pairs)


def test_pieces_fit_a_cell():
    noise = random.Random(1)  # noqa: S311  (noise that does not shrink, the same each time)
    pieces = pack([("long", "".join(chr(noise.randrange(33, 9000)) for _ in range(40_000)))])
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= CHUNK


@pytest.mark.parametrize("spoiled", [["AAAA"], ["not base64!"], [], ["eNoDAAAAAAE="]])
def test_a_changed_piece_is_noticed(spoiled):
    with pytest.raises(ValueError, match="the hidden sheet was changed"):
        unpack(spoiled)
