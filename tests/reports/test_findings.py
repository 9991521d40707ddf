from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.pipeline import evaluate
from evaluator.reports.country import country_view
from evaluator.reports.request import open_tasks
from tests.reports.papers import country_paper, request_paper, several_papers

KNOWN = "education-prevention"  # level 4 in the worked example


def test_the_criteria_of_a_group_are_those_rated_open_and_apart_in_this_order(stress):
    for group in country_view(stress).groups:
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
    ends = country_view(least).ends
    assert KNOWN not in {one.criterion.id for one in (*ends.strengths, *ends.gaps)}
    assert ends.known == 1
    (task,) = [task for task in open_tasks(least) if task.criterion_id == KNOWN]
    assert (task.status, task.note.split(";")[:2]) == ("at-least", ["level 2 or more", " not read: article 5"])
    assert least.coverage + task.weight == pytest.approx(0.85)


def test_every_kind_of_page_says_2_or_more(own, least):
    assert "Level 2 or more of 4, as far as read." in country_paper(own, least).text
    assert "To read on: article 5" in country_paper(own, least).text
    assert "Of 1 more only the least level is known." in country_paper(own, least).text
    assert "Known so far, and to be read on: level 2 or more" in request_paper(own, least).text
    for paper in several_papers(own, [least], "comparative"):
        assert any("2+" in row for table in paper.tables for row in table.rows)
