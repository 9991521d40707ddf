"""The information request: criteria not yet assessed, the evidence each needs, and whom to ask for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from evaluator.library import Library
from evaluator.model.assessment import OPEN
from evaluator.model.mention import has_number
from evaluator.model.schema import column
from evaluator.model.scorecard import Outcome, Scorecard, ScoredCriterion
from evaluator.panel.settled_words import dispute_command
from evaluator.reports.outline import Page, Report, Section, Tool
from evaluator.reports.output import page_pdf
from evaluator.reports.subject import Examples

ASKED = 10  # the heaviest questions, which are printed; the workbook has all
ON_A_PAGE = 7  # of them, where one sheet asks all
OWN_SHEET = 3  # questions from which on a body has a sheet of its own
ASIDE = re.compile(r"\([^()]*\)")
ASK = re.compile(r"^Ask (.+?) (?:for|whom|whether|what|who|which|how)\b", re.IGNORECASE)
BETWEEN = re.compile(r"[,;]| and (?:the )?(?=[a-z])")


@dataclass(frozen=True, slots=True)
class OpenCriterion:
    """One criterion without a settled rating, and the evidence or decision that would settle it.

    A disputed criterion needs no further evidence, so `ask` is empty: `note` lists each coder's rating
    and the command that settles the dispute.
    """

    plan_id: str = column("id", "plan")
    weighting: str = column("id", "weighting that orders the list")
    order: int | None = column("integer", "heaviest first")
    criterion_id: str = column("text", "criterion")
    title: str = column("text", "its title")
    paradigm: str = column("text", "its paradigm")
    asks_about: str = column("choice", "what it asks about", choices=("plan", "law", "practice"))
    status: str = column("choice", "why it is open", choices=(*OPEN, "estimated"))
    gate: str = column("choice", "whether it is a gate", choices=("yes", "no"))
    weight: float | None = column("number", "share of the applicable weight")
    coverage_then: float | None = column("number", "coverage once this and all before it are assessed")
    question: str = column("text", "the question")
    evidence_needed: str = column("text", "what evidence it needs")
    ask: str = column("text", "whom to ask, and how")
    note: str = column("text", "what is known so far")


@dataclass(frozen=True, slots=True)
class RequestSheet:
    """A sheet of the request: the body that it is sent to, and its questions; the last one has those of several."""

    addressee: str
    rows: tuple[OpenCriterion, ...]


def bodies_of(ask: str) -> tuple[str, ...]:
    """Return the bodies that a hint on whom to ask names, the first one first.

    Examples
    --------
    >>> bodies_of("Border police, ministry of interior, EU delegation (border projects)")
    ('Border police', 'Ministry of interior', 'EU delegation')
    >>> bodies_of("Ask the bar association and the legal-aid office for cases of trafficked persons")
    ('Bar association', 'Legal-aid office')
    """
    plain = ASIDE.sub("", ask).strip()
    asked = ASK.match(plain)
    parts = (part.strip(" .") for part in BETWEEN.split(asked[1] if asked else plain))
    named = [part[4:] if part.lower().startswith("the ") else part for part in parts]
    return tuple(dict.fromkeys(name[0].upper() + name[1:] for name in named if name))


def request_sheets(rows: Sequence[OpenCriterion]) -> tuple[RequestSheet, ...]:
    """Return a sheet for the body that can answer most questions, if it can answer three, and one for the others."""
    counts = Counter(body for row in rows for body in bodies_of(row.ask))
    body, number = max(counts.items(), key=lambda pair: pair[1], default=("", 0))  # the first of equal ones
    own = tuple(row for row in rows if number >= OWN_SHEET and body in bodies_of(row.ask))
    left = tuple(row for row in rows if row not in own)
    of_one = bodies_of(left[0].ask)[:1] if len(left) == 1 else ()
    found = (RequestSheet(body, own), RequestSheet("".join(of_one), left))
    return tuple(sheet for sheet in found if sheet.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView(Page):
    """The view of the information request.

    `standing` is a sentence on how much is assessed; `date` is the day the data were last changed. `due` is the day by
    which an answer is asked for and `reply_to` the address for it; where they are empty, the page leaves room for them.
    It is a draft where the rubric or the frame that orders the questions is: that answers lack is why one asks.
    """

    country: str
    plan_id: str
    plan_title: str
    rubric: str
    standing: str
    rows: tuple[OpenCriterion, ...]
    method: Tool
    invented: str = ""
    examples: Examples = field(default_factory=Examples)
    due: str = ""
    reply_to: str = ""
    footnotes: tuple[str, ...] = ()
    is_draft: bool = False

    @property
    def sheets(self) -> tuple[RequestSheet, ...]:
        """Return the sheets, which together ask the heaviest questions; one sheet alone asks what fits on a page."""
        found = request_sheets(self.rows[:ASKED])
        return found if len(found) > 1 else request_sheets(self.rows[:ON_A_PAGE])

    @property
    def asked(self) -> tuple[OpenCriterion, ...]:
        """Return the questions of all sheets."""
        return tuple(row for sheet in self.sheets for row in sheet.rows)

    @property
    def left(self) -> int:
        """Return the number of questions that only the workbook asks."""
        return len(self.rows) - len(self.asked)

    @property
    def numbers_passages(self) -> bool:
        """Return whether a note that is printed names a passage by its number in the country report."""
        return any(has_number(row.note.split("; ")[0] if row.status == "at-least" else row.note) for row in self.asked)


REQUEST: Report[Scorecard, RequestView] = Report("request", [Section("questions", "request/questions.html")])


def open_tasks(card: Scorecard, *, everything: bool = False) -> list[OpenCriterion]:
    """Return the unsettled criteria of a scorecard, heaviest first, ties in tree order.

    A criterion is unsettled if it is not assessed, disputed, known only at least, or rated on part of the plan's rows.
    Unless `everything` is set, criteria without weight are left out, except gates.
    """
    gates = card.rubric.grading.gates
    found = [
        scored
        for scored in card.criteria
        if _open_status(scored) and (everything or scored.applicable > 0 or scored.outcome.criterion_id in gates)
    ]
    found.sort(key=lambda scored: -scored.applicable)
    reached = accumulate((scored.applicable for scored in found), initial=card.coverage)
    next(reached)
    return [
        _open_criterion(card, scored, at, then) for at, (scored, then) in enumerate(zip(found, reached, strict=True), 1)
    ]


def _open_status(scored: ScoredCriterion) -> str:
    outcome = scored.outcome
    if outcome.status in OPEN:
        return "estimated" if outcome.level is not None else outcome.status
    return "estimated" if outcome.status == "rated" and not outcome.covered else ""


def _open_criterion(card: Scorecard, scored: ScoredCriterion, order: int, coverage_then: float) -> OpenCriterion:
    criterion = card.rubric.by_id[scored.outcome.criterion_id]
    is_disputed = scored.outcome.status == "disputed"
    so_far = "; ".join(filter(None, (_known_at_least(scored.outcome), scored.outcome.told)))
    return OpenCriterion(
        plan_id=card.assessment.plan.id,
        weighting=card.weighting.id,
        order=order,
        criterion_id=criterion.id,
        title=criterion.title,
        paradigm=card.rubric.paradigm_of(criterion.id),
        asks_about=criterion.object,
        status=_open_status(scored),
        gate="yes" if criterion.id in card.rubric.grading.gates else "no",
        weight=round(scored.applicable, 9),
        coverage_then=round(min(coverage_then, 1.0), 9),
        question=criterion.question,
        evidence_needed="" if is_disputed else criterion.evidence_needed,
        ask="" if is_disputed else criterion.missing_hint,
        note=_dispute_note(card, scored) if is_disputed else so_far,
    )


def _known_at_least(outcome: Outcome) -> str:
    """Return what is known at least of a criterion, and what of its text is still to be read; empty if nothing is."""
    if outcome.least is None:
        return ""
    unread = f"; not read: {outcome.missing_for_next}" if outcome.missing_for_next else ""
    return f"level {outcome.least} or more{unread}"


def _dispute_note(card: Scorecard, scored: ScoredCriterion) -> str:
    said = ", ".join(f"{coder} {rating}" for coder, rating in scored.outcome.inputs)
    return f"the coders disagree ({said}); settle it with `{dispute_command(card.assessment.plan.id, card.rubric.id)}`"


def request_pdf(library: Library, view: RequestView) -> bytes:
    """Return the request as PDF bytes; the same data and versions give the same bytes."""
    return page_pdf(library, REQUEST, view)
