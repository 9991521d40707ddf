from __future__ import annotations

from evaluator.pipeline import evaluate
from evaluator.reports.country import country_view
from evaluator.reports.sections.citations import FIGURE_SOURCES_SHOWN, figure_sources


def test_the_sources_of_figures_are_those_of_the_indicators_that_count_each_once(library):
    rubric = library.rubric("public-record")
    card = evaluate(library.assessment("ALB-2005", rubric), rubric)
    titles = [source.title for source in figure_sources(card)]
    assert any(title.startswith("Frank, R. W.") for title in titles)
    assert len(titles) == len(set(titles))
    assert FIGURE_SOURCES_SHOWN.of(country_view(card)) == figure_sources(card)


def test_a_plan_rated_by_hand_alone_has_none(albania):
    assert figure_sources(albania) == ()
