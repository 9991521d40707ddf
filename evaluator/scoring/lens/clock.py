"""A lens over time: a system's own record by year, its limit on years, and the follow-up of an earlier edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from evaluator.model.facts import EVIDENCE, SharedFacts, ThreePScore, TierPlacement
from evaluator.model.lens import Beside, Clock, Editions, Lens, LensLine, LensReading, LensYear
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.scoring.grade import rounded

Record = TierPlacement | ThreePScore


def years_beside(reading: LensReading, card: Scorecard, facts: SharedFacts) -> LensReading:
    """Return a plan's lens reading, with the outcomes that the other system itself recorded in the plan's years.

    An open plan runs to the last recorded year. A year without a record is kept and shown as unrecorded, because a
    missing row is no outcome.
    """
    beside = reading.lens.beside
    if beside is None:
        return reading
    recorded: Sequence[Record] = facts.tip_tiers if beside.dataset == "tip-tiers" else facts.three_p_index
    rows = [row for row in recorded if row.iso3 == card.assessment.country.iso3 and row.year is not None]
    years = _years(card, beside.lag, [row.year for row in rows if row.year is not None])
    return replace(reading, years=tuple(_year(reading, beside, rows, year) for year in years))


def _years(card: Scorecard, lag: int, recorded: Sequence[int]) -> range:
    first = int(card.assessment.plan.start[:4]) + lag
    end = card.assessment.plan.end
    last = max([first, *recorded]) if end == "open" else int(end[:4]) + lag
    return range(first, last + 1)


def _year(reading: LensReading, beside: Beside, rows: Sequence[Record], year: int) -> LensYear:
    here = _best_evidence_first(row for row in rows if row.year == year)
    recorded = []
    for name, column in beside.columns.items():
        for row in here:
            text = getattr(row, column)
            if text not in ("", None):
                recorded.append((name, beside.names.get(str(text), str(text))))
    evidence = getattr(here[0], "evidence", "") if here else ""
    base = LensYear(
        year,
        tuple(dict.fromkeys(recorded)),
        evidence=evidence,
        note="; ".join(dict.fromkeys(note for row in here if (note := getattr(row, "note", "")))),
    )
    clock = reading.lens.clock
    return base if clock is None else _with_clock(base, reading, clock, series(beside, rows))


def _best_evidence_first(rows: Iterable[Record]) -> list[Record]:
    """Return the rows of a year, sorted with the best evidence first."""
    return sorted(rows, key=lambda row: EVIDENCE.index(getattr(row, "evidence", "dataset")))


def series(beside: Beside, rows: Sequence[Record]) -> dict[int, str]:
    """Return the recorded outcome of each year that has one; the rows with the best evidence decide.

    A year is left out if rows of equally good evidence disagree, or if it has no record.
    """
    found: dict[int, str] = {}
    column = beside.columns.get("outcome", "")
    for year in sorted({row.year for row in rows if row.year is not None}) if column else ():
        here = _best_evidence_first(row for row in rows if row.year == year)
        best = [row for row in here if getattr(row, "evidence", "") == getattr(here[0], "evidence", "")]
        words = {str(getattr(row, column)) for row in best}
        if len(words) == 1:
            word = words.pop()
            found[year] = beside.names.get(word, word)
    return found


def listed_before(clock: Clock, recorded: dict[int, str], year: int) -> int | None:
    """Return the number of consecutive years just before `year` with the listed outcome.

    Years before `counted_from` do not count. None if a year without a record interrupts the sequence.
    """
    count, at = 0, year - 1
    while at >= clock.counted_from:
        if at not in recorded:
            return None
        if recorded[at] != clock.listed:
            return count
        count, at = count + 1, at - 1
    return count


def years_allowed(clock: Clock, recorded: dict[int, str], year: int) -> int:
    """Return the number of consecutive years for which the listed outcome may be kept without a waiver."""
    if clock.return_years is None or clock.return_from is None or year < clock.return_from:
        return clock.years
    fell = any(
        recorded.get(at) == clock.then and (listed_before(clock, recorded, at) or 0) >= clock.years
        for at in range(clock.counted_from, year)
    )
    return clock.return_years if fell else clock.years


def _waiver_years(clock: Clock, year: int) -> int:
    begun = [waiver for waiver in clock.waivers if waiver.start <= year]
    return max(begun, key=lambda waiver: waiver.start).years if begun else 0


def clocked(clock: Clock, outcome: str, recorded: dict[int, str], year: int, *, waived: bool) -> str:
    """Return the outcome after the limit on years is applied, with all remaining waivers used (`waived`) or none.

    If an earlier year is not recorded, the limit may have been reached: without a waiver it counts as reached, with one
    it does not.
    """
    if outcome != clock.listed or year < clock.counted_from:
        return outcome
    before = listed_before(clock, recorded, year)
    if before is None:
        return outcome if waived else clock.then
    allowed = years_allowed(clock, recorded, year) + (_waiver_years(clock, year) if waived else 0)
    return outcome if before < allowed else clock.then


def _with_clock(year: LensYear, reading: LensReading, clock: Clock, recorded: dict[int, str]) -> LensYear:
    lowest, highest = reading.outcome or reading.lowest, reading.outcome or reading.highest
    return replace(
        year,
        listed_before=listed_before(clock, recorded, year.year),
        lowest=clocked(clock, lowest, recorded, year.year, waived=False),
        highest=clocked(clock, highest, recorded, year.year, waived=True),
    )


def between_editions(lens: Lens, card: Scorecard, earlier: Scorecard | None) -> LensReading:
    """Return the reading of a lens that compares two editions.

    It has a line for each criterion that the earlier edition left under level `asks_under`.

    A criterion without a covered level in the earlier edition gives no recommendation. Yardstick criteria, and criteria
    that no longer apply, are left out. Without an earlier edition the reading has no lines.
    """
    rule = lens.editions
    if rule is None:
        raise ValueError(f"{lens.id} declares no editions")
    base = LensReading(card.assessment.plan.id, lens, card.is_draft, 0.0)
    if earlier is None:
        return _reading_without_outcome(base, "it compares two editions, and there is no earlier one")
    lines = _edition_lines(rule, card, earlier)
    base = LensReading(
        base.plan_id, lens, card.is_draft or earlier.is_draft, 0.0, earlier_plan_id=earlier.assessment.plan.id
    )
    if not lines:
        return _reading_without_outcome(
            base, f"the earlier edition leaves nothing assessed under level {rule.asks_under}"
        )
    return _reading_of_all_lines(base, rule, lines)


def _reading_without_outcome(reading: LensReading, why: str) -> LensReading:
    return LensReading(
        reading.plan_id, reading.lens, reading.is_draft, 0.0, why=why, earlier_plan_id=reading.earlier_plan_id
    )


def _edition_lines(rule: Editions, card: Scorecard, earlier: Scorecard) -> tuple[LensLine, ...]:
    before = {s.outcome.criterion_id: s.outcome for s in earlier.criteria}
    lines = []
    for scored in card.criteria:
        now, then = scored.outcome, before.get(scored.outcome.criterion_id)
        if card.rubric.by_id[now.criterion_id].yardstick or not now.applies:
            continue
        if then is None or then.level is None or not then.covered:
            continue
        if then.level < rule.asks_under:
            lines.append(_edition_line(rule, now, then.level))
    return tuple(lines)


def _edition_line(rule: Editions, now: Outcome, then: int) -> LensLine:
    given = _outcome_of_step(rule, now.level, then) if now.level is not None else None
    return LensLine(
        now.criterion_id,
        given,
        _outcome_of_step(rule, now.low_level, then),
        _outcome_of_step(rule, now.high_level, then),
        now.status,
        now.level,
        earlier_level=then,
    )


def _outcome_of_step(rule: Editions, now: int, then: int) -> str:
    for step in rule.steps:
        reached = step.now_at_least is None or now >= step.now_at_least
        if reached and (step.up_by is None or now - then >= step.up_by):
            return step.outcome
    return rule.steps[-1].outcome


def _reading_of_all_lines(base: LensReading, rule: Editions, lines: tuple[LensLine, ...]) -> LensReading:
    known = [line for line in lines if line.outcome is not None]
    coverage = rounded(len(known) / len(lines))
    enough = coverage >= base.lens.least_coverage.share
    given = _verdict(rule, [line.outcome or "" for line in known]) if known else None
    lowest = _verdict(rule, [line.lowest for line in lines])
    highest = _verdict(rule, [line.highest for line in lines])
    certain = lowest == highest
    return LensReading(
        base.plan_id,
        base.lens,
        base.is_draft,
        coverage,
        outcome=given if enough else lowest if certain else None,
        lowest=lowest,
        highest=highest,
        lines=lines,
        why="" if enough or certain else f"{len(known)} of {len(lines)} recommendations can be followed up",
        earlier_plan_id=base.earlier_plan_id,
    )


def _verdict(rule: Editions, outcomes: list[str]) -> str:
    for step in rule.overall:
        if step.share_at_least is None:
            return step.outcome
        if rounded(outcomes.count(step.of) / len(outcomes)) >= rounded(step.share_at_least):
            return step.outcome
    return ""
