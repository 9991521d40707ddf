"""What a notebook asks of plans: contrast, findings, survey, report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluator import pipeline
from evaluator.api.opened import kind_of, opened
from evaluator.api.plan import Named, Plan, assessment_of
from evaluator.contrasts.findings import Findings, findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.study import Study
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.defaults import DEFAULT_RUBRIC
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.scoring.own_weights import Several, weightings_of
from evaluator.surveys.groups import Asked

if TYPE_CHECKING:
    import pandas as pd


def rubric(name: str = DEFAULT_RUBRIC, *, library: Library | str | Path | None = None) -> Rubric:
    """Read a rubric with its weightings; UnknownNameError if there is no rubric with this name."""
    return opened(library).rubric(name)


def contrast(
    plans: Named | Sequence[Named],
    rubric: Rubric | str | None = None,
    weightings: Several | None = None,
    *,
    assessor: str | None = None,
    rank_all: bool = False,
    library: Library | str | Path | None = None,
) -> Study:
    """Compare plans under several weightings.

    Parameters
    ----------
    plans : Plan, Assessment or str, or a sequence of them
        Each plan once, loaded or by name: its id, or the code or name of its country.
    rubric : Rubric or str, optional
        By default the rubric of the first loaded plan, or the default rubric if no plan is loaded.
    weightings : str, Weighting, mapping, Series or frame, or a sequence of them, optional
        Names, weightings, or weights by criterion or node; all of the rubric's if left out, the reference first. A
        frame has a column for each weighting; `{"mine": {...}}` names one's own.
    assessor : str, optional
        Score one coder's ratings instead of the panel's.
    rank_all : bool, optional
        Rank also plans below the rubric's least coverage.
    library : Library or path, optional
        Where plans called by name are read; by default where the first loaded plan comes from.

    Returns
    -------
    Study
        Score, coverage, bounds, grade and rank of every plan under every weighting;
        `frame()` gives tables, `draws()` scores under drawn weights.

    Raises
    ------
    UnknownNameError
        There is no such plan, rubric, weighting, criterion or coder.
    EvaluatorError
        No plan, no weighting, or a plan twice.

    Examples
    --------
    >>> contrast(["ALB-2005-2007", "AUS"], weightings=["equal", "us-tip"]).plan_ids
    ('ALB-2005-2007', 'AUS-2020-2025')
    """
    given = [plans] if isinstance(plans, Named) else list(_several_of(plans))
    loaded = [plan for plan in given if isinstance(plan, Plan)]
    source = opened(loaded[0].library if loaded and library is None else library)
    chosen = source.rubric(rubric or (loaded[0].rubric if loaded else DEFAULT_RUBRIC))
    read = [assessment_of(plan, chosen, source.library) for plan in given]
    return pipeline.contrast(read, chosen, weightings_of(chosen, weightings), assessor=assessor, rank_all=rank_all)


def survey(name: str, *, library: Library | str | Path | None = None) -> Asked:
    """Return a survey of weights as it was answered: its groups of five and more, as frames under contract.

    Parameters
    ----------
    name : str
        The id of the survey, a folder of `surveys/`.
    library : Library or path, optional
        The user's folder that holds it.

    Returns
    -------
    Asked
        `frame("groups")` and `frame("conflict")` are the tables that may be printed; `weighting(group)` is the frame
        of a group. Beside plans:
        `findings(study, ContrastOptions(survey=name, sections=("members",)))`.

    Raises
    ------
    UnknownNameError
        There is no such survey.
    EvaluatorError
        It has no forms or no answers yet.
    """
    return opened(library).library.asked(name)


def findings(
    study: Study, options: ContrastOptions | None = None, *, library: Library | str | Path | None = None
) -> Findings:
    """Return the findings of a contrast as one frozen object: moves, flips, draws, levels, doubts.

    Parameters
    ----------
    study : Study
        Plans under weightings, from `contrast`.
    options : ContrastOptions, optional
        Sections, draws, rules; the usual sections if left out. Its weightings and
        shares are not read: the study has its own.
    library : Library or path, optional
        The library with standards and tiers; the shipped one if left out.

    Raises
    ------
    EvaluatorError
        Rules conflict, or a section that was requested by itself has no content.

    Examples
    --------
    >>> study = contrast(["ALB-2005-2007", "AUS"], weightings=["equal", "us-tip"])
    >>> findings(study, ContrastOptions(sections=("weights",))).weights[0].id
    'migration'
    """
    from evaluator.reports.context.several import context_of

    wanted = options or ContrastOptions()
    return findings_of(study, wanted, context_of(opened(library).library, wanted.sections, survey=wanted.survey))


def study_frame(study: Study, name: str) -> pd.DataFrame:
    """Return a table of a study, see `Study.frame`; standards and tiers are those of the library without a name."""
    from evaluator.contrasts.tables.all import frame_of, section_of
    from evaluator.reports.context.several import context_of

    section = section_of(name)
    beside = context_of(opened(None).library, (section,)) if section in ("blind-spot", "leave-one-out") else None
    return frame_of(study, name, beside)


def report(
    result: Scorecard | Study | Sequence[Scorecard],
    out: str | Path,
    *,
    kind: str | None = None,
    lang: str = "en",
    options: ContrastOptions | None = None,
    library: Library | str | Path | None = None,
) -> Path:
    """Write the report of a result: PDF, HTML or workbook, by the ending of `out`.

    Parameters
    ----------
    result : Scorecard, Study or sequence of Scorecard
        One scorecard gives a country report, a study the contrast under its
        weightings, several scorecards a comparative report.
    out : path
        The file, ending `.pdf`, `.html` or `.xlsx`; an existing one is replaced once the new one is
        complete.
    kind : str, optional
        `brief` or `contrast` in place of the comparative report of several scorecards.
    lang : str
        Language of the report, BCP 47.
    options : ContrastOptions, optional
        For a study: sections, draws, rules; every section if left out.
    library : Library or path, optional
        The library with the templates and the files that a PDF carries; the shipped one if left
        out.

    Raises
    ------
    EvaluatorError
        The ending or the kind is unknown, or the folder cannot be written to.
    MissingDependencyError
        A library for printing is not installed.

    Examples
    --------
    >>> from evaluator import load
    >>> report(load("ALB-2005-2007").score("equal"), "ALB.doc")
    Traceback (most recent call last):
    evaluator.errors.EvaluatorError: ALB.doc: a report ends in .pdf, .html or .xlsx
    """
    from evaluator.workbook.results.report_files import write_report

    return write_report(opened(library).library, result, Path(out), kind, lang, options)


def _several_of(plans: object) -> Iterable[Any]:
    if isinstance(plans, Iterable) and not isinstance(plans, (bytes, Mapping)):
        return plans
    raise EvaluatorError(f"plans are names, or what `load` returned, alone or in a list, not {kind_of(plans)}")
