"""A plan read against instruments, article by article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from evaluator.model.base import column
from evaluator.model.instrument import Instrument
from evaluator.model.standard import ProvisionTest, Standard

State = Literal["bound", "later", "ended", "soft", "never", "not-known"]
Verdict = Literal["met", "met-as-asked", "partly", "not", "not-assessed", "not-applicable", "not-covered"]
STATES: tuple[State, ...] = get_args(State)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Binding:
    """Whether an instrument bound the state when the plan began.

    `later` where it came to bind it after the plan began, in the plan's time if
    `within`. `ended` where it bound the state `until` a day before the plan began.
    `never` only where a record says so. `since` is the day at the precision known,
    empty where there is none. `record` is the day on which the record of a treaty
    ends, where the state was no party by then and nothing later is known of it. `seen` is
    the day by which the state was named as a party, where its own day is not known.
    `member_of` is the body that the state joined on the day `since`, if that is why it is bound.
    """

    state: State
    since: str = ""
    until: str = ""
    within: bool = False
    why: str = ""
    record: str = ""
    seen: str = ""
    member_of: str = ""


@dataclass(frozen=True, slots=True)
class Deciding:
    """One criterion that a provision rests on, and what it says of it; `test` is None for one that touches it only."""

    criterion_id: str
    verdict: Verdict
    status: str
    level: int | None
    test: ProvisionTest | None = None


@dataclass(frozen=True, slots=True)
class PartReading:
    """One part of a provision, by its letter; empty letter and words for a provision that is read as one.

    `refused` says why the rubric has no test for it, where it says so.
    """

    letter: str
    requires: str
    verdict: Verdict
    tests: tuple[Deciding, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """One provision: the verdict of its tests, and the best that is still possible.

    `deciding` are the criteria whose tests made the verdict. `missing` are the parts
    that nothing asks for. `touched` are criteria that cite the provision as floor or
    context without a test; they decide nothing. `note` says where the instrument
    leaves a choice.
    """

    standard: Standard
    verdict: Verdict
    at_best: Verdict
    binding: Binding
    deciding: tuple[str, ...]
    parts: tuple[PartReading, ...]
    touched: tuple[Deciding, ...] = ()
    note: str = ""

    @property
    def tests(self) -> tuple[Deciding, ...]:
        """Return the tests of all parts, in order."""
        return tuple(test for part in self.parts for test in part.tests)

    @property
    def missing(self) -> tuple[PartReading, ...]:
        """Return the parts of a provision with a test that have none themselves."""
        return tuple(part for part in self.parts if not part.tests) if self.tests else ()


@dataclass(frozen=True, slots=True)
class InstrumentReading:
    """One instrument: how it bound, and its provisions in the order of the index."""

    instrument: Instrument
    binding: Binding
    articles: tuple[ArticleReading, ...]

    def counts(self) -> dict[Verdict, int]:
        """Return how many provisions have each verdict, every verdict named."""
        return {verdict: sum(a.verdict == verdict for a in self.articles) for verdict in VERDICTS}


@dataclass(frozen=True, slots=True)
class AgainstReading:
    """A plan read against all instruments."""

    plan_id: str
    rubric_id: str
    rubric_version: str
    is_draft: bool
    instruments: tuple[InstrumentReading, ...]

    def instrument(self, instrument_id: str) -> InstrumentReading:
        """Return one instrument's reading; KeyError for one that was not read."""
        for reading in self.instruments:
            if reading.instrument.id == instrument_id:
                return reading
        raise KeyError(instrument_id)


@dataclass(frozen=True, slots=True)
class AgainstRow:
    """One line of the table of a reading."""

    plan_id: str = column("text", "plan", required=True)
    state: str = column("choice", "draft or final", choices=("draft", "final"))
    instrument: str = column("text", "instrument", required=True)
    standard_id: str = column("id", "provision", required=True)
    article: str = column("text", "article or paragraph", required=True)
    subject: str = column("text", "what it asks, in our words")
    obligation: str = column("choice", "binding or soft", choices=("binding", "soft"))
    verb_strength: str = column("text", "shall, shall consider, should")
    verified: str = column("choice", "T text read, P partly, R recalled", choices=("T", "P", "R"))
    binding: str = column("choice", "whether it bound the state when the plan began", choices=STATES)
    since: str = column("date", "from when it binds")
    until: str = column("date", "until when it bound, where it no longer does")
    record: str = column("date", "no party by then, where the record of the treaty ends; later is not known")
    within_plan: bool | None = column("flag", "whether that day lies in the plan's time")
    verdict: str = column("choice", "verdict", required=True, choices=VERDICTS)
    at_best: str = column("choice", "verdict if what is not assessed were good", choices=VERDICTS)
    deciding: tuple[str, ...] = column("ids", "criteria that decided")
    criteria: tuple[str, ...] = column("ids", "all criteria that test it, with level or status")
    parts: str = column("text", "verdict of each part, by its letter")
    missing: str = column("text", "parts that nothing asks for, with what they require")
    refused: str = column("text", "why there is no test, where that is said")
    touched: tuple[str, ...] = column(
        "ids", "criteria that cite it without a test, with level or status; they decide nothing"
    )
    note: str = column("text", "where the instrument leaves a choice")
