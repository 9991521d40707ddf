"""Work that is brought back: each way to forge the file is refused, and nothing of it is kept."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.extensions.workbench.bundle import bring, give_back
from evaluator.extensions.workbench.events import START, Event
from tests.workbench.test_bundle import away, entries, zipped

__all__ = ["away"]  # a fixture


def chained(events):
    """Return events with a whole chain of their own, as who forges would make it."""
    previous, found = START, []
    for event in events:
        made = Event(**{**event, "previous": previous, "hash": ""}).sealed()
        previous = made.hash
        found.append({name: getattr(made, name) for name in Event.__slots__})
    return found


def forged(content, change, *, chain=True):
    """Return the file with its events changed, and all hashes made to fit."""
    files = entries(content)
    events = [json.loads(line) for line in files["events.jsonl"].splitlines()]
    change(events)
    events = chained(events) if chain else events
    manifest = json.loads(files["manifest.json"]) | {"head": events[-1]["hash"] if events else ""}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["events.jsonl"] = "".join(json.dumps(event) + "\n" for event in events).encode()
    return zipped(files)


def as_c(events):
    for event in events:
        event["actor"] = "c"


def set_rating(**cells):
    def change(events):
        for event in events:
            if event["kind"] == "rating":
                event["payload"]["rating"].update(cells)

    return change


def set_guest(**fields):
    return lambda events: events[0]["payload"].update(fields)


FORGERIES = {
    "another's work": as_c,
    "another take-away": set_guest(away="0" * 36),
    "another hash": set_guest(hash="0" * 64),
    "no take-away": lambda events: events.pop(0),
    "nothing": list.clear,
    "a level that is not there": set_rating(level=9),
    "a level as text": set_rating(level="=1+1"),
    "a question that is not there": lambda events: [e.update(criterion="q9") for e in events if e["kind"] == "rating"],
    "another's passage": set_rating(evidence_ids=["c-E1"]),
    "a control character": set_rating(reason="x\x1b[31m\x00"),
    "a text without end": set_rating(reason="x" * 100_000),
    "a field of its own": set_rating(approved="yes"),
    "no payload": lambda events: [event.update(payload={}) for event in events if event["kind"] == "rating"],
    "a list for a rating": lambda events: [e["payload"].update(rating=[1]) for e in events if e["kind"] == "rating"],
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_file_is_refused_and_nothing_of_it_is_kept(place, away, name):
    laptop = away()
    laptop.rate("b", "q1", "2")
    before, files = place.desk.events(), place.files()
    content = forged(give_back(laptop.desk), FORGERIES[name])
    with pytest.raises((InvalidInputError, EvaluatorError)):
        bring(place.desk, place.shelf, place.unit, "b", content)
    assert (place.desk.events(), place.files()) == (before, files)


def test_an_event_that_was_changed_without_its_hash_is_refused(place, away):
    laptop = away()
    laptop.rate("b", "q1", "2")
    content = forged(give_back(laptop.desk), set_rating(level=4), chain=False)
    before = place.desk.events()
    with pytest.raises(InvalidInputError, match="one was changed or taken out"):
        bring(place.desk, place.shelf, place.unit, "b", content)
    assert place.desk.events() == before


@pytest.mark.parametrize("kind", ["person", "round", "seal", "release", "decision", "undo"])
def test_events_of_another_kind_come_to_nothing(place, away, kind):
    """A coder's file can hold no role, round or decision: only answers and passages are merged."""
    laptop = away()
    laptop.rate("b", "q1", "2")

    def add(events):
        events.append({**events[-1], "kind": kind, "payload": {"code": "b", "roles": ["lead"], "undoes": "x"}})

    content = forged(give_back(laptop.desk), add)
    with suppress(EvaluatorError):
        bring(place.desk, place.shelf, place.unit, "b", content)
    assert set(place.kinds()) <= {"away", "back", "rating"}
