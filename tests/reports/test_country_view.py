from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest

from evaluator.contrasts.study import Study
from evaluator.model.assessment import Assessment, Coding
from evaluator.model.block import Block
from evaluator.model.schema import Shape
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_view
from evaluator.reports.country import country_view, report_view
from evaluator.reports.region import region_view
from evaluator.reports.request import open_tasks
from tests.reports.papers import country_paper, request_paper, several_papers


def _values(item: object):
    yield item
    if dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            if not (isinstance(item, Block) and field.name == "states"):  # words of the program, the same on every page
                yield from _values(getattr(item, field.name))
    elif isinstance(item, tuple):
        for part in item:
            yield from _values(part)


def test_templates_see_plain_frozen_values_only(albania):
    """A pydantic shape would hand templates methods that read files."""
    for value in _values(country_view(albania, annex=True)):
        assert not isinstance(value, Shape)
        assert not hasattr(value, "parse_file")
        assert not isinstance(value, dict | list | set)


@pytest.mark.parametrize("kind", ["country", "comparative", "brief", "contrast"])
def test_no_page_reaches_a_whole_assessment_or_a_file_that_was_read(library, rubric, albania, kind):
    cards = [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]
    views = {
        "country": lambda: report_view(library, albania, annex=True),
        "contrast": lambda: contrast_view(contrasted_cards(library, cards), annex=True),
    }
    view = views.get(kind, lambda: region_view(cards, kind))()
    whole = (Shape, Assessment, Coding, Scorecard, Study)
    assert [type(value).__name__ for value in _values(view) if isinstance(value, whole)] == []


def test_years_of_a_plan_are_a_span_or_one_year(albania, stress):
    assert country_view(albania, annex=True).plan.years == "2005–2007"
    plan = dataclasses.replace(country_view(stress, annex=True).plan, start="2012", end="2012")
    assert plan.years == "2012"


KNOWN = "education-prevention"  # level 4 in the worked example


def test_the_criteria_of_a_group_are_those_rated_open_and_apart_in_this_order(stress):
    for group in country_view(stress, annex=True).groups:
        assert group.criteria == (*group.rated, *group.open, *group.apart)
        assert all(criterion.title for criterion in group.criteria)


@pytest.fixture(scope="module")
def least(card):
    """Return the worked example with one rating known at least: level 2, on the same evidence."""
    codings = tuple(
        replace(
            coding,
            ratings=tuple(
                replace(r, status="at-least", level=2, missing_for_next="article 5") if r.criterion_id == KNOWN else r
                for r in coding.ratings
            ),
        )
        for coding in card.assessment.codings
    )
    return evaluate(replace(card.assessment, codings=codings, agreed=()), card.rubric)


def test_what_is_known_at_least_is_neither_strength_nor_gap_and_is_to_be_read_on(least):
    ends = country_view(least, annex=True).ends
    assert KNOWN not in {one.id for one in (*ends.strengths, *ends.gaps)}
    assert ends.known == 1
    (task,) = [task for task in open_tasks(least) if task.criterion_id == KNOWN]
    assert (task.status, task.note.split(";")[:2]) == ("at-least", ["level 2 or more", " not read: article 5"])
    assert least.coverage + task.weight == pytest.approx(0.85)


def test_every_kind_of_page_says_2_or_more(own, least):
    assert "Level 2 or more of 4, as far as read." in country_paper(own, least).text
    assert "To read on: article 5" in country_paper(own, least).text
    assert "Known so far, and to be read on: level 2 or more" in request_paper(own, least).text
    for paper in several_papers(own, [least], "comparative"):
        assert ">2+</text>" in paper.html
