"""Every criterion with a cell for each of several plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.scorecard import Scorecard
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.criteria import shown_status


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
