"""A reference case on disk: tables with a header line, parameters, the tool's name and its tolerance."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MISSING = ("", "NaN", "NA")
KEYS = ("uCode", "alt", "iCode", "Code", "Variable", "level", "weights", "unit")
EXACT = 1e-12  # where a case states no tolerance


class CaseError(Exception):
    """A case that cannot be read or that asks for what nobody here knows."""


class NotBuiltError(CaseError):
    """A case that wants a part which is not built, or random numbers that are not at hand."""


@dataclass(frozen=True)
class Table:
    """A CSV table: header and cells as text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self, name: str) -> list[str]:
        """Return a column as text."""
        if name not in self.header:
            raise CaseError(f"no column {name!r} among {', '.join(self.header)}")
        at = self.header.index(name)
        return [row[at] for row in self.rows]

    def numbers(self, name: str) -> Array:
        """Return a column as numbers, NaN where it is missing."""
        return np.array([number(cell) for cell in self.text(name)])

    def matrix(self, names: list[str]) -> Array:
        """Return columns as numbers, shape (rows, columns)."""
        return np.column_stack([self.numbers(name) for name in names]) if names else np.empty((len(self.rows), 0))

    @property
    def key(self) -> str | None:
        """Return the name of the column that names the rows, None where there is none."""
        return self.header[0] if self.header[0] in KEYS or self.header[0] == "a" else None

    @property
    def names(self) -> list[str]:
        """Return the columns, but the key, that hold numbers."""
        return [name for name in self.header if name != self.key and all(is_number(cell) for cell in self.text(name))]


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number or nothing."""
    try:
        number(cell)
    except ValueError:
        return False
    return True


def number(cell: str) -> float:
    """Read one number; what is missing is NaN."""
    if cell in MISSING:
        return math.nan
    return float(cell == "TRUE") if cell in ("TRUE", "FALSE") else float(cell)


@dataclass(frozen=True)
class Tolerance:
    """How near is near enough: relative, absolute, and absolute for the ends of drawn intervals."""

    relative: float
    absolute: float
    interval: float = math.inf


@dataclass(frozen=True)
class Case:
    """One case folder."""

    name: str
    family: str
    folder: Path
    tool: str
    tolerance: Tolerance
    readme: str
    params: dict[str, str]

    def table(self, name: str) -> Table:
        """Read one of the tables."""
        table = read_table(self.folder / name)
        if table is None:
            raise CaseError(f"{name} is not there")
        return table

    def has(self, name: str) -> bool:
        """Return whether a table is there."""
        return (self.folder / name).is_file()

    @property
    def expected(self) -> tuple[str, ...]:
        """Return the names of the tables of expected numbers."""
        return tuple(sorted(path.name for path in self.folder.glob("expected*.csv")))

    @property
    def different(self) -> tuple[dict[str, str], ...]:
        """Return what `different.csv` beside the case says of cells from which ours rightly differs."""
        table = read_table(self.folder / "different.csv")
        return tuple(dict(zip(table.header, row, strict=True)) for row in table.rows) if table else ()

    @property
    def is_defect(self) -> bool:
        """Return whether the case holds a wrong answer of the tool, from which ours must differ."""
        return bool(re.search(r"_COINR(BUG|ROUNDING)$", self.name))

    def param(self, name: str, otherwise: float) -> float:
        """Return a parameter as a number."""
        return number(self.params[name]) if name in self.params else otherwise


def read_table(path: Path) -> Table | None:
    """Read a CSV table, None where there is no such file."""
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = list(csv.reader(lines))
    return Table(tuple(header), tuple(tuple(row) for row in rows if row))


def read_cases(folder: Path) -> list[Case]:
    """Read every case of a folder, or the folder itself if it is one.

    Raises
    ------
    CaseError
        There is no case in it.
    """
    if not folder.is_dir():
        raise CaseError(f"{folder}: there is no such folder")
    index = read_table(folder / "INDEX.csv")
    listed = {row[0]: dict(zip(index.header, row, strict=True)) for row in index.rows} if index else {}
    folders = [folder] if (folder / "input.csv").is_file() else sorted(p for p in folder.iterdir() if p.is_dir())
    cases = [_case(path, listed.get(path.name, {})) for path in folders if (path / "input.csv").is_file()]
    absent = sorted(set(listed) - {case.name for case in cases})
    if absent:
        raise CaseError(f"{folder}: INDEX.csv lists cases that are not there: {', '.join(absent)}")
    if not cases:
        raise CaseError(f"{folder}: no folder in it has an input.csv")
    return cases


def _case(folder: Path, listed: dict[str, str]) -> Case:
    readme = (folder / "README.md").read_text(encoding="utf-8") if (folder / "README.md").is_file() else ""
    params = read_table(folder / "params.csv")
    return Case(
        name=folder.name,
        family=listed.get("family") or folder.name.partition("_")[0],
        folder=folder,
        tool=listed.get("tool", ""),
        tolerance=_tolerance(listed.get("tolerance") or _told(readme, "Tolerance")),
        readme=readme,
        params=dict(zip(params.text("name"), params.text("value"), strict=True)) if params else {},
    )


def _told(readme: str, word: str) -> str:
    found = re.search(rf"{word}: (.*?)\. ", readme + " ")
    return found[1] if found else ""


def _tolerance(told: str) -> Tolerance:
    """Read such as `rtol 1e-12, atol 1e-12`, `1e-12`, `S1, ST abs 1e-10; conf abs 0.05`."""
    amount = r"\s*(\d[\d.]*(?:e-?\d+)?)"
    relative, absolute = re.search("rtol" + amount, told), re.search("(?:atol|abs)" + amount, told)
    interval, plain = re.search("conf abs" + amount, told), re.search(r"(?:^|\s)(\d[\d.]*e-\d+)", told)
    if relative or absolute:
        both = (float(relative[1]) if relative else 0.0, float(absolute[1]) if absolute else EXACT)
    else:
        both = (float(plain[1]), float(plain[1])) if plain else (EXACT, EXACT)
    return Tolerance(*both, float(interval[1]) if interval else math.inf)
