from __future__ import annotations

from dataclasses import replace

from evaluator.pipeline import evaluate
from evaluator.reports.context.country import reading_of
from evaluator.reports.country import report_view
from evaluator.reports.sections.instruments import instrument_views


def test_the_counts_of_an_instrument_are_all_its_provisions(library, albania):
    reading = reading_of(library, albania)
    for view in instrument_views(reading, "en"):
        articles = reading.instrument(view.id).articles
        assert sum((view.met, view.as_asked, view.partly, view.unmet, view.open, view.apart, view.uncovered)) == len(
            articles
        )
        assert len(view.unasked) == sum(len(article.missing) for article in articles)
        assert len(view.failed) == view.unmet


def test_a_plan_of_2005_is_not_bound_by_a_convention_of_2008(library, albania):
    found = {view.id: view for view in report_view(library, albania).instruments}
    assert found["palermo"].binding == "bound"
    assert found["cets197"].binding == "later"


def test_a_report_says_how_far_the_record_of_a_treaty_reaches(library, rubric):
    card = evaluate(library.assessment("USA-2021-2024", rubric), rubric)
    found = {view.id: view for view in report_view(library, card).instruments}
    assert (found["crc"].binding, found["crc"].record) == ("not-known", "2022-08")
    assert found["iccpr"].record == ""


def test_an_instrument_of_which_the_rubric_says_nothing_is_left_out(library, albania):
    reading = reading_of(library, albania)
    silent = replace(reading, instruments=(replace(reading.instruments[0], articles=()),))
    assert instrument_views(silent, "en") == ()
