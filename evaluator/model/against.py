"""The reading of a plan against instruments, article by article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from evaluator.model.schema import column
from evaluator.model.sentence import Spoken, say, series
from evaluator.model.standard import FACES, Face, Instrument, ProvisionTest, Standard

State = Literal["bound", "later", "ended", "soft", "never", "not-known"]
Verdict = Literal["met", "met-as-asked", "in-part", "not-in-text", "open", "not-applicable", "not-covered"]
STATES: tuple[State, ...] = get_args(State)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def verdict_words(verdict: Verdict, faces: Sequence[Face] = ()) -> Spoken:
    """Return a verdict in words; `faces` are the kinds of text that were read whole without what is asked.

    Examples
    --------
    >>> verdict_words("not-in-text", ["plan"]), verdict_words("not-in-text", ["law", "practice"])
    ('not in the plan', 'not in the law as read, not documented')
    >>> verdict_words("not-in-text"), verdict_words("open", ["plan"])
    ('not in the text read', 'open')
    """
    found: dict[Verdict, Spoken] = {
        "met": say("met"),
        "met-as-asked": say("met as far as asked"),
        "in-part": say("in part"),
        "not-in-text": say("not in the text read"),
        "open": say("open"),
        "not-applicable": say("does not apply"),
        "not-covered": say("not covered"),
    }
    absent: dict[Face, Spoken] = {
        "plan": say("not in the plan"),
        "law": say("not in the law as read"),
        "practice": say("not documented"),
    }
    if verdict == "not-in-text" and faces:
        return series(", ", [absent[face] for face in faces])
    return found[verdict]


@dataclass(frozen=True, slots=True)
class Binding:
    """Whether an instrument was binding on the state when the plan began.

    `state` is `later` if it became binding after the plan began (within the plan's time if `within`), `ended` if it was
    binding until the day `until` before the plan began, and `never` only if a record says so. `since` is the first day
    of the obligation at the known precision, empty if unknown. `record` is the day on which a treaty's record ends, if
    the state was no party by then and nothing later is known. `seen` is a day by which the state was named as a party,
    if its own date is unknown. `member_of` is the body whose membership since `since` makes it binding.
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
    """One criterion on which a provision rests, its verdict, and its rating in short: `2`, `2+` or a status.

    `test` is None for a criterion that only cites the provision.
    """

    criterion_id: str
    verdict: Verdict
    rating: str
    test: ProvisionTest | None = None


@dataclass(frozen=True, slots=True)
class PartReading:
    """The verdict on one part of a provision; letter and words are empty for a provision without parts.

    `refused` is the rubric's stated reason for having no test of the part, if any.
    """

    letter: str
    requires: str
    verdict: Verdict
    tests: tuple[Deciding, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """The verdict on one provision by its tests, and the best verdict still possible.

    `deciding` are the criteria whose tests determine the verdict. `missing` are the parts without a test. `touched` are
    criteria that cite the provision as floor or context without a test; they decide nothing. `absent_from` are the
    kinds of text that were read whole without what a test asks. `note` describes a choice that the instrument leaves
    to states.
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
    def absent_from(self) -> tuple[Face, ...]:
        """Return the kinds of text that were read whole without what a test asks, in the order plan, law, practice."""
        found = {said.test.face for said in self.tests if said.verdict == "not-in-text" and said.test}
        return tuple(face for face in FACES if face in found)

    @property
    def missing(self) -> tuple[PartReading, ...]:
        """Return the parts without a test, if any other part has one."""
        return tuple(part for part in self.parts if not part.tests) if self.tests else ()


@dataclass(frozen=True, slots=True)
class InstrumentReading:
    """The reading of one instrument: its binding, and its provisions in the order of the index."""

    instrument: Instrument
    binding: Binding
    articles: tuple[ArticleReading, ...]

    def counts(self) -> dict[Verdict, int]:
        """Return the number of provisions with each verdict, for all verdicts."""
        return {verdict: sum(a.verdict == verdict for a in self.articles) for verdict in VERDICTS}


@dataclass(frozen=True, slots=True)
class AgainstReading:
    """The reading of a plan against all instruments."""

    plan_id: str
    rubric_id: str
    rubric_version: str
    is_draft: bool
    instruments: tuple[InstrumentReading, ...]

    def instrument(self, instrument_id: str) -> InstrumentReading:
        """Return the reading of one instrument; KeyError if it was not read."""
        return {reading.instrument.id: reading for reading in self.instruments}[instrument_id]


@dataclass(frozen=True, slots=True)
class AgainstRow:
    """One provision of a reading of a plan against instruments."""

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
    at_best: str = column("choice", "best verdict that is still possible", choices=VERDICTS)
    absent_from: tuple[str, ...] = column(
        "ids", "kinds of text that were read whole without what is asked: plan, law, practice"
    )
    deciding: tuple[str, ...] = column("ids", "criteria that decided")
    criteria: tuple[str, ...] = column("ids", "all criteria that test it, with level or status")
    parts: str = column("text", "verdict of each part, by its letter")
    missing: str = column("text", "parts that nothing asks for, with what they require")
    refused: str = column("text", "why there is no test, where that is said")
    touched: tuple[str, ...] = column(
        "ids", "criteria that cite it without a test, with level or status; they decide nothing"
    )
    note: str = column("text", "where the instrument leaves a choice")
