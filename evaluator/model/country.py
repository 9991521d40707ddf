"""A country and the data recorded on it besides its plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.schema import ISO3, SHA256, PartialDate, Shape, Slug, Texts, Truth, WebAddress, Whole, column

SOURCE_KINDS = (
    "plan", "law", "statistics", "greta", "tip", "un", "osce", "ngo", "court", "press", "letter", "academic",
)  # fmt: skip
# The verbs of a monitor, strongest first; `not-told` where what was read does not give the verb.
STRENGTHS = ("urges", "considers", "invites", "not-told")
POINT_OUTCOMES = ("done", "in-part", "not-done", "not-assessed")
INSTITUTION_KINDS = (
    "ministry", "police", "prosecution", "court", "border", "local", "inspectorate", "ngo-local",
    "ngo-international", "io", "donor", "eu", "private", "group", "service",
    "human-rights-institution", "other",
)  # fmt: skip
# How much of a text was read: to its end, some of it, or a summary alone, its own or another's.
READ_OF_A_SOURCE = ("whole", "part", "summary")
STAR = "*"  # behind a country's name: a note to the name stands on the same page


class RolePeriod(Shape):
    """A role of the country in trafficking, from one year to another (open if `to` is missing)."""

    role: Literal["origin", "transit", "destination", "internal"]
    start: PartialDate = Field(alias="from")
    end: PartialDate | None = Field(default=None, alias="to")
    source: str = ""
    locator: str = ""


class Membership(Shape):
    """A membership of a body, from one date to another (open if `to` is missing)."""

    body: str
    start: PartialDate = Field(alias="from")
    end: PartialDate | None = Field(default=None, alias="to")
    source: str = ""
    verified: Truth = True
    note: str = ""


class Predecessor(Shape):
    """The earlier state whose facts count as this country's before the day `until`."""

    iso3: str
    until: PartialDate
    note: str = ""


class PlanHistoryEntry(Shape):
    """One plan in the country's history, whether or not the library has its text."""

    id: str
    title: str
    start: PartialDate | None = None
    end: PartialDate | None = None
    status: Literal["adopted", "issued", "informal", "draft", "not-adopted", "unknown"] = "unknown"
    source: str = ""
    note: str = ""


def starred(name: str) -> str:
    """Return a name with the star of its footnote, once.

    Examples
    --------
    >>> starred("Arvenia"), starred("Arvenia*"), starred("")
    ('Arvenia*', 'Arvenia*', '')
    """
    return f"{name.removesuffix(STAR)}{STAR}" if name else name


class Country(Shape):
    """Names, roles, memberships and plan history of one country.

    A list of `memberships` replaces those of the data set `memberships`. If neither has any, memberships are unknown.
    `no_member_of` names bodies to which the country is known not to belong. `invented` prints on every page that the
    country does not exist. A country whose name needs a `footnote` bears a star in every name, from here on: no page,
    table or sheet can print it bare.
    """

    iso3: str = Field(pattern=f"^{ISO3.pattern}$")
    names: Texts
    invented: Truth = False
    footnote: Texts = {}
    roles: tuple[RolePeriod, ...] = ()
    memberships: tuple[Membership, ...] = ()
    no_member_of: tuple[str, ...] = ()
    predecessor: Predecessor | None = None
    predecessors: tuple[Predecessor, ...] = ()
    plan_history: tuple[PlanHistoryEntry, ...] = ()
    notes: str = ""

    @model_validator(mode="after")
    def _names_bear_the_star_of_their_note(self) -> Self:
        if self.footnote:
            object.__setattr__(self, "names", {lang: starred(name) for lang, name in self.names.items()})
        return self


class FactsSource(Shape):
    """A document that rows of a data set cite; a reader can open it where `url` gives its address."""

    id: str
    title: str
    url: WebAddress | Literal[""] = ""


class FactsFile(Shape):
    """The provenance of a data set of facts: its owner, its citation, its cautions and its fingerprint."""

    id: Slug
    titles: Texts
    producer: str
    citation: str
    url: WebAddress | Literal[""] = ""
    licence: str
    retrieved: PartialDate | Literal[""] = ""
    cautions: tuple[str, ...] = ()
    rebuild: str = ""
    sha256: str = Field(pattern=f"^{SHA256.pattern}$")
    rows: Whole = Field(ge=0)
    columns: tuple[str, ...] = ()
    sources: tuple[FactsSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A country in a period, for a rubric that needs no plan: a row of countries/units.csv instead of a folder."""

    unit_id: str = column("id", "identifier, in the form of a plan's", required=True, unique=True)
    iso3: str = column("id", "country", required=True)
    country: str = column("text", "name of the country in English", required=True)
    rubric: str = column("text", "rubric it is assessed under", required=True)
    start: str = column("date", "first date of the period", required=True, header="from")
    end: str = column("date", "last date of the period", required=True, header="to")
    worked_example: bool | None = column("flag", "whether it is a worked example, and no official evaluation")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that evidence and facts cite."""

    source_id: str = column("id", "identifier, unique in the country", required=True, unique=True)
    title: str = column("text", "title as printed", required=True)
    author_body: str = column("text", "who published it")
    kind: str = column("choice", "kind of document", required=True, choices=SOURCE_KINDS)
    date: str = column("date", "date of publication at known precision")
    lang: tuple[str, ...] = column("langs", "languages of the text")
    script: str = column("text", "script, ISO 15924")
    url: str = column("url", "address where it can be opened")
    archive_url: str = column("url", "address of an archived copy")
    accessed: str = column("date", "when it was opened")
    sha256: str = column("text", "fingerprint of the copy read")
    file: str = column("text", "copy of it in the library's folder, as documents/plan.pdf; need not be passed on")
    extent: str = column("choice", "how much of it was read, by who read most", choices=READ_OF_A_SOURCE)
    licence: str = column("text", "terms of use")
    note: str = column("text", "what was read of it, and how")

    @property
    def is_tip_text(self) -> bool:
        """Return whether the document is the Trafficking in Persons Report, by its kind or its title."""
        return self.kind == "tip" or "trafficking in persons report" in self.title.casefold()


@dataclass(frozen=True, slots=True)
class Institution:
    """A body that leads, takes part in or pays for measures of a plan."""

    institution_id: str = column("id", "identifier, unique in the country", required=True, unique=True)
    name: str = column("text", "name", required=True)
    lang: str = column("lang", "language of the name")
    acronym: str = column("text", "acronym as used in the plan")
    kind: str = column("choice", "kind of body", required=True, choices=INSTITUTION_KINDS)
    valid_from: str = column("date", "exists from")
    valid_to: str = column("date", "exists until")
    successor_id: str = column("id", "institution that followed it", refers="institutions")


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure on the country, with its definition and its place in a source."""

    fact_id: str = column("id", "identifier, unique in the file", required=True, unique=True)
    variable: str = column("text", "variable of countries/variables.csv", required=True)
    start: str = column("date", "first date the figure speaks of", required=True, header="from")
    end: str = column("date", "last date the figure speaks of", header="to")
    value: float | None = column("number", "the figure", required=True)
    unit: str = column("text", "unit")
    breakdown: str = column("text", "part counted (sex, form, age), empty for all")
    definition: str = column("text", "what the source counts")
    counted_by: str = column("text", "who counted")
    interest: str = column("text", "what the counting body gains or loses by the figure")
    quality: str = column("choice", "how well it is known", choices=("verified", "partly", "inferred", "weak"))
    conflict_group: str = column("text", "figures that disagree share a group")
    source_id: str = column("id", "source", refers="sources")
    locator: str = column("text", "page or section")
    note: str = column("text", "remarks")


@dataclass(frozen=True, slots=True)
class MonitorPoint:
    """One thing that a monitor of the state asked for in a round, and what its next report says became of it.

    Only what was opened is entered, in our own words. `repeats` names the row of an earlier round that asked for the
    same. The outcome is the monitor's, as far as it was read: `done` where the next report welcomes it, `in-part`
    where it tells of progress and misses something, `not-done` where it asks again or finds nothing changed.
    """

    point_id: str = column("id", "identifier, unique in the country", required=True, unique=True)
    monitor: str = column("text", "who asks, as GRETA", required=True)
    round: int | None = column("integer", "round of the monitoring", required=True, least=1)
    published: str = column("date", "when the report came out", required=True)
    source_id: str = column("id", "where it was read", required=True, refers="sources")
    place: str = column("text", "paragraph of the report, or place in what was read of it", required=True)
    strength: str = column("choice", "how strongly, in the monitor's verb", required=True, choices=STRENGTHS)
    addressee: str = column("text", "who is asked", required=True)
    text: str = column("text", "what is asked, in our words", required=True)
    criterion_ids: tuple[str, ...] = column("ids", "criteria of any rubric that ask for it")
    repeats: str = column("id", "row of an earlier round that asked for the same", refers="monitoring")
    outcome: str = column("choice", "what the next report says became of it", choices=POINT_OUTCOMES)
    outcome_source_id: str = column("id", "where that was read", refers="sources")
    outcome_place: str = column("text", "its place there")
    note: str = column("text", "remarks")


@dataclass(frozen=True, slots=True)
class PersonException:
    """A recorded permission to name an official in a file, where no data on individuals are otherwise allowed."""

    exception_id: str = column("id", "identifier", required=True, unique=True)
    file: str = column("text", "file it holds for, from the country's folder", required=True)
    text: str = column("text", "the words allowed, exactly as they stand there", required=True)
    function: str = column("text", "office in which the person is named, or body the address belongs to", required=True)
    reason: str = column("text", "why it must stand there", required=True)
    decided_by: str = column("text", "who decided, in function", required=True)
    decided_on: str = column("date", "when", required=True)
