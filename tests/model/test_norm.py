"""The norm level is declared by the rubric, with its origin, and is never a gap as well."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.library import Library
from evaluator.model.norm import NormLevel, norm_of, standing_of

RUBRIC = Library.open().rubric()


@pytest.mark.parametrize("name", Library.open().rubric_names)
def test_every_shipped_rubric_declares_it_with_origin_and_ground(name):
    norm = Library.open().rubric(name).norm_level
    assert norm is not None
    assert (norm.level, norm.gap_up_to, norm.origin) == (3, 1, "modelled")
    assert norm.ground


@pytest.mark.parametrize(("level", "gap"), [(3, 3), (1, 2)])
def test_no_level_is_a_strength_and_a_gap(level, gap):
    with pytest.raises(ValidationError, match="`gap_up_to` under `level`"):
        NormLevel(level=level, gap_up_to=gap, origin="modelled")


def test_without_a_norm_level_no_level_is_either():
    bare = RUBRIC.model_copy(update={"norm_level": None})
    assert norm_of(bare, "non-punishment") is None
    assert standing_of(bare, "non-punishment", 4, 1.0) == "neither"
