"""Indicator criteria: figures of the country compared with declared thresholds."""

from __future__ import annotations

import math
from dataclasses import replace

from evaluator.model.assessment import Assessment, Settled
from evaluator.model.country import Fact
from evaluator.model.criterion import Criterion
from evaluator.model.kind import Facts
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import Figure, Sentence, say, series
from evaluator.plans.computed import not_assessed
from evaluator.plans.levels import level_by_conditions, level_range, wilson


def by_variable(assessment: Assessment) -> Facts:
    """Return the facts by variable, each with its position among all facts.

    The index is built once, so that each criterion need not search all facts.
    """
    found: dict[str, list[tuple[int, Fact]]] = {}
    for place, fact in enumerate(assessment.facts):
        found.setdefault(fact.variable, []).append((place, fact))
    return found


def figures(criterion: Criterion, assessment: Assessment, known: Facts | None = None) -> dict[str, Fact] | str:
    """Return one fact for each input, from the latest period within the plan's years that has all inputs.

    `known` are the assessment's facts by variable, if already computed. Returns a sentence instead if an input is
    missing or its values disagree.
    """
    known = by_variable(assessment) if known is None else known
    start, end = assessment.plan.start[:4], assessment.plan.end[:4]
    own = [pair for variable in dict.fromkeys(criterion.inputs) for pair in known.get(variable, ())]
    own = [pair for pair in own if _is_of_the_plan(pair[1], start, end)]
    if len(own) == 1 == len(criterion.inputs):  # most indicators, and nothing to choose from
        return {own[0][1].variable: own[0][1]}
    by_period: dict[tuple[str, str], dict[str, list[Fact]]] = {}
    for _, fact in sorted(own, key=lambda pair: pair[0]):
        by_period.setdefault((fact.end or fact.start, fact.start), {}).setdefault(fact.variable, []).append(fact)
    whole = {period: found for period, found in by_period.items() if set(found) == set(criterion.inputs)}
    if not whole:
        have = {variable for found in by_period.values() for variable in found}
        lacking = [v for v in criterion.inputs if v not in have]
        none = say("no figure for: %(variables)s", variables="; ".join(map(spoken, lacking)))
        return none if lacking else say("no period has all figures")
    latest = whole[max(whole)]
    odd = [variable for variable, facts in latest.items() if len({f.value for f in facts}) > 1]
    if odd:
        return say("sources disagree on %(variables)s", variables=", ".join(map(spoken, sorted(odd))))
    return {variable: facts[0] for variable, facts in latest.items()}


def _is_of_the_plan(fact: Fact, start: str, end: str) -> bool:
    """Return whether a fact lies within the plan's years and has a value without breakdown."""
    inside = start <= fact.start[:4] and (end == "open" or (fact.end or fact.start)[:4] <= end)
    return inside and not fact.breakdown and fact.value is not None


def spoken(variable: str) -> str:
    """Return the name of a variable or ratio in the form used in sentences.

    Examples
    --------
    >>> spoken("returned_or_assisted")
    'returned or assisted'
    """
    return variable.replace("_12m", " after twelve months").replace("_", " ")


def indicate(
    criterion: Criterion,
    assessment: Assessment,
    settled: Settled | None,
    top: int,
    z: float,
    known: Facts | None = None,
) -> Outcome:
    """Return the outcome of an indicator: the highest level whose conditions, and those of all levels below, hold.

    A ratio with denominator 0 is undefined and fails every condition on it; but with a numerator above 0 and kind
    `ratio` it is infinite (people removed in an operation that found no victim). A rate whose denominator is below
    `min_denominator` widens the bounds to its Wilson interval. With a judged cap the level is the lower of figure and
    cap; without a rating of the cap the criterion is not assessed. A cap rated `contrary` makes the criterion
    `contrary` at level 0, whatever the figures, and trips the gate if the criterion is one. A normalised indicator gets
    its figure here and its points later.
    """
    outcome = _by_figures(criterion, assessment, top, z, known)
    if criterion.cap is None:
        return outcome
    if settled is not None and settled.status == "contrary":
        return _outcome_of_contrary_cap(outcome, settled)
    return outcome if outcome.level is None else _outcome_under_cap(outcome, settled, top)


def _by_figures(criterion: Criterion, assessment: Assessment, top: int, z: float, known: Facts | None) -> Outcome:
    """Return the outcome by the figures alone, without the cap."""
    found = figures(criterion, assessment, known)
    if isinstance(found, str):
        return not_assessed(criterion.id, top, found)
    values = {variable: fact.value or 0.0 for variable, fact in found.items()}
    if not criterion.ratios and not criterion.conditions:
        return _outcome_of_figure(criterion, *next(iter(values.items())))
    ratios = {name: _ratio_of_values(criterion, name, values) for name in criterion.ratios}
    if ratios and all(math.isnan(ratio) for ratio in ratios.values()):
        return not_assessed(criterion.id, top, say("nothing to divide by"))
    numbers = {**values, **ratios}
    ranges = {name: _ratio_range(criterion, name, values, ratios[name], z) for name in ratios}
    level = level_by_conditions(criterion.conditions, numbers)
    low, high = level_range(criterion.conditions, {**{name: (n, n) for name, n in values.items()}, **ranges})
    finite = all(math.isfinite(ratio) for ratio in ratios.values())
    shown = ratios if ratios and finite else values
    note = series("; ", [series(" ", [spoken(name), Figure(value, ".3g")]) for name, value in shown.items()])
    return Outcome(
        criterion.id, "rated", level, min(low, level), max(high, level), min(low, level), max(high, level),
        covered=True, note=note, rule="indicator", figure=next(iter(shown.values())) if finite else None,
        figure_range=next(iter(ranges.values()), None) if finite else None,
    )  # fmt: skip


def _ratio_of_values(criterion: Criterion, name: str, values: dict[str, float]) -> float:
    """Return a ratio; with denominator 0 it is NaN.

    It is infinite instead if its kind is `ratio`, its numerator is above 0, and the criterion has conditions.
    """
    declared = criterion.ratios[name]
    part, whole = values[declared.of], values[declared.over]
    if whole:
        return part / whole
    return math.inf if declared.kind == "ratio" and part > 0 and criterion.conditions else math.nan


def _outcome_of_figure(criterion: Criterion, variable: str, value: float) -> Outcome:
    """Return the outcome of one variable, whose figure is not yet on any scale."""
    note = series(" ", [spoken(variable), Figure(value, "g")])
    return Outcome(criterion.id, "rated", 0, 0, 0, 0, 0, covered=True, note=note, rule="indicator", figure=value)


def _ratio_range(
    criterion: Criterion, name: str, values: dict[str, float], ratio: float, z: float
) -> tuple[float, float]:
    declared = criterion.ratios[name]
    n, k = values[declared.over], values[declared.of]
    if declared.kind == "rate" and 0 < n < criterion.min_denominator and 0 <= k <= n:
        return wilson(k, n, z)
    return (ratio, ratio)


def _outcome_of_contrary_cap(outcome: Outcome, settled: Settled) -> Outcome:
    return Outcome(
        outcome.criterion_id, "contrary", 0, 0, 0, 0, 0, covered=True, confidence=settled.confidence,
        evidence_ids=settled.evidence_ids, reason=settled.reason,
        note=series("; ", [outcome.note, say("cap: contrary")]), rule="indicator", inputs=settled.inputs,
        figure=outcome.figure,
    )  # fmt: skip


def _outcome_under_cap(outcome: Outcome, settled: Settled | None, top: int) -> Outcome:
    """Return the outcome of the figures under a judged cap; of one known at least, the lower or at least the cap."""
    if settled is None or settled.level is None:
        note = series("; ", [outcome.note, say("its judged cap is not assessed")])
        return not_assessed(outcome.criterion_id, top, note)
    cap = settled.level
    if settled.status == "at-least" and outcome.high_level > cap:
        return replace(
            _with_words_of_cap(outcome, settled, say("cap: level %(level)s or more", level=cap)),
            status="at-least", level=None, covered=False, low_level=min(outcome.low_level, cap),
            judgement_low=min(outcome.judgement_low, cap),
        )  # fmt: skip
    level = top if settled.status == "at-least" else cap
    return replace(
        _with_words_of_cap(outcome, settled, say("cap: level %(level)s", level=level)),
        level=min(outcome.level or 0, level), low_level=min(outcome.low_level, level),
        high_level=min(outcome.high_level, level), judgement_low=min(outcome.judgement_low, level),
        judgement_high=min(outcome.judgement_high, level),
    )  # fmt: skip


def _with_words_of_cap(outcome: Outcome, settled: Settled, cap: Sentence) -> Outcome:
    return replace(
        outcome, confidence=settled.confidence, evidence_ids=settled.evidence_ids, reason=settled.reason,
        note=series("; ", [outcome.note, cap]), inputs=settled.inputs, figure_range=None,
        decided_by=settled.decided_by, decision=settled.decision,
    )  # fmt: skip
