from __future__ import annotations

import dataclasses

import pytest

from evaluator.contrasts.study import Study
from evaluator.model.assessment import Assessment, Coding
from evaluator.model.base import Shape
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_view
from evaluator.reports.country import country_view, report_view
from evaluator.reports.region import region_view


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


@pytest.mark.parametrize("kind", ["country", "comparative", "brief", "contrast"])
def test_no_page_reaches_a_whole_assessment_or_a_file_that_was_read(library, rubric, albania, kind):
    cards = [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]
    views = {
        "country": lambda: report_view(library, albania),
        "contrast": lambda: contrast_view(contrasted_cards(library, cards)),
    }
    view = views.get(kind, lambda: region_view(cards, kind))()
    whole = (Shape, Assessment, Coding, Scorecard, Study)
    assert [type(value).__name__ for value in _values(view) if isinstance(value, whole)] == []


def test_years_of_a_plan_are_a_span_or_one_year(albania, stress):
    assert country_view(albania).plan.years == "2005–2007"
    plan = dataclasses.replace(country_view(stress).plan, start="2012", end="2012")
    assert plan.years == "2012"
