"""Ratings of one coder and of the panel, and the assessment that is scored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from evaluator.model.anchor import Anchor
from evaluator.model.country import Country, Fact, Institution, MonitorPoint, Source
from evaluator.model.framing import FramingFile
from evaluator.model.intake import BodyProposal, RowMatch
from evaluator.model.law import LawSide
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
from evaluator.model.schema import SHA256, VERSION, CoderCode, LanguageCode, PartialDate, Shape, Truth, column

Status = Literal["rated", "at-least", "silent", "contrary", "not-applicable", "no-occasion", "not-assessed", "disputed"]
CODER_STATUSES = ("rated", "at-least", "silent", "contrary", "not-applicable", "no-occasion", "not-assessed")
WITH_LEVEL = ("rated", "silent", "contrary")
# Statuses beside which a level is written, and those that rest on cited evidence.
STATES_LEVEL = ("rated", "at-least")
ON_EVIDENCE = ("rated", "at-least", "contrary")
# Statuses of which nothing is known, and those that leave a level open: of some the least is known.
UNKNOWN = ("not-assessed", "disputed")
OPEN = (*UNKNOWN, "at-least")
# Statuses that leave out a criterion with its weight: not applicable, or its question did not arise in the period.
LEFT_OUT = ("not-applicable", "no-occasion")
Read = Literal["sources", "evidence-list"]
# How much of a provision was read: itself, whole or in part; another's account of it; or a heading alone.
EXTENTS = ("whole", "part", "account", "heading")
# The columns of a rating that tell of the provision, and the extents of who opened the provision itself.
PROVISION = ("article", "version", "since", "text_of", "extent")
PROVISION_READ = ("whole", "part")
AGREED_RULES = ("single", "equal", "lower", "least", "read-further", "third-reader", "discussion", "unanimous-gate")


class CodingFile(Shape):
    """The content of `<coder>.yaml`: who rated, when, which text, and whether the coding is final."""

    assessment_id: str
    rubric: str
    rubric_version: str = Field(pattern=f"^{VERSION.pattern}$")
    rubric_sha256: str = Field(default="", pattern=f"^({SHA256.pattern})?$")
    coder: CoderCode
    capacity: Literal["assessor", "third-reader", "lead"]
    # `machine` in a worked example alone, which no person has checked; left out: a person rated.
    kind: Literal["machine"] | None = None
    state: Literal["draft", "final"]
    blind: Truth | None = None
    interests: str = ""
    started: PartialDate | None = None
    finished: PartialDate | None = None
    text_read: TextRead
    # What the ratings were made from: the sources themselves, or another's notes on them. None: not said.
    read: Read | None = None
    # What the ratings rested on when they were made, by `Rubric.meanings`. None: not said.
    meanings: dict[str, str] | None = None
    # The language of the coder's own words: reasons, notes, what was searched.
    lang: LanguageCode = "en"
    notes: str = ""
    # Why a final coding leaves questions without an answer.
    unanswered: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """One coder's rating of one criterion."""

    criterion_id: str = column("text", "criterion of the rubric", required=True, unique=True)
    criterion_version: int | None = column("integer", "meaning_version that was rated", least=1)
    status: Status = column("choice", "status", required=True, choices=CODER_STATUSES)
    level: int | None = column("integer", "level, for rated and at-least", least=0)
    confidence: str = column("choice", "confidence", choices=("high", "medium", "low"))
    evidence_ids: tuple[str, ...] = column("ids", "evidence", refers="evidence")
    reason: str = column("text", "reason that refers to the level descriptor")
    missing_for_next: str = column("text", "what the next level would need")
    searched: str = column("text", "what was searched, for silent; of a question of law, what was tried in vain")
    article: str = column("text", "of a question of law: the act and the article that decide")
    version: str = column("text", "of a question of law: the copy that was read, as it names itself")
    since: str = column("date", "of a question of law: since when the article has this wording; empty: not known")
    text_of: str = column("date", "of a question of law: the day of the copy that was read")
    extent: str = column("choice", "of a question of law: how much of the provision was read", choices=EXTENTS)
    proposal: str = column(
        "text", "machine and proposal that the rating began as or changed after: m1:2; empty: it is the coder's own"
    )

    @property
    def short(self) -> str:
        """Return the rating as files and logs write it: `2`, `2+` for at least, or the status."""
        return written(self.status, self.level)


@dataclass(frozen=True, slots=True)
class AgreedRating:
    """The panel's agreed rating of one criterion, with the coders' ratings it is based on."""

    criterion_id: str = column("text", "criterion of the rubric", required=True, unique=True)
    status: str = column("choice", "status", required=True, choices=(*CODER_STATUSES, "disputed"))
    level: int | None = column("integer", "level, for rated and at-least", least=0)
    rule: str = column("choice", "rule by which it was settled", choices=AGREED_RULES)
    decided_by: str = column("text", "coder or adjudicator")
    decided_on: str = column("date", "when")
    reason: str = column("text", "the rule in words, or the reason of who decided")
    inputs: str = column("text", "the coders' ratings it went by: a:2;b:3; it holds while these are theirs")

    @property
    def short(self) -> str:
        """Return the rating as `Rating.short` does."""
        return written(self.status, self.level)


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One change of one rating; records are never altered."""

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
    """One coder's ratings with their header."""

    header: CodingFile
    ratings: tuple[Rating, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Assessment:
    """The input of a scoring: a plan, data on the country, and the coders' ratings by one rubric.

    `codings` are those of one rubric. `agreed` is empty if there is no agreed.csv. `law` is the law beside the plan, of
    the criteria that a law may answer and of which some was read. `bodies` are those that the import of the plan's own
    file proposes. An assessment contains no scores.
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
    bodies: tuple[BodyProposal, ...] = ()
    facts: tuple[Fact, ...] = ()
    monitoring: tuple[MonitorPoint, ...] = ()
    codings: tuple[Coding, ...] = ()
    agreed: tuple[AgreedRating, ...] = ()
    log: tuple[LogRecord, ...] = ()
    implementation: tuple[Implementation, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    replies: tuple[Reply, ...] = ()
    law: tuple[LawSide, ...] = ()
    framing: FramingFile | None = None
    narrative: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Return a hash by plan and rubric."""
        return hash((self.plan.id, self.rubric_id))

    def __repr__(self) -> str:
        """Return plan, rubric and numbers of passages and codings, short enough for a notebook cell."""
        sizes = f"{len(self.evidence)} passages of evidence, {len(self.codings)} codings"
        return f"<Assessment of {self.plan.id} by {self.rubric_id}: {sizes}>"

    @property
    def is_draft(self) -> bool:
        """Return whether no coding is final."""
        return not any(coding.header.state == "final" for coding in self.codings)

    @property
    def is_unanswered(self) -> bool:
        """Return whether coders began, and none has answered a question."""
        rated = (rating for coding in self.codings for rating in coding.ratings)
        return bool(self.codings) and all(rating.status == "not-assessed" for rating in rated)


@dataclass(frozen=True, slots=True)
class Settled(Rating):
    """A rating after the panel rule, before its conversion to points.

    `level` is the level as given: with `at-least` the least that is known. `inputs` maps each coder to a status or
    level, as printed next to the result. `reason` has the coders' words, `decision` those of the person who decided,
    `rule` the rule that joined the ratings. `note` says why a rating does not count.
    """

    rule: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    decided_by: str = ""
    decision: str = ""
    note: str = ""


def written(status: str, level: int | None) -> str:
    """Return a rating as files and logs write it: the level, the level and `+` for at least, or the status.

    Examples
    --------
    >>> written("rated", 2), written("at-least", 2), written("silent", None)
    ('2', '2+', 'silent')
    """
    if status not in STATES_LEVEL:
        return status
    return f"{level}+" if status == "at-least" else str(level)


def coders_language(assessment: Assessment) -> str:
    """Return the language in which all coders write; empty if they differ or there are no codings."""
    spoken = {coding.header.lang for coding in assessment.codings}
    return spoken.pop() if len(spoken) == 1 else ""
