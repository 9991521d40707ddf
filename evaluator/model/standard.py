"""Instruments and the rules by which each binds a state; their provisions, with parts and tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.schema import PartialDate, Shape, Slug, Texts, column
from evaluator.model.sentence import Spoken, say

Face = Literal["plan", "law", "practice"]
FACES: tuple[Face, ...] = ("plan", "law", "practice")
# A part of a provision in the cell `parts`: a small letter, a colon and what the part requires; semicolons part them.
PART = re.compile(r"([a-z]): ?(\S.*)", re.DOTALL)
Verified = Literal["T", "P", "R"]
# How far the text of a provision was read, in words, wherever the provision stands.
VERIFIED: dict[str, Spoken] = {
    "T": say("text read"),
    "P": say("read in part"),
    "R": say("recalled, not opened"),
}


@dataclass(frozen=True, slots=True)
class Standard:
    """One provision of a treaty, directive or set of principles.

    `parts` contains the requirements of its lettered parts, as in ``a: shelter; b: medical care``; it is empty for a
    provision without parts.
    """

    standard_id: str = column("id", "identifier", required=True, unique=True)
    instrument_key: str = column("id", "short name of the instrument", required=True)
    instrument: str = column("text", "full name", required=True)
    year: int | None = column("integer", "year")
    article: str = column("text", "article or paragraph", required=True)
    subject: str = column("text", "what it asks, in our words", required=True)
    obligation: str = column("choice", "binding or soft", required=True, choices=("binding", "soft"))
    verb_strength: str = column("text", "shall, shall consider, should")
    paradigms: tuple[str, ...] = column("ids", "paradigms it belongs to")
    verified: str = column("choice", "T text read, P partly, R recalled", required=True, choices=("T", "P", "R"))
    url: str = column("url", "address of the text")
    note: str = column("text", "remarks")
    parts: str = column("text", "its parts, each a letter and what it requires: `a: ...; b: ...`")

    @property
    def is_recalled(self) -> bool:
        """Return whether nobody opened the text: what the row says is memory, and nothing is asked by it."""
        return self.verified == "R"

    def part_texts(self) -> dict[str, str]:
        """Return the requirement of each part, by its letter, in order; empty for a provision without parts.

        Malformed pieces are skipped; `read_standards` reports them.

        Examples
        --------
        >>> Standard("s", "k", "K", 2000, "1", "help", "binding", parts="a: shelter; b: care").part_texts()
        {'a': 'shelter', 'b': 'care'}
        """
        found = (PART.fullmatch(piece.strip()) for piece in self.parts.split(";"))
        return {match[1]: match[2] for match in found if match}


@dataclass(frozen=True, slots=True)
class Citable:
    """The provisions that a criterion may cite, by id; `recalled` are those that nobody opened, which are no floor."""

    ids: frozenset[str]
    recalled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, standards: Iterable[Standard]) -> Self:
        """Return the provisions of an index.

        Examples
        --------
        >>> read = Standard("s", "k", "K", 2000, "1", "help", "binding", verified="T")
        >>> told = Standard("t", "k", "K", 2000, "2", "care", "binding", verified="R")
        >>> sorted(Citable.of([read, told]).ids), sorted(Citable.of([read, told]).recalled)
        (['s', 't'], ['t'])
        """
        rows = tuple(standards)
        return cls(frozenset(s.standard_id for s in rows), frozenset(s.standard_id for s in rows if s.is_recalled))


@dataclass(frozen=True, slots=True)
class ProvisionTest:
    """One test of a provision or of a part of it; a row without a criterion states why a part has no test.

    The part is met from `least_level` on, and not met below `open_from`; a level between the two is undecided, because
    it shows that something is missing but not what. Without `open_from` every level below `least_level` is not met.
    With `open_from` 0 the criterion can show that the part is met, never that it is not. `condition` names the
    condition of the criterion's checklist that the provision contains. Of tests of a part with the same mark in
    `either` only the best counts.
    """

    standard_id: str = column("id", "provision, of standards.csv", required=True)
    part: str = column("text", "letter of the part; empty where the provision is read as one")
    rubric: str = column("id", "rubric of the criterion", required=True)
    criterion_id: str = column("id", "criterion that decides; empty where no criterion asks for the part")
    least_level: int | None = column("integer", "level from which the part is met")
    open_from: int | None = column("integer", "level from which it is open whether the part is met; empty for none")
    either: str = column("text", "mark shared by tests of the part of which one is enough")
    condition: str = column("text", "the condition of the criterion's checklist that is meant, where it is one")
    face: str = column("choice", "what the criterion looks at", choices=FACES)
    ground: str = column("text", "why this level decides, or why there is no test", required=True)


class LaterPart(Shape):
    """Provisions that an amending instrument added to this one, and the day from which they are due."""

    standards: tuple[str, ...] = Field(min_length=1)
    due: PartialDate
    verified: Verified
    ground: str = ""


class Choice(Shape):
    """Provisions among which the instrument lets a state choose; not meeting a single one of them is no breach."""

    standards: tuple[str, ...] = Field(min_length=2)
    ground: str


class Parties(Shape):
    """The parties that a page listed in full on the day `as_of`: members of `body`, if named, and others."""

    body: str = ""
    others: tuple[str, ...] = ()
    as_of: PartialDate
    source: str


class Instrument(Shape):
    """One instrument, and the rule by which it binds a state.

    `binds` is `treaty` (from the date in the data set of treaties), `membership` (members of `body`, from the later of
    joining and `due`) or `soft` (no state). `in_force` is the day on which the instrument itself entered into force.
    Until `complete_until`, a state without a row was no party. `seen_by` is the day by which states marked as seen were
    parties. `not_bound` names states that it cannot bind, with the ground. `keys` are its instrument keys in the index
    of standards. `scope` is `wider` for an instrument that speaks of more than trafficking: the general law of a state
    may give what it asks, so that no plan fails it.
    """

    id: Slug
    titles: Texts
    keys: tuple[Slug, ...] = Field(min_length=1)
    scope: Literal["trafficking", "wider"] = "trafficking"
    binds: Literal["treaty", "membership", "soft"]
    in_force: PartialDate
    treaty: str = ""
    body: str = ""
    due: PartialDate | None = None
    complete_until: PartialDate | None = None
    seen_by: PartialDate | None = None
    parties: Parties | None = None
    not_bound: dict[str, str] = {}
    later: tuple[LaterPart, ...] = ()
    choices: tuple[Choice, ...] = ()
    verified: Verified
    sources: tuple[str, ...]
    ground: str = ""

    @model_validator(mode="after")
    def _says_by_what(self) -> Self:
        if (self.binds == "treaty") != bool(self.treaty) or (self.binds == "membership") != bool(self.body):
            raise ValueError("`treaty` for a treaty, `body` for a membership, neither for a soft instrument")
        if (self.binds == "membership") != (self.due is not None):
            raise ValueError("`due`, the day by which members have to comply, with a membership, and only there")
        return self


class InstrumentsFile(Shape):
    """The content of `rubrics/instruments.yaml`."""

    instruments: tuple[Instrument, ...]
