"""Readers and checks of the shared data sets, a table and its page of provenance each, and one country's facts."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evaluator.errors import InvalidInputError, Problem, Severity, refuse_faults
from evaluator.model.assessment import Assessment
from evaluator.model.country import Country, Fact, FactsFile, Membership, Source
from evaluator.model.criterion import Criterion
from evaluator.model.facts import (
    Criminalisation,
    CriteriaEdition,
    EconomicFigure,
    MembershipFact,
    PaperFigure,
    ReportChapter,
    SharedFacts,
    Statistic,
    ThreePScore,
    TierPlacement,
    TreatyStatus,
    Variable,
)
from evaluator.model.rubric import Rubric
from evaluator.model.schema import ISO3, columns_of
from evaluator.read.layers import Layers
from evaluator.read.overlay import read_overlaid
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import ReadTable, read_table
from evaluator.read.text_files.yaml_file import Document, Key, parse_yaml

T = TypeVar("T")
# The row class of each data set; any other data set has rows of Statistic.
FACT_ROWS: dict[str, type] = {
    "criminalisation": Criminalisation,
    "report-chapters": ReportChapter,
    "economic": EconomicFigure,
    "memberships": MembershipFact,
    "paper-figures": PaperFigure,
    "three-p-index": ThreePScore,
    "tip-criteria": CriteriaEdition,
    "tip-tiers": TierPlacement,
    "treaties": TreatyStatus,
}
VARIABLE = "a variable of countries/variables.csv"


@dataclass(frozen=True, slots=True)
class FactSet:
    """A data set as read; `head` is None if its page is missing or faulty."""

    id: str
    head: FactsFile | None
    document: Document | None
    table: ReadTable[object]


def read_fact_set(path: Path, page: Path, problems: list[Problem], *, iso3: str | None = None) -> FactSet:
    """Read a data set and its page; with `iso3`, only the rows of that country."""
    row = FACT_ROWS.get(path.stem, Statistic)
    keep = None if iso3 is None else (lambda cells: cells.get("iso3", "") == iso3)
    table: ReadTable[object] = read_table(path, row, problems=problems, keep=keep)
    head, document = load(FactsFile, page, problems)
    return FactSet(path.stem, head, document, table)


def read_variables(countries: Layers, problems: list[Problem]) -> ReadTable[Variable] | None:
    """Read the dictionary of variables, layers joined by row; None if no layer has it."""
    return read_overlaid(countries, "variables.csv", Variable, problems=problems)


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """The facts, sources and memberships that the shared data sets hold on one country."""

    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()
    memberships: tuple[Membership, ...] = ()

    def added_to(self, assessment: Assessment) -> Assessment:
        """Return the assessment with these facts and sources after its own, and with its country's memberships."""
        return dataclasses.replace(
            assessment,
            country=with_memberships(assessment.country, self.memberships),
            facts=(*assessment.facts, *self.facts),
            sources=(*assessment.sources, *self.sources),
        )


def with_memberships(country: Country, recorded: tuple[Membership, ...]) -> Country:
    """Return the country with the memberships of the data set, if its own file lists none."""
    if country.memberships or not recorded:
        return country
    return country.model_copy(update={"memberships": recorded})


def read_memberships(folder: Layers, iso3: str, problems: list[Problem]) -> tuple[Membership, ...]:
    """Read the memberships of one country from the data set; empty if it has no row."""
    path = folder.file("memberships.csv")
    if path is None:
        return ()
    table = read_table(path, MembershipFact, problems=problems, keep=lambda cells: cells.get("iso3", "") == iso3)
    return tuple(
        Membership.model_validate(
            {
                "body": row.body,
                "from": row.start,
                "to": row.end or None,
                "verified": bool(row.verified),
                "note": row.note,
            }
        )
        for row in table.rows
    )


def read_country_facts(folder: Layers, iso3: str) -> CountryFacts:
    """Read one country's figures from the data sets whose rows name a variable, and its memberships.

    A fact gets the id `<data set>:<line>`, its source `<data set>.<source>`.

    Raises
    ------
    InvalidInputError
        With every fault of the country's rows and of the pages.
    """
    problems: list[Problem] = []
    facts: list[Fact] = []
    sources: list[Source] = []
    for path in folder.files("*.csv").values():
        if FACT_ROWS.get(path.stem, Statistic) in (Statistic, EconomicFigure):
            found = read_fact_set(path, folder.expected(f"{path.stem}.yaml"), problems, iso3=iso3)
            facts += [
                fact_of(found.id, line, row) for line, row in zip(found.table.lines, found.table.rows, strict=True)
            ]
            cited = {fact.source_id for fact in facts}
            sources += [source for source in sources_of(found) if source.source_id in cited]
    memberships = read_memberships(folder, iso3, problems)
    refuse_faults(problems)
    return CountryFacts(tuple(facts), tuple(sources), memberships)


def fact_of(dataset: str, line: int, row: object) -> Fact:
    """Convert a row that names a variable to a `Fact`, whose id gives its data set and line.

    Raises
    ------
    TypeError
        The data set of the row does not name a variable in each row.
    """
    named, source = f"{dataset}:{line}", f"{dataset}.{getattr(row, 'source_id', '')}"
    if isinstance(row, EconomicFigure):
        return Fact(named, row.variable, str(row.year), "", row.value, source_id=source)
    if not isinstance(row, Statistic):
        raise TypeError(type(row))
    same = {one.name: getattr(row, one.name) for one in dataclasses.fields(Fact) if hasattr(row, one.name)}
    return Fact(**{**same, "fact_id": named, "source_id": source})


def sources_of(found: FactSet) -> Iterator[Source]:
    """Yield the sources of a data set's page, each named `<data set>.<source>`."""
    for source in found.head.sources if found.head else ():
        yield Source(
            f"{found.id}.{source.id}",
            source.title,
            author_body=found.head.producer if found.head else "",
            kind="statistics",
            url=source.url,
            licence=found.head.licence if found.head else "",
        )


def read_shared_facts(folder: Layers) -> SharedFacts:
    """Read the data sets that lenses, trends and comparisons with instruments use, for all countries.

    Raises
    ------
    InvalidInputError
        With every fault of their tables.
    """
    problems: list[Problem] = []

    def rows(name: str, kind: type[T]) -> tuple[T, ...]:
        path = folder.file(f"{name}.csv")
        return () if path is None else read_table(path, kind, problems=problems).rows

    found = SharedFacts(
        tip_tiers=rows("tip-tiers", TierPlacement),
        tip_criteria=rows("tip-criteria", CriteriaEdition),
        three_p_index=rows("three-p-index", ThreePScore),
        treaties=rows("treaties", TreatyStatus),
        chapters=rows("report-chapters", ReportChapter),
    )
    if problems:
        raise InvalidInputError(problems)
    return found


def read_fact_page(folder: Layers, name: str) -> FactsFile | None:
    """Read the provenance of a data set; None if it has no page.

    Raises
    ------
    InvalidInputError
        With every fault of the page.
    """
    path, problems = folder.file(f"{name}.yaml"), list[Problem]()
    head = None if path is None else load(FactsFile, path, problems)[0]
    refuse_faults(problems)
    return head


def check_fact_set(found: FactSet, variables: ReadTable[object] | None) -> list[Problem]:
    """Return the faults of a data set against its page of provenance and the dictionary of variables."""
    problems = [
        *_code_faults(found.table),
        *lone_conflicts(found.table, "warning"),
        *check_figures(found.table, variables),
    ]
    if found.head is not None and found.document is not None:
        problems += _provenance_faults(found, found.head, found.document)
        problems += _unknown_sources(found.table, [source.id for source in found.head.sources])
    return problems


def _provenance_faults(found: FactSet, head: FactsFile, document: Document) -> Iterator[Problem]:
    if head.id != found.id:
        yield document.problem(("id",), f"id {head.id!r}", f"{found.id!r}, the name of the file")
    if not found.table.is_readable:
        return
    mend = "Run tools/rebuild_facts.py, or write the new values in."
    actual = hashlib.sha256(found.table.path.read_bytes()).hexdigest()
    if head.sha256 != actual:
        yield document.problem(("sha256",), "the fingerprint of another text", f"{actual}", mend)
    labels = {c.name: c.label for c in columns_of(type(found.table.rows[0]))} if found.table.rows else {}
    columns = tuple(labels.get(name, name) for name in found.table.header)
    if labels and head.columns != columns:
        yield document.problem(("columns",), "other columns than the table's", ", ".join(columns), mend)
    if head.rows != len(found.table.rows) and len(found.table.rows) > 0:
        yield document.problem(("rows",), f"{head.rows} rows", f"{len(found.table.rows)}, those of the table", mend)


def _unknown_sources(table: ReadTable[object], known: list[str]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        named = str(getattr(row, "source_id", ""))
        for source in named.split(";"):
            yield from table.unknown(at, "source_id", "source", source.strip(), known, "a source of the page")


def _code_faults(table: ReadTable[object]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        for name in ("iso3", "area"):
            code = getattr(row, name, "AAA")
            if not ISO3.fullmatch(code):
                yield table.problem(at, name, repr(code), "a code of three capital letters")


def lone_conflicts(table: ReadTable[object], severity: Severity) -> Iterator[Problem]:
    """Yield a problem for each conflict group with one member, because the figure it conflicts with is missing."""
    members: dict[str, list[int]] = {}
    for at, row in enumerate(table.rows):
        group = getattr(row, "conflict_group", "")
        if group:
            members.setdefault(group, []).append(at)
    for group, rows in members.items():
        if len(rows) == 1:
            expected = "at least two figures that disagree"
            yield table.problem(rows[0], "conflict_group", f"{group!r} has one figure", expected, severity=severity)


def check_figures(table: ReadTable[object], variables: ReadTable[object] | None) -> Iterator[Problem]:
    """Yield a fault for each figure whose variable is not in the dictionary of variables."""
    if variables is None or not variables.is_readable:
        return
    for at, row in enumerate(table.rows):
        variable = getattr(row, "variable", "")
        if variable:
            yield from table.unknown(at, "variable", "variable", variable, variables.ids, VARIABLE)


def check_inputs(folder: Layers, rubric: Rubric, variables: ReadTable[object] | None) -> list[Problem]:
    """Return a problem for each criterion that uses a variable missing from countries/variables.csv."""
    if variables is None or not variables.is_readable:
        return []
    problems: list[Problem] = []
    for criterion in rubric.criteria:
        path = folder.below("criteria").file(f"{criterion.id}.yaml")
        odd = [(key, name) for key, name in _variables_asked(criterion) if name not in variables.ids]
        if odd and path is not None:  # a borrowed criterion is checked with its own rubric
            document = parse_yaml(path)
            for key, name in odd:
                problems += document.unknown(key, "variable", name, variables.ids, VARIABLE)
    return problems


def _variables_asked(criterion: Criterion) -> list[tuple[Key, str]]:
    asked: list[tuple[Key, str]] = [(("inputs", at), name) for at, name in enumerate(criterion.inputs)]
    if criterion.applies_if:
        asked += [
            (("applies_if", "fact", at, "variable"), c.variable) for at, c in enumerate(criterion.applies_if.fact)
        ]
    return asked
