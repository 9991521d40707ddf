from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from evaluator.pipeline import evaluate
from evaluator.reports.pdf.check import check_pdf
from evaluator.reports.region import region_html, region_pdf, region_view

KINDS = ("comparative", "brief")


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_prints_without_a_lack_that_a_machine_can_see(library, cards, kind):
    assert check_pdf(region_pdf(library, cards, kind), kind) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_one_plan_alone_and_a_plan_without_ratings_print_as_well(library, albania, empty, kind):
    assert "Albania" in region_html(library, region_view([albania], kind))
    assert "Bosnia" in region_html(library, region_view([albania, empty], kind))


def test_every_drawing_says_what_it_states(library, cards):
    page = region_html(library, region_view(cards, "comparative"))
    assert page.count("<svg") == page.count("<title>") - 1 + page.count('aria-hidden="true"')


def test_the_heat_map_says_levels_as_digits(library, cards):
    page = region_html(library, region_view(cards, "comparative"))
    for level in range(5):
        assert f'<td class="level-{level}">' not in page or f'<td class="level-{level}">{level}' in page.replace(
            "~", ""
        )


def test_thresholds_are_printed_as_the_rubric_gives_them(library, cards):
    page = region_html(library, region_view(cards, "comparative")).replace("\u00a0", " ")
    assert "from 50% of the scale on, where none reaches level 3 yet" in page
    assert "stay at 25% of the scale or less" in page
    assert cards[0].rubric.report.practice.ground in page


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "sr-Cyrl"])
@pytest.mark.parametrize("plans", [["ALB"], ["ALB", "SRB", "ROU", "USA", "AUS", "MDA", "MNE", "BGR"]])
def test_a_brief_has_two_pages_of_eight_plans_in_serbian_three_and_the_first_is_filled(library, rubric, plans, lang):
    cards = [evaluate(library.assessment(name, rubric), rubric) for name in plans]
    with pypdfium2.PdfDocument(region_pdf(library, cards, "brief", lang)) as pdf:
        lines = [page.get_textpage().get_text_bounded().count("\n") for page in pdf]
    assert len(lines) <= (3 if len(plans) > 1 and lang != "en" else 2)
    assert lines[0] > 30


@pytest.mark.parametrize("kind", ["comparative", "brief"])
def test_without_thresholds_in_the_rubric_the_parts_are_left_out_and_a_note_says_so(library, cards, kind):
    bare = cards[0].rubric.model_copy(update={"report": None})
    page = region_html(library, region_view([replace(card, rubric=bare) for card in cards], kind))
    assert 'id="practice"' not in page
    assert "ommon gaps are left out" in page


@pytest.mark.parametrize("kind", KINDS)
def test_what_scores_no_plan_says_so_before_its_table(library, cards, kind):
    rubric = library.rubric("public-record")
    records = [evaluate(library.assessment(name, rubric), rubric) for name in ("ALB-2011", "HRV-2011")]
    said = "This scores what public sources record, neither a plan nor a country"
    page = region_html(library, region_view(records, kind))
    assert -1 < page.find(said) < page.find("<table")
    assert said not in region_html(library, region_view(cards, kind))


@pytest.fixture(scope="module")
def records(library):
    rubric = library.rubric("public-record")
    return [evaluate(library.assessment(name, rubric), rubric) for name in ("ALB-2011", "XKX-2011")]


@pytest.mark.parametrize("kind", KINDS)
def test_what_scores_records_names_no_plans_in_its_head_and_explains_the_star(library, records, kind):
    page = region_html(library, region_view(records, kind))
    head = page.partition('<header class="masthead">')[2].partition("</header>")[0]
    assert "2 public records" in head
    assert "plan" not in head.replace('class="plan"', "")
    assert "Kosovo*" in head
    assert '<p class="notice">* This designation is without prejudice' in page


def test_criteria_and_paradigms_of_which_nothing_is_assessed_are_left_out(library, records):
    view = region_view(records, "comparative")
    page = region_html(library, view)
    unknown = [row.title for group in view.heat for row in group.rows if not row.is_known]
    heat = page.partition('id="heat"')[2].partition("</section>")[0]
    assert not [title for title in unknown if f'<th scope="row">{title}<' in heat]
    dots = page.partition('id="paradigms"')[2].partition("</section>")[0]
    assert "Law enforcement" in dots
    assert "Migration" not in dots


def test_the_gaps_of_most_plans_say_first_what_is_to_be_done(library, cards):
    view = region_view(cards, "comparative")
    asked = [row for row in view.gaps.rows if row.ask]
    assert asked
    first = max(asked, key=lambda row: row.rated)
    box = region_html(library, view).partition('<ol class="asks">')[2].partition("</li>")[0]
    assert first.title in box
    assert first.ask.split(" ")[0] in box
