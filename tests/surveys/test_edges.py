"""Corners of surveys, each worked by hand: ties of chance, blanks beside zeros, small samples, areas few judged."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.model.survey import Answer
from evaluator.surveys.frames import _inside, filled, frames_of, respondents_of
from evaluator.surveys.groups import Group
from evaluator.surveys.means import equal_means, firm_order
from evaluator.surveys.pages import pages_of, text_of
from tests.surveys.simulated import RUBRIC, WORDS, book_of, survey_of

AREAS = {"a01": 50, "a02": 100, "a03": 50, "a04": 10, "a05": 10}


def frames(book, *people):
    rows = [Answer(f"r{k}", "ngo", "points", k, code, p) for k, own in enumerate(people) for code, p in own.items()]
    return frames_of(respondents_of(rows, book), book, RUBRIC)


def test_what_chance_brings_exactly_as_far_apart_is_counted():
    """Two members a group: each mean is 0 or one step away by lot, and the observed distance is that step.

    Equal to it: one group moved and the other not (4 of 8); further: both moved, apart (1 of 8).
    """
    one = np.array([[0.1], [0.3]])
    step = 0.1 * np.sqrt(2)
    p = equal_means(one, one + step, 20_000, np.random.default_rng(7))
    assert p == pytest.approx(5 / 8, abs=0.02)


def test_groups_that_are_no_distance_apart_are_never_told_apart():
    one = np.array([[0.1], [0.3], [0.2]])
    assert equal_means(one, one, 200, np.random.default_rng(1)) == 1


@pytest.mark.parametrize(("times", "sure"), [(1.001, 1), (0.999, 0)])
def test_a_gap_is_held_against_student_s_t_of_its_degrees_and_an_error_of_that_many_members(times, sure):
    """Three members: the standard error is that of the samples times the root of 3/2; t of 2 degrees at 0.1 is 2.92."""
    samples = np.array([[0.52, 0.5], [0.5, 0.5], [0.48, 0.5]])
    gap = 2.919986 * np.std([0.02, 0.0, -0.02]) * np.sqrt(3 / 2) * times
    order = firm_order(np.array([0.5 + gap, 0.5]), samples, 2, 0.9)
    assert order.tolist() == [[0, sure], [-sure, 0]]


def test_a_zero_is_not_the_lowest_that_the_highest_is_divided_by():
    given = frames(book_of("none"), AREAS | {"a05": 0}, {"a01": 100, "a02": 0}).given
    assert given[0] == 10  # 100 over 10
    assert np.isnan(given[1])


def test_whole_are_those_who_judged_each_page_and_as_many_lists_as_they_were_dealt():
    book = book_of()
    stances = {code: 50 for page in book.pages if page.kind == "stances" for code in page.codes}
    lists = [dict.fromkeys(page.codes, 50) for page in book.pages if page.kind == "criteria"]
    full = AREAS | stances
    got = frames(book, full, full | lists[0], full | lists[0] | lists[1], AREAS | lists[0] | lists[1])
    assert [got.whole(n).tolist() for n in (0, 1, 2)] == [
        [True, True, True, False], [False, True, True, False], [False, False, True, False],
    ]  # fmt: skip
    assert frames(book_of("none"), full, AREAS).whole(2).tolist() == [True, False]


def test_only_pages_inside_an_area_are_too_little_judged_and_those_all_judged_are_left_as_they_are():
    book = book_of("none")
    stances = {page.node: page.codes for page in book.pages if page.kind == "stances"}
    first, second = list(stances)[:2]
    of_all, of_one = dict.fromkeys(stances[first], 50), dict.fromkeys(stances[second], 50)
    got = frames(book, AREAS | of_all | of_one, AREAS | of_all)
    assert second in filled(got, RUBRIC, 2).few
    assert first not in filled(got, RUBRIC, 2).few
    assert filled(got, RUBRIC, 3).few == tuple(dict.fromkeys(node for node in stances if node != first))
    assert "total" not in filled(got, RUBRIC, 3).few


def test_an_area_with_too_few_answers_is_one_weight_in_the_test_of_means():
    members = np.array([[0.1, 0.2, 0.7], [0.3, 0.3, 0.4]])
    group = Group("ngo", "NGO", members, 2, 0, None, None, None, ("one",), areas=("one", "one", "two"))
    assert group.compared(("one",)) == pytest.approx(np.array([[0.3, 0, 0.7], [0.6, 0, 0.4]]))
    assert group.compared(()) == pytest.approx(members)


@pytest.mark.parametrize(("form", "question"), [("tick", "tick_question"), ("whole", "list_question")])
def test_a_list_to_tick_asks_otherwise_than_one_to_give_points(form, question):
    pages = [page for page in pages_of(survey_of(form), RUBRIC) if page.kind == "criteria"]
    asked = text_of(getattr(WORDS.words, question), "en")
    assert [page.question() for page in pages] == [asked.replace("{area}", page.title) for page in pages]


def test_an_area_of_one_criterion_has_no_list_to_share_points_over():
    first, *rest = (c.id for c in RUBRIC.criteria if RUBRIC.paradigm_of(c.id) == "migration")
    one = RUBRIC.model_copy(update={"criteria": tuple(c for c in RUBRIC.criteria if c.id not in rest)})
    assert RUBRIC.paradigm_of(first) == "migration"
    lists = {page.node for page in pages_of(survey_of("whole"), one) if page.kind == "criteria"}
    assert lists == set(RUBRIC.paradigms) - {"migration"}


def test_who_gives_a_part_nothing_takes_the_shares_of_all_together_inside_it():
    """Together 0.3 and 0.5: three and five eighths; where nobody gives anything the shares are even."""
    assert _inside(np.array([[0.2, 0.2], [0.1, 0.3], [0, 0]])) == pytest.approx(
        np.array([[0.5, 0.5], [0.25, 0.75], [0.375, 0.625]])
    )
    assert _inside(np.zeros((2, 2))).tolist() == [[0.5, 0.5]] * 2
