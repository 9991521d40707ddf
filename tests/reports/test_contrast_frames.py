"""What a contrast page shows of frames beside scores."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from evaluator.model.rubric import ROOT
from evaluator.reports.contrast.frames import _has_empty_paradigm
from tests.contrasts.pages import three_found, view_of_found


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_the_columns_of_weights_are_titled_by_paradigms_and_stances(found):
    view = view_of_found(found)
    assert view.stance_titles == ("Control", "Protection", "Structural", "No stance")
    assert len(view.group_titles) == len(view.scores[0].groups)


def test_a_paradigm_without_criteria_is_told(found):
    assert not view_of_found(found).has_empty_paradigm
    above = {"a-1": ("a", ROOT), "b-1": ("b", ROOT)}
    whole = SimpleNamespace(paradigms=("a", "b", ROOT), by_id=above, ancestors=above.get)
    assert not _has_empty_paradigm(whole)
    assert _has_empty_paradigm(SimpleNamespace(paradigms=("a", "b", "c"), by_id=above, ancestors=above.get))


def test_moves_are_shown_only_if_their_section_is_asked_for(found):
    assert view_of_found(found).has_moves
    assert not view_of_found(found, ("scores",)).has_moves
