"""Checks of countries/units.csv: the rubric exists, the period runs forwards, the code is a country's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from evaluator.errors import Problem, did_you_mean
from evaluator.model.country import Unit
from evaluator.read.text.table import ReadTable

# Codes that ISO 3166-1 leaves to its users for good, Kosovo's (XKX) among them.
USERS_OWN = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")


def check_units(table: ReadTable[Unit], rubrics: Sequence[str]) -> list[Problem]:
    """Return the faults of units.csv beyond its form, and a warning for each code that is no country's."""
    problems: list[Problem] = []
    for row, unit in enumerate(table.rows):
        problems.extend(table.unknown(row, "rubric", "", unit.rubric, rubrics, "a rubric of the library"))
        width = min(len(unit.start), len(unit.end))
        if unit.end[:width] < unit.start[:width]:
            found = f"{unit.end!r}, before the beginning {unit.start!r}"
            problems.append(table.problem(row, "end", found, "a day not before the first"))
        if not is_country(unit.iso3):
            mend = did_you_mean(unit.iso3, sorted(iso3_codes()))
            expected = "a code of ISO 3166-1, of three letters, or one that it leaves to users (XAA to XZZ)"
            problems.append(table.problem(row, "iso3", repr(unit.iso3), expected, mend, severity="warning"))
    return problems


def is_country(iso3: str) -> bool:
    """Return whether a code is in ISO 3166-1, or in the range that the standard leaves to its users.

    Examples
    --------
    >>> is_country("ALB"), is_country("XKX"), is_country("ALN")
    (True, True, False)
    """
    return iso3 in iso3_codes() or USERS_OWN.fullmatch(iso3) is not None


@lru_cache(maxsize=1)
def iso3_codes() -> frozenset[str]:
    """Return the three-letter country codes of the Unicode locale data, including withdrawn codes."""
    from babel.core import get_global

    return frozenset(code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha())  # noqa: PLR2004
