"""View classes of the section on changes since an earlier edition."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evaluator.scoring.rounding import adds_up

Cause = Literal["ratings", "rubric", "weights", "rubric-and-weights"]
Lacking = Literal["", "no-files", "unreadable", "not-reproduced", "one-coder", "no-score"]


@dataclass(frozen=True, slots=True)
class EditionView:
    """The figures of one edition; `grade` is None if the edition has no grade."""

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
    """A criterion whose level or status differs; a status is empty if that edition lacks the criterion.

    `reason` holds the coders' reasons for changing their ratings, `on` the last day and `by` the
    coders; all are empty if none is recorded. `settled` names the rule that joins the ratings now, or
    the person who decided; `decision` quotes that person.
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
    """A gate whose state differs between the editions, in words; `old` is empty for what was no gate."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CauseView:
    """The part of the score's change that one cause accounts for, as printed.

    `least` and `most` are its smallest and largest part over all orders in which the causes can be
    applied.
    """

    cause: Cause
    amount: Decimal
    least: Decimal
    most: Decimal

    @property
    def in_every_order(self) -> bool:
        """Return whether the cause accounts for the same amount in every order."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class ChangesView:
    """All differences between an earlier edition and the present report.

    `total` is the change of the score as printed, None if either score is missing. `causes` add up to
    it up to rounding; if they are empty, `lacking` is the reason. Changes of the rubric and of weights
    are known only if the earlier edition's files are (`rubric_known`): `criteria_changed` are titles of
    changed criteria, `not_carried` those whose earlier ratings no longer hold because the criterion's
    meaning changed.
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
        """Return whether rounding keeps the printed causes from adding up to the printed change."""
        return self.total is not None and not adds_up([one.amount for one in self.causes], self.total)

    @property
    def same_rubric(self) -> bool:
        """Return whether both editions were scored with the same rubric text, by its SHA-256."""
        return self.before.rubric_sha256 == self.now.rubric_sha256
