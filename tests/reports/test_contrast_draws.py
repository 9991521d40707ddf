"""What a contrast page shows of the draws."""

from __future__ import annotations

import pytest

from tests.contrasts.pages import three_found, view_of_found


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_the_printed_shares_of_a_plan_s_ranks_add_up_to_a_hundred(found):
    drawn = view_of_found(found).drawn
    assert [one.name for one in drawn] == ["weights", "doubts"]
    assert all(sum(bar.printed) == 100 for one in drawn for bar in one.bars)


def test_bars_stand_by_mean_rank_and_pairs_with_their_own_simulation(found):
    for one in view_of_found(found).drawn:
        assert [bar.mean for bar in one.bars] == sorted(bar.mean for bar in one.bars)
        assert {row.drawn for row in one.pairs} == {one.name}


def test_without_ranks_the_space_is_shown_and_no_bar(found):
    drawn = view_of_found(found, ranks=False).drawn
    assert [one.bars for one in drawn] == [(), ()]
    assert all(one.space for one in drawn)
