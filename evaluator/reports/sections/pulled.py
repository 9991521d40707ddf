"""The passage that a part of the report pulls out: short, quoted, and behind a rating that weighs much."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.plan import MOST_QUOTED
from evaluator.reports.sections.findings import GroupView
from evaluator.reports.view import PulledView, ReferenceView


def pulled(group: GroupView, references: Sequence[ReferenceView]) -> PulledView | None:
    """Return the first quotation of at most 25 words behind the heaviest rating of a group that has one."""
    quoted = {one.number: one for one in references if one.quote.text and len(one.quote.text.split()) <= MOST_QUOTED}
    for criterion in sorted(group.rated, key=lambda one: -one.weights.used):
        for number in criterion.citations:
            if number in quoted:
                return PulledView(criterion, quoted[number])
    return None
