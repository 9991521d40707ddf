"""Passages that the evaluators name in their own words."""

from __future__ import annotations

import pytest

from evaluator.read.whole import check_library

CODER = "countries/XXS/plans/XXS-2020-2022/assessments/small/a"


def problems_with(own, over_alone, ending, old, new):
    file = own / f"{CODER}{ending}"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return [fault.partition(f"small/a{ending}:")[2] for fault in faults(over_alone(own))]


def faults(library):
    return [str(problem) for problem in check_library(library) if problem.severity == "fault"]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        (7, "A rule for all (level 3)", "reason: the passage 'E9'"),
        (8, "A check (level 4)", "missing_for_next: the passage 'E9'"),
        (9, "help: work; trade; jobs", "searched: the passage 'E9'"),
    ],
)
def test_an_id_that_no_passage_has_is_a_fault_in_its_cell(column, cell, told, own, over_alone):
    line = 5 if column == 9 else 2
    old = '"help: work, trade, jobs"' if column == 9 else cell
    (found,) = problems_with(own, over_alone, ".csv", old, f"{cell} as E9 says")
    assert found == (
        f"{line}:{column}: {told}; expected an id in evidence.csv. "
        "Correct it. Write with a hyphen what is not a passage, such as road E-75."
    )


def test_a_passage_a_source_and_a_word_with_a_hyphen_are_no_fault(own, over_alone):
    assert problems_with(own, over_alone, ".csv", "A rule for all", "E1 and (E3) on the road E-75") == []


def test_a_range_of_ids_is_a_fault_as_a_page_numbers_them_in_another_order(own, over_alone):
    (found,) = problems_with(own, over_alone, ".csv", "A rule for all", "E1 to E3")
    assert found.startswith("2:7: reason: the range 'E1 to E3'; expected single ids. Name each passage by itself")


def test_the_notes_of_a_coders_header_are_held_to_the_same(own, over_alone):
    (found,) = problems_with(own, over_alone, ".yaml", "state: final", "state: final\nnotes: From E1 and E7.")
    assert "notes: the passage 'E7'; expected an id in evidence.csv." in found


def test_an_agreed_reason_is_held_to_the_same(own, over_alone):
    agreed = own / f"{CODER}.csv"
    head = "criterion_id,status,level,rule,decided_by,decided_on,reason,inputs\n"
    row = "help-without-conditions,rated,3,discussion,lead,2021-06-12,As E8 says,a:3\n"
    agreed.with_name("agreed.csv").write_text(head + row, encoding="utf-8")
    (found,) = faults(over_alone(own))
    assert "agreed.csv:2:7: reason: the passage 'E8'; expected an id in evidence.csv." in found
