"""Raw tables on their way to fact files: their lines, settings, sources and faults, and what each becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

Texts = Mapping[str, str]

DERIVED = re.compile(r"^DERIVED .*?; (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one line of a raw table or of the settings."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.column}: found {self.found!r}; expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Raw:
    """One line of a raw table."""

    line: int
    cells: Texts

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Settings:
    """How one raw table is read; from rebuild_facts.yaml."""

    raw: str
    build: str
    only: frozenset[str] = frozenset()
    reword: Texts = field(default_factory=dict)
    variables: Mapping[str, Texts] = field(default_factory=dict)
    notes: tuple[Mapping[str, object], ...] = ()
    verified_hosts: frozenset[str] = frozenset()
    additions: tuple[Texts, ...] = ()
    countries: Texts = field(default_factory=dict)
    citation: Texts = field(default_factory=dict)


@dataclass(slots=True)
class Sources:
    """Numbers sources; one that had a number before keeps it."""

    known: dict[tuple[str, str], str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def of(self, title: str, url: str) -> str:
        """Return the id of a source, a new one if it has none."""
        last = max((int(i.removeprefix("s")) for i in self.known.values()), default=0)
        found = self.known.setdefault((title, url), f"s{last + 1}")
        self.used.add(found)
        return found


@dataclass(frozen=True, slots=True)
class Work:
    """One raw table on its way to a fact file."""

    settings: Settings
    rows: tuple[Raw, ...]
    sources: Sources
    faults: list[Fault]

    def fault(self, row: Raw, column: str, expected: str) -> None:
        """Note a fault; the row goes on, nothing is written in the end."""
        self.faults.append(Fault(self.settings.raw, row.line, column, row[column], expected))

    def reworded(self, text: str) -> str:
        """Return `text` with the replacements of the settings."""
        for old, new in self.settings.reword.items():
            text = text.replace(old, new)
        return text

    def source(self, row: Raw) -> str:
        """Return the id of the row's source; a source without an address is a fault."""
        if not row["source_url"].startswith(("http://", "https://")):
            self.fault(row, "source_url", "an address that begins with http:// or https://")
        return self.sources.of(self.reworded(DERIVED.sub("", row["source"])), row["source_url"])

    def expect(self, row: Raw, column: str, form: re.Pattern[str], expected: str) -> str:
        """Return the cell; one of another form is a fault."""
        if not form.fullmatch(row[column]):
            self.fault(row, column, expected)
        return row[column]

    def mapped(self, row: Raw) -> Texts:
        """Return what the settings say of the row's variable; an unknown one is a fault."""
        if row["variable"] not in self.settings.variables:
            self.fault(row, "variable", "a variable named in tools/rebuild_facts.yaml")
        return self.settings.variables.get(row["variable"], {})


Line = tuple[str, ...]

YEAR = re.compile(r"(19|20)\d\d")
DATE = re.compile(r"(19|20)\d\d(-\d\d(-\d\d)?)?")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
TIERS = ("1", "2", "2WL", "3", "SC", "2_or_2WL")
MANNERS = ("accession", "accession by a non-member state", "acceptance", "approval", "succession")
PAPER = "Lindstrom, N., Transnational Responses to Human Trafficking in the Balkans, 2006"


def plain(number: str) -> str:
    """Return a number without needless zeros.

    Examples
    --------
    >>> plain("18900.0"), plain("-11.37"), plain("0.50"), plain("100")
    ('18900', '-11.37', '0.5', '100')
    """
    return number.rstrip("0").rstrip(".") if "." in number else number


def tiers(work: Work) -> list[Line]:
    """Return iso3, year, tier, evidence, conflict_group, source_id, note."""
    seen: dict[tuple[str, str], set[str]] = {}
    for row in work.rows:
        seen.setdefault((row["iso3"], row["year"]), set()).update(_claimed(row))
    return [_tier(work, row, seen[row["iso3"], row["year"]]) for row in work.rows]


def _claimed(row: Raw) -> set[str]:
    return {row["value"], *row["conflict"].split("/")} - {""}


def _tier(work: Work, row: Raw, values: set[str]) -> Line:
    year = work.expect(row, "year", YEAR, "a year")
    if row["value"] not in TIERS:
        work.fault(row, "value", "one of " + ", ".join(TIERS))
    group = f"{row['iso3']}-{year}" if len(values) > 1 else ""
    others = sorted(_claimed(row) - {row["value"]})
    heard = f"another source gives {others[0]}" if others else ""
    note = "; ".join(filter(None, [work.reworded(row["note"]), heard]))
    return (row["iso3"], year, row["value"], row["evidence"], group, work.source(row), note)


def wide(work: Work) -> list[Line]:
    """Return iso3, year and one column per variable, then source_id."""
    columns = [texts["column"] for texts in work.settings.variables.values()]
    cells: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in work.rows:
        key = (row["iso3"], work.expect(row, "year", YEAR, "a year"), work.source(row))
        column = work.mapped(row).get("column", "")
        if column in cells.setdefault(key, {}):
            work.fault(row, "variable", "one value per country, year and variable")
        cells[key][column] = work.expect(row, "value", NUMBER, "a number")
    return [(*key[:2], *(have.get(column, "") for column in columns), key[2]) for key, have in cells.items()]


def criminalisation(work: Work) -> list[Line]:
    """Return iso3, year, extent, source_id, note."""
    year = {id(row): work.expect(row, "value", YEAR, "a year") for row in work.rows}
    return [
        (row["iso3"], year[id(row)], work.mapped(row).get("column", ""), work.source(row), row["note"])
        for row in work.rows
    ]


def treaties(work: Work) -> list[Line]:
    """Return iso3, treaty, the dates, how the state joined, which dates are derived, sources, note."""
    groups: dict[tuple[str, str], list[Raw]] = {}
    for row in work.rows:
        groups.setdefault((row["iso3"], work.mapped(row).get("treaty", "")), []).append(row)
    return [_treaty(work, key, rows) for key, rows in groups.items()]


def _treaty(work: Work, key: tuple[str, str], rows: Sequence[Raw]) -> Line:
    dates: dict[str, str] = {}
    for row in rows:
        column = work.mapped(row).get("column", "")
        if column in dates:
            work.fault(row, "variable", "one date per country, treaty and step")
        seen = column == "party_seen"
        dates[column] = "yes" if seen else work.expect(row, "value", DATE, "a date at known precision")
    notes = [row["note"] for row in rows]
    derived = ";".join(work.mapped(row).get("column", "") for row in rows if row["note"] == "derived")
    rest = sorted({work.reworded(note) for note in notes} - {"", "derived", *MANNERS})
    sources = sorted({work.source(row) for row in rows}, key=lambda text: int(text[1:]))
    steps = [dates.get(step, "") for step in ("signed", "ratified", "in_force", "party_seen")]
    manner = next((note for note in notes if note in MANNERS), "")
    return (*key, *steps, manner, derived, ";".join(sources), "; ".join(rest))


def statistics(work: Work) -> list[Line]:
    """Return the columns of a country's facts file, keyed by iso3; figures that differ share a group."""
    lines = [_statistic(work, row) for row in work.rows]
    values: dict[Line, set[str]] = {}
    for line in lines:
        values.setdefault(line[:5], set()).add(line[5])
    return [_grouped(line) if len(values[line[:5]]) > 1 else line for line in lines]


def _grouped(line: Line) -> Line:
    group = "-".join(part for part in (line[0], line[1].replace("_", "-"), line[2], line[3]) if part)
    return (*line[:9], group, *line[10:])


def _statistic(work: Work, row: Raw) -> Line:
    what, said = work.mapped(row), _said(work.settings, row)
    year = work.expect(row, "year", YEAR, "a year")
    value = plain(work.expect(row, "value", NUMBER, "a number"))
    host = urlsplit(row["source_url"]).hostname
    quality = said.get("quality") or ("verified" if host in work.settings.verified_hosts else "partly")
    note = said.get("note", "")
    return (
        row["iso3"], what.get("variable", ""), what.get("breakdown", ""), what.get("from", year),
        what.get("to", year), value, what.get("unit", ""), said.get("definition", ""), quality, "",
        work.source(row), work.reworded(note),
    )  # fmt: skip


def _said(settings: Settings, row: Raw) -> Texts:
    entries = [entry for entry in settings.notes if entry["raw"] == row["note"]]
    if not entries:
        return {"note": row["note"]}
    fits = (e for e in entries if _in(row["variable"], e.get("of")) and _in(row["year"], e.get("years")))
    fitting = next(fits, {})
    return {key: str(fitting[key]) for key in ("definition", "quality", "note") if key in fitting}


def _in(value: str, allowed: object) -> bool:
    return not isinstance(allowed, list) or value in allowed


def economic(work: Work) -> list[Line]:
    """Return iso3, variable, year, value, source_id of the countries and variables that are used here."""
    wanted = [
        row for row in work.rows if row["iso3"] in work.settings.only and row["variable"] in work.settings.variables
    ]
    return [
        (
            row["iso3"], work.mapped(row)["variable"], work.expect(row, "year", YEAR, "a year"),
            plain(work.expect(row, "value", NUMBER, "a number")), work.source(row),
        )
        for row in wanted
    ]  # fmt: skip


def figures(work: Work) -> list[Line]:
    """Return the figures of the founding paper with area, period, variable and caution."""
    return [_figure(work, row) for row in work.rows]


def _figure(work: Work, row: Raw) -> Line:
    said = _about(work.settings.variables, row["id"])
    value = row["value"]
    if row["unit"] in ("date", "year"):
        work.expect(row, "value", DATE, "a date at known precision")
    else:
        value = plain(work.expect(row, "value", NUMBER, "a number"))
    return (
        row["id"], said.get("area", "SEE"), said.get("from", ""), said.get("to", ""), value, row["unit"],
        row["qualifier"], row["meaning"], said.get("variable", ""), row["origin"], row["section"],
        said.get("caution", ""), work.sources.of(PAPER, ""),
    )  # fmt: skip


def _about(said: Mapping[str, Texts], name: str) -> Texts:
    """Return the entry of `name`, else of the longest key ending in a hyphen that begins it."""
    begins = sorted((key for key in said if key.endswith("-") and name.startswith(key)), key=len)
    return said.get(name) or (said[begins[-1]] if begins else {})


CHAPTER = (
    "tier", "domesticlaws", "enforcement", "convictinfo", "protectprogress", "victimid", "victimservices",
    "victimpunish", "preventprogress",
)  # fmt: skip
CODES = {"Yes": "yes", "Some": "some", "No": "no", "No mention": "no-mention"}
GROUPS = {"Tier 1": "1", "Tier 2/2 Watch List": "2_or_2WL", "Tier 3": "3", "Special Case": "SC"}


def chapters(work: Work) -> list[Line]:
    """Return iso3, year, tier and what a chapter of the report says of each matter, then source_id."""
    source = work.sources.of(work.settings.citation.get("title", ""), work.settings.citation.get("url", ""))
    return [_chapter(work, row, source) for row in work.rows]


def _chapter(work: Work, row: Raw, source: str) -> Line:
    iso3 = work.settings.countries.get(row["country"], "")
    if not iso3:
        work.fault(row, "country", "a country that the settings give a code")
    cells = [GROUPS.get(row["tier"], ""), *(CODES.get(row[name], "") for name in CHAPTER[1:])]
    for name, cell in zip(CHAPTER, cells, strict=True):
        if not cell:
            work.fault(row, name, "one of the words of the codebook")
    return (iso3, work.expect(row, "year", YEAR, "a year"), *cells, source)


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of fact file: its builder, the raw columns it needs, its own columns."""

    build: Callable[[Work], list[Line]]
    needs: tuple[str, ...]
    columns: tuple[str, ...]


_LONG = "iso3 year variable value source source_url"


def _table(build: Callable[[Work], list[Line]], needs: str, columns: str) -> Table:
    return Table(build, tuple(needs.split()), tuple(columns.split()))


TABLES: Mapping[str, Table] = {
    "tiers": _table(
        tiers,
        "iso3 year value evidence conflict source source_url note",
        "iso3 year tier evidence conflict_group source_id note",
    ),
    "wide": _table(wide, _LONG, "iso3 year * source_id"),
    "criminalisation": _table(criminalisation, f"{_LONG} note", "iso3 year extent source_id note"),
    "treaties": _table(
        treaties,
        f"{_LONG} note",
        "iso3 treaty signed ratified in_force party_seen manner derived source_id note",
    ),
    "statistics": _table(
        statistics,
        f"{_LONG} note",
        "iso3 variable breakdown from to value unit definition quality conflict_group source_id note",
    ),
    "chapters": _table(
        chapters,
        "country year tier domesticlaws enforcement convictinfo protectprogress victimid victimservices victimpunish"
        " preventprogress",
        "iso3 year tier domestic_laws enforcement conviction_data protection_progress identification services"
        " punishment prevention_progress source_id",
    ),
    "economic": _table(economic, _LONG, "iso3 variable year value source_id"),
    "figures": _table(
        figures,
        "id value unit qualifier meaning section origin",
        "id area from to value unit qualifier meaning variable origin section caution source_id",
    ),
}


def header(settings: Settings) -> Line:
    """Return the columns of the fact file; `*` stands for the columns that the settings name."""
    named = [texts.get("column", "") for texts in settings.variables.values()]
    columns: list[str] = []
    for column in TABLES[settings.build].columns:
        columns += named if column == "*" else [column]
    return tuple(columns)


def built(work: Work) -> list[Line]:
    """Return the sorted lines of the fact file, the additions of the settings among them."""
    added = tuple(Raw(0, texts) for texts in work.settings.additions)
    lines = TABLES[work.settings.build].build(replace(work, rows=work.rows + added))
    return sorted(lines) if work.settings.build != "figures" else lines


def missing_columns(settings: Settings, have: Iterable[str]) -> list[str]:
    """Return the columns that the raw table lacks."""
    return sorted(set(TABLES[settings.build].needs) - set(have))
