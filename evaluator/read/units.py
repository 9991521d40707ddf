"""Units: countries in periods without a folder, from countries/units.csv, scored from the shared data sets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path

from evaluator.errors import Problem, did_you_mean, refuse_faults
from evaluator.model.assessment import Assessment
from evaluator.model.country import Country, Fact, Source, Unit
from evaluator.model.dates import is_before
from evaluator.model.facts import Criminalisation, EconomicFigure, ReportChapter, Statistic, ThreePScore, TreatyStatus
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.read.facts import FACT_ROWS, fact_of, read_fact_set, sources_of
from evaluator.read.layers import Layers
from evaluator.read.overlay import read_overlaid
from evaluator.read.text_files.table import ReadTable

UNITS = "units.csv"
# A chapter's codes as figures; a chapter that is silent gives no figure.
SAID = {"no": 0.0, "some": 1.0, "yes": 2.0}
CHAPTER = (
    "domestic_laws", "enforcement", "conviction_data", "protection_progress", "identification", "services",
    "punishment", "prevention_progress",
)  # fmt: skip
THREE_P = ("prosecution", "protection", "prevention")
# Codes that ISO 3166-1 leaves to its users for good, Kosovo's (XKX) among them.
USERS_OWN = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")


def read_units(countries: Layers, problems: list[Problem]) -> ReadTable[Unit] | None:
    """Read `units.csv` of all layers, joined by row; None if no layer has the table."""
    return read_overlaid(countries, UNITS, Unit, problems=problems)


@dataclass(frozen=True, slots=True)
class DataSetRows:
    """One data set: its rows by country code, each with its line number, and its sources by id."""

    name: str
    rows: Mapping[str, tuple[tuple[int, object], ...]]
    sources: Mapping[str, Source]


@dataclass(frozen=True)
class UnitFacts:
    """The shared data sets and the units, read once for all countries."""

    shelves: tuple[DataSetRows, ...]
    units: Mapping[str, Unit] = field(default_factory=dict)

    @cached_property
    def by_rubric(self) -> Mapping[str, tuple[Unit, ...]]:
        """Return the units of each rubric, sorted by country, then by last day."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            found.setdefault(unit.rubric, []).append(unit)
        return {name: tuple(sorted(units, key=attrgetter("iso3", "end", "unit_id"))) for name, units in found.items()}

    @cached_property
    def by_name(self) -> Mapping[str, Mapping[str, Unit]]:
        """Return the units of each rubric by unit id, and the newest unit of each country by country code."""
        return {
            rubric: {unit.iso3: unit for unit in units} | {unit.unit_id: unit for unit in units}
            for rubric, units in self.by_rubric.items()
        }

    def facts_of(self, unit: Unit, wanted: Iterable[str]) -> tuple[tuple[Fact, ...], tuple[Source, ...]]:
        """Return the figures of a unit's country for the variables `wanted`, and the sources they cite."""
        names = frozenset(wanted)
        wanted_or_none = names | {None}  # a row without a variable has a column for each matter
        facts: list[Fact] = []
        sources: dict[str, Source] = {}
        for shelf in self.shelves:
            rows = [
                pair for pair in shelf.rows.get(unit.iso3, ()) if getattr(pair[1], "variable", None) in wanted_or_none
            ]
            own = [fact for line, row in rows for fact in _facts_in_row(shelf.name, line, row, unit)]
            kept = [fact for fact in own if fact.variable in names]
            facts += kept
            sources.update({f.source_id: shelf.sources[f.source_id] for f in kept if f.source_id in shelf.sources})
        return tuple(facts), tuple(sources.values())


def read_unit_facts(countries: Layers) -> UnitFacts:
    """Read the units and every data set with figures, for all countries.

    Raises
    ------
    InvalidInputError
        With every fault of their tables and pages.
    """
    problems: list[Problem] = []
    table = read_units(countries, problems)
    folder = countries.below("facts")
    kinds = (Statistic, EconomicFigure, ReportChapter, ThreePScore, TreatyStatus, Criminalisation)
    shelves = [
        _read_data_set(folder, name.removesuffix(".csv"), problems)
        for name in folder.files("*.csv")
        if FACT_ROWS.get(name.removesuffix(".csv"), Statistic) in kinds
    ]
    refuse_faults(problems)
    rows = table.rows if table else ()
    return UnitFacts(tuple(shelves), {unit.unit_id: unit for unit in rows})


def _read_data_set(folder: Layers, name: str, problems: list[Problem]) -> DataSetRows:
    found = read_fact_set(folder.expected(f"{name}.csv"), folder.expected(f"{name}.yaml"), problems)
    rows: dict[str, list[tuple[int, object]]] = {}
    for line, row in zip(found.table.lines, found.table.rows, strict=True):
        rows.setdefault(str(getattr(row, "iso3", "")), []).append((line, row))
    return DataSetRows(name, {k: tuple(v) for k, v in rows.items()}, {s.source_id: s for s in sources_of(found)})


def _facts_in_row(name: str, line: int, row: object, unit: Unit) -> Iterator[Fact]:
    """Yield the figures of a row, each under a variable of the dictionary.

    A chapter of year Y covers the year up to March of Y, and the 3P index of year Y the year up to March of Y + 1
    (the index is assumed to be read from the next year's report: its first year is 2000, and the first report is
    of 2001). A treaty and a law give their state on the unit's last day.
    """
    if isinstance(row, Statistic | EconomicFigure):
        yield fact_of(name, line, row)
        return
    source = f"{name}.{getattr(row, 'source_id', '').split(';')[0].strip()}"
    for variable, start, end, value in _figures_in_columns(row, unit):
        yield Fact(f"{name}:{line}:{variable}", variable, start, end, value, source_id=source)


def _figures_in_columns(row: object, unit: Unit) -> Iterator[tuple[str, str, str, float]]:
    """Yield variable, start, end and value for each figure that a row holds in its columns."""
    match row:
        case ReportChapter(year=int() as year):
            said = {matter: SAID.get(getattr(row, matter)) for matter in CHAPTER}
            yield from ((f"chapter_{m}", f"{year - 1}-04", f"{year}-03", v) for m, v in said.items() if v is not None)
        case ThreePScore(year=int() as year):
            scores = {part: getattr(row, part) for part in THREE_P}
            yield from ((f"3p_{p}", f"{year}-04", f"{year + 1}-03", float(v)) for p, v in scores.items() if v)
        case TreatyStatus() if row.ratified:
            party = f"{row.treaty.replace('-', '_')}_party"
            yield party, unit.start, unit.end, float(not is_before(unit.end, row.ratified))
        case Criminalisation(year=int() as year, extent="full"):
            yield "offence_in_force", unit.start, unit.end, float(not is_before(unit.end, str(year)))
        case _:
            return


def unit_assessment(known: UnitFacts, unit: Unit, rubric: Rubric, country: Country | None, files: Layers) -> Assessment:
    """Return the assessment of a unit, with facts and sources but without ratings and plan.

    `country` is the country's own file, if it exists. The fingerprints are those of the shared tables, by their
    path in a library.
    """
    wanted = {name for criterion in rubric.criteria for name in criterion.inputs}
    facts, sources = known.facts_of(unit, wanted)
    name = (country.names.get("en") if country else None) or unit.country
    period = unit.start if unit.start == unit.end else f"{unit.start} to {unit.end}"
    plan = PlanFile.model_validate(
        {
            "id": unit.unit_id,
            "titles": {"en": f"{name}, {period}"},
            "kind": "no-plan",
            "start": unit.start,
            "end": unit.end,
            "adopted": None,
            "worked_example": bool(unit.worked_example),
        }
    )
    return Assessment(
        country=country or Country(iso3=unit.iso3, names={"en": unit.country}),
        plan=plan,
        rubric_id=rubric.id,
        facts=facts,
        sources=sources,
        files={name: _digest(path) for name, path in _unit_paths(files, used_sets(facts)).items()},
    )


def unit_files(countries: Layers, used: Iterable[str]) -> dict[str, bytes]:
    """Return the table of units and the data sets used, with their pages, by their path in a library."""
    return {place: path.read_bytes() for place, path in _unit_paths(countries, used).items()}


def _unit_paths(countries: Layers, used: Iterable[str]) -> dict[str, Path]:
    found = {f"countries/{UNITS}": countries.file(UNITS)}
    folder = countries.below("facts")
    for name in sorted(set(used)):
        found |= {f"countries/facts/{name}.{end}": folder.file(f"{name}.{end}") for end in ("csv", "yaml")}
    return {place: path for place, path in found.items() if path}


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, cached until the file changes."""
    state = path.stat()
    return _digest_of(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=64)
def _digest_of(path: Path, *_: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def used_sets(facts: Iterable[Fact]) -> set[str]:
    """Return the names of the data sets that facts come from."""
    return {fact.source_id.partition(".")[0] for fact in facts}


def check_units(table: ReadTable[Unit], rubrics: Sequence[str]) -> list[Problem]:
    """Return the faults of units.csv beyond its form, and a warning for each code that is no country's."""
    problems: list[Problem] = []
    for row, unit in enumerate(table.rows):
        problems.extend(table.unknown(row, "rubric", "", unit.rubric, rubrics, "a rubric of the library"))
        if is_before(unit.end, unit.start):
            found = f"{unit.end!r}, before the beginning {unit.start!r}"
            problems.append(table.problem(row, "end", found, "a day not before the first"))
        if not is_country(unit.iso3):
            mend = did_you_mean(unit.iso3, sorted(iso3_codes()))
            expected = "a code of ISO 3166-1, of three letters, or one that it leaves to users (XAA to XZZ)"
            problems.append(table.problem(row, "iso3", repr(unit.iso3), expected, mend, severity="warning"))
    return problems


def is_country(iso3: str) -> bool:
    """Return whether a code is in ISO 3166-1, or in the range that the standard leaves to its users.

    Examples
    --------
    >>> is_country("ALB"), is_country("XKX"), is_country("ALN")
    (True, True, False)
    """
    return iso3 in iso3_codes() or USERS_OWN.fullmatch(iso3) is not None


@lru_cache(maxsize=1)
def iso3_codes() -> frozenset[str]:
    """Return the three-letter country codes of the Unicode locale data, including withdrawn codes."""
    from babel.core import get_global

    return frozenset(code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha())  # noqa: PLR2004
