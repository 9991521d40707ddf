from __future__ import annotations

import pytest

from evaluator.contrasts.effective import effective_weights
from evaluator.pipeline import evaluate
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_html, country_view
from evaluator.reports.sections.standing import stance_shares, standings_view
from evaluator.scoring.rounding import printed


def test_the_plan_stands_under_each_weighting_as_its_own_scorecard_says(albania, rubric):
    view = standings_view(CountryContext(albania))
    assert view.rows[0].id == "equal"
    assert {row.id for row in view.rows} == set(rubric.weightings)
    for row in view.rows:
        card = evaluate(albania.assessment, rubric, row.id)
        assert row.interval.score == card.score
        assert (row.interval.low, row.interval.high) == card.bounds
        assert row.interval.coverage == pytest.approx(card.coverage)
        assert row.grade == card.grade.grade


def test_shares_of_stances_are_rounded_each_by_itself(rubric):
    """Equal shares print equal: no largest remainder makes one of them one larger."""
    weightings = tuple(rubric.weightings.values())
    lines = [line for line in effective_weights(rubric, weightings) if line.kind == "stance"]
    for at, shares in enumerate(stance_shares(rubric, weightings)):
        assert shares == tuple(printed(100 * line.shares[at], 0) for line in lines)


def test_that_figures_are_rounded_is_said_where_some_weighting_does_not_add_up(albania, library):
    view = standings_view(CountryContext(albania))
    assert view.is_rounded == any(sum(row.stances) != 100 for row in view.rows)
    page = country_html(library, country_view(albania, annex=True))
    part = page.partition('id="weightings"')[2].partition("</section>")[0]
    assert ("Figures are rounded." in part) == view.is_rounded


def test_the_lowest_and_the_highest_are_those_of_the_frames_that_can_grade(library, rubric):
    view = standings_view(CountryContext(evaluate(library.assessment("BRA"), rubric)))
    scores = [row.interval.score for row in view.rows if row.grade]
    assert (view.lowest.interval.score, view.highest.interval.score) == (min(scores), max(scores))
    assert view.moves


def test_where_no_frame_can_grade_none_is_lowest_or_highest(albania, library):
    view = standings_view(CountryContext(albania))
    assert view.is_scored
    assert (view.lowest, view.highest, view.moves) == (None, None, False)
    assert "Under no frame is enough assessed to compare the frames." in country_html(
        library, country_view(albania, annex=True)
    )


def test_where_nothing_is_assessed_no_weighting_has_a_score(empty):
    view = standings_view(CountryContext(empty))
    assert view.lowest is None
    assert view.grades == ()


def test_a_rubric_with_one_weighting_has_no_such_part(albania, rubric):
    alone = rubric.model_copy(update={"weightings": {"equal": rubric.weighting("equal")}})
    assert standings_view(CountryContext(evaluate(albania.assessment, alone))) is None
