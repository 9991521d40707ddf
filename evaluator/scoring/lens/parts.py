"""The numbers of a lens: parts and their total, with the lowest and highest values that missing ratings allow."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evaluator.model.assessment import UNKNOWN
from evaluator.model.lens import TOTAL, Lens, LensPart
from evaluator.model.lens_reading import LensNumber
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.scoring.grade import rounded


@dataclass(frozen=True, slots=True)
class LensCell:
    """One criterion as a lens uses it: its level as a share of the scale, and whether it is, or may be, contrary.

    `share` is in [0, 1], None without a level; `low` and `high` are its lowest and highest possible values.
    """

    criterion_id: str
    share: float | None
    low: float
    high: float
    covered: bool
    contrary: bool
    may_be_contrary: bool

    def at(self, end: str) -> float | None:
        """Return the share for `end`, which is `given`, `low` or `high`."""
        return {"given": self.share, "low": self.low, "high": self.high}[end]


def lens_cells(card: Scorecard) -> dict[str, LensCell]:
    """Return the cells of a card by criterion, without the criteria that do not apply."""
    outcomes = (scored.outcome for scored in card.criteria)
    return {o.criterion_id: _cell(o, card.rubric) for o in outcomes if o.applies}


def _cell(outcome: Outcome, rubric: Rubric) -> LensCell:
    top = rubric.scale_of(outcome.criterion_id).top
    judged = rubric.by_id[outcome.criterion_id].kind == "judged"
    return LensCell(
        outcome.criterion_id,
        share=None if outcome.level is None else outcome.level / top,
        low=outcome.low_level / top,
        high=outcome.high_level / top,
        covered=outcome.covered,
        contrary=outcome.status == "contrary",
        may_be_contrary=outcome.status == "contrary" or (judged and outcome.status in UNKNOWN),
    )


def contrary_among(cells: dict[str, LensCell], wanted: Collection[str], end: str) -> tuple[str, ...]:
    """Return which of the criteria are contrary; at the end `low`, also those that may be contrary."""
    found = [cells[name] for name in wanted if name in cells]
    return tuple(c.criterion_id for c in found if c.contrary or (end == "low" and c.may_be_contrary))


def part_weights(part: LensPart, rubric: Rubric) -> dict[str, float]:
    """Return the criteria of a part with their weights, in tree order.

    A yardstick criterion belongs to a part only if it is listed by name or coded on the part's TIP basis.
    """
    if part.where_tip is None:
        return {c.id: 1.0 for c in rubric.criteria if c.id in part.criteria}
    worth = {"assessed": 1.0, "partly": part.partly_weight or 0.0}
    weights = {c.id: worth.get(c.coding(part.where_tip) or "", 0.0) for c in rubric.criteria}
    return {name: weight for name, weight in weights.items() if weight > 0}


def numbers(lens: Lens, rubric: Rubric, cells: dict[str, LensCell]) -> tuple[LensNumber, ...]:
    """Return the parts of a lens and, last, its total if it has one.

    A part is ``lowest + (highest - lowest) * sum w x / sum w`` over the criteria that apply and have a level. Its low
    and high use every criterion that applies. Its value is None where no criterion of it has a level.
    """
    weights = {part.id: _applying(part_weights(part, rubric), cells) for part in lens.parts}
    parts = tuple(_part(part, weights[part.id], cells) for part in lens.parts)
    if lens.total is None:
        return parts
    whole = _sum(parts) if lens.total.kind == "sum" else _mean(lens, weights, cells)
    return (*parts, whole)


def _applying(weights: dict[str, float], cells: dict[str, LensCell]) -> dict[str, float]:
    return {name: weight for name, weight in weights.items() if name in cells}


def _part(part: LensPart, weights: dict[str, float], cells: dict[str, LensCell]) -> LensNumber:
    def at(end: str) -> tuple[float | None, tuple[str, ...]]:
        share = _mean_share(weights, cells, end)
        number = None if share is None else part.lowest + (part.highest - part.lowest) * share
        lowered: list[str] = []
        for cap in part.caps:
            tripped = contrary_among(cells, cap.contrary, end)
            if tripped and number is not None and number > cap.at_most:
                number, lowered = cap.at_most, [*lowered, *tripped]
        return number, tuple(lowered)

    given, capped_by = at("given")
    low, high = at("low")[0], at("high")[0]
    return LensNumber(
        part.id,
        None if given is None else rounded(given),
        part.lowest if low is None else rounded(low),
        part.highest if high is None else rounded(high),
        _coverage(weights, cells),
        capped_by,
    )


def _mean_share(weights: dict[str, float], cells: dict[str, LensCell], end: str) -> float | None:
    known = [(weight, share) for name, weight in weights.items() if (share := cells[name].at(end)) is not None]
    whole = math.fsum(weight for weight, _ in known)
    return math.fsum(weight * share for weight, share in known) / whole if whole else None


def _coverage(weights: dict[str, float], cells: dict[str, LensCell]) -> float:
    whole = math.fsum(weights.values())
    covered = math.fsum(weight for name, weight in weights.items() if cells[name].covered)
    return rounded(covered / whole) if whole else 0.0


def _sum(parts: Sequence[LensNumber]) -> LensNumber:
    given = [part.value for part in parts if part.value is not None]
    return LensNumber(
        TOTAL,
        rounded(math.fsum(given)) if len(given) == len(parts) else None,
        rounded(math.fsum(part.low for part in parts)),
        rounded(math.fsum(part.high for part in parts)),
        min((part.coverage for part in parts), default=0.0),
        tuple(dict.fromkeys(name for part in parts for name in part.capped_by)),
    )


def _mean(lens: Lens, weights: dict[str, dict[str, float]], cells: dict[str, LensCell]) -> LensNumber:
    """Return the mean over the criteria of all parts, with equal weights, less the share of contrary negatives."""
    total = lens.total
    if total is None or total.lowest is None or total.highest is None:
        raise ValueError(f"{lens.id}: a total of kind mean has `lowest` and `highest`")
    lowest, reach = total.lowest, total.highest - total.lowest
    everyone = {name: 1.0 for part in weights.values() for name in part}

    def at(end: str) -> float | None:
        share = _mean_share(everyone, cells, end)
        if share is None:
            return None
        return lowest + reach * (share - len(contrary_among(cells, total.negatives, end)) / len(everyone))

    given, low, high = at("given"), at("low"), at("high")
    return LensNumber(
        TOTAL,
        None if given is None else rounded(given),
        lowest if low is None else rounded(low),
        total.highest if high is None else rounded(high),
        _coverage(everyone, cells),
        contrary_among(cells, total.negatives, "given"),
    )


def coverage_of(lens: Lens, rubric: Rubric, cells: dict[str, LensCell]) -> float:
    """Return the covered share of the weight of all parts of a lens."""
    weights: dict[str, float] = {}
    for part in lens.parts:
        for name, weight in _applying(part_weights(part, rubric), cells).items():
            weights[name] = weights.get(name, 0.0) + weight
    return _coverage(weights, cells)
