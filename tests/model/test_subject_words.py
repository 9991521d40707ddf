"""Where no plan is scored, pages speak of no plan but in the words of the data."""

from __future__ import annotations

import re

import pytest

from evaluator.library import Library
from evaluator.model.band_words import wording_of
from evaluator.model.subject_words import NO_PLAN
from evaluator.pipeline import evaluate
from evaluator.reports.context.contrasted import contrasted_cards
from evaluator.reports.contrast.page import contrast_html, contrast_view
from evaluator.reports.country import report_view
from evaluator.reports.html.catalogue import placeholders
from evaluator.reports.html.page import country_html
from evaluator.reports.region import region_view
from evaluator.reports.region_pages import region_html
from tools.messages import collected

PLAN = re.compile(r"\b[Pp]lans?\b(?!\)s)")
# Titles and notes of the data, and what sets these rubrics apart from those on plans.
OF_DATA = re.compile(
    r"National Action Plan|[Aa]ction plans?|not a plan|neither a plan|no plan|on plans or on law"
    r"|of a plan or of law|a plan of (?:rules|2022)|that a plan is no service|without a plan"
)
PLANS = {"law-and-practice": ("SRB-2021-2023", "ALB-2021-2023"), "public-record": ("ALB-2011", "ROU-2011")}


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
    assert wording_of(Library.open().rubric("plan-quality")).messages == ()


@pytest.mark.slow
@pytest.mark.parametrize("rubric_id", PLANS)
def test_no_page_on_law_practice_or_a_record_calls_them_a_plan(rubric_id):
    library = Library.open()
    rubric = library.rubric(rubric_id)
    cards = [evaluate(library.assessment(name, rubric), rubric) for name in PLANS[rubric_id]]
    pages = [
        country_html(library, report_view(library, cards[0])),
        *(region_html(library, region_view(cards, kind)) for kind in ("comparative", "brief")),
        region_html(library, region_view(cards[:1], "brief")),
        contrast_html(library, contrast_view(contrasted_cards(library, cards))),
        contrast_html(library, contrast_view(contrasted_cards(library, cards[:1]))),
    ]
    for page in pages:
        told = OF_DATA.sub("", " ".join(re.sub(r"<style>.*?</style>|<[^<>]*>", " ", page, flags=re.DOTALL).split()))
        assert [told[max(0, m.start() - 60) : m.end() + 60] for m in PLAN.finditer(told)] == []
