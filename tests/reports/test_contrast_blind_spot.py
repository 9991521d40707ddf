"""What a contrast page shows of the blind spot."""

from __future__ import annotations

import pytest

from tests.contrasts.pages import three_found, view_of_found


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_the_four_shares_of_a_coding_add_up_to_a_hundred(found):
    view = view_of_found(found)
    assert [spot.row.basis for spot in view.spots] == [spot.basis for spot in found.spots]
    assert all(sum(spot.printed) == 100 for spot in view.spots)


def test_scores_are_those_of_the_coding_that_the_base_weighting_refers_to(found):
    assert {part.basis for part in view_of_found(found).parts} == {found.base.reference_tip}


def test_a_contrast_without_the_section_shows_nothing_of_it(found):
    view = view_of_found(found, ("scores",))
    assert (view.spots, view.parts, view.narrow, view.tiers, view.association) == ((), (), (), (), ())
