"""The data of a report on several plans: their scorecards under every weighting, and the findings of a contrast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from evaluator.contrasts.blind import PartScore, part_scores
from evaluator.contrasts.findings import ContrastContext, Findings, findings_of
from evaluator.contrasts.options import ContrastOptions, whole_contrast
from evaluator.contrasts.robustness import Tell
from evaluator.contrasts.study import Study
from evaluator.contrasts.tables.all import tables_of
from evaluator.contrasts.tables.section_table import ContrastTable
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import cards_of_study, contrast, leave_one_out, study_of_cards
from evaluator.read.layers import Layers
from evaluator.reports.context.country import shipped_templates, spoken_of
from evaluator.reports.language import Language
from evaluator.reports.page_language import PageLanguage

LANED, LANE_LETTERS = 3, 30  # plans whose criteria stand in two lanes, and letters of a name there


@dataclass(frozen=True)
class SeveralContext:
    """The data from which a report on several plans is built, with analyses computed on first use.

    Parameters
    ----------
    cards : tuple of Scorecard
        The scored plans in the order of print, all under one weighting.
    lang : str
        Language of the report, BCP 47.
    sections : tuple of str
        The sections of a contrast whose findings the report prints.
    templates : Layers
        The folders of templates, from which fonts and catalogues come.
    """

    cards: tuple[Scorecard, ...]
    lang: str = "en"
    sections: tuple[str, ...] = ()
    templates: Layers = field(default_factory=shipped_templates)

    @cached_property
    def spoken(self) -> Language:
        """The language in which charts and sentences of the page are said, in the words of the rubric."""
        return spoken_of(self.templates, self.cards[0].rubric, self.lang)

    @cached_property
    def words(self) -> PageLanguage:
        """The language of the page, with the rubric's titles in it."""
        return PageLanguage.of(self.cards[0], self.lang)

    @cached_property
    def listing(self) -> PageLanguage:
        """The same for criteria that the page lists, with short names where few plans stand in two lanes."""
        return replace(self.words, room=LANE_LETTERS) if len(self.cards) <= LANED else self.words

    @cached_property
    def study(self) -> Study:
        """The plans under every weighting of their rubric, the scorecards' own weighting first."""
        return study_of_cards(self.cards)

    @cached_property
    def looked_at(self) -> tuple[PartScore, ...]:
        """The plans' scores on the criteria that each coding of the TIP Report assesses, and on those it ignores."""
        return part_scores(self.study, self.study.weightings[0].id)

    @cached_property
    def found(self) -> Findings | None:
        """The findings of the contrast; None if no section needs any, or if they cannot be computed."""
        if not self.sections:
            return None
        try:
            return findings_of(self.study, ContrastOptions(sections=self.sections))
        except EvaluatorError:
            return None


def refuse_unlike(cards: Sequence[Scorecard]) -> None:
    """Raise an error if the plans cannot be in one report.

    Raises
    ------
    EvaluatorError
        There is no plan, a plan is listed twice, or plans differ in rubric, weighting or coder.
    """
    if not cards:
        raise EvaluatorError("Name a plan: there is none to compare.")
    ids = [card.assessment.plan.id for card in cards]
    if len({(card.rubric.id, card.weighting.id, card.assessor) for card in cards}) > 1:
        raise EvaluatorError("Compare plans under one rubric and one weighting, by the panel or by one coder.")
    if len(set(ids)) < len(ids):
        twice = sorted({plan_id for plan_id in ids if ids.count(plan_id) > 1})
        raise EvaluatorError(f"given twice: {', '.join(twice)}. A plan is compared with others, not with itself.")


@dataclass(frozen=True)
class Contrasted:
    """A computed contrast: the scorecard of each plan under the first weighting, and the findings.

    `templates` are the folders from which the fonts and the catalogues of its charts come.
    """

    cards: tuple[Scorecard, ...]
    found: Findings
    templates: Layers = field(default_factory=shipped_templates)

    def spoken(self, lang: str) -> Language:
        """Return the language in which charts and sentences of its page are said, in the words of the rubric."""
        return spoken_of(self.templates, self.found.study.rubric, lang)

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
    survey: str = "",
) -> ContrastContext:
    """Return the library's standards and tiers that a contrast of these sections needs.

    `run` maps a function over the draws, possibly in parallel; `tell` reports progress. `survey` names the survey whose
    groups are contrasted too.
    """
    blind = "blind-spot" in sections
    return ContrastContext(
        standards=tuple(library.standards.values()) if blind else (),
        placements=library.shared_facts.tip_tiers if blind else (),
        left_out=leave_one_out,
        run=run,
        tell=tell,
        asked=library.asked(survey) if survey else None,
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
