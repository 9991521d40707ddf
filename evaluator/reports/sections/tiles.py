"""A tile map: each country of the region is a square next to its neighbours; other countries are in rows below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.rubric import Grading
from evaluator.reports.country_view import CountryView
from evaluator.reports.sections.frames import shade_of

# Column and row of each country of South-Eastern Europe and its neighbours; tiles show adjacency, not size.
PLACES = {
    "SVN": (0, 0), "HUN": (2, 0), "UKR": (4, 0),
    "HRV": (0, 1), "BIH": (1, 1), "SRB": (2, 1), "ROU": (3, 1), "MDA": (4, 1),
    "MNE": (1, 2), "XKX": (2, 2), "BGR": (3, 2),
    "ALB": (1, 3), "MKD": (2, 3), "TUR": (4, 3),
    "GRC": (2, 4),
}  # fmt: skip
COLUMNS = 5
LEAST = 3  # least number of countries of the region for a map
MOST_ELSEWHERE = 15


@dataclass(frozen=True, slots=True)
class TileView:
    """One country: its newest plan's grade (empty without one), score and shade.

    `is_here` is False if the country has no plan in the report.
    """

    code: str
    column: int
    row: int
    name: str = ""
    grade: str = ""
    score: float | None = None
    shade: int = 0
    is_here: bool = True
    is_firm: bool = False


@dataclass(frozen=True, slots=True)
class TileMapView:
    """The tiles, and the number of columns and rows that they fill."""

    tiles: tuple[TileView, ...]
    columns: int
    rows: int

    @property
    def here(self) -> tuple[TileView, ...]:
        """Return the countries that have a plan in the report."""
        return tuple(tile for tile in self.tiles if tile.is_here)


def tile_map(views: Sequence[tuple[str, CountryView]], grading: Grading) -> TileMapView | None:
    """Return the countries of a report as a tile map.

    Parameters
    ----------
    views : sequence of (str, CountryView)
        The code of each plan's country, and the view of its report. If a country has several
        plans, the newest is used.
    grading : Grading
        The bands of grades, which the shades show.

    Returns
    -------
    TileMapView or None
        None with fewer than three countries of the region, or too many elsewhere.
    """
    newest = dict(sorted(views, key=lambda pair: pair[1].plan.start))
    inside = [code for code in newest if code in PLACES]
    outside = sorted(set(newest) - set(inside))
    if len(inside) < LEAST or len(outside) > MOST_ELSEWHERE:
        return None
    rows = max(row for _, row in PLACES.values()) + 1
    places = dict(PLACES) | {code: (k % COLUMNS, rows + k // COLUMNS) for k, code in enumerate(outside)}
    tiles = tuple(_tile_view(code, at, newest.get(code), grading) for code, at in places.items())
    return TileMapView(tiles, COLUMNS, max(row for _, row in places.values()) + 1)


def _tile_view(code: str, at: tuple[int, int], view: CountryView | None, grading: Grading) -> TileView:
    if view is None:
        return TileView(code, *at, is_here=False)
    grade, total = view.grade.grade or "", view.total
    firm = total.coverage is not None and total.coverage >= grading.least_coverage
    return TileView(code, *at, view.country.text, grade, total.score, shade_of(grading, grade), is_firm=firm)
