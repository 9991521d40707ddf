"""Checks of what monitors asked of a state: each row after the one that it repeats, each outcome with its ground."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from evaluator.errors import Problem
from evaluator.model.country import MonitorPoint
from evaluator.model.dates import is_before
from evaluator.read.text_files.table import ReadTable


def monitoring_faults(table: ReadTable[object]) -> Iterator[Problem]:
    """Yield the faults of monitoring.csv that its rows show together.

    They are a repetition of a row of another monitor, or of one that is not earlier; two rows that repeat the same one;
    an outcome without a source, and the other way round; a matter that was done and is asked for again.
    """
    known = {row.point_id: row for _, row in table.each(MonitorPoint)}
    taken: set[str] = set()
    for at, row in table.each(MonitorPoint):
        yield from _outcome_faults(table, at, row)
        earlier = known.get(row.repeats)
        if earlier is None:
            continue
        if earlier.monitor != row.monitor or not is_before(earlier.published, row.published):
            found = f"{row.repeats} of {earlier.monitor}, {earlier.published}"
            yield table.problem(at, "repeats", found, f"an earlier row of {row.monitor}, before {row.published}")
        if row.repeats in taken:
            found = f"{row.repeats}, which another row repeats"
            yield table.problem(at, "repeats", found, "each row repeated once", "Name the latest row that asked.")
        taken.add(row.repeats)
        if earlier.outcome == "done":
            found = f"{row.repeats}, which was done"
            mend = "Write `in-part` there, or leave this cell empty: it asks for something new."
            yield table.problem(at, "repeats", found, "a row that was not done", mend)


def _outcome_faults(table: ReadTable[object], at: int, row: MonitorPoint) -> Iterator[Problem]:
    is_told = row.outcome not in ("", "not-assessed")
    if is_told and not (row.outcome_source_id and row.outcome_place):
        column = "outcome_place" if row.outcome_source_id else "outcome_source_id"
        expected = "the later report that says so, and the place in it"
        yield table.problem(at, column, f"nothing beside the outcome {row.outcome!r}", expected)
    if row.outcome_source_id and not is_told:
        found = f"{row.outcome!r} beside a source of the outcome" if row.outcome else "nothing beside a source of it"
        yield table.problem(at, "outcome", found, "done, in-part or not-done")


def unknown_criteria(table: ReadTable[object], known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each criterion that no rubric of the library has."""
    for at, row in table.each(MonitorPoint):
        for name in row.criterion_ids:
            yield from table.unknown(at, "criterion_ids", "criterion", name, known, "a criterion of one of the rubrics")
