"""A plan that was loaded, with the tables that were read of it, and what there is to load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluator import pipeline
from evaluator.api.opened import kind_of, opened
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.library import Library
from evaluator.model.assessment import AgreedRating, Assessment, Rating
from evaluator.model.conveniences import html_table
from evaluator.model.defaults import DEFAULT_RUBRIC
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.read.coding import read_states
from evaluator.read.country import COUNTRY_TABLES, names_of
from evaluator.read.plan import PLAN_TABLES
from evaluator.scoring.own_weights import Several, Weights, weighting_of, weightings_of
from evaluator.tables.base import declared
from evaluator.tables.contract import frames_library, with_source
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

    def __hash__(self) -> int:
        """Return a hash by plan and rubric."""
        return hash((self.assessment, self.rubric))

    @property
    def id(self) -> str:
        """Return the plan's id."""
        return self.assessment.plan.id

    def score(self, weights: Weights | None = None, *, assessor: str | None = None) -> Scorecard:
        """Score the plan under one weighting.

        Parameters
        ----------
        weights : str, Weighting, mapping or Series, optional
            A weighting's name, a weighting, or weights by criterion or node, as `rubric.weights` gives them: a node
            shares its weight among its criteria as the reference weighting does, what is left out weighs nothing.
            The default is the reference weighting.
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
        chosen = weighting_of(self.rubric, self.rubric.reference_weighting if weights is None else weights)
        return pipeline.evaluate(self.assessment, self.rubric, chosen, assessor=assessor)

    def _repr_html_(self) -> str:
        """Return an HTML table of the plan's title, years and coders, for a notebook."""
        plan, codings = self.assessment.plan, self.assessment.codings
        rows = {
            "plan": plan.titles.get("en", self.id),
            "country": self.assessment.country.names.get("en", self.assessment.country.iso3),
            "years": f"{plan.start} to {plan.end}",
            "coders": ", ".join(f"{one.header.coder} ({one.header.state})" for one in codings) or "none",
            "measures, evidence": f"{len(self.assessment.measures)}, {len(self.assessment.evidence)}",
        }
        return html_table(repr(self), rows)

    def scores(self, weightings: Several | None = None, *, assessor: str | None = None) -> pd.DataFrame:
        """Return the table `scores`, one row for each weighting (by default all of the rubric's).

        Its columns are those of `scores` in `Study.frame`.
        """
        views = weightings_of(self.rubric, weightings)
        return pipeline.contrast([self.assessment], self.rubric, views, assessor=assessor).frame("scores")

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table of the plan as a frame, validated against its contract.

        Parameters
        ----------
        table : str
            A name below; `ratings` are those of every coder. An empty table says why in `attrs["empty"]`.

        Returns
        -------
        pandas.DataFrame
            With these columns:

            - measures: measure_id, parent_id, order, plan_number, level, text, text_original, lang, script, problem,
              lead_ids, partner_ids, through_id, responsible_text, time_text, start, end, milestones, recurrence,
              resources_text, risk, beneficiary, paradigms, function, tagged_by, tag_status, not_seen, not_stated,
              source_id, locator, note, added_by
            - indicators: indicator_id, measure_id, text, kind, unit, disaggregation, baseline, baseline_date, target,
              target_date, verification, source_id, locator
            - money: line_id, measure_id, year_from, year_to, state, amount, unit_factor, currency, amount_text,
              funder_kind, funder_id, programme, covered, counted_in, total_of, source_id, locator
            - evidence: evidence_id, source_id, locator, measure_id, object, as_of, note, quote, quote_lang,
              translation, added_by, added_on
            - anchors: evidence_id, source_sha256, page, quads, characters, text_sha256, before, after
            - matches: old_id, new_id, state, likeness, differs, confirmed, old_text, new_text, earlier
            - implementation: measure_id, as_of, status, reason_for_delay, evidence_ids, reported_by, note
            - recommendations: rec_id, criterion_id, text, addressee_id, deadline, from_level, to_level, origin,
              edition, outcome, outcome_on, evidence_ids
            - law: criterion_id, gives, level, article, since, until, text_of, extent, source_ids, says, is_least, twin,
              rubric_id
            - sources: source_id, title, author_body, kind, date, lang, script, url, archive_url, accessed, sha256,
              file, extent, licence, note
            - institutions: institution_id, name, lang, acronym, kind, valid_from, valid_to, successor_id
            - facts: fact_id, variable, from, to, value, unit, breakdown, definition, counted_by, interest, quality,
              conflict_group, source_id, locator, note
            - monitoring: point_id, monitor, round, published, source_id, place, strength, addressee, text,
              criterion_ids, repeats, outcome, outcome_source_id, outcome_place, note
            - ratings: criterion_id, criterion_version, status, level, confidence, evidence_ids, reason,
              missing_for_next, searched, article, version, since, text_of, extent, proposal, coder
            - agreed: criterion_id, status, level, rule, decided_by, decided_on, reason, inputs

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
            found = _rating_frame(self.assessment)
        elif table == "law":
            found = LAW_SIDES.frame(self.assessment.law)
        else:
            found = declared(READ[table], table).frame(getattr(self.assessment, table))
        return with_source(found, self.rubric, f"{self.id} has no rows of {table} in the library")


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
    if not isinstance(name, str):
        raise EvaluatorError(f"a plan's id, or the code or name of a country, is a text, not {kind_of(name)}")
    source = opened(library)
    chosen = source.rubric(rubric)
    return Plan(source.library.assessment(_name_of(source.library, name), chosen), chosen, source.library)


def plan_table(rubric: Rubric | str = DEFAULT_RUBRIC, *, library: Library | str | Path | None = None) -> pd.DataFrame:
    """Return the plans, or the units, that can be loaded under a rubric, as a frame under contract.

    Returns
    -------
    pandas.DataFrame
        With these columns:

        plan_id, iso3, country, start, end, state

    Examples
    --------
    >>> record = plan_table("public-record")
    >>> record.loc[record["plan_id"] == "SRB-2009", ["country", "start"]].to_numpy().tolist()
    [['Serbia', '2008-04']]
    """
    found = opened(library).library
    rows = tuple(_loadable(found, rubric.id if isinstance(rubric, Rubric) else rubric))
    frame = declared(LoadablePlan, "plans").frame(rows)
    frame.attrs |= {} if rows else {"empty": "the library has no country; `evaluator new country NAME` begins one"}
    return frame


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


def assessment_of(plan: Named, rubric: Rubric, library: Library) -> Assessment:
    """Return the assessment under a rubric of a plan that is named, or was loaded, perhaps with another rubric."""
    if isinstance(plan, Plan):
        return plan.assessment if plan.rubric.id == rubric.id else plan.library.assessment(plan.id, rubric)
    if not isinstance(plan, (Assessment, str)):
        raise EvaluatorError(f"a plan is named, or given as `load` returned it, not {kind_of(plan)}")
    return plan if isinstance(plan, Assessment) else library.assessment(_name_of(library, plan), rubric)
