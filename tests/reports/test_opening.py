"""The first page of a plan: its counts, the place of its grade, how firm it is, and what would settle most."""

from __future__ import annotations

import pytest

from evaluator.errors import EvaluatorError
from evaluator.model.criterion_block import OPEN
from evaluator.pipeline import evaluate
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_page
from evaluator.reports.poster import only_card
from evaluator.reports.sections.opening import OPENING


def opened(card):
    page = country_page(CountryContext(card))
    return page, OPENING.of(page)


@pytest.fixture(scope="module")
def brazil(library, rubric):
    return evaluate(library.assessment("BRA", rubric), rubric)


def test_the_counts_of_a_plan_are_those_of_its_measures(brazil):
    _, opening = opened(brazil)
    assert {count.of for count in opening.counts} == {58}
    assert [count.number for count in opening.counts] == [0, 0, 0]
    assert "goals" in opening.said
    assert opening.place is not None
    assert opening.need is None


def test_a_poster_shows_the_count_that_its_sentence_speaks_of(library, rubric):
    _, opening = opened(evaluate(library.assessment("LVA", rubric), rubric))
    assert f"{opening.hero.number} {opening.hero.what}." in str(opening.said)
    assert opening.hero.number == min(count.number for count in opening.counts) < opening.counts[0].number


def test_where_all_is_at_one_level_the_counts_add_up_and_one_place_is_told(plain_card):
    for level, place in ((4, "Highest"), (0, "Lowest")):
        page, opening = opened(plain_card("XXA", "Levelland", lambda _, k=level: k))
        assert sum(count.number for count in opening.counts) == opening.counts[0].of
        assert str(opening.place).startswith(place)
        assert bool(page.asks.asks) == (level == 0)


def test_what_would_settle_most_counts_the_open_questions_with_weight(empty):
    page, opening = opened(empty)
    open_rows = [row for row in page.criteria.in_state(*OPEN) if row.weight > 0]
    assert sum(one.questions for one in opening.documents) == len(open_rows)
    assert sum(one.share for one in opening.documents) == pytest.approx(1)
    assert opening.place is None
    assert opening.need is not None


def test_a_poster_of_a_plan_without_a_grade_is_refused(empty, brazil):
    assert only_card([brazil]) is brazil
    with pytest.raises(EvaluatorError, match="too little is known"):
        only_card([empty])
