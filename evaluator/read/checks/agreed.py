"""Checks of agreed.csv: criteria, levels, evidence, and whether each row rests on the current ratings."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.errors import Problem
from evaluator.model.assessment import AgreedRating, written
from evaluator.model.rubric import Rubric
from evaluator.panel.reconcile import Verdict, decide, level_of
from evaluator.panel.record import Fault, evidence_faults, result_faults
from evaluator.panel.settle import holds, in_force, votes_on, written_inputs
from evaluator.panel.told import settle_command
from evaluator.read.coding import CodingDocument, CodingFiles
from evaluator.read.text.table import ReadTable


def check_agreed(table: ReadTable[object], rubric: Rubric, codings: CodingFiles, plan_id: str) -> Iterator[Problem]:
    """Yield the faults of agreed.csv, and a warning for each row settled from ratings that have changed since.

    Such a row no longer holds, so it needs no evidence. If a coder's file cannot be read, the current ratings are
    unknown, and no row is compared with them.
    """
    readable = all(_is_whole(coder) for coder in codings.coders)
    voting = in_force(codings.codings)
    for at, row in table.each(AgreedRating):
        criterion = rubric.by_id.get(row.criterion_id)
        if criterion is None:
            known, expected = rubric.by_id, "a criterion of the rubric"
            yield from table.unknown(at, "criterion_id", "", row.criterion_id, known, expected)
            continue
        if not criterion.is_rated_by_hand:
            yield table.problem(at, "criterion_id", "a rating of a criterion that is computed", "no row for it")
            continue
        votes = votes_on(voting, criterion.id)
        is_overtaken = readable and not holds(row, votes)
        faults = list(result_faults(criterion, row.status, row.level, rubric))
        if not is_overtaken:
            faults += evidence_faults(criterion, row.status, codings.codings)
            by_rule = decide(rubric, criterion, votes)
            faults += _rule_faults(row, by_rule, plan_id, rubric) if readable and not faults else ()
        for fault in faults:
            yield table.problem(at, fault.field, fault.found, fault.expected, fault.suggestion)
        if is_overtaken and not faults:
            was, now = row.inputs or "no ratings", written_inputs(votes) or "none"
            found = f"the agreed rating of {criterion.id} no longer holds: it went by {was}"
            mend = f"Settle it again with `{settle_command(plan_id, rubric.id)}`."
            yield table.problem(at, "inputs", found, f"the ratings as they are, {now}", mend, severity="warning")


def _rule_faults(row: AgreedRating, verdict: Verdict, plan_id: str, rubric: Rubric) -> Iterator[Fault]:
    """Yield a fault if a row differs from the result of the rubric's rule and names nobody who decided it."""
    if not row.decided_by and (row.status, level_of(row.status, row.level)) != (verdict.status, verdict.level):
        mend = f"Say who decided, or remove the row and run `{settle_command(plan_id, rubric.id)}`."
        field = "level" if row.status == verdict.status else "status"
        found = f"{_written(row.status, row.level)} of {row.inputs or 'no ratings'}, and nobody who decided it"
        yield Fault(field, found, f"{_written(verdict.status, verdict.level)}, as the rubric's rule gives", mend)


def _written(status: str, level: int | None) -> str:
    return f"level {level}" if status == "rated" else written(status, level)


def _is_whole(coder: CodingDocument) -> bool:
    table = coder.table
    return coder.header is not None and table.is_readable and len(table.lines) == len(table.cells)
