from __future__ import annotations

import dataclasses

from evaluator.model.base import Shape
from evaluator.reports.country import country_view


def _values(item: object):
    yield item
    if dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            yield from _values(getattr(item, field.name))
    elif isinstance(item, tuple):
        for part in item:
            yield from _values(part)


def test_templates_see_plain_frozen_values_only(albania):
    """A pydantic shape would hand templates methods that read files."""
    for value in _values(country_view(albania)):
        assert not isinstance(value, Shape)
        assert not hasattr(value, "parse_file")
        assert not isinstance(value, dict | list | set)


def test_years_of_a_plan_are_a_span_or_one_year(albania, stress):
    assert country_view(albania).plan.years == "2005–2007"
    plan = dataclasses.replace(country_view(stress).plan, start="2012", end="2012")
    assert plan.years == "2012"
