"""Plans on their common criteria under frames by their share of control: means by hand, and what the title may say."""

from __future__ import annotations

import pytest

from evaluator.contrasts.common_scores import CommonRow, common_scores, common_title
from evaluator.contrasts.sides import PLANS
from evaluator.model.block import Block
from evaluator.model.weighting import Weighting
from evaluator.pipeline import contrast
from tests.contrasts.synthetic import CRITERIA, entry, toy_assessment, toy_rubric, weighting

NAMES = {"AAA-2010-2011": "A", "BBB-2010-2011": "B"}
SHARES = (0.0, 0.2, 0.5, 0.6, 0.8, 1.0)  # of control: three frames lie over the half


def _frame(share: float) -> Weighting:
    """Return a frame with its whole weight on migration, `share` of it on control."""
    name = f"c{round(share * 10)}"
    given = weighting(name, {"migration": 1.0, "law-enforcement": 0.0, "human-rights": 0.0})
    given["weights"]["migration"] = {"migration.control": entry(share), "migration.protection": entry(1 - share)}
    return Weighting.model_validate(given)


def _found(*levels: dict[str, int | None], shares=SHARES):
    alike = dict.fromkeys(CRITERIA, 2)
    plans = [toy_assessment(name, {**alike, **given}) for name, given in zip(NAMES, levels, strict=True)]
    return common_scores(contrast(plans, toy_rubric(), tuple(map(_frame, shares))), NAMES)


def test_a_plan_has_a_dot_for_each_frame_and_the_means_on_both_sides_of_the_half():
    """Control at level 4 and 3 is 0.875, protection at level 2 is 0.5: a frame gives 0.5 + 0.375 times its share."""
    found = _found({"migration.control-1": 4, "migration.control-2": 3}, {})
    assert (found.under, found.over, found.criteria) == (3, 3, len(CRITERIA))
    first, second = (found.block.row(name) for name in NAMES)
    assert first.dots == tuple((share, pytest.approx(0.5 + 0.375 * share)) for share in SHARES)
    assert (first.under, first.over) == (pytest.approx(0.5 + 0.375 * 0.7 / 3), pytest.approx(0.5 + 0.375 * 0.8))
    assert (second.under, second.over, second.rise) == (0.5, 0.5, 0.0)


def test_what_one_plan_lacks_counts_in_none():
    found = _found({"migration.control-1": None, "migration.control-2": 4}, {"migration.control-1": 4})
    assert found.criteria == len(CRITERIA) - 1
    first, second = (found.block.row(name) for name in NAMES)
    assert (dict(first.dots)[1.0], dict(second.dots)[1.0]) == (1.0, 0.5)


def test_fewer_than_three_frames_on_one_side_tell_nothing():
    assert _found({}, {}, shares=SHARES[:5]) is None


def _block(*rises: float | None) -> Block[CommonRow]:
    rows = [
        CommonRow(f"P{k}", f"P{k}", "compared" if rise is not None else "apart", rise=rise)
        for k, rise in enumerate(rises)
    ]
    return Block.of("common", PLANS, rows, asked=[row.id for row in rows])


def test_all_is_said_where_every_plan_was_compared_and_rises():
    assert common_title(_block(0.1, 0.2)).claims[0].is_every
    for rises in ((0.1, None), (0.1, 0.0), (0.1, -0.2)):
        title = common_title(_block(*rises))
        assert not any(claim.is_every for claim in title.claims)
        assert "All" not in title.said
    assert common_title(_block(-0.1, -0.2)).claims[0].number == 2
