"""Criteria across plans: the heat map, who does best with what evidence, and what all lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.assessment import coders_language
from evaluator.model.rubric import Criterion, Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.reports.sections.criteria import shown_status
from evaluator.reports.sections.passages import own_words
from evaluator.scoring.strengths import standing

BLOCK = 14  # plans that fit a page beside the criteria's names
PLACES = 2  # places of evidence that are told of a plan


@dataclass(frozen=True, slots=True)
class CellView:
    """One plan on one criterion: its level (None where none is known) and status."""

    level: int | None
    status: str


@dataclass(frozen=True, slots=True)
class HeatRowView:
    """One criterion with a cell for each plan."""

    id: str
    title: str
    is_gate: bool
    cells: tuple[CellView, ...]

    @property
    def is_known(self) -> bool:
        """Return whether something is told of some plan: a level, that it does not apply, or a dispute."""
        return any(cell.status != "not-assessed" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class HeatGroupView:
    """The criteria of one paradigm, or of the quality of plans."""

    id: str
    title: str
    rows: tuple[HeatRowView, ...]


@dataclass(frozen=True, slots=True)
class DoneView:
    """A plan that gets furthest on a criterion: what was done in the coders' words, and the places of the evidence."""

    plan_id: str
    done: str
    places: str


@dataclass(frozen=True, slots=True)
class PracticeView:
    """The highest level reached on a criterion, and by whom; `is_good` where it meets the rubric's norm level."""

    group: str
    title: str
    level: int
    top: int
    is_good: bool
    plans: tuple[DoneView, ...]


@dataclass(frozen=True, slots=True)
class PracticesView:
    """Who gets furthest, and the rubric's norm level and share of the scale from which a level is shown.

    `good` is practice at or above the norm level, `furthest` what stays under it.
    """

    norm: int | None
    share: float
    origin: str
    ground: str
    good: tuple[PracticeView, ...]
    furthest: tuple[PracticeView, ...]


@dataclass(frozen=True, slots=True)
class GapView:
    """A criterion on which no plan of those that are rated gets beyond the rubric's share of the scale.

    `ask` is what the rubric says is to be done; empty where it does not.
    """

    group: str
    title: str
    rated: int
    best: int
    top: int
    ask: str = ""


@dataclass(frozen=True, slots=True)
class GapsView:
    """Common gaps, and the rubric's word on them: up to which share, in how many plans at least."""

    share: float
    plans: int
    origin: str
    ground: str
    rows: tuple[GapView, ...]


def heat_groups(cards: Sequence[Scorecard], lang: str) -> tuple[HeatGroupView, ...]:
    """Return every criterion with a cell for each plan, group by group."""
    rubric = cards[0].rubric
    by_group: dict[str, list[HeatRowView]] = {group: [] for group in rubric.paradigms}
    for criterion in rubric.criteria:
        outcomes = [card.criterion(criterion.id).outcome for card in cards]
        cells = tuple(CellView(o.level, shown_status(o)) for o in outcomes)
        row = HeatRowView(criterion.id, rubric.title(criterion.id, lang), criterion.id in rubric.grading.gates, cells)
        by_group[rubric.paradigm_of(criterion.id)].append(row)
    return tuple(HeatGroupView(group, rubric.title(group, lang), tuple(rows)) for group, rows in by_group.items())


def practices(cards: Sequence[Scorecard], lang: str) -> PracticesView | None:
    """Return, for each criterion on which a plan gets to the rubric's share of the scale, those that get furthest.

    None where the rubric says nothing of it. What is shown is the coders' reason:
    the words of a level say what is asked, and below the norm level what lacks.
    """
    rubric = cards[0].rubric
    if rubric.report is None:
        return None
    chosen, norm = rubric.report.practice, rubric.norm_level
    rows = [row for c in _norms(rubric) if (row := _practice(cards, c, chosen.share_from, lang)) is not None]
    return PracticesView(
        norm=norm.level if norm else None,
        share=chosen.share_from,
        origin=chosen.origin,
        ground=chosen.ground,
        good=tuple(row for row in rows if row.is_good),
        furthest=tuple(row for row in rows if not row.is_good),
    )


def _practice(cards: Sequence[Scorecard], criterion: Criterion, share: float, lang: str) -> PracticeView | None:
    rubric = cards[0].rubric
    top, known = rubric.scale_of(criterion.id).top, _known(cards, criterion.id)
    best = max((o.level or 0 for _, o in known), default=0)
    if best / top < share:
        return None
    furthest = [(card, o) for card, o in known if o.level == best]
    card, outcome = furthest[0]
    return PracticeView(
        group=rubric.title(rubric.paradigm_of(criterion.id), lang),
        title=rubric.title(criterion.id, lang),
        level=best,
        top=top,
        is_good=standing(rubric, outcome, card.criterion(criterion.id).points) == "strength",
        plans=tuple(DoneView(c.assessment.plan.id, _done(c, o, lang), _places(c, o)) for c, o in furthest),
    )


def _done(card: Scorecard, outcome: Outcome, lang: str) -> str:
    return own_words(outcome.reason or outcome.note, coders_language(card.assessment), lang)


def common_gaps(cards: Sequence[Scorecard], lang: str) -> GapsView | None:
    """Return the criteria on which all rated plans are weak; None where the rubric does not say what that is."""
    rubric = cards[0].rubric
    if rubric.report is None:
        return None
    chosen = rubric.report.common_gap
    rows = []
    for criterion in _norms(rubric):
        known, top = _known(cards, criterion.id), rubric.scale_of(criterion.id).top
        best = max((o.level or 0 for _, o in known), default=0)
        if len(known) >= chosen.least_plans and best / top <= chosen.up_to:
            group = rubric.title(rubric.paradigm_of(criterion.id), lang)
            ask = rubric.worded(f"{criterion.id}.recommend", criterion.recommend, lang) if criterion.recommend else ""
            rows.append(GapView(group, rubric.title(criterion.id, lang), len(known), best, top, ask))
    return GapsView(chosen.up_to, chosen.least_plans, chosen.origin, chosen.ground, tuple(rows))


def rated_nowhere(cards: Sequence[Scorecard], lang: str) -> tuple[str, ...]:
    """Return the titles of the criteria that have a complete rating in none of the plans."""
    rubric = cards[0].rubric
    return tuple(rubric.title(c.id, lang) for c in rubric.criteria if not _known(cards, c.id))


def _norms(rubric: Rubric) -> tuple[Criterion, ...]:
    """Return the criteria that the rubric holds to be good; an actor's yardstick is neither practice nor a gap."""
    return tuple(criterion for criterion in rubric.criteria if not criterion.yardstick)


def _known(cards: Sequence[Scorecard], criterion_id: str) -> list[tuple[Scorecard, Outcome]]:
    """Return the plans with a level that rests on whole ratings."""
    pairs = [(card, card.criterion(criterion_id).outcome) for card in cards]
    return [(card, o) for card, o in pairs if o.level is not None and o.covered]


def _places(card: Scorecard, outcome: Outcome) -> str:
    evidence = {e.evidence_id: e for e in card.assessment.evidence}
    cited = [evidence[name] for name in outcome.evidence_ids if name in evidence]
    return "; ".join(f"{e.source_id}, {e.locator}" for e in cited[:PLACES])
