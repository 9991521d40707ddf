"""A raw table on its way to a fact file: its lines, its settings, its sources and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

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
