"""Pages and chapters; the faults of ratings have their files in tests/bad."""

from __future__ import annotations

import pytest

from evaluator.read.checks.header import _page_set
from evaluator.read.whole import check_library

HEAD = "criterion_id,status,level,rule,decided_by,decided_on,reason,inputs\n"
AGREED = "countries/XXS/plans/XXS-2020-2022/assessments/small/agreed.csv"
CODER = "countries/XXS/plans/XXS-2020-2022/assessments/small/a"


def test_pages_are_single_ones_and_ranges():
    assert _page_set("85;87-90, iv") == {"85", "87", "88", "89", "90", "iv"}
    assert _page_set("") == set()


def test_a_range_too_long_to_be_meant_stays_a_word():
    assert _page_set("1-999999999") == {"1-999999999"}


def agreed_problems(own, over_alone, *rows):
    (own / AGREED).write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return [p for p in check_library(over_alone(own)) if p.path.endswith("agreed.csv")]


@pytest.mark.parametrize(
    ("row", "inputs", "said"),
    [
        ("jobs,rated,3", "a:silent", "rated without evidence in any coder's file"),
        ("jobs,contrary,", "a:silent", "contrary without evidence in any coder's file"),
        ("dates,rated,4", "", "a rating of a criterion that is computed"),
        ("help-without-conditions,rated,0", "", "level 0 of a gate as `rated`"),
        ("help-after-raids,silent,", "", "silent on a criterion about the practice"),
    ],
)
def test_a_result_is_held_to_what_a_rating_is_held_to(row, inputs, said, own, over_alone):
    found = agreed_problems(own, over_alone, f"{row},discussion,lead,2021-06-12,Discussed,{inputs}")
    assert [(p.found, p.severity) for p in found] == [(said, "fault")]


def test_a_result_that_a_coder_has_evidence_for_is_no_fault(own, over_alone):
    row = "help-without-conditions,rated,2,discussion,lead,2021-06-12,Discussed,a:3"
    assert agreed_problems(own, over_alone, row) == []


def test_a_result_that_went_by_other_ratings_is_a_warning_that_names_the_command(own, over_alone):
    sound = "help-without-conditions,rated,3,single,,2021-06-12,,a:3"
    (found,) = agreed_problems(own, over_alone, sound, "jobs,rated,3,discussion,lead,2021-06-12,Discussed,a:3;b:3")
    assert (found.severity, found.line, found.key) == ("warning", 3, "inputs")
    assert str(found).endswith(
        "the agreed rating of jobs no longer holds: it went by a:3;b:3. Give the ratings as they are, a:silent. "
        "Settle it again with `evaluator panel settle XXS-2020-2022 --rubric small`."
    )


def test_where_a_coders_row_cannot_be_read_nobody_says_that_an_agreement_is_overtaken(own, over_alone):
    ratings = (own / AGREED).with_name("a.csv")
    text = ratings.read_text(encoding="utf-8")
    ratings.write_text(text.replace("conditions,2,rated,3", "conditions,2,rated,x"), encoding="utf-8")
    assert agreed_problems(own, over_alone, "help-without-conditions,rated,3,single,,2021-06-12,,a:3") == []


@pytest.mark.parametrize(
    ("row", "key", "said"),
    [
        ("rated,4,single", "level", "level 4 of a:3, and nobody who decided it"),
        ("rated,2,discussion", "level", "level 2 of a:3, and nobody who decided it"),
        ("disputed,,", "status", "disputed of a:3, and nobody who decided it"),
        ("not-assessed,,", "status", "not-assessed of a:3, and nobody who decided it"),
    ],
)
def test_a_result_that_the_rule_does_not_give_and_nobody_decided_is_a_fault(row, key, said, own, over_alone):
    (found,) = agreed_problems(own, over_alone, f"help-without-conditions,{row},,2021-06-12,,a:3")
    assert (found.severity, found.line, found.key, found.found) == ("fault", 2, key, said)
    assert found.expected == "level 3, as the rubric's rule gives"
    assert found.suggestion == (
        "Say who decided, or remove the row and run `evaluator panel settle XXS-2020-2022 --rubric small`."
    )


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
        f"{line}:{column}: {told}. Give an id in evidence.csv. "
        "Correct it. Write with a hyphen what is not a passage, such as road E-75."
    )


def test_a_passage_a_source_and_a_word_with_a_hyphen_are_no_fault(own, over_alone):
    assert problems_with(own, over_alone, ".csv", "A rule for all", "E1 and (E3) on the road E-75") == []


def test_a_range_of_ids_is_a_fault_as_a_page_numbers_them_in_another_order(own, over_alone):
    (found,) = problems_with(own, over_alone, ".csv", "A rule for all", "E1 to E3")
    assert found.startswith("2:7: reason: the range 'E1 to E3'. Give single ids. Name each passage by itself")


def test_the_notes_of_a_coders_header_are_held_to_the_same(own, over_alone):
    (found,) = problems_with(own, over_alone, ".yaml", "state: final", "state: final\nnotes: From E1 and E7.")
    assert "notes: the passage 'E7'. Give an id in evidence.csv." in found


def test_an_agreed_reason_is_held_to_the_same(own, over_alone):
    agreed = own / f"{CODER}.csv"
    head = "criterion_id,status,level,rule,decided_by,decided_on,reason,inputs\n"
    row = "help-without-conditions,rated,3,discussion,lead,2021-06-12,As E8 says,a:3\n"
    agreed.with_name("agreed.csv").write_text(head + row, encoding="utf-8")
    (found,) = faults(over_alone(own))
    assert "agreed.csv:2:7: reason: the passage 'E8'. Give an id in evidence.csv." in found
