"""The events of a desk, which are only added: each is checked, and linked to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self, get_args

from pydantic import ValidationError, model_validator

from evaluator.errors import InvalidInputError, Problem, shortened
from evaluator.model.assessment import CodingFile, Rating, Read
from evaluator.model.plan import Evidence, TextRead
from evaluator.model.schema import CoderCode, Column, Filled, PartialDate, Shape, Slug, Truth, Whole, columns_of
from evaluator.model.sentence import Spoken, say, say_n
from evaluator.read.text_files.cell import Cell, CellError, parse_cell
from evaluator.tables.csv_text import CONTROL

Kind = Literal[
    "person", "round", "header", "rating", "drop", "passage", "withdraw", "note", "undo", "seal", "reopen",
    "submitting", "submitted", "failed", "decision", "comment", "taken", "answer", "looked",
    "away", "guest", "back",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
ROLES = ("lead", "coder", "third-reader", "reader", "official")
ENTRY = say("an entry")
DATE = say("a date: 2005, 2005-03 or 2005-03-31")
# What forms expect in a field, by the last part of its name, and in a column, by its kind.
WANTED = {
    "code": say("a code of small letters, digits and hyphens, such as ana or b-2"),
    "country": say("the three letters of a country"),
    "started": DATE,
    "finished": DATE,
    "due": DATE,
    "by": say("who decides, in function or by code"),
    "reason": say("the reason"),
    "text": say("a text"),
    "text_read": say("the pages, where a part was read"),
    "level": say("a level"),
}
KIND_WORDS = {
    "date": DATE,
    "period": say("a date or a period: 2005-03, 2016/2019"),
    "integer": say("a whole number"),
    "flag": say("yes or no"),
    "lang": say("a language code"),
}
PLAIN = say("a text without it: delete it there")
START = "0" * 64  # `previous` of the first event
LONGEST_TEXT = 20_000

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One event on a desk, never changed and never removed.

    `base` is the fingerprint of the library's row that a rating began from, `previous` the hash of
    the event before, `hash` the hash of all other fields.
    """

    uuid: str
    actor: str
    at: str
    unit: str
    criterion: str
    kind: str
    payload: Payload
    base: str
    previous: str
    hash: str = ""

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Event:
        """Return the event of a database row, whose payload is JSON."""
        return cls(**{**{name: row[name] for name in cls.__slots__}, "payload": json.loads(row["payload"])})

    def sealed(self) -> Event:
        """Return the event with its own hash filled in."""
        return replace(self, hash=self.digest())

    def digest(self) -> str:
        """Return the SHA-256 of the event's fields except `hash`, written as JSON with sorted keys."""
        return fingerprint_of({name: value for name, value in asdict(self).items() if name != "hash"})


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be added: actor, kind and payload, and the unit and criterion it is about."""

    actor: str
    kind: Kind
    payload: Payload
    unit: str = ""
    criterion: str = ""
    base: str = ""

    def after(self, previous: str, at: str) -> Event:
        """Return the event that follows the event with the hash `previous`, at the time `at`."""
        name = str(uuid.uuid4())
        return Event(
            name, self.actor, at, self.unit, self.criterion, self.kind, self.payload, self.base, previous
        ).sealed()


def canonical_json(content: object) -> str:
    """Return content as JSON in one fixed form, so that equal content gives equal text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read_json(text: bytes | str) -> Any:  # noqa: ANN401  (whatever it holds)
    """Return the JSON content of a text, or None if it is not JSON or nested too deeply."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def fingerprint(row: object) -> str:
    """Return the SHA-256 of a row of the library, or of None for a missing row.

    Examples
    --------
    >>> fingerprint(None) == fingerprint(None) != fingerprint(Rating("work", status="rated", level=2))
    True
    """
    return fingerprint_of(as_json(row))


def fingerprint_of(content: object) -> str:
    """Return the SHA-256 of JSON content, which equal content shares."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def as_json(row: object) -> object:
    """Return a row as JSON content: a mapping with lists for tuples, or None for no row."""
    return None if row is None else json.loads(json.dumps(asdict(row)))  # type: ignore[call-overload]  # a dataclass


def first_broken(events: Iterable[Event], previous: str = START) -> str:
    """Return the uuid of the first event that was changed or does not follow the one before; empty if there is none.

    `previous` is the hash of the event before the first one.
    """
    for event in events:
        if event.previous != previous or event.digest() != event.hash:
            return event.uuid
        previous = event.hash
    return ""


class PersonPayload(Shape):
    """A person who works at the desk, known by a code. An official also has an office and a country."""

    code: CoderCode
    roles: tuple[Literal["lead", "coder", "third-reader", "reader", "official"], ...]
    office: str = ""
    country: str = ""
    active: Truth = True

    @model_validator(mode="after")
    def _official_speaks_for_somebody(self) -> Self:
        if "official" in self.roles and (self.roles != ("official",) or not self.office or not self.country):
            raise ValueError(say("an official has no other role, an office, and a country"))
        return self


class RoundPayload(Shape):
    """The payload of a new blind round: its coders, the passages that the library has by then, the day it is due."""

    coders: tuple[CoderCode, ...]
    known: tuple[str, ...] = ()
    due: PartialDate | None = None


class Reading(Shape):
    """A coder's statements on the reading: capacity, what was read and rated from, interests, days, language, notes."""

    capacity: Literal["assessor", "third-reader", "lead"] = "assessor"
    text_read: TextRead
    read: Read | None = None
    interests: str = ""
    started: PartialDate | None = None
    finished: PartialDate | None = None
    lang: str = "en"
    notes: str = ""
    unanswered: str | None = None


class HeaderPayload(Reading):
    """A coder's changed statements, those of the library they replace, and the reason for the change.

    Events of earlier versions lack the replaced statements.
    """

    began: Reading | None = None
    change: str = ""


class PersonsChoice(Shape):
    """The panel's decision on one criterion."""

    status: str
    level: Whole | None = None
    by: Filled
    reason: Filled
    unanimous: Truth = False


class CommentPayload(Shape):
    """An office's comment on a criterion."""

    criterion: Slug
    text: Filled
    lang: str = ""


def check_payload(shape: type[Shape], content: Mapping[str, object]) -> Payload:
    """Return content as an event's payload, after a check against a shape.

    Raises
    ------
    InvalidInputError
        With every fault, each at its field.
    """
    if problems := odd_fields(content):
        raise InvalidInputError(problems)
    try:
        return shape.model_validate(dict(content)).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        raise InvalidInputError([_problem_of(fault) for fault in error.errors()]) from error


def odd_fields(content: Mapping[str, object]) -> list[Problem]:
    """Return a fault for each text of a form, however deep, that holds a character that no file may hold."""
    return [Problem("the form", odd, PLAIN, key=key) for key, odd in _odd_texts(content)]


def _odd_texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the key of each text that holds a character that no file may hold, and the character in words."""
    if isinstance(value, str) and (odd := odd_character(value)):
        yield key, odd
    for name, part in value.items() if isinstance(value, Mapping) else ():
        yield from _odd_texts(part, f"{key}.{name}" if key else str(name))
    for part in value if isinstance(value, list | tuple) else ():
        yield from _odd_texts(part, key)


def odd_character(text: str) -> str:
    r"""Return the first character that no file of the folder may hold, in words; empty if there is none.

    Examples
    --------
    >>> odd_character("a line\nand a tab\t"), odd_character("copied\x02 from a PDF")
    ('', 'a control character (U+0002) after “copied”')
    """
    found = CONTROL.search(text)
    if found is None:
        return ""
    code, before = f"U+{ord(found.group()):04X}", text[: found.start()].split()
    if not before:
        return say("a control character (%(code)s) at the beginning", code=code)
    return say("a control character (%(code)s) after “%(words)s”", code=code, words=" ".join(before[-3:]))


def _problem_of(fault: Mapping[str, Any]) -> Problem:
    """Return a fault that pydantic found in a form, at its field."""
    key = ".".join(map(str, fault["loc"]))
    return Problem("the form", _found_words(fault["input"]), _expected_words(fault), key=key)


def _found_words(given: object) -> str:
    if given in ("", None):
        return say("nothing")
    return say("found %(text)s", text=shortened(repr(given))) if isinstance(given, str | int) else say("what was sent")


def _expected_words(fault: Mapping[str, Any]) -> str:
    """Return what a form expects in a field, by the field's name, else by what the check of the field says."""
    known = WANTED.get(str(fault["loc"][-1])) if fault["loc"] else None
    said = getattr(fault.get("ctx", {}).get("error"), "args", None) or [ENTRY]
    return known or (said[0] if isinstance(said[0], Spoken) else ENTRY)


def row_of(row: type, cells: Mapping[str, object], *, whole: bool = True) -> Any:  # noqa: ANN401  (of that class)
    """Return a table's row from cells given as text, checked against the columns' declarations.

    Parameters
    ----------
    row : type
        The row's class.
    cells : mapping
        Texts by column; a missing column is empty.
    whole : bool
        Whether required cells must be filled, which a draft's need not.

    Raises
    ------
    InvalidInputError
        With every fault, each at its column.
    """
    columns = {column.name: column for column in columns_of(row)}
    problems = [
        Problem("the form", say("a field %(name)s", name=repr(name)), say("a field of the form"), key=name)
        for name in cells
        if name not in columns
    ]
    values: dict[str, Cell] = {}
    for name, column in columns.items():
        try:
            values[name] = _parse_form_cell(column if whole else replace(column, required=False), cells.get(name, ""))
        except CellError as error:
            said = error.found if isinstance(error.found, Spoken) else _found_words(cells.get(name, ""))
            wanted = error.expected if isinstance(error.expected, Spoken) else _kind_words(column)
            problems.append(Problem("the form", said, wanted, key=name))
    if problems:
        raise InvalidInputError(problems)
    return row(**values)


def _kind_words(column: Column) -> str:
    """Return what a column expects, in words of its kind."""
    if column.choices:
        return say("one of: %(choices)s", choices=", ".join(column.choices))
    return KIND_WORDS.get(column.kind, ENTRY)


def _parse_form_cell(column: Column, given: object) -> Cell:
    if given is None or given == []:
        text = ""
    elif isinstance(given, list) and all(isinstance(part, str) for part in given):
        text = ";".join(given)
    elif isinstance(given, bool) or not isinstance(given, str | int):
        raise CellError(say("something that is no text"), ENTRY)
    else:
        text = str(given)
    if len(text) > LONGEST_TEXT:
        raise CellError(
            say_n("%(number)s character", "%(number)s characters", len(text)),
            say("%(most)s at most", most=LONGEST_TEXT),
        )
    if odd := odd_character(text):
        raise CellError(odd, PLAIN)
    return parse_cell(column, text.strip())


def rating_of(payload: Mapping[str, Any]) -> Rating:
    """Return the rating in an event's payload."""
    return Rating(**{**payload["rating"], "evidence_ids": tuple(payload["rating"]["evidence_ids"])})


def began_from(payload: Mapping[str, Any]) -> Rating | None:
    """Return the library's rating that an event's rating began from, or None if there was none."""
    began = payload["began"]
    return None if began is None else Rating(**{**began, "evidence_ids": tuple(began["evidence_ids"])})


def passage_of(payload: Mapping[str, Any]) -> Evidence:
    """Return the passage in an event's payload."""
    return Evidence(**payload["passage"])


def reading_of(header: CodingFile) -> Reading:
    """Return the coder's statements on the reading of the plan, from a header of the library."""
    return Reading.model_validate({name: getattr(header, name) for name in Reading.model_fields})


def header_over(base: CodingFile, payload: Mapping[str, Any] | None) -> CodingFile:
    """Return a coder's header from the library, with the fields that the coder changed at the desk.

    Fields that the coder did not change keep the library's values, even if the library has changed
    them since.
    """
    if payload is None:
        return base
    said = HeaderPayload.model_validate(dict(payload))
    now = {name: getattr(said, name) for name in Reading.model_fields}
    changed = {name: value for name, value in now.items() if not said.began or value != getattr(said.began, name)}
    return base.model_copy(update=changed)


def header_clashes(base: CodingFile, payload: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return the header fields that desk and library both changed, in different ways, since the coder began."""
    said = HeaderPayload.model_validate(dict(payload)) if payload else None
    if said is None or said.began is None:
        return ()
    three = {name: [getattr(one, name) for one in (said.began, base, said)] for name in Reading.model_fields}
    return tuple(name for name, (began, book, mine) in three.items() if began not in (book, mine) and book != mine)


def live(events: Iterable[Event]) -> list[Event]:
    """Return the events without undone events and without the undo events; an undo can itself be undone."""
    dead: set[str] = set()
    kept: list[Event] = []
    for event in reversed(list(events)):
        if event.uuid in dead:
            continue
        if event.kind == "undo":
            dead.add(event.payload["undoes"])
        else:
            kept.append(event)
    return kept[::-1]
