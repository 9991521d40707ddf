"""Gaps that several plans share: criteria on which at least so many of them stay low, most of them first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.block import Block
from evaluator.model.scorecard import Scorecard
from evaluator.reports.blocks.levels import GapRow, gap_block
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.heat import heat_groups
from evaluator.reports.sections.level_block import level_block
from evaluator.reports.sections.recommendations import with_nouns


@dataclass(frozen=True, slots=True)
class GapView:
    """A criterion on which `low` of `rated` plans stay at `level` or less; `who` are they, by plan id.

    `rated` counts the plans that are known to lie at or above the level. `ask` is what the rubric asks in a few words,
    else its recommendation; empty if it has neither. `law_meets` and `law_opposes` are plans beside which the law meets
    the norm of the criterion or says its opposite.
    """

    group: str
    title: str
    rated: int
    low: int
    level: int
    top: int
    who: tuple[str, ...]
    ask: str = ""
    law_meets: tuple[str, ...] = ()
    law_opposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapsView:
    """The block of common gaps, and the rubric's definition of them: up to which share, in at least how many plans."""

    share: float
    plans: int
    origin: str
    ground: str
    block: Block[GapRow]
    rows: tuple[GapView, ...]


def common_gaps(cards: Sequence[Scorecard], words: PageLanguage) -> GapsView | None:
    """Return the criteria on which several plans are weak, most first; None if the rubric does not define weak."""
    rubric = cards[0].rubric
    if rubric.report is None:
        return None
    chosen = rubric.report.common_gap
    plans = [(f"{at}:{card.assessment.plan.id}", card.assessment.plan.id) for at, card in enumerate(cards)]
    block = gap_block(level_block(cards, heat_groups(cards, words), plans), chosen, rubric.grading.gates)
    rows = tuple(_gap_view(row, cards, words) for row in block.in_state("shared"))
    return GapsView(chosen.up_to, chosen.least_plans, chosen.origin, chosen.ground, block, rows)


def _gap_view(row: GapRow, cards: Sequence[Scorecard], words: PageLanguage) -> GapView:
    criterion = cards[0].rubric.by_id[row.id]
    laws = [(card.assessment.plan.id, card.criterion(row.id).outcome.law) for card in cards]
    ask = with_nouns(words.ask(row.id), {}, words.code)
    if not ask and criterion.recommend:
        ask = words.worded(row.id, "recommend", criterion.recommend)
    who = tuple(cell.name for cell in row.cells)
    return GapView(words.paradigm(row.id), row.name, row.decided, row.at_low, row.level, row.top, who, ask,
                   tuple(plan for plan, law in laws if law is not None and law.is_met),
                   tuple(plan for plan, law in laws if law is not None and law.is_contrary))  # fmt: skip
