"""The section of paradigms, each with a short quotation behind one of its weightiest ratings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.plan import MOST_QUOTED
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.sections.citations import ReferenceView
from evaluator.reports.sections.findings import CriterionView, GroupView
from evaluator.reports.view import CountryView


@dataclass(frozen=True, slots=True)
class PulledView:
    """A short quotation that is printed large, and the criterion whose rating cites it."""

    criterion: CriterionView
    reference: ReferenceView


def pulled(group: GroupView, references: Sequence[ReferenceView]) -> PulledView | None:
    """Return the first quotation of at most 25 words behind the weightiest rating of a paradigm that cites one."""
    quoted = {one.number: one for one in references if one.quote.text and len(one.quote.text.split()) <= MOST_QUOTED}
    for criterion in sorted(group.rated, key=lambda one: -one.weights.used):
        for number in criterion.citations:
            if number in quoted:
                return PulledView(criterion, quoted[number])
    return None


PULLED_SHOWN: Part[CountryContext, CountryView, tuple[PulledView | None, ...]] = Part(
    "pulled", lambda _, page: tuple(pulled(group, page.references) for group in page.groups)
)
GROUPS = Section("groups", "country/groups.html", (PULLED_SHOWN,))
