"""What is known of a row: yes, no, or unknown. An empty cell is unknown; a no is stated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.criterion import RowRatio, Rule
from evaluator.model.dates import last_day
from evaluator.model.plan import NONE_GIVEN, Measure, MoneyLine, PlanIndicator
from evaluator.plans.rows import TAG_COLUMNS, PlanRows, stated_in

Known = bool | None  # None: unknown
# A text with one of these may name several bodies. The words are those that join names in the languages of plans.
JOINED = re.compile(r"[;,/\n|•&+]|\b(?:and|et|und|dhe|i|и|și|si|e|y)\b", re.IGNORECASE)


def both(states: Iterable[Known]) -> Known:
    """Return whether all hold: no if one does not, else unknown if one is.

    Examples
    --------
    >>> both([True, None]), both([None, False]), both([True, True])
    (None, False, True)
    """
    found = set(states)
    return False if False in found else (None if None in found else True)


def either(states: Iterable[Known]) -> Known:
    """Return whether one holds: yes if one does, else unknown if one is.

    Examples
    --------
    >>> either([True, None]), either([None, False]), either([False, False])
    (True, None, False)
    """
    found = set(states)
    return True if True in found else (None if None in found else False)


def names_one(text: str) -> Known:
    """Return whether a text names one body; unknown where it may name several.

    Examples
    --------
    >>> names_one("Ministry of Justice"), names_one("Ministry of Justice; police")
    (True, None)
    """
    return None if JOINED.search(text.strip()) else True


@dataclass(frozen=True, slots=True)
class RowReader:
    """What a plan's rows say, with their tasks, money and indicators.

    A cell says no only where the plan is known to state nothing: the row's `not_stated` names its column, or all rows
    were read and `columns_present` has no such column.
    """

    rows: PlanRows
    money: dict[str, list[MoneyLine]]
    indicators: dict[str, list[PlanIndicator]]
    groups: frozenset[str]
    bodies: dict[str, str]
    columns: frozenset[str] | None
    plan_end: str

    @classmethod
    def of(cls, assessment: Assessment, rows: PlanRows) -> RowReader:
        """Return the reader of a plan's rows."""
        money: dict[str, list[MoneyLine]] = defaultdict(list)
        indicators: dict[str, list[PlanIndicator]] = defaultdict(list)
        for line in assessment.money:
            money[line.measure_id].append(line)
        for indicator in assessment.indicators:
            indicators[indicator.measure_id].append(indicator)
        plan, bodies = assessment.plan, assessment.institutions
        is_whole = plan.rows.basis == "whole" and bool(plan.columns_present)
        return cls(
            rows,
            money,
            indicators,
            frozenset(body.institution_id for body in bodies if body.kind == "group"),
            {name.casefold(): body.institution_id for body in bodies for name in (body.name, body.acronym) if name},
            frozenset(plan.columns_present) if is_whole else None,
            plan.end,
        )

    def has(self, row: Measure, attribute: str) -> Known:
        """Return whether the row itself, or each of its tasks at any depth, has the attribute."""
        tasks = self.rows.tasks.get(row.measure_id, ())
        below = both(self.has(task, attribute) for task in tasks) if tasks else False
        return either([self._known_of_row(row, attribute), below])

    def one_lead(self, row: Measure) -> Known:
        """Return whether exactly one body, not an open group, leads the row or each of its tasks."""
        tasks = self.rows.tasks.get(row.measure_id, ())
        return either([self._has_one_own_lead(row), both(map(self.one_lead, tasks)) if tasks else False])

    def _has_one_own_lead(self, row: Measure) -> Known:
        if row.lead_ids:
            return len(row.lead_ids) == 1 and row.lead_ids[0] not in self.groups
        text = row.responsible_text.strip()
        if not text:
            return self._known_of_empty_cell(row, "lead_ids")
        body = self.bodies.get(text.casefold())
        return names_one(text) if body is None else body not in self.groups

    def _known_of_row(self, row: Measure, attribute: str) -> Known:
        lines, indicators = self.money.get(row.measure_id), self.indicators.get(row.measure_id)
        if attribute == "lead_ids":
            return True if row.lead_ids or row.responsible_text else self._known_of_empty_cell(row, attribute)
        if attribute == "own-date" and (row.end or row.milestones):
            return any(falls_before_the_end(date, self.plan_end) for date in (row.end, *row.milestones) if date)
        if attribute in ("amount", "amount-and-source") and lines:
            asked = (has_amount,) if attribute == "amount" else (has_amount, names_payer)
            return either(both(ask(line) for ask in asked) for line in lines)
        if attribute in ("indicator", "outcome-indicator-with-target") and indicators:
            return True if attribute == "indicator" else either(map(measures_outcome, indicators))
        if getattr(row, attribute, None):
            return True if attribute not in TAG_COLUMNS or row.tag_status == "confirmed" else None
        return self._known_of_empty_cell(row, attribute)

    def _known_of_empty_cell(self, row: Measure, attribute: str) -> Known:
        """Return what an empty cell says: no where the plan states nothing there, else unknown."""
        columns = set(stated_in(attribute))
        if columns & set(row.not_seen):
            return None
        is_absent = self.columns is not None and attribute not in TAG_COLUMNS and not columns & self.columns
        return False if is_absent or columns & set(row.not_stated) else None

    def tag(self, row: Measure, column: str) -> tuple[str, ...] | None:
        """Return the confirmed tags of a row in a column, none where it is known to have none; None if unknown."""
        cell, is_confirmed = getattr(row, column), row.tag_status == "confirmed"
        if cell:
            return (cell if isinstance(cell, tuple) else (cell,)) if is_confirmed else None
        is_joint = column == "paradigms" and is_confirmed and row.function == "co-ordination"
        return () if is_joint or self._known_of_empty_cell(row, column) is False else None

    def chosen(self, row: Measure, part: RowRatio) -> Known:
        """Return whether a row has one of the wanted values in every column that `where` names."""
        return both(self._is_one_of(row, name, part.where[name]) for name in part.where if name != "funder_kind")

    def _is_one_of(self, row: Measure, column: str, wanted: Sequence[str]) -> Known:
        if column in TAG_COLUMNS:
            tags = self.tag(row, column)
        else:
            cell = getattr(row, column)
            found = cell if isinstance(cell, tuple) else (cell,) if cell else ()
            tags = found or (() if self._known_of_empty_cell(row, column) is False else None)
        return None if tags is None else bool(set(tags) & set(wanted))

    def open_costs(self, row: Measure) -> tuple[MoneyLine | None, ...]:
        """Return the costs of a row and its tasks that may be any sum: lines without a sum, None for an empty cell.

        An empty cell is open, unless the row itself or each of its tasks has a line. A printed sum of other lines is
        no cost of the row's own, and a line counted in another adds nothing to it.
        """
        below = [cost for task in self.rows.tasks.get(row.measure_id, ()) for cost in self.open_costs(task)]
        worded = [line for line in (*self._cost_lines(row), *below) if line is not None and sum_is_open(line)]
        is_open = None in below or self._known_of_empty_cell(row, "amount") is not False
        return (*worded, None) if is_open and not self._is_costed(row) else tuple(worded)

    def _cost_lines(self, row: Measure) -> list[MoneyLine]:
        return [line for line in self.money.get(row.measure_id, ()) if not line.total_of]

    def _is_costed(self, row: Measure) -> bool:
        tasks = self.rows.tasks.get(row.measure_id, ())
        return bool(self._cost_lines(row)) or (bool(tasks) and all(map(self._is_costed, tasks)))

    def met(self, part: Rule | RowRatio, row: Measure) -> Known:
        """Return whether a row has what a share counts."""
        if part.exactly_one:
            found = self.one_lead(row)
        elif part.has_any:
            found = either(self.has(row, attribute) for attribute in part.has_any)
        else:
            found = both(self.has(row, attribute) for attribute in part.has_all)
        return both([found, self.chosen(row, part)]) if isinstance(part, RowRatio) else found

    def why(self, row: Measure, attribute: str) -> str:
        """Return why an attribute of a row is unknown: the name of a reason, empty where it is known."""
        if attribute == "funder_kind":
            lines = [line for line in self.money.get(row.measure_id, ()) if has_amount(line)]
            return "payer" if any(not line.funder_kind or line.funder_kind == "unknown" for line in lines) else ""
        known = self.one_lead(row) if attribute == "lead_ids" else self.has(row, attribute)
        if attribute in TAG_COLUMNS:
            known = None if self.tag(row, attribute) is None else True
        if known is not None:
            return ""
        if set(stated_in(attribute)) & set(row.not_seen):
            return "unseen"
        return self._reason_unknown(row, attribute)

    def _reason_unknown(self, row: Measure, attribute: str) -> str:
        if attribute in TAG_COLUMNS:
            return "tag"
        if attribute == "lead_ids":
            return "lead-text" if row.responsible_text else "lead"
        if attribute == "amount-and-source":
            return "payer" if any(map(has_amount, self.money.get(row.measure_id, ()))) else "amount"
        if attribute == "outcome-indicator-with-target":
            return "outcome" if self.indicators.get(row.measure_id) else "indicator"
        if attribute in ("end", "milestones", "own-date"):
            return "date"
        return attribute if attribute in ("amount", "indicator") else "cell"


def falls_before_the_end(date: str, plan_end: str) -> bool:
    """Return whether a date is a row's own: one that repeats the end of the plan says no more than its cover.

    Examples
    --------
    >>> falls_before_the_end("2027-06", "2027"), falls_before_the_end("2027-12-31", "2027")
    (True, False)
    """
    return last_day(date) < last_day(plan_end)


def has_amount(line: MoneyLine) -> Known:
    """Return whether a line of money has an amount, or an explicit zero."""
    if line.state == "amount":
        return None if line.amount is None else True
    return line.state == "zero"


def sum_is_open(line: MoneyLine) -> bool:
    """Return whether a line of money may be any sum: words instead of an amount, and not counted in another line."""
    return not line.counted_in and line.state != "zero" and line.amount is None


def names_payer(line: MoneyLine) -> Known:
    """Return whether a line of money names who pays, by kind or by programme."""
    if line.programme or line.funder_kind not in ("", "unknown", "not-stated"):
        return True
    return False if line.funder_kind == "not-stated" else None


def measures_outcome(indicator: PlanIndicator) -> Known:
    """Return whether an indicator measures an outcome from a baseline to a target."""
    kind = None if not indicator.kind else indicator.kind == "outcome"
    return both([kind, _is_stated(indicator.baseline), _is_stated(indicator.target)])


def _is_stated(cell: str) -> Known:
    return None if not cell else cell.strip().casefold() != NONE_GIVEN
