from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.scorecard import Outcome
from evaluator.report.country import country_view
from evaluator.report.html import country_html
from evaluator.report.raising import lift_view
from evaluator.scoring.card import make_card


@pytest.fixture(scope="module")
def graded(rubric, albania):
    """Return a card in which every criterion stands at level 3, and one gate is tripped."""
    found = []
    for criterion in rubric.criteria:
        tripped = criterion.id == "non-punishment"
        level = 0 if tripped else 3
        status = "contrary" if tripped else "rated"
        found.append(Outcome(criterion.id, status, level, level, level, level, level, covered=True, confidence="high"))
    return make_card(replace(albania.assessment, evidence=()), rubric, rubric.weighting("equal"), found, is_draft=False)


def test_the_gate_is_named_first_with_the_words_of_the_level_aimed_at(graded, rubric):
    view = lift_view(graded, "en")
    assert graded.grade.grade == "D"
    assert view.next_grade == "C"
    step = view.sets[0].steps[0]
    assert (step.id, step.from_level, step.to_level, step.releases_gate) == ("non-punishment", 0, 1, True)
    assert step.asked == rubric.by_id["non-punishment"].levels[1]


def test_the_report_prints_the_steps(library, graded):
    page = country_html(library, country_view(graded))
    assert "frees a gate" in page
    assert "Grade C takes" in page
    assert "A gate lowers it to D" in page


def test_without_a_grade_what_must_be_assessed_is_named(albania, library):
    view = lift_view(albania, "en")
    assert view.sets == ()
    assert len(view.to_be_graded) > 3
    assert all(title in [albania.rubric.title(c.id) for c in albania.rubric.criteria] for title in view.to_be_graded)
    assert f"these {len(view.to_be_graded)}:" in country_html(library, country_view(albania))
