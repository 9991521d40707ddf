"""The section on changes since an earlier edition: figures, ratings with reasons, rubric, weights, and causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from evaluator.model.assessment import Assessment, LogRecord
from evaluator.model.rubric import Rubric
from evaluator.model.safeguard import Gate, state_of, state_words
from evaluator.model.scorecard import Scorecard
from evaluator.panel.record import FIRST, PANEL, WORDS
from evaluator.panel.settled_words import settled_by
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.editions.earlier import NEAR, Lacking, Reopened
from evaluator.reports.editions.stated_result import StatedCriterion, StatedGate, StatedResult
from evaluator.reports.outline import Part, Section
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.criteria import PART_DIGITS, shown_status
from evaluator.reports.subject import date_of, document_id
from evaluator.scoring.rounding import adds_up, printed
from evaluator.scoring.rubric_diff import RubricChange

Cause = Literal["ratings", "rubric", "weights", "rubric-and-weights"]


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


ESTIMATED = "estimated"


def changes_view(card: Scorecard, earlier: Reopened, words: PageLanguage) -> ChangesView:
    """Return the changes between an earlier edition and this scorecard."""
    stated, diff = earlier.stated, earlier.rubric_diff(card)
    differences = diff.changes if diff else ()
    rubric = tuple(change for change in differences if change.kind in ("rubric", "node", "criterion"))
    weights = stated.weighting != card.weighting.id or any(
        change.kind == "weighting" and change.id == card.weighting.id and change.bump != "patch"
        for change in differences
    )
    ratings = tuple(_rating_changes(card, earlier, words))
    total, causes, lacking = _split_by_cause(card, earlier, _cause_name(rubric, weights=weights))
    touched = dict.fromkeys(c.id for c in rubric if c.kind == "criterion" and c.id in card.rubric.by_id)
    return ChangesView(
        before=_earlier_figures(stated),
        now=_present_figures(card, words.code),
        fingerprint=earlier.fingerprint,
        ratings=ratings,
        unchanged=len({row.criterion for row in stated.criteria} & set(card.rubric.by_id)) - _number_in_both(ratings),
        gates=tuple(_gate_changes(card, stated, words)),
        rubric_known=diff is not None,
        criteria_changed=words.titles(touched),
        not_carried=_ratings_not_carried(earlier, diff.rerate if diff else (), words.code),
        weights_changed=weights,
        total=total,
        causes=causes,
        lacking=lacking,
    )


def _earlier_figures(stated: StatedResult) -> EditionView:
    return EditionView(
        document=stated.document,
        date=stated.date,
        rubric_version=stated.rubric.version,
        rubric_sha256=stated.rubric.sha256,
        weighting=stated.weighting,
        assessor=stated.assessor or "",
        is_draft=stated.draft,
        score=stated.score,
        low=stated.bounds[0] if stated.bounds else 0.0,
        high=stated.bounds[1] if stated.bounds else 1.0,
        coverage=stated.coverage or 0.0,
        grade=stated.grade.grade,
    )


def _present_figures(card: Scorecard, lang: str) -> EditionView:
    return EditionView(
        document=document_id(card, lang),
        date=date_of(card.assessment),
        rubric_version=card.rubric.version,
        rubric_sha256=card.rubric.sha256,
        weighting=card.weighting.id,
        assessor=card.assessor,
        is_draft=card.is_draft,
        score=card.score,
        low=card.bounds[0],
        high=card.bounds[1],
        coverage=card.coverage,
        grade=card.grade.grade,
    )


def _ratings_not_carried(earlier: Reopened, lost: Sequence[str], lang: str) -> tuple[str, ...]:
    """Return the titles of rated criteria that changed so much (`lost`) that their ratings must be made again."""
    edition = earlier.edition
    if edition is None:
        return ()
    rated = {rating.criterion_id for coding in edition.assessment.codings for rating in coding.ratings}
    return tuple(edition.rubric.title(name, lang) for name in lost if name in rated)


def _rating_changes(card: Scorecard, earlier: Reopened, words: PageLanguage) -> Iterator[RatingChange]:
    old = {row.criterion: (_stated_status(row), row.stated) for row in earlier.stated.criteria}
    new = {s.outcome.criterion_id: (shown_status(s.outcome), s.outcome.stated) for s in card.criteria}
    records = _latest_reasons(card.assessment, earlier)
    outcomes = {s.outcome.criterion_id: s.outcome for s in card.criteria}
    for name in dict.fromkeys([*new, *old]):
        before, now = old.get(name, ("", None)), new.get(name, ("", None))
        if before == now:
            continue
        last, outcome = records.get(name, ()), outcomes.get(name)
        why = " / ".join(dict.fromkeys(record.reason for record in last))
        yield RatingChange(
            id=name,
            title=_criterion_title(earlier, name, words),
            old_status=before[0],
            old_level=before[1],
            new_status=now[0],
            new_level=now[1],
            reason=words.own(why),
            on=last[-1].when[:10] if last else "",
            by=", ".join(record.coder for record in last),
            settled=settled_by(outcome) if outcome else "",
            decision=words.own(outcome.decision) if outcome else "",
        )


def _number_in_both(ratings: tuple[RatingChange, ...]) -> int:
    return sum(bool(change.old_status and change.new_status) for change in ratings)


def _stated_status(row: StatedCriterion) -> str:
    return ESTIMATED if row.level is not None and not row.covered else row.status


def _criterion_title(earlier: Reopened, name: str, words: PageLanguage) -> str:
    edition = earlier.edition
    if name in words.rubric.by_id:
        return words.title(name)
    return edition.rubric.title(name, words.code) if edition and name in edition.rubric.by_id else name


def _latest_reasons(assessment: Assessment, earlier: Reopened) -> Mapping[str, tuple[LogRecord, ...]]:
    """Return, by criterion, each coder's latest log record with a reason since the earlier edition, oldest first.

    Records of the panel are left out: its joining rule is no reason, and its decisions are listed as
    decisions. If the earlier edition's files are missing, the records from its date on count instead.
    """
    if earlier.edition is not None:
        known = set(earlier.edition.assessment.log)
        new = [record for record in assessment.log if record not in known]
    else:
        new = [record for record in assessment.log if record.when[:10] >= earlier.stated.date]
    latest: dict[str, dict[str, LogRecord]] = {}
    for record in sorted(new, key=lambda record: record.when):
        if record.reason and record.coder != PANEL:
            latest.setdefault(record.criterion_id, {})[record.coder] = record
    return {name: _own_reasons(tuple(by.values())) for name, by in latest.items()}


def _own_reasons(records: tuple[LogRecord, ...]) -> tuple[LogRecord, ...]:
    """Return the records that state a coder's own reasons, or all records if none does, in order of time."""
    own = [record for record in records if record.reason not in (FIRST, WORDS)]
    return tuple(sorted(own or records, key=lambda record: (record.when, record.coder)))


def _gate_changes(card: Scorecard, stated: StatedResult, words: PageLanguage) -> Iterator[GateChange]:
    old = {gate.criterion: gate for gate in stated.gates}
    ratings = {one.criterion: one for one in stated.criteria}
    for gate in card.gates:
        stated_gate = old.get(gate.criterion_id)
        before = _gate_before(card.rubric, stated_gate, ratings.get(gate.criterion_id))
        # The law is a part of the change only where it decides the state.
        now = state_words(card.rubric, gate if gate.by_plan else replace(gate, law=None))
        is_same = bool(gate.by_plan) and stated_gate is not None and stated_gate.state == gate.state
        if before != now and not is_same:
            yield GateChange(words.title(gate.criterion_id), before, now)


def _gate_before(rubric: Rubric, stated: StatedGate | None, rating: StatedCriterion | None) -> str:
    """Return the earlier state of a gate in words, empty if it was no gate; `held` is read by its rating."""
    if stated is None:
        return ""
    known = None if rating is None else rating.stated
    level = None if known is None else min(known, rubric.scale_of(stated.criterion).top)
    was_held = stated.state == "held" and rating is not None
    state = state_of(rubric, stated.criterion, rating.status if was_held and rating else stated.state, level)
    return state_words(rubric, Gate(stated.criterion, state, caps=False, level=level))


def _cause_name(rubric: tuple[RubricChange, ...], *, weights: bool) -> Cause:
    """Return the cause name for a change of the rubric, of the weights, or of both."""
    meant = any(change.bump != "patch" for change in rubric)
    if weights:
        return "rubric-and-weights" if meant else "weights"
    return "rubric"


def _split_by_cause(
    card: Scorecard, earlier: Reopened, cause: Cause
) -> tuple[Decimal | None, tuple[CauseView, ...], Lacking]:
    """Return the change of score and its split into causes as Shapley shares, or the reason why it cannot be split.

    See `explain_change` for the shares.
    """
    old, new = earlier.stated.score, card.score
    total = None if old is None or new is None else printed(new - old, PART_DIGITS)
    found = earlier.score_change(card)
    if found is None:
        return total, (), earlier.lacking
    if not found.shares:
        return total, (), "no-score"
    if abs((found.new_score or 0.0) - (new or 0.0)) > NEAR:
        return total, (), "not-reproduced"
    shown = found.printed(PART_DIGITS)
    names: dict[str, Cause] = {"plan": "ratings", "rubric": cause}
    causes = tuple(
        CauseView(
            names[share.factor],
            shown[share.factor],
            printed(share.least, PART_DIGITS),
            printed(share.most, PART_DIGITS),
        )
        for share in found.shares
        if share.factor == "plan" or share.amount or earlier.stated.rubric.sha256 != card.rubric.sha256
    )
    return shown["total"], causes, ""


def _changes_of_page(context: CountryContext, _: CountryView) -> ChangesView | None:
    return changes_view(context.card, context.reopened, context.words) if context.reopened else None


CHANGES = Section("changes", "country/changes.html", (Part("changes", _changes_of_page),))
