"""What a panel's result may say."""

from __future__ import annotations

import pytest

from evaluator.read.check import check_library

HEAD = "criterion_id,status,level,rule,decided_by,decided_on,reason,inputs\n"
AGREED = "countries/XXS/plans/XXS-2020-2022/assessments/small/agreed.csv"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("jobs,rated,3", "rated without evidence in any coder's file"),
        ("jobs,contrary,", "contrary without evidence in any coder's file"),
        ("dates,rated,4", "a rating of a criterion that is computed"),
        ("help-without-conditions,rated,0", "level 0 of a gate as `rated`"),
        ("help-after-raids,silent,", "silent on a criterion about the practice"),
    ],
)
def test_a_result_is_held_to_what_a_rating_is_held_to(row, said, own, over_alone):
    (own / AGREED).write_text(f"{HEAD}{row},discussion,lead,2021-06-12,Discussed,\n", encoding="utf-8")
    found = [p.found for p in check_library(over_alone(own)) if p.path.endswith("agreed.csv")]
    assert found == [said]


def test_a_result_that_a_coder_has_evidence_for_is_no_fault(own, over_alone):
    text = f"{HEAD}help-without-conditions,rated,2,discussion,lead,2021-06-12,Discussed,a:3\n"
    (own / AGREED).write_text(text, encoding="utf-8")
    assert [p for p in check_library(over_alone(own)) if p.path.endswith("agreed.csv")] == []
