"""Implementation of a plan's rows: rates by paradigm, objective and institution, each with its denominators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluator.model.assessment import Assessment
from evaluator.model.dates import last_day
from evaluator.model.plan import Implementation, Measure
from evaluator.plans.rows import counting_rows, rows_above

By = Literal["plan", "paradigm", "objective", "institution"]
Reporter = Literal["government", "ngo", "assessor"]
REPORTERS: tuple[Reporter, ...] = ("government", "ngo", "assessor")
NO_INFORMATION = "no-information"
STATUSES = ("done", "partly", "under-way", "not-started", "dropped", NO_INFORMATION)


@dataclass(frozen=True, slots=True)
class RowStatus:
    """The status of one row by a date, as one reporter states it.

    `due` is True if the row's time was over by that date; None if the plan gives no time. `reported` is the record with
    the status, None if there is none; `from_tasks` marks a status derived from the row's tasks.
    """

    measure_id: str
    status: str
    due: bool | None
    reported: Implementation | None = None
    from_tasks: bool = False


@dataclass(frozen=True, slots=True)
class StatusTally:
    """The rows of one group, counted by status.

    `rows` counts all rows, `due` those whose time was over, `informed` those with a status other than no-information.
    `counts` counts all rows by status; `done_of_due` counts the done rows among the due.
    """

    by: By
    group: str
    reported_by: str
    rows: int
    due: int
    informed: int
    counts: Mapping[str, int]
    done_of_due: int

    @property
    def done_of_rows_share(self) -> float | None:
        """Return the share of all rows that are done."""
        return self._part_of(self.counts.get("done", 0), self.rows)

    @property
    def done_of_due_share(self) -> float | None:
        """Return the share of the due rows that are done."""
        return self._part_of(self.done_of_due, self.due)

    @property
    def done_of_informed_share(self) -> float | None:
        """Return the share of the rows with information that are done."""
        return self._part_of(self.counts.get("done", 0), self.informed)

    def _part_of(self, part: int, whole: int) -> float | None:
        return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row to which two reporters give different statuses; both are kept."""

    measure_id: str
    statuses: tuple[tuple[str, str], ...]


def newest_date(assessment: Assessment) -> str:
    """Return the latest date of a recorded status, empty if there is none."""
    return max((row.as_of for row in assessment.implementation), default="", key=last_day)


def row_statuses(assessment: Assessment, reporter: str, as_of: str) -> tuple[RowStatus, ...]:
    """Return the status of each counting row by a date, as one reporter states it.

    The latest record up to the date applies. A row without a record takes the status of its tasks: their common status;
    else partly, if some are done or partly; else no-information, if some have none; else under-way.

    Parameters
    ----------
    assessment : Assessment
        The plan, with its measures and implementation records.
    reporter : str
        `government`, `ngo` or `assessor`; records of others are ignored.
    as_of : str
        A date at the precision known; a year means its last day.
    """
    latest = _latest_records(assessment.implementation, reporter, as_of)
    rows = counting_rows(assessment)
    found = []
    for measure in rows.rows:
        tasks = rows.tasks.get(measure.measure_id, ())
        own = latest.get(measure.measure_id)
        status = own.status if own else _status_of_tasks([latest.get(task.measure_id) for task in tasks])
        due = _is_due(measure, tasks, assessment.plan.end, as_of)
        found.append(
            RowStatus(measure.measure_id, status, due, own, from_tasks=own is None and status != NO_INFORMATION)
        )
    return tuple(found)


def _latest_records(records: Sequence[Implementation], reporter: str, as_of: str) -> dict[str, Implementation]:
    """Return the latest record of each row by a reporter, up to a date; of one day the last in the file."""
    told = [one for one in records if one.reported_by == reporter and last_day(one.as_of) <= last_day(as_of)]
    return {one.measure_id: one for one in sorted(told, key=lambda one: last_day(one.as_of))}


def _status_of_tasks(records: Sequence[Implementation | None]) -> str:
    said = [record.status if record else NO_INFORMATION for record in records]
    if not said:
        return NO_INFORMATION
    if len(set(said)) == 1:
        return said[0]
    return "partly" if {"done", "partly"} & set(said) else NO_INFORMATION if NO_INFORMATION in said else "under-way"


def _is_due(measure: Measure, tasks: Sequence[Measure], plan_end: str, as_of: str) -> bool | None:
    ends = [m.end or max(m.milestones, default="") for m in (measure, *tasks)]
    end = ends[0] or max((e for e in ends if e), default="", key=last_day) or plan_end
    if end in ("", "open"):
        return None
    return last_day(end) <= last_day(as_of)


def tallies(assessment: Assessment, by: By, reporter: str, as_of: str) -> tuple[StatusTally, ...]:
    """Return the tally of each group, in the order in which the groups appear.

    A row with several paradigms or leads counts in each of them, so groups may add up to more than the plan. A row
    without any counts under an empty name.
    """
    statuses = {row.measure_id: row for row in row_statuses(assessment, reporter, as_of)}
    groups: dict[str, list[RowStatus]] = {}
    by_id = {measure.measure_id: measure for measure in assessment.measures}
    for name, status in statuses.items():
        for group in _groups_of_row(by_id[name], by, by_id):
            groups.setdefault(group, []).append(status)
    return tuple(_tally_of_group(by, group, reporter, rows) for group, rows in groups.items())


def _groups_of_row(measure: Measure, by: By, by_id: Mapping[str, Measure]) -> Sequence[str]:
    if by == "plan":
        return ("",)
    if by == "paradigm":
        return measure.paradigms or ((measure.function,) if measure.function == "co-ordination" else ("",))
    if by == "institution":
        return measure.lead_ids or ("",)
    return (next((row.measure_id for row in rows_above(measure, by_id) if row.level == "objective"), ""),)


def _tally_of_group(by: By, group: str, reporter: str, rows: Sequence[RowStatus]) -> StatusTally:
    due = [row for row in rows if row.due]
    return StatusTally(
        by=by,
        group=group,
        reported_by=reporter,
        rows=len(rows),
        due=len(due),
        informed=sum(row.status != NO_INFORMATION for row in rows),
        counts={status: sum(row.status == status for row in rows) for status in STATUSES},
        done_of_due=sum(row.status == "done" for row in due),
    )


def disagreements(assessment: Assessment, as_of: str) -> tuple[Disagreement, ...]:
    """Return the rows to which reporters give different statuses by a date."""
    said: dict[str, list[tuple[str, str]]] = {}
    for reporter in REPORTERS:
        for row in row_statuses(assessment, reporter, as_of):
            if row.status != NO_INFORMATION:
                said.setdefault(row.measure_id, []).append((reporter, row.status))
    return tuple(
        Disagreement(name, tuple(statuses)) for name, statuses in said.items() if len({s for _, s in statuses}) > 1
    )


def overtaken(assessment: Assessment, as_of: str) -> Iterator[tuple[str, RowStatus]]:
    """Yield reporter and row where a row is reported as under way although its time is over."""
    for reporter in REPORTERS:
        for row in row_statuses(assessment, reporter, as_of):
            if row.status == "under-way" and row.due:
                yield reporter, row
