"""The rows of a plan that count, and which of their attributes are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.plan import Measure, MoneyLine
from evaluator.model.rule import RowLevel

TAG_COLUMNS = ("paradigms", "function")
DERIVED = {
    "amount": ("amount", "resources_text", "money"),
    "amount-and-source": ("amount", "resources_text", "money"),
    "indicator": ("indicator", "indicators"),
    "outcome-indicator-with-target": ("indicator", "indicators"),
}


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The rows that enter the denominator, with their tasks.

    `total` is the number of such rows in the whole plan, None if unknown.
    """

    rows: tuple[Measure, ...]
    tasks: dict[str, tuple[Measure, ...]]
    total: int | None


def counting_rows(assessment: Assessment, levels: tuple[RowLevel, ...] = ("activity", "list-item")) -> PlanRows:
    """Return activities and list items, and tasks that have no activity above them."""
    by_id = {m.measure_id: m for m in assessment.measures}
    counted = tuple(
        m for m in assessment.measures if m.level in levels or (m.level == "task" and not activity_above(m, by_id))
    )
    below: dict[str, list[Measure]] = {}
    for measure in assessment.measures:
        if measure.level == "task" and measure not in counted:
            below.setdefault(measure.parent_id, []).append(measure)
    return PlanRows(counted, {k: tuple(v) for k, v in below.items()}, assessment.plan.rows.total)


def activity_above(measure: Measure, by_id: Mapping[str, Measure]) -> bool:
    """Return whether an activity or list item is above a row, so that the row is only a part of it."""
    seen: set[str] = set()
    parent = by_id.get(measure.parent_id)
    while parent is not None and parent.measure_id not in seen:
        if parent.level in ("activity", "list-item"):
            return True
        seen.add(parent.measure_id)
        parent = by_id.get(parent.parent_id)
    return False


def rows_that_count(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the rows that count for a plan's length: activities, list items, and tasks without activity above.

    Examples
    --------
    >>> rows = [Measure("A", level="activity"), Measure("T", level="task", parent_id="A"), Measure("U", level="task")]
    >>> [row.measure_id for row in rows_that_count(rows)]
    ['A', 'U']
    """
    by_id = {row.measure_id: row for row in measures}
    return tuple(
        row
        for row in measures
        if row.level in ("activity", "list-item") or (row.level == "task" and not activity_above(row, by_id))
    )


def row_above(rows: PlanRows) -> dict[str, str]:
    """Return a mapping of each counting row, and of each task below one at any depth, to the counting row."""
    above: dict[str, str] = {}
    waiting = [(row.measure_id, row.measure_id) for row in rows.rows]
    while waiting:
        measure_id, top = waiting.pop()
        above[measure_id] = top
        waiting.extend((task.measure_id, top) for task in rows.tasks.get(measure_id, ()))
    return above


def is_known(row: Measure, attributes: tuple[str, ...], *, final: bool) -> bool:
    """Return whether the columns of a row on which the attributes depend could be read.

    In a final assessment, a row with only proposed tags is unknown to a rule that uses paradigms or function.
    """
    columns = {c for a in attributes for c in DERIVED.get(a, (a,))}
    if columns & set(row.not_seen):
        return False
    uses_tags = bool(columns & set(TAG_COLUMNS))
    return not (final and uses_tags and row.tag_status == "proposed")


def has(row: Measure, attribute: str, rows: PlanRows, assessment: Assessment) -> bool:
    """Return whether the row itself, or each of its tasks (recursively), has the attribute."""
    if _has_itself(row, attribute, assessment):
        return True
    tasks = rows.tasks.get(row.measure_id, ())
    return bool(tasks) and all(has(task, attribute, rows, assessment) for task in tasks)


def _has_itself(row: Measure, attribute: str, assessment: Assessment) -> bool:
    if attribute == "amount":
        return any(_has_amount(line) for line in assessment.money if line.measure_id == row.measure_id)
    if attribute == "amount-and-source":
        lines = [line for line in assessment.money if line.measure_id == row.measure_id]
        return any(_has_amount(line) and _names_source(line) for line in lines)
    if attribute == "indicator":
        return any(i.measure_id == row.measure_id for i in assessment.indicators)
    if attribute == "outcome-indicator-with-target":
        return any(
            i.measure_id == row.measure_id and i.kind == "outcome" and i.baseline and i.target
            for i in assessment.indicators
        )
    return bool(getattr(row, attribute))


def _has_amount(line: MoneyLine) -> bool:
    return line.state == "zero" or (line.state == "amount" and line.amount is not None)


def _names_source(line: MoneyLine) -> bool:
    return bool(line.programme) or line.funder_kind not in ("", "unknown")


def exactly_one_lead(row: Measure, rows: PlanRows, assessment: Assessment) -> bool:
    """Return whether exactly one body, not an open group, leads the row or each of its tasks."""
    groups = {i.institution_id for i in assessment.institutions if i.kind == "group"}

    def led(measure: Measure) -> bool:
        if len(measure.lead_ids) == 1 and measure.lead_ids[0] not in groups:
            return True
        tasks = rows.tasks.get(measure.measure_id, ())
        return bool(tasks) and all(led(task) for task in tasks)

    return led(row)
