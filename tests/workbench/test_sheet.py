"""Work in hand says as a sheet what it says on the screen, and names its places as the screen does."""

from __future__ import annotations

from evaluator.workbench.sheet import sheet_of


def test_a_sheet_holds_the_answers_in_hand_their_reasons_and_the_rows_they_began_from(place):
    place.rate("b", "q1", "3", change="read again")
    book = sheet_of(place.unit, place.work("b"))
    (grid,) = book.of_kind("ratings")
    row = next(row for row in grid.rows if row.text("criterion_id") == "q1")
    assert [row.text(key) for key in ("status", "level", "evidence_ids", "change")] == [
        "rated",
        "3",
        "plan",
        "read again",
    ]
    assert grid.place(row.number, "level") == "q1/level"
    assert book.sha256 == place.work("b").head
    assert book.meta["coder"] == "b"
    assert "q1,1,not-assessed" in book.base["ratings"]


def test_a_passage_that_the_book_has_by_now_is_not_said_twice(place):
    place.cite("b", "b-E1")
    place.cite("b", "plan", locator="p. 9")
    (grid,) = [grid for grid in sheet_of(place.unit, place.work("b")).grids if grid.name == "evidence"]
    names = [row.text("evidence_id") for row in grid.rows]
    assert len(names) == len(set(names))
    said = [row.text("evidence_id") for row in grid.rows if row.text("locator")]  # the others are rows to fill in
    assert said == ["plan", "law", "practice", "b-E1"]
    assert grid.rows[0].text("locator") == "p. 9"


def test_the_header_is_changed_last(place):
    def done(header):
        return header.model_copy(update={"state": "final"})

    (grid,) = [g for g in sheet_of(place.unit, place.work("b"), header=done).grids if g.name == "coder"]
    assert {row.text("key"): row.text("value") for row in grid.rows}["state"] == "final"
