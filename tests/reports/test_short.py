from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import CONTRAST, contrast_view
from evaluator.reports.country import country_pdf, country_view
from evaluator.reports.output import page_html
from evaluator.reports.region import CHARTS, COMPARATIVE, region_view
from evaluator.reports.request import open_tasks
from evaluator.reports.sections.short import SHORT_SHOWN
from tests.reports.papers import card_of, country_paper


@pytest.fixture(scope="session")
def moldova(library):
    """A plan of which one row was read."""
    return card_of(library, "MDA-2014-2016")


def with_limit(card, under):
    choices = card.rubric.report
    short = choices.short.model_copy(update={"under": under})
    return replace(card, rubric=card.rubric.model_copy(update={"report": choices.model_copy(update={"short": short})}))


def test_a_report_is_short_under_the_share_that_the_rubric_sets_and_from_it_on_whole(moldova, albania):
    assert SHORT_SHOWN.of(country_view(albania)) is None
    share = moldova.told[0]
    assert SHORT_SHOWN.of(country_view(with_limit(moldova, share))) is None
    assert SHORT_SHOWN.of(country_view(with_limit(moldova, share + 0.001))) is not None


def test_a_rubric_that_sets_no_share_prints_every_report_whole(moldova):
    choices = moldova.rubric.report.model_copy(update={"short": None})
    card = replace(moldova, rubric=moldova.rubric.model_copy(update={"report": choices}))
    assert SHORT_SHOWN.of(country_view(card)) is None


def test_the_page_says_what_is_known_how_much_is_missing_and_whom_to_ask(library, moldova):
    paper = country_paper(library, moldova)
    asked = paper.tables[1]
    found = [s.outcome for s in moldova.criteria if s.outcome.applies]
    rated, least = (sum(getattr(o, name) is not None for o in found) for name in ("level", "least"))
    assert f"{rated + least} of {len(found)} questions could be read, {rated} of them to the end" in paper.text
    for level in {o.least for o in found if o.least is not None}:
        assert f"{level} or more:" in paper.text
    heaviest = [task.title for task in open_tasks(moldova)[:3]]
    assert [row[0].startswith(title) for row, title in zip(asked.rows, heaviest, strict=True)] == [True] * 3


def test_the_page_has_no_score_and_no_range_and_compares_no_frames(library, moldova):
    paper = country_paper(library, moldova)
    method = country_view(moldova).method
    text = paper.text.replace(f"nap-evaluator {method.tool_version}", "").replace(method.rubric_version, "")
    assert "0." not in text
    assert "frames" not in text


def test_what_is_known_at_least_is_told_as_such(library):
    card = card_of(library, "USA-2021-2024", "law-and-practice")
    least = [s.outcome for s in card.criteria if s.outcome.status == "at-least"]
    assert least
    shown = [titles for _, is_least, titles in country_view(card).short.known if is_least]
    assert sum(map(len, shown)) == len(least)
    assert "2 or more: Compensation in law" in country_paper(library, card).text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "sr-Cyrl"])
@pytest.mark.parametrize(
    ("plan", "rubric"), [("MNE-2010-2011", "four-paradigms"), ("USA-2021-2024", "law-and-practice")]
)
def test_it_is_one_page(library, plan, rubric, lang):
    assert len(pypdfium2.PdfDocument(country_pdf(library, card_of(library, plan, rubric), lang))) == 1


def test_beside_others_the_plan_stands_without_score_and_bar(library, moldova, albania):
    page = region_view([albania, moldova], "comparative")
    ranges = {row[0]: row[1] for row in CHARTS.of(page).ranges.table[1:]} if CHARTS.of(page).ranges else {}
    assert ranges.get("Moldova", "–") == "–"
    assert "Too little was read for a score" in page_html(library, COMPARATIVE, page)
    view = contrast_view(contrasted_cards(library, [albania, moldova]), annex=True)
    assert [plan.short_under is not None for plan in view.plans] == [False, True]
    assert "too little read" in page_html(library, CONTRAST, view)
