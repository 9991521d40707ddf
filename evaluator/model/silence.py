"""Counts of what chapters of the TIP Reports state on a matter, and of chapters that are silent on it."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.base import column

MATTERS = (
    "punishment", "identification", "services", "protection_progress", "prevention_progress", "domestic_laws",
    "enforcement", "conviction_data",
)  # fmt: skip


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
class SilenceOfCountry:
    """What one chapter states on a matter, with its tier."""

    iso3: str = column("id", "country", required=True)
    matter: str = column("text", "matter", required=True)
    year: int | None = column("integer", "year of the report", required=True)
    tier: str = column("text", "tier of the chapter: 1, 2_or_2WL, 3 or SC", required=True)
    said: str = column("text", "yes, some, no or no-mention", required=True)
