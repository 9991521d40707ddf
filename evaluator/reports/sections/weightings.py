"""The section on a plan under every weighting: the rows of the one block of frames, and what parts its two ends."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.contrasts.frame_block import FrameBlock, control_title, frame_block, grades_title
from evaluator.model.block import Title
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section
from evaluator.reports.retitle import names_of
from evaluator.reports.sections.ledger import LedgerView, ledgers_of


@dataclass(frozen=True, slots=True)
class FramedView:
    """A plan under every frame: the block with its title, how far its scores lie apart, and the ledger of its ends."""

    block: FrameBlock
    spread: Title | None
    ledger: LedgerView | None


def framed_rows(context: CountryContext) -> FrameBlock:
    """Return the plan under every frame: the rows of all that is drawn and said of frames in a country report."""
    study, lang = context.study, context.lang
    whose = {frame.id: frame.said(lang) for frame in study.weightings}
    return frame_block(study, 0, names_of(study.weightings, lang), context.card.weighting.id, whose)


def framed_view(context: CountryContext, page: CountryView) -> FramedView:
    """Return the frames of a plan for the annex."""
    block = framed_rows(context)
    ledgers = ledgers_of(context.study, [(context.study.plan_ids[0], page.country.text, block.rows)], context.lang)
    graded = len(block.in_state("graded"))
    edges = [band.lower for band in context.card.rubric.grading.bands]
    apart = control_title(block, edges) if graded > 1 else None
    return FramedView(block.titled(grades_title), apart, ledgers[0] if ledgers else None)


FRAMED: Part[CountryContext, CountryView, FramedView] = Part("framed", framed_view)
WEIGHTINGS = Section("weightings", "country/weightings.html", (FRAMED,))
