"""Parts and sections of reports on several plans: the map, good practice, common gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluator.reports.context.several import SeveralContext
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.sections.heat import (
    GapsView,
    PracticesView,
    common_gaps,
    practices,
    rated_nowhere,
)
from evaluator.reports.sections.tiles import TileMapView, tile_map

if TYPE_CHECKING:  # it is made of the sections' list
    from evaluator.reports.region import RegionView


def _tiles(context: SeveralContext, page: RegionView) -> TileMapView | None:
    views = zip(context.cards, page.entries, strict=True)
    grading = context.cards[0].rubric.grading
    return tile_map([(card.assessment.country.iso3, entry.view) for card, entry in views], grading)


TILES: Part[SeveralContext, RegionView, TileMapView | None] = Part("tiles", _tiles)
PRACTICES_SHOWN: Part[SeveralContext, RegionView, PracticesView | None] = Part(
    "practices", lambda context, _: practices(context.cards, context.lang)
)
GAPS_SHOWN: Part[SeveralContext, RegionView, GapsView | None] = Part(
    "gaps", lambda context, _: common_gaps(context.cards, context.lang)
)
UNASSESSED: Part[SeveralContext, RegionView, tuple[str, ...]] = Part(
    "unassessed", lambda context, _: rated_nowhere(context.cards, context.lang)
)
MAP = Section("map", "comparative/map.html", (TILES,))
PRACTICES = Section("practices", "comparative/practices.html", (PRACTICES_SHOWN,))
GAPS = Section("gaps", "comparative/gaps.html", (GAPS_SHOWN, UNASSESSED))
BLIND_SPOT_AND_GAPS = Section("blind_spot", "brief/blind-spot.html", (GAPS_SHOWN,))
