"""The view of a contrast that was found in memory, for tests of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.contrasts.findings import ContrastContext, Findings, findings_of
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.model.facts import TierPlacement
from evaluator.pipeline import contrast, leave_one_out
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.report import contrast_view
from evaluator.reports.contrast.view import ContrastView
from tests.contrasts.synthetic import choices, three_plans, toy_rubric


def three_found() -> Findings:
    """Return all that is found of three plans, with a tier of one of them."""
    rubric = toy_rubric(contrast=choices().model_copy(update={"draws": 500}))
    tiers = (TierPlacement(iso3="AAA", year=2011, tier="2", evidence="text"),)
    beside = ContrastContext(placements=tiers, left_out=leave_one_out)
    return findings_of(contrast(three_plans(), rubric), ContrastOptions(sections=SECTIONS), beside)


def made_of(found: Findings, sections: Sequence[str] = SECTIONS, *, ranks: bool = True) -> Contrasted:
    """Return what a contrast page is made from, as if these sections were asked for."""
    options = found.options.model_copy(update={"sections": tuple(sections), "ranks": ranks})
    return Contrasted((), replace(found, options=options))


def view_of_found(
    found: Findings, sections: Sequence[str] = SECTIONS, *, ranks: bool = True, lang: str = "en"
) -> ContrastView:
    """Return the view of the page with these sections."""
    return contrast_view(made_of(found, sections, ranks=ranks), lang, annex=True)
