"""Answers become frames: shares down the tree, blanks that are no zeros, lists that others of the group fill."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.model.survey import Answer
from evaluator.surveys.frames import drawn_to, filled, frames_of, page_shares, respondents_of
from evaluator.surveys.pages import pages_of
from tests.surveys.simulated import RUBRIC, RULES, answers_of, book_of, centre_of, people_around, survey_of

NAN = np.nan
AREAS = {"a01": 50, "a02": 100, "a03": 50, "a04": 0, "a05": 0}


def frames(book, *people):
    rows = [Answer(f"r{k}", "ngo", "points", k, code, p) for k, own in enumerate(people) for code, p in own.items()]
    return frames_of(respondents_of(rows, book), book, RUBRIC)


def weight(frames, row, *names):
    at = [k for k, c in enumerate(RUBRIC.criteria) if {c.id, c.parent, RUBRIC.paradigm_of(c.id)} & set(names)]
    return frames.weights[row, at].sum()


def test_points_of_areas_and_stances_are_multiplied_down():
    got = frames(book_of("none"), {**AREAS, "s01": 100, "s02": 100, "s03": 0})
    assert weight(got, 0, "law-enforcement") == pytest.approx(0.5)
    assert weight(got, 0, "migration.control") == pytest.approx(0.25 * 0.5)
    assert weight(got, 0, "migration.structural") == 0
    assert weight(got, 0, "economic") == 0


def test_a_list_divides_its_area_where_the_stances_were_not_judged():
    book = book_of()
    page = next(page for page in book.pages if page.kind == "criteria" and page.node == "migration")
    codes = {name: code for code, name in page.codes.items()}
    points = dict.fromkeys(page.codes, 0) | {codes["document-security"]: 100, codes["durable-residence"]: 100}
    got = frames(book, {**AREAS, **points})
    assert weight(got, 0, "document-security") == pytest.approx(0.125)
    assert weight(got, 0, "migration.protection") == pytest.approx(0.125)


def test_a_blank_is_the_mean_of_the_judged_and_not_zero():
    shares, judged = page_shares(np.array([[100, NAN, 50.0]]))
    assert judged.all()
    assert shares[0] == pytest.approx([100 / 225, 75 / 225, 50 / 225])


def test_a_blank_on_a_list_takes_the_stated_figure_for_the_rest_else_half_of_the_least():
    points = np.array([[100, 60, NAN, NAN, NAN], [100, 60, NAN, NAN, NAN]])
    shares, _ = page_shares(points, np.array([10, NAN]))
    assert shares[0] == pytest.approx(np.array([100, 60, 10, 10, 10]) / 190)
    assert shares[1] == pytest.approx(np.array([100, 60, 30, 30, 30]) / 250)


def test_who_judged_one_thing_or_gave_only_zeros_judged_nothing():
    shares, judged = page_shares(np.array([[100, NAN], [0, 0.0]]))
    assert not judged.any()
    assert (shares == 0.5).all()


def test_who_judged_fewer_than_two_areas_is_left_out():
    assert frames(book_of("none"), AREAS, {"a01": 100}).names == ("r0",)


def test_equal_points_on_a_whole_page_are_flagged_and_kept():
    got = frames(book_of("none"), dict.fromkeys(AREAS, 100), AREAS)
    assert got.straight.tolist() == [True, False]
    assert len(got.names) == 2


def test_a_list_that_a_member_did_not_judge_takes_the_shares_of_those_who_did_and_keeps_its_own_weight():
    book = book_of()
    page = next(page for page in book.pages if page.kind == "criteria" and page.node == "plan-quality")
    judged = {code: 100 if k == 0 else 0 for k, code in enumerate(page.codes)}
    areas = {"a01": 100, "a05": 100}
    got = frames(book, *[{**areas, **judged}] * 5, {"a01": 0, "a02": 100, "a05": 50})
    members = filled(got, RUBRIC, RULES.least).members
    first = [k for k, c in enumerate(RUBRIC.criteria) if c.id == page.codes[next(iter(page.codes))]]
    assert members[5, first] == pytest.approx(weight(got, 5, "plan-quality"))
    assert members.sum(axis=1) == pytest.approx(np.ones(6))


def test_a_list_that_fewer_than_five_judged_keeps_even_shares_and_is_named():
    book = book_of()
    page = next(page for page in book.pages if page.kind == "criteria" and page.node == "plan-quality")
    judged = {code: 100 if k == 0 else 0 for k, code in enumerate(page.codes)}
    got = frames(book, *[{**AREAS, **judged}] * 4, AREAS)
    made = filled(got, RUBRIC, RULES.least)
    members, few = made.members, made.few
    assert "plan-quality" in few
    assert np.array_equal(members, got.weights)


def test_a_list_that_four_of_five_wanted_judged_moves_nobody_who_gives_it_weight():
    book = book_of()
    page = next(page for page in book.pages if page.kind == "criteria" and page.node == "plan-quality")
    judged = {code: 100 if k == 0 else 0 for k, code in enumerate(page.codes)}
    areas = {"a01": 100, "a05": 100}
    got = frames(book, *[{**areas, **judged}] * 4, areas)
    made = filled(got, RUBRIC, 5)
    assert weight(got, 4, "plan-quality") == pytest.approx(0.2)  # three blank areas get the mean of the judged
    assert np.array_equal(made.members, got.weights)
    assert "plan-quality" in made.few
    assert made.judges.tolist() == [5] * len(RUBRIC.criteria)


def test_two_who_judged_a_list_are_enough_where_two_are_asked_for():
    book = book_of()
    page = next(page for page in book.pages if page.kind == "criteria" and page.node == "plan-quality")
    judged = {code: 100 if k == 0 else 0 for k, code in enumerate(page.codes)}
    areas = {"a01": 100, "a05": 100}
    got = frames(book, *[{**areas, **judged}] * 2, areas)
    made = filled(got, RUBRIC, 2)
    first = page.codes[next(iter(page.codes))]
    at = [k for k, c in enumerate(RUBRIC.criteria) if c.id == first]
    assert made.members[2, at] == pytest.approx(0.2)  # both agree, so that nothing is drawn to even
    assert made.judges[at] == 2


def test_a_stance_in_which_a_list_gave_nothing_is_shared_evenly_inside():
    book = book_of()
    page = next(page for page in book.pages if page.kind == "criteria" and page.node == "migration")
    codes = {name: code for code, name in page.codes.items()}
    points = dict.fromkeys(page.codes, 0) | {codes["document-security"]: 100, codes["border-identification"]: 0}
    got = frames(book, {**AREAS, **points, "s01": 100, "s02": 100, "s03": 0})
    own = [c.id for c in RUBRIC.criteria if c.parent == "migration.protection"]
    assert weight(got, 0, "document-security") == pytest.approx(0.125)  # all of what control has
    assert [weight(got, 0, name) for name in own] == pytest.approx([0.125 / len(own)] * len(own))


def test_the_mean_by_those_who_judged_the_stances_holds_their_shares_and_the_whole():
    stances = {"s01": 100, "s02": 50, "s03": 50}
    got = frames(book_of("none"), *[{**AREAS, **stances}] * 5, AREAS)
    made = filled(got, RUBRIC, 5)
    mean = made.judged.mean(axis=0)
    nodes = ("migration.control", "migration.protection", "migration.structural")
    found = [mean[[k for k, c in enumerate(RUBRIC.criteria) if c.parent == node]].sum() for node in nodes]
    assert found == pytest.approx([0.25 * 0.5, 0.25 * 0.25, 0.25 * 0.25])
    assert mean.sum() == pytest.approx(1)


def test_shares_are_drawn_to_even_as_far_as_those_who_judged_disagree():
    even = np.full(4, 0.25)
    agreed = np.tile([0.7, 0.1, 0.1, 0.1], (20, 1))
    assert drawn_to(even, agreed)[0] == pytest.approx([0.7, 0.1, 0.1, 0.1])
    torn = np.random.default_rng(1).dirichlet(np.ones(4), 5)
    assert np.abs(drawn_to(even, torn)[0] - even).sum() < np.abs(torn.mean(axis=0) - even).sum()


def misplaced(people, answers, book):
    frames = frames_of(respondents_of(answers, book), book, RUBRIC)
    own = filled(frames, RUBRIC, RULES.least).members
    goal = people.mean(axis=0)
    return [np.abs(found.mean(axis=0) - goal).sum() / 2 for found in (frames.weights, own)]


@pytest.mark.parametrize(("size", "even", "fill"), [(20, 0.20, 0.11), (100, 0.20, 0.05)])
def test_two_lists_by_lot_give_the_mean_of_simulated_people_back_where_even_shares_do_not(size, even, fill):
    book, rng = book_of(), np.random.default_rng(3)
    found = []
    for name in ("la-strada", "national-police-border", "us-tip"):
        people = people_around(np.maximum(rng.dirichlet(centre_of(name) * 40 + 0.01), 0), size, rng)
        found.append(misplaced(people, answers_of(people, "ngo", book, rng), book))
    shares, drawn = np.mean(found, axis=0)
    assert shares > even
    assert drawn < fill


def test_the_mean_of_people_who_do_not_err_is_their_true_mean_when_all_pages_are_asked():
    book, rng = book_of("tick"), np.random.default_rng(5)
    people = people_around(centre_of("trafficked-persons"), 30, rng)
    answers = answers_of(people, "ngo", book, rng, error=0.0)
    frames_ = filled(frames_of(respondents_of(answers, book), book, RUBRIC), RUBRIC, RULES.least).members
    assert np.abs(frames_.mean(axis=0) - people.mean(axis=0)).sum() / 2 < 0.06  # points are rounded to tens


def test_codes_run_through_the_tree_and_no_yardstick_is_named_as_one():
    pages = pages_of(survey_of(), RUBRIC)
    assert [page.kind for page in pages].count("stances") == 4
    assert [len(page.items) for page in pages if page.kind == "criteria"] == [16, 15, 17, 14, 12]
    assert pages[0].items[0].code == "a01"
    assert "yardstick" not in " ".join(item.label for page in pages for item in page.items)


def test_a_page_in_serbian_asks_in_the_words_of_the_rubric_in_serbian():
    (page,) = [p for p in pages_of(survey_of(), RUBRIC, "sr-Cyrl") if (p.kind, p.node) == ("criteria", "migration")]
    assert page.title == "Границе и миграције"
    assert all(item.best and item.best[0] > "z" for item in page.items)


def test_a_stated_rest_makes_one_judgement_enough_and_stands_for_what_is_open():
    points = np.array([[100, np.nan, np.nan]] * 2 + [[np.nan] * 3, [np.nan] * 3])
    shares, judged = page_shares(points, np.array([50, np.nan, 50, np.nan]))
    assert judged.tolist() == [True, False, False, False]
    assert shares[0].tolist() == [0.5, 0.25, 0.25]
    assert shares[1:] == pytest.approx(1 / 3)
