"""Checks that the money of a plan is stated completely and adds up, by row and by column."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from evaluator.errors import Problem, did_you_mean
from evaluator.model.currency import CURRENCIES, CURRENCY_WORDS
from evaluator.model.plan import Measure, MoneyLine, PlanFile
from evaluator.read.text.table import ReadTable

# Printed sums are rounded: a difference up to this share of the sum is no fault.
ROUNDING = 0.005
AS_PRINTED = "sic"
# Amounts are added and printed in whole units; a float beyond this cannot hold every whole number of units.
MOST = 10**15


def check_money(
    table: ReadTable[object], measures: ReadTable[object] | None, plan: PlanFile | None
) -> Iterator[Problem]:
    """Yield the problems in money.csv: first those of single lines, then sums that do not add up."""
    lines = [row for _, row in table.each(MoneyLine)]
    faults = [problem for at, line in enumerate(lines) for problem in _line(table, at, line)]
    faults += _nesting(table, lines)
    yield from faults
    for at, line in enumerate(lines):
        yield from _years(table, at, line, plan)
    if faults or len(lines) < len(table.ids):
        return  # faulty lines cannot be added
    rows = [row for _, row in measures.each(Measure)] if measures else []
    is_whole = plan is not None and plan.rows.total == plan.rows.here
    for at, line in enumerate(lines):
        if line.total_of and line.amount is not None:
            parts = parts_of(line, lines, rows)
            yield from _sum(table, at, parts, may_lack=not is_whole and line.total_of != "measure")


def worth(line: MoneyLine) -> float:
    """Return the amount of a line in whole units of its currency."""
    return 0.0 if line.state == "zero" else (line.amount or 0.0) * (line.unit_factor or 1.0)


def _line(table: ReadTable[object], at: int, line: MoneyLine) -> Iterator[Problem]:
    if line.state == "amount" and line.amount is None:
        yield table.problem(at, "amount", "no amount", "an amount, or another state")
    if line.state != "amount" and line.amount:
        yield table.problem(at, "amount", f"an amount with state {line.state}", "state amount")
    if line.state == "amount" and line.amount == 0:
        yield table.problem(at, "state", "an amount of 0", "state zero: the plan says that it costs nothing")
    if worth(line) > MOST:
        found, mend = f"{worth(line):.6g} units", "A larger sum cannot be added to the unit; is unit_factor right?"
        yield table.problem(at, "amount", found, f"at most {MOST:,} units of the currency", mend)
    if line.currency not in CURRENCIES and (line.currency or line.state == "amount"):
        mend = did_you_mean(line.currency, sorted(CURRENCIES)) if line.currency else ""
        yield table.problem(at, "currency", repr(line.currency), CURRENCY_WORDS, mend)


def _years(table: ReadTable[object], at: int, line: MoneyLine, plan: PlanFile | None) -> Iterator[Problem]:
    first, last = line.year_from[:4], line.year_to[:4]
    if first and last and last < first:
        yield table.problem(at, "year_to", f"{line.year_to} is before {line.year_from}", "a year after it")
        return
    if plan is None or (plan.end != "open" and plan.end[:4] < plan.start[:4]):
        return
    for name, year in (("year_from", first), ("year_to", last)):
        if year and (year < plan.start[:4] or (plan.end != "open" and year > plan.end[:4])):
            found = f"{year} is outside {plan.start} to {plan.end}"
            yield table.problem(at, name, found, "a year of the plan's period", severity="warning")


def _nesting(table: ReadTable[object], lines: Sequence[MoneyLine]) -> Iterator[Problem]:
    """Yield a fault for each cycle of `counted_in` and each line smaller than the lines counted in it."""
    by_id = {line.line_id: line for line in lines}
    for at, line in enumerate(lines):
        path, up = [line.line_id], line.counted_in
        while up in by_id and up not in path:
            path.append(up)
            up = by_id[up].counted_in
        if up and up in path:
            yield table.problem(at, "counted_in", f"a cycle through {up!r}", "a line that holds this sum")
        inside = [part for part in lines if part.counted_in == line.line_id and part.currency == line.currency]
        held = math.fsum(worth(part) for part in inside)
        if inside and line.amount is not None and held > worth(line) * (1 + ROUNDING):
            found = f"{worth(line):g}, and the lines counted in it add up to {held:g}"
            yield table.problem(at, "amount", found, "at least their sum")


def parts_of(total: MoneyLine, lines: Sequence[MoneyLine], rows: Sequence[Measure]) -> list[MoneyLine]:
    """Return the lines whose total a printed sum should be.

    These are the lines that name the sum in `counted_in`, if any. Otherwise they are the lines of its currency,
    years, funder (if the sum has one) and rows: the measure, the rows below a chapter, or the whole plan.
    """
    named = [line for line in lines if line.counted_in == total.line_id]
    if named:
        return named
    below = _rows_below(total.measure_id, rows) if total.total_of == "chapter" else {total.measure_id}
    return [
        line
        for line in lines
        if line.state in ("amount", "zero")
        and not (line.total_of or line.counted_in)
        and line.currency in (total.currency, "")
        and (total.total_of == "plan" or line.measure_id in below)
        and (not total.funder_kind or line.funder_kind == total.funder_kind)
        and (not total.funder_id or line.funder_id == total.funder_id)
        and _within(line, total)
    ]


def _rows_below(measure_id: str, rows: Sequence[Measure]) -> set[str]:
    """Return the ids of a heading or objective and of all rows below it; empty if `measure_id` is empty."""
    below = {measure_id} if measure_id else set()
    while grown := {row.measure_id for row in rows if row.parent_id in below} - below:
        below |= grown
    return below


def _within(line: MoneyLine, total: MoneyLine) -> bool:
    if not total.year_from:
        return True
    first, last = total.year_from[:4], (total.year_to or total.year_from)[:4]
    start = line.year_from[:4]
    return bool(start) and first <= start and (line.year_to or line.year_from)[:4] <= last


def _sum(table: ReadTable[object], at: int, parts: Sequence[MoneyLine], *, may_lack: bool) -> Iterator[Problem]:
    total = table.rows[at]
    if not parts or not isinstance(total, MoneyLine):
        return
    printed, added = worth(total), math.fsum(worth(part) for part in parts)
    gap = added - printed
    if abs(gap) <= ROUNDING * max(1.0, abs(printed)) or (may_lack and gap < 0):
        return
    found = f"a printed sum of {printed:.12g} where {len(parts)} lines add up to {added:.12g}"
    expected = f"sums that agree, or `{AS_PRINTED}` in amount_text where the plan prints it so"
    is_explained = AS_PRINTED in total.amount_text.casefold().split()
    yield table.problem(at, "amount", found, expected, severity="note" if is_explained else "fault")
