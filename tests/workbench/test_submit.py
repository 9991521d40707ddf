"""Handing in: into the book by the import of sheets, whole or not at all, and repaired after a death in between."""

from __future__ import annotations

import csv
import shutil

import pytest

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.extensions.workbench import shelf as shelf_module
from evaluator.extensions.workbench import submit
from evaluator.extensions.workbench.desk import Desk, open_desk
from evaluator.extensions.workbench.events import HeaderPayload, NewEvent, as_json, check_payload, fingerprint
from evaluator.extensions.workbench.fold import rounds
from evaluator.extensions.workbench.shelf import Shelf
from evaluator.extensions.workbench.submit import Handing, check_submission, hand_in, repair, sheet_of
from evaluator.pipeline import evaluate

PLAN, UNIT = "XXA-2020-2023", "XXA-2020-2023:tiny"


def hand(place, coder, *, final=False):
    return hand_in(place.desk, place.shelf, place.unit, coder, Handing((coder,), final))


def read_whole(place, coder):
    payload = check_payload(HeaderPayload, {"text_read": {"measures": "whole", "text": "whole"}})
    place.desk.add(NewEvent(coder, "header", payload, UNIT))


def whole(place, coder="b", levels="321"):
    for name, level in zip(("q1", "q2", "q3"), levels, strict=True):
        place.rate(coder, name, level)
    read_whole(place, coder)


def test_what_was_handed_in_stands_in_the_book_and_is_no_longer_in_hand(place):
    place.cite("b", "b-E1")
    place.rate("b", "q1", "3", evidence_ids="b-E1")
    done = hand(place, "b")
    assert "q1,1,rated,3,high,b-E1,as stated" in place.ratings("b")
    assert place.unit.assessment.evidence[-1].evidence_id == "b-E1"
    assert place.work("b").is_empty
    assert [record.new for record in done.records if record.criterion_id] == ["3"]
    assert place.kinds()[-2:] == ["submitting", "submitted"]


def test_the_log_of_the_book_names_the_head_of_the_desk(place):
    place.rate("b", "q1", "3")
    head = place.work("b").head
    hand(place, "b")
    assert {record.file_sha256 for record in place.unit.assessment.log} == {head}


def test_the_same_ratings_score_alike_on_the_desk_and_in_the_book(place):
    whole(place)
    before = place.unit.cards(place.work("b"))[0]
    hand(place, "b", final=True)
    unit = place.unit
    after = evaluate(unit.assessment, unit.rubric, assessor="b")
    for seen in (before, unit.cards(place.work("b"))[0]):
        assert (seen.score, seen.bounds, seen.grade) == (after.score, after.bounds, after.grade)
    assert not after.is_draft


def test_all_faults_come_at_once_by_question_and_field_and_nothing_is_written(place):
    place.rate("b", "q1", "3", evidence_ids="")
    place.rate("b", "q2", "", status="silent", evidence_ids="")
    read_whole(place, "b")
    before = place.files()
    with pytest.raises(InvalidInputError) as caught:
        hand(place, "b", final=True)
    cells = {problem.cell for problem in caught.value.problems if problem.severity == "fault"}
    assert {"q1/evidence_ids", "q2/searched"} <= cells
    assert place.files() == before
    assert set(place.work("b").drafts) == {"q1", "q2"}
    assert place.kinds()[-1] == "failed"


def test_looking_it_over_finds_the_same_and_writes_nothing(place):
    whole(place)
    before, kinds = place.files(), place.kinds()
    done = check_submission(place.shelf, place.unit, place.work("b"))
    assert [record.criterion_id for record in done.records] == ["", "q1", "q2", "q3"]
    assert (place.files(), place.kinds()) == (before, kinds)


def test_a_row_changed_in_the_book_meanwhile_and_otherwise_is_a_clash(place):
    whole(place)
    hand(place, "b")
    place.rate("b", "q1", "1", change="read again")
    path = place.own / f"countries/XXA/plans/{PLAN}/assessments/tiny/b.csv"
    path.write_text(path.read_text().replace("q1,1,rated,3", "q1,1,rated,4"))
    with pytest.raises(InvalidInputError, match="the rating of q1 was changed here, and in the files too") as caught:
        hand(place, "b")
    assert "there: 4" in str(caught.value)
    assert "q1,1,rated,4" in place.ratings("b")


def test_another_row_changed_in_the_book_meanwhile_is_kept(place):
    whole(place)
    hand(place, "b")
    place.rate("b", "q1", "1", change="read again")
    path = place.own / f"countries/XXA/plans/{PLAN}/assessments/tiny/b.csv"
    path.write_text(path.read_text().replace("q2,1,rated,2", "q2,1,rated,4"))
    hand(place, "b")
    assert "q1,1,rated,1" in place.ratings("b")
    assert "q2,1,rated,4" in place.ratings("b")


def test_a_rating_given_before_is_changed_only_with_a_reason(place):
    whole(place)
    hand(place, "b")
    place.rate("b", "q1", "1")
    with pytest.raises(InvalidInputError, match="reason of the change") as caught:
        hand(place, "b")
    assert "q1/change" in {problem.cell for problem in caught.value.problems}


def test_several_sheets_go_in_together_or_not_at_all(place):
    whole(place, "b")
    whole(place, "c")
    place.rate("c", "q3", "2", evidence_ids="")
    before = place.files()
    both = Handing(("b", "c"), is_final=True, is_release=True)
    with pytest.raises(InvalidInputError):
        hand_in(place.desk, place.shelf, place.unit, "lead", both)
    assert place.files() == before
    place.rate("c", "q3", "2")
    hand_in(place.desk, place.shelf, place.unit, "lead", both)
    assert [c.header.coder for c in place.unit.assessment.codings] == ["aa", "b", "c"]
    assert place.desk.events()[-1].payload["release"] is True


class KilledError(BaseException):
    """As if the process had died."""


def test_a_death_before_the_book_is_written_is_repaired_at_the_next_start(place, monkeypatch):
    whole(place)

    def die(*_, **__):
        raise KilledError

    monkeypatch.setattr(submit, "import_books", die)
    with pytest.raises(KilledError):
        hand(place, "b")
    monkeypatch.undo()
    assert "b.csv" not in "".join(place.files())
    assert repair(place.desk, Shelf(place.own)) == [UNIT]
    assert "q1,1,rated,3" in place.ratings("b")
    assert place.work("b").is_empty
    assert repair(place.desk, place.shelf) == []


def test_a_death_after_the_book_is_written_writes_nothing_twice(place, monkeypatch):
    place.cite("b", "b-E1")
    whole(place)
    add = Desk.add

    def die(desk, *told):
        if told[0].kind == "submitted":
            raise KilledError
        return add(desk, *told)

    monkeypatch.setattr(Desk, "add", die)
    with pytest.raises(KilledError):
        hand(place, "b", final=True)
    monkeypatch.undo()
    written = place.files()
    assert place.kinds()[-1] == "submitting"
    repair(place.desk, Shelf(place.own))
    assert place.files() == written
    assert place.work("b").is_empty
    assert place.kinds()[-1] == "submitted"


def test_what_cannot_be_written_after_a_death_stays_in_hand(place):
    place.rate("b", "q1", "3", evidence_ids="")
    payload = {"coders": ["b"], "final": True, "release": False}
    place.desk.add(NewEvent("b", "submitting", payload, UNIT))
    assert repair(place.desk, place.shelf) == [UNIT]
    assert place.kinds()[-1] == "failed"
    assert set(place.work("b").drafts) == {"q1"}


def from_book(place, coder):
    """Put all that the book has of a coder onto the desk, as if it had been rated there."""
    coding = place.unit.coding(coder)
    for rating in coding.ratings:
        payload = {"rating": as_json(rating), "began": as_json(rating), "change": ""}
        place.desk.add(NewEvent(coder, "rating", payload, UNIT, rating.criterion_id, fingerprint(rating)))


def test_book_to_desk_to_book_gives_the_same_bytes(place):
    place.cite("b", "b-E1")
    whole(place)
    hand(place, "b", final=True)
    before = place.files()
    from_book(place, "b")
    done = hand(place, "b", final=True)
    assert (done.written, place.files()) == ((), before)


def test_a_coder_s_files_that_are_gone_come_back_from_the_desk_with_the_same_bytes(place, tmp_path):
    place.cite("b", "b-E1")
    place.rate("b", "q1", "3", evidence_ids="b-E1")
    whole(place)
    kept = tmp_path / "kept"
    shutil.copytree(place.own / "countries", kept)
    hand(place, "b", final=True)
    once = place.files()
    told = [event for event in place.desk.events() if event.unit and event.kind in ("rating", "passage", "header")]
    shutil.rmtree(place.own / "countries")
    shutil.copytree(kept, place.own / "countries")
    for event in told:
        place.desk.add(NewEvent(event.actor, event.kind, event.payload, event.unit, event.criterion, event.base))
    hand(place, "b", final=True)
    ours = {name: data for name, data in place.files().items() if not name.endswith("log.csv")}
    assert ours == {name: data for name, data in once.items() if not name.endswith("log.csv")}


def test_a_desk_that_is_wiped_loses_only_what_was_not_handed_in(place):
    whole(place)
    hand(place, "b", final=True)
    place.rate("b", "q1", "1", change="not handed in")
    before, card = place.files(), place.unit.cards(place.work("nobody"))
    with place.desk.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM events")
    place.desk.engine.dispose()
    fresh = Desk(place.desk.engine)
    assert fresh.events() == ()
    assert place.files() == before
    assert Shelf(place.own).unit(PLAN, "tiny").row("b", "q1").level == 3
    del card


@pytest.mark.slow
def test_the_invented_country_rated_anew_from_the_book_has_the_same_bytes(tmp_path):
    name = "XAR-2022-2025:four-paradigms"
    with open_desk(tmp_path) as desk:
        shelf = Shelf(tmp_path.resolve())
        shelf.lay_out_demo()
        unit = shelf.unit("XAR-2022-2025", "four-paradigms")
        folder = tmp_path / "countries/XAR/plans/XAR-2022-2025/assessments/four-paradigms"
        kept = (folder / "a.csv").read_bytes()
        for rating in unit.coding("a").ratings:
            payload = {"rating": as_json(rating), "began": None, "change": ""}
            desk.add(NewEvent("a", "rating", payload, name, rating.criterion_id, fingerprint(None)))
        header = unit.coding("a").header
        said = header.model_dump(mode="json", include=set(HeaderPayload.model_fields), exclude_none=True)
        desk.add(NewEvent("a", "header", check_payload(HeaderPayload, said), name))
        for ending in ("csv", "yaml"):
            (folder / f"a.{ending}").unlink()
        (folder / "agreed.csv").unlink()
        hand_in(desk, shelf, shelf.unit("XAR-2022-2025", "four-paradigms"), "a", Handing(("a",), is_final=True))
        assert _filled((folder / "a.csv").read_bytes()) == _filled(kept)


def test_what_another_server_repairs_at_the_same_moment_is_noted_once_and_closes_no_later_round(place, monkeypatch):
    whole(place)
    written = submit.import_books

    def meanwhile(*given, **more):
        monkeypatch.setattr(submit, "import_books", written)
        assert repair(Desk(place.desk.engine), Shelf(place.own)) == [UNIT]
        place.desk.add(NewEvent("lead", "round", {"coders": ["b", "c"]}, UNIT))
        return written(*given, **more)

    monkeypatch.setattr(submit, "import_books", meanwhile)
    hand_in(place.desk, place.shelf, place.unit, "b", Handing(("b",), is_final=True, is_release=True))
    assert place.kinds().count("submitted") == 1
    assert UNIT in rounds(place.desk.events())
    assert place.unit.row("b", "q1").level == 3


def test_another_program_that_writes_into_the_folder_is_waited_for_and_then_told(place, monkeypatch):
    place.rate("b", "q1", "3")

    def busy(*_, **__):
        raise EvaluatorError("the folder is being written to")

    monkeypatch.setattr(shelf_module, "recover", busy)
    with pytest.raises(EvaluatorError, match="being written to"):
        hand(place, "b")
    assert set(place.work("b").drafts) == {"q1"}


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


def _filled(content: bytes) -> list[dict[str, str]]:
    """Return the cells of each row that are filled: the book also writes columns that the example does without."""
    head, *rows = csv.reader(content.decode().splitlines())
    return [{name: cell for name, cell in zip(head, row, strict=True) if cell} for row in rows]
