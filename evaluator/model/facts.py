"""Shared data sets of facts by country and year, the dictionary of their variables, and counts of silence."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.schema import column

BODIES = ("UN", "OSCE", "Council of Europe", "EU")
EVIDENCE = ("text", "dataset", "list", "secondary", "inferred")
QUALITIES = ("verified", "partly", "inferred", "weak")
VARIABLE_TYPES = ("count", "category", "index", "date", "amount", "rate")
MATTERS = (
    "punishment", "identification", "services", "protection_progress", "prevention_progress", "domestic_laws",
    "enforcement", "conviction_data",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TierPlacement:
    """The tier of a country in one Trafficking in Persons Report; rows that disagree are both kept."""

    iso3: str = column("id", "country", required=True)
    year: int | None = column("integer", "year of the report", required=True)
    tier: str = column("text", "1, 2, 2WL, 3 or SC", required=True)
    evidence: str = column("choice", "how it is known", required=True, choices=EVIDENCE)
    conflict_group: str = column("text", "rows that disagree share a group")
    source_id: str = column("text", "source in the page of the data set")
    note: str = column("text", "remarks")


SAID = ("yes", "some", "no", "no-mention")


@dataclass(frozen=True, slots=True)
class ReportChapter:
    """The contents of the chapter on one country in one Trafficking in Persons Report, as coded by its coders.

    A row describes the chapter, not the country: `no-mention` means that the chapter is silent on the matter, which
    shows nothing of what happened.
    """

    iso3: str = column("id", "country", required=True)
    year: int | None = column("integer", "year of the report", required=True)
    tier: str = column("text", "1, 2_or_2WL, 3 or SC", required=True)
    domestic_laws: str = column("choice", "laws: yes, all forms; some; no", required=True, choices=SAID)
    enforcement: str = column("choice", "cases fully investigated and prosecuted", required=True, choices=SAID)
    conviction_data: str = column("choice", "information on convictions is given", required=True, choices=SAID)
    protection_progress: str = column("choice", "any progress in protection", required=True, choices=SAID)
    identification: str = column("choice", "formal procedures of identification", required=True, choices=SAID)
    services: str = column("choice", "services mostly by the government itself", required=True, choices=SAID)
    punishment: str = column(
        "choice", "victims arrested, fined, imprisoned, deported or else penalised", required=True, choices=SAID
    )
    prevention_progress: str = column("choice", "progress in prevention", required=True, choices=SAID)
    source_id: str = column("text", "source in the page of the data set")


@dataclass(frozen=True, slots=True)
class CriteriaEdition:
    """A version of the statute by which the Trafficking in Persons Reports place countries."""

    edition_id: str = column("id", "identifier", required=True, unique=True)
    act: str = column("text", "act that made it", required=True)
    in_force: str = column("date", "day of its approval", required=True)
    changed: str = column("text", "what it changed in the standards or the tiers, as far as read")
    source_id: str = column("text", "sources in the page of the data set")
    note: str = column("text", "remarks")


@dataclass(frozen=True, slots=True)
class ThreePScore:
    """The 3P index of a country and year; the source gives no value for an empty cell."""

    iso3: str = column("id", "country", required=True)
    year: int | None = column("integer", "year", required=True)
    prosecution: int | None = column("integer", "1 (worst) to 5 (best)", least=1, most=5)
    protection: int | None = column("integer", "1 (worst) to 5 (best)", least=1, most=5)
    prevention: int | None = column("integer", "1 (worst) to 5 (best)", least=1, most=5)
    overall: int | None = column("integer", "sum, 3 to 15", least=3, most=15)
    source_id: str = column("text", "source in the page of the data set")


@dataclass(frozen=True, slots=True)
class TreatyStatus:
    """The recorded status of one state under one treaty; an empty date is unknown."""

    iso3: str = column("id", "country", required=True)
    treaty: str = column("id", "treaty", required=True)
    signed: str = column("date", "signature")
    ratified: str = column("date", "ratification, acceptance, approval, accession or succession")
    in_force: str = column("date", "entry into force for the state")
    party_seen: str = column("choice", "named as a party on a page that gives no date", choices=("yes",))
    manner: str = column("text", "accession or succession")
    derived: str = column("text", "dates computed by the treaty's own rule")
    source_id: str = column("text", "sources in the page of the data set")
    note: str = column("text", "remarks")


@dataclass(frozen=True, slots=True)
class MembershipFact:
    """Membership of a body by one state; `end` is empty while the membership lasts."""

    iso3: str = column("id", "country", required=True)
    body: str = column("choice", "body", required=True, choices=BODIES)
    start: str = column("date", "member from", required=True, header="from")
    end: str = column("date", "member until, empty while it lasts", header="to")
    verified: bool | None = column("flag", "whether the dates were read in the source", required=True)
    source_id: str = column("text", "sources in the page of the data set", required=True)
    note: str = column("text", "remarks")


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """The data sets used by lenses, trends and the reading against instruments."""

    tip_tiers: tuple[TierPlacement, ...] = ()
    tip_criteria: tuple[CriteriaEdition, ...] = ()
    three_p_index: tuple[ThreePScore, ...] = ()
    treaties: tuple[TreatyStatus, ...] = ()
    chapters: tuple[ReportChapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """One entry of the dictionary of variables: what figures of this name count."""

    variable: str = column("id", "name", required=True, unique=True)
    unit: str = column("text", "unit")
    type: str = column("choice", "kind of quantity", required=True, choices=VARIABLE_TYPES)
    definition: str = column("text", "what is counted", required=True)
    direction: str = column("choice", "which way is better", required=True, choices=("higher", "lower", "none"))


@dataclass(frozen=True, slots=True)
class Statistic:
    """One figure of a country, with its definition; the row class of data sets without one of their own."""

    iso3: str = column("id", "country", required=True)
    variable: str = column("text", "variable of countries/variables.csv", required=True)
    breakdown: str = column("text", "part counted (sex, form, age), empty for all")
    start: str = column("date", "first date the figure speaks of", required=True, header="from")
    end: str = column("date", "last date the figure speaks of", header="to")
    value: float | None = column("number", "the figure", required=True)
    unit: str = column("text", "unit")
    definition: str = column("text", "what the source counts")
    counted_by: str = column("text", "who counted")
    interest: str = column("text", "what the counting body gains or loses by the figure")
    quality: str = column("choice", "how well it is known", choices=QUALITIES)
    conflict_group: str = column("text", "figures that disagree share a group")
    source_id: str = column("text", "source in the page of the data set")
    note: str = column("text", "remarks")


@dataclass(frozen=True, slots=True)
class EconomicFigure:
    """One figure on the economy of a country."""

    iso3: str = column("id", "country", required=True)
    variable: str = column("text", "variable of countries/variables.csv", required=True)
    year: int | None = column("integer", "year", required=True)
    value: float | None = column("number", "the figure", required=True)
    source_id: str = column("text", "source in the page of the data set")


@dataclass(frozen=True, slots=True)
class Criminalisation:
    """The year in which a country made trafficking a crime, in full or in part."""

    iso3: str = column("id", "country", required=True)
    year: int | None = column("integer", "year", required=True)
    extent: str = column("choice", "extent as the source codes it", required=True, choices=("full", "partial"))
    source_id: str = column("text", "source in the page of the data set")
    note: str = column("text", "remarks")


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """One figure of the founding paper, with its own caution."""

    id: str = column("id", "identifier", required=True, unique=True)
    area: str = column("id", "SEE the region, WLD the world, else a country", required=True)
    start: str = column("date", "first date the figure speaks of", header="from")
    end: str = column("date", "last date the figure speaks of", header="to")
    value: str = column("text", "the figure, or a date", required=True)
    unit: str = column("text", "unit")
    qualifier: str = column("text", "exact, more than, approx")
    meaning: str = column("text", "what it counts", required=True)
    variable: str = column("text", "variable of countries/variables.csv that it is a value of")
    origin: str = column("choice", "stands in the paper, or computed from it", choices=("paper", "derived"))
    section: str = column("text", "section or endnote of the paper")
    caution: str = column("text", "what a reader must know")
    source_id: str = column("text", "source in the page of the data set")


@dataclass(frozen=True, slots=True)
class SilenceByYear:
    """Counts of what the chapters of one report state on a matter. Silence shows nothing of what happened."""

    matter: str = column("text", "matter", required=True)
    year: int | None = column("integer", "year of the report", required=True)
    chapters: int | None = column("integer", "chapters of the report that are coded", required=True, least=0)
    silent: int | None = column("integer", "chapters that do not mention the matter", required=True, least=0)
    yes: int | None = column("integer", "chapters that say yes", required=True, least=0)
    some: int | None = column("integer", "chapters that say in part", required=True, least=0)
    no: int | None = column("integer", "chapters that say no", required=True, least=0)


@dataclass(frozen=True, slots=True)
class SilenceByTier:
    """Counts of what the chapters of all years state on a matter, by the chapter's tier."""

    matter: str = column("text", "matter", required=True)
    tier: str = column("text", "tier of the chapter: 1, 2_or_2WL, 3 or SC", required=True)
    chapters: int | None = column("integer", "chapters of that tier, all years", required=True, least=0)
    silent: int | None = column("integer", "chapters that do not mention the matter", required=True, least=0)
    yes: int | None = column("integer", "chapters that say yes", required=True, least=0)
    some: int | None = column("integer", "chapters that say in part", required=True, least=0)
    no: int | None = column("integer", "chapters that say no", required=True, least=0)


@dataclass(frozen=True, slots=True)
class PunishedBeside:
    """How many chapters say that victims were punished, beside one answer of theirs, their tier or the 3P index.

    The share is of the chapters that speak of it; silence shows nothing of what happened.
    """

    beside: str = column("text", "what stands beside it: tier, a matter, or prosecution by the 3P index", required=True)
    value: str = column("text", "its value: a tier, an answer, or a level from 1 to 5", required=True)
    chapters: int | None = column("integer", "chapters with that value, all years", required=True, least=0)
    silent: int | None = column("integer", "of these, chapters that do not speak of punishment", required=True, least=0)
    speak: int | None = column("integer", "of these, chapters that speak of it", required=True, least=0)
    punished: int | None = column("integer", "chapters that say that victims were punished", required=True, least=0)
    countries: int | None = column("integer", "countries of the chapters that speak", required=True, least=0)
    share: float | None = column("number", "share of those that speak", least=0, most=1)
    low: float | None = column("number", "lower end of its 95 % interval, countries being the sample", least=0, most=1)
    high: float | None = column("number", "upper end of its 95 % interval", least=0, most=1)


@dataclass(frozen=True, slots=True)
class SilenceOfCountry:
    """What one chapter states on a matter, with its tier."""

    iso3: str = column("id", "country", required=True)
    matter: str = column("text", "matter", required=True)
    year: int | None = column("integer", "year of the report", required=True)
    tier: str = column("text", "tier of the chapter: 1, 2_or_2WL, 3 or SC", required=True)
    said: str = column("text", "yes, some, no or no-mention", required=True)
