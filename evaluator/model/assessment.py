"""Ratings: one coder's, the panel's, and the whole bundle that is scored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from evaluator.model.anchor import Anchor
from evaluator.model.base import SHA256, VERSION, CoderCode, LanguageCode, PartialDate, Shape, Truth, column
from evaluator.model.country import Country, Fact, Institution, Source
from evaluator.model.framing import FramingFile
from evaluator.model.intake import RowMatch
from evaluator.model.plan import (
    Evidence,
    Implementation,
    Measure,
    MoneyLine,
    PlanFile,
    PlanIndicator,
    Recommendation,
    Reply,
    TextRead,
)

Status = Literal["rated", "silent", "contrary", "not-applicable", "no-occasion", "not-assessed", "disputed"]
CODER_STATUSES = ("rated", "silent", "contrary", "not-applicable", "no-occasion", "not-assessed")
WITH_LEVEL = ("rated", "silent", "contrary")
# The criterion leaves, with its weight: it does not apply to the country, or its question did not arise in the period.
LEFT_OUT = ("not-applicable", "no-occasion")
AGREED_RULES = ("single", "equal", "lower", "third-reader", "discussion", "unanimous-gate")


class CodingFile(Shape):
    """What `<coder>.yaml` holds: who rated, when, on what text, in which state."""

    assessment_id: str
    rubric: str
    rubric_version: str = Field(pattern=f"^{VERSION.pattern}$")
    rubric_sha256: str = Field(default="", pattern=f"^({SHA256.pattern})?$")
    coder: CoderCode
    capacity: Literal["assessor", "third-reader", "lead"]
    state: Literal["draft", "final"]
    blind: Truth | None = None
    interests: str = ""
    started: PartialDate | None = None
    finished: PartialDate | None = None
    text_read: TextRead
    # Of the coder's own words: reasons, notes, what was searched.
    lang: LanguageCode = "en"
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """One coder's answer to one criterion."""

    criterion_id: str = column("text", "criterion of the rubric", required=True, unique=True)
    criterion_version: int | None = column("integer", "meaning_version that was rated", least=1)
    status: str = column("choice", "status", required=True, choices=CODER_STATUSES)
    level: int | None = column("integer", "level, for rated", least=0)
    confidence: str = column("choice", "confidence", choices=("high", "medium", "low"))
    evidence_ids: tuple[str, ...] = column("ids", "evidence", refers="evidence")
    reason: str = column("text", "reason that refers to the level descriptor")
    missing_for_next: str = column("text", "what the next level would need")
    searched: str = column("text", "what was searched, for silent")


@dataclass(frozen=True, slots=True)
class AgreedRating:
    """What the panel made of the coders' ratings of one criterion."""

    criterion_id: str = column("text", "criterion of the rubric", required=True, unique=True)
    status: str = column("choice", "status", required=True, choices=(*CODER_STATUSES, "disputed"))
    level: int | None = column("integer", "level, for rated", least=0)
    rule: str = column("choice", "rule by which it was settled", choices=AGREED_RULES)
    decided_by: str = column("text", "coder or adjudicator")
    decided_on: str = column("date", "when")
    reason: str = column("text", "the rule in words, or the reason of who decided")
    inputs: str = column("text", "the coders' ratings it went by: a:2;b:3; it holds while these are theirs")


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One change of one rating: written once, never altered."""

    record: str = column("id", "identifier", required=True, unique=True)
    when: str = column("text", "date and time, UTC", required=True)
    coder: str = column("text", "coder", required=True)
    criterion_id: str = column("text", "criterion; empty for a whole import")
    old: str = column("text", "status and level before")
    new: str = column("text", "status and level after")
    reason: str = column("text", "reason of the change")
    file_sha256: str = column("text", "fingerprint of the imported file")
    tool_version: str = column("text", "version of the toolkit")
    rubric_version: str = column("text", "version of the rubric")


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's header and ratings."""

    header: CodingFile
    ratings: tuple[Rating, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Assessment:
    """All that is scored: a plan, what is known of the country, and the coders' ratings.

    `codings` are those of one rubric. `agreed` is empty where there is no
    agreed.csv. Nothing here is a score.
    """

    country: Country
    plan: PlanFile
    rubric_id: str
    measures: tuple[Measure, ...] = ()
    indicators: tuple[PlanIndicator, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    institutions: tuple[Institution, ...] = ()
    sources: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    matches: tuple[RowMatch, ...] = ()
    facts: tuple[Fact, ...] = ()
    codings: tuple[Coding, ...] = ()
    agreed: tuple[AgreedRating, ...] = ()
    log: tuple[LogRecord, ...] = ()
    implementation: tuple[Implementation, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    replies: tuple[Reply, ...] = ()
    framing: FramingFile | None = None
    narrative: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return the plan, the rubric and how much was read, short enough for the end of a cell."""
        sizes = f"{len(self.evidence)} passages of evidence, {len(self.codings)} codings"
        return f"<Assessment of {self.plan.id} by {self.rubric_id}: {sizes}>"

    @property
    def is_draft(self) -> bool:
        """Return whether only drafts (or nothing) stand behind it."""
        return not any(coding.header.state == "final" for coding in self.codings)


@dataclass(frozen=True, slots=True)
class Settled:
    """A rating after the panel rule, before points.

    `inputs` maps coder to "status" or level, as printed beside the result. `reason` has
    the coders' words, `decision` those of the person who decided, `rule` what joined them.
    """

    criterion_id: str
    status: Status
    level: int | None = None
    confidence: str = ""
    evidence_ids: tuple[str, ...] = ()
    reason: str = ""
    missing_for_next: str = ""
    searched: str = ""
    rule: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    decided_by: str = ""
    decision: str = ""


def coders_language(assessment: Assessment) -> str:
    """Return the language of the coders' own words; empty where they write in several, or none is known."""
    spoken = {coding.header.lang for coding in assessment.codings}
    return spoken.pop() if len(spoken) == 1 else ""
