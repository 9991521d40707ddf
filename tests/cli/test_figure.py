"""`evaluator figure`: what one chart by itself holds, and what is refused."""

import re

import pytest
from click.testing import CliRunner
from defusedxml.ElementTree import fromstring

from evaluator.cli import cli

ELEVEN = [f"{code}-2011" for code in ["ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN"]]


def run(*args):
    return CliRunner().invoke(cli, ["figure", *map(str, args)])


@pytest.mark.parametrize("kind", ["frames", "control", "weight", "criteria", "boxes", "strip", "measures"])
def test_each_chart_of_a_plan_is_a_file_that_names_its_frame_its_data_and_what_it_is(kind, tmp_path):
    out = tmp_path / f"{kind}.svg"
    told = run(kind, "BRA", "-o", out)
    assert told.exit_code in (0, 1), told.output
    svg = fromstring(out.read_text(encoding="utf-8"))
    text = " ".join("".join(part.itertext()) for part in svg)
    for word in ("Equal weights", "Data of", "Worked example, read by machine, checked by no person", "Sources:"):
        assert word in text
    assert svg[0].tag.endswith("title")
    assert svg[0].text


def test_the_bump_of_eleven_records_begins_with_who_moves_furthest_and_foots_the_name_of_kosovo(tmp_path):
    out = tmp_path / "bump.svg"
    assert run("bump", *ELEVEN, "--rubric", "public-record", "-o", out).exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert "<title>First of eleven for one, tenth for another: where Croatia stands" in text
    assert "1244" in text


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("map", "7 of 11 countries"),
        ("ranges", "From 0."),
        ("panels", "Lowest score most often"),
        ("multiples", "Moldova 2007"),
    ],
)
def test_charts_of_several_records_side_by_side_and_by_year_begin_with_what_they_find(kind, begins, tmp_path):
    out = tmp_path / "it.svg"
    assert run(kind, *ELEVEN, "--rubric", "public-record", "-o", out).exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert f"<title>{begins}" in text
    assert "1244" in text
    said = " ".join(re.sub("<[^>]+>", " ", text).split())  # a long line is broken
    assert "Worked examples, read by machine, checked by no person" in said


def test_years_of_another_rubric_are_refused_by_name(tmp_path):
    told = run("multiples", "BRA", "-o", tmp_path / "x.svg")
    assert told.exit_code == 2
    assert "--rubric public-record" in told.stderr


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["dumbbell", "matrix", "order", "ranks", "levels"])
def test_each_chart_of_several_plans_is_drawn(kind, tmp_path):
    out = tmp_path / "it.svg"
    assert run(kind, *ELEVEN, "--rubric", "public-record", "-o", out).exit_code == 0
    assert "Slovenia" in out.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_png_is_eleven_hundred_pixels_wide(tmp_path):
    out = tmp_path / "strip.png"
    told = run("strip", "BRA", "--format", "png", "-o", out)
    assert told.exit_code in (0, 1), told.output
    head = out.read_bytes()[:24]
    assert head[:4] == b"\x89PNG"
    assert int.from_bytes(head[16:20], "big") == 1100


def test_a_standing_file_an_unknown_plan_and_two_plans_for_a_chart_of_one_are_refused(tmp_path):
    out = tmp_path / "it.svg"
    out.write_text("kept", encoding="utf-8")
    assert run("strip", "BRA", "-o", out).exit_code == 2
    assert out.read_text(encoding="utf-8") == "kept"
    assert "QQQ" in run("strip", "QQQ", "-o", tmp_path / "x.svg").stderr
    told = run("strip", "BRA", "ALB", "-o", tmp_path / "x.svg")
    assert told.exit_code == 2
    assert "name one country or plan" in told.stderr


def test_a_chart_with_nothing_to_show_says_so_and_writes_nothing(tmp_path):
    told = run("bump", "BRA", "ALB", "-o", tmp_path / "x.svg")
    assert told.exit_code == 2
    assert "has nothing to show" in told.stderr
    assert not (tmp_path / "x.svg").exists()
