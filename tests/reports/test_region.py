from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest

from evaluator.errors import EvaluatorError
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import SeveralContext, refuse_unlike
from evaluator.reports.country import country_html, country_view
from evaluator.reports.pdf.check import check_pdf
from evaluator.reports.region import (
    CHARTS,
    GAPS_SHOWN,
    PRACTICES_SHOWN,
    region_html,
    region_name,
    region_pdf,
    region_view,
)
from evaluator.reports.sections.gaps import common_gaps


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]


def _named(card, name: str):
    plan = card.assessment.plan.model_copy(update={"id": name})
    return replace(card, assessment=replace(card.assessment, plan=plan))


def test_the_name_holds_the_plans_then_what_differs_and_the_kind(albania, cards):
    assert region_name(cards, "comparative", "en") == "ALB-2005-2007_SRB-2017-2018.comparative"
    other = [replace(c, weighting=c.rubric.weighting("us-tip")) for c in cards]
    assert region_name(other, "brief", "sr") == "ALB-2005-2007_SRB-2017-2018.us-tip.brief.sr"
    many = [_named(albania, f"XX{k}-2001-2002") for k in range(5)]
    assert region_name(many, "contrast", "en").startswith("5-plans-")
    alone = [replace(card, assessor="b") for card in cards]
    assert region_name(alone, "brief", "en") == "ALB-2005-2007_SRB-2017-2018.brief.coder_b"
    assert region_name(many, "contrast", "en") != region_name(many[::-1], "contrast", "en")


def test_plans_under_different_weightings_are_not_compared(cards):
    with pytest.raises(EvaluatorError, match="one weighting"):
        region_view([cards[0], evaluate(cards[1].assessment, cards[1].rubric, "us-tip")], "brief")
    with pytest.raises(EvaluatorError, match="by the panel or by one coder"):
        region_view([cards[0], replace(cards[1], assessor="b")], "brief")
    with pytest.raises(EvaluatorError, match="Name a plan"):
        region_view([], "brief")


def test_a_draft_is_told_with_the_reasons_of_its_own_report(albania, stress):
    """The notice names the plan, how many criteria are in dispute and the command; it stands in no list of doubts."""
    view = region_view([replace(albania, weighting=stress.weighting), stress], "brief")
    own = country_view(stress, annex=True).draft_reasons
    assert "The coders disagree on" in own[0]
    assert "evaluator panel settle" in own[0]
    assert view.draft_reasons == (f"The assessment of {stress.assessment.plan.id} is a draft. {' '.join(own)}",)
    assert "is a draft" not in " ".join(view.warnings)


def test_a_report_on_one_draft_gives_every_reason_and_counts_no_others(library, stress):
    view = replace(country_view(stress), draft_reasons=("The first reason.", "The second reason."))
    page = country_html(library, view)
    assert "The first reason. The second reason." in page
    assert "more is a draft" not in page


def test_one_plan_alone_has_no_ranks_and_no_levels(albania):
    view = region_view([albania], "comparative")
    assert view.order is None


def test_scores_on_what_is_seen_and_ignored_come_with_bounds_and_coverage(cards):
    for entry in region_view(cards, "brief").entries:
        for part in (entry.seen, entry.unseen):
            assert part.too_small == (part.low is None)
            assert part.too_small or part.low <= part.high
            assert part.score is None or part.low <= part.score <= part.high
            assert 0 <= part.coverage <= 1


def test_a_plan_is_not_compared_with_itself(albania):
    with pytest.raises(EvaluatorError, match=r"given twice: ALB-2005-2007\."):
        refuse_unlike([albania, albania])


KINDS = ("comparative", "brief")


@pytest.fixture(scope="module")
def cards_pages(library, rubric, albania):
    return [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_prints_without_a_lack_that_a_machine_can_see(library, cards_pages, kind):
    assert check_pdf(region_pdf(library, cards_pages, kind), kind) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_one_plan_alone_and_a_plan_without_ratings_print_as_well(library, albania, empty, kind):
    assert "Albania" in region_html(library, region_view([albania], kind))
    assert "Bosnia" in region_html(library, region_view([albania, empty], kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_drawing_says_what_it_states(library, cards_pages, kind):
    page = region_html(library, region_view(cards_pages, kind))
    seconds = page.count('<svg class="chart narrow" aria-hidden="true"')  # the same for a phone, heard once
    assert page.count("<svg") - seconds == page.count("<title>") - 1
    assert "<title></title>" not in page


def test_the_levels_of_every_criterion_with_a_rating_stand_in_a_cell_the_highest_mean_first(cards_pages):
    view = region_view(cards_pages, "comparative")
    rows = [row for chart in CHARTS.of(view).levels for row in chart.table[1:]]
    assert len(rows) == sum(row.is_known for group in view.heat for row in group.rows)
    means = [float(row[-1].rstrip("+")) for row in rows if row[-1]]
    assert means == sorted(means, reverse=True)


def test_the_threshold_of_shared_gaps_is_printed_as_the_rubric_gives_it(library, cards_pages):
    page = region_html(library, region_view(cards_pages, "comparative")).replace("\u00a0", " ")
    assert cards_pages[0].rubric.report.common_gap.ground in page


def test_at_most_three_practices_are_told_each_with_its_source(library):
    rubric = library.rubric("law-and-practice")
    cards = [evaluate(library.assessment(name, rubric), rubric) for name in ("SRB-2021-2023", "BIH-2020-2023")]
    view = region_view(cards, "comparative")
    chosen = PRACTICES_SHOWN.of(view).chosen
    assert 1 <= len(chosen) <= 3
    assert [row.level for row in chosen] == sorted((row.level for row in chosen), reverse=True)
    page = region_html(library, view)
    assert page.count('<div class="ask">') >= len(chosen)
    assert all(row.who[0].places for row in chosen)


@pytest.mark.parametrize("kind", ["comparative", "brief"])
def test_without_thresholds_in_the_rubric_the_parts_are_left_out_and_a_note_says_so(library, cards_pages, kind):
    bare = cards_pages[0].rubric.model_copy(update={"report": None})
    page = region_html(library, region_view([replace(card, rubric=bare) for card in cards_pages], kind))
    assert 'id="practice"' not in page
    assert "ommon gaps are left out" in page


@pytest.mark.parametrize("kind", KINDS)
def test_what_scores_no_plan_says_so_before_its_table(library, cards_pages, kind):
    rubric = library.rubric("public-record")
    records = [evaluate(library.assessment(name, rubric), rubric) for name in ("ALB-2011", "HRV-2011")]
    said = "This scores what public sources record, neither a plan nor a country"
    page = region_html(library, region_view(records, kind))
    assert -1 < page.find(said) < page.find('<table class="lines"' if kind == "brief" else 'id="heat"')
    assert said not in region_html(library, region_view(cards_pages, kind))


@pytest.fixture(scope="module")
def records(library):
    rubric = library.rubric("public-record")
    return [evaluate(library.assessment(name, rubric), rubric) for name in ("ALB-2011", "XKX-2011")]


@pytest.mark.parametrize("kind", KINDS)
def test_what_scores_records_names_no_plans_in_its_head_and_explains_the_star(library, records, kind):
    page = region_html(library, region_view(records, kind))
    head = re.search(r"<h1.*?</h1>", page)[0]
    assert "2 public records" in head
    assert "plan" not in head
    assert "Kosovo*" in page
    assert "* This designation is without prejudice" in page


def test_criteria_and_paradigms_of_which_nothing_is_assessed_are_left_out(records):
    view = region_view(records, "comparative")
    unknown = [row.title for group in view.heat for row in group.rows if not row.is_known]
    levels = [row for chart in CHARTS.of(view).levels for row in chart.table[1:]]
    (panels,) = CHARTS.of(view).panels
    assert not {row[0] for row in levels} & {*unknown}
    assert set(panels.table[0]) == {"", "Law enforcement", "Human rights"}


def test_the_gaps_of_most_plans_say_first_what_is_to_be_done(library, cards_pages):
    view = region_view(cards_pages, "comparative")
    asked = [row for row in view.gaps.rows if row.ask]
    assert asked
    first = asked[0]
    box = region_html(library, view).partition('id="gaps"')[2].partition('<div class="ask">')[2].partition("</div>")[0]
    assert first.title in box
    assert first.ask.split(" ")[0] in box


def _gaps(cards_side):
    return common_gaps(cards_side, SeveralContext(tuple(cards_side)).listing)


@pytest.fixture(scope="module")
def cards_side(library, rubric, albania):
    return [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]


def test_the_comparative_report_shows_charts_practice_and_gaps_and_the_brief_gaps_and_lines(cards_side):
    full, brief = region_view(cards_side, "comparative"), region_view(cards_side, "brief")
    assert GAPS_SHOWN.of(full) == GAPS_SHOWN.of(brief) == _gaps(cards_side)
    assert PRACTICES_SHOWN.of(full) is not None
    assert {name for name, _ in brief.shows} == {"gaps", "lines", "nearest"}
    assert CHARTS.of(full).map is None, "of two countries there is no map"


SEE = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")


def _pages_and_words(pdf: bytes) -> tuple[int, int]:
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
        return len(document), sum(any(letter.isalpha() for letter in word) for word in text.split())


def test_the_annex_follows_the_pages_of_a_comparative_report_and_a_brief_has_none(library, cards_pages):
    full, brief = (region_view(cards_pages, kind, annex=True) for kind in KINDS)
    assert (full.annex, brief.annex) == (True, False)
    assert full.document_id == f"{region_view(cards_pages, 'comparative').document_id}.annex"
    page = region_html(library, full)
    assert page.index('id="countries"') < page.index('id="entries"') < page.index('id="method"')
    assert 'id="entries"' not in region_html(library, region_view(cards_pages, "comparative"))
