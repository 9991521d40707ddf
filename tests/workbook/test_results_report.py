"""A report's results as a workbook: the numbers of result.json, read back as people and programs do."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from evaluator.errors import EvaluatorError
from evaluator.model.plan import Recommendation, Reply
from evaluator.pipeline import evaluate
from evaluator.reports.country import report_view
from evaluator.workbook.results.report import country_xlsx, document_of, figure_sheets, region_xlsx, report_sheets
from tests.workbook.results import table

ALONE = [
    "Summary", "Warnings", "Paradigms and stances", "Criteria", "Safeguards", "Frames",
    "What the TIP Report looks at", "To assess",
    "Figures by year", "Tiers", "Chapters", "Instruments", "Evidence", "Method", "Columns",
]  # fmt: skip


def test_every_part_has_a_sheet_and_nothing_is_recorded_in_none(albania):
    assert openpyxl.load_workbook(io.BytesIO(albania)).sheetnames == ALONE


def test_every_score_stands_beside_its_weighting_and_coverage(both):
    book = openpyxl.load_workbook(io.BytesIO(both))
    for page in book:
        head = [cell.value for cell in page[1]]
        if "score" in head:
            assert {"weighting", "coverage", "low", "high"} <= set(head)


def test_with_several_plans_every_long_table_says_which(both):
    book = openpyxl.load_workbook(io.BytesIO(both))
    assert book.sheetnames == [
        "Summary", "Warnings", "Paradigms and stances", "Criteria", "Safeguards", "Frames",
        "What the TIP Report looks at", "Heat map",
        "Good practice", "Common gaps", "To assess", "Figures by year", "Tiers", "Chapters", "Instruments",
        "Evidence", "Method", "Columns",
    ]  # fmt: skip
    for name in book.sheetnames:
        if name not in ("Heat map", "Common gaps", "Columns"):
            assert book[name]["A1"].value == "plan_id"
    assert [row["plan_id"] for row in table(both, "Summary")] == ["ALB-2005-2007", "SRB-2017-2018"]


@pytest.mark.parametrize("kind", ["contrast", "brief"])
def test_only_a_comparative_report_has_practice_and_gaps(shipped, cards, kind):
    titles = [sheet.title for sheet in report_sheets(shipped, cards, kind=kind)]
    assert "Heat map" in titles
    assert not {"Good practice", "Common gaps"} & set(titles)


def test_plans_that_no_report_can_hold_are_refused(shipped, cards):
    other = evaluate(cards[1].assessment, cards[1].rubric, "us-tip")
    for wrong in ([], [cards[0], cards[0]], [cards[0], other], [cards[0], replace(cards[1], assessor="b")]):
        with pytest.raises(EvaluatorError):
            region_xlsx(shipped, wrong, "brief")


def test_every_column_of_every_sheet_is_explained(both):
    told = {(row["sheet"], row["column"]) for row in table(both, "Columns")}
    book = openpyxl.load_workbook(io.BytesIO(both))
    there = {(page.title, cell.value) for page in book for cell in page[1] if page.title != "Columns"}
    assert told == there


def test_the_same_report_gives_the_same_bytes(shipped, cards, albania):
    assert country_xlsx(shipped, cards[0]) == albania


def test_a_workbook_says_which_report_it_holds(tmp_path, albania, both):
    for content, name in ((albania, "ALB-2005-2007"), (both, "ALB-2005-2007_SRB-2017-2018.comparative"), (b"no", "")):
        path = tmp_path / "found.xlsx"
        path.write_bytes(content)
        assert document_of(path) == name
    assert document_of(tmp_path / "absent.xlsx") == ""


def test_a_workbook_of_another_kind_holds_no_report(tmp_path):
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    assert document_of(path) == ""


def test_one_coder_s_workbook_says_so_and_has_a_name_of_its_own(shipped, cards, tmp_path):
    alone = evaluate(cards[0].assessment, cards[0].rubric, assessor="b")
    content = country_xlsx(shipped, alone)
    assert table(content, "Summary")[0]["ratings"] == "coder b"
    path = tmp_path / "b.xlsx"
    path.write_bytes(content)
    assert document_of(path) == "ALB-2005-2007.coder_b"


@pytest.mark.slow
def test_a_spreadsheet_program_reads_the_same_numbers_and_texts(tmp_path, both, converted):
    path = tmp_path / "both.xlsx"
    path.write_bytes(both)
    again = converted(path).read_bytes()
    for name in openpyxl.load_workbook(io.BytesIO(both)).sheetnames:
        for found, expected in zip(table(again, name), table(both, name), strict=True):
            assert found == {
                key: pytest.approx(v, abs=1e-9) if isinstance(v, float) else v for key, v in expected.items()
            }


def test_every_cited_place_is_there_with_its_document(albania, cards):
    rows = {row["evidence_id"]: row for row in table(albania, "Evidence")}
    cited = {name for scored in cards[0].criteria for name in scored.outcome.evidence_ids}
    assert set(rows) == cited
    assert all(row["locator"] and row["source_title"] for row in rows.values())
    assert sorted(row["number"] for row in rows.values()) == list(range(1, len(rows) + 1))


def test_the_method_names_versions_choices_with_origin_coders_and_files(albania, cards):
    rows = table(albania, "Method")
    assert {"version", "weighting", "rule", "weight", "coder", "file"} <= {row["part"] for row in rows}
    assert all(row["origin"] for row in rows if row["part"] in ("rule", "weight", "factor", "override"))
    assert {row["value"] for row in rows if row["name"] == "rubric_sha256"} == {cards[0].rubric.sha256}
    assert {row["name"] for row in rows if row["part"] == "file"} == set(cards[0].assessment.files)


def test_the_heat_map_has_a_level_as_a_number_for_each_plan_and_a_word_where_there_is_none(both, cards):
    for row in table(both, "Heat map"):
        for card in cards:
            outcome = card.criterion(row["criterion_id"]).outcome
            assert row[card.assessment.plan.id] == (outcome.status if outcome.level is None else outcome.level)


def test_recommendations_and_replies_are_there_where_they_are_recorded(shipped, cards):
    asked = Recommendation("R1", "non-punishment", "=Amend the law", deadline="2027", from_level=1, to_level=3)
    reply = Reply("P1", "R1", "the ministry", "2026-05-01", "en", "Noted")
    spoken = replace(cards[0], assessment=replace(cards[0].assessment, recommendations=(asked,), replies=(reply,)))
    content = region_xlsx(shipped, [spoken, cards[1]], "brief")
    (row,) = table(content, "Recommendations")
    assert (row["plan_id"], row["rec_id"], row["text"], row["to_level"]) == ("ALB-2005-2007", "R1", "=Amend the law", 3)
    (row,) = table(content, "Replies")
    assert (row["plan_id"], row["by"], row["text"]) == ("ALB-2005-2007", "the ministry", "Noted")


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
