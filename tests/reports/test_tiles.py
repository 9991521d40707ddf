"""A map of tiles: the region's countries near their neighbours, others below, and no map that would say nothing."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import pytest

from evaluator.reports.country import country_view
from evaluator.reports.sections.tiles import COLUMNS, LEAST, MOST_ELSEWHERE, PLACES, tile_map


@pytest.fixture(scope="module")
def view(albania):
    return country_view(albania, annex=True)


@pytest.fixture(scope="module")
def grading(rubric):
    return rubric.grading


def test_no_two_countries_have_one_place():
    assert len(set(PLACES.values())) == len(PLACES)
    assert all(0 <= column < COLUMNS for column, _ in PLACES.values())


def test_neighbours_touch_at_a_side_or_a_corner():
    pairs = [
        ("ALB", "MNE"),
        ("ALB", "MKD"),
        ("SRB", "ROU"),
        ("BIH", "HRV"),
        ("ROU", "MDA"),
        ("XKX", "SRB"),
        ("ROU", "BGR"),
    ]
    for one, other in pairs:
        (a, b), (c, d) = PLACES[one], PLACES[other]
        assert max(abs(a - c), abs(b - d)) == 1, (one, other)


def test_fewer_than_three_of_the_region_or_a_crowd_elsewhere_have_no_map(view, grading):
    region = list(PLACES)[:LEAST]
    crowd = ["".join(letters) for letters in combinations("QXYZW", 3)] + [f"Q{k:02}" for k in range(20)]
    assert tile_map([(code, view) for code in [*region[1:], "BRA", "USA"]], grading) is None
    assert tile_map([(code, view) for code in [*region, *crowd[:MOST_ELSEWHERE]]], grading) is not None
    assert tile_map([(code, view) for code in [*region, *crowd[: MOST_ELSEWHERE + 1]]], grading) is None


def test_those_elsewhere_stand_in_rows_below_the_region(view, grading):
    found = tile_map([(code, view) for code in ("ALB", "SRB", "MKD", *"ABCDEFG")], grading)
    below = {tile.code: (tile.column, tile.row) for tile in found.tiles if tile.code not in PLACES}
    lowest = max(row for _, row in PLACES.values())
    assert below["A"] == (0, lowest + 1)
    assert below["F"] == (0, lowest + 2)
    assert (found.columns, found.rows) == (COLUMNS, lowest + 3)
    assert {tile.code for tile in found.here} == {"ALB", "SRB", "MKD", *"ABCDEFG"}


def test_of_two_plans_of_a_country_the_newest_counts(view, grading):
    later = dataclasses.replace(
        view, plan=dataclasses.replace(view.plan, start="2021"), country=dataclasses.replace(view.country, text="Later")
    )
    found = tile_map([("ALB", later), ("ALB", view), ("SRB", view), ("MKD", view)], grading)
    (tile,) = [tile for tile in found.tiles if tile.code == "ALB"]
    assert tile.name == "Later"


def test_a_tile_says_whether_enough_is_assessed(view, grading):
    graded = dataclasses.replace(
        view, grade=dataclasses.replace(view.grade, grade="C"), total=dataclasses.replace(view.total, coverage=0.9)
    )
    found = tile_map([("ALB", view), ("SRB", graded), ("MKD", view)], grading)
    tiles = {tile.code: tile for tile in found.here}
    assert (tiles["ALB"].grade, tiles["ALB"].is_firm) == ("", False)
    assert (tiles["SRB"].grade, tiles["SRB"].shade, tiles["SRB"].is_firm) == ("C", 2, True)
