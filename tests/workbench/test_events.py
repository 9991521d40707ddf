"""Events are checked by the declarations of the book, bound by their hashes, and can be undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError
from evaluator.extensions.workbench.events import (
    LONGEST_TEXT,
    START,
    HeaderPayload,
    NewEvent,
    PersonPayload,
    as_json,
    began_from,
    check_payload,
    fingerprint,
    first_broken,
    header_over,
    live,
    rating_of,
    row_of,
)
from evaluator.model.assessment import CodingFile, Rating
from evaluator.model.plan import TextRead


def chain(*told):
    events, previous = [], START
    for at, one in enumerate(told):
        event = one.after(previous, f"2026-01-01T00:00:{at:02}Z")
        events.append(event)
        previous = event.hash
    return events


def said(text="x"):
    return NewEvent("a", "note", {"text": text}, "u", "q")


def test_a_chain_of_events_holds_and_each_change_of_it_is_found():
    events = chain(said("1"), said("2"), said("3"))
    assert first_broken(events) == ""
    for field in ("actor", "at", "unit", "criterion", "kind", "base", "uuid"):
        other = [events[0], replace(events[1], **{field: "other"}), events[2]]
        assert first_broken(other) == other[1].uuid, field
    assert first_broken([events[0], replace(events[1], payload={"text": "9"}), events[2]]) == events[1].uuid


def test_an_event_that_was_taken_out_or_put_elsewhere_is_found():
    one, two, three = chain(said("1"), said("2"), said("3"))
    assert first_broken([one, three]) == three.uuid
    assert first_broken([two, one, three]) == two.uuid


def test_an_event_changed_with_a_hash_of_its_own_breaks_the_one_after():
    one, two, three = chain(said("1"), said("2"), said("3"))
    forged = replace(two, payload={"text": "9"}, hash="").sealed()
    assert first_broken([one, forged, three]) == three.uuid


def test_a_row_is_held_to_its_columns_with_every_fault_at_once():
    cells = {"criterion_id": "q", "status": "rate", "level": "2.5", "confidence": "sure", "evil": "x"}
    with pytest.raises(InvalidInputError) as caught:
        row_of(Rating, cells)
    assert [problem.key for problem in caught.value.problems] == ["evil", "status", "level", "confidence"]


def test_a_draft_need_not_be_whole_and_a_row_of_the_book_must():
    assert row_of(Rating, {"level": "3"}, whole=False).level == 3
    with pytest.raises(InvalidInputError) as caught:
        row_of(Rating, {"level": "3"})
    assert [problem.key for problem in caught.value.problems] == ["criterion_id", "status"]


@pytest.mark.parametrize("value", [{"a": 1}, [1], True, 2.5, ["a", None]])
def test_a_cell_that_is_no_text_is_refused(value):
    with pytest.raises(InvalidInputError, match="something that is no text"):
        row_of(Rating, {"reason": value}, whole=False)


def test_a_text_of_a_book_s_length_is_refused():
    with pytest.raises(InvalidInputError, match=f"{LONGEST_TEXT + 1} characters"):
        row_of(Rating, {"reason": "x" * (LONGEST_TEXT + 1)}, whole=False)


ROWS = st.builds(
    Rating,
    criterion_id=st.just("q"),
    criterion_version=st.integers(1, 9),
    status=st.sampled_from(["rated", "silent"]),
    level=st.none() | st.integers(0, 4),
    evidence_ids=st.lists(st.sampled_from(["E1", "E2"]), unique=True).map(tuple),
    reason=st.text(),
)


@given(ROWS, st.none() | ROWS)
def test_a_rating_comes_back_from_its_event_as_it_went_in(row, began):
    payload = {"rating": as_json(row), "began": as_json(began), "change": ""}
    assert (rating_of(payload), began_from(payload)) == (row, began)
    assert (fingerprint(row) == fingerprint(began)) == (row == began)


def test_what_is_undone_is_gone_and_an_undoing_can_be_undone():
    one, two = chain(said("1"), said("2"))
    undo = NewEvent("a", "undo", {"undoes": two.uuid}, "u").after(two.hash, "t")
    assert live([one, two, undo]) == [one]
    again = NewEvent("a", "undo", {"undoes": undo.uuid}, "u").after(undo.hash, "t")
    assert live([one, two, undo, again]) == [one, two]


@pytest.mark.parametrize(
    "content",
    [
        {"code": "a", "roles": ["official"]},
        {"code": "a", "roles": ["official", "coder"], "office": "O", "country": "XXA"},
        {"code": "A B", "roles": ["coder"]},
        {"code": "a", "roles": ["king"]},
        {"code": "a", "roles": ["coder"], "more": 1},
    ],
)
def test_a_person_is_held_to_the_form(content):
    with pytest.raises(InvalidInputError):
        check_payload(PersonPayload, content)


def test_a_header_said_at_the_desk_lies_over_that_of_the_book():
    base = CodingFile(
        assessment_id="p.r.a", rubric="r", rubric_version="1.0.0", coder="a", capacity="assessor", state="final",
        text_read=TextRead(measures="none", text="none"), notes="before",
    )  # fmt: skip
    payload = check_payload(HeaderPayload, {"text_read": {"measures": "whole", "text": "whole"}, "interests": "none"})
    now = header_over(base, payload)
    assert (now.text_read.measures, now.interests, now.notes) == ("whole", "none", "")
    assert (now.state, now.coder) == ("final", "a")
    assert header_over(base, None) is base


def test_a_part_that_was_read_says_which():
    with pytest.raises(InvalidInputError, match="pages"):
        check_payload(HeaderPayload, {"text_read": {"measures": "part", "text": "part"}})
