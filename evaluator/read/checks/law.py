"""Checks of law.csv: that each row reads a law of the plan's years for a criterion that a law may answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from evaluator.errors import Problem
from evaluator.model.country import Source
from evaluator.model.dates import first_day, is_before, last_day
from evaluator.model.law import WITH_LAW_LEVEL, LawRow
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.safeguard import meets_norm
from evaluator.read.checks.door import UnitCheck
from evaluator.read.plan import PlanFiles
from evaluator.read.text_files.table import ReadTable


def law_faults(files: PlanFiles) -> Iterator[Problem]:
    """Yield the faults of the rows of law.csv that need no rubric: the copy that was read, and the plan's years."""
    table = files.tables.get("law")
    if table is None:
        return
    sources = files.tables.get("sources")
    known = {row.source_id: row for _, row in sources.each(Source)} if sources is not None else {}
    for at, row in table.each(LawRow):
        yield from _faults_of_copy(table, at, row, [known[name] for name in row.source_ids if name in known])
        if files.plan is not None:
            yield from _faults_of_days(table, at, row, files.plan)


def _faults_of_copy(table: ReadTable[object], at: int, row: LawRow, cited: Sequence[Source]) -> Iterator[Problem]:
    shut = [source.source_id for source in cited if not (source.url or source.archive_url or source.file)]
    if shut:
        found = f"an article without a copy: {', '.join(shut)} with neither an address nor a file"
        mend = "Give the source the address at which the next reader opens it."
        yield table.problem(at, "source_ids", found, "sources that can be opened", mend)
    # By years: a gazette prints an act weeks before it enters into force.
    if is_before(row.text_of, row.since[:4]):
        found, expected = f"a copy of {row.text_of}, older than the wording of {row.since}", "a copy with this wording"
        yield table.problem(at, "text_of", found, expected)


def _faults_of_days(table: ReadTable[object], at: int, row: LawRow, plan: PlanFile) -> Iterator[Problem]:
    """Yield the fault of a wording that did not hold while the plan ran, or is not known to have held."""
    ended = last_day(plan.end)
    if row.since and first_day(row.since) > ended:
        found = f"a wording of {row.since}, after the plan's end of {plan.end}"
        yield table.problem(at, "since", found, "a law in force while the plan ran", "Read the wording before it.")
    elif row.until and is_before(row.until, row.since):
        yield table.problem(at, "until", f"{row.until}, before {row.since}", "a day after `since`")
    elif row.until and is_before(row.until, plan.start):
        found = f"a wording that ended on {row.until}, before the plan's start of {plan.start}"
        yield table.problem(at, "until", found, "a law in force while the plan ran", "Read the wording after it.")
    elif first_day(row.text_of) > ended and not row.since:
        found = (
            f"a copy of {row.text_of}, after the plan's end of {plan.end}; since when it has this wording is not told"
        )
        mend = "Write under `since` the article's own last change, or read a copy of the plan's years."
        yield table.problem(at, "text_of", found, f"a copy of {plan.end} or before, or `since`", mend)


def law_faults_under(table: ReadTable[object], rubric: Rubric, answered: Collection[str]) -> Iterator[Problem]:
    """Yield the faults of the rows of law.csv under a rubric: what a law cannot answer, levels, and twins.

    `answered` are the criteria whose twin in a companion states a level for this plan.
    """
    flagged = [criterion.id for criterion in rubric.criteria if criterion.statute]
    for at, row in table.each(LawRow):
        if row.criterion_id not in rubric.by_id and rubric.borrowed:
            continue  # a rubric of another's criteria has not all of them
        if row.criterion_id not in flagged:
            expected = f"a criterion of {rubric.id} with `statute: may_answer`"
            yield from table.unknown(at, "criterion_id", "criterion", row.criterion_id, flagged, expected)
            continue
        yield from _faults_of_level(table, at, row, rubric)
        if row.criterion_id in answered:
            twin = rubric.by_id[row.criterion_id].law_twin
            found = f"a row where {twin} is rated for this plan and answers"
            yield table.problem(at, "criterion_id", found, "no row", "Remove it: the cell comes from that rating.")


def _faults_of_level(table: ReadTable[object], at: int, row: LawRow, rubric: Rubric) -> Iterator[Problem]:
    if (row.level is not None) != (row.gives in WITH_LAW_LEVEL):
        found = f"{'no' if row.level is None else 'a'} level beside {row.gives}"
        yield table.problem(at, "level", found, "a level for meets and in-part alone")
    elif row.level is not None and row.level > rubric.scale_of(row.criterion_id).top:
        top = rubric.scale_of(row.criterion_id).top
        yield table.problem(at, "level", f"level {row.level}", f"a level from 1 to {top}")
    elif row.level is not None and meets_norm(rubric, row.criterion_id, row.level) != (row.gives == "meets"):
        expected = "meets from the norm level on, in-part below it"
        yield table.problem(at, "gives", f"{row.gives} at level {row.level}", expected)


CHECK = UnitCheck("plan", law_faults)
