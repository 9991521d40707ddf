"""The tables behind a report's figures hold what the figures are drawn from."""

from __future__ import annotations

import pytest

from evaluator.pipeline import evaluate
from evaluator.reports.country import report_view
from evaluator.workbook.results.figures import figure_sheets
from evaluator.workbook.results.report import country_xlsx
from tests.workbook.results import table


def test_what_is_not_assessed_stands_with_the_evidence_it_would_take(albania, cards):
    rows = {row["criterion_id"]: row for row in table(albania, "To assess")}
    criteria = cards[0].rubric.by_id
    missing = [s.outcome.criterion_id for s in cards[0].criteria if s.outcome.status in ("not-assessed", "at-least")]
    assert set(rows) == set(missing)
    assert all(row["evidence_needed"] == criteria[name].evidence_needed for name, row in rows.items())
    assert {row["gate"] for row in rows.values()} == {"yes", "no"}


def test_the_pulls_of_a_plan_add_up_to_the_difference_of_its_two_ends(shipped, cards):
    rubric = cards[0].rubric
    brazil = country_xlsx(shipped, evaluate(shipped.assessment("BRA-2018-2022", rubric), rubric))
    pulls, scores = table(brazil, "Pulls"), table(brazil, "Frames")
    by_frame = {row["weighting"]: row["score"] for row in scores}
    gap = by_frame[pulls[0]["highest"]] - by_frame[pulls[0]["lowest"]]
    assert sum(row["pull"] for row in pulls) == pytest.approx(gap, abs=1e-6)
    assert pulls[-1]["title"] is None, "the last line is all others together"


def test_figures_tiers_and_chapters_are_those_of_the_report(shipped, cards, albania):
    view = report_view(shipped, cards[0])
    drawn = [(one.variable, point.year, point.low) for one in view.figures.series for point in one.points]
    assert [(row["variable"], row["year"], row["low"]) for row in table(albania, "Figures by year")] == drawn
    runs = [(run.first, run.last, run.tier or None) for run in view.trend.tiers.runs]
    assert [(row["first"], row["last"], row["tier"]) for row in table(albania, "Tiers")] == runs
    chapters = table(albania, "Chapters")
    assert [row["silent"] for row in chapters if row["plan_id"] is None] == [row[2] for row in view.silence.years]
    own = [(row["year"], row["said"]) for row in chapters if row["plan_id"]]
    assert own == [(year, said) for year, _, said in view.silence.own]


def test_chapters_of_all_countries_stand_once_for_several_plans(shipped, cards):
    (sheet,) = [s for s in figure_sheets(shipped, cards, "en") if s.title == "Chapters"]
    whole = [row[1] for row in sheet.rows if row[0] is None]
    assert len(whole) == len(set(whole)) > 0
