"""Views of criteria across plans: heat map, best practice with its evidence, common gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.criterion import Criterion
from evaluator.model.mention import has_number
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.criteria import shown_status
from evaluator.scoring.strengths import standing

MOST_SHOWN = 8  # entries of good practice on a page
PLACES = 2  # places of evidence that are printed for a plan


@dataclass(frozen=True, slots=True)
class CellView:
    """One plan's level (None without one), status, and least level known on one criterion."""

    level: int | None
    status: str
    least: int | None = None


@dataclass(frozen=True, slots=True)
class HeatRowView:
    """One criterion with a cell for each plan."""

    id: str
    title: str
    is_gate: bool
    cells: tuple[CellView, ...]

    @property
    def is_known(self) -> bool:
        """Return whether the criterion is rated, disputed or not applicable in at least one plan."""
        return any(cell.status != "not-assessed" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class HeatGroupView:
    """The criteria of one paradigm, or of the quality of plans."""

    id: str
    title: str
    rows: tuple[HeatRowView, ...]


@dataclass(frozen=True, slots=True)
class DoneView:
    """A plan with the highest level on a criterion: the coders' words on what was done, and where it is documented."""

    plan_id: str
    done: str
    places: str


@dataclass(frozen=True, slots=True)
class PracticeView:
    """The highest level on a criterion, and the plans that reach it; `is_good` if it meets the norm level."""

    group: str
    title: str
    level: int
    top: int
    is_good: bool
    plans: tuple[DoneView, ...]


@dataclass(frozen=True, slots=True)
class PracticesView:
    """The plans with the highest level on each criterion, and the rubric's thresholds for showing them.

    `norm` is the norm level, `words` what it stands for, and `share` the least share of the scale.
    `good` is practice at or above the norm level; `furthest` is the best practice below it.
    """

    norm: int | None
    share: float
    good: tuple[PracticeView, ...]
    furthest: tuple[PracticeView, ...]
    words: str = ""

    @property
    def chosen(self) -> tuple[PracticeView, ...]:
        """Return at most eight to print: the highest levels, in turn from each paradigm.

        They are good practice or, where there is none, what gets furthest below the norm level.
        """
        taken, ranked = Counter[str](), list[tuple[float, int, PracticeView]]()
        for row in self.good or self.furthest:
            ranked.append((-row.level / row.top, taken[row.group], row))
            taken[row.group] += 1
        return tuple(row for *_, row in sorted(ranked, key=lambda one: one[:2])[:MOST_SHOWN])

    @property
    def numbers_passages(self) -> bool:
        """Return whether a text that is printed names a passage by its number in the country's own report."""
        return any(has_number(plan.done) for practice in self.chosen for plan in practice.plans)


def heat_groups(cards: Sequence[Scorecard], words: PageLanguage) -> tuple[HeatGroupView, ...]:
    """Return every criterion with a cell for each plan, by paradigm."""
    rubric = cards[0].rubric
    by_group: dict[str, list[HeatRowView]] = {group: [] for group in rubric.paradigms}
    for criterion in rubric.criteria:
        outcomes = [card.criterion(criterion.id).outcome for card in cards]
        cells = tuple(CellView(o.level, shown_status(o), o.least) for o in outcomes)
        row = HeatRowView(criterion.id, words.title(criterion.id), criterion.id in rubric.grading.gates, cells)
        by_group[rubric.paradigm_of(criterion.id)].append(row)
    return tuple(HeatGroupView(group, words.title(group), tuple(rows)) for group, rows in by_group.items())


def practices(cards: Sequence[Scorecard], words: PageLanguage) -> PracticesView | None:
    """Return the plans with the highest level on each criterion, if it reaches the rubric's share of the scale.

    Returns None if the rubric defines no such share. Shown is the coders' reason, because a level's
    description in the rubric states requirements, and below the norm level what is missing.
    """
    rubric = cards[0].rubric
    if rubric.report is None:
        return None
    chosen, norm = rubric.report.practice, rubric.norm_level
    rows = [row for c in _own_norms(rubric) if (row := _practice_view(cards, c, chosen.share_from, words)) is not None]
    return PracticesView(
        norm=norm.level if norm else None,
        share=chosen.share_from,
        good=tuple(row for row in rows if row.is_good),
        furthest=tuple(row for row in rows if not row.is_good),
        words=words.text(norm.words) if norm else "",
    )


def _practice_view(
    cards: Sequence[Scorecard], criterion: Criterion, share: float, words: PageLanguage
) -> PracticeView | None:
    rubric = cards[0].rubric
    top, known = rubric.scale_of(criterion.id).top, _rated_outcomes(cards, criterion.id)
    best = max((o.level or 0 for _, o in known), default=0)
    if best / top < share:
        return None
    furthest = [(card, o) for card, o in known if o.level == best]
    card, outcome = furthest[0]
    return PracticeView(
        group=words.paradigm(criterion.id),
        title=words.title(criterion.id),
        level=best,
        top=top,
        is_good=standing(rubric, outcome, card.criterion(criterion.id).points) == "strength",
        plans=tuple(
            DoneView(c.assessment.plan.id, PageLanguage.of(c, words.code).own(o.told), _places_of_evidence(c, o))
            for c, o in furthest
        ),
    )


def _own_norms(rubric: Rubric) -> tuple[Criterion, ...]:
    """Return the criteria that the rubric itself supports, without those that are only an actor's yardstick."""
    return tuple(criterion for criterion in rubric.criteria if not criterion.yardstick)


def _rated_outcomes(cards: Sequence[Scorecard], criterion_id: str) -> list[tuple[Scorecard, Outcome]]:
    """Return the plans, each with its outcome, in which the criterion has a level from complete ratings."""
    pairs = [(card, card.criterion(criterion_id).outcome) for card in cards]
    return [(card, o) for card, o in pairs if o.level is not None and o.covered]


def _places_of_evidence(card: Scorecard, outcome: Outcome) -> str:
    evidence = {e.evidence_id: e for e in card.assessment.evidence}
    titles = {source.source_id: source.title for source in card.assessment.sources}
    cited = [evidence[name] for name in outcome.evidence_ids if name in evidence]
    return "; ".join(f"{titles.get(e.source_id) or e.source_id}, {e.locator}" for e in cited[:PLACES])
