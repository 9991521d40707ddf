"""What a contrast page shows of the draws."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from tests.contrasts.pages import three_found, view_of_found
from tests.contrasts.synthetic import ALIKE, choices, toy_assessment, toy_rubric


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_the_printed_shares_of_a_plan_s_ranks_add_up_to_a_hundred(found):
    drawn = view_of_found(found).drawn
    assert [one.name for one in drawn] == ["weights", "doubts"]
    assert all(sum(bar.printed) == 100 for one in drawn for bar in one.bars)


def test_a_rank_that_plans_share_is_a_tie_on_the_page_too():
    plans = [toy_assessment(f"{name}-2010-2012", ALIKE) for name in ("AAA", "BBB")]
    tied = findings_of(contrast(plans, toy_rubric(contrast=choices()), ["equal"]), ContrastOptions())
    (drawn,) = [one for one in view_of_found(tied).drawn if one.name == "weights"]
    assert [[int(share) for share in bar.printed] for bar in drawn.bars] == [[0, 0, 100], [0, 0, 100]]
    assert drawn.tie.endswith("The first rank is shared in 100% of the draws.")


def test_without_a_tie_none_is_told():
    plans = [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", dict.fromkeys(ALIKE, 3))]
    apart = findings_of(contrast(plans, toy_rubric(contrast=choices()), ["equal"]), ContrastOptions())
    (drawn,) = [one for one in view_of_found(apart).drawn if one.name == "weights"]
    assert drawn.tie is None
    assert [bar.tied for bar in drawn.bars] == [0, 0]


def test_bars_stand_by_mean_rank_and_pairs_with_their_own_simulation(found):
    for one in view_of_found(found).drawn:
        assert [bar.mean for bar in one.bars] == sorted(bar.mean for bar in one.bars)
        assert {row.drawn for row in one.pairs} == {one.name}


def test_without_ranks_the_space_is_shown_and_no_bar(found):
    drawn = view_of_found(found, ranks=False).drawn
    assert [one.bars for one in drawn] == [(), ()]
    assert all(one.space for one in drawn)
