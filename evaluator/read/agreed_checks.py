"""What agreed.csv may say: criteria, levels, and nothing that no coder has evidence for."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.errors import Problem, did_you_mean
from evaluator.model.assessment import LEFT_OUT, AgreedRating
from evaluator.model.rubric import Criterion, Rubric
from evaluator.read.coding import CodingFiles
from evaluator.read.table import Table


def check_agreed(table: Table[object], rubric: Rubric, codings: CodingFiles) -> Iterator[Problem]:
    """Yield the faults of agreed.csv: criteria, levels, statuses, and ratings without evidence."""
    for at, row in enumerate(table.rows):
        if not isinstance(row, AgreedRating):
            continue
        criterion = rubric.by_id.get(row.criterion_id)
        if criterion is None:
            mend = did_you_mean(row.criterion_id, list(rubric.by_id))
            yield table.problem(at, "criterion_id", repr(row.criterion_id), "a criterion of the rubric", mend)
        elif not criterion.is_rated_by_hand:
            yield table.problem(at, "criterion_id", "a rating of a criterion that is computed", "no row for it")
        else:
            yield from _level(at, row, table, rubric)
            yield from _grounds(at, row, criterion, table, codings)
            if _is_bare_zero(row, criterion, rubric):
                yield table.problem(at, "status", "level 0 of a gate as `rated`", "`silent` or `contrary`")


def _level(at: int, row: AgreedRating, table: Table[object], rubric: Rubric) -> Iterator[Problem]:
    top = rubric.scale_of(row.criterion_id).top
    if row.status == "rated" and (row.level is None or row.level > top):
        found = "no level" if row.level is None else f"level {row.level}"
        yield table.problem(at, "level", found, f"a level from 0 to {top}")
    if row.status in ("silent", "contrary") and row.level not in (None, 0):
        yield table.problem(at, "level", f"level {row.level} with {row.status}", "0 or an empty cell")
    if row.status in (*LEFT_OUT, "not-assessed", "disputed") and row.level is not None:
        yield table.problem(at, "level", f"level {row.level} with {row.status}", "an empty cell")


def _is_bare_zero(row: AgreedRating, criterion: Criterion, rubric: Rubric) -> bool:
    is_zero = row.status == "rated" and row.level == 0
    return is_zero and criterion.object == "plan" and criterion.id in rubric.grading.gates


def _grounds(
    at: int, row: AgreedRating, criterion: Criterion, table: Table[object], codings: CodingFiles
) -> Iterator[Problem]:
    """Hold a result to the rules of a rating: evidence stands in the coders' files, and only a plan is silent."""
    named = [rating for coding in codings.codings for rating in coding.ratings if rating.criterion_id == criterion.id]
    if row.status in ("rated", "contrary") and not any(rating.evidence_ids for rating in named):
        found = f"{row.status} without evidence in any coder's file"
        yield table.problem(
            at, "status", found, "evidence of a coder for it", "Use not-assessed, or enter the evidence."
        )
    if row.status == "silent" and criterion.object != "plan":
        found = f"silent on a criterion about the {criterion.object}"
        yield table.problem(at, "status", found, "silence only of the plan's text", "Use not-assessed.")
