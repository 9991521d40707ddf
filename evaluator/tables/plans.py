"""The plans and units that can be loaded under a rubric, as a table for analysts."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.schema import column


@dataclass(frozen=True, slots=True)
class LoadablePlan:
    """A plan, or a unit of a rubric whose units stand in a table, by the name under which it is loaded."""

    plan_id: str = column("id", "name to load it by", required=True)
    iso3: str = column("id", "country, ISO 3166-1 alpha-3")
    country: str = column("text", "its English name, else its first")
    start: str = column("date", "first year or day")
    end: str = column("text", "last year or day; `open` for a plan without an end")
    state: str = column(
        "choice",
        "ratings under the rubric: final, draft, none, or counted from tables alone",
        choices=("final", "draft", "none", "counted"),
    )
