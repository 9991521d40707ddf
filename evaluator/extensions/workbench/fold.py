"""The present state of a desk, computed from its events: unsubmitted work, rounds, people. It stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from evaluator.extensions.workbench.events import (
    Event,
    NewEvent,
    PersonPayload,
    as_json,
    began_from,
    fingerprint,
    live,
    passage_of,
    rating_of,
)
from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Rating
from evaluator.model.plan import Evidence

WORK = ("header", "rating", "drop", "passage", "withdraw", "undo")


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsubmitted rating: the rating, the library's row it began from, the reason for the change, and its event."""

    rating: Rating
    began: Rating | None
    change: str
    event: str = ""

    def without(self, name: str) -> Draft:
        """Return the draft without a passage that was taken back."""
        kept = tuple(each for each in self.rating.evidence_ids if each != name)
        return replace(self, rating=replace(self.rating, evidence_ids=kept))

    def as_event(self, coder: str, unit: str) -> NewEvent:
        """Return the event that adds this rating to a coder's unsubmitted work."""
        payload = {"rating": as_json(self.rating), "began": as_json(self.began), "change": self.change}
        return NewEvent(coder, "rating", payload, unit, self.rating.criterion_id, fingerprint(self.began))


@dataclass(frozen=True, slots=True)
class Work:
    """One coder's unsubmitted work on one unit."""

    coder: str
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    passages: tuple[Evidence, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    header: Mapping[str, Any] | None = None
    head: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether there is no unsubmitted work."""
        return not (self.drafts or self.passages or self.header)


@dataclass(frozen=True, slots=True)
class Round:
    """An open blind round of a unit: its coders, and those of them who have submitted. A release ends it.

    `known` are the passages that the library had when the round began; None in rounds that were begun before this was
    recorded. `due` is the day until which sheets are waited for, which ends nothing; empty if the lead named none.
    """

    coders: tuple[str, ...]
    sealed: frozenset[str] = frozenset()
    known: frozenset[str] | None = None
    due: str = ""

    @property
    def is_complete(self) -> bool:
        """Return whether all coders of the round have submitted."""
        return set(self.coders) <= self.sealed

    def shows(self, passage: Evidence, person: str) -> bool:
        """Return whether a person may see a passage of the library: an own one, or one from before the round."""
        if passage.added_by == person:
            return True
        return passage.added_by not in self.coders if self.known is None else passage.evidence_id in self.known


def works(events: Iterable[Event], unit: str) -> dict[str, Work]:
    """Return each coder's unsubmitted work on a unit, by code.

    Work written to the library is no longer part of it; a sealed sheet is, until the round's
    release.
    """
    return {coder: _fold_work(coder, own) for coder, own in _unsubmitted_events(events, unit).items() if own}


def _unsubmitted_events(events: Iterable[Event], unit: str) -> dict[str, list[Event]]:
    """Return the work events by coder, without those that a successful write to the library has taken in."""
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
    """Return one coder's unsubmitted work on a unit."""
    own = _unsubmitted_events(events, unit).get(coder)
    return _fold_work(coder, own) if own else Work(coder)


def _fold_work(coder: str, events: Sequence[Event]) -> Work:
    drafts: dict[str, Draft] = {}
    passages: dict[str, Evidence] = {}
    anchors: dict[str, list[Anchor]] = {}
    header: Mapping[str, Any] | None = None
    for event in live(events):
        if event.kind == "rating":
            said = event.payload
            drafts[event.criterion] = Draft(rating_of(said), began_from(said), said["change"], event.uuid)
        elif event.kind == "drop":
            drafts.pop(event.criterion, None)
        elif event.kind == "passage":
            passage = passage_of(event.payload)
            passages[passage.evidence_id] = passage
            anchors[passage.evidence_id] = [Anchor(**anchor) for anchor in event.payload["anchors"]]
        elif event.kind == "withdraw":
            name = event.payload["passage"]
            passages.pop(name, None)
            anchors.pop(name, None)
            drafts = {criterion: draft.without(name) for criterion, draft in drafts.items()}
        else:
            header = event.payload
    places = tuple(anchor for own in anchors.values() for anchor in own)
    return Work(coder, drafts, tuple(passages.values()), places, header, events[-1].hash)


def last_doing(events: Iterable[Event], unit: str, coder: str) -> Event | None:
    """Return the newest event in a coder's unsubmitted work, which undo would undo; None if there is none."""
    kept = live(_unsubmitted_events(events, unit).get(coder, ()))
    return kept[-1] if kept else None


def rounds(events: Iterable[Event]) -> dict[str, Round]:
    """Return the open blind round, by unit, of each unit that has one."""
    found: dict[str, Round] = {}
    for event in events:
        now = found.get(event.unit)
        if event.kind == "round":
            known = event.payload.get("known")
            found[event.unit] = Round(
                tuple(event.payload["coders"]),
                known=None if known is None else frozenset(known),
                due=event.payload.get("due", ""),
            )
        elif event.kind == "seal" and now:
            found[event.unit] = replace(now, sealed=now.sealed | {event.actor})
        elif event.kind == "reopen" and now:
            found[event.unit] = replace(now, sealed=now.sealed - {event.payload["coder"]})
        elif event.kind == "submitted" and event.payload["release"]:
            found.pop(event.unit, None)
    return found


def rounds_over(open_rounds: Mapping[str, Round], unit: str) -> tuple[Round, ...]:
    """Return the open rounds that seal a unit: its own first, then those of the same plan under other rubrics."""
    plan = unit.partition(":")[0]
    others = (now for name, now in open_rounds.items() if name != unit and name.partition(":")[0] == plan)
    return (*((open_rounds[unit],) if unit in open_rounds else ()), *others)


def people(events: Iterable[Event]) -> dict[str, PersonPayload]:
    """Return the people who work at the desk, by code, as their newest events describe them."""
    newest = {event.payload["code"]: event.payload for event in events if event.kind == "person"}
    return {code: PersonPayload.model_validate(said) for code, said in newest.items()}


def notes(events: Iterable[Event], unit: str) -> list[Event]:
    """Return the coders' notes to the lead on a unit, oldest first."""
    return [event for event in events if event.unit == unit and event.kind == "note"]


def guest(events: Iterable[Event]) -> Event | None:
    """Return the event of a desk that began with a unit taken from another desk; None for any other desk."""
    return next((event for event in events if event.kind == "guest"), None)


def until(events: Iterable[Event], last: Event) -> list[Event]:
    """Return the events before the event `last`."""
    return list(takewhile(lambda event: event.uuid != last.uuid, events))


def commit_fault(events: Sequence[Event], unit: str) -> str:
    """Return why git did not commit the last submission on a unit; empty if it did or was not used."""
    done = (event for event in reversed(events) if event.unit == unit and event.kind == "submitted")
    return str(next((event.payload.get("git", "") for event in done), ""))


def unfinished_writes(events: Iterable[Event]) -> list[Event]:
    """Return the events of writes to the library that began without a known end, as after a crash."""
    waiting: dict[str, Event] = {}
    for event in events:
        if event.kind == "submitting":
            waiting[event.uuid] = event
        elif event.kind in ("submitted", "failed"):
            waiting.pop(event.payload["of"], None)
    return list(waiting.values())
