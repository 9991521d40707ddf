"""What monitors asked of a state, over their rounds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evaluator.library import Library
from evaluator.model.country import POINT_OUTCOMES, STRENGTHS, MonitorPoint
from evaluator.plans.asked import UNDONE_FIRST, matters


def point(name, year, repeats="", outcome=""):
    return MonitorPoint(name, "GRETA", 1, year, "S1", "paragraph 1", "urges", "the authorities", "do it",
                        repeats=repeats, outcome=outcome)  # fmt: skip


def test_what_three_rounds_ask_for_is_one_matter_in_order_of_time_whatever_the_order_of_rows():
    rows = [point("C", "2021", "B", "not-done"), point("A", "2012"), point("B", "2016", "A"), point("D", "2016")]
    found = matters(rows)
    assert [[p.point_id for p in one.points] for one in found] == [["A", "B", "C"], ["D"]]
    assert [one.outcome for one in found] == ["not-done", "not-assessed"]


def test_the_latest_report_that_says_what_became_of_it_counts_and_silence_takes_nothing_back():
    first = point("A", "2012", outcome="not-done")
    told = point("B", "2016", "A", "in-part")
    asked_only = point("C", "2021", "B", "not-assessed")
    (one,) = matters([first, told, asked_only])
    assert (one.outcome, one.judged.point_id, one.last.point_id) == ("in-part", "B", "C")
    assert matters([replace(first, outcome="")])[0].judged is None


def test_every_outcome_has_its_place_in_print():
    assert sorted(UNDONE_FIRST) == sorted(POINT_OUTCOMES)
    assert STRENGTHS[0] == "urges"


@given(st.permutations(range(6)), st.lists(st.sampled_from(("", *POINT_OUTCOMES)), min_size=6, max_size=6))
def test_each_row_is_in_one_matter_and_not_done_comes_first(order, outcomes):
    rows = [point(f"P{k}", str(2000 + k), f"P{k - 2}" if k % 2 and k > 2 else "", outcomes[k]) for k in range(6)]
    found = matters([rows[k] for k in order])
    assert sorted(p.point_id for one in found for p in one.points) == [row.point_id for row in rows]
    ranks = [UNDONE_FIRST.index(one.outcome) for one in found]
    assert ranks == sorted(ranks)


def test_compensation_in_montenegro_was_asked_for_in_three_rounds_and_not_done():
    library = Library.open()
    found = matters(library.assessment("MNE-2019-2024", "law-and-practice").monitoring)
    again = [one for one in found if len(one.points) > 1]
    assert {p.round for one in found for p in one.points} == {1, 2, 3, 4}
    first = again[0]
    assert (first.outcome, [p.published[:4] for p in first.points]) == ("not-done", ["2012", "2016", "2021"])
    assert "compensation-paid" in first.last.criterion_ids
