"""The present is a fold of the events: what is in hand, what was handed in, which rounds are open."""

from __future__ import annotations

from evaluator.extensions.workbench.events import START, NewEvent, as_json, fingerprint
from evaluator.extensions.workbench.fold import last_doing, notes, people, rounds, unfinished_writes, work_of, works
from evaluator.model.assessment import Rating


def chain(*told):
    events, previous = [], START
    for one in told:
        events.append(one.after(previous, "2026-01-01T00:00:00Z"))
        previous = events[-1].hash
    return events


def rated(coder, criterion, level, unit="u"):
    payload = {"rating": as_json(Rating(criterion, 1, "rated", level)), "began": None, "change": ""}
    return NewEvent(coder, "rating", payload, unit, criterion, fingerprint(None))


def submitting(*coders):
    return NewEvent("lead", "submitting", {"coders": list(coders), "final": True, "release": False}, "u")


def submitted(begun, *coders, release=False):
    return NewEvent("lead", "submitted", {"of": begun, "coders": list(coders), "release": release}, "u")


def test_the_last_answer_holds_for_each_coder_and_unit_apart():
    events = chain(rated("a", "q", 1), rated("a", "q", 2), rated("b", "q", 3), rated("a", "q", 4, unit="other"))
    assert {coder: work.drafts["q"].rating.level for coder, work in works(events, "u").items()} == {"a": 2, "b": 3}
    assert work_of(events, "u", "nobody").is_empty


def test_a_dropped_draft_is_gone():
    events = chain(rated("a", "q", 1), NewEvent("a", "drop", {}, "u", "q"))
    assert work_of(events, "u", "a").drafts == {}


def test_undoing_gives_the_answer_before_and_undoing_again_the_one_before_that():
    events = chain(rated("a", "q", 1), rated("a", "q", 2))
    last = last_doing(events, "u", "a")
    events = [*events, NewEvent("a", "undo", {"undoes": last.uuid}, "u").after(events[-1].hash, "t")]
    assert work_of(events, "u", "a").drafts["q"].rating.level == 1
    first = last_doing(events, "u", "a")
    assert first == events[0]
    events = [*events, NewEvent("a", "undo", {"undoes": first.uuid}, "u").after(events[-1].hash, "t")]
    assert work_of(events, "u", "a").drafts == {}
    assert last_doing(events, "u", "a") is None


def test_what_was_handed_in_is_no_longer_in_hand_and_what_came_meanwhile_is():
    events = chain(rated("a", "q", 1), rated("b", "q", 1), submitting("a"))
    begun = events[-1].uuid
    more = [rated("a", "r", 4), submitted(begun, "a")]
    for told in more:
        events.append(told.after(events[-1].hash, "t"))
    assert set(work_of(events, "u", "a").drafts) == {"r"}
    assert set(work_of(events, "u", "b").drafts) == {"q"}
    assert last_doing(events, "u", "a").criterion == "r"


def test_what_could_not_be_handed_in_stays_in_hand():
    events = chain(rated("a", "q", 1), submitting("a"))
    events.append(NewEvent("a", "failed", {"of": events[-1].uuid, "faults": ["f"]}, "u").after(events[-1].hash, "t"))
    assert set(work_of(events, "u", "a").drafts) == {"q"}
    assert unfinished_writes(events) == []


def test_a_writing_that_is_not_known_to_have_ended_waits():
    events = chain(submitting("a"), submitting("b"))
    events.append(submitted(events[0].uuid, "a").after(events[-1].hash, "t"))
    assert unfinished_writes(events) == [events[1]]


def test_a_round_is_open_until_it_is_released():
    begin = NewEvent("lead", "round", {"coders": ["a", "b"]}, "u")
    events = chain(begin, NewEvent("a", "seal", {"head": "h"}, "u"))
    assert (rounds(events)["u"].sealed, rounds(events)["u"].is_complete) == (frozenset("a"), False)
    both = chain(begin, NewEvent("a", "seal", {}, "u"), NewEvent("b", "seal", {}, "u"))
    assert rounds(both)["u"].is_complete
    back = chain(begin, NewEvent("a", "seal", {}, "u"), NewEvent("lead", "reopen", {"coder": "a"}, "u"))
    assert rounds(back)["u"].sealed == frozenset()
    done = chain(begin, submitting("a", "b"))
    done.append(submitted(done[-1].uuid, "a", "b", release=True).after(done[-1].hash, "t"))
    assert rounds(done) == {}
    other = chain(begin, submitting("a"))
    other.append(submitted(other[-1].uuid, "a").after(other[-1].hash, "t"))
    assert set(rounds(other)) == {"u"}


def test_the_last_word_on_a_person_holds():
    one, two = {"code": "a", "roles": ["coder"]}, {"code": "a", "roles": ["reader"], "active": False}
    found = people(chain(NewEvent("lead", "person", one), NewEvent("lead", "person", two)))
    assert (found["a"].roles, found["a"].active) == (("reader",), False)


def test_notes_are_those_of_the_unit():
    events = chain(NewEvent("a", "note", {"text": "1"}, "u", "q"), NewEvent("a", "note", {"text": "2"}, "other", "q"))
    assert notes(events, "u") == [events[0]]
