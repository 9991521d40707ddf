"""Computed criteria: rules over the plan's own rows and money.

What is unknown of a row is filled in every way, and the level holds only where each way gives the same.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.model.assessment import Assessment
from evaluator.model.criterion import Criterion, RowRatio, Rule
from evaluator.model.plan import PARADIGMS, Measure, MoneyLine
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import Figure, Sentence, Series, say, say_n, series
from evaluator.plans.known import Known, RowReader, both
from evaluator.plans.levels import level_by_bands, level_by_conditions, level_range
from evaluator.plans.rows import counting_rows, row_above

Range = tuple[float, float]
# A row and its line of money without a sum, None for an empty cell; without a row: of a row that is not entered.
OpenCost = tuple[Measure | None, MoneyLine | None]
DECLARED = ("unseen", "unread")  # reasons that a coder gave: what was read is a sample


@dataclass(frozen=True, slots=True)
class RowReading:
    """What a rule makes of the rows: ratios of what is known, their ranges over all fillings, and a note.

    `known` is the number of rows that are known, `unknown` the number of others by reason; `unread` are those of the
    plan that are not entered.
    """

    ratios: Mapping[str, float]
    ranges: Mapping[str, Range]
    note: Sentence | Series
    known: int
    unknown: Counter[str]

    @property
    def is_sample(self) -> bool:
        """Return whether some rows are known, and the coder says of the others that they were not read."""
        return self.known > 0 and bool(self.unknown) and not set(self.unknown) - set(DECLARED)


def compute(criterion: Criterion, assessment: Assessment, top: int) -> Outcome:
    """Return the outcome of a computed criterion.

    An empty cell and a tag that nobody confirmed are unknown. The level holds, rated and covered, where every filling
    of the unknown gives the same; else the criterion is not assessed, with the levels that the fillings leave as
    bounds. If only rows are unknown that the coder marked as not read, the level of those that were read enters the
    score as an estimate, not covered. If the number of rows in the plan is unknown, or money is under the costed
    floor, everything is open.

    The range is exact for shares of rows. Shares of money and the entropy have a range that is never too narrow: its
    lower end is exact for the shipped rules; its upper end may be a level too high.
    """
    rule = criterion.rule
    if rule is None:
        raise ValueError(f"{criterion.id} has no rule")
    rows = counting_rows(assessment, rule.rows.level)
    reading = _READERS[rule.measure](rule, RowReader.of(assessment, rows), assessment)
    if isinstance(reading, str):
        return not_assessed(criterion.id, top, reading)
    low, high = _level_range_of_criterion(criterion, reading.ranges)
    if low != high and not reading.is_sample:
        note = left_open(reading.note, low, high)
        return replace(not_assessed(criterion.id, top, note), low_level=low, high_level=high,
                       judgement_low=low, judgement_high=high)  # fmt: skip
    level = low if low == high else _level_by_criterion(criterion, reading.ratios)
    low, high = min(low, level), max(high, level)
    holds, is_whole = low == high, not reading.unknown
    return Outcome(
        criterion.id, "rated" if holds else "not-assessed", level, low, high, low, high, covered=holds,
        note=reading.note if is_whole else ending(reading.note, holds=holds), rule="computed",
        figure=next(iter(reading.ratios.values())) if is_whole or not holds else None,
    )  # fmt: skip


def not_assessed(criterion_id: str, top: int, note: str) -> Outcome:
    """Return the outcome of a criterion without any known value: its bounds are the whole scale."""
    return Outcome(criterion_id, "not-assessed", None, 0, top, 0, top, covered=False, note=note, rule="computed")


def _level_by_criterion(criterion: Criterion, ratios: Mapping[str, float]) -> int:
    if criterion.conditions:
        return level_by_conditions(criterion.conditions, ratios)
    return level_by_bands(criterion.bands, ratios["share"])


def _level_range_of_criterion(criterion: Criterion, ranges: Mapping[str, Range]) -> tuple[int, int]:
    if criterion.conditions:
        return level_range(criterion.conditions, ranges)
    least, most = ranges["share"]
    return level_by_bands(criterion.bands, least), level_by_bands(criterion.bands, most)


def _attributes(rule: Rule) -> tuple[str, ...]:
    """Return the attributes on which a rule depends, in the order in which it names them."""
    parts: tuple[Rule | RowRatio, ...] = (rule, *rule.ratios.values())
    named = [a for part in parts for a in (*part.has_all, *part.has_any, part.exactly_one or "")]
    named += [a for part in rule.ratios.values() for a in part.where]
    return tuple(dict.fromkeys(filter(None, named)))


def _reasons(reader: RowReader, unknown: Sequence[Measure], attributes: Sequence[str]) -> Counter[str]:
    """Return how many of the unknown rows there are for each reason, and how many rows of the plan are not entered."""
    found: Counter[str] = Counter()
    for row in unknown:
        found[next(filter(None, (reader.why(row, attribute) for attribute in attributes)), "unseen")] += 1
    if unread := max(0, (reader.rows.total or 0) - len(reader.rows.rows)):
        found["unread"] = unread
    return found


def _shares_of_rows(rule: Rule, reader: RowReader, _: Assessment) -> RowReading | str:
    parts: dict[str, Rule | RowRatio] = dict(rule.ratios) if rule.ratios else {"share": rule}
    rows, total = reader.rows.rows, reader.rows.total
    met = {name: [reader.met(part, row) for row in rows] for name, part in parts.items()}
    first = next(iter(parts))
    known_rows = [k for k in range(len(rows)) if all(states[k] is not None for states in met.values())]
    unknown = _reasons(reader, [row for k, row in enumerate(rows) if k not in known_rows], _attributes(rule))
    known, yes = len(known_rows), sum(met[first][k] is True for k in known_rows)
    if total is None or not rows:
        return no_total(yes, known, unknown) if rows else NOTHING_READ
    unread: list[Known] = [None] * unknown["unread"]
    ratios, ranges = {}, {}
    for name, part in parts.items():
        base = [*met[part.over], *unread] if part.over else [True] * (len(rows) + len(unread))
        counted = Counter(zip(base, [*met[name], *unread], strict=True))
        ratios[name] = _divide(counted[True, True], counted[True, True] + counted[True, False])
        ranges[name] = _share_range(counted)
    return RowReading(ratios, ranges, rows_note(yes, known, total, unknown), known, unknown)


def _share_range(counted: Mapping[tuple[Known, Known], int]) -> Range:
    """Return the lowest and highest share of the rows of a base that have an attribute, over all fillings.

    `counted` has the number of rows by what is known of (in the base, has the attribute). The share is lowest where no
    open row has the attribute and those that may lack it are in the base; it is highest where each that may have it
    does, and the others are outside.
    """
    at_least, lacking = counted[True, True], counted[True, False]
    may_lack = counted[True, None] + counted[None, False] + counted[None, None]
    may_have = counted[True, None] + counted[None, True] + counted[None, None]
    return (
        _divide(at_least, at_least + lacking + may_lack),
        _divide(at_least + may_have, at_least + lacking + may_have),
    )


def _divide(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _amount_of_line(line: MoneyLine) -> float:
    return 0.0 if line.state == "zero" else (line.amount or 0.0) * (line.unit_factor or 1.0)


def _costed_lines(assessment: Assessment) -> list[MoneyLine]:
    """Return the money lines with a sum of their own: neither printed totals nor sums counted elsewhere."""
    return [
        line
        for line in assessment.money
        if line.state in ("amount", "zero") and line.measure_id and not line.total_of and not line.counted_in
    ]


def _shares_of_costs(rule: Rule, reader: RowReader, assessment: Assessment) -> RowReading | str:
    rows, total = reader.rows.rows, reader.rows.total
    above, by_id = row_above(reader.rows), {row.measure_id: row for row in rows}
    lines = [(line, by_id[above[line.measure_id]]) for line in _costed_lines(assessment) if line.measure_id in above]
    k = len({row.measure_id for _, row in lines})
    open_costs: list[OpenCost] = [(row, line) for row in rows for line in reader.open_costs(row)]
    unknown = _unknown_costs(rule, reader, open_costs, [row for _, row in lines])
    if total is None or not rows:
        return costed_here(k, len(rows), unknown)
    if rule.costed_floor is not None and k / max(total, len(rows)) < rule.costed_floor:
        return under_floor(k, max(total, len(rows)), rule.costed_floor, unknown)
    worded = [line for _, line in open_costs if line is not None]
    if len({line.currency for line in (*(line for line, _ in lines), *worded) if line.currency}) > 1:
        return SEVERAL_CURRENCIES
    whole = math.fsum(_amount_of_line(line) for line, _ in lines)
    if whole <= 0:
        return costed_at_zero(k, len(rows), unknown)
    open_costs += [(None, None)] * unknown["unread"]
    ratios, ranges = {}, {}
    for name, part in rule.ratios.items():
        states = [(_amount_of_line(line), _cost_in(part, row, line, reader)) for line, row in lines]
        ratios[name] = math.fsum(a for a, state in states if state) / whole
        most = math.fsum(a for a, state in states if state is not False) / whole
        ranges[name] = _cost_range(part, (ratios[name], most), open_costs, reader)
    known = len(rows) + unknown["unread"] - unknown.total()
    return RowReading(ratios, ranges, cost_note(k, len(rows), unknown), known, unknown)


def _unknown_costs(
    rule: Rule, reader: RowReader, open_costs: Sequence[OpenCost], costed: Sequence[Measure]
) -> Counter[str]:
    """Return how many rows are unknown for each reason: their sum, who pays it, or what it is for."""
    wanted = tuple(dict.fromkeys(a for part in rule.ratios.values() for a in part.where))
    open_rows = {row.measure_id: (row, line) for row, line in open_costs if row is not None}
    with_sum = {row.measure_id: row for row in costed if row.measure_id not in open_rows}
    doubtful = [row for row in with_sum.values() if any(reader.why(row, attribute) for attribute in wanted)]
    found = _reasons(reader, doubtful, wanted)
    for row, line in open_rows.values():
        unseen = reader.why(row, "amount") == "unseen"
        found["unseen" if unseen else "amount" if line is None else "sum"] += 1
    return found


def _cost_range(part: RowRatio, ends: Range, open_costs: Sequence[OpenCost], reader: RowReader) -> Range:
    """Return the range of a share of the costs: an open cost may be any sum."""
    least, most = ends
    fits = [_cost_in(part, row, line, reader) for row, line in open_costs]
    return (
        0.0 if any(fit is not True for fit in fits) else least,
        1.0 if any(fit is not False for fit in fits) else most,
    )


def _cost_in(part: RowRatio, row: Measure | None, line: MoneyLine | None, reader: RowReader) -> Known:
    """Return whether a cost of a row is in a share; unknown also where its payer decides and is unknown."""
    if row is None:
        return None
    wanted = part.where.get("funder_kind")
    is_known = line is not None and line.funder_kind not in ("", "unknown")
    payer: Known = line.funder_kind in (wanted or ()) if line is not None and is_known else None
    return both([reader.chosen(row, part), True if wanted is None else payer])


def _entropy_of_tags(_: Rule, reader: RowReader, __: Assessment) -> RowReading | str:
    rows, total = reader.rows.rows, reader.rows.total
    tags = [(row, reader.tag(row, "paradigms")) for row in rows]
    tagged = [row for row, found in tags if found]
    joint = sum(found == () and row.function == "co-ordination" for row, found in tags)
    proposed = sum(found is None and bool(row.paradigms) for row, found in tags)
    unknown = _reasons(reader, [row for row, found in tags if found is None], ("paradigms",))
    if total is None or not tagged:
        return paradigm_note(len(tagged), joint, proposed, len(rows), unknown, is_counted=False)
    ranges = {"share": entropy_range(paradigm_weights(tagged), unknown.total())}
    note = paradigm_note(len(tagged), joint, proposed, len(rows), unknown, is_counted=True)
    known = sum(found is not None for _, found in tags)
    return RowReading({"share": normalised_entropy(tagged)}, ranges, note, known, unknown)


def paradigm_weights(rows: Sequence[Measure]) -> tuple[float, ...]:
    """Return the weight of each paradigm among rows; a row with several paradigms counts in equal parts for each."""
    weight: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        for paradigm in row.paradigms:
            weight[paradigm] += 1 / len(row.paradigms)
    return tuple(weight[paradigm] for paradigm in PARADIGMS)


def normalised_entropy(rows: Sequence[Measure]) -> float:
    """Return the Shannon entropy of the paradigms divided by ln 4, in [0, 1].

    A row with several paradigms counts in equal parts for each. At least one row must have a paradigm.
    """
    return _entropy(paradigm_weights(rows))


def _entropy(weights: Sequence[float]) -> float:
    whole = math.fsum(weights)
    shares = [weight / whole for weight in weights if weight > 0]
    return max(0.0, -math.fsum(p * math.log(p) for p in shares) / math.log(len(PARADIGMS)))


def entropy_range(weights: Sequence[float], unknown: int) -> Range:
    """Return the lowest and highest entropy if so many more rows may have any paradigms, or none.

    It is lowest where all of them have the paradigm that leads, or none, as entropy is concave. It is highest where
    they fill up the paradigms that lag; as a row splits only in equal parts, that end may be out of reach.

    Examples
    --------
    >>> [round(end, 3) for end in entropy_range((2.0, 0.0, 0.0, 0.0), 2)]
    [0.0, 0.896]
    """
    lowest = min(_entropy([w + unknown * (k == at) for k, w in enumerate(weights)]) for at in range(len(weights)))
    return min(lowest, _entropy(weights)), _entropy(_filled_up(weights, unknown))


def _filled_up(weights: Sequence[float], mass: float) -> list[float]:
    """Return the weights with the lowest raised alike by `mass` in all, at most until all are equal."""
    ordered = sorted(weights)
    surface = ordered[-1]
    for n in range(1, len(ordered) + 1):
        level = (math.fsum(ordered[:n]) + mass) / n
        if n == len(ordered) or level <= ordered[n]:
            surface = min(surface, level)
            break
    return [max(weight, surface) for weight in weights]


_READERS = {"share-of-rows": _shares_of_rows, "share-of-cost": _shares_of_costs, "entropy": _entropy_of_tags}


NOTHING_READ = say("no measure of the plan was read")
SEVERAL_CURRENCIES = say("costs in several currencies cannot be added")
# Why a row is unknown, by the reasons of `RowReader.why`, and rows that are not entered.
REASONS: dict[str, Callable[[int], Sentence]] = {
    "unread": lambda n: say_n("%(number)s row is not entered", "%(number)s rows are not entered", n),
    "unseen": lambda n: say_n("%(number)s row could not be read", "%(number)s rows could not be read", n),
    "lead": lambda n: say_n("%(number)s row has no lead", "%(number)s rows have no lead", n),
    "lead-text": lambda n: say_n(
        "%(number)s row has a lead in words that may name several bodies",
        "%(number)s rows have a lead in words that may name several bodies",
        n,
    ),
    "date": lambda n: say_n("%(number)s row has no date", "%(number)s rows have no date", n),
    "amount": lambda n: say_n("%(number)s row has no cost", "%(number)s rows have no cost", n),
    "sum": lambda n: say_n("%(number)s row has a cost without a sum", "%(number)s rows have a cost without a sum", n),
    "payer": lambda n: say_n(
        "%(number)s row has a sum without a payer", "%(number)s rows have a sum without a payer", n
    ),
    "indicator": lambda n: say_n("%(number)s row has no indicator", "%(number)s rows have no indicator", n),
    "outcome": lambda n: say_n(
        "%(number)s row has an indicator whose kind, baseline or target is empty",
        "%(number)s rows have an indicator whose kind, baseline or target is empty",
        n,
    ),
    "tag": lambda n: say_n("%(number)s row has no confirmed tag", "%(number)s rows have no confirmed tag", n),
    "cell": lambda n: say_n("%(number)s row has an empty cell", "%(number)s rows have an empty cell", n),
}


def unknown_rows(known: int, total: int, unknown: Mapping[str, int]) -> list[Sentence]:
    """Return the parts of a note on the rows that are unknown: how many are known, and why the others are not.

    Examples
    --------
    >>> print(*unknown_rows(0, 30, {"lead": 30}), sep="; ")
    counted from the sheet Measures: 0 of 30 rows known; 30 rows have no lead
    """
    if not unknown:
        return []
    counted = say_n(
        "counted from the sheet Measures: %(known)s of %(number)s row known",
        "counted from the sheet Measures: %(known)s of %(number)s rows known",
        total,
        known=known,
    )
    return [counted, *(REASONS[reason](number) for reason, number in unknown.items())]


def _with_unknown(note: Sentence, total: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note; if rows are unknown, then how many and why."""
    more = unknown_rows(total - sum(unknown.values()), total, unknown)
    return series("; ", [note, *more]) if more else note


def ending(note: Sentence | Series, *, holds: bool) -> Series:
    """Return a note on rows of which some are unknown, with the standing of its level: it holds, or is an estimate."""
    words = say("the others cannot change the level") if holds else say("the level is an estimate from these")
    return series("; ", [note, words])


def left_open(note: Sentence | Series, low: int, high: int) -> Series:
    """Return a note with the levels that the unknown rows leave possible."""
    return series("; ", [note, say("level %(low)s to %(high)s is possible", low=low, high=high)])


def no_total(met: int, known: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on the rows of a plan whose number of rows is unknown."""
    if not known:
        return series("; ", [*unknown_rows(0, sum(unknown.values()), unknown), say("the plan’s total is not known")])
    found = say_n(
        "%(met)s of %(number)s measure read; the plan’s total is not known",
        "%(met)s of the %(number)s measures read; the plan’s total is not known",
        known,
        met=met,
    )
    return _with_unknown(found, known + sum(unknown.values()), unknown)


def rows_note(met: int, known: int, total: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on how many of the known rows meet a rule, and on those that are unknown."""
    if not unknown:
        return say_n("%(met)s of %(number)s measure", "%(met)s of %(number)s measures", known, met=met)
    if not known:
        return series("; ", unknown_rows(known, total, unknown))
    found = say_n("%(met)s of %(number)s known measure", "%(met)s of %(number)s known measures", known, met=met)
    return _with_unknown(found, total, unknown)


def costed_here(costed: int, read: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on how many measures have a cost, for a plan whose number of measures is unknown."""
    if read == 0:
        return NOTHING_READ
    found = say_n(
        "%(costed)s of %(number)s measure read has a cost; the plan’s total is not known",
        "%(costed)s of the %(number)s measures read have a cost; the plan’s total is not known",
        read,
        costed=costed,
    )
    return _with_unknown(found, read, unknown)


def under_floor(costed: int, total: int, floor: float, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note that too few measures have a cost."""
    found = say_n(
        "%(costed)s of %(number)s measure has a cost, under the floor of %(floor)s",
        "%(costed)s of %(number)s measures have a cost, under the floor of %(floor)s",
        total,
        costed=costed,
        floor=Figure(floor, ".0%"),
    )
    return _with_unknown(found, total, unknown)


def costed_at_zero(costed: int, read: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note that the costs add up to zero."""
    found = say_n(
        "%(costed)s of %(number)s measure has a cost and the sum is zero",
        "%(costed)s of %(number)s measures have a cost and the sum is zero",
        read,
        costed=costed,
    )
    return _with_unknown(found, read + unknown.get("unread", 0), unknown)


def cost_note(costed: int, read: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on how many measures have a cost, and on those that are unknown."""
    found = say_n(
        "%(costed)s of %(number)s measure has a cost",
        "%(costed)s of %(number)s measures have a cost",
        read,
        costed=costed,
    )
    return _with_unknown(found, read + unknown.get("unread", 0), unknown)


def paradigm_note(
    tagged: int, joint: int, proposed: int, read: int, unknown: Mapping[str, int], *, is_counted: bool
) -> Sentence | Series:
    """Return a note on how many measures have a confirmed paradigm.

    `joint` counts those that only co-ordinate, `proposed` those whose paradigm nobody has confirmed. Without
    `is_counted` the plan's length is unknown, or no tag is confirmed.
    """
    given = {"tagged": tagged, "joint": joint, "proposed": proposed, "untagged": read - tagged - joint - proposed}
    if read == 0:
        return NOTHING_READ
    if is_counted:
        found = say_n(
            "%(tagged)s of %(number)s measure has a confirmed paradigm (%(joint)s co-ordinating, "
            "%(proposed)s proposed, %(untagged)s untagged)",
            "%(tagged)s of %(number)s measures have a confirmed paradigm (%(joint)s co-ordinating, "
            "%(proposed)s proposed, %(untagged)s untagged)",
            read,
            **given,
        )
    else:
        found = say_n(
            "%(tagged)s of the %(number)s measure here has a confirmed paradigm (%(joint)s co-ordinating, "
            "%(proposed)s proposed, %(untagged)s untagged); "
            "measures in the plan unknown or untagged",
            "%(tagged)s of the %(number)s measures here have a confirmed paradigm (%(joint)s co-ordinating, "
            "%(proposed)s proposed, %(untagged)s untagged); "
            "measures in the plan unknown or untagged",
            read,
            **given,
        )
    return _with_unknown(found, read + unknown.get("unread", 0), unknown)
