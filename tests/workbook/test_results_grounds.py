"""What scores rest on stands in the workbook whole: evidence, method, follow-up, criteria over plans."""

from __future__ import annotations

from dataclasses import replace

from evaluator.model.plan import Recommendation, Reply
from evaluator.workbook.results.report import region_xlsx
from tests.workbook.results import table


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
