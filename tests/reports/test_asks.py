from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.scorecard import Outcome
from evaluator.model.words import Foreign
from evaluator.plans.recommend import Advice, draft
from evaluator.reports.sections.asks import MOST, asks_view
from evaluator.reports.sections.follow_up import RecommendationView
from evaluator.scoring.card import make_card


def recorded(number, outcome="open"):
    return RecommendationView(
        rec_id=f"R00{number}", text=f"Do {number}", deadline="2027", from_level=0, to_level=3, edition="2026",
        outcome=outcome, about="Non-punishment", addressee="Ministry of Justice",
    )  # fmt: skip


def test_recommendations_on_record_go_before_drafts_and_those_carried_out_are_left_out(albania):
    rows = [recorded(1, "implemented"), *(recorded(number) for number in range(2, 9))]
    found = asks_view(albania, rows, "en")
    assert not found.are_drafts
    assert [ask.text for ask in found.asks] == ["Do 2", "Do 3", "Do 4", "Do 5"]
    first = found.asks[0]
    assert (first.about, first.to_level) == ("Non-punishment", 3)
    assert (first.addressee, first.deadline) == ("Ministry of Justice", "2027")


def test_without_any_on_record_the_rubric_speaks_for_the_largest_gaps(albania):
    found = asks_view(albania, [recorded(1, "implemented")], "en")
    assert found.are_drafts
    drafts = draft(albania, Advice("", MOST))
    assert [ask.text for ask in found.asks] == [row.text for row in drafts]
    assert [ask.about for ask in found.asks] == [albania.rubric.title(row.criterion_id) for row in drafts]
    assert {(ask.addressee, ask.deadline) for ask in found.asks} == {("", "")}


def test_a_draft_that_is_not_translated_is_marked_as_english(albania):
    bare = replace(albania, rubric=albania.rubric.model_copy(update={"translations": {}}))
    for ask in asks_view(bare, [], "sr-Cyrl").asks:
        assert ask.text.parts[0].lang == "en"


@pytest.mark.parametrize("lang", ["sr-Cyrl", "sr-Latn"])
def test_a_draft_is_in_the_language_of_the_report_and_what_coders_miss_in_their_own(albania, lang):
    asks = asks_view(albania, [], lang).asks
    assert asks
    for ask in asks:
        wished, *missing = ask.text.parts
        assert not isinstance(wished, Foreign)
        assert [said.arguments["what"].lang for said in missing] == ["en"] * len(missing)
    assert any(len(ask.text.parts) > 1 for ask in asks)


def test_where_nothing_can_rise_nothing_is_asked(empty):
    assert asks_view(empty, [], "en").asks == ()


@pytest.mark.parametrize(("level", "gap"), [(1, True), (2, False)])
def test_drafts_close_gaps_only_where_one_stands_at_a_level_that_is_a_gap(rubric, albania, level, gap):
    found = [Outcome(c.id, "rated", level, level, level, level, level, covered=True) for c in rubric.criteria]
    card = make_card(replace(albania.assessment, evidence=()), rubric, rubric.weighting("equal"), found, is_draft=False)
    view = asks_view(card, [], "en")
    assert len(view.asks) == MOST
    assert view.close_gaps == gap
