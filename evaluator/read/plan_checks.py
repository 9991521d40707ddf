"""What a plan's tables say of each other: references, counts, money, quotations, personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evaluator.errors import Problem, did_you_mean
from evaluator.model.base import columns_of
from evaluator.model.plan import Evidence, Measure, MoneyLine, PlanFile
from evaluator.plans.rows import DERIVED
from evaluator.read.table import LISTS, Table
from evaluator.read.yaml_file import Document

LONGEST_QUOTE = 25
REFERENCES = {
    "sources": "source_id",
    "institutions": "institution_id",
    "measures": "measure_id",
    "evidence": "evidence_id",
    "money": "line_id",
}
PERSONAL = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}"),
    "a telephone number": re.compile(r"\+\d[\d ()/-]{7,}\d"),
    "a date of birth": re.compile(r"\b(born on|date of birth|d\.o\.b\.)", re.IGNORECASE),
    "a personal number": re.compile(
        r"\b(passport|identity card|personal) (no\.?|number)\s*:?\s*\w*\d{4,}", re.IGNORECASE
    ),
}


def check_plan(plan: PlanFile, document: Document, tables: Mapping[str, Table[object]]) -> list[Problem]:
    """Return faults, warnings and notes of a plan's tables taken together."""
    problems: list[Problem] = []
    for name, table in tables.items():
        problems.extend(_references(name, table, tables))
        problems.extend(_personal_data(table))
    if "measures" in tables:
        problems.extend(_row_count(plan, document, tables["measures"]))
        problems.extend(_parents(tables["measures"]))
        problems.extend(_not_seen(tables["measures"]))
        problems.extend(_periods(plan, tables["measures"]))
    if "evidence" in tables:
        problems.extend(_quotes(tables["evidence"]))
    if "money" in tables:
        problems.extend(_money(tables["money"]))
    problems.extend(_plan_sources(plan, document, tables))
    return problems


def _ids(tables: Mapping[str, Table[object]], name: str) -> list[str]:
    table = tables.get(name)
    return [] if table is None else [str(getattr(row, REFERENCES[name])) for row in table.rows]


def _references(name: str, table: Table[object], tables: Mapping[str, Table[object]]) -> Iterator[Problem]:
    if not table.rows:
        return
    for column in columns_of(type(table.rows[0])):
        if not column.refers:
            continue
        if column.refers not in tables:
            named = [at for at, row in enumerate(table.rows) if getattr(row, column.name)]
            if named:
                found = f"{len(named)} references, and no {column.refers}.csv"
                yield table.problem(named[0], column.name, found, f"a file {column.refers}.csv", severity="warning")
            continue
        known = _ids(tables, column.refers)
        lookup = set(known)
        for at, row in enumerate(table.rows):
            value = getattr(row, column.name)
            for part in value if column.kind in LISTS else [value]:
                if part and part not in lookup:
                    mend = did_you_mean(part, known)
                    yield table.problem(at, column.name, f"{part!r}", f"an id in {column.refers}.csv", mend)


def _row_count(plan: PlanFile, document: Document, table: Table[object]) -> Iterator[Problem]:
    rows = [row for row in table.rows if isinstance(row, Measure)]
    by_id = {row.measure_id: row for row in rows}
    counted = [r for r in rows if r.level in ("activity", "list-item") or (r.level == "task" and not _under(r, by_id))]
    line, column = document.place(("rows", "here"))
    if len(counted) != plan.rows.here:
        yield Problem(
            str(document.path), f"rows.here is {plan.rows.here}", f"{len(counted)}, the rows of measures.csv that count",
            line=line, column=column, key="rows.here",
        )  # fmt: skip
    total = plan.rows.total
    if total is not None and total < plan.rows.here:
        yield Problem(
            str(document.path), f"rows.in_plan is {total}", f"at least rows.here, {plan.rows.here}",
            line=line, column=column, key="rows.in_plan",
        )  # fmt: skip


def _under(row: Measure, by_id: Mapping[str, Measure]) -> bool:
    seen, parent = {row.measure_id}, by_id.get(row.parent_id)
    while parent is not None and parent.measure_id not in seen:
        if parent.level in ("activity", "list-item"):
            return True
        seen.add(parent.measure_id)
        parent = by_id.get(parent.parent_id)
    return False


def _parents(table: Table[object]) -> Iterator[Problem]:
    parents = {row.measure_id: row.parent_id for row in table.rows if isinstance(row, Measure)}
    for at, row in enumerate(table.rows):
        if not isinstance(row, Measure):
            continue
        path, up = {row.measure_id}, row.parent_id
        while up in parents and up not in path:
            path.add(up)
            up = parents[up]
        if up and up in path:
            yield table.problem(at, "parent_id", f"a cycle through {up!r}", "a row above it in the tree")


def _not_seen(table: Table[object]) -> Iterator[Problem]:
    known = [c.name for c in columns_of(Measure)] + [name for names in DERIVED.values() for name in names]
    for at, row in enumerate(table.rows):
        if not isinstance(row, Measure):
            continue
        for name in row.not_seen:
            if name not in known:
                yield table.problem(at, "not_seen", f"{name!r}", "the name of a column", did_you_mean(name, known))
            elif name != "text" and getattr(row, name, None):
                yield table.problem(at, name, "a value in a column that not_seen lists", "one or the other")


def _periods(plan: PlanFile, table: Table[object]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        if not isinstance(row, Measure):
            continue
        if row.start and row.end and row.end[: len(row.start)] < row.start[: len(row.end)]:
            yield table.problem(at, "end", f"{row.end} is before the start {row.start}", "an end after the start")
        dates = [d for d in (row.end, *row.milestones) if d]
        outside = [d for d in dates if d[:4] < plan.start[:4] or (plan.end != "open" and d[:4] > plan.end[:4])]
        if outside and not row.note:
            yield table.problem(
                at, "end" if row.end in outside else "milestones", f"{outside[0]} is outside {plan.start} to {plan.end}",
                "a date in the plan's period, or a note that explains it", severity="warning",
            )  # fmt: skip


def _quotes(table: Table[object]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        if not isinstance(row, Evidence) or not row.quote:
            continue
        words = len(row.quote.split())
        if words > LONGEST_QUOTE:
            yield table.problem(
                at, "quote", f"{words} words", f"at most {LONGEST_QUOTE}", "Put the rest in your own words."
            )
        if not row.quote_lang:
            yield table.problem(at, "quote_lang", "a quotation without its language", "a language code")


def _money(table: Table[object]) -> Iterator[Problem]:
    lines = [row for row in table.rows if isinstance(row, MoneyLine)]
    for at, row in enumerate(lines):
        if row.state == "amount" and row.amount is None:
            yield table.problem(at, "amount", "no amount", "an amount, or another state")
        if row.state != "amount" and row.amount:
            yield table.problem(at, "amount", f"an amount with state {row.state}", "state amount")
        if row.state == "amount" and not re.fullmatch(r"[A-Z]{3}", row.currency):
            yield table.problem(at, "currency", f"{row.currency!r}", "a currency code of three letters")
    yield from _sums(table, lines)


def _sums(table: Table[object], lines: list[MoneyLine]) -> Iterator[Problem]:
    """A printed sum of a measure must be what its lines add up to, by currency."""
    for at, total in enumerate(lines):
        if not total.total_of or total.amount is None:
            continue
        parts = [
            line for line in lines
            if not line.total_of and not line.counted_in and line.currency == total.currency and line.state == "amount"
            and (total.total_of == "plan" or line.measure_id == total.measure_id)
            and (not total.year_from or (line.year_from, line.year_to) == (total.year_from, total.year_to) or total.year_to)
        ]  # fmt: skip
        if not parts or total.total_of == "chapter":
            continue
        found = sum((line.amount or 0) * (line.unit_factor or 1) for line in parts)
        printed = total.amount * (total.unit_factor or 1)
        if abs(found - printed) > 0.005 * max(1.0, abs(printed)):
            yield table.problem(
                at, "amount", f"a printed sum of {printed:g} where the lines add up to {found:g}",
                "sums that agree, or a note in amount_text", severity="warning" if total.amount_text else "fault",
            )  # fmt: skip


def _personal_data(table: Table[object]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        for column in columns_of(type(row)):
            value = getattr(row, column.name)
            if not isinstance(value, str) or column.kind in ("url", "id"):
                continue
            for what, pattern in PERSONAL.items():
                if pattern.search(value):
                    yield table.problem(at, column.name, f"what looks like {what}", "no data about individuals")


def _plan_sources(plan: PlanFile, document: Document, tables: Mapping[str, Table[object]]) -> Iterator[Problem]:
    known = _ids(tables, "sources")
    for at, source in enumerate(plan.sources):
        if known and source not in known:
            line, column = document.place(("sources", at))
            yield Problem(
                str(document.path), f"source {source!r}", "an id in sources.csv", did_you_mean(source, known),
                line=line, column=column, key=f"sources[{at}]",
            )  # fmt: skip
