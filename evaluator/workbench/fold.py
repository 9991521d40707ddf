"""The present of a desk as a fold of its events: work in hand, rounds, people. Nothing here is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Rating
from evaluator.model.plan import Evidence
from evaluator.workbench.events import Event, PersonPayload, Told, as_json, began_from, live, passage_of, rating_of

WORK = ("header", "rating", "drop", "passage", "undo")


@dataclass(frozen=True, slots=True)
class Draft:
    """A rating in hand: what it says, the row of the book it began from, why it changes that, and its event."""

    rating: Rating
    began: Rating | None
    change: str
    base: str
    event: str = ""

    def told(self, coder: str, unit: str, criterion: str) -> Told:
        """Return the event that puts this answer into a coder's hand."""
        payload = {"rating": as_json(self.rating), "began": as_json(self.began), "change": self.change}
        return Told(coder, "rating", payload, unit, criterion, self.base)


@dataclass(frozen=True, slots=True)
class Work:
    """What one coder has in hand on one unit and has not handed in."""

    coder: str
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    passages: tuple[Evidence, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    header: Mapping[str, Any] | None = None
    head: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is in hand."""
        return not (self.drafts or self.passages or self.header)


@dataclass(frozen=True, slots=True)
class Round:
    """A blind round of a unit: who rates, and who handed in. It is closed once it is released."""

    coders: tuple[str, ...]
    sealed: frozenset[str] = frozenset()

    @property
    def is_complete(self) -> bool:
        """Return whether all have handed in."""
        return set(self.coders) <= self.sealed


def works(events: Iterable[Event], unit: str) -> dict[str, Work]:
    """Return what each coder has in hand on a unit, by code.

    What was handed in to the book is no longer in hand; a sealed sheet still is, until the release.
    """
    return {coder: _work(coder, own) for coder, own in _in_hand(events, unit).items() if own}


def _in_hand(events: Iterable[Event], unit: str) -> dict[str, list[Event]]:
    """Return the events of work by coder, those left out that came before a writing into the book that succeeded."""
    mine: dict[str, list[Event]] = {}
    before: dict[str, dict[str, int]] = {}
    for event in events:
        if event.unit != unit:
            continue
        if event.kind in WORK:
            mine.setdefault(event.actor, []).append(event)
        elif event.kind == "submitting":
            before[event.uuid] = {coder: len(mine.get(coder, ())) for coder in event.payload["coders"]}
        elif event.kind == "submitted":
            for coder, many in before.pop(event.payload["of"], {}).items():
                mine[coder] = mine.get(coder, [])[many:]
    return mine


def work_of(events: Iterable[Event], unit: str, coder: str) -> Work:
    """Return what one coder has in hand on a unit."""
    own = _in_hand(events, unit).get(coder)
    return _work(coder, own) if own else Work(coder)


def _work(coder: str, events: Sequence[Event]) -> Work:
    drafts: dict[str, Draft] = {}
    passages: dict[str, Evidence] = {}
    anchors: dict[str, list[Anchor]] = {}
    header: Mapping[str, Any] | None = None
    for event in live(events):
        if event.kind == "rating":
            payload = event.payload
            drafts[event.criterion] = Draft(
                rating_of(payload), began_from(payload), payload["change"], event.base, event.uuid
            )
        elif event.kind == "drop":
            drafts.pop(event.criterion, None)
        elif event.kind == "passage":
            passage = passage_of(event.payload)
            passages[passage.evidence_id] = passage
            anchors[passage.evidence_id] = [Anchor(**anchor) for anchor in event.payload["anchors"]]
        else:
            header = event.payload
    places = tuple(anchor for own in anchors.values() for anchor in own)
    return Work(coder, drafts, tuple(passages.values()), places, header, events[-1].hash)


def last_doing(events: Iterable[Event], unit: str, coder: str) -> Event | None:
    """Return the newest event of a coder's work in hand that an undoing would undo."""
    kept = live(_in_hand(events, unit).get(coder, ()))
    return kept[-1] if kept else None


def rounds(events: Iterable[Event]) -> dict[str, Round]:
    """Return the open round of each unit that has one."""
    found: dict[str, Round] = {}
    for event in events:
        now = found.get(event.unit)
        if event.kind == "round":
            found[event.unit] = Round(tuple(event.payload["coders"]))
        elif event.kind == "seal" and now:
            found[event.unit] = Round(now.coders, now.sealed | {event.actor})
        elif event.kind == "reopen" and now:
            found[event.unit] = Round(now.coders, now.sealed - {event.payload["coder"]})
        elif event.kind == "submitted" and event.payload["release"]:
            found.pop(event.unit, None)
    return found


def people(events: Iterable[Event]) -> dict[str, PersonPayload]:
    """Return who works at the desk, by code; the last word on a person holds."""
    found: dict[str, PersonPayload] = {}
    for event in events:
        if event.kind == "person":
            person = PersonPayload.model_validate(event.payload)
            found[person.code] = person
    return found


def person(events: Sequence[Event], code: str) -> PersonPayload | None:
    """Return who somebody is at the desk, by the last word on them; None where nobody is so called."""
    said = (event.payload for event in reversed(events) if event.kind == "person" and event.payload["code"] == code)
    found = next(said, None)
    return None if found is None else PersonPayload.model_validate(found)


def notes(events: Iterable[Event], unit: str) -> list[Event]:
    """Return the notes to the lead on a unit, in order."""
    return [event for event in events if event.unit == unit and event.kind == "note"]


def guest(events: Iterable[Event]) -> Event | None:
    """Return the event that says a desk holds work taken along from another desk; None for any other desk."""
    return next((event for event in events if event.kind == "guest"), None)


def until(events: Iterable[Event], last: Event) -> list[Event]:
    """Return the events that came before one."""
    return list(takewhile(lambda event: event.uuid != last.uuid, events))


def uncommitted(events: Sequence[Event], unit: str) -> str:
    """Return why git did not commit what was last handed in on a unit; empty where it did, or was not asked."""
    done = (event for event in reversed(events) if event.unit == unit and event.kind == "submitted")
    return str(next((event.payload.get("git", "") for event in done), ""))


def unfinished(events: Iterable[Event]) -> list[Event]:
    """Return what was to be written into the book and is not known to have ended: a death lay between."""
    waiting: dict[str, Event] = {}
    for event in events:
        if event.kind == "submitting":
            waiting[event.uuid] = event
        elif event.kind in ("submitted", "failed"):
            waiting.pop(event.payload["of"], None)
    return list(waiting.values())
