from __future__ import annotations

from dataclasses import replace

from evaluator.library import Library
from evaluator.model.against import AgainstReading, ArticleReading, Binding, InstrumentReading
from evaluator.pipeline import evaluate
from evaluator.reports.context.country import reading_of
from evaluator.reports.country import country_html, report_view
from evaluator.reports.sections.instruments import instrument_views


def test_the_counts_of_an_instrument_are_all_its_provisions(library, albania):
    reading = reading_of(library, albania)
    for view in instrument_views(reading, "en"):
        articles = reading.instrument(view.id).articles
        assert view.all.total + view.apart + view.uncovered == len(articles)
        assert view.all.checked + view.all.open == view.all.total
        assert len(view.unasked) == sum(len(article.missing) for article in articles)


def test_only_provisions_that_bound_the_state_are_counted_as_bound_and_named():
    later, now = Binding("later", "2026-07-15"), Binding("bound", "2013-04-06")
    standard = Library.open().standards["palermo-5"]
    found = replace(standard, article="11a"), replace(standard, article="11(5)")
    articles = tuple(
        ArticleReading(one, "not-in-text", "not-in-text", binding, (), ())
        for one, binding in zip(found, (later, now), strict=True)
    )
    instrument = Library.open().instruments.instruments[0]
    reading = AgainstReading(
        "XXA-2020-2023", "r", "1.0.0", is_draft=False, instruments=(InstrumentReading(instrument, now, articles),)
    )
    (view,) = instrument_views(reading, "en")
    assert (view.all.absent, view.bound.absent) == (2, 1)
    assert [one.article for one in view.absent] == ["11(5)"]


def test_no_page_says_of_a_plan_read_in_part_what_nobody_read(library, rubric):
    for plan in ("MNE-2010-2011", "SRB-2017-2018"):
        view = report_view(library, evaluate(library.assessment(plan, rubric), rubric), annex=True)
        assert view.instruments
        assert not any(one.absent or one.all.absent or one.all.in_part for one in view.instruments)
        assert str(view.titles.law).endswith(" open")


def test_a_report_names_what_a_plan_lacks_by_the_kind_of_text(library, rubric):
    view = report_view(library, evaluate(library.assessment("BRA-2018-2022", rubric), rubric), annex=True)
    palermo = next(one for one in view.instruments if one.id == "palermo")
    assert {"6(1)", "12"} <= {one.article for one in palermo.lacking("plan")}
    assert palermo.lacking("law") == palermo.lacking("practice") == ()


def section_of(library, rubric, plan):
    """Return the part on instruments of a page that is printed whole, however little was read."""
    whole = rubric.model_copy(update={"report": rubric.report.model_copy(update={"short": None})})
    page = country_html(library, report_view(library, evaluate(library.assessment(plan, whole), whole), annex=True))
    return page[page.index('id="instruments"') :].split("</section>")[0]


def test_a_page_tells_what_a_plan_lacks_where_it_was_read_and_never_that_it_is_not_met(library, rubric):
    brazil, montenegro = (section_of(library, rubric, plan) for plan in ("BRA-2018-2022", "MNE-2010-2011"))
    assert "Not in the plan, of what bound the state" in brazil
    assert "speaks of what was read whole: the measures; decree articles 1-4." in brazil
    assert "of what bound the state" not in montenegro
    assert "not met" not in (brazil + montenegro).lower()


def test_a_page_marks_what_is_met_only_as_far_as_asked(library, rubric):
    section = section_of(library, rubric, "ROU-2018-2020")
    assert (
        "11: sanctions that take account of gravity; measures so that the accused appear (as far as asked)" in section
    )


def test_a_plan_of_2005_is_not_bound_by_a_convention_of_2008(library, albania):
    found = {view.id: view for view in report_view(library, albania, annex=True).instruments}
    assert found["palermo"].binding == "bound"
    assert found["cets197"].binding == "later"


def test_a_report_says_how_far_the_record_of_a_treaty_reaches(library, rubric):
    card = evaluate(library.assessment("USA-2021-2024", rubric), rubric)
    found = {view.id: view for view in report_view(library, card, annex=True).instruments}
    assert (found["crc"].binding, found["crc"].record) == ("not-known", "2022-08")
    assert found["iccpr"].record == ""


def test_an_instrument_of_which_the_rubric_says_nothing_is_left_out(library, albania):
    reading = reading_of(library, albania)
    silent = replace(reading, instruments=(replace(reading.instruments[0], articles=()),))
    assert instrument_views(silent, "en") == ()
