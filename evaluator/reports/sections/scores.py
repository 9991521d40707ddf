"""The section on scores by paradigm, with levels by object, other countries, and floors that apply."""

from __future__ import annotations

from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.sections.floors import FloorView, floor_views
from evaluator.reports.sections.peers import PeersView, peers_view
from evaluator.reports.sections.promise import PromiseView, promise_view
from evaluator.reports.view import CountryView


def _promise(context: CountryContext, page: CountryView) -> PromiseView | None:
    norm = context.card.rubric.norm_level
    return promise_view(page.groups, norm.level if norm else None)


def _peers(context: CountryContext, page: CountryView) -> PeersView | None:
    iso3, beside = context.card.assessment.country.iso3, context.beside
    return peers_view(beside.peers, iso3, page.groups, page.grade.least_coverage, context.lang) if beside else None


PROMISE: Part[CountryContext, CountryView, PromiseView | None] = Part("promise", _promise)
PEERS: Part[CountryContext, CountryView, PeersView | None] = Part("peers", _peers)
FLOORS: Part[CountryContext, CountryView, tuple[FloorView, ...]] = Part(
    "floors", lambda context, _: floor_views(context)
)
SCORES = Section("scores", "country/scores.html", (PROMISE, PEERS, FLOORS))
