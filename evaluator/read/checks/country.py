"""Checks that a country's files agree with each other, and its plans with each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from evaluator.errors import Problem, did_you_mean
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.read.checks.plan import is_before
from evaluator.read.country import CountryFiles
from evaluator.read.layers import Layers
from evaluator.read.text.yaml_file import Document, Key, parse_yaml


def check_country(files: CountryFiles, recorded: Collection[str] | None = None) -> list[Problem]:
    """Return the faults of `country.yaml`: periods that end before they begin, and sources that do not exist.

    `recorded` are the countries in the data set of memberships; None if there is no such data set.
    """
    if files.country is None or files.document is None:
        return []
    own = (files.country, files.document)
    return [*_periods(*own), *_sources(files, *own), *_memberships(*own, recorded or ())]


def _memberships(country: Country, document: Document, recorded: Collection[str]) -> Iterator[Problem]:
    """Yield a warning if no file records the country's memberships, so that binding instruments are unknown."""
    for at, body in enumerate(country.no_member_of):
        if any(m.body == body for m in country.memberships):
            yield document.problem(("no_member_of", at), f"{body!r}, which memberships list", "one of both")
    if not country.memberships and not country.no_member_of and country.iso3 not in recorded:
        found = "no membership is recorded, here or in countries/facts/memberships.csv: what binds members is not known"
        expected = "the bodies the country belongs to with dates, or `no_member_of`"
        yield document.problem(("memberships",), found, expected, severity="warning")


def _periods(country: Country, document: Document) -> Iterator[Problem]:
    spans: list[tuple[Key, str | None, str | None]] = []
    spans += [(("roles", at, "to"), role.start, role.end) for at, role in enumerate(country.roles)]
    spans += [(("memberships", at, "to"), body.start, body.end) for at, body in enumerate(country.memberships)]
    spans += [(("plan_history", at, "end"), plan.start, plan.end) for at, plan in enumerate(country.plan_history)]
    for key, start, end in spans:
        if is_before(end or "", start or ""):
            yield document.problem(key, f"{end} is before {start}", "a date after it")
    ids = [plan.id for plan in country.plan_history]
    for at, name in enumerate(ids):
        if name in ids[:at]:
            yield document.problem(("plan_history", at, "id"), f"{name!r} given twice", "each plan once")


def _sources(files: CountryFiles, country: Country, document: Document) -> Iterator[Problem]:
    table = files.tables.get("sources")
    if table is not None and not table.is_readable:
        return
    known = table.ids if table else frozenset[str]()
    cited: list[tuple[Key, str]] = [(("roles", at, "source"), role.source) for at, role in enumerate(country.roles)]
    cited += [(("memberships", at, "source"), body.source) for at, body in enumerate(country.memberships)]
    cited += [(("plan_history", at, "source"), plan.source) for at, plan in enumerate(country.plan_history)]
    stated = [(key, source) for key, source in cited if source]
    yield from document.each_unknown(stated, "source", known, "an id in sources.csv")


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
