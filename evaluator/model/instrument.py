"""The instruments against which plans are read, and the rules by which each binds a state."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.base import PartialDate, Shape, Slug, Texts

Verified = Literal["T", "P", "R"]


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
