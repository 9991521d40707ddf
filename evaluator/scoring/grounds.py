"""The grounds of a weight: the numbers of the weighting that produce it, with origin and ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.weighting import BY_CRITERIA, WeightEntry, Weighting
from evaluator.scoring.weights import matches


@dataclass(frozen=True, slots=True)
class Ground:
    """One number that enters a weight: what it is, its origin and its stated ground."""

    what: str
    number: float | None
    origin: str = ""
    ground: str = ""

    def __str__(self) -> str:
        number = "" if self.number is None else f" {self.number:g}"
        why = ": ".join(text for text in (self.origin, self.ground) if text)
        return f"{self.what}{number}" + (f" ({why})" if why else "")


def weight_grounds(rubric: Rubric, weighting: Weighting, item: str) -> tuple[Ground, ...]:
    """Return the numbers whose product is the raw weight of a node or criterion, in the order they apply.

    A node that weighs by its criteria has one entry without a number; the root has none.

    Raises
    ------
    KeyError
        The rubric has no such node or criterion.
    """
    if item in rubric.by_id:
        return (Ground("base", 1.0, "modelled"), *_multipliers(rubric, weighting, item))
    if item == ROOT:
        return ()
    entry = _entry(weighting, rubric.nodes[item].parent, item)
    return (_stated(entry),) if entry else (Ground("the sum of its criteria's weights", None),)


def _entry(weighting: Weighting, parent: str, child: str) -> WeightEntry | None:
    entries = weighting.weights.get(parent, BY_CRITERIA)
    return None if isinstance(entries, str) else entries.get(child)


def _stated(entry: WeightEntry) -> Ground:
    return Ground("share" if entry.share is not None else "count", entry.number, entry.origin, entry.ground)


def _multipliers(rubric: Rubric, weighting: Weighting, item: str) -> Iterator[Ground]:
    criterion, stance = rubric.by_id[item], rubric.stance_of(item)
    for factor in weighting.factors:
        if matches(factor.where, criterion, stance):
            named = " and ".join(f"{key} {str(value).lower()}" for key, value in factor.where.given.items())
            yield Ground(f"times, for {named},", factor.times, factor.origin, factor.ground)
    for override in weighting.overrides:
        if override.criterion == item:
            yield Ground("times, for this criterion,", override.times, override.origin, override.ground)
    entry = _entry(weighting, criterion.parent, item)
    if entry:
        yield _stated(entry)
