"""Where a floor bit: sums that would be lower, but that more was subtracted than added."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.rubric import ROOT
from evaluator.reports.context.country import CountryContext


@dataclass(frozen=True, slots=True)
class FloorView:
    """A node that a floor holds: its title (empty for the whole), where it is held, what it would be without."""

    title: str
    held: float
    without: float


def floor_views(context: CountryContext) -> tuple[FloorView, ...]:
    """Return the sums that would be under their floor and are shown at it, from the root downwards."""
    rubric = context.card.rubric
    if not any(rubric.aggregation_of(node).kind == "net-sum" for node in (ROOT, *rubric.nodes)):
        return ()
    found = []
    for part in context.derivation.root.walk():
        if part.kind == "floor" and part.value is not None:
            node = part.id.removesuffix(".floor")
            held = rubric.aggregation_of(node).lowest
            title = "" if node == ROOT else rubric.title(node, context.lang)
            found.append(FloorView(title, held, held - part.value))
    return tuple(found)
