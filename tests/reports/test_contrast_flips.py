"""What a contrast page shows of changes of the order."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from tests.contrasts.pages import three_found, view_of_found
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_flips_are_the_least_sums_of_changes_of_whole_scores(found):
    view = view_of_found(found)
    for row in (*view.flips, *view.flips_shared):
        assert (row.kind, row.norm) == ("total", "l1")
    assert view.flips
    assert {row.shared for row in view.flips} == {None}
    assert None not in {row.shared for row in view.flips_shared}


def test_sentences_call_plans_as_rows_do_and_ids_stay_ids(found):
    view = view_of_found(found)
    ids = found.study.plan_ids
    assert all(not any(name in row.text for name in ids) for row in (*view.flips, *view.attainable))
    assert {row.plan_id for row in view.attainable} <= set(ids)


def test_a_plan_whose_row_is_headed_by_its_code_has_the_code_in_sentences():
    plans = [*three_plans(), toy_assessment("AAA-2013-2015", ALIKE)]
    options = ContrastOptions(sections=("flips",))
    view = view_of_found(findings_of(contrast(plans, toy_rubric(contrast=choices())), options), ("flips",))
    coded = view.in_rows["AAA-2013-2015"]
    assert coded == view.names["AAA-2013-2015"]
    told = " ".join(row.text for row in view.attainable)
    assert coded in told
    assert "AAA-2013-2015" not in told
