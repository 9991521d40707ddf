"""The choice of reports: all assessed countries, or the countries given, as one job for each plan and variant."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path

from evaluator.batch.inputs import folder_of
from evaluator.batch.job import ReportJob, ReportVariant
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.rubric import Rubric
from evaluator.reports.subject import document_name


def assessed_plans(library: Library, rubric_id: str = DEFAULT_RUBRIC) -> tuple[str, ...]:
    """Return one plan for each country that has an assessment under the rubric, by code.

    It is the newest plan with a final assessment, else the newest with a draft. A country whose
    files have faults is included: printing its report fails and lists every fault.

    Examples
    --------
    >>> "ALB-2005-2007" in assessed_plans(Library.open())
    True
    """
    return library.assessed_plans(rubric_id)


def plan_to_print(library: Library, iso3: str, rubric_id: str = DEFAULT_RUBRIC) -> str:
    """Return a country's newest plan, as `Library.newest_plan` does; if headers have faults, the last by name.

    Raises
    ------
    EvaluatorError
        There is no such country, or it has no plan.
    """
    return library.plan_to_print(iso3, rubric_id)


def jobs_for(
    library: Library, plan_ids: Iterable[str], folder: Path, variants: Sequence[ReportVariant] = (ReportVariant(),)
) -> tuple[ReportJob, ...]:
    """Return a job for each plan and variant, with a file in `folder` under the report's usual name.

    Raises
    ------
    UnknownNameError
        There is no such rubric, or it has no such weighting.
    InvalidInputError
        The rubric's files break their contract.
    """
    rubric = functools.cache(library.rubric)
    wanted = [(variant, rubric(variant.rubric_id)) for variant in variants]
    return tuple(
        ReportJob(plan_id, folder / _file_name(plan_id, variant, of), variant, folder_of(library))
        for plan_id in plan_ids
        for variant, of in wanted
    )


def _file_name(plan_id: str, variant: ReportVariant, rubric: Rubric) -> str:
    weighting = rubric.weighting(variant.weighting_id or rubric.reference_weighting)
    name = document_name(plan_id, rubric, weighting.id, variant.lang, variant.assessor or "")
    return f"{name}.{variant.form}"
