"""Shared data sets of facts by country and year: records of other systems and of treaty offices."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.base import column

BODIES = ("UN", "OSCE", "Council of Europe", "EU")
EVIDENCE = ("text", "dataset", "list", "secondary", "inferred")


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
