"""Maps of tiles: the region's countries near their neighbours, others below, and no map that would say nothing."""

from __future__ import annotations

from itertools import combinations

import pytest

from evaluator.contrasts.frame_block import FrameRow
from evaluator.library import shipped_root
from evaluator.model.block import Block
from evaluator.pipeline import contrast
from evaluator.read.layers import Layers
from evaluator.reports.charts.drawing import Pen
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.tile_maps import (
    COLUMNS,
    COUNTRIES,
    LEAST,
    MOST_ELSEWHERE,
    PLACES,
    MapFrame,
    country_row,
    tile_maps,
    tile_places,
)
from evaluator.reports.language import language
from evaluator.reports.sections.region_charts import map_frames
from tests.reports.layout import collisions

LAYERS = Layers((shipped_root() / "templates",))


def _pen() -> Pen:
    return Pen(language(LAYERS, "en"), letters_of(LAYERS))


def _tile(code: str, frame: int, shade: int | None) -> FrameRow:
    if shade is None:
        return FrameRow(f"{code}|{frame}", code, "ungraded", 0.4, told="(0.40)")
    return FrameRow(f"{code}|{frame}", code, "graded", 0.4, told="ABCDE"[4 - shade], step=shade)


def _countries(*frames: dict[str, int | None]) -> Block:
    rows = [country_row(code, [_tile(code, at, frame[code]) for at, frame in enumerate(frames)]) for code in frames[0]]
    return Block("map", COUNTRIES, tuple(rows))


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
        (
            {"ALB": 3, "SRB": 2, "MKD": None},
            "1 of 2 countries look different from one frame to the other; 1 cannot be compared",
        ),
        (
            {"ALB": 3, "SRB": 3, "MKD": 2},
            "2 of 2 countries look different from one frame to the other; 1 cannot be compared",
        ),
        ({"ALB": 2, "SRB": 2, "MKD": None}, "Both frames see 2 countries alike; 1 cannot be compared"),
        ({"ALB": None, "SRB": None, "MKD": None}, "Of no country enough is assessed"),
    ],
)
def test_the_title_counts_who_looks_different_among_those_with_enough_assessed(second, told):
    block = _countries({"ALB": 2, "SRB": 2, "MKD": None}, second)
    chart = tile_maps(_pen(), [MapFrame("Help", 0.5), MapFrame("Police", 0.5)], block)
    assert chart is not None
    assert chart.title == told
    assert collisions(chart) == []


def test_the_maps_are_by_the_frames_with_least_and_most_control_and_of_a_country_the_newest_plan(library):
    rubric = library.rubric("public-record")
    study = contrast([library.assessment(name, rubric) for name in ("ALB-2011", "HRV-2010", "HRV-2011")], rubric)
    (one, other), block = map_frames(study, "en")
    assert one.control < other.control
    at = next(k for k, w in enumerate(study.weightings) if one.name in str(w.names) + str(w.titles))
    assert next(row for row in block.rows if row.id == "HRV").cells[0].told == f"{study.verdicts[at][2].score:.2f}"
