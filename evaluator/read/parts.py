"""Checks of whole units: a rubric, a country with its plans, the data sets of facts; that their files agree."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from evaluator.errors import Problem, did_you_mean
from evaluator.model.assessment import AgreedRating
from evaluator.model.country import INSTITUTION_KINDS, Country
from evaluator.model.dates import is_before
from evaluator.model.facts import MembershipFact, Variable
from evaluator.model.intake import BodyProposal, ColumnMapping, ImportNote, TagWords, Wording
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.standard import Citable, InstrumentsFile, ProvisionTest, Standard
from evaluator.model.survey import SurveyFile, SurveyWords
from evaluator.read.assessment import has_law_questions, read_narrative
from evaluator.read.audit import take_audit
from evaluator.read.checks.door import RatedPlan, RubricFolder, faults_of
from evaluator.read.checks.law import law_faults_under
from evaluator.read.checks.monitoring import unknown_criteria
from evaluator.read.checks.personal import (
    personal_in_proposals,
    unmet_exceptions,
)
from evaluator.read.checks.plan import check_named_criteria, role_faults
from evaluator.read.coding import ASSESSMENT_TABLES, CodingFiles, read_codings
from evaluator.read.country import COUNTRY_TABLES, CountryFiles, read_country_files
from evaluator.read.facts import check_fact_set, check_figures, check_inputs, read_fact_set, read_variables
from evaluator.read.law import answered_by_twins
from evaluator.read.layers import Layers
from evaluator.read.overlay import read_overlaid, replacements
from evaluator.read.plan import PLAN_TABLES, PlanFiles, PlanFolder, read_plan_files
from evaluator.read.plan_words import take_plan_words
from evaluator.read.prints import Prints
from evaluator.read.proposals import FOLDER as PROPOSALS
from evaluator.read.proposals import proposals_folder, read_proposals
from evaluator.read.rubric import take_rubric
from evaluator.read.standards import FILE, check_parts, check_scope, check_tests, take_instruments
from evaluator.read.survey import SURVEY, check_survey
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import ReadTable, read_table
from evaluator.read.text_files.yaml_file import Document, Key, parse_yaml
from evaluator.read.units import check_units, read_units
from evaluator.store.kept import kept

READ = (".csv", ".yaml", ".yml")  # in capitals too, as some editors save them


@dataclass(slots=True)
class LibraryCheck:
    """One check of a library: the files that it has read once, and every problem found."""

    layers: Layers
    problems: list[Problem] = field(default_factory=list)
    rubrics: dict[str, tuple[Rubric | None, list[Problem]]] = field(default_factory=dict)
    shelf: dict[str, ReadTable[object] | None] = field(default_factory=dict)
    member_states: frozenset[str] | None = None

    @property
    def countries(self) -> Layers:
        """Return the folder of countries."""
        return self.layers.below("countries")

    def standards(self) -> ReadTable[object] | None:
        """Return the index of standards, read once; `check_standards` reports its faults."""
        return self._read_once("standards", self.layers.below("rubrics"), Standard)

    def variables(self) -> ReadTable[object] | None:
        """Return the dictionary of variables, read once; `check_facts` reports its faults."""
        return self._read_once("variables", self.countries, Variable)

    def criteria(self) -> frozenset[str] | None:
        """Return the ids of the criteria of all rubrics of the library; None if one of these cannot be read."""
        found = self.every_rubric()
        if len(found) < len(self._rubric_names()):
            return None
        return frozenset(criterion.id for rubric in found for criterion in rubric.criteria)

    def every_rubric(self) -> list[Rubric]:
        """Return all rubrics of the library that can be read."""
        return [rubric for name in self._rubric_names() if (rubric := self.rubric(name)[0]) is not None]

    def _rubric_names(self) -> list[str]:
        folder = self.layers.below("rubrics")
        return [name for name in folder.folders_inside() if folder.below(name).file("rubric.yaml")]

    def members(self) -> frozenset[str]:
        """Return the countries in the data set of memberships, read once; `check_facts` reports its faults."""
        if self.member_states is None:
            table = self._read_once("memberships", self.countries.below("facts"), MembershipFact)
            self.member_states = frozenset(row.iso3 for _, row in table.each(MembershipFact)) if table else frozenset()
        return self.member_states

    def _read_once(self, name: str, folder: Layers, row: type) -> ReadTable[object] | None:
        if name not in self.shelf:
            self.shelf[name] = read_overlaid(folder, f"{name}.csv", row, problems=[])
        return self.shelf[name]

    def rubric(self, name: str, place: Layers | None = None) -> tuple[Rubric | None, list[Problem]]:
        """Return a rubric with its problems, read once; None and no problems if no rubric has that name."""
        if name not in self.rubrics:
            folder = place or self.layers.below("rubrics").below(name)
            found: list[Problem] = []
            standards = self.standards()
            known = None
            if standards is not None and standards.is_readable:
                read = Citable.of(row for _, row in standards.each(Standard))
                known = replace(read, ids=frozenset(standards.ids))
            is_there = folder.file("rubric.yaml") is not None
            self.rubrics[name] = (take_rubric(folder, known, found) if is_there else None, found)
        return self.rubrics[name]


def check_standards(desk: LibraryCheck) -> None:
    """Check the files that all rubrics share: standards, provision tests, instruments, and words of plans."""
    if words := desk.layers.below("rubrics").file("plan-words.yaml"):
        take_plan_words(words, desk.problems)
    if tags := desk.layers.below("rubrics").file("tag-words.yaml"):
        load(TagWords, tags, desk.problems)
    if words := desk.layers.below("rubrics").file("survey.yaml"):
        load(SurveyWords, words, desk.problems)
    table = read_overlaid(desk.layers.below("rubrics"), "standards.csv", Standard, problems=desk.problems)
    if table is None:
        return
    desk.problems.extend(replacements(table))
    desk.problems.extend(check_parts(table))
    known = {s.standard_id: s for s in table.rows}
    path = desk.layers.below("rubrics").file("instruments.yaml")
    instruments = take_instruments(path, known, desk.problems) if path is not None else None
    _check_provision_tests(desk, known, instruments)


def _check_provision_tests(
    desk: LibraryCheck, standards: Mapping[str, Standard], instruments: InstrumentsFile | None
) -> None:
    path = desk.layers.below("rubrics").file(FILE)
    if path is None:
        return
    tests = read_table(path, ProvisionTest, problems=desk.problems)
    desk.problems.extend(check_tests(tests, standards, lambda name: desk.rubric(name)[0]))
    if instruments is not None:
        desk.problems.extend(check_scope(tests, standards, instruments))
    for row, test in enumerate(tests.rows):
        if desk.layers.below("rubrics").below(test.rubric).file("rubric.yaml") is None:
            desk.problems.append(tests.problem(row, "rubric", repr(test.rubric), "a rubric of the library"))


def check_survey_folder(desk: LibraryCheck, folder: Layers) -> None:
    """Check a survey: its words against its rubric, and whether git tracks its private files."""
    head, _ = load(SurveyFile, folder.expected(SURVEY), [])
    shared = desk.layers.below("rubrics").file("survey.yaml")
    words = load(SurveyWords, shared, [])[0] if shared else None
    desk.problems.extend(check_survey(folder, words, desk.rubric(head.rubric)[0] if head else None))


def check_rubric_folder(desk: LibraryCheck, folder: Layers) -> None:
    """Check a rubric with its weightings, lenses and translations."""
    if folder.file("rubric.yaml") is None:
        take_rubric(folder, None, desk.problems)
        return
    rubric, problems = desk.rubric(folder.folders[0].name, folder)
    desk.problems.extend(problems)
    desk.problems.extend(strangers(folder, ("rubric.yaml", "audit.yaml"), ("criteria", "weightings", "lenses", "lang")))
    for inner in ("criteria", "weightings", "lenses", "lang"):
        desk.problems.extend(strangers(folder.below(inner), ("*.yaml",)))
    if rubric is not None:
        desk.problems.extend(faults_of("rubric", RubricFolder(folder, rubric)))
        desk.problems.extend(check_inputs(folder, rubric, desk.variables()))
        audit = folder.file("audit.yaml")
        if audit is not None:
            take_audit(audit, rubric, desk.problems)


def check_facts(desk: LibraryCheck) -> None:
    """Check the dictionary of variables and every data set with its page."""
    variables = read_variables(desk.countries, desk.problems)
    desk.problems.extend(replacements(variables) if variables else ())
    folder = desk.countries.below("facts")
    tables, pages = folder.files("*.csv"), folder.files("*.yaml")
    for name, path in tables.items():
        page = pages.get(f"{path.stem}.yaml")
        if page is None:
            desk.problems.append(Problem(str(path), "figures without a page", f"{path.stem}.yaml beside {name}"))
        else:
            desk.problems.extend(check_fact_set(read_fact_set(path, page, desk.problems), desk.variables()))
    for name, path in pages.items():
        if f"{path.stem}.csv" not in tables:
            desk.problems.append(Problem(str(path), "a page without figures", f"{path.stem}.csv beside {name}"))
    _check_units(desk)


def _check_units(desk: LibraryCheck) -> None:
    units = read_units(desk.countries, desk.problems)
    rubrics = desk.layers.below("rubrics")
    known = [name for name in rubrics.folders_inside() if rubrics.below(name).file("rubric.yaml")]
    desk.problems.extend(check_units(units, known) if units is not None else ())


def check_country_folders(desk: LibraryCheck, names: Sequence[str]) -> None:
    """Check countries of the library, as `check_country_folder` does; what is found is kept by all that it rests on."""
    prints, folders = Prints(desk.layers), [desk.countries.below(name) for name in names]

    def make(places: list[int]) -> list[list[dict[str, str | int | None]]]:
        found = []
        for at in places:
            apart = replace(desk, problems=[])
            check_country_folder(apart, folders[at])
            found.append([problem.as_dict() for problem in apart.problems])
        return found

    looks = [partial(prints.country, name, None, "check") for name in names]
    for found in kept().of_many(looks, make, prints.is_still):
        desk.problems.extend(Problem(**problem) for problem in found)


def check_country_folder(desk: LibraryCheck, folder: Layers) -> None:
    """Check a country's own files and all of its plans."""
    files = _checked_country(desk, folder)
    names = [name for name in folder.below("plans").folders_inside() if not name.startswith(".")]
    heads: dict[str, PlanFile] = {}
    for name in names:
        read = _checked_plan(desk, PlanFolder(folder, folder.below("plans").below(name), name), files)
        if read.plan is not None:
            heads[name] = read.plan
    desk.problems.extend(check_family(folder, heads))


def check_plan_folder(desk: LibraryCheck, folder: PlanFolder) -> None:
    """Check one plan, after the files of its country that the plan refers to."""
    _checked_plan(desk, folder, _checked_country(desk, folder.country))


def _checked_country(desk: LibraryCheck, folder: Layers) -> CountryFiles:
    files = read_country_files(folder, desk.problems)
    desk.problems.extend(strangers(folder, ("country.yaml", *_table_names(COUNTRY_TABLES)), ("plans",)))
    desk.problems.extend(check_country(files, desk.members()))
    desk.problems.extend(faults_of("country", files))
    desk.problems.extend(note for table in files.tables.values() for note in replacements(table))
    desk.problems.extend(unmet_exceptions(folder, files.tables))
    if "monitoring" in files.tables:
        known = desk.criteria()
        desk.problems.extend(unknown_criteria(files.tables["monitoring"], known) if known is not None else ())
    if "facts" in files.tables:
        desk.problems.extend(check_figures(files.tables["facts"], desk.variables()))
    return files


def _checked_plan(desk: LibraryCheck, folder: PlanFolder, country: CountryFiles) -> PlanFiles:
    files = read_plan_files(folder, desk.problems, country)
    desk.problems.extend(faults_of("plan", files))
    inner = ("assessments", "narrative", "editions", "intake", PROPOSALS)
    desk.problems.extend(strangers(folder.plan, ("plan.yaml", "framing.yaml", *_table_names(PLAN_TABLES)), inner))
    desk.problems.extend(strangers(folder.plan.below("narrative"), ()))
    _check_intake(desk, folder.plan.below("intake"), files)
    read_narrative(folder, desk.problems)
    used = [_checked_ratings(desk, files, name) for name in folder.plan.below("assessments").folders_inside()]
    for name in folder.plan.below(PROPOSALS).folders_inside():
        _check_proposals(desk, files, name)
    desk.problems.extend(role_faults(files, used))
    _check_law(desk, files, used)
    if used and None not in used:
        known = {criterion.id for rubric in used if rubric for criterion in rubric.criteria}
        desk.problems.extend(check_named_criteria(files, known))
    return files


def _check_law(desk: LibraryCheck, files: PlanFiles, used: Sequence[Rubric | None]) -> None:
    """Check the law beside a plan under the rubrics that it is rated by, or under all where none asks of the law.

    A rubric with faults of its own, which is None, may be the one that asks.
    """
    table = files.tables.get("law")
    if table is None:
        return
    asking = [rubric for rubric in used if rubric is not None and has_law_questions(rubric)]
    asking = asking or list(filter(has_law_questions, desk.every_rubric()))
    for rubric in asking:
        desk.problems.extend(law_faults_under(table, rubric, answered_by_twins(files.folder, rubric)))
    if not asking and table.cells and None not in used:
        found, expected = "a row, and no rubric here asks what a law may answer", "criteria with `statute: may_answer`"
        desk.problems.append(table.at_line(table.cells[0][0], "criterion_id", found, expected))


def _check_intake(desk: LibraryCheck, folder: Layers, files: PlanFiles) -> None:
    """Check the files that an import wrote: column mapping, original position of each text, and notes for review."""
    desk.problems.extend(strangers(folder, ("mapping.yaml", "wording.csv", "notes.csv", "bodies.csv")))
    if mapping := folder.file("mapping.yaml"):
        load(ColumnMapping, mapping, desk.problems)
    kinds: tuple[tuple[str, type], ...] = (
        ("wording.csv", Wording), ("notes.csv", ImportNote), ("bodies.csv", BodyProposal),
    )  # fmt: skip
    for name, row in kinds:
        if path := folder.file(name):
            table: ReadTable[object] = read_table(path, row, problems=desk.problems)
            measures = files.tables.get("measures")
            for at, body in table.each(BodyProposal):
                if body.confirmed == "yes" and not body.kind:
                    found = f"{body.name!r} is confirmed, and has no kind"
                    desk.problems.append(table.at_line(table.lines[at], "kind", found, ", ".join(INSTITUTION_KINDS)))
            for line, cells in table.cells if measures is not None and measures.ids else ():
                named = str(cells.get("measure_id", ""))
                if measures is not None and named and named not in measures.ids:
                    found, mend = f"row {named!r}, which measures.csv no longer has", "It tells of the import alone."
                    desk.problems.append(
                        table.at_line(line, "measure_id", found, "a row of measures.csv", mend, severity="note")
                    )


def _checked_ratings(desk: LibraryCheck, files: PlanFiles, rubric_id: str) -> Rubric | None:
    """Check the ratings under a rubric; return the rubric if it is sound."""
    folder = files.folder.ratings(rubric_id)
    codings = read_codings(folder, desk.problems)
    desk.problems.extend(_draft_notes(codings))
    coders = [f"{path.stem}.{kind}" for path in folder.files("*.yaml").values() for kind in ("yaml", "csv")]
    desk.problems.extend(strangers(folder, (*_table_names(ASSESSMENT_TABLES), "*.csv", *coders)))
    rubric, problems = desk.rubric(rubric_id)
    desk.problems.extend(faults_of("ratings", RatedPlan(files, codings, rubric)))
    if rubric is None:
        desk.problems.append(_without_rubric(desk, folder, rubric_id, "ratings", problems))
    return rubric


def _without_rubric(
    desk: LibraryCheck, folder: Layers, rubric_id: str, what: str, problems: Sequence[Problem]
) -> Problem:
    """Return a note that a rubric has the faults that are told at their own places, or that none is called so."""
    place = str(folder.folders[0])
    if problems:
        found = f"{what} under {rubric_id!r}, which has faults of its own"
        return Problem(place, found, "a sound rubric", severity="note")
    mend = did_you_mean(rubric_id, desk.layers.below("rubrics").folders_inside())
    return Problem(place, f"no rubric is called {rubric_id!r}", "the name of a rubric", mend)


def _check_proposals(desk: LibraryCheck, files: PlanFiles, rubric_id: str) -> None:
    """Check what machines propose under a rubric."""
    folder = proposals_folder(files.folder, rubric_id)
    known = [f"{path.stem}.{kind}" for path in folder.files("*.yaml").values() for kind in ("yaml", "csv")]
    desk.problems.extend(strangers(folder, ("*.csv", *known)))
    rubric, problems = desk.rubric(rubric_id)
    if rubric is None:
        desk.problems.append(_without_rubric(desk, folder, rubric_id, "proposals", problems))
        return
    found, tables, heads = read_proposals(files.folder, rubric, desk.problems)
    desk.problems.extend(_machines_as_people(files, rubric_id, {one.coder for one in found}))
    desk.problems.extend(personal_in_proposals(files.country, tables, heads))


def _machines_as_people(files: PlanFiles, rubric_id: str, machines: Collection[str]) -> Iterator[Problem]:
    """Yield a fault for each coder's file and each decision that bears the code of a machine that proposes."""
    place, mend = files.folder.plan.below("assessments").below(rubric_id), "Give the person another code."
    for code in sorted(machines):
        if path := place.file(f"{code}.yaml"):
            yield Problem(str(path), f"{code!r}, whose proposals lie beside it", "the code of a person", mend)
    if path := place.file("agreed.csv"):
        table = read_table(path, AgreedRating, problems=[])
        for at, row in enumerate(table.rows):
            if row.decided_by in machines:
                yield table.problem(at, "decided_by", f"the machine {row.decided_by!r}", "the person who decided")


def _draft_notes(codings: CodingFiles) -> Iterator[Problem]:
    for coder in codings.coders:
        if coder.header is not None and coder.head is not None and coder.header.state == "draft":
            yield coder.head.problem(("state",), "a draft", "state final when the ratings stand", severity="note")


def _table_names(rows: Mapping[str, type]) -> tuple[str, ...]:
    return tuple(f"{name}.csv" for name in rows)


def strangers(folder: Layers, known: tuple[str, ...], folders: tuple[str, ...] | None = None) -> Iterator[Problem]:
    """Yield a fault for each table, YAML file and (with `folders`) folder that no reader reads."""
    for name, path in folder.files("*").items():
        if name.casefold().endswith(READ) and not any(fnmatch.fnmatchcase(name, form) for form in known):
            yield _stranger_fault(path, [form for form in known if "*" not in form])
    for name in folder.folders_inside() if folders else ():
        if name not in (folders or ()) and not name.startswith((".", "_")):
            yield _stranger_fault(next(f / name for f in folder.folders if (f / name).is_dir()), list(folders or ()))


def _stranger_fault(path: Path, known: list[str]) -> Problem:
    expected = "one of: " + ", ".join(known) if known else "no such file"
    mend = "Write .yaml." if path.suffix == ".yml" else did_you_mean(path.name, known)
    return Problem(str(path), "a name that nothing reads", expected, mend)


def check_country(files: CountryFiles, recorded: Collection[str] | None = None) -> list[Problem]:
    """Return the faults of `country.yaml`: periods that end before they begin, and sources that do not exist.

    `recorded` are the countries in the data set of memberships; None if there is no such data set.
    """
    if files.country is None or files.document is None:
        return []
    own = (files.country, files.document)
    return [*_reversed_periods(*own), *_unknown_sources(files, *own), *_membership_problems(*own, recorded or ())]


def _membership_problems(country: Country, document: Document, recorded: Collection[str]) -> Iterator[Problem]:
    """Yield a warning if no file records the country's memberships, so that binding instruments are unknown."""
    for at, body in enumerate(country.no_member_of):
        if any(m.body == body for m in country.memberships):
            yield document.problem(("no_member_of", at), f"{body!r}, which memberships list", "one of both")
    if not country.memberships and not country.no_member_of and country.iso3 not in recorded:
        found = "no membership is recorded, here or in countries/facts/memberships.csv: what binds members is not known"
        expected = "the bodies the country belongs to with dates, or `no_member_of`"
        yield document.problem(("memberships",), found, expected, severity="warning")


def _reversed_periods(country: Country, document: Document) -> Iterator[Problem]:
    for name, end in (("roles", "to"), ("memberships", "to"), ("plan_history", "end")):
        for at, entry in enumerate(getattr(country, name)):
            if is_before(entry.end or "", entry.start or ""):
                yield document.problem((name, at, end), f"{entry.end} is before {entry.start}", "a date after it")
    ids = [plan.id for plan in country.plan_history]
    for at, name in enumerate(ids):
        if name in ids[:at]:
            yield document.problem(("plan_history", at, "id"), f"{name!r} given twice", "each plan once")


def _unknown_sources(files: CountryFiles, country: Country, document: Document) -> Iterator[Problem]:
    table = files.tables.get("sources")
    if table is not None and not table.is_readable:
        return
    known = table.ids if table else frozenset[str]()
    cited: list[tuple[Key, str]] = [
        ((name, at, "source"), entry.source)
        for name in ("roles", "memberships", "plan_history")
        for at, entry in enumerate(getattr(country, name))
        if entry.source
    ]
    yield from document.each_unknown(cited, "source", known, "an id in sources.csv")


def check_family(country: Layers, plans: Mapping[str, PlanFile]) -> list[Problem]:
    """Return a problem for each plan whose `parent` or `amends` names a plan that does not exist."""
    problems = []
    folders = country.below("plans").folders_inside()
    for name, plan in plans.items():
        for key, other in (("parent", plan.parent), ("amends", plan.amends)):
            if other and other not in folders:
                document = parse_yaml(country.below("plans").below(name).expected("plan.yaml"))
                mend = did_you_mean(other, [folder for folder in folders if folder != name])
                problems.append(document.problem((key,), f"plan {other!r}", "a plan of this country", mend))
    return problems
