"""A provision of a treaty, a directive or a set of principles."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.base import column


@dataclass(frozen=True, slots=True)
class Standard:
    """One provision of a treaty, directive or set of principles."""

    standard_id: str = column("id", "identifier", required=True, unique=True)
    instrument_key: str = column("id", "short name of the instrument", required=True)
    instrument: str = column("text", "full name", required=True)
    year: int | None = column("integer", "year")
    article: str = column("text", "article or paragraph", required=True)
    subject: str = column("text", "what it asks, in our words", required=True)
    obligation: str = column("choice", "binding or soft", required=True, choices=("binding", "soft"))
    verb_strength: str = column("text", "shall, shall consider, should")
    paradigms: tuple[str, ...] = column("ids", "paradigms it belongs to")
    verified: str = column("choice", "T text read, P partly, R recalled", required=True, choices=("T", "P", "R"))
    url: str = column("url", "address of the text")
    note: str = column("text", "remarks")
