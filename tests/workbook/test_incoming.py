"""One book on its way in: the rows it was made from, and sheets that are gone."""

from __future__ import annotations

import dataclasses
import json
import shutil

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.assessment import CodingFile, Rating
from evaluator.workbook.back.incoming import SHEETS, EarlierSheets, Incoming, earlier_of, kept_as, kept_text
from evaluator.workbook.back.log import Stamp
from evaluator.workbook.back.sheet_import import read_sheet
from evaluator.workbook.back.stage import Stage
from evaluator.workbook.sheet.rows import Notes

GOOD = {"status": "rated", "level": 2, "confidence": "high", "evidence_ids": "E4", "reason": "a list"}
CRITERION = "early-identification-referral"
PASSAGE = {"source_id": "XXA-S1", "locator": "p. 8", "object": "plan"}


def test_a_book_knows_the_rows_it_was_made_from_and_tells_what_is_gone(desk, tmp_path):
    book = read_sheet(desk.export("a"))
    stage = Stage(tmp_path, desk.library.layers, "XXA-2020-2023", desk.rubric)
    found = Incoming(book, desk.assessment, desk.rubric, stage, Notes("x"), Stamp("2026", "a"))
    assert len(found.base_rows("ratings", Rating)) == 5
    assert found.entries("nothing", CodingFile, {}) is None  # was never exported, as by an earlier version
    lost = dataclasses.replace(book, grids=())
    found = dataclasses.replace(found, book=lost)
    assert found.entries("coder", CodingFile, {}) is None
    found.clash("A!B1", "a row", None)
    assert [p.found for p in found.notes.problems] == [
        "no sheet 'Your assessment', or its hidden first row was deleted",
        "a row was changed here, and in the files too since the sheet was exported (deleted there)",
    ]


def refused(desk, *paths):
    before = desk.files()
    with pytest.raises(InvalidInputError) as caught:
        desk.bring(*paths)
    assert desk.files() == before
    return [str(problem) for problem in caught.value.problems if problem.severity == "fault"]


def rating(desk, coder="b"):
    coding = next(c for c in desk.assessment.codings if c.header.coder == coder)
    return next(r for r in coding.ratings if r.criterion_id == CRITERION)


def first(desk, hand):
    """Import a sheet with a rating, a passage, an entry of both headers and a paragraph."""
    opened = hand(desk.export("b")).rate(CRITERION, **GOOD).add("evidence", evidence_id="E8", note="Courts", **PASSAGE)
    opened.entry("coder", "interests", "none").entry("plan", "authority", "One")
    opened.page("narrative").append(["en", "Words"])
    desk.bring(opened.save())
    return opened


def test_a_sheet_that_is_revised_is_imported_again_without_a_new_export(desk, hand):
    opened = first(desk, hand).rate(CRITERION, level=3, change="read again")
    opened.change("evidence", "E8", note="Courts and police")
    opened.entry("coder", "interests", "works for the ministry").entry("plan", "authority", "Two")
    opened.page("narrative").cell(3, 2).value = "Other words"
    done = desk.bring(opened.save())
    assert [(r.old, r.new, r.reason) for r in done.records if r.criterion_id] == [("2", "3", "read again")]
    assert desk.assessment.evidence[-1].note == "Courts and police"
    assert desk.assessment.plan.authority == "Two"
    assert desk.assessment.narrative == {"en": "Other words\n"}
    header = next(c.header for c in desk.assessment.codings if c.header.coder == "b")
    assert header.interests == "works for the ministry"
    assert all(".evaluator" not in path.as_posix() for path in done.written)


def test_a_revised_rating_needs_its_reason_at_its_cell_as_any_other_change(desk, hand):
    (fault,) = refused(desk, first(desk, hand).rate(CRITERION, level=3).save())
    assert "early-identification-referral was 2 and is 3, without a reason" in fault
    assert "Human rights!" in fault


def test_what_a_sheet_takes_back_is_taken_back(desk, hand):
    opened = first(desk, hand).rate(
        CRITERION, status="not-assessed", level=None, confidence=None, evidence_ids=None, reason=None, change="no page"
    )
    page = opened.page("table/evidence")
    page.delete_rows(next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == "E8"))
    desk.bring(opened.save())
    assert rating(desk).status == "not-assessed"
    assert "E8" not in [item.evidence_id for item in desk.assessment.evidence]


def test_a_level_beside_a_status_that_nobody_touched_still_means_rated_the_second_time(desk, hand):
    opened = hand(desk.export("b")).rate(CRITERION, **{**GOOD, "status": "not-assessed"})
    desk.bring(opened.save())
    desk.bring(opened.rate(CRITERION, level=3, change="read again").save())
    assert (rating(desk).status, rating(desk).level) == ("rated", 3)


def test_what_another_coder_changed_meanwhile_is_still_refused(desk, hand):
    opened = first(desk, hand)
    desk.bring(hand(desk.export("c")).change("evidence", "E8", note="Judges").save())
    desk.bring(opened.rate(CRITERION, reason="in other words").save())
    assert desk.assessment.evidence[-1].note == "Judges"
    (fault,) = refused(desk, opened.change("evidence", "E8", note="Police").save())
    assert "Evidence!A" in fault
    assert "evidence E8 was changed here, and in the files too" in fault
    assert "note 'Judges'" in fault


def test_a_revised_sheet_may_have_another_file_name(desk, hand):
    opened = first(desk, hand).rate(CRITERION, level=3, change="read again")
    opened.entry("plan", "authority", "Two").entry("coder", "interests", "works for the ministry")
    opened.page("narrative").cell(3, 2).value = "Other words"
    desk.bring(opened.save(desk.papers / "b, revised.xlsx"))
    assert rating(desk).level == 3
    assert (desk.assessment.plan.authority, desk.assessment.narrative) == ("Two", {"en": "Other words\n"})


def test_a_second_sheet_that_completes_the_first_takes_nothing_back(desk, hand):
    second = desk.export("b", "second")
    first(desk, hand)
    desk.bring(hand(second).rate("witness-protection", **{**GOOD, "evidence_ids": "E3"}).save())
    assert rating(desk).level == 2
    assert desk.assessment.evidence[-1].evidence_id == "E8"


def test_where_the_ratings_are_gone_the_sheet_is_read_as_the_first_time(desk, hand):
    opened = first(desk, hand)
    for name in ("b.yaml", "b.csv", "log.csv"):
        (desk.ratings / name).unlink()
    desk.bring(opened.save())
    assert rating(desk).level == 2


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"sheet": "x", "said": {"ratings": 1}}', '{"sheet": "x", "said": {"coder": "{}"}}']
)
def test_what_is_kept_and_damaged_is_not_looked_at(desk, hand, content):
    book = read_sheet(desk.export("b"))
    path = desk.own / kept_as(book)
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    assert earlier_of(book, desk.own, {"x"}) == EarlierSheets()


def test_what_is_kept_is_read_by_the_name_of_the_sheet(desk):
    book = read_sheet(desk.export("b"))
    path = desk.own / kept_as(book)
    path.parent.mkdir(parents=True)
    said = {**book.base, "evidence": "other"}
    path.write_text(kept_text(book, said), encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["sheet"] == book.sha256
    assert earlier_of(book, desk.own, {book.sha256}) == EarlierSheets(said)
    assert earlier_of(book, desk.own, ()) == EarlierSheets()
    copy = desk.papers / "copy.xlsx"
    shutil.copy(book.path, copy)
    found = earlier_of(read_sheet(copy), desk.own, {book.sha256})
    assert found == EarlierSheets(None, (said,))
    assert found.texts("evidence") == ("other",)
    assert path.is_relative_to(desk.own / SHEETS)
