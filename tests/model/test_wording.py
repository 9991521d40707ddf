"""Sentences in other words, with the sentences inside them."""

from __future__ import annotations

import re

import pytest

from evaluator.library import Library
from evaluator.model.sentence import Figure, say, say_n, series
from evaluator.model.wording import PLAIN, Worded, Wording, worded
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_view
from evaluator.reports.country import country_html, report_view
from evaluator.reports.language import placeholders
from evaluator.reports.region import region_html, region_view
from evaluator.reports.wording import other_words, wording_of
from tools.messages import collected

WORDS = Wording(
    (
        ("Grade %(grade)s.", worded("It is %(grade)s.")),
        ("%(number)s gets %(grade)s", Worded("%(number)s is %(grade)s", "%(number)s are %(grade)s")),
        ("%(number)s gives it", worded("whoever gives it")),
    )
)
NO_PLAN = other_words()["no-plan"]
PLAN = re.compile(r"\b[Pp]lans?\b(?!\)s)")
# Titles and notes of the data, and what sets these rubrics apart from those on plans.
OF_DATA = re.compile(
    r"National Action Plan|National plans|[Aa]ction plans?|not a plan|neither a plan|no plan|on plans or on law"
    r"|of a plan or of law|a plan (?:of rules|of 2022|for children|on street children)"
    r"|that a plan is no service|without a plan"
)
PLANS = {"law-and-practice": ("SRB-2021-2023", "ALB-2021-2023"), "public-record": ("ALB-2011", "ROU-2011")}


def test_a_sentence_keeps_its_arguments_in_other_words():
    assert WORDS.reworded(say("Grade %(grade)s.", grade="high")) == "It is high."
    assert WORDS.reworded(say_n("%(number)s gets %(grade)s", "%(number)s get %(grade)s", 2, grade="low")) == "2 are low"
    assert WORDS.reworded(say_n("%(number)s gets %(grade)s", "%(number)s get %(grade)s", 1, grade="low")) == "1 is low"


def test_one_form_may_stand_for_two():
    assert WORDS.forms("%(number)s gives it", "%(number)s give it") == ("whoever gives it", "whoever gives it")


def test_sentences_inside_a_series_and_inside_a_sentence_are_reworded_too():
    inside = series("; ", ["as data", say("Grade %(grade)s.", grade="high")])
    assert WORDS.reworded(say("So: %(all)s", all=inside)) == "So: as data; It is high."


def test_what_is_no_sentence_of_the_program_stays():
    assert [WORDS.reworded(one) for one in ("Grade A.", Figure(0.5, ".2f"), None)] == [
        "Grade A.",
        Figure(0.5, ".2f"),
        None,
    ]


def test_without_words_nothing_changes():
    told = say("Grade %(grade)s.", grade="A")
    assert PLAIN.reworded(told) == told
    assert PLAIN.forms("one", "many") == ("one", "many")


@pytest.mark.slow
def test_each_message_in_other_words_is_one_that_is_still_said():
    said = {message.id if isinstance(message.id, str) else message.id[0] for message in collected()}
    assert [message for message in NO_PLAN if message not in said] == []


@pytest.mark.parametrize("message", NO_PLAN)
def test_other_words_speak_of_no_plan_and_have_the_same_placeholders(message):
    for form in filter(None, NO_PLAN[message]):
        assert not PLAN.search(form)
        assert set(placeholders(form)) <= {*placeholders(message), "%(num)s", "%(number)s"}, form


def test_a_plan_is_called_a_plan():
    assert [pair for pair in wording_of(Library.open().rubric("plan-quality")).messages if pair[0] in NO_PLAN] == []


@pytest.mark.slow
@pytest.mark.parametrize("rubric_id", PLANS)
def test_no_page_on_law_practice_or_a_record_calls_them_a_plan(rubric_id):
    library = Library.open()
    rubric = library.rubric(rubric_id)
    cards = [evaluate(library.assessment(name, rubric), rubric) for name in PLANS[rubric_id]]
    pages = [
        country_html(library, report_view(library, cards[0], annex=True)),
        *(region_html(library, region_view(cards, kind)) for kind in ("comparative", "brief")),
        region_html(library, region_view(cards[:1], "brief")),
        contrast_html(library, contrast_view(contrasted_cards(library, cards), annex=True)),
        contrast_html(library, contrast_view(contrasted_cards(library, cards[:1]), annex=True)),
    ]
    for page in pages:
        told = OF_DATA.sub("", " ".join(re.sub(r"<style>.*?</style>|<[^<>]*>", " ", page, flags=re.DOTALL).split()))
        assert [told[max(0, m.start() - 60) : m.end() + 60] for m in PLAN.finditer(told)] == []
