from __future__ import annotations

import pytest

from evaluator.pipeline import evaluate
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.region import GAPS_SHOWN, PRACTICES_SHOWN, TILES, UNASSESSED, region_view
from evaluator.reports.sections.heat import common_gaps, rated_nowhere


def _gaps(cards):
    return common_gaps(cards, PageLanguage.of(cards[0]))


def _rated_nowhere(cards):
    return rated_nowhere(cards, PageLanguage.of(cards[0]))


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]


def test_the_comparative_report_shows_map_practice_and_gaps_and_the_brief_gaps_alone(cards):
    full, brief = region_view(cards, "comparative"), region_view(cards, "brief")
    assert GAPS_SHOWN.of(full) == GAPS_SHOWN.of(brief) == _gaps(cards)
    assert UNASSESSED.of(full) == _rated_nowhere(cards)
    assert PRACTICES_SHOWN.of(full) is not None
    assert {name for name, _ in brief.shows} == {"gaps", "listed"}


def test_the_map_holds_the_country_of_every_plan(cards):
    shown = TILES.of(region_view(cards, "comparative"))
    assert shown is None or {tile.code for tile in shown.here} == {card.assessment.country.iso3 for card in cards}
