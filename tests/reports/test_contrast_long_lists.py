"""Long lists of a contrast page are cut."""

from __future__ import annotations

import pytest

from evaluator.contrasts.options import SECTIONS
from evaluator.reports.contrast.view import LISTED
from tests.contrasts.pages import three_found, view_of_found


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_long_lists_are_cut_and_what_is_left_is_counted(found, monkeypatch):
    whole = view_of_found(found, SECTIONS)
    assert (whole.crossings_left, whole.left_out_left) == (0, 0)
    assert len(whole.left_out) <= LISTED
    monkeypatch.setattr("evaluator.reports.contrast.view.LISTED", 1)
    cut = view_of_found(found, SECTIONS)
    assert len(cut.crossings) + cut.crossings_left == len(whole.crossings)
    assert len(cut.left_out) + cut.left_out_left == len(whole.left_out)
    assert len(cut.left_out) == 1
