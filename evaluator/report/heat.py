"""Criteria across plans: the heat map, who does best with what evidence, and what all lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.report.criteria import shown_status

BLOCK = 14  # plans that fit a page beside the criteria's names
PRACTICE_FROM = 0.5  # share of the scale from which a level is shown as practice
GAP_UP_TO = 0.25  # share of the scale up to which a level counts as a gap
LEAST = 2  # plans of which something must be known before a gap is common


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


@dataclass(frozen=True, slots=True)
class HeatGroupView:
    """The criteria of one paradigm, or of the quality of plans."""

    id: str
    title: str
    rows: tuple[HeatRowView, ...]


@dataclass(frozen=True, slots=True)
class PracticeView:
    """The highest level reached on a criterion, by whom, in which places of which sources."""

    group: str
    title: str
    level: int
    top: int
    descriptor: str
    plans: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GapView:
    """A criterion on which no plan of those that are rated gets beyond a quarter of the scale."""

    group: str
    title: str
    rated: int
    best: int
    top: int


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


def practices(cards: Sequence[Scorecard], lang: str) -> tuple[PracticeView, ...]:
    """Return, for each criterion on which a plan gets to half of the scale, the plans that get furthest."""
    rubric = cards[0].rubric
    found = []
    for criterion in rubric.criteria:
        top = rubric.scale_of(criterion.id).top
        known = _known(cards, criterion.id)
        best = max((o.level or 0 for _, o in known), default=0)
        if best / top < PRACTICE_FROM:
            continue
        plans = tuple((card.assessment.plan.id, _places(card, o)) for card, o in known if o.level == best)
        group = rubric.title(rubric.paradigm_of(criterion.id), lang)
        title = rubric.title(criterion.id, lang)
        found.append(PracticeView(group, title, best, top, criterion.levels.get(best, ""), plans))
    return tuple(found)


def common_gaps(cards: Sequence[Scorecard], lang: str) -> tuple[tuple[GapView, ...], tuple[str, ...]]:
    """Return the criteria on which all rated plans are weak, and the titles of those rated nowhere."""
    rubric = cards[0].rubric
    gaps, nowhere = [], []
    for criterion in rubric.criteria:
        known, top, title = _known(cards, criterion.id), rubric.scale_of(criterion.id).top, rubric.title(criterion.id)
        if not known:
            nowhere.append(rubric.title(criterion.id, lang))
            continue
        best = max(o.level or 0 for _, o in known)
        if len(known) >= LEAST and best / top <= GAP_UP_TO:
            gaps.append(GapView(rubric.title(rubric.paradigm_of(criterion.id), lang), title, len(known), best, top))
    return tuple(gaps), tuple(nowhere)


def _known(cards: Sequence[Scorecard], criterion_id: str) -> list[tuple[Scorecard, Outcome]]:
    """Return the plans with a level that rests on whole ratings."""
    pairs = [(card, card.criterion(criterion_id).outcome) for card in cards]
    return [(card, o) for card, o in pairs if o.level is not None and o.covered]


def _places(card: Scorecard, outcome: Outcome) -> str:
    evidence = {e.evidence_id: e for e in card.assessment.evidence}
    cited = [evidence[name] for name in outcome.evidence_ids if name in evidence]
    return "; ".join(f"{e.source_id}, {e.locator}" for e in cited[:LEAST])
