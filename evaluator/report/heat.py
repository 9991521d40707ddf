"""Criteria across plans: the heat map, who does best with what evidence, and what all lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.rubric import Criterion, Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.report.criteria import level_words, shown_status

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
class PracticesView:
    """Best practice, and the rubric's word on it: from which share of the scale, with its origin and ground."""

    share: float
    origin: str
    ground: str
    rows: tuple[PracticeView, ...]


@dataclass(frozen=True, slots=True)
class GapView:
    """A criterion on which no plan of those that are rated gets beyond the rubric's share of the scale."""

    group: str
    title: str
    rated: int
    best: int
    top: int


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

    None where the rubric says nothing of it.
    """
    rubric = cards[0].rubric
    if rubric.report is None:
        return None
    chosen = rubric.report.practice
    found = (_practice(cards, criterion, chosen.share_from, lang) for criterion in _norms(rubric))
    return PracticesView(chosen.share_from, chosen.origin, chosen.ground, tuple(row for row in found if row))


def _practice(cards: Sequence[Scorecard], criterion: Criterion, share: float, lang: str) -> PracticeView | None:
    rubric = cards[0].rubric
    top, known = rubric.scale_of(criterion.id).top, _known(cards, criterion.id)
    best = max((o.level or 0 for _, o in known), default=0)
    if best / top < share:
        return None
    plans = tuple((card.assessment.plan.id, _places(card, o)) for card, o in known if o.level == best)
    group = rubric.title(rubric.paradigm_of(criterion.id), lang)
    return PracticeView(
        group, rubric.title(criterion.id, lang), best, top, level_words(rubric, criterion.id, best, lang), plans
    )


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
            rows.append(GapView(group, rubric.title(criterion.id, lang), len(known), best, top))
    return GapsView(chosen.up_to, chosen.least_plans, chosen.origin, chosen.ground, tuple(rows))


def rated_nowhere(cards: Sequence[Scorecard], lang: str) -> tuple[str, ...]:
    """Return the titles of the criteria of which nothing is known in any plan."""
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
