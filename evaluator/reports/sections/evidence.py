"""The section that lists the evidence, and the sources of the figures that indicators use."""

from __future__ import annotations

from evaluator.model.country import Source
from evaluator.model.scorecard import Scorecard
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.view import CountryView


def figure_sources(card: Scorecard) -> tuple[Source, ...]:
    """Return the distinct sources of the figures that indicators use."""
    used = {
        name for s in card.criteria if s.outcome.covered for name in card.rubric.by_id[s.outcome.criterion_id].inputs
    }
    cited = {fact.source_id for fact in card.assessment.facts if fact.variable in used}
    return tuple(source for source in card.assessment.sources if source.source_id in cited)


FIGURE_SOURCES_SHOWN: Part[CountryContext, CountryView, tuple[Source, ...]] = Part(
    "figure_sources", lambda context, _: figure_sources(context.card)
)
EVIDENCE = Section("evidence", "country/evidence.html", (FIGURE_SOURCES_SHOWN,))
