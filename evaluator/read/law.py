"""The law beside a plan: the rows of its law.csv, and what the ratings of a companion rubric answer for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from evaluator.model.assessment import PROVISION_READ, STATES_LEVEL, Assessment
from evaluator.model.criterion import Criterion
from evaluator.model.law import LawSide
from evaluator.model.rubric import Rubric
from evaluator.model.safeguard import meets_norm
from evaluator.pipeline import evaluate
from evaluator.read.coding import read_codings
from evaluator.read.plan import PlanFolder
from evaluator.tables.law import LawCell, law_cells


def twins_of(rubric: Rubric) -> dict[str, Criterion]:
    """Return the criteria of a rubric whose question the law is asked as well, by id."""
    return {criterion.id: criterion for criterion in rubric.criteria if criterion.law_twin}


def companions_rated(folder: PlanFolder, rubric: Rubric) -> tuple[str, ...]:
    """Return the other rubrics under which a plan has ratings, where a law twin of the rubric may be."""
    if not twins_of(rubric):
        return ()
    names = folder.plan.below("assessments").folders_inside()
    return tuple(name for name in names if name != rubric.id and folder.ratings(name).files("*.yaml"))


def answered_by_twins(folder: PlanFolder, rubric: Rubric) -> frozenset[str]:
    """Return the criteria whose twin some coder gave a level for this plan, by an article that is named.

    A least level is none: what the twin leaves open may be the very point, and a row of the plan's own table says so.
    """
    rows = (
        row
        for name in companions_rated(folder, rubric)
        for coding in read_codings(folder.ratings(name), []).codings
        for row in coding.ratings
    )
    levelled = {
        row.criterion_id for row in rows if row.status in STATES_LEVEL and row.status != "at-least" and row.article
    }
    return frozenset(name for name, criterion in twins_of(rubric).items() if criterion.law_twin in levelled)


def with_twins(
    assessment: Assessment, rubric: Rubric, rated: Iterable[tuple[Rubric, Callable[[], Assessment]]]
) -> Assessment:
    """Return an assessment with what the law questions of companions answer beside its own rows.

    `rated` are the companions under which the plan is rated, each with a reader of the plan under it. A least level of
    a companion gives way to a row of the plan's own. The files of such ratings are among those of the assessment from
    then on, as a result rests on them.
    """
    own = {side.criterion_id for side in assessment.law}
    sides, files = {side.criterion_id: side for side in assessment.law}, dict(assessment.files)
    for companion, read in rated:
        if not any(criterion.law_twin in companion.by_id for criterion in twins_of(rubric).values()):
            continue
        beside = read()
        told = (
            side for side in _twin_sides(beside, rubric, companion) if not (side.is_least and side.criterion_id in own)
        )
        found = {side.criterion_id: side for side in told}
        if found:
            sides |= found
            files |= beside.files
    return replace(assessment, law=tuple(sides.values()), files=dict(sorted(files.items())))


def _twin_sides(beside: Assessment, rubric: Rubric, companion: Rubric) -> Iterator[LawSide]:
    """Yield the law beside each criterion whose twin has a level for this plan, by an article that is named.

    A level from another's account that names no article tells a reader nothing to open, and counts as not read.
    """
    cells = {cell.criterion.id: cell for cell in law_cells(evaluate(beside, companion))}
    for name, criterion in twins_of(rubric).items():
        cell = cells.get(criterion.law_twin or "")
        if cell is not None and cell.level is not None and cell.article:
            yield _side(name, criterion, cell, companion)


def _side(name: str, criterion: Criterion, cell: LawCell, companion: Rubric) -> LawSide:
    level, is_least = cell.level or 0, cell.mark == "at-least"
    if level in criterion.law_contrary and not is_least and cell.extent in PROVISION_READ:
        gives, level = "contrary", 0
    elif meets_norm(companion, cell.criterion.id, level):
        gives = "meets"
    else:
        gives = "in-part" if level else "nothing"
    return LawSide(
        name, gives, level, is_least, cell.article, since=cell.since, text_of=cell.text_of, extent=cell.extent,
        source_ids=tuple(source.source_id for source in cell.sources), says=cell.says, twin=cell.criterion.id,
        rubric_id=companion.id,
    )  # fmt: skip
