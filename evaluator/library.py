"""The library: rubrics, countries and templates, both shipped and in the user's own folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import ClassVar

from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.model.assessment import Assessment
from evaluator.model.audit import AuditFile
from evaluator.model.country import STAR, Country, FactsFile, Unit
from evaluator.model.defaults import DEFAULT_RUBRIC as DEFAULT_RUBRIC  # noqa: PLC0414  (commands take it from here)
from evaluator.model.facts import SharedFacts
from evaluator.model.intake import PlanWords, TagWords
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.schema import ISO3, years_overlap
from evaluator.model.standard import Citable, InstrumentsFile, ProvisionTest, Standard
from evaluator.model.survey import SurveyWords
from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick
from evaluator.read.assessment import PlanFolder, read_assessment, read_country, read_plan_head
from evaluator.read.audit import read_audit
from evaluator.read.coding import read_states
from evaluator.read.country import INVENTED, bare_names_of
from evaluator.read.facts import CountryFacts, read_country_facts, read_fact_page, read_shared_facts, with_memberships
from evaluator.read.law import companions_rated, with_twins
from evaluator.read.layers import Layers
from evaluator.read.links import links_out
from evaluator.read.plan_words import read_plan_words, read_tag_words
from evaluator.read.rubric import read_rubric
from evaluator.read.shipped import EXAMPLES
from evaluator.read.shipped import shipped_root as shipped_root  # noqa: PLC0414  (commands take it from here)
from evaluator.read.standards import read_instruments, read_standards, read_tests
from evaluator.read.survey import read_asked, read_survey_words, survey_folder
from evaluator.read.units import UNITS, UnitFacts, read_unit_facts, unit_assessment
from evaluator.read.yardstick import against_shipped
from evaluator.store.change import recover
from evaluator.surveys.groups import Asked

PLAN_WORDS, SURVEY_WORDS = "rubrics/plan-words.yaml", "rubrics/survey.yaml"


def examples_root() -> Path:
    """Return the shipped folder of invented countries, a library of its own that is used only on request.

    Raises
    ------
    EvaluatorError
        The folder does not exist.
    """
    folder = shipped_root() / EXAMPLES
    if not (folder / "countries").is_dir():
        raise EvaluatorError(f"the examples are not here: {folder}. Install the package anew.")
    return folder


@cache
def shipped_rubric(name: str) -> Rubric | None:
    """Return the shipped rubric of that id, read once; None without one."""
    folder = Layers((shipped_root(),)).below("rubrics").below(name)
    return read_rubric(folder) if folder.file("rubric.yaml") else None


@dataclass(frozen=True)
class Library:
    """Rubrics, countries and templates by name; files in the user's folder take precedence over shipped ones.

    Examples
    --------
    >>> library = Library.open()
    >>> "four-paradigms" in library.rubric_names
    True
    """

    layers: Layers
    # Whether this library is the one embedded in a report, rather than a folder of plans.
    is_carried: ClassVar[bool] = False

    @classmethod
    def open(cls, folder: str | os.PathLike[str] | None = None) -> Library:
        """Open the shipped library, overlaid by `folder` if given, or by EVALUATOR_LIBRARY.

        Raises
        ------
        EvaluatorError
            The folder does not exist.
        InvalidInputError
            Links in it lead out of it; the error lists all.
        """
        shipped = shipped_root()
        if not (chosen := folder or os.environ.get("EVALUATOR_LIBRARY")):
            return cls(Layers((shipped,)))
        own = Path(chosen).expanduser().resolve()
        if not own.is_dir():
            found = "a file, and no folder" if own.is_file() else "there is no such folder"
            raise EvaluatorError(f"{chosen}: {found}. Make one, or name the one that holds countries/.")
        if own != shipped and (leading_out := links_out(own)):
            raise InvalidInputError(leading_out)
        recover(own)
        return cls(Layers((shipped,) if own == shipped else (own, shipped)))

    @cached_property
    def standards(self) -> dict[str, Standard]:
        """Return the article-level index of standards, by id."""
        return read_standards(self.layers.below("rubrics"))

    @property
    def citable(self) -> Citable | None:
        """Return the provisions that criteria may cite; None if the library has no index of them."""
        return Citable.of(self.standards.values()) if self.standards else None

    @cached_property
    def instruments(self) -> InstrumentsFile:
        """Return the instruments (treaties, standards) against which plans are read.

        Raises
        ------
        InvalidInputError
            With every fault of `rubrics/instruments.yaml`.
        """
        return read_instruments(self.layers.below("rubrics").expected("instruments.yaml"), self.standards)

    @cached_property
    def plan_words(self) -> PlanWords:
        """Return the words by which the import recognises the tables of plans.

        Raises
        ------
        InvalidInputError
            With every fault of `rubrics/plan-words.yaml`.
        """
        return read_plan_words(self.layers.expected(PLAN_WORDS))

    @cached_property
    def tag_words(self) -> TagWords:
        """Return the words by which tags are proposed for a plan's measures.

        Raises
        ------
        InvalidInputError
            With every fault of `rubrics/tag-words.yaml`.
        """
        return read_tag_words(self.layers.below("rubrics").expected("tag-words.yaml"))

    @cached_property
    def survey_words(self) -> SurveyWords:
        """Return the rules and words of surveys.

        Raises
        ------
        InvalidInputError
            With every fault of `rubrics/survey.yaml`.
        """
        return read_survey_words(self.layers.expected(SURVEY_WORDS))

    def survey_folder(self, name: str) -> Layers:
        """Return the folder of a survey; UnknownNameError if there is no such survey."""
        return survey_folder(self.layers.below("surveys"), name)

    def asked(self, name: str) -> Asked:
        """Return a survey as it was answered: its groups that may be printed; for errors see `read_asked`."""
        return read_asked(self.survey_folder(name), self.rubric, self.survey_words.rules)

    def tests_of(self, rubric: Rubric) -> tuple[ProvisionTest, ...]:
        """Return the tests by which a rubric decides whether provisions are met.

        Raises
        ------
        InvalidInputError
            With every fault of `rubrics/tests.csv` that concerns the rubric.
        """
        return read_tests(self.layers.below("rubrics"), self.standards, rubric)

    @cached_property
    def shared_facts(self) -> SharedFacts:
        """Return the shared data sets for lenses and for reading plans against instruments, read once.

        Raises
        ------
        InvalidInputError
            With every fault of their tables.
        """
        return read_shared_facts(self.layers.below("countries").below("facts"))

    @cached_property
    def tier_page(self) -> FactsFile | None:
        """Return the provenance of the Trafficking in Persons Report tiers, or None if there is no page.

        Raises
        ------
        InvalidInputError
            With every fault of the page.
        """
        return read_fact_page(self.layers.below("countries").below("facts"), "tip-tiers")

    def country_facts(self, iso3: str) -> CountryFacts:
        """Return a country's rows of the shared data sets, for the variables of the dictionary.

        Raises
        ------
        InvalidInputError
            With every fault of the country's rows.
        """
        return read_country_facts(self.layers.below("countries").below("facts"), iso3.upper())

    @property
    def rubric_names(self) -> tuple[str, ...]:
        """Return the ids of the library's rubrics."""
        rubrics = self.layers.below("rubrics")
        return tuple(name for name in rubrics.folders_inside() if rubrics.below(name).file("rubric.yaml"))

    def rubric(self, name: Rubric | str = DEFAULT_RUBRIC) -> Rubric:
        """Read a rubric with its weightings and lenses; one that was read is returned as it is.

        Raises
        ------
        UnknownNameError
            There is no rubric of that name.
        InvalidInputError
            Its files break their contract.
        """
        if isinstance(name, Rubric):
            return name
        if name not in self.rubric_names:
            raise UnknownNameError("rubric", name, self.rubric_names)
        found = read_rubric(self.layers.below("rubrics").below(name), self.citable)
        return found.model_copy(update={"yardstick": self._yardstick(found)})

    def _yardstick(self, rubric: Rubric) -> Yardstick:
        """Return what of a rubric is not the shipped text of its id; nothing if only the shipped folder has rubrics."""
        shipped = shipped_root()
        if not any((folder / "rubrics").is_dir() for folder in self.layers.folders if folder != shipped):
            return NOTHING_ALTERED
        return against_shipped(rubric, shipped_rubric(rubric.id))

    def audit(self, rubric: Rubric) -> AuditFile:
        """Return the settings that an audit of a rubric varies.

        Raises
        ------
        InvalidInputError
            With every fault of the rubric's `audit.yaml`; also if there is none.
        """
        return read_audit(self.layers.below("rubrics").below(rubric.id).expected("audit.yaml"), rubric)

    @property
    def country_codes(self) -> tuple[str, ...]:
        """Return the ISO3 codes of the library's countries."""
        countries = self.layers.below("countries")
        codes = (name for name in countries.folders_inside() if ISO3.fullmatch(name))
        return tuple(code for code in codes if countries.below(code).file("country.yaml"))

    def has_country(self, code: str) -> bool:
        """Return whether the library has a country with this code, without reading the others."""
        return bool(ISO3.fullmatch(code) and self.layers.below("countries").below(code).file("country.yaml"))

    def country(self, iso3: str) -> Country:
        """Read a country's own file; if it lists no memberships, those of the shared data set are added."""
        return with_memberships(read_country(self.country_folder(iso3)), self.country_facts(iso3).memberships)

    def country_called(self, name: str) -> str:
        """Return the code of the one country that has this name in any language; empty if none or several have it."""
        asked = name.casefold().removesuffix(STAR).removesuffix(INVENTED)
        called = [c for c in self.country_codes if asked in map(str.casefold, bare_names_of(self.country_folder(c)))]
        return called[0] if len(called) == 1 else ""

    def country_folder(self, iso3: str) -> Layers:
        """Return the folder of a country by its ISO3 code; names of countries are not accepted.

        Raises
        ------
        UnknownNameError
            There is no such country here.
        """
        code = iso3.upper()
        if not self.has_country(code):
            raise UnknownNameError("country", iso3, self.country_codes)
        return self.layers.below("countries").below(code)

    def plan_ids(self, iso3: str) -> tuple[str, ...]:
        """Return the ids of a country's plans, in order of name; a folder named after another country is left out."""
        plans = self.country_folder(iso3).below("plans")
        own = (name for name in plans.folders_inside() if name.startswith(f"{iso3.upper()}-"))
        return tuple(name for name in own if plans.below(name).file("plan.yaml"))

    def plan(self, plan_id: str) -> PlanFile:
        """Read the header (`plan.yaml`) of a plan."""
        return read_plan_head(self.plan_folder(plan_id).plan)

    def plan_folder(self, plan_id: str) -> PlanFolder:
        """Return the folder of a plan.

        Raises
        ------
        UnknownNameError
            There is no such country or plan.
        """
        iso3 = plan_id[:3]
        country = self.country_folder(iso3)
        known = self.plan_ids(iso3)
        if plan_id not in known:
            raise UnknownNameError("plan", plan_id, known)
        return PlanFolder(country, country.below("plans").below(plan_id), plan_id, self.is_carried)

    def newest_plan(self, iso3: str, rubric_id: str = DEFAULT_RUBRIC) -> str:
        """Return the newest plan with a final assessment, else the newest with a draft, else the newest.

        Newest is the latest start, then the latest adoption, then the later name.

        Raises
        ------
        EvaluatorError
            The country has no plan.
        """
        ids = self.plan_ids(iso3)
        if not ids:
            code = iso3.upper()
            raise EvaluatorError(
                f"{code} has no plan here yet. Start one, for example with `evaluator new plan {code}-2030-2033`."
            )
        return max(ids, key=lambda plan_id: self._state_and_dates(plan_id, rubric_id))

    def earlier_plan(self, plan_id: str, rubric_id: str = DEFAULT_RUBRIC) -> str | None:
        """Return the country's newest rated plan of the same kind that began before this plan, or None.

        Two plans are of the same kind if both have a parent plan or neither has. A plan is rated if
        it has an assessment under the rubric; a final one comes before a draft.
        """
        this = self.plan(plan_id)
        heads = {name: self.plan(name) for name in self.plan_ids(plan_id[:3])}
        before = [n for n, head in heads.items() if head.start < this.start and bool(head.parent) == bool(this.parent)]
        rated = [name for name in before if self._state_and_dates(name, rubric_id)[0]]
        return max(rated, key=lambda name: self._state_and_dates(name, rubric_id), default=None)

    def assessed_plans(self, rubric_id: str = DEFAULT_RUBRIC) -> tuple[str, ...]:
        """Return one plan for each country that has an assessment under the rubric, by code.

        It is the newest plan with a final assessment, else the newest with a draft. For a rubric of
        units in a table it is the newest unit of each country.
        """
        if units := self.units_of(rubric_id):
            return tuple({unit.iso3: unit.unit_id for unit in units}.values())
        codes = [code for code in self.country_codes if self.rated_plans(code, rubric_id)]
        return tuple(self.plan_to_print(code, rubric_id) for code in codes)

    def plans_beside(self, plan: PlanFile, rubric_id: str = DEFAULT_RUBRIC) -> tuple[str, ...]:
        """Return the newest rated plan of each other country that shares a year with `plan`, by code.

        A final assessment comes before a draft; plans whose header is at fault are left out. For a rubric of units in a
        table it is the unit that ends in the same year.
        """
        others = {u.iso3: u.unit_id for u in self.units_of(rubric_id) if u.end[:4] == plan.years[1]}
        for code in () if self.units_of(rubric_id) else self.country_codes:
            same = [name for name in self.rated_plans(code, rubric_id) if self._shares_a_year(name, plan)]
            if same:
                others[code] = max(same, key=lambda plan_id: self._state_and_dates(plan_id, rubric_id))
        return tuple(name for code, name in others.items() if code != plan.id[:3])

    def _shares_a_year(self, plan_id: str, plan: PlanFile) -> bool:
        try:
            return years_overlap(plan.years, self.plan(plan_id).years)
        except InvalidInputError:
            return False

    def plan_to_print(self, iso3: str, rubric_id: str = DEFAULT_RUBRIC) -> str:
        """Return a country's newest plan, as `newest_plan` does; if headers have faults, the last by name.

        Raises
        ------
        EvaluatorError
            There is no such country, or it has no plan.
        """
        if self.units_of(rubric_id):
            return self.unit(iso3, rubric_id).unit_id
        try:
            return self.newest_plan(iso3, rubric_id)
        except InvalidInputError:
            return (self.rated_plans(iso3, rubric_id) or self.plan_ids(iso3))[-1]

    def rated_plans(self, iso3: str, rubric_id: str) -> tuple[str, ...]:
        """Return the plans of a country that somebody has rated under a rubric, in order of name."""
        ids = self.plan_ids(iso3)
        return tuple(plan_id for plan_id in ids if self.plan_folder(plan_id).ratings(rubric_id).files("*.yaml"))

    def is_assessed(self, plan_id: str, rubric: Rubric) -> bool:
        """Return whether a plan has an assessment under the rubric, draft or final.

        For a rubric with only computed criteria, a table of measures is enough.
        """
        if self.units_of(rubric.id):
            return any(unit.unit_id == plan_id for unit in self.units_of(rubric.id))
        if self._state_and_dates(plan_id, rubric.id)[0]:
            return True
        by_hand = any(criterion.is_rated_by_hand for criterion in rubric.criteria)
        return not by_hand and self.plan_folder(plan_id).plan.file("measures.csv") is not None

    def _state_and_dates(self, plan_id: str, rubric_id: str) -> tuple[int, str, str, str]:
        folder = self.plan_folder(plan_id).plan
        plan = read_plan_head(folder)
        states = read_states(folder.below("assessments").below(rubric_id).topmost())
        adopted = plan.adopted.date if plan.adopted and plan.adopted.date else ""
        return (2 if "final" in states else 1 if states else 0, plan.start, adopted, plan_id)

    def assessment(
        self, name: str, rubric: Rubric | str = DEFAULT_RUBRIC, *, notes: list[Problem] | None = None
    ) -> Assessment:
        """Read a plan with all coders' ratings, by plan id, or the newest plan of a country by its code.

        Its facts are the country's own, then those of the shared data sets. A shipped plan is a worked example only
        with the ratings that are shipped with it; of a user's own plan its header decides.

        Raises
        ------
        UnknownNameError
            There is no such country or plan.
        InvalidInputError
            With every fault of every file.
        """
        chosen = self.rubric(rubric)
        if self.units_of(chosen.id):
            return self._unit_assessment(name, chosen)
        plan_id = name if "-" in name else self.newest_plan(name, chosen.id)
        folder = self.plan_folder(plan_id)
        found = read_assessment(folder, chosen, shared=self.country_facts(plan_id[:3]), notes=notes)
        found = with_twins(found, chosen, self._companions_of(folder, chosen))
        if self.is_carried or not found.plan.worked_example or not folder.has_own_ratings(chosen.id):
            return found
        return replace(found, plan=found.plan.model_copy(update={"worked_example": False}))

    def _companions_of(self, folder: PlanFolder, rubric: Rubric) -> Iterator[tuple[Rubric, Callable[[], Assessment]]]:
        """Yield the other rubrics under which a plan is rated, where they may answer of the law, with its reader."""
        for name in companions_rated(folder, rubric):
            if name not in self.rubric_names:
                continue
            if name not in self._companions:
                self._companions[name] = self.rubric(name)
            companion = self._companions[name]
            yield companion, partial(read_assessment, folder, companion, shared=self.country_facts(folder.plan_id[:3]))

    @cached_property
    def _companions(self) -> dict[str, Rubric]:
        """Return the cache of rubrics that were read to answer of the law beside plans, by id."""
        return {}

    @cached_property
    def unit_facts(self) -> UnitFacts:
        """Return the units of `countries/units.csv` and all shared data sets, for all countries.

        Raises
        ------
        InvalidInputError
            With every fault of their tables.
        """
        return read_unit_facts(self.layers.below("countries"))

    def units_of(self, rubric_id: str) -> tuple[Unit, ...]:
        """Return the units of a rubric in `units.csv`, by country, then by time; none for a rubric of plans."""
        if "unit_facts" in self.__dict__:  # read already
            return self.unit_facts.by_rubric.get(rubric_id, ())
        table = self.layers.below("countries").every(UNITS)
        is_named = any(rubric_id.encode() in path.read_bytes() for path in table)
        return self.unit_facts.by_rubric.get(rubric_id, ()) if is_named else ()

    def unit(self, name: str, rubric_id: str) -> Unit:
        """Return a unit by its id, or the newest unit of a country by its code.

        Raises
        ------
        UnknownNameError
            The rubric has no such unit.
        """
        units = self.units_of(rubric_id)
        found = self.unit_facts.by_name[rubric_id].get(name) if units else None
        if found is None:
            own = [unit.unit_id for unit in units if unit.iso3 == name[:3].upper()]
            known = own if "-" in name and own else sorted({unit.iso3 for unit in units})
            raise UnknownNameError("plan" if "-" in name else "country", name, known)
        return found

    def _unit_assessment(self, name: str, rubric: Rubric) -> Assessment:
        unit = self.unit(name if "-" in name else name.upper(), rubric.id)
        known = self._unit_countries
        if unit.iso3 not in known:
            has_folder = self.layers.below("countries").below(unit.iso3).file("country.yaml") is not None
            known[unit.iso3] = self.country(unit.iso3) if has_folder else None
        return unit_assessment(self.unit_facts, unit, rubric, known[unit.iso3], self.layers.below("countries"))

    @cached_property
    def _unit_countries(self) -> dict[str, Country | None]:
        """Return the cache of countries read for units, by code; None for a country without a folder."""
        return {}

    @property
    def templates(self) -> Layers:
        """Return the template folders, the user's first."""
        return self.layers.below("templates")
