"""The pages on a country and on a plan."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.layout import NONE, share_text
from evaluator.cli.shared.standing import standing_text
from evaluator.cli.show.entry import EntryPage, english, period, plain
from evaluator.errors import Problem, refuse_faults
from evaluator.intake.proposals import proposals_for
from evaluator.library import Library
from evaluator.model.assessment import Coding
from evaluator.model.country import Country
from evaluator.model.facts import Criminalisation, EconomicFigure, Statistic, ThreePScore, TierPlacement, TreatyStatus
from evaluator.model.law import law_line
from evaluator.model.plan import Measure, PlanFile, TextRead
from evaluator.model.rubric import Rubric
from evaluator.panel.settle import is_by_machine
from evaluator.pipeline import evaluate
from evaluator.read.facts import FactSet, read_fact_set

CODERS = (
    "coder={header.coder}|capacity={header.capacity:text}|state={header.state}|rated={rated}"
    "|measures read={header.text_read.measures}|text read={header.text_read.text}"
)


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
    facts = {found.id: [_row_data(row) for row in found.table.rows] for found in sets if found.table.rows}
    page = EntryPage({"country": plain(country), "plans": list(library.plan_ids(iso3)), "facts": facts})
    others = ", ".join(f"{lang}: {text}" for lang, text in country.names.items() if lang != "en")
    page.title(f"{country.iso3}  {english(country.names, country.iso3)}{f' ({others})' if others else ''}")
    page.prose("Invented", "there is no such country; it shows what the toolkit does" if country.invented else "")
    page.prose("Note on the name", english(country.footnote))
    page.pairs(_country_pairs(country))
    _add_plans(page, library, country)
    for found in sets:
        _add_facts(page, found)
    page.prose("Gaps", country.notes)
    if facts:
        said = "figures that are not marked are verified or carry no mark; sources and cautions of each set stand in"
        page.prose("Reading the figures", f"{said} countries/facts/<set>.yaml")
    return page


def _row_data(row: object) -> dict[str, object]:
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


def _country_pairs(country: Country) -> list[tuple[str, str]]:
    roles = "; ".join(f"{role.role} {period(role.start, role.end)}" for role in country.roles)
    bodies = [
        f"{m.body} {period(m.start, m.end)}{'' if m.verified else ' (not verified)'}" for m in country.memberships
    ]
    before = [p for p in (country.predecessor, *country.predecessors) if p]
    earlier = "; ".join(f"{p.iso3} until {p.until}" for p in before)
    belongs = "; ".join(bodies) or _no_membership_text(country)
    return [("roles", roles or "none recorded"), ("memberships", belongs), ("predecessor", earlier)]


def _no_membership_text(country: Country) -> str:
    return f"no member of {', '.join(country.no_member_of)}" if country.no_member_of else "not known"


def _add_plans(page: EntryPage, library: Library, country: Country) -> None:
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
    page.table("plan|years|status|text|title", sorted(rows))


def _add_facts(page: EntryPage, found: FactSet) -> None:
    lines = [text for row_type, line in SERIES.items() for text in line(row for _, row in found.table.each(row_type))]
    if not lines:
        return
    title = english(found.head.titles, found.id) if found.head else found.id
    producer = f"; {found.head.producer}" if found.head else ""
    page.items(f"{title} ({found.id}{producer})", lines)


def _tier_texts(rows: Iterable[TierPlacement]) -> list[str]:
    by_year: dict[str, list[str]] = {}
    for row in rows:
        by_year.setdefault(str(row.year), []).append(row.tier)
    said = [f"{year}: {' or '.join(dict.fromkeys(tiers))}" for year, tiers in sorted(by_year.items())]
    return ["by year of the report: " + "; ".join(said)] if said else []


def _three_p_texts(rows: Iterable[ThreePScore]) -> list[str]:
    said = [
        f"{row.year}: {'+'.join(_number_text(n) for n in (row.prosecution, row.protection, row.prevention))}"
        f" = {_number_text(row.overall)}"
        for row in rows
    ]
    return ["prosecution + protection + prevention: " + "; ".join(said)] if said else []


def _criminalisation_texts(rows: Iterable[Criminalisation]) -> list[str]:
    return [f"{row.extent} since {row.year}" for row in rows]


def _treaty_texts(rows: Iterable[TreatyStatus]) -> list[str]:
    said = []
    for row in rows:
        steps = (("signed", row.signed), ("ratified", row.ratified), ("in force", row.in_force))
        known = [f"{step} {date}" for step, date in steps if date]
        seen = ["named as a party, date not known"] if row.party_seen and not row.ratified else []
        said.append(f"{row.treaty}: {', '.join([*known, *seen]) or 'nothing dated'}")
    return said


def _statistic_texts(rows: Iterable[Statistic]) -> list[str]:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        mark = f" ({row.quality})" if row.quality not in ("", "verified") else ""
        years = row.start if row.end in ("", row.start) else f"{row.start} to {row.end}"
        said = f"{years}: {_number_text(row.value)}{mark}"
        groups.setdefault((row.variable, row.breakdown, row.unit), []).append(said)
    return [
        f"{variable}{', ' + part if part else ''}{' [' + unit + ']' if unit else ''}: {'; '.join(texts)}"
        for (variable, part, unit), texts in groups.items()
    ]


def _economic_texts(rows: Iterable[EconomicFigure]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row.variable, []).append(f"{row.year}: {_number_text(row.value)}")
    return [f"{variable}: {'; '.join(said)}" for variable, said in groups.items()]


def _number_text(number: float | None) -> str:
    return NONE if number is None else f"{number:,.10g}"


SERIES: dict[type[Any], Callable[..., list[str]]] = {
    TierPlacement: _tier_texts,
    ThreePScore: _three_p_texts,
    Criminalisation: _criminalisation_texts,
    TreatyStatus: _treaty_texts,
    Statistic: _statistic_texts,
    EconomicFigure: _economic_texts,
}


def plan_page(library: Library, plan_id: str, rubric: Rubric) -> EntryPage:
    """Return the page on a plan.

    Raises
    ------
    UnknownNameError
        The library has no such plan.
    InvalidInputError
        The plan's files have faults.
    """
    assessment = library.assessment(plan_id, rubric)
    plan = assessment.plan
    tables = ("measures", "indicators", "money", "evidence", "implementation", "recommendations", "replies")
    counts = {name: len(getattr(assessment, name)) for name in tables}
    page = EntryPage({"plan": plain(plan), "rows": counts, "coders": [plain(c.header) for c in assessment.codings]})
    page.standing = standing_text(assessment, rubric)
    page.title(f"{plan.id}  {english(plan.titles, plan.id)}")
    page.title(page.standing)
    page.items("Other titles", [f"{text} ({lang})" for lang, text in plan.titles.items() if lang != "en"])
    page.pairs(_plan_pairs(plan, read_by_machine=is_by_machine(assessment)))
    page.pairs([("machines propose", _proposals_text(library, plan, rubric))])
    page.pairs([*((name, str(count)) for name, count in counts.items()), ("tags", _tag_text(assessment.measures))])
    page.columns(CODERS, assessment.codings, lambda coding: {"rated": _rated_text(coding)})
    if assessment.codings:
        card = evaluate(assessment, rubric)
        least = rubric.grading.least_coverage
        said = f"{share_text(card.coverage, [least])} of the weight of {card.weighting.id} is assessed"
        page.pairs([("coverage", f"{said}; {command_for('score', plan.id, rubric.id)} shows the scores.")])
    sides = [f"{side.criterion_id}: {law_line(side)}" for side in assessment.law]
    page.items("The law beside the plan, where a criterion asks what a law may answer", sides)
    page.prose("Notes", plan.notes)
    return page


def _proposals_text(library: Library, plan: PlanFile, rubric: Rubric) -> str:
    """Return which machines have proposed for a plan, and when coders see it; empty where none has."""
    codes = ", ".join(one.coder for one in proposals_for(library, plan.id, rubric))
    seen = "first" if plan.proposals == "first" else "after their own answer"
    return f"{codes}; coders see it {seen}" if codes else ""


def _plan_pairs(plan: PlanFile, *, read_by_machine: bool) -> list[tuple[str, str]]:
    adopted, rated = plan.adopted, plan.rated_years
    whose = "read by machine, checked by no person" if read_by_machine else "not an official evaluation"
    spoken = ", ".join(f"{entry.lang} ({entry.status})" for entry in plan.languages)
    rows = f"{plan.rows.here} here ({plan.rows.basis}); in the plan: {plan.rows.in_plan}"
    return [
        ("kind", plan.kind),
        ("period", period(plan.start, plan.end)),
        ("rated years", f"{period(rated.start, rated.end)} for law and practice" if rated else ""),
        ("adopted", f"{adopted.status}{', ' + adopted.date if adopted.date else ''}" if adopted else ""),
        ("authority", plan.authority),
        ("drafted by", ", ".join(body.value for body in plan.drafted_by)),
        ("paid by", ", ".join(body.value for body in plan.paid_by)),
        ("adopted under", ", ".join(occasion.value for occasion in plan.adopted_under)),
        ("parent", plan.parent or ""),
        ("amends", plan.amends or ""),
        ("languages", spoken),
        ("rows", rows),
        ("columns", ", ".join(plan.columns_present)),
        ("read", read_text_of(plan.text_read)),
        ("sources", ", ".join(plan.sources)),
        ("worked example", f"yes: {whose}" if plan.worked_example else ""),
    ]


def read_text_of(read: TextRead) -> str:
    """Return in words what was read of a plan, with pages, chapters and the note on it."""
    pages = f", pages {read.pages.replace(';', ', ')}" if read.pages else ""
    chapters = f", chapters {', '.join(read.chapters)}" if read.chapters else ""
    note = f"; {read.note}" if read.note else ""
    return f"measures {read.measures}, text {read.text}{pages}{chapters}{note}"


def _tag_text(measures: Sequence[Measure]) -> str:
    counts = Counter(paradigm for measure in measures for paradigm in measure.paradigms)
    counts += Counter(measure.function for measure in measures if measure.function == "co-ordination")
    proposed = sum(measure.tag_status == "proposed" for measure in measures)
    said = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return f"{said}; {proposed} rows with proposed tags" if proposed and said else said


def _rated_text(coding: Coding) -> str:
    return f"{sum(rating.status != 'not-assessed' for rating in coding.ratings)} of {len(coding.ratings)}"
