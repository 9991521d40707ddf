"""Maps of tiles: the region's countries near their neighbours, others below, and no map that would say nothing."""

from __future__ import annotations

from itertools import combinations

import pytest

from evaluator.library import shipped_root
from evaluator.pipeline import contrast
from evaluator.read.layers import Layers
from evaluator.reports.charts.drawing import Pen
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.tile_maps import (
    COLUMNS,
    LEAST,
    MOST_ELSEWHERE,
    PLACES,
    MapFrame,
    Tile,
    tile_maps,
    tile_places,
)
from evaluator.reports.language import language
from evaluator.reports.sections.region_charts import map_frames
from tests.reports.layout import collisions

LAYERS = Layers((shipped_root() / "templates",))


def _pen() -> Pen:
    return Pen(language(LAYERS, "en"), letters_of(LAYERS))


def _frame(name: str, **shades: int | None) -> MapFrame:
    tiles = {
        code: Tile("(0.40)", 0, is_firm=False) if shade is None else Tile("ABCDE"[4 - shade], shade, is_firm=True)
        for code, shade in shades.items()
    }
    return MapFrame(name, 0.5, tiles)


def test_no_two_countries_have_one_place():
    assert len(set(PLACES.values())) == len(PLACES)
    assert all(0 <= column < COLUMNS for column, _ in PLACES.values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ALB", "MNE"),
        ("ALB", "MKD"),
        ("SRB", "ROU"),
        ("BIH", "HRV"),
        ("ROU", "MDA"),
        ("XKX", "SRB"),
        ("ROU", "BGR"),
    ],
)
def test_neighbours_touch_at_a_side_or_a_corner(one, other):
    (a, b), (c, d) = PLACES[one], PLACES[other]
    assert max(abs(a - c), abs(b - d)) == 1


def test_fewer_than_three_of_the_region_or_a_crowd_elsewhere_have_no_map():
    region = list(PLACES)[:LEAST]
    crowd = ["".join(letters) for letters in combinations("QXYZW", 3)] + [f"Q{k:02}" for k in range(20)]
    assert tile_places([*region[1:], "BRA", "USA"]) is None
    assert tile_places([*region, *crowd[:MOST_ELSEWHERE]]) is not None
    assert tile_places([*region, *crowd[: MOST_ELSEWHERE + 1]]) is None


def test_those_elsewhere_stand_in_rows_below_the_region():
    places = tile_places(["ALB", "SRB", "MKD", *"ABCDEFG"])
    lowest = max(row for _, row in PLACES.values())
    assert places["A"] == (0, lowest + 1)
    assert places["F"] == (0, lowest + 2)


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"ALB": 3, "SRB": 2, "MKD": None}, "1 of 2 countries looks different from one frame to the other"),
        ({"ALB": 3, "SRB": 3, "MKD": 2}, "2 of 2 countries look different from one frame to the other"),
        ({"ALB": 2, "SRB": 2, "MKD": None}, "Both frames see each country alike"),
        ({"ALB": None, "SRB": None, "MKD": None}, "Of no country enough is assessed"),
    ],
)
def test_the_title_counts_who_looks_different_among_those_with_enough_assessed(second, told):
    first = _frame("Help", ALB=2, SRB=2, MKD=None)
    chart = tile_maps(_pen(), [first, _frame("Police", **second)])
    assert chart is not None
    assert chart.title == told.replace("1 of 2 countries looks", "1 of 2 countries look")
    assert collisions(chart) == []


def test_the_maps_are_by_the_frames_with_least_and_most_control_and_of_a_country_the_newest_plan(library):
    rubric = library.rubric("public-record")
    study = contrast([library.assessment(name, rubric) for name in ("ALB-2011", "HRV-2010", "HRV-2011")], rubric)
    one, other = map_frames(study, "en")
    assert one.control < other.control
    at = next(k for k, w in enumerate(study.weightings) if one.name in str(w.names) + str(w.titles))
    assert one.tiles["HRV"].told == f"{study.verdicts[at][2].score:.2f}"
