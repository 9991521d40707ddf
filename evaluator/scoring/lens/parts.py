"""The numbers of a lens with the range that missing ratings allow, and the word of each criterion by its ladder."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.assessment import UNKNOWN
from evaluator.model.criterion import Criterion
from evaluator.model.lens import TOTAL, Ladder, Lens, LensLine, LensNumber, LensPart, LensReading
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.standard import Standard
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
    return {o.criterion_id: _cell_of_outcome(o, card.rubric) for o in outcomes if o.applies}


def _cell_of_outcome(outcome: Outcome, rubric: Rubric) -> LensCell:
    top = rubric.scale_of(outcome.criterion_id).top
    judged = rubric.by_id[outcome.criterion_id].is_judged
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
    weights = {part.id: _weights_of_applicable(part_weights(part, rubric), cells) for part in lens.parts}
    parts = tuple(_part_number(part, weights[part.id], cells) for part in lens.parts)
    if lens.total is None:
        return parts
    whole = _sum_of_parts(parts) if lens.total.kind == "sum" else _mean(lens, weights, cells)
    return (*parts, whole)


def _weights_of_applicable(weights: dict[str, float], cells: dict[str, LensCell]) -> dict[str, float]:
    return {name: weight for name, weight in weights.items() if name in cells}


def _part_number(part: LensPart, weights: dict[str, float], cells: dict[str, LensCell]) -> LensNumber:
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


def _sum_of_parts(parts: Sequence[LensNumber]) -> LensNumber:
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
        for name, weight in _weights_of_applicable(part_weights(part, rubric), cells).items():
            weights[name] = weights.get(name, 0.0) + weight
    return _coverage(weights, cells)


def along_ladders(lens: Lens, card: Scorecard, standards: Mapping[str, Standard]) -> LensReading:
    """Return the reading of a lens of ladders: a line for each applicable criterion that has a ladder.

    Lines are sorted: tripped gates, other contrary criteria, then the rest by word, the lowest word first; criteria
    that are not assessed come last.
    """
    lines = []
    for scored in card.criteria:
        criterion = card.rubric.by_id[scored.outcome.criterion_id]
        found = _ladder_of(lens, criterion, standards)
        if found is not None and scored.outcome.applies:
            gate = criterion.id in card.rubric.grading.gates
            lines.append(_lens_line(scored.outcome, criterion, *found, gate=gate))
    words = list(dict.fromkeys(word for ladder in lens.ladders for _, word in sorted(ladder.outcomes.items())))
    known = sum(line.outcome is not None for line in lines)
    coverage = rounded(known / len(lines)) if lines else 0.0
    enough = coverage >= lens.least_coverage.share
    return LensReading(
        card.assessment.plan.id,
        lens,
        card.is_draft,
        coverage,
        lines=tuple(sorted(lines, key=lambda line: _urgency(line, card.rubric.grading.gates, words))),
        why="" if enough else f"{known} of {len(lines)} criteria are assessed, under {lens.least_coverage.share:g}",
    )


def _ladder_of(
    lens: Lens, criterion: Criterion, standards: Mapping[str, Standard]
) -> tuple[Ladder, tuple[str, ...]] | None:
    """Return the first ladder that fits a criterion, and the standards by which it fits; None if no ladder does."""
    if criterion.yardstick:
        return None
    cited = {"floor": criterion.floor, "related": criterion.related}
    for ladder in lens.ladders:
        if criterion.id in ladder.except_criteria:
            continue
        ids = [i for standing in ladder.standings for i in cited[standing] if i in standards]
        fit = tuple(i for i in ids if _ladder_fits(ladder, standards[i]))
        if fit:
            return ladder, fit
    return None


def _ladder_fits(ladder: Ladder, standard: Standard) -> bool:
    return standard.instrument_key == ladder.instrument and standard.verb_strength not in ladder.except_verbs


def _lens_line(outcome: Outcome, criterion: Criterion, ladder: Ladder, fit: tuple[str, ...], *, gate: bool) -> LensLine:
    words = ladder.outcomes
    worst = ladder.gate if gate else ladder.contrary
    if outcome.status == "contrary":
        given: str | None = worst
        lowest = highest = worst
    else:
        may_be_contrary = criterion.is_judged and outcome.status in UNKNOWN
        given = words[outcome.level] if outcome.level is not None else None
        lowest = worst if may_be_contrary else words[outcome.low_level]
        highest = words[outcome.high_level]
    return LensLine(
        criterion.id, given, lowest, highest, outcome.status, outcome.level, ladder=ladder.id, standards=fit
    )


def _urgency(line: LensLine, gates: tuple[str, ...], words: list[str]) -> tuple[int, int]:
    if line.status == "contrary":
        return (0 if line.criterion_id in gates else 1, 0)
    return (3, 0) if line.outcome is None else (2, words.index(line.outcome))
