"""Compute a contrast: score its plans and run the analyses of its sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evaluator.contrasts.findings import ContrastContext, Findings, findings_of
from evaluator.contrasts.options import ContrastOptions, whole_contrast
from evaluator.contrasts.robustness import Tell
from evaluator.contrasts.tables.all import tables_of
from evaluator.contrasts.tables.base import ContrastTable
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import cards_of_study, contrast, leave_one_out
from evaluator.reports.context.several import refuse_unlike


@dataclass(frozen=True)
class Contrasted:
    """A computed contrast: the scorecard of each plan under the first weighting, and the findings."""

    cards: tuple[Scorecard, ...]
    found: Findings

    @property
    def options(self) -> ContrastOptions:
        """Return the options of the contrast."""
        return self.found.options

    @cached_property
    def tables(self) -> tuple[ContrastTable, ...]:
        """Return the tables of the requested sections in order; without rank tables if the options leave ranks out."""
        return tables_of(self.found, self.options.sections, ranks=self.options.ranks)

    def rows(self, table: str) -> tuple[Any, ...]:
        """Return the rows of a table by its name; none if the options leave out its section or ranks."""
        return next((one.rows for one in self.tables if one.name == table), ())


def context_of(
    library: Library,
    sections: Iterable[str],
    run: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]] = map,
    tell: Tell | None = None,
) -> ContrastContext:
    """Return the library's standards and tiers that a contrast of these sections needs.

    `run` maps a function over the draws, possibly in parallel; `tell` reports progress.
    """
    blind = "blind-spot" in sections
    return ContrastContext(
        standards=tuple(library.standards.values()) if blind else (),
        placements=library.shared_facts.tip_tiers if blind else (),
        left_out=leave_one_out,
        run=run,
        tell=tell,
    )


def contrasted(
    rubric: Rubric,
    assessments: Sequence[Assessment],
    options: ContrastOptions,
    beside: ContrastContext,
    assessor: str | None = None,
) -> Contrasted:
    """Score the plans under every weighting of the options, and compute the findings of the options' sections.

    Raises
    ------
    EvaluatorError
        There is no plan, a plan is listed twice, rules of the options conflict, or a weighting, node or
        coder is unknown.
    """
    settled = options.settled(rubric)
    weightings = settled.weightings_of(rubric)
    study = contrast(assessments, rubric, weightings, assessor=assessor, rank_all=settled.rank_all)
    return Contrasted(tuple(cards_of_study(study)), findings_of(study, settled, beside))


def contrasted_cards(library: Library, cards: Sequence[Scorecard], *, rank_all: bool = False) -> Contrasted:
    """Contrast scored plans in every section, under every weighting of their rubric.

    The weighting of the scorecards comes first. With `rank_all`, plans below the rubric's least
    coverage are ranked too.

    Raises
    ------
    EvaluatorError
        There is no plan, a plan is listed twice, or plans differ in rubric, weighting or coder.
    """
    refuse_unlike(cards)
    first = cards[0]
    options = whole_contrast(first.rubric, first.weighting, rank_all=rank_all)
    beside = context_of(library, options.sections)
    return contrasted(first.rubric, [card.assessment for card in cards], options, beside, first.assessor or None)
