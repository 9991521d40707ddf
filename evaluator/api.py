"""The functions for analysts: load a plan, score it, contrast plans, score a data frame, write a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluator import pipeline
from evaluator.contrasts.findings import Findings, findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.plain_levels import entrants_of
from evaluator.contrasts.study import Study, study_of
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.library import Library
from evaluator.model.assessment import AgreedRating, Assessment, Rating
from evaluator.model.defaults import DEFAULT_RUBRIC
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.weighting import Weighting
from evaluator.read.coding import read_states
from evaluator.read.country import COUNTRY_TABLES, names_of
from evaluator.read.plan import PLAN_TABLES
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights, path_weights, weighting_by_criterion
from evaluator.surveys.groups import Asked
from evaluator.tables.base import declared
from evaluator.tables.contract import frames_library
from evaluator.tables.law_beside import LAW_SIDES
from evaluator.tables.plans import LoadablePlan

if TYPE_CHECKING:
    import pandas as pd

# The tables of a plan and its country that `Plan.frame` gives.
READ: dict[str, type[Any]] = {
    **{name: row for name, row in (PLAN_TABLES | COUNTRY_TABLES).items() if name not in ("replies", "exceptions")},
    "ratings": Rating,
    "agreed": AgreedRating,
}
Weights = Weighting | str | Mapping[str, float]


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """A plan that `load` has read, with the rubric of its ratings and the library it came from.

    `assessment` holds measures, evidence, ratings and facts.
    """

    assessment: Assessment
    rubric: Rubric
    library: Library = field(compare=False)

    def __repr__(self) -> str:
        """Return the plan's id, the rubric and the number of coders, on one short line."""
        coders = len(self.assessment.codings)
        return f"<Plan {self.id} by {self.rubric.id} {self.rubric.version}, {coders} coder{'' if coders == 1 else 's'}>"

    @property
    def id(self) -> str:
        """Return the plan's id."""
        return self.assessment.plan.id

    def score(self, weights: Weights | None = None, *, assessor: str | None = None) -> Scorecard:
        """Score the plan under one weighting.

        Parameters
        ----------
        weights : str, Weighting or mapping, optional
            A weighting's name, a weighting, or weights by criterion (a criterion left out weighs
            nothing). The default is the reference weighting.
        assessor : str, optional
            Score one coder's ratings instead of the panel's.

        Returns
        -------
        Scorecard
            Score with coverage, bounds, gates and grade; `frame()` gives tables.

        Raises
        ------
        UnknownNameError
            The rubric has no such weighting or criterion, the plan no such coder.

        Examples
        --------
        >>> load("ALB-2005-2007").score("us-tip").grade.lowest
        'E'
        """
        chosen = _weighting_of(self.rubric, self.rubric.reference_weighting if weights is None else weights)
        return pipeline.evaluate(self.assessment, self.rubric, chosen, assessor=assessor)

    def scores(self, weightings: Sequence[Weights] | None = None, *, assessor: str | None = None) -> pd.DataFrame:
        """Return score, coverage, bounds and grade, one row for each weighting (by default all of the rubric's)."""
        return contrast([self], weightings=weightings, assessor=assessor).frame("scores")

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table of the plan as a frame, validated against its contract.

        Parameters
        ----------
        table : str
            `measures`, `indicators`, `money`, `institutions`, `sources`, `evidence`,
            `facts`, `implementation`, `recommendations`, `law`, `ratings` (of every coder) or `agreed`.

        Raises
        ------
        UnknownNameError
            There is no such table.

        Examples
        --------
        >>> load("ALB-2005-2007").frame("evidence").columns[0]
        'evidence_id'
        """
        if table not in READ:
            raise UnknownNameError("table", table, READ)
        if table == "ratings":
            return _rating_frame(self.assessment)
        if table == "law":
            return LAW_SIDES.frame(self.assessment.law)
        return declared(READ[table], table).frame(getattr(self.assessment, table))


Named = Plan | Assessment | str


def load(name: str, rubric: Rubric | str = DEFAULT_RUBRIC, *, library: Library | str | Path | None = None) -> Plan:
    """Read a plan by its id, or the newest of a country by its code or its name.

    Parameters
    ----------
    name : str
        `ALB-2021-2023`, `ALB` or `Albania`; `plan_table` lists what there is.
    rubric : Rubric or str
        The rubric whose ratings are read.
    library : Library or path, optional
        The user's folder over the shipped library.

    Raises
    ------
    UnknownNameError
        There is no such plan, country or rubric; the message suggests similar names.
    InvalidInputError
        With every fault of every file.

    Examples
    --------
    >>> load("ALB-2005-2007").assessment.plan.start
    '2005'
    """
    found = _library_of(library)
    chosen = found.rubric(rubric)
    return Plan(found.assessment(_name_of(found, name), chosen), chosen, found)


def plan_table(rubric: Rubric | str = DEFAULT_RUBRIC, *, library: Library | str | Path | None = None) -> pd.DataFrame:
    """Return the plans, or the units, that can be loaded under a rubric, as a frame under contract.

    Examples
    --------
    >>> record = plan_table("public-record")
    >>> record.loc[record["plan_id"] == "SRB-2009", ["country", "start"]].to_numpy().tolist()
    [['Serbia', '2008-04']]
    """
    found = _library_of(library)
    rows = tuple(_loadable(found, rubric.id if isinstance(rubric, Rubric) else rubric))
    return declared(LoadablePlan, "plans").frame(rows)


def rubric(name: str = DEFAULT_RUBRIC, *, library: Library | str | Path | None = None) -> Rubric:
    """Read a rubric with its weightings; UnknownNameError if there is no rubric with this name."""
    return _library_of(library).rubric(name)


def contrast(
    plans: Named | Sequence[Named],
    rubric: Rubric | str | None = None,
    weightings: Weights | Sequence[Weights] | None = None,
    *,
    assessor: str | None = None,
    rank_all: bool = False,
) -> Study:
    """Compare plans under several weightings.

    Parameters
    ----------
    plans : Plan, Assessment or str, or a sequence of them
        Each plan once, loaded or by name: its id, or the code or name of its country.
    rubric : Rubric or str, optional
        By default the rubric of the first loaded plan, or the default rubric if no plan is loaded.
    weightings : str, Weighting or mapping, or a sequence of them, optional
        Names, weightings, or weights by criterion; all of the rubric's if left out.
    assessor : str, optional
        Score one coder's ratings instead of the panel's.
    rank_all : bool, optional
        Rank also plans below the rubric's least coverage.

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
    given = [plans] if isinstance(plans, Named) else list(plans)
    loaded = [plan for plan in given if isinstance(plan, Plan)]
    library = loaded[0].library if loaded else Library.open()
    chosen = library.rubric(rubric or (loaded[0].rubric if loaded else DEFAULT_RUBRIC))
    read = [_assessment_of(plan, chosen, library) for plan in given]
    return pipeline.contrast(read, chosen, _weightings(chosen, weightings), assessor=assessor, rank_all=rank_all)


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
    return _library_of(library).asked(name)


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
    return findings_of(study, wanted, context_of(_library_of(library), wanted.sections, survey=wanted.survey))


def score_frame(
    levels: pd.DataFrame, rubric: Rubric | str = DEFAULT_RUBRIC, weights: Weights | Sequence[Weights] | None = None
) -> pd.DataFrame:
    """Score a data frame of levels: one row for each plan, one column for each criterion.

    Parameters
    ----------
    levels : pandas.DataFrame
        Whole numbers from 0 to the top of each criterion's scale. `"2+"` is at least 2. A missing value, or
        a criterion without a column, is not assessed; `"-"` does not apply. The index
        names the plans, each once.
    rubric : Rubric or str
        The rubric with the tree, gates, bands and missing-data policies to use.
    weights : str, Weighting, mapping or a sequence of them, optional
        All of the rubric's weightings if left out.

    Returns
    -------
    pandas.DataFrame
        A row for each weighting and plan, as `Study.frame("scores")`.

    Raises
    ------
    UnknownNameError
        A column is not a criterion of the rubric.
    EvaluatorError
        A cell is not a level of its scale (the error lists all such cells), a plan occurs twice, or
        there is no plan.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"shelter-places-assisted": [4, 0], "document-security": [0, 4]}, index=["X", "Y"])
    >>> found = score_frame(frame, weights={"shelter-places-assisted": 3, "document-security": 1})
    >>> found[["plan_id", "score"]].values.tolist()
    [['X', 0.75], ['Y', 0.25]]
    """
    chosen = Library.open().rubric(rubric)
    entrants = entrants_of(levels, chosen)
    wanted = _weightings(chosen, weights)
    if wanted == ():
        raise EvaluatorError("no weighting is given: name some, or leave them out for all of the rubric's")
    return study_of(chosen, wanted or tuple(chosen.weightings.values()), entrants).frame("scores")


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
    >>> report(load("ALB-2005-2007").score("equal"), "ALB.doc")
    Traceback (most recent call last):
    evaluator.errors.EvaluatorError: ALB.doc: a report ends in .pdf, .html or .xlsx
    """
    from evaluator.workbook.results.report_files import write_report

    return write_report(_library_of(library), result, Path(out), kind, lang, options)


def _name_of(library: Library, name: str) -> str:
    """Return the code of a country that is called by its name; any other name as it is."""
    has_code = library.has_country(name[:3].upper()) and name[3:4] in ("", "-")
    return name if has_code else library.country_called(name) or name


def _loadable(library: Library, rubric_id: str) -> Iterator[LoadablePlan]:
    """Yield the units of a rubric, or the plans of every country with the state of their ratings."""
    for unit in library.units_of(rubric_id):
        yield LoadablePlan(unit.unit_id, unit.iso3, unit.country, unit.start, unit.end, "counted")
    for code in () if library.units_of(rubric_id) else library.country_codes:
        names = names_of(library.country_folder(code))
        for plan_id in library.plan_ids(code):
            head, folder = library.plan(plan_id), library.plan_folder(plan_id).plan
            states = read_states(folder.below("assessments").below(rubric_id).topmost())
            state = "final" if "final" in states else "draft" if states else "none"
            yield LoadablePlan(plan_id, code, names[0], head.start, head.end, state)


def _rating_frame(assessment: Assessment) -> pd.DataFrame:
    frames_library()
    import pandas as pd

    table = declared(Rating, "ratings")
    found = [(coding.header.coder, table.frame(coding.ratings)) for coding in assessment.codings]
    if not found:
        return table.frame(()).assign(coder=pd.Series(dtype="string"))
    return pd.concat([frame.assign(coder=coder) for coder, frame in found], ignore_index=True)


def weights_of(rubric: Rubric, weights: Weights) -> pd.Series[float]:
    """Return each criterion's weight in the total if all criteria apply; the weights sum to 1."""
    frames_library()
    import pandas as pd

    tree = plant(rubric)
    local = local_weights(rubric, tree, (_weighting_of(rubric, weights),))
    found = path_weights(tree, local, np.ones((1, len(tree.criteria)), dtype=bool)).criteria[0, 0]
    return pd.Series(found, index=pd.Index(tree.criteria, name="criterion_id"), name="weight")


def _library_of(given: Library | str | Path | None) -> Library:
    return given if isinstance(given, Library) else Library.open(given)


def _assessment_of(plan: Named, rubric: Rubric, library: Library) -> Assessment:
    if isinstance(plan, Plan):
        return plan.assessment if plan.rubric.id == rubric.id else plan.library.assessment(plan.id, rubric)
    return plan if isinstance(plan, Assessment) else library.assessment(_name_of(library, plan), rubric)


def _weighting_of(rubric: Rubric, given: Weights, name: str = "own") -> Weighting:
    return weighting_by_criterion(rubric, given, name) if isinstance(given, Mapping) else rubric.weighting(given)


def _weightings(rubric: Rubric, given: Weights | Sequence[Weights] | None) -> tuple[Weighting, ...] | None:
    """Return the weightings for one or several names or weights; weights by criterion are named `own-1` and so on."""
    if given is None:
        return None
    several = [given] if isinstance(given, (Weighting, str, Mapping)) else given
    return tuple(_weighting_of(rubric, one, f"own-{k}") for k, one in enumerate(several, 1))
