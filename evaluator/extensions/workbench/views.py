"""The data that the screens show, from the library and unsubmitted work; independent of requests and markup."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from evaluator.extensions.workbench.events import (
    HeaderPayload,
    fingerprint,
    fingerprint_of,
    header_clashes,
    header_over,
)
from evaluator.extensions.workbench.faults import fault_words
from evaluator.extensions.workbench.fold import Draft, Work
from evaluator.extensions.workbench.shelf import WorkUnit, screen_language
from evaluator.intake.find import Hit
from evaluator.model.assessment import STATES_LEVEL, AgreedRating, Rating
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Evidence, TextRead
from evaluator.model.schema import text_in
from evaluator.model.scorecard import Glance, Scorecard
from evaluator.panel.agreement import Agreement, agreement
from evaluator.panel.agreement_words import reading_words
from evaluator.panel.reconcile import Vote, is_unanimous_gate
from evaluator.panel.record import settlement
from evaluator.panel.settle import votes_as_entered, voting
from evaluator.read.checks.assessment import rating_problems
from evaluator.tables.base import Table, col
from evaluator.workbook.sheet.formulas import lacks
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.score_sheet import ALARM_STATUSES, ANSWERED, options_of

KEYS = {"silent": "s", "contrary": "c", "not-applicable": "n", "no-occasion": "o", "not-assessed": "x"}
PAGE = re.compile(r"p\. (\d+)")
JOINED = ("discussion", "unanimous-gate", "lower", "least", "read-further")  # rules that join ratings that differ
OPEN, DONE = ("open", "incomplete"), ("complete", "book")


class FoundPassage(NamedTuple):
    """A passage that may answer a question. `page` is None if its document has no copy here, 0 if it has no pages."""

    hit: Hit
    page: int | None

    @classmethod
    def of(cls, hit: Hit, shown: Collection[str]) -> FoundPassage:
        """Return a search hit in the form the desk shows; `shown` are the sources with a copy here."""
        at = PAGE.match(hit.passage.locator)
        return cls(hit, (int(at[1]) if at else 0) if hit.passage.source_id in shown else None)


class QuestionRow(NamedTuple):
    """One question in the list of questions.

    `state` is `open` (not answered), `incomplete` or `complete` (unsubmitted), or `book` (in the
    library). `lacks` is the first thing that the answer still needs; `clash` is whether the
    library's row changed since the answer began.
    """

    id: str
    title: str
    group: str
    state: str
    answer: str
    lacks: str
    is_gate: bool
    clash: bool


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a criterion on the screen: its number, its text, and a passage that exemplifies it."""

    number: int
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with everything needed to answer it: the answer so far, its draft and the library's.

    `own` are the ids of passages that the coder cited and may edit, `in_hand` of those that can still be taken back.
    """

    row: QuestionRow
    criterion: Criterion
    asked: str
    levels: tuple[Level, ...]
    checklist: tuple[str, ...]
    needed: tuple[str, ...]
    notes: str
    statuses: tuple[tuple[str, str], ...]
    can_be_least: bool
    rating: Rating
    draft: Draft | None
    kept: Rating | None
    passages: tuple[Evidence, ...]
    others: tuple[Evidence, ...]
    own: frozenset[str]
    in_hand: frozenset[str]
    rules: tuple[str, ...]

    @property
    def mine(self) -> tuple[Evidence, ...]:
        """Return the coder's own passages that this answer does not cite."""
        return tuple(passage for passage in self.others if passage.evidence_id in self.own)

    @property
    def wants_change(self) -> bool:
        """Return whether the answer replaces one of the library, which needs a reason."""
        return self.kept is not None and self.kept.status != "not-assessed"

    @property
    def offered(self) -> tuple[Level, ...]:
        """Return the levels that can be rated: of a safeguard on the plan not the lowest, which has two words."""
        is_parted = self.row.is_gate and self.criterion.object == "plan"
        return self.levels[1:] if is_parted else self.levels

    @property
    def lowest(self) -> str:
        """Return the text of the level that is not offered; empty if all are."""
        return self.levels[0].text if len(self.offered) < len(self.levels) else ""


@dataclass(frozen=True, slots=True)
class FrameEffect:
    """The scores under one frame, before an answer and with it."""

    title: str
    before: Glance | Scorecard
    now: Glance | Scorecard

    @property
    def moves(self) -> bool:
        """Return whether the answer changes the figures that the page shows for this frame."""
        return figures_shown(self.before) != figures_shown(self.now)

    @property
    def line(self) -> tuple[object, ...]:
        """Return the frame as a table row: title, whether it moves, new and old score, range, new and old grade."""
        now, before = self.now, self.before
        return (self.title, self.moves, now.score, before.score, *now.bounds, now.grade.grade, before.grade.grade)


def figures_shown(card: Glance | Scorecard) -> tuple[object, ...]:
    """Return the figures that a page shows of a scorecard, rounded: score, bounds, coverage, grade."""
    score = None if card.score is None else round(card.score, 2)
    low, high = card.bounds
    return (score, round(low, 2), round(high, 2), round(card.coverage, 2), card.grade.grade)


def questions(unit: WorkUnit, work: Work, lang: str = "en") -> list[QuestionRow]:
    """Return the list of a coder's questions, in the order of the rubric's tree."""
    return [_question_row(unit, work, criterion, lang) for criterion in unit.questions(work)]


def _question_row(unit: WorkUnit, work: Work, criterion: Criterion, lang: str) -> QuestionRow:
    draft, kept = work.drafts.get(criterion.id), unit.row(work.coder, criterion.id)
    rating = draft.rating if draft else kept
    flag = lacks(cells_of(rating)) if rating else ""
    state = "open" if flag == "" else "incomplete" if flag != "flag.complete" else "complete" if draft else "book"
    return QuestionRow(
        criterion.id,
        unit.rubric.title(criterion.id, lang),
        unit.rubric.title(unit.rubric.paradigm_of(criterion.id), lang),
        state,
        "" if rating is None or state == "open" else rating.short,
        _labels_of(unit, lang)(flag) if state == "incomplete" else "",
        criterion.id in unit.rubric.grading.gates,
        draft is not None and is_clash(draft, kept),
    )


def _labels_of(unit: WorkUnit, lang: str) -> Labels:
    return Labels(unit.rubric, lang, screen_language(lang))


def is_clash(draft: Draft, kept: Rating | None) -> bool:
    """Return whether the library's row changed since a draft began, to something other than the draft."""
    return kept not in (draft.began, draft.rating)


class HeaderClash(NamedTuple):
    """A header field that desk and library changed differently: its first value, the library's, and the coder's own."""

    name: str
    began: str
    book: str
    mine: str


def header_clash(unit: WorkUnit, work: Work) -> list[HeaderClash]:
    """Return the header fields in conflict between library and desk, which a person must decide."""
    base = unit.coding(work.coder).header
    names = header_clashes(base, work.header)
    if not names:
        return []
    said = HeaderPayload.model_validate(dict(work.header or {}))
    three = (said.began, base, said)
    return [HeaderClash(name, *(_header_text(getattr(one, name)) for one in three)) for name in names]


def _header_text(value: object) -> str:
    if isinstance(value, TextRead):
        return ", ".join(
            part for part in (value.measures, value.text, value.pages, *value.chapters, value.note) if part
        )
    return _cell_text(value)


def cells_of(rating: Rating) -> dict[str, str]:
    """Return the cells of a rating as text, by column."""
    return {name: _cell_text(getattr(rating, name)) for name in ANSWERED}


def _cell_text(value: object) -> str:
    return "" if value is None else ";".join(value) if isinstance(value, tuple) else str(value)


def question(unit: WorkUnit, work: Work, criterion: Criterion, lang: str = "en") -> Question:
    """Return one question with the unsubmitted answer, else the library's, else an empty one."""
    say = _labels_of(unit, lang)
    draft, kept = work.drafts.get(criterion.id), unit.row(work.coder, criterion.id)
    rating = (draft.rating if draft else kept) or Rating(criterion.id, criterion.meaning_version, "not-assessed")
    known = unit.passages(work)
    options = ALARM_STATUSES if criterion.id in unit.rubric.alarms else options_of(criterion)
    return Question(
        row=_question_row(unit, work, criterion, lang),
        criterion=criterion,
        asked=say.question(criterion),
        levels=_level_rows(unit, criterion, say),
        checklist=tuple(line for line in say.checklist(criterion).split("\n") if line),
        needed=tuple(line for line in say.needed(criterion).split("\n") if line),
        notes=say.notes(criterion),
        statuses=tuple((status, KEYS.get(status, "")) for status in options if status not in STATES_LEVEL),
        can_be_least="at-least" in options,
        rating=rating,
        draft=draft,
        kept=kept,
        passages=tuple(known[name] for name in rating.evidence_ids if name in known),
        others=tuple(e for name, e in known.items() if name not in rating.evidence_ids),
        own=frozenset(name for name, e in known.items() if e.added_by == work.coder),
        in_hand=frozenset(e.evidence_id for e in in_hand(unit, work)),
        rules=_refusals_of(unit, work, rating) if draft or kept else (),
    )


def in_hand(unit: WorkUnit, work: Work) -> list[Evidence]:
    """Return a coder's passages that the library does not have yet."""
    handed_in = {passage.evidence_id for passage in unit.assessment.evidence}
    return [passage for passage in work.passages if passage.evidence_id not in handed_in]


def cited_at(rows: Sequence[QuestionRow], work: Work) -> dict[str, str]:
    """Return for each passage in hand the id of the first question in hand that cites it, else of the first of all."""
    first = rows[0].id if rows else ""
    return {
        passage.evidence_id: next(
            (name for name, draft in work.drafts.items() if passage.evidence_id in draft.rating.evidence_ids), first
        )
        for passage in work.passages
    }


def _refusals_of(unit: WorkUnit, work: Work, rating: Rating) -> tuple[str, ...]:
    """Return what a submission would refuse about an answer that lacks nothing of its own."""
    if rating.status == "not-assessed" or lacks(cells_of(rating)) not in ("", "flag.complete"):
        return ()
    now = replace(unit.assessment, evidence=tuple(unit.passages(work).values()))
    header = header_over(unit.coding(work.coder).header, work.header)
    if header.text_read.is_none:  # not said yet: it is asked on handing in
        header = header.model_copy(update={"text_read": unit.assessment.plan.text_read})
    found = rating_problems(rating, unit.rubric, header, now)
    return tuple(fault_words(problem) for problem in found if problem.severity == "fault")


def _level_rows(unit: WorkUnit, criterion: Criterion, say: Labels) -> tuple[Level, ...]:
    texts = (line.partition("  ") for line in say.levels(criterion).split("\n") if line)
    given = {int(number): text for number, _, text in texts if number.isdigit()}
    top = unit.rubric.scale_of(criterion.id).top
    return tuple(Level(k, given.get(k, ""), criterion.examples.get(k, "")) for k in range(top + 1))


def next_open(rows: Sequence[QuestionRow], after: str) -> str:
    """Return the id of the next question after `after`, cyclically, that is not fully answered; empty if none."""
    at = next((at for at, row in enumerate(rows) if row.id == after), -1)
    turned = [*rows[at + 1 :], *rows[: at + 1]]
    return next((row.id for row in turned if row.state in OPEN and row.id != after), "")


@dataclass(frozen=True, slots=True)
class Worth:
    """A question to answer next: its `share` of the weight, and whether it is a gate that may cap the grade."""

    id: str
    title: str
    share: float
    is_gate: bool


def worth_reading(rows: Sequence[QuestionRow], card: Glance, many: int = 3) -> list[Worth]:
    """Return the `many` open questions that most limit the result: gates first, then by weight.

    An unanswered question widens the bounds of the score by its weight; an unanswered gate may cap
    the grade.
    """
    total = sum(card.shares.values()) or 1.0
    caps = card.grade.unassessed if card.grade.gates_cap else ()
    found = [Worth(r.id, r.title, card.shares.get(r.id, 0.0) / total, r.id in caps) for r in rows if r.state in OPEN]
    return sorted(found, key=lambda one: (not one.is_gate, -one.share))[:many]


def frames(
    before: Sequence[Glance | Scorecard], now: Sequence[Glance | Scorecard], lang: str = "en"
) -> list[FrameEffect]:
    """Return the effect of an answer under every frame, the reference first."""
    titles = [text_in(card.weighting.names, lang) or text_in(card.weighting.names, "en") or "" for card in now]
    return [
        FrameEffect(title or b.weighting.id, a, b) for title, a, b in zip(titles, before, now, strict=True)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """A coder's progress: number of questions, fully answered ones, and incomplete ones."""

    total: int
    done: int
    begun: int


def progress(rows: Iterable[QuestionRow]) -> CoderProgress:
    """Return how many questions there are, how many are fully answered, and how many are incomplete."""
    states = [row.state for row in rows]
    return CoderProgress(len(states), sum(s in DONE for s in states), sum(s == "incomplete" for s in states))


@dataclass(frozen=True, slots=True)
class Dispute:
    """A criterion on which coders differ: their votes with the passages these cite, and the agreed rating so far."""

    id: str
    title: str
    asked: str
    is_unanimous: bool
    is_open: bool
    votes: tuple[Vote, ...]
    passages: Mapping[str, Evidence]
    agreed: AgreedRating
    levels: tuple[Level, ...]
    statuses: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A unit's panel: the coders with final ratings, their agreement, what they read, and the disputes."""

    coders: tuple[str, ...]
    agreement: Agreement | None
    disputes: tuple[Dispute, ...]
    read: str = ""


def panel(unit: WorkUnit, on: str, lang: str = "en") -> Panel:
    """Return the panel of a unit, from the library's ratings."""
    finals = tuple(c.header.coder for c in unit.assessment.codings if c.header.state == "final")
    if not finals:
        return Panel(finals, None, ())
    now = settlement(unit.assessment, unit.rubric, (), on)
    rows = {row.criterion_id: row for row in now.rows}
    codings = voting(unit.assessment)
    found = []
    for criterion in unit.rubric.criteria:
        row = rows.get(criterion.id)
        if row is not None and (row.status == "disputed" or row.rule in JOINED):
            votes = votes_as_entered(codings, criterion.id)
            if len({vote.rating.short for vote in votes}) > 1:
                found.append(_dispute_of(unit, criterion, votes, row, _labels_of(unit, lang)))
    figures = agreement(unit.assessment, unit.rubric) if len(finals) > 1 else None
    ordered = sorted(found, key=lambda one: not one.is_open)
    return Panel(finals, figures, tuple(ordered), reading_words(figures) if figures else "")


def settled_otherwise(unit: WorkUnit, coder: str) -> list[tuple[Rating, AgreedRating]]:
    """Return where the agreed ratings of the library differ from a coder's own, in the order of the rubric's tree."""
    agreed = {row.criterion_id: row for row in unit.assessment.agreed if row.status != "disputed"}
    return [
        (mine, row)
        for criterion in unit.rubric.criteria
        if (row := agreed.get(criterion.id)) is not None
        and (mine := unit.row(coder, criterion.id)) is not None
        and mine.short != row.short
    ]


def _dispute_of(unit: WorkUnit, criterion: Criterion, votes: Sequence[Vote], row: AgreedRating, say: Labels) -> Dispute:
    return Dispute(
        criterion.id,
        unit.rubric.title(criterion.id, say.lang),
        say.question(criterion),
        is_unanimous_gate(unit.rubric, criterion),
        row.status == "disputed",
        tuple(votes),
        {e.evidence_id: e for e in unit.assessment.evidence},
        row,
        _level_rows(unit, criterion, say),
        tuple(status for status in options_of(criterion) if status not in STATES_LEVEL),
        dispute_version(unit, criterion.id),
    )


def dispute_version(unit: WorkUnit, criterion: str) -> str:
    """Return a fingerprint of what a person decides on: the library's agreed row, and what each coder says."""
    agreed = next((row for row in unit.assessment.agreed if row.criterion_id == criterion), None)
    said = [[vote.coder, fingerprint(vote.rating)] for vote in votes_as_entered(voting(unit.assessment), criterion)]
    return fingerprint_of([fingerprint(agreed), *said])


def _votes_in(dispute: Dispute, _: str) -> Iterator[tuple[Dispute, Vote, AgreedRating]]:
    agreed = AgreedRating(dispute.id) if dispute.is_open else dispute.agreed
    return ((dispute, vote, agreed) for vote in dispute.votes)


DISPUTES = Table(
    "disputes",
    "What one coder says in a dispute; what was agreed stands in each row of its criterion, while it is open nothing.",
    _votes_in,
    (
        col("criterion_id", "id", "criterion", lambda r: r[0].id),
        col("title", "text", "title", lambda r: r[0].title),
        col("coder", "id", "coder", lambda r: r[1].coder),
        col("capacity", "text", "in which capacity", lambda r: r[1].capacity),
        col("status", "text", "status given", lambda r: r[1].rating.status),
        col("level", "integer", "level given", lambda r: r[1].rating.level),
        col("confidence", "text", "confidence", lambda r: r[1].rating.confidence),
        col("evidence_ids", "text", "passages, parted by ;", lambda r: ";".join(r[1].rating.evidence_ids)),
        col("reason", "text", "reason", lambda r: r[1].rating.reason),
        col("searched", "text", "what was searched", lambda r: r[1].rating.searched),
        col("is_open", "flag", "whether it waits for a decision", lambda r: r[0].is_open),
        col("agreed_status", "text", "status agreed", lambda r: r[2].status),
        col("agreed_level", "integer", "level agreed", lambda r: r[2].level),
        col("rule", "text", "what settled it", lambda r: r[2].rule),
        col("decided_by", "text", "who decided, in function", lambda r: r[2].decided_by),
        col("decided_on", "text", "when", lambda r: r[2].decided_on),
        col("decision_reason", "text", "why", lambda r: r[2].reason),
    ),
)
