"""What a contrast page shows of groups, of what is left out, and of the method."""

from __future__ import annotations

import pytest

from tests.contrasts.pages import three_found, view_of_found


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_what_stands_elsewhere_on_the_page_is_not_said_again_by_the_method(found):
    view = view_of_found(found)
    assert view.levels_sentence.startswith("On present evidence")
    told = {row.text for row in view.how}
    assert told
    assert not told & {*view.headline, view.levels_sentence}


def test_without_groups_the_method_says_their_sentence(found):
    view = view_of_found(found, ("flips",))
    assert (view.levels, view.levels_sentence) == ((), "")
    assert [row.text for row in view.how if row.text.startswith("On present evidence")] != []


def test_only_what_changes_a_rank_is_listed_as_left_out(found):
    view = view_of_found(found)
    assert view.left_out
    assert all(row.rank_before != row.rank_after for row in view.left_out)
