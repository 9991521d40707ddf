"""Replies, recommendations and what became of the plan, as the report prints them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.assessment import LogRecord
from evaluator.model.country import MonitorPoint
from evaluator.model.plan import Implementation, Recommendation, Reply
from evaluator.reports.country import country_html, country_view
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.follow_up import follow_up_view

REPLIES = (
    Reply("G001", "witness-protection", "Ministry", "2026-01-02", "sq", "Njësia ekziston.", answer="Seen.",
          answered_by="lead", answered_on="2026-02-03", outcome="changed", log_record="L0007"),
    Reply("G002", "general", "Ministry", "2026-01-02", "", "Thank you."),
    Reply("G003", "R001", "Ministry", "2026-01-02", "en", "Agreed."),
)  # fmt: skip
RECOMMENDATIONS = (
    Recommendation("R001", "witness-protection", "Name a unit", "MOI", "2027", 2, 3, "lead", "2026", "partly", "2028"),
    Recommendation("R002", "", "Publish figures"),
)


def _follow_up(card):
    return follow_up_view(card, PageLanguage.of(card))


@pytest.fixture(scope="module")
def followed(albania):
    names = [m.measure_id for m in albania.assessment.measures if m.level == "activity"]
    records = (
        Implementation(names[0], "2006", "done", reported_by="government"),
        Implementation(names[1], "2006", "no-information", reported_by="assessor"),
    )
    assessment = replace(albania.assessment, replies=REPLIES, recommendations=RECOMMENDATIONS, implementation=records)
    return replace(albania, assessment=assessment)


def test_comments_and_answers_stand_with_their_language_and_record(followed):
    first, second, third = _follow_up(followed).replies
    assert (first.about, first.lang, first.log_record) == (followed.rubric.title("witness-protection"), "sq", "L0007")
    assert (second.about, second.lang, second.answer) == ("", "en", "")
    assert third.about == "R001"


def test_a_rating_that_changed_stands_with_what_it_was_and_what_it_is(library, followed):
    log = (
        LogRecord("L0007", "2026-01-20T09:00:00Z", "panel", "witness-protection", "silent", "2", "reply G001"),
        LogRecord("L0008", "2026-01-20T09:00:00Z", "panel", "deadlines", "1", "2", "reply G001"),
    )
    moved = replace(followed, assessment=replace(followed.assessment, log=log))
    first = _follow_up(moved).replies[0]
    assert (first.old, first.new) == ("silent", "2")
    assert "Rating changed: silent → level 2 <span" in country_html(library, country_view(moved, annex=True))
    other = (replace(REPLIES[0], log_record="L0008"),)
    elsewhere = replace(moved, assessment=replace(moved.assessment, replies=other))
    assert _follow_up(elsewhere).replies[0].old == ""


def test_rates_are_those_of_each_who_spoke_with_their_denominators(followed):
    rates = _follow_up(followed).rates
    whole = {tally.reported_by: tally for group, tally in rates if group == "all"}
    assert whole.keys() == {tally.reported_by for _, tally in rates} == {"government", "assessor"}
    told = whole["government"]
    assert (told.counts["done"], told.informed, told.done_of_informed_share) == (1, 1, 1.0)
    assert (whole["assessor"].informed, whole["assessor"].done_of_informed_share) == (0, None)


def test_measures_that_only_co_ordinate_are_named_with_their_hyphen(library, followed):
    done = followed.assessment.implementation[0].measure_id
    measures = tuple(
        replace(m, paradigms=(), function="co-ordination") if m.measure_id == done else m
        for m in followed.assessment.measures
    )
    page = country_html(
        library, country_view(replace(followed, assessment=replace(followed.assessment, measures=measures)), annex=True)
    )
    assert '<th scope="row">Co-ordination</th><td>government</td>' in page


def test_all_of_it_is_printed_and_nothing_where_there_is_none(library, albania, followed):
    page = country_html(library, country_view(followed, annex=True))
    for text in (
        "Right of reply",
        '<td lang="sq">Njësia ekziston.',
        'Rating changed <span class="muted">(record L0007)</span>',
        "Not answered yet.",
        "Name a unit",
        "partly implemented",
        "no addressee named",
        "What became of the plan",
    ):
        assert text in page
    bare = replace(albania, assessment=replace(albania.assessment, replies=(), recommendations=(), implementation=()))
    assert _follow_up(bare).is_empty
    assert 'id="follow-up"' not in country_html(library, country_view(bare, annex=True))


ASKED = (
    MonitorPoint("G-1", "GRETA", 1, "2012-09-13", "S1", "paragraph 98", "urges", "authorities", "Pay compensation",
                 ("compensation-access",), "", "not-done", "S1", "paragraph 1"),
    MonitorPoint("G-2", "GRETA", 2, "2016", "S1", "paragraph 40", "considers", "authorities", "Pay it at last",
                 (), "G-1"),
    MonitorPoint("G-3", "GRETA", 1, "2012-09-13", "S1", "paragraph 7", "not-told", "authorities", "Train judges",
                 outcome="done", outcome_source_id="S1", outcome_place="paragraph 2"),
)  # fmt: skip


def test_what_monitors_asked_is_counted_from_its_rows_and_what_was_asked_twice_and_not_done_comes_first(
    library, albania
):
    card = replace(albania, assessment=replace(albania.assessment, monitoring=ASKED))
    view = _follow_up(card)
    first, second = view.asked
    assert (first.text, first.outcome, first.told_in) == ("Pay it at last", "not-done", "S1")
    assert [(a.round, a.strength, a.place) for a in first.askings] == [
        (1, "urges", "paragraph 98"),
        (2, "considers", "paragraph 40"),
    ]
    assert first.about == (card.rubric.title("compensation-access"),)
    assert (second.outcome, len(second.askings)) == ("done", 1)
    assert view.asked_again == (first,)
    page = country_html(library, country_view(card, annex=True))
    assert "Asked by monitors: 2 matters, 1 in several rounds, 1 of these not done" in page


def test_a_country_of_which_no_monitor_is_recorded_prints_nothing_of_it(library, followed):
    assert _follow_up(followed).asked == ()
    assert "Asked by monitors" not in country_html(library, country_view(followed, annex=True))
