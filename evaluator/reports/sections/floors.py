"""Sums that a floor raises, because more was subtracted than added."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.rubric import ROOT
from evaluator.reports.context.country import CountryContext


@dataclass(frozen=True, slots=True)
class FloorView:
    """A node whose sum a floor raises: its title (empty for the root), the floor, and the sum without it."""

    title: str
    held: float
    without: float


def floor_views(context: CountryContext) -> tuple[FloorView, ...]:
    """Return the nodes whose sum is below their floor and is therefore shown at the floor, from the root down."""
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
