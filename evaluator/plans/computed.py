"""Computed criteria: rules over the plan's own rows and money."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from evaluator.model.assessment import Assessment, Status
from evaluator.model.plan import PARADIGMS, Measure, MoneyLine
from evaluator.model.rubric import Criterion
from evaluator.model.rule import RowRatio, Rule
from evaluator.model.scorecard import Outcome
from evaluator.model.words import Sentence, Series, say
from evaluator.plans import notes
from evaluator.plans.levels import level_by_bands, level_by_conditions, level_range
from evaluator.plans.rows import PlanRows, counting_rows, exactly_one_lead, has, is_known, row_above


@dataclass(frozen=True, slots=True)
class ComputedReading:
    """The result of a rule on the rows: ratios by name, their ranges over the whole plan, and a note in words."""

    ratios: dict[str, float]
    ranges: dict[str, tuple[float, float]]
    note: Sentence | Series
    complete: bool
    figure: float | None = None


def compute(criterion: Criterion, assessment: Assessment, top: int, *, final: bool) -> Outcome:
    """Return the outcome of a computed criterion.

    If n of N rows are known and n < N, the level is that of k/n, estimated and not covered, with bounds from k/N to (k
    + N - n)/N. If N is unknown or no row is known, the criterion is not assessed, with the count of the known rows.
    Below the costed floor a rule on money is not assessed.
    """
    rule = criterion.rule
    if rule is None:
        raise ValueError(f"{criterion.id} has no rule")
    rows = counting_rows(assessment, rule.rows.level)
    reading = _READERS[rule.measure](rule, rows, assessment, final=final)
    if isinstance(reading, str):
        return not_assessed(criterion.id, top, reading)
    note = reading.note if final or not _uses_tags(rule) else notes.from_proposed(reading.note)
    level = _level(criterion, reading.ratios)
    low, high = _range(criterion, reading, top)
    low, high = min(low, level), max(high, level)
    status: Status = "rated" if reading.complete else "not-assessed"
    return Outcome(
        criterion.id, status, level, low, high, low, high, covered=reading.complete, note=note, rule="computed",
        figure=reading.figure,
    )  # fmt: skip


def not_assessed(criterion_id: str, top: int, note: str) -> Outcome:
    """Return the outcome of a criterion without any known value: its bounds are the whole scale."""
    return Outcome(criterion_id, "not-assessed", None, 0, top, 0, top, covered=False, note=note, rule="computed")


def _level(criterion: Criterion, ratios: dict[str, float]) -> int:
    if criterion.conditions:
        return level_by_conditions(criterion.conditions, ratios)
    return level_by_bands(criterion.bands, ratios["share"])


def _range(criterion: Criterion, reading: ComputedReading, top: int) -> tuple[int, int]:
    if not reading.ranges:
        return (0, top)
    if criterion.conditions:
        return level_range(criterion.conditions, reading.ranges)
    least, most = reading.ranges["share"]
    return level_by_bands(criterion.bands, least), level_by_bands(criterion.bands, most)


def _attributes(rule: Rule | RowRatio) -> tuple[str, ...]:
    return (*rule.has_all, *rule.has_any, *((rule.exactly_one,) if rule.exactly_one else ()), *_where(rule))


def _where(rule: Rule | RowRatio) -> tuple[str, ...]:
    return tuple(rule.where) if isinstance(rule, RowRatio) else ()


def _uses_tags(rule: Rule) -> bool:
    parts: tuple[Rule | RowRatio, ...] = (rule, *rule.ratios.values())
    names = {a for part in parts for a in _attributes(part)}
    return rule.measure == "entropy" or bool(names & {"paradigms", "function"})


def _met(rule: Rule | RowRatio, row: Measure, rows: PlanRows, assessment: Assessment) -> bool:
    if isinstance(rule, RowRatio) and not _chosen(rule, row):
        return False
    if rule.exactly_one:
        return exactly_one_lead(row, rows, assessment)
    if rule.has_any:
        return any(has(row, a, rows, assessment) for a in rule.has_any)
    return all(has(row, a, rows, assessment) for a in rule.has_all)


def _read_rows(rule: Rule, rows: PlanRows, assessment: Assessment, *, final: bool) -> ComputedReading | str:
    parts: dict[str, Rule | RowRatio] = dict(rule.ratios) if rule.ratios else {"share": rule}
    used = tuple(a for part in parts.values() for a in _attributes(part))
    known = [r for r in rows.rows if is_known(r, used, final=final)]
    n, total = len(known), rows.total
    met = {name: {r.measure_id for r in known if _met(part, r, rows, assessment)} for name, part in parts.items()}
    first = next(iter(parts))
    if total is None or n == 0:
        return notes.rows_note(len(met[first]), n, total) if n else _nothing_known(rows, rule)
    ratios, ranges = {}, {}
    for name, part in parts.items():
        base = met[part.over] if part.over else {r.measure_id for r in known}
        k = len(met[name] & base)
        ratios[name] = k / len(base) if base else 0.0
        ranges[name] = _sample_range(k, len(base), total - n)
    note = notes.rows_note(len(met[first]), n, total)
    return ComputedReading(ratios, ranges, note, complete=n == total, figure=ratios[first])


def _nothing_known(rows: PlanRows, rule: Rule) -> Sentence:
    """Return the reason why no row is known to a rule: no row was read, or the rows read lack its columns."""
    if not rows.rows:
        return say("no measure of the plan was read")
    return notes.none_known() if _uses_tags(rule) else say("the measures read do not show this")


def _sample_range(k: int, n: int, unknown: int) -> tuple[float, float]:
    """Return the range of k/n over all completions of the unknown rows, each of which may enter the base or not."""
    whole = n + unknown
    return (k / whole, (k + unknown) / whole) if whole else (0.0, 0.0)


def _amount(line: MoneyLine) -> float:
    return 0.0 if line.state == "zero" else (line.amount or 0.0) * (line.unit_factor or 1.0)


def _costed_lines(assessment: Assessment) -> list[MoneyLine]:
    """Return the money lines with a sum of their own: neither printed totals nor sums counted elsewhere."""
    return [
        line
        for line in assessment.money
        if line.state in ("amount", "zero") and line.measure_id and not line.total_of and not line.counted_in
    ]


def _read_costs(rule: Rule, rows: PlanRows, assessment: Assessment, *, final: bool) -> ComputedReading | str:
    used = tuple(a for part in rule.ratios.values() for a in part.where)
    known = [r for r in rows.rows if is_known(r, (*used, "amount"), final=final)]
    lines = _costed_lines(assessment)
    above = row_above(rows)
    costed = {above[line.measure_id] for line in lines if line.measure_id in above}
    n, total = len(known), rows.total
    known_ids = {r.measure_id for r in known}
    k = len(costed & known_ids)
    if total is None or n == 0:
        return notes.costed_here(k, n)
    if rule.costed_floor is not None and k / n < rule.costed_floor:
        return notes.under_floor(k, n, rule.costed_floor)
    counted = [line for line in lines if above.get(line.measure_id) in known_ids]
    if len({line.currency for line in counted if line.currency}) > 1:
        return say("costs in several currencies cannot be added")
    whole = math.fsum(_amount(line) for line in counted)
    if whole <= 0:
        return notes.costed_at_zero(k, n)
    by_id = {r.measure_id: r for r in known}
    ratios = {
        name: math.fsum(_amount(x) for x in counted if _line_in(part, x, by_id[above[x.measure_id]])) / whole
        for name, part in rule.ratios.items()
    }
    complete = n == total
    note = notes.estimated(notes.with_cost(k, n), n, total)
    ranges = {name: (value, value) for name, value in ratios.items()} if complete else {}
    return ComputedReading(ratios, ranges, note, complete=complete, figure=next(iter(ratios.values())))


def _line_in(part: RowRatio, line: MoneyLine, row: Measure) -> bool:
    wanted = part.where.get("funder_kind")
    return (wanted is None or line.funder_kind in wanted) and _chosen(part, row)


def _chosen(part: RowRatio, row: Measure) -> bool:
    """Return whether a row has one of the wanted values in every column that `where` names."""
    for attribute, wanted in part.where.items():
        if attribute == "funder_kind":
            continue  # a column of the money, not of the row
        cell = getattr(row, attribute)
        if not set(cell if isinstance(cell, tuple) else (cell,)) & set(wanted):
            return False
    return True


def _read_entropy(_: Rule, rows: PlanRows, __: Assessment, *, final: bool) -> ComputedReading | str:
    known = [r for r in rows.rows if is_known(r, ("paradigms",), final=final)]
    tagged = [r for r in known if r.paradigms]
    joint = sum(r.function == "co-ordination" and not r.paradigms for r in known)
    n, total = len(known), rows.total
    if total is None or not tagged:
        return notes.tagged_here(len(tagged), joint, n)
    value = normalised_entropy(tagged)
    complete = n == total
    note = notes.estimated(notes.with_paradigm(len(tagged), joint, n), n, total)
    ranges = {"share": (value, value)} if complete else {}
    return ComputedReading({"share": value}, ranges, note, complete=complete, figure=value)


def normalised_entropy(rows: list[Measure]) -> float:
    """Return the Shannon entropy of the paradigms divided by ln 4, in [0, 1].

    A row with several paradigms counts in equal parts for each. At least one row must have a paradigm.
    """
    weight: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        for paradigm in row.paradigms:
            weight[paradigm] += 1 / len(row.paradigms)
    whole = math.fsum(weight.values())
    shares = [w / whole for w in weight.values() if w > 0]
    return max(0.0, -math.fsum(p * math.log(p) for p in shares) / math.log(len(PARADIGMS)))


_READERS = {"share-of-rows": _read_rows, "share-of-cost": _read_costs, "entropy": _read_entropy}
