"""Further shared data sets of facts, and the dictionary of their variables."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.base import column

QUALITIES = ("verified", "partly", "inferred", "weak")
VARIABLE_TYPES = ("count", "category", "index", "date", "amount", "rate")


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
