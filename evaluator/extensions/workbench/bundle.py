"""A unit (a plan under a rubric) as a file for its coder to take away, and the merge of the returned work.

The file taken holds the plan, the rubric, the sources, and the coder's own ratings, but no other
coder's. The file brought back holds only the coder's events. The desk itself, never the file, keeps
the rating that each answer began from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from evaluator import __version__
from evaluator.anchors.anchor import problems_of, standings
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.extensions.workbench.answers import passage_from, rating_from
from evaluator.extensions.workbench.archive import MANIFEST, unpack, zip_files
from evaluator.extensions.workbench.desk import Desk
from evaluator.extensions.workbench.events import (
    START,
    Event,
    HeaderPayload,
    NewEvent,
    Reading,
    as_json,
    began_from,
    canonical_json,
    check_payload,
    first_broken,
    read_json,
    reading_of,
    row_of,
)
from evaluator.extensions.workbench.fold import WORK, Draft, Work, guest, rounds, rounds_over, until, work_of
from evaluator.extensions.workbench.shelf import DOCUMENTS, Shelf, WorkUnit
from evaluator.extensions.workbench.views import cells_of
from evaluator.model.anchor import Anchor
from evaluator.model.plan import Evidence
from evaluator.model.sentence import say
from evaluator.read.proposals import FOLDER as PROPOSALS
from evaluator.read.text_files.table import write_table
from evaluator.store.change import fingerprint as fingerprint_of
from evaluator.store.change import sha256_of, write_all

TAKEN, BACK, VERSION = "evaluator-unit", "evaluator-work", 1
TAKEN_WORDS, BACK_WORDS = "a unit taken from a workbench", "work to bring back to a workbench"
EVENTS = "events.jsonl"
TOPS = ("countries", "rubrics", DOCUMENTS)
MOST_BACK = 50_000_000  # most bytes of a returned file, unpacked
PANEL = ("replies.csv",)  # files that contain answers to other coders' ratings
NUMBER = re.compile(r"-E(\d+)")
ANEW = "Take the unit away anew."


@dataclass(frozen=True, slots=True)
class Differ:
    """An answer that the desk and the file changed differently: both versions, and the one they began from."""

    criterion: str
    began: Draft | None
    here: Draft | None
    file: Draft | None


@dataclass(frozen=True, slots=True)
class MergedWork:
    """The result of bringing work back: merged answers and passages, and the conflicts that a person must decide.

    `header` is whether the desk and the file changed the coder's header differently.
    """

    answers: tuple[str, ...]
    passages: tuple[str, ...]
    differ: tuple[Differ, ...] = ()
    header: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether there are conflicts that a person must decide first."""
        return bool(self.differ) or self.header


def take(desk: Desk, shelf: Shelf, unit: WorkUnit, coder: str) -> bytes:
    """Return a unit as a file for its coder, and record on the desk that it was taken and with which ratings.

    Raises
    ------
    EvaluatorError
        The desk itself began with a unit taken from another desk.
    """
    if guest(desk.events()):
        raise EvaluatorError(say("This folder holds work taken from another desk; it is taken away from there."))
    files = dict(_files_to_take(shelf, unit, coder, sealed=bool(rounds_over(rounds(desk.turns()), unit.name))))
    sources = {source.source_id: sha256_of(path.read_bytes()) for source, path in shelf.documents(unit)}
    rows = {rating.criterion_id: as_json(rating) for rating in unit.coding(coder).ratings}
    read = reading_of(unit.coding(coder).header).model_dump(mode="json", exclude_none=True)
    (away,) = desk.add(NewEvent(coder, "away", {"rows": rows, "sources": sources, "header": read}, unit.name))
    work = work_of(until(desk.events(), away), unit.name, coder)
    manifest = {
        "form": TAKEN,
        "form_version": VERSION,
        "evaluator": __version__,
        "away": asdict(_unchained(away)),
        "work": [asdict(told) for told in _events_of_work(work, unit.name)],
        "files": {name: sha256_of(content) for name, content in files.items()},
    }
    return zip_files({MANIFEST: json.dumps(manifest, indent=1, ensure_ascii=False).encode(), **files})


def _unchained(away: Event) -> Event:
    """Return the taking of a unit as its coder gets it: the chain of the desk would tell whether others worked."""
    return replace(away, previous=START).sealed()


def _files_to_take(shelf: Shelf, unit: WorkUnit, coder: str, *, sealed: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the files that a coder needs: the country and its plans, the user's own rubrics, copies of the sources."""
    plan = unit.assessment.plan.id
    inside = [shelf.own / "countries" / plan.partition("-")[0], shelf.own / "rubrics"]
    for path in (path for folder in inside for path in sorted(folder.rglob("*"))):
        name = path.relative_to(shelf.own)
        is_own = name.parts[-2] == unit.rubric.id and name.stem == coder and plan in name.parts
        # A machine's proposals stay, under whichever letter: one may be that of a coder.
        is_others = PROPOSALS in name.parts or ("assessments" in name.parts and not is_own)
        if path.is_file() and name.name not in PANEL and not is_others:
            yield name.as_posix(), (_table_seen(unit, name) if sealed else b"") or path.read_bytes()
    for _, copy in shelf.documents(unit):
        yield f"{DOCUMENTS}/{copy.name}", copy.read_bytes()


def _table_seen(unit: WorkUnit, name: Path) -> bytes:
    """Return a table of the plan with the rows that a round leaves to be seen; empty for another file.

    It is written anew in every round, so that its form does not tell whether a row was left out.
    """
    rows = {"evidence.csv": (unit.assessment.evidence, Evidence), "anchors.csv": (unit.assessment.anchors, Anchor)}
    if name.name not in rows or name.parent.name != unit.assessment.plan.id:
        return b""
    return write_table(*rows[name.name]).encode()


def _events_of_work(work: Work, unit: str) -> Iterator[NewEvent]:
    """Yield the events that recreate a coder's unsubmitted work."""
    if work.header is not None:
        yield NewEvent(work.coder, "header", dict(work.header), unit)
    for passage in work.passages:
        yield _passage_event(work, passage, unit)
    for draft in work.drafts.values():
        yield draft.as_event(work.coder, unit)


def lay_out(desk: Desk, source: Path, own: Path) -> Event:
    """Unpack a taken unit into a folder and its empty desk, all or nothing; return the event of its taking.

    Raises
    ------
    InvalidInputError
        The file is not a taken unit, or a part of it was changed.
    EvaluatorError
        The desk is in use, or the folder holds other files.
    """
    texts = unpack(source, str(source), TAKEN_WORDS)
    manifest = _read_manifest(str(source), texts, TAKEN, TAKEN_WORDS)
    files = {name: content for name, content in texts.items() if name != MANIFEST}
    stated = manifest.get("files")
    is_whole = stated == {name: sha256_of(content) for name, content in files.items()}
    away = _taking_event(manifest.get("away"))
    if not is_whole or away is None or any(name.partition("/")[0] not in TOPS for name in files):
        raise InvalidInputError([Problem(str(source), "a file that was changed", TAKEN_WORDS, ANEW)])
    if desk.events():
        raise EvaluatorError(f"{own} has a desk in use. Name a folder of its own with --library; nothing was changed.")
    there = [name for name, content in files.items() if fingerprint_of(own / name) not in (None, sha256_of(content))]
    if there:
        raise EvaluatorError(
            f"{own} holds other files already: {', '.join(there[:5])}. "
            "Name a folder of its own with --library; nothing was changed."
        )
    try:
        work = [NewEvent(**told) for told in manifest["work"]]
    except (KeyError, TypeError):
        raise InvalidInputError([Problem(str(source), "a file that was changed", TAKEN_WORDS, ANEW)]) from None
    write_all(own, files)
    desk.add(NewEvent(away.actor, "guest", {"away": away.uuid, "hash": away.hash}, away.unit), *work)
    return away


def _taking_event(found: object) -> Event | None:
    """Return the event by which a unit was taken, or None if it is malformed or was changed."""
    event = _event_of_json(found)
    return event if event and event.kind == "away" and event.digest() == event.hash else None


def _event_of_json(found: object) -> Event | None:
    if not isinstance(found, dict) or set(found) != set(Event.__slots__):
        return None
    is_text = all(isinstance(value, str) for name, value in found.items() if name != "payload")
    return Event(**found) if is_text and isinstance(found["payload"], dict) else None


def give_back(desk: Desk) -> bytes:
    """Return the work on a taken unit as the file to bring back.

    Raises
    ------
    EvaluatorError
        The desk did not begin with a taken unit.
    """
    events = desk.events()
    if guest(events) is None:
        raise EvaluatorError(say("Nothing here was taken from another desk. Take a unit from it first."))
    manifest = {"form": BACK, "form_version": VERSION, "evaluator": __version__, "head": events[-1].hash}
    lines = "".join(f"{canonical_json(asdict(event))}\n" for event in events)
    return zip_files({MANIFEST: json.dumps(manifest).encode(), EVENTS: lines.encode()})


def bring(
    desk: Desk,
    shelf: Shelf,
    unit: WorkUnit,
    coder: str,
    content: bytes,
    keep: str = "",
    first: Mapping[str, str] = MappingProxyType({}),
) -> MergedWork:
    """Merge a file of returned work into a coder's work: one-sided changes are merged, conflicts need a decision.

    Parameters
    ----------
    desk, shelf, unit, coder
        The desk, library and unit that the work returns to, and the coder who brings it.
    content : bytes
        The file that `give_back` returned.
    keep : str
        Which side's answer to keep in a conflict: `here` or `file`. If it is empty, conflicts are
        returned and nothing of the file is kept.
    first : mapping, optional
        What an answer is marked with that began as a proposal, by criterion, where the plan shows proposals first.

    Raises
    ------
    InvalidInputError
        The file is malformed, was changed, is another desk's, unit's or coder's, or is older than
        one taken or brought since; or an answer does not fit the unit. The error lists every fault
        of the answers; nothing was kept.
    """
    away, events = prove_origin(desk, unit, coder, content)
    try:
        file = work_of(events, unit.name, coder)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _refusal("events that are none of a coder's work", BACK_WORDS) from None
    before = work_of(until(desk.events(), away), unit.name, coder)
    here = work_of(desk.events(), unit.name, coder)
    file, new = _fit_to_unit(unit, file, here, away, shelf)
    answers, differ = _merge_answers(away, before, here, _marked(file, before, first), unit.name, keep)
    was, mine, theirs = (_reading_of_payload(work.header) for work in (before, here, file))
    is_read_otherwise = theirs not in (was, mine, None) and mine != was
    if (differ or is_read_otherwise) and not keep:
        return MergedWork((), (), tuple(differ), header=is_read_otherwise)
    told = [_passage_event(file, passage, unit.name) for passage in new] + answers
    if file.header is not None and theirs != was and (keep == "file" or mine == was):
        began = (here.header or {}).get("began") or away.payload.get("header")
        told.append(NewEvent(coder, "header", check_payload(HeaderPayload, {**file.header, "began": began}), unit.name))
    desk.add(NewEvent(coder, "back", {"of": away.uuid, "head": events[-1].hash}, unit.name), *told)
    return MergedWork(tuple(one.criterion for one in answers), tuple(passage.evidence_id for passage in new))


def _marked(file: Work, before: Work, first: Mapping[str, str]) -> Work:
    """Return work whose answers of another desk carry what they may have begun as; those of before stay."""
    drafts = {
        name: replace(draft, rating=replace(draft.rating, proposal=first.get(name, "")))
        if not draft.rating.proposal
        and draft.rating.status != "not-assessed"
        and _answer_in(draft) != _answer_in(before.drafts.get(name))
        else draft
        for name, draft in file.drafts.items()
    }
    return replace(file, drafts=drafts) if first else file


def _reading_of_payload(payload: Mapping[str, Any] | None) -> object:
    """Return the coder's statements on the reading, from the payload of a header; None if the payload is None."""
    return payload and {name: payload.get(name) for name in Reading.model_fields}


def _merge_answers(
    away: Event, before: Work, here: Work, file: Work, unit: str, keep: str
) -> tuple[list[NewEvent], list[Differ]]:
    """Return the events that merge a file's answers into those here, and the answers that both changed differently.

    `before` is the work at the time when the file was written. An answer that only the file changed
    replaces the one here. An answer that both changed differently is taken from the file only if
    `keep` is "file".
    """
    told, differ = list[NewEvent](), list[Differ]()
    for name in dict.fromkeys((*before.drafts, *file.drafts)):
        was, mine, theirs = (work.drafts.get(name) for work in (before, here, file))
        if _answer_in(theirs) in (_answer_in(was), _answer_in(mine)):
            continue
        if mine is not None and _answer_in(mine) != _answer_in(was):
            differ.append(Differ(name, was, mine, theirs))
            if keep != "file":
                continue
        if theirs is not None:
            known = mine or was
            began = known.began if known else began_from({"began": away.payload["rows"].get(name)})
            told.append(replace(theirs, began=began).as_event(here.coder, unit))
        elif mine is not None:
            told.append(NewEvent(here.coder, "drop", {}, unit, name))
    return told, differ


def prove_origin(desk: Desk, unit: WorkUnit, coder: str, content: bytes) -> tuple[Event, list[Event]]:
    """Return the event by which the unit was taken from this desk, and the file's events, after checking the file.

    Raises
    ------
    InvalidInputError
        See `bring`.
    """
    texts = unpack(content, "the file", BACK_WORDS, MOST_BACK)
    manifest = _read_manifest("the file", texts, BACK, BACK_WORDS)
    events = list(_read_events(texts.get(EVENTS, b"")))
    began = guest(events)
    if began is None or first_broken(events) or manifest.get("head") != events[-1].hash:
        raise _refusal("events of which one was changed or taken out", BACK_WORDS, "Make the file anew.")
    mine = [event for event in desk.events() if event.kind in ("away", "back") and event.unit == unit.name]
    away = next((event for event in mine if event.uuid == began.payload.get("away")), None)
    if away is None or began.payload.get("hash") not in (_unchained(away).hash, away.hash):  # earlier: the desk's own
        raise _refusal("work that was not taken from this desk for this unit", f"work on {unit.name}")
    if away.actor != coder or any(event.actor != coder for event in events if event.kind in WORK):
        raise _refusal("work of somebody else", f"work of {coder}", "Everybody brings back their own.")
    if any(event.kind == "back" and event.payload["of"] == away.uuid for event in mine):
        raise _refusal("work that was brought back already", "what was taken and not brought back", ANEW)
    newest = [event for event in mine if event.kind == "away" and event.actor == coder][-1]
    if newest is not away:
        found = f"an older copy, taken at {away.at}; the unit was taken again at {newest.at}"
        raise _refusal(found, "work on the newest copy", "Bring that one back, or answer here.")
    return away, events


def _read_events(text: bytes) -> Iterator[Event]:
    for number, line in enumerate(text.splitlines(), 1):
        event = _event_of_json(read_json(line))
        if event is None:
            raise _refusal(f"line {number} of {EVENTS}, which is no event", BACK_WORDS, "Make the file anew.")
        yield event


def _read_manifest(place: str, texts: Mapping[str, bytes], form: str, wanted: str) -> dict[str, Any]:
    found = read_json(texts.get(MANIFEST, b""))
    if not isinstance(found, dict) or found.get("form") != form:
        raise InvalidInputError([Problem(place, f"no {MANIFEST} of this kind", wanted)])
    if found.get("form_version") != VERSION:
        made = f"a file of another version of the toolkit ({found.get('evaluator')})"
        raise InvalidInputError(
            [Problem(place, made, f"version {VERSION} of the form", "Update the older of the two.")]
        )
    return found


def _refusal(found: str, wanted: str, mend: str = "") -> InvalidInputError:
    return InvalidInputError([Problem("the file", found, wanted, mend)])


def _answer_in(draft: Draft | None) -> object:
    return draft and (draft.rating, draft.change)


def _fit_to_unit(unit: WorkUnit, file: Work, here: Work, away: Event, shelf: Shelf) -> tuple[Work, list[Evidence]]:
    """Return the coder's work from the file, adapted to the unit and the desk, and the passages that the desk lacks.

    A passage whose id the desk uses for another passage gets a new id, as does one whose id lacks the
    form of the coder's ids; ratings and anchors that cite it follow.

    Raises
    ------
    InvalidInputError
        Lists every passage, anchor and answer that does not fit the unit.
    """
    new, places, drafts, problems = dict[str, Evidence](), list[Anchor](), dict[str, Draft](), list[Problem]()
    known = unit.passages(here)
    names = _new_names(file, known)
    for passage in file.passages:
        if known.get(passage.evidence_id) != passage:
            name = names.get(passage.evidence_id, passage.evidence_id)
            with _faults_into(problems, passage.evidence_id):
                new[name] = passage_from(unit, {**asdict(passage), "evidence_id": name})
    for anchor in file.anchors:
        with _faults_into(problems):
            name = names.get(anchor.evidence_id, anchor.evidence_id)
            place = row_of(Anchor, {**asdict(anchor), "evidence_id": name})
            if name in new:
                places.append(place)
    problems += _anchor_faults(places, new, unit, away, shelf)
    asked = {criterion.id: criterion for criterion in unit.questions(here)}
    for name, draft in file.drafts.items():
        criterion, version = asked.get(name), draft.rating.criterion_version
        if criterion is None or version != criterion.meaning_version:
            found = f"an answer to {name!r}" + (f" in version {version}" if criterion else "")
            problems.append(Problem("the file", found, say("a question as the rubric asks it now"), key=name))
            continue
        cited = tuple(names.get(each, each) for each in draft.rating.evidence_ids)
        cells = cells_of(replace(draft.rating, evidence_ids=cited))
        with _faults_into(problems, name):
            drafts[name] = replace(draft, rating=rating_from(unit, criterion, cells, {*known, *new}))
    if problems:
        raise InvalidInputError(problems)
    return replace(file, drafts=drafts, anchors=tuple(places)), list(new.values())


@contextmanager
def _faults_into(problems: list[Problem], key: str = "") -> Iterator[None]:
    """Add the faults of the block, as ones of the file, to the problems; `key` is the row that they are of."""
    try:
        yield
    except InvalidInputError as error:
        problems += [
            replace(one, path="the file", key=f"{key}/{one.key}" if key else one.key) for one in error.problems
        ]


def _new_names(file: Work, known: Mapping[str, Evidence]) -> dict[str, str]:
    """Return new id by old id of the file's passages whose id is taken here or lacks the form of this coder's ids."""
    taken, names = {*known, *(passage.evidence_id for passage in file.passages)}, {}
    for passage in file.passages:
        old = passage.evidence_id
        is_own = NUMBER.fullmatch(old.removeprefix(file.coder))
        if known.get(old) != passage and (old in known or not is_own):
            free = (f"{file.coder}-E{number}" for number in count(1))
            names[old] = next(name for name in free if name not in taken)
            taken.add(names[old])
    return names


def _anchor_faults(
    places: Sequence[Anchor], passages: Mapping[str, Evidence], unit: WorkUnit, away: Event, shelf: Shelf
) -> Iterator[Problem]:
    """Yield a problem for each anchor that does not fit its source's file, here or as it was when taken."""
    for source in unit.assessment.sources:
        own = [place for place in places if passages[place.evidence_id].source_id == source.source_id]
        path = shelf.document(unit, source) if own else None
        content = path.read_bytes() if path else b""
        known = {away.payload["sources"].get(source.source_id), sha256_of(content)}
        for place in own:
            if place.source_sha256 not in known:
                yield Problem(
                    "the file",
                    say("a place in another file of the source"),
                    say("one in the file taken"),
                    key=place.evidence_id,
                )
        same = [place for place in own if place.source_sha256 == sha256_of(content)]
        for standing in standings(same, content, name=source.source_id) if same else ():
            yield from problems_of(standing, source.source_id)


def _passage_event(work: Work, passage: Evidence, unit: str) -> NewEvent:
    places = [as_json(place) for place in work.anchors if place.evidence_id == passage.evidence_id]
    return NewEvent(work.coder, "passage", {"passage": as_json(passage), "anchors": places}, unit)
