"""What a country report shows of an earlier edition: frozen facts and numbers, no wording but the data's own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evaluator.scoring.rounding import adds_up

Cause = Literal["ratings", "rubric", "weights", "rubric-and-weights"]
Lacking = Literal["", "no-files", "unreadable", "not-reproduced", "one-coder", "no-score"]


@dataclass(frozen=True, slots=True)
class EditionView:
    """The figures of one edition; `grade` is None where the edition has no grade."""

    document: str
    date: str
    rubric_version: str
    rubric_sha256: str
    weighting: str
    assessor: str
    is_draft: bool
    score: float | None
    low: float
    high: float
    coverage: float
    grade: str | None


@dataclass(frozen=True, slots=True)
class RatingChange:
    """A criterion whose level or status differs; a status is empty where the edition did not have the criterion.

    `reason` is what the coders gave when they changed their ratings, with the last day and
    who they are; empty where none is recorded. `settled` says what joins their ratings now
    or who decided, `decision` has that person's words.
    """

    id: str
    title: str
    old_status: str
    old_level: int | None
    new_status: str
    new_level: int | None
    reason: str
    on: str
    by: str
    settled: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class GateChange:
    """A gate whose state differs."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CauseView:
    """What one cause gives to the change of the score, as printed; least and most over the orders of change."""

    cause: Cause
    amount: Decimal
    least: Decimal
    most: Decimal

    @property
    def in_every_order(self) -> bool:
        """Return whether it gives the same in whichever order the causes come."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class ChangesView:
    """All that differs from the earlier edition.

    `total` is the change of the score as printed, None where a score is missing; `causes`
    add up to it but for rounding and are empty where `lacking` says why there are none. The rubric's
    and the weights' changes are known where the earlier files are (`rubric_known`):
    `criteria_changed` are titles of criteria, `not_carried` those whose earlier ratings
    mean something else now.
    """

    before: EditionView
    now: EditionView
    fingerprint: str
    ratings: tuple[RatingChange, ...]
    unchanged: int
    gates: tuple[GateChange, ...]
    rubric_known: bool
    rubric_changes: int
    criteria_changed: tuple[str, ...]
    not_carried: tuple[str, ...]
    weights_changed: bool
    total: Decimal | None
    causes: tuple[CauseView, ...]
    lacking: Lacking

    @property
    def is_rounded(self) -> bool:
        """Return whether the causes as printed do not add up to the printed change."""
        return self.total is not None and not adds_up([one.amount for one in self.causes], self.total)

    @property
    def same_rubric(self) -> bool:
        """Return whether both editions were scored with the same text of the rubric."""
        return self.before.rubric_sha256 == self.now.rubric_sha256
