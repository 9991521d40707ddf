"""A country's fact sheet: names, roles, plans, and the figures of the shared data sets."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from evaluator.cli.shared.layout import NONE
from evaluator.cli.show.page import EntryPage, english, period, plain
from evaluator.errors import Problem, refuse_faults
from evaluator.library import Library
from evaluator.model.country import Country
from evaluator.model.facts import ThreePScore, TierPlacement, TreatyStatus
from evaluator.model.figures import Criminalisation, EconomicFigure, Statistic
from evaluator.read.facts import FactSet, read_fact_set


def country_page(library: Library, iso3: str) -> EntryPage:
    """Return the fact sheet of a country.

    Raises
    ------
    UnknownNameError
        The library has no such country.
    InvalidInputError
        The country's file, or a row about the country, is faulty.
    """
    country = library.country(iso3)
    sets = _fact_sets(library, country.iso3)
    facts = {found.id: [_row(row) for row in found.table.rows] for found in sets if found.table.rows}
    page = EntryPage({"country": plain(country), "plans": list(library.plan_ids(iso3)), "facts": facts})
    others = ", ".join(f"{lang}: {text}" for lang, text in country.names.items() if lang != "en")
    page.title(f"{country.iso3}  {english(country.names, country.iso3)}{f' ({others})' if others else ''}")
    page.prose("Invented", "there is no such country; it shows what the toolkit does" if country.invented else "")
    page.prose("Note on the name", english(country.footnote))
    page.pairs(_known(country))
    _plans(page, library, country)
    for found in sets:
        _facts(page, found)
    page.prose("Gaps", country.notes)
    if facts:
        said = "figures that are not marked are verified or carry no mark; sources and cautions of each set stand in"
        page.prose("Reading the figures", f"{said} countries/facts/<set>.yaml")
    return page


def _row(row: object) -> dict[str, object]:
    return dataclasses.asdict(row)  # type: ignore[call-overload, no-any-return]  # every declared row is a dataclass


def _fact_sets(library: Library, iso3: str) -> list[FactSet]:
    problems: list[Problem] = []
    folder = library.layers.below("countries").below("facts")
    found = [
        read_fact_set(path, folder.expected(f"{path.stem}.yaml"), problems, iso3=iso3)
        for path in folder.files("*.csv").values()
    ]
    refuse_faults(problems)
    return found


def _known(country: Country) -> list[tuple[str, str]]:
    roles = "; ".join(f"{role.role} {period(role.start, role.end)}" for role in country.roles)
    bodies = [
        f"{m.body} {period(m.start, m.end)}{'' if m.verified else ' (not verified)'}" for m in country.memberships
    ]
    before = [p for p in (country.predecessor, *country.predecessors) if p]
    earlier = "; ".join(f"{p.iso3} until {p.until}" for p in before)
    belongs = "; ".join(bodies) or _none_of(country)
    return [("roles", roles or "none recorded"), ("memberships", belongs), ("predecessor", earlier)]


def _none_of(country: Country) -> str:
    return f"no member of {', '.join(country.no_member_of)}" if country.no_member_of else "not known"


def _plans(page: EntryPage, library: Library, country: Country) -> None:
    here = library.plan_ids(country.iso3)
    known = {entry.id: entry for entry in country.plan_history}
    rows = []
    for entry in country.plan_history:
        years = period(entry.start, entry.end)
        rows.append([entry.id, years or NONE, entry.status, "here" if entry.id in here else "", entry.title])
    for plan_id in here:
        if plan_id not in known:
            plan = library.plan(plan_id)
            rows.append([plan_id, period(plan.start, plan.end), NONE, "here", english(plan.titles)])
    page.table(["plan", "years", "status", "text", "title"], sorted(rows))


def _facts(page: EntryPage, found: FactSet) -> None:
    lines = [text for row_type, line in SERIES.items() for text in line(row for _, row in found.table.each(row_type))]
    if not lines:
        return
    title = english(found.head.titles, found.id) if found.head else found.id
    producer = f"; {found.head.producer}" if found.head else ""
    page.items(f"{title} ({found.id}{producer})", lines)


def _tiers(rows: Iterable[TierPlacement]) -> list[str]:
    by_year: dict[str, list[str]] = {}
    for row in rows:
        by_year.setdefault(str(row.year), []).append(row.tier)
    said = [f"{year}: {' or '.join(dict.fromkeys(tiers))}" for year, tiers in sorted(by_year.items())]
    return ["by year of the report: " + "; ".join(said)] if said else []


def _three_p(rows: Iterable[ThreePScore]) -> list[str]:
    said = [
        f"{row.year}: {'+'.join(_number(n) for n in (row.prosecution, row.protection, row.prevention))}"
        f" = {_number(row.overall)}"
        for row in rows
    ]
    return ["prosecution + protection + prevention: " + "; ".join(said)] if said else []


def _criminal(rows: Iterable[Criminalisation]) -> list[str]:
    return [f"{row.extent} since {row.year}" for row in rows]


def _treaties(rows: Iterable[TreatyStatus]) -> list[str]:
    said = []
    for row in rows:
        steps = (("signed", row.signed), ("ratified", row.ratified), ("in force", row.in_force))
        known = [f"{step} {date}" for step, date in steps if date]
        seen = ["named as a party, date not known"] if row.party_seen and not row.ratified else []
        said.append(f"{row.treaty}: {', '.join([*known, *seen]) or 'nothing dated'}")
    return said


def _statistics(rows: Iterable[Statistic]) -> list[str]:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        mark = f" ({row.quality})" if row.quality not in ("", "verified") else ""
        years = row.start if row.end in ("", row.start) else f"{row.start} to {row.end}"
        groups.setdefault((row.variable, row.breakdown, row.unit), []).append(f"{years}: {_number(row.value)}{mark}")
    return [
        f"{variable}{', ' + part if part else ''}{' [' + unit + ']' if unit else ''}: {'; '.join(said)}"
        for (variable, part, unit), said in groups.items()
    ]


def _economic(rows: Iterable[EconomicFigure]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row.variable, []).append(f"{row.year}: {_number(row.value)}")
    return [f"{variable}: {'; '.join(said)}" for variable, said in groups.items()]


def _number(number: float | None) -> str:
    return NONE if number is None else f"{number:,.10g}"


SERIES: dict[type[Any], Callable[..., list[str]]] = {
    TierPlacement: _tiers,
    ThreePScore: _three_p,
    Criminalisation: _criminal,
    TreatyStatus: _treaties,
    Statistic: _statistics,
    EconomicFigure: _economic,
}
