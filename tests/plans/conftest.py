"""Plans in memory: rows, money and facts as a test needs them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from evaluator.model.assessment import Assessment
from evaluator.model.country import Country, Fact, Institution
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Measure, MoneyLine, PlanFile, PlanIndicator

LEVELS = {level: f"level {level}" for level in range(5)}


@pytest.fixture
def plan_of() -> Callable[..., Assessment]:
    """Make an assessment of rows; `total` is the number of rows in the plan, None for unknown."""

    def make(
        rows: list[Measure],
        *,
        total: int | None = None,
        money: list[MoneyLine] | None = None,
        indicators: list[PlanIndicator] | None = None,
        institutions: list[Institution] | None = None,
        facts: list[Fact] | None = None,
        start: str = "2020",
        end: str = "2023",
        **country: object,
    ) -> Assessment:
        head = {
            "id": "XXA-2020-2023",
            "titles": {"en": "A plan"},
            "kind": "action-plan",
            "start": start,
            "end": end,
            "lead_rule": "first-named",
            "rows": {"basis": "sample", "here": len(rows), "in_plan": "unknown" if total is None else total},
            "text_read": {"measures": "whole", "text": "whole"},
        }
        return Assessment(
            country=Country.model_validate({"iso3": "XXA", "names": {"en": "A"}, **country}),
            plan=PlanFile.model_validate(head),
            rubric_id="test",
            measures=tuple(rows),
            money=tuple(money or ()),
            indicators=tuple(indicators or ()),
            institutions=tuple(institutions or ()),
            facts=tuple(facts or ()),
        )

    return make


@pytest.fixture
def criterion_of() -> Callable[..., Criterion]:
    """Make a criterion of a kind, with what else it says."""

    def make(kind: str, **says: object) -> Criterion:
        plain = {"id": "c", "meaning_version": 1, "parent": "n", "kind": kind, "object": "plan", "title": "C"}
        return Criterion.model_validate({**plain, "levels": LEVELS, **says})

    return make


def activity(measure_id: str, **cells: object) -> Measure:
    """Return an activity with some cells filled."""
    return Measure(measure_id=measure_id, level="activity", text="do", **cells)  # type: ignore[arg-type]


@pytest.fixture
def row() -> Callable[..., Measure]:
    """Return the maker of activities."""
    return activity
