"""`evaluator lens`: what it prints, and in which status it ends."""

from __future__ import annotations

import csv
import io
import json
import shutil

from evaluator.library import Library


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_tier_stands_beside_the_recorded_ones(call):
    done = call("lens", "ALB-2005-2007", "--lens", "tip-tier")
    assert "TIP tier (tip-tier)" in done.stdout
    assert "2008  Tier 2 Watch List              dataset" in done.stdout
    assert "possible Tier 3 to Tier 1" in done.stdout


def test_all_lenses_are_used_where_none_is_named(call):
    found = rows(call("lens", "ALB-2005-2007", "--format", "csv").stdout)
    assert list(dict.fromkeys(row["lens"] for row in found)) == [
        "greco", "greta-verbs", "gsi-letter", "three-p", "tip-tier",
    ]  # fmt: skip
    assert {row["kind"] for row in found} == {"outcome", "number", "line", "year"}


def test_json_holds_the_whole_reading(call):
    (reading,) = json.loads(call("lens", "ALB-2005-2007", "--lens", "three-p", "--format", "json").stdout)
    assert reading["lens"] == "three-p"
    assert [number["id"] for number in reading["numbers"]] == ["prosecution", "protection", "prevention", "total"]
    assert ["total", "12"] in reading["years"][0]["recorded"]


def test_a_plan_can_be_compared_with_one_that_is_named(call):
    done = call("lens", "BRA-2018-2022", "--lens", "greco", "--earlier", "BRA-2018-2022")
    assert "globally unsatisfactory" in done.stdout
    assert "not implemented" in done.stdout
    assert "level 1 before" in done.stdout


def test_a_wrong_name_suggests_the_right_one(call):
    done = call("lens", "ALB", "--lens", "tip-teir")
    assert done.exit_code == 2
    assert "no lens is called 'tip-teir'. Did you mean 'tip-tier'?" in done.stderr


def test_a_weighting_plays_no_part(call):
    done = call("lens", "ALB", "--weighting", "equal")
    assert done.exit_code == 2
    assert "--weighting has no effect" in done.stderr


def test_a_rubric_without_lenses_is_said_to_have_none(call):
    done = call("lens", "ALB", "--rubric", "first-look")
    assert done.exit_code == 2
    assert "the rubric first-look has no lenses" in done.stderr


def test_a_draft_ends_with_status_one(call):
    done = call("lens", "UKR-2012-2015", "--lens", "tip-tier", "--rubric", "four-paradigms")
    assert done.exit_code in (0, 1)
    assert ("DRAFT" in done.stdout) == (done.exit_code == 1)


def test_the_newest_rated_plan_before_is_the_earlier_edition(small, small_call):
    plans = small / "countries" / "XXA" / "plans"
    shutil.copytree(plans / "XXA-2020-2023", plans / "XXA-2024-2026")
    for path in (plans / "XXA-2024-2026").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("XXA-2020-2023", "XXA-2024-2026")
        text = text.replace("start: 2020", "start: 2024").replace("end: 2023", "end: 2026")
        path.write_text(text, encoding="utf-8")
    library = Library.open(small)
    assert library.earlier_plan("XXA-2024-2026", "small") == "XXA-2020-2023"
    assert library.earlier_plan("XXA-2020-2023", "small") is None
    assert library.earlier_plan("XXA-2024-2026", "four-paradigms") is None
