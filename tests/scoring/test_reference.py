"""What a plan's score is read beside: breadth and depth, the best of real plans, one level everywhere."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.context.beside import references_of, scores_beside
from evaluator.reports.subject import answered
from evaluator.scoring.reference import FRONTIER, INVENTED, LEVEL, reference_values, references
from tests.scoring.small import card_of, outcomes_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "right", "d": "right"}
NORM = {"level": 3, "gap_up_to": 1, "origin": "modelled"}
RUBRIC = rubric_of(
    {"left": {}, "right": {}}, CRITERIA, norm_level=NORM, weightings={"equal": weighting_of(name="equal").model_dump()}
)
FRAME = weighting_of({"total": {"left": 3, "right": 1}})


def rows(**plans):
    return {name: outcomes_of(RUBRIC, ratings) for name, ratings in plans.items()}


def test_breadth_times_depth_is_the_score():
    """a weighs 3/8 at 2 of 4, b nothing said, c 1/8 at 4; d, not assessed, leaves its weight to c: 1/4 at 4."""
    card = card_of(RUBRIC, {"a": 2, "b": "silent", "c": 4, "d": "?"}, FRAME)
    assert card.breadth == 0.625
    assert card.depth == 0.7
    assert card.score == pytest.approx(card.breadth * card.depth)
    assert answered(card) == "63% of what the score counts is above the lowest level, at 2.8 of 4 there"


def test_a_plan_that_answers_nothing_has_no_depth_and_one_without_a_score_neither():
    silent = card_of(RUBRIC, dict.fromkeys(CRITERIA, "silent"), FRAME)
    assert (silent.score, silent.breadth, silent.depth) == (0.0, 0.0, None)
    none = card_of(RUBRIC, {}, FRAME)
    assert (none.breadth, none.depth) == (None, None)
    outside = card_of(RUBRIC, {"a": 0, "b": 0, "c": "3+", "d": "3+"}, weighting_of({"total": {"left": 1, "right": 1}}))
    assert (outside.state, outside.breadth) == ("unread" if outside.coverage < 0.1 else "range", None)
    joined = rubric_of({"left": {}, "right": {}}, CRITERIA, aggregation={"kind": "geometric"})
    assert card_of(joined, dict.fromkeys(CRITERIA, 2)).breadth is None


def test_the_frontier_takes_the_best_level_of_each_question_and_says_whose_it_is():
    real = rows(one={"a": 3, "b": 0, "c": 1, "d": "-"}, two={"a": 1, "b": "2+", "c": 1, "d": 4})
    frontier, level = references(RUBRIC, real, {})
    assert (frontier.kind, level.kind) == (FRONTIER, LEVEL)
    assert [outcome.level for outcome in frontier.outcomes] == [3, 2, 1, 4]
    assert frontier.best == {"a": "one", "b": "two", "c": "one", "d": "two"}
    assert {outcome.level for outcome in level.outcomes} == {2}
    values = {one.kind: one.score for one in reference_values(RUBRIC, FRAME, (frontier, level))}
    assert values == {FRONTIER: pytest.approx(0.75 * 0.625 + 0.25 * 0.625), LEVEL: 0.5}


def test_a_plan_alone_or_read_too_little_makes_no_frontier_and_that_is_said():
    alone = references(RUBRIC, rows(one=dict.fromkeys(CRITERIA, 3)), {})
    thin = references(RUBRIC, rows(one=dict.fromkeys(CRITERIA, 3), two={"a": 4}), {})
    for found in (alone, thin):
        first, level = reference_values(RUBRIC, FRAME, found)
        assert (first.kind, first.score, level.score) == (FRONTIER, None, 0.5)
        assert first.is_said_alone
        assert str(first.name()) == "no best of real plans, as only one was read far enough"
        assert not level.is_said_alone
    assert {one.kind for one in references(RUBRIC, {}, {})} == {LEVEL}
    assert references(rubric_of({"left": {}}, {"a": "left"}), {}, {}) == ()


def test_what_does_not_apply_to_the_plan_counts_in_no_reference():
    real = rows(one=dict.fromkeys(CRITERIA, 4), two=dict.fromkeys(CRITERIA, 1))
    like = outcomes_of(RUBRIC, {"a": 1, "b": "-", "c": 1, "d": 1})
    for one in references(RUBRIC, real, {}, like):
        assert [outcome.applies for outcome in one.outcomes] == [True, False, True, True]


def test_the_frontier_of_the_library_lies_above_every_real_plan_that_makes_it():
    library = Library.open()
    rubric = library.rubric()
    frontier = next(one for one in references_of(library, rubric) if one.kind == FRONTIER)
    for plan in sorted(set(frontier.best.values())):
        card = evaluate(library.assessment(plan), rubric, "equal")
        beside, grades = scores_beside(library, card)
        values = {one.kind: one.score for one in beside}
        assert grades == ("E", "E", "E")
        assert card.score < values[FRONTIER] < values[LEVEL] == 0.5 < values[INVENTED]
    assert references_of(library, library.rubric("public-record")) == ()


def test_in_a_large_library_no_real_plan_is_read_beside_another(monkeypatch):
    library = Library.open()
    card = evaluate(library.assessment("BRA-2018-2022"), library.rubric(), "equal")
    monkeypatch.setattr("evaluator.reports.context.beside.MOST", len(library.country_codes) - 1)
    beside, grades = scores_beside(library, card)
    assert ({one.kind for one in beside}, grades) == ({LEVEL, INVENTED}, ())
