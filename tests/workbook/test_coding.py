"""A coder's header and ratings on their way in; see test_sheet_import.py for whole sheets."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.assessment import CodingFile
from evaluator.read.text_files.yaml_file import read_yaml
from evaluator.workbook.back.coding import header_text
from evaluator.workbook.sheet.score_sheet import new_coding


def test_a_header_is_written_so_that_it_reads_back(desk, tmp_path):
    header = new_coding(desk.assessment, desk.rubric, "b").header
    file = tmp_path / "b.yaml"
    file.write_text(header_text(header), encoding="utf-8")
    assert CodingFile.model_validate(read_yaml(file).content) == header


def test_the_fingerprint_of_the_rubric_is_written_when_the_assessment_is_final(desk, hand):
    desk.bring(desk.export("b"), start=True)
    assert next(c for c in desk.assessment.codings if c.header.coder == "b").header.rubric_sha256 == ""
    sheet = (
        hand(desk.export("b", "final"))
        .entry("coder", "state", "final")
        .entry("coder", "text_read.measures", "whole")
        .entry("coder", "text_read.text", "whole")
    )
    with pytest.raises(InvalidInputError, match="no answer to any of 5 questions"):
        desk.bring(sheet.save())
    sheet.rate("witness-protection", level=2, confidence="high", evidence_ids="E1", reason="as stated")
    with pytest.raises(InvalidInputError, match="4 questions of 5 without an answer") as caught:
        desk.bring(sheet.save())
    assert "Your assessment!C" in caught.value.problems[0].cell
    final = sheet.entry("coder", "unanswered", "The annex is lost.").save()
    told = "; ".join(note.found for note in desk.bring(final).notes)
    assert "the rating is taken to have ended today, 2026-01-02" in told
    assert "no interests declared" in told
    assert not desk.bring(final).written
    header = next(c for c in desk.assessment.codings if c.header.coder == "b").header
    assert (header.state, header.rubric_sha256) == ("final", desk.rubric.sha256)
    assert (header.unanswered, header.finished) == ("The annex is lost.", "2026-01-02")
    again = hand(desk.export("b", "again")).entry("coder", "notes", "read twice").entry("coder", "unanswered", "")
    desk.bring(again.save())  # it is final already


def test_what_was_rated_from_comes_back_with_the_header(desk, hand):
    desk.bring(hand(desk.export("b")).entry("coder", "read", "evidence-list").save(), start=True)
    header = next(c for c in desk.assessment.codings if c.header.coder == "b").header
    assert header.read == "evidence-list"
    desk.bring(hand(desk.export("b", "two")).entry("coder", "read", "sources").save())
    assert next(c for c in desk.assessment.codings if c.header.coder == "b").header.read == "sources"


def test_two_sheets_may_not_change_the_header_in_two_ways(desk, hand):
    desk.bring(desk.export("b"), start=True)
    one = hand(desk.export("b", "one")).entry("coder", "interests", "none").save()
    two = hand(desk.export("b", "two")).entry("coder", "interests", "works for the ministry").save()
    with pytest.raises(InvalidInputError, match="the header of the assessment was changed here"):
        desk.bring(one, two)


@pytest.mark.parametrize("status", [None, "not-assessed"])
def test_a_level_beside_a_status_that_nobody_touched_means_rated(desk, hand, status):
    words = {"level": 2, "confidence": "low", "evidence_ids": "E1", "reason": "level 2"}
    desk.bring(hand(desk.export("b")).rate("witness-protection", status=status, **words).save())
    coding = next(c for c in desk.assessment.codings if c.header.coder == "b")
    (found,) = [r for r in coding.ratings if r.criterion_id == "witness-protection"]
    assert (found.status, found.level) == ("rated", 2)


@pytest.mark.parametrize(
    "cells", [{"level": "2+"}, {"status": "at-least", "level": 2}, {"status": "at-least", "level": "2+"}]
)
def test_a_level_with_a_plus_means_at_least(desk, hand, cells):
    words = {"confidence": "low", "evidence_ids": "E1", "reason": "level 2"}
    desk.bring(hand(desk.export("b")).rate("witness-protection", **cells, **words).save())
    coding = next(c for c in desk.assessment.codings if c.header.coder == "b")
    (found,) = [r for r in coding.ratings if r.criterion_id == "witness-protection"]
    assert (found.status, found.level) == ("at-least", 2)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (
            {"status": "at-least", "level": 4},
            "at-least level 4. Give a level from 1 to 3. Nothing lies above level 4",
        ),
        (
            {"status": "at-least", "level": 0},
            "at-least level 0. Give a level from 1 to 3. Every criterion is at least 0",
        ),
        ({"status": "at-least", "level": None}, "at-least without a level. Give a level from 1 to 3"),
        ({"status": "at-least", "level": 2, "searched": "1 Aims"}, "Clear the cell, or write `silent`"),
        ({"status": "silent", "level": "2+", "searched": "1 Aims"}, "'2+'. Give a whole number. Choose `at-least`"),
        ({"status": "rated", "level": "2+"}, "Choose `at-least` as the status, or write 2."),
        ({"status": "at-least", "level": 2, "evidence_ids": ""}, "at-least without evidence"),
    ],
)
def test_an_at_least_that_says_nothing_is_a_fault_at_its_cell(desk, hand, cells, words):
    given = {"confidence": "low", "evidence_ids": "E1", "reason": "as far as read", **cells}
    sheet = hand(desk.export("a")).rate("witness-protection", change="read again", **given)
    with pytest.raises(InvalidInputError) as caught:
        desk.bring(sheet.save())
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "at-least", "level": "x"}, "was 1 and is x, without a reason"),
        ({"status": "rated", "level": "2+"}, "was 1 and is 2+, without a reason"),
        ({"status": "at-least", "level": None}, "was 1 and is at-least, without a reason"),
    ],
)
def test_a_change_without_a_reason_is_told_in_the_words_of_the_cells(desk, hand, cells, said):
    given = {"confidence": "low", "evidence_ids": "E1", "reason": "as far as read", **cells}
    with pytest.raises(InvalidInputError) as caught:
        desk.bring(hand(desk.export("a")).rate("witness-protection", **given).save())
    assert f"witness-protection {said}" in str(caught.value)


def test_a_level_left_beside_a_status_that_was_set_to_not_assessed_is_a_fault(desk, hand):
    sheet = hand(desk.export("a")).rate("witness-protection", status="not-assessed", change="no page")
    with pytest.raises(
        InvalidInputError, match=r"level 1 is given, but the status is not-assessed\. Give `rated`, `at-least`"
    ):
        desk.bring(sheet.save())


def test_an_import_says_which_agreements_it_ends(desk, hand):
    rows = "criterion_id,status,level,rule,decided_by,decided_on,reason,inputs\n"
    rows += "witness-protection,rated,1,single,,2026-01-01,one coder assessed it,a:1\n"
    agreed = desk.own / "countries/XXA/plans/XXA-2020-2023/assessments/small/agreed.csv"
    desk.bring(hand(desk.export("a")).rate("early-identification-referral", reason="in other words").save())
    agreed.write_text(rows, encoding="utf-8")
    done = desk.bring(hand(desk.export("a")).rate("witness-protection", level=2, change="read again").save())
    assert done.overtaken == ("witness-protection",)
