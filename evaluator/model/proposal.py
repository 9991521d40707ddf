"""What a machine proposes: ratings with the words they rest on, kept apart from every coder's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from evaluator.model.assessment import CODER_STATUSES, Rating, Status, written
from evaluator.model.plan import TextRead
from evaluator.model.schema import SHA256, VERSION, CoderCode, Filled, LanguageCode, PartialDate, Shape, Whole, column

# Why a proposal was dropped when it was taken in.
Dropped = Literal["row", "long", "twice", "rating", "place", "quotation", "silence", "addressed"]
WHY_DROPPED: tuple[str, ...] = get_args(Dropped)
Named = Annotated[Filled, Field(max_length=100)]
LONGEST_PART = 4_000  # characters of a quotation, a reason, or what was searched


class ProposalHeader(Shape):
    """What is said of a machine whose proposals are handed over: which it is, and what it was given to read."""

    coder: CoderCode
    maker: Named
    model: Named
    version: Named
    prompt_sha256: str = Field(pattern=f"^{SHA256.pattern}$")
    date: PartialDate
    lang: LanguageCode
    text_read: TextRead
    text_sha256: str = Field(default="", pattern=f"^({SHA256.pattern})?$")
    notes: str = Field(default="", max_length=LONGEST_PART)


class ProposalFile(ProposalHeader):
    """The content of `proposals/<rubric>/<machine>.yaml`: the machine, what it read, and what was dropped.

    `dropped` gives the reason for each criterion; `unnamed` counts dropped rows that name no criterion of the rubric.
    """

    assessment_id: str
    rubric: str
    rubric_version: str = Field(pattern=f"^{VERSION.pattern}$")
    rubric_sha256: str = Field(default="", pattern=f"^({SHA256.pattern})?$")
    capacity: Literal["machine"]
    dropped: dict[str, Dropped] = {}
    unnamed: Whole = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A machine's proposal for one criterion: the rating, and the words of the plan that it quotes for it."""

    criterion_id: str = column("text", "criterion of the rubric", required=True, unique=True)
    status: Status = column("choice", "status", required=True, choices=CODER_STATUSES)
    level: int | None = column("integer", "level, for rated and at-least", least=0)
    confidence: str = column("choice", "confidence", choices=("high", "medium", "low"))
    source_id: str = column("id", "source of the quotation; empty: the plan's own text", refers="sources")
    page: str = column("id", "where it stands: page of the copy, from 1, or the id of the plan's row")
    quotation: str = column("text", "words of the text at that place, for rated, at-least and contrary")
    reason: str = column("text", "reason that refers to the level descriptor")
    searched: str = column("text", "for silent: the pages searched, as 1-12;15, or `rows`")

    @property
    def short(self) -> str:
        """Return the proposal in the form of `Rating.short`."""
        return written(self.status, self.level)

    @property
    def as_rating(self) -> Rating:
        """Return the proposal in the form of a rating, which nothing settles."""
        return Rating(
            self.criterion_id, None, self.status, self.level, self.confidence,
            reason=self.reason, searched=self.searched,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposals:
    """One machine's proposals for a plan under one rubric."""

    header: ProposalFile
    rows: tuple[Proposal, ...]

    @property
    def coder(self) -> str:
        """Return the machine's code."""
        return self.header.coder

    def on(self, criterion_id: str) -> Proposal | None:
        """Return the proposal for a criterion, or None if there is none."""
        return next((row for row in self.rows if row.criterion_id == criterion_id), None)
