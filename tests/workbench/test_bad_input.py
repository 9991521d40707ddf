"""What goes wrong around a desk: files that cannot be read, books edited by hand, clocks that jump. Nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from evaluator.extensions.workbench import desk as desk_module
from evaluator.extensions.workbench.database import DISK_IS_FULL
from evaluator.extensions.workbench.desk import open_desk
from evaluator.extensions.workbench.events import NewEvent, first_broken
from evaluator.extensions.workbench.faults import BROKEN, UNWRITABLE
from evaluator.extensions.workbench.shelf import Shelf
from evaluator.store import change
from tests.anchors.papers import paper
from tests.workbench.conftest import HOME, PLAN, RUBRIC, UNIT

CELLS = {"source_id": "S1", "locator": "p. 1", "object": "plan", "note": "no fee"}
WORDS = "Nobody pays a fee"


def put(place, content, name="S1.pdf"):
    (place.own / "documents").mkdir(exist_ok=True)
    (place.own / "documents" / name).write_bytes(content)


def select(place, page=1, text=WORDS):
    part = {"page": page, "quads": [], "text": text, "before": "", "after": ""}
    return place.as_("b").send(f"{HOME}/rate/q1/passage", {**CELLS, "selected": [part]})


@pytest.mark.parametrize(
    ("content", "said", "mend"),
    [
        (paper([(50, 700, WORDS)], lock="secret"), "locked by a password", "Save it without one."),
        (paper([]), "without any text: a scan", "Put a text layer into it first."),
        (b"%PDF-1.7 no more of it", "cannot be read", "another copy"),
        (b"", "an empty file", ""),
    ],
    ids=["locked", "scanned", "broken", "empty"],
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do_and_a_place_in_words_is_cited_all_the_same(
    place, content, said, mend
):
    place.rate("b", "q1", "2")
    put(place, content)
    answer = select(place)
    assert answer.status == 422
    assert said in answer.text
    assert mend in answer.text
    assert place.work("b").passages == ()
    assert place.as_("b").get(f"{HOME}/rate/q1").status == 200
    assert place.as_("b").send(f"{HOME}/rate/q1/passage", CELLS).json["evidence_id"] == "b-E1"


@pytest.mark.slow
def test_a_plan_of_a_thousand_pages_is_cited_on_a_late_one_and_its_pages_are_counted(place):
    put(place, paper(*([(50, 700, f"Page {n} says this much.")] for n in range(1, 1001))))
    assert select(place, 900, "Page 900 says this").json["evidence_id"] == "b-E1"
    assert "Nobody cited anything on: 1-899, 901-1000." in place.as_("b").get(f"{HOME}/coverage").text


def test_a_source_whose_bytes_changed_after_the_citation_is_told_and_the_passage_is_handed_in_as_cited(place):
    put(place, paper([(50, 700, f"{WORDS}.")]))
    name = select(place).json["evidence_id"]
    assert "has changed since" not in place.as_("b").get(f"{HOME}/passages/{name}").text
    place.rate("b", "q1", "2", evidence_ids=name)
    put(place, paper([(50, 700, f"Here {WORDS}.")]))
    assert "The file has changed since this passage was cited" in place.as_("b").get(f"{HOME}/passages/{name}").text
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"}).status == 200
    (anchor,) = place.unit.assessment.anchors
    assert anchor.evidence_id == name


def test_a_book_that_was_edited_by_hand_and_broken_is_told_and_the_draft_is_there_once_it_is_mended(place):
    place.rate("b", "q1", "2", reason="kept")
    path = place.own / f"countries/XXA/plans/{PLAN}/assessments/{RUBRIC}/aa.csv"
    whole = path.read_text()
    path.write_text(whole.replace("rated,3", "rated,nine"))
    answer = place.as_("b").get(f"{HOME}/rate/q1")
    assert answer.status == 422
    assert "The files have faults" in answer.text
    assert "nothing of it is lost" in answer.text
    told = place.as_("lead").get(f"{HOME}/panel")
    assert (told.status, "aa.csv" in told.text, "nine" in told.text) == (422, True, True)
    for said in (str(place.own), "aa.csv", "nine"):  # the file may hold another coder's answers
        assert said not in answer.text
    assert str(place.own) not in told.text  # where the folder lies is the server's own business
    shelf = place.as_("lead").get("/?rubric=tiny")
    assert shelf.status == 200
    assert "The files of this plan have faults:" in shelf.text
    path.write_text(whole)
    assert "kept" in place.as_("b").get(f"{HOME}/rate/q1").text


@pytest.mark.parametrize("jump", [dt.timedelta(days=-400), dt.timedelta(days=400)], ids=["back", "on"])
def test_a_clock_that_jumps_changes_no_order_and_loses_nothing(place, monkeypatch, jump):
    now = desk_module.utc()
    first = place.rate("b", "q1", "1")
    with monkeypatch.context() as patched:
        patched.setattr(desk_module, "utc", lambda: now + jump)
        place.rate("b", "q1", "2")
    place.rate("b", "q1", "3")
    assert place.work("b").drafts["q1"].rating.level == 3
    assert first_broken(place.desk.events()) == ""
    place.desk.add(NewEvent("b", "undo", {"undoes": place.desk.events()[-1].uuid}, UNIT, "q1"))
    assert place.work("b").drafts["q1"].rating.level == 2
    assert first in place.desk.events()


def test_a_session_ends_by_a_clock_that_jumps_on_with_words_that_say_how_to_come_back(place, monkeypatch):
    place.rate("b", "q1", "1")
    browser = place.as_("b")
    monkeypatch.setattr(desk_module, "utc", lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    answer = browser.get(f"{HOME}/rate/q1")
    assert answer.status == 401
    assert "Open the workbench by the newest address that you were given" in answer.text
    assert place.work("b").drafts["q1"].rating.level == 1


def test_events_of_a_clock_that_ran_backwards_are_read_again_in_the_order_in_which_they_came(tmp_path, monkeypatch):
    moments = iter(f"2026-01-0{day}T00:00:00Z" for day in (3, 1, 2))
    monkeypatch.setattr(desk_module, "moment", lambda _: next(moments))
    with open_desk(tmp_path) as desk:
        for text in "abc":
            desk.add(NewEvent("a", "note", {"text": text}, "u", "q"))
    with open_desk(tmp_path) as desk:
        assert [event.payload["text"] for event in desk.events()] == ["a", "b", "c"]


def test_a_disk_that_is_full_is_told_as_that_and_a_rating_is_kept_again_once_there_is_room(place):
    browser, url = place.as_("b"), f"{HOME}/rate/q1"
    said = {"status": "rated", "level": "2", "reason": "x" * 15_000, "draft": ""}
    with place.desk.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    answer = browser.send(url, said)
    assert answer.status == 503
    assert [fault["text"] for fault in answer.json["faults"]] == [DISK_IS_FULL]
    assert place.work("b").is_empty
    with place.desk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert browser.send(url, said).status == 200
    assert place.work("b").drafts["q1"].rating.reason == said["reason"]


@pytest.mark.parametrize(("number", "said"), [(28, DISK_IS_FULL), (13, UNWRITABLE)], ids=["full", "forbidden"])
def test_who_hands_in_to_a_disk_that_takes_nothing_is_told_and_hands_in_again(place, monkeypatch, number, said):
    for name in ("q1", "q2", "q3"):
        place.rate("b", name, "2")
    files = place.files()
    browser = place.as_("b")
    browser.submit(f"{HOME}/header", measures="whole", text="whole")

    def refuse(*_):
        raise OSError(number, "no")

    with monkeypatch.context() as patched:
        patched.setattr(change, "_write", refuse)
        answer = browser.submit(f"{HOME}/hand-in", **{"as": "final"})
    assert (answer.status, said in answer.text, str(place.own) in answer.text) == (503, True, False)
    assert place.files() == files
    assert len(place.work("b").drafts) == 3
    assert browser.submit(f"{HOME}/hand-in", **{"as": "final"}).status == 200


def test_a_file_that_vanishes_under_a_request_is_one_sentence_and_no_path(place, monkeypatch):
    def gone(*_):
        raise OSError(5, "Input/output error", str(place.own))

    monkeypatch.setattr(Shelf, "document", gone)
    answer = place.as_("b").get(f"{HOME}/coverage")
    assert (answer.status, BROKEN in answer.text, str(place.own) in answer.text) == (503, True, False)
