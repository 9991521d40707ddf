"""The rows of a plan that count, the columns in which they state something, and the kinds of source behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.country import Source
from evaluator.model.criterion import RowLevel
from evaluator.model.plan import Evidence, Measure

ACTIVITIES: tuple[RowLevel, ...] = ("activity", "list-item")
TAG_COLUMNS = ("paradigms", "function")
# Columns in which a plan may state an attribute; of every other attribute it is the column of its name.
STATED_IN = {
    "lead_ids": ("lead_ids", "responsible_text"),
    "end": ("end", "time_text"),
    "milestones": ("milestones", "end", "time_text"),
    "own-date": ("milestones", "end", "time_text"),
    "amount": ("amount", "resources_text", "money"),
    "amount-and-source": ("amount", "resources_text", "money"),
    "indicator": ("indicator", "indicators"),
    "outcome-indicator-with-target": ("indicator", "indicators"),
}
# Attributes that are read off dates, money and indicators, and are no column of measures.csv.
DERIVED = ("own-date", "amount", "amount-and-source", "indicator", "outcome-indicator-with-target")
# Columns of measures.csv that say something of a row, and so are what a computed criterion counts.
SAYING = (
    "problem", "lead_ids", "partner_ids", "through_id", "responsible_text", "time_text", "start", "end", "milestones",
    "recurrence", "resources_text", "risk", "beneficiary", "paradigms", "function",
)  # fmt: skip
TIP = "tip"
LAW = "law"


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The rows that enter the denominator, with their tasks.

    `total` is the number of such rows in the whole plan, None if unknown.
    """

    rows: tuple[Measure, ...]
    tasks: dict[str, tuple[Measure, ...]]
    total: int | None


def counting_rows(assessment: Assessment, levels: tuple[RowLevel, ...] = ACTIVITIES) -> PlanRows:
    """Return activities and list items, and tasks that have no activity above them."""
    counted = rows_that_count(assessment.measures, levels)
    below: dict[str, list[Measure]] = {}
    for measure in assessment.measures:
        if measure.level == "task" and measure not in counted:
            below.setdefault(measure.parent_id, []).append(measure)
    return PlanRows(counted, {k: tuple(v) for k, v in below.items()}, assessment.plan.rows.total)


def activity_above(measure: Measure, by_id: Mapping[str, Measure]) -> bool:
    """Return whether an activity or list item is above a row, so that the row is only a part of it."""
    return any(row.level in ACTIVITIES for row in rows_above(measure, by_id))


def rows_above(measure: Measure, by_id: Mapping[str, Measure]) -> Iterator[Measure]:
    """Yield the rows above a row, the nearest first; where rows stand above each other in a circle, each once."""
    seen = {measure.measure_id}
    above = by_id.get(measure.parent_id)
    while above is not None and above.measure_id not in seen:
        yield above
        seen.add(above.measure_id)
        above = by_id.get(above.parent_id)


def rows_that_count(measures: Sequence[Measure], levels: tuple[RowLevel, ...] = ACTIVITIES) -> tuple[Measure, ...]:
    """Return the rows that count for a plan's length: activities, list items, and tasks without activity above.

    Examples
    --------
    >>> rows = [Measure("A", level="activity"), Measure("T", level="task", parent_id="A"), Measure("U", level="task")]
    >>> [row.measure_id for row in rows_that_count(rows)]
    ['A', 'U']
    """
    by_id = {row.measure_id: row for row in measures}
    return tuple(
        row for row in measures if row.level in levels or (row.level == "task" and not activity_above(row, by_id))
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


def stated_in(attribute: str) -> tuple[str, ...]:
    """Return the columns in which a plan may state an attribute.

    Examples
    --------
    >>> stated_in("lead_ids"), stated_in("risk")
    (('lead_ids', 'responsible_text'), ('risk',))
    """
    return STATED_IN.get(attribute, (attribute,))


def column_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return what `columns_present`, `not_seen` and `not_stated` may name: the columns given, and derived ones."""
    return (*columns, *sorted({name for names in STATED_IN.values() for name in names} - set(columns)))


def voices(evidence: Iterable[Evidence], sources: Iterable[Source]) -> dict[str, str]:
    """Return the kind of source of each evidence id; evidence in an unlisted source is left out.

    Text of the Trafficking in Persons Report has the kind `tip`, whatever kind its row states.

    Examples
    --------
    >>> chapter = Source(source_id="s1", title="2022 Trafficking in Persons Report: Albania", kind="press")
    >>> passage = Evidence(evidence_id="e1", source_id="s1", locator="p. 3", object="practice", note="rare")
    >>> voices([passage], [chapter])
    {'e1': 'tip'}
    """
    kinds = {source.source_id: TIP if source.is_tip_text else source.kind for source in sources}
    return {row.evidence_id: kinds[row.source_id] for row in evidence if row.source_id in kinds}


def kinds_behind(evidence_ids: Iterable[str], heard: Mapping[str, str]) -> frozenset[str]:
    """Return the distinct kinds of source of some evidence.

    Examples
    --------
    >>> sorted(kinds_behind(["e1", "e2"], {"e1": "tip", "e2": "ngo", "e3": "law"}))
    ['ngo', 'tip']
    """
    return frozenset(heard[name] for name in evidence_ids if name in heard)
