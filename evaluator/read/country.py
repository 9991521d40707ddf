"""Reader of a country's folder: its header, sources, institutions and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.country import STAR, Country, Fact, Institution, MonitorPoint, PersonException, Source
from evaluator.read.layers import Layers
from evaluator.read.overlay import read_overlaid
from evaluator.read.text_files.shape import load_named, read_sound
from evaluator.read.text_files.table import ReadTable
from evaluator.read.text_files.yaml_file import Document

COUNTRY_TABLES: dict[str, type] = {
    "sources": Source,
    "institutions": Institution,
    "facts": Fact,
    "monitoring": MonitorPoint,
    "exceptions": PersonException,
}


@dataclass(frozen=True, slots=True)
class CountryFiles:
    """The files of a country's folder; `country` is None if its header is faulty."""

    folder: Layers
    country: Country | None
    document: Document | None
    tables: Mapping[str, ReadTable[object]] = field(default_factory=dict)


INVENTED = " (invented)"  # how the name of an invented country ends


def read_country(folder: Layers) -> Country:
    """Read `country.yaml`; its folder's name must be its ISO3 code.

    Raises
    ------
    InvalidInputError
        With every fault.
    """
    return read_sound(lambda problems: load_named(Country, folder.expected("country.yaml"), "iso3", problems)[0])


def names_of(folder: Layers) -> list[str]:
    """Return the names of a country in its folder, the English one first; none if its file is faulty."""
    try:
        names = read_country(folder).names
    except InvalidInputError:
        return []
    return [*([names["en"]] if "en" in names else []), *(text for lang, text in names.items() if lang != "en")]


def bare_names_of(folder: Layers) -> list[str]:
    """Return the names of a country as people type them, without the star of a footnote, or that it is invented."""
    return [name.removesuffix(STAR).removesuffix(INVENTED) for name in names_of(folder)]


def read_country_files(folder: Layers, problems: list[Problem]) -> CountryFiles:
    """Read a country's header and tables; a table that is absent is not in the result."""
    country, document = load_named(Country, folder.expected("country.yaml"), "iso3", problems)
    return CountryFiles(folder, country, document, read_tables(folder, COUNTRY_TABLES, problems))


def read_tables(folder: Layers, rows: Mapping[str, type], problems: list[Problem]) -> dict[str, ReadTable[object]]:
    """Read the tables that a folder has: tables of `OVERLAID` joined by row, others from the topmost file."""
    found: dict[str, ReadTable[object]] = {}
    for name, row in rows.items():
        table: ReadTable[object] | None = read_overlaid(folder, f"{name}.csv", row, problems=problems)
        if table is not None:
            found[name] = table
    return found
