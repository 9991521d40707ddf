"""The contrast as a page prints it: shares add up, plans are told apart, ranks can be left out."""

from __future__ import annotations

import dataclasses
import io
import json
import re

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.pipeline import evaluate, leave_one_out
from evaluator.reports.context.several import context_of, contrasted_cards
from evaluator.reports.contrast.report import (
    contrast_files,
    contrast_html,
    contrast_order,
    contrast_pdf,
    contrast_view,
    tables_json,
)
from evaluator.reports.contrast.view import LISTED
from tests.contrasts.pages import three_found, view_of_found
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_parts_of_a_hundred_that_are_drawn_add_up_and_weights_say_where_they_do_not(found):
    view = view_of_found(found, SECTIONS)
    for one in view.scores:
        assert one.is_rounded == (sum(one.groups) != 100 or sum(one.stances) != 100)


def test_each_plan_has_what_parts_its_lowest_score_from_its_highest(found):
    view = view_of_found(found, SECTIONS)
    assert view.has_moves
    told = {ledger.label for ledger in view.frames.ledgers}
    for plan in view.frames.rows:
        scores = [cell.value for cell in plan.cells if cell.state == "graded"]
        assert (plan.name in told) == (max(scores) > min(scores))


def test_a_draft_among_the_plans_stands_in_the_notice_with_its_reasons_and_not_among_the_doubts():
    plans = [three_plans()[0], toy_assessment("BBB-2010-2012", {"plan-quality": 1}, state="draft")]
    view = view_of_found(
        findings_of(contrast(plans, toy_rubric()), ContrastOptions(sections=("scores",)), ContrastContext()),
        ("scores",),
    )
    assert view.is_draft
    assert view.draft_reasons == ("The assessment of Bbb is a draft. The ratings of coder a are a draft.",)
    assert "is a draft" not in " ".join(view.warnings)


def test_without_ranks_nothing_tells_one(found):
    view = view_of_found(found, SECTIONS, ranks=False)
    assert (view.ranks, view.crossings, view.attainable, view.stability) == (False, (), (), ())
    assert [drawn.bars for drawn in view.drawn] == [(), ()]
    assert view.levels


def test_only_the_sections_asked_for_are_there(found):
    view = view_of_found(found, ("weights",))
    assert view.scores[0].groups
    assert (view.scores[0].rows, view.has_moves, view.drawn, view.levels_sentence) == ((), False, (), "")


def test_one_weighting_alone_has_no_figure_of_frames(found):
    assert view_of_found(findings_of(contrast(three_plans(), toy_rubric(), ["equal"])), SECTIONS).frames is None
    assert view_of_found(found, ("weights",)).frames is None


def test_plans_of_one_country_are_told_apart_by_their_years():
    plans = [*three_plans(), toy_assessment("AAA-2013-2015", ALIKE)]
    view = view_of_found(findings_of(contrast(plans, toy_rubric())), ("scores",))
    assert [plan.label for plan in view.plans] == ["Aaa 2010", "Bbb", "Ccc", "Aaa 2013"]
    assert {plan.name for plan in view.frames.rows} == {plan.label for plan in view.plans}


def test_a_weighting_without_a_score_and_a_plan_without_ratings_are_shown():
    rubric = toy_rubric(contrast=choices())
    plans = [*three_plans(), toy_assessment("DDD-2010-2012", {}, roles=[])]
    view = view_of_found(findings_of(contrast(plans, rubric), ContrastOptions(sections=SECTIONS)), SECTIONS)
    assert {row.score for row in view.scores[0].rows if row.plan_id == "DDD-2010-2012"} == {None}
    assert view.plans[3].roles == ()


def test_every_plan_stands_first_with_score_bounds_and_coverage_under_the_weighting_held_against(found):
    view = view_of_found(found, ("weights",))
    for plan, verdict in zip(view.plans, found.study.verdicts[0], strict=True):
        assert (plan.interval.score, plan.interval.coverage) == (verdict.score, verdict.coverage)
        assert (plan.interval.low, plan.interval.high) == verdict.bounds
    assert view.plans[0].code == "AAA"
    assert [lower for _, lower in view.bands] == sorted(view.edges, reverse=True)


@pytest.fixture(scope="module")
def found_page(library):
    rubric = toy_rubric(contrast=choices().model_copy(update={"draws": 500}))
    beside = ContrastContext((), library.shared_facts.tip_tiers, leave_one_out)
    return findings_of(contrast(three_plans(), rubric), ContrastOptions(sections=SECTIONS), beside)


def _page(library, found_page, **more):
    return contrast_html(library, view_of_found(found_page, SECTIONS, **more))


def test_every_section_has_its_heading_and_every_chart_its_sentence(library, found_page):
    page = _page(library, found_page)
    for name in (
        "scores",
        "compared",
        "moves",
        "blind-spot",
        "flips",
        "draws",
        "levels",
        "left-out",
        "sensitivity",
        "method",
    ):
        assert f'<h2 id="{name}">' in page
    charts = re.findall(r"<svg[^>]*>\s*<title>([^<]+)</title>", page)
    assert len(charts) + page.count('aria-hidden="true"') == page.count("<svg")


def test_every_table_has_a_caption_and_heads(library, found_page):
    page = _page(library, found_page)
    assert page.count("<table") == page.count("<caption") == page.count("<thead")
    assert 'scope="row"' in page


def test_without_ranks_the_page_says_none(library, found_page):
    page = _page(library, found_page, ranks=False)
    assert "Scores and ranks" not in page
    assert "Rank interval" not in page


def test_a_name_that_is_markup_is_text(library, found_page):
    view = view_of_found(found_page, SECTIONS)
    plan = dataclasses.replace(view.plans[0], title="<script>x</script>")
    assert "<script>" not in contrast_html(library, dataclasses.replace(view, plans=(plan, *view.plans[1:])))


def test_a_score_stands_with_its_weighting_bounds_and_coverage_or_is_a_change(library, found_page):
    page = _page(library, found_page)
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        if ">Score</th>" in table:
            assert ">Range</th>" in table
            assert ">Coverage</th>" in table
            assert "Weighting</th>" in table or "under" in table.lower()


def test_the_provisions_that_no_assessed_criterion_rests_on_are_counted(library, whole):
    page = contrast_html(library, contrast_view(whole, annex=True))
    assert "Binding treaty provisions: does the TIP Report look at a criterion on them?" in page
    row = next(t for t in tables_json_of(whole)["blind_spot"] if t["basis"] == "tip_practice")
    assert row["binding"] > row["on_assessed"]
    for key in ("binding", "on_assessed", "on_partly", "on_ignored", "on_none"):
        assert f'<td class="number">{row[key]}</td>' in page


def tables_json_of(made):
    return json.loads(tables_json(made))


@pytest.fixture(scope="module")
def whole(library):
    rubric = library.rubric()
    cards = [evaluate(library.assessment(plan, rubric), rubric) for plan in ("ALB-2005-2007", "SRB-2017-2018")]
    return contrasted_cards(library, cards)


def _with(whole, **options):
    changed = whole.options.model_copy(update=options)
    return dataclasses.replace(whole, found=dataclasses.replace(whole.found, options=changed))


def test_the_whole_contrast_is_named_by_its_plans_and_another_by_digits_too(library, whole):
    assert contrast_order(whole, "en").document == "ALB-2005-2007_SRB-2017-2018.contrast"
    other = _with(whole, ranks=False)
    assert re.fullmatch(r"ALB-2005-2007_SRB-2017-2018\.contrast-[0-9a-f]{8}\.sr", contrast_order(other, "sr").document)


def test_it_carries_its_tables_the_tiers_and_the_index_beside_the_files_of_its_plans(library, whole):
    files = {file.name: file.content for file in contrast_files(library, whole)}
    assert list(files)[:2] == ["result.json", "contrast.json"]
    assert {"countries/facts/tip-tiers.csv", "rubrics/standards.csv", "countries/SRB/country.yaml"} <= set(files)
    assert json.loads(files["result.json"])["contrast"]["weightings"][0] == "equal"
    told = json.loads(files["contrast.json"])
    assert told["headline"][0] == "None of the 2 plans has a rank under “equal”."
    assert {row["rank"] for row in told["scores"]} == {None}
    without = _with(whole, sections=("scores",))
    assert "countries/facts/tip-tiers.csv" not in {file.name for file in contrast_files(library, without)}


def test_the_page_says_names_and_the_tables_ids_and_compares_no_frame_below_the_floor(library, whole):
    page = contrast_html(library, contrast_view(whole, "en", annex=True), document="x")
    words = " ".join(re.sub(r"<[^>]*>", " ", page).replace("\u00a0", " ").split())
    assert "None of the 2 plans has a rank under “Equal weights”." in words
    assert not re.search(r"under (equal|us-tip)\b", words)
    assert "Gates ignored: unconditional-assistance" not in words
    assert "Too little was assessed to compare these 2 plans: none has the 67% that a grade needs." in words
    assert "There is nothing to show: no plan’s score moves enough between the frames that can grade it" in words
    assert "Albania: why" not in words


def test_numbers_of_the_tables_have_nine_digits(whole):
    text = tables_json(whole).decode()
    assert not re.search(r"\d\.\d{10,}", text)


@pytest.mark.slow
@pytest.mark.prints_anew
def test_the_pdf_is_tagged_repeatable_and_carries_its_tables(library, whole):
    pikepdf = pytest.importorskip("pikepdf")
    from evaluator.reports.pdf.check import check_pdf

    content = contrast_pdf(library, whole)
    assert content == contrast_pdf(library, whole)
    assert check_pdf(content, "x.pdf") == ()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        inside = json.loads(pdf.attachments["contrast.json"].get_file().read_bytes())
    assert inside["headline"][0] == "None of the 2 plans has a rank under “equal”."


@pytest.mark.parametrize(
    ("subject", "said"),
    [("record", "neither a plan nor a country"), ("conduct", "law and practice, not a plan"), ("plan", "")],
)
def test_a_contrast_of_what_is_no_plan_says_so_first(library, found_page, subject, said):
    view = view_of_found(found_page, SECTIONS)
    first, _, _ = contrast_html(library, dataclasses.replace(view, subject=subject)).partition("<table")
    assert ("This scores" in first) == (subject != "plan")
    assert said in first


def test_a_contrast_knows_what_its_rubric_scores(found_page):
    assert view_of_found(found_page, SECTIONS).subject == found_page.study.rubric.scores == "conduct"


def test_a_contrast_names_in_its_head_what_is_rated_and_explains_the_star(library, found_page):
    view = view_of_found(found_page, SECTIONS)
    starred = dataclasses.replace(view.plans[0], label="Aaa*", footnote="Without prejudice.")
    page = contrast_html(library, dataclasses.replace(view, subject="record", plans=(starred, *view.plans[1:])))
    head = page.partition('<section class="sheet first">')[2].partition('<p class="lead">')[0]
    assert "public record" in head
    assert starred.label in head
    assert "* Without prejudice." in page


def test_what_many_frames_count_is_left_to_the_tables(library, found_page):
    view = view_of_found(found_page, SECTIONS)
    many = dataclasses.replace(view, scores=view.scores * 7)
    assert 'id="weights"' not in contrast_html(library, many)
    assert "stands in contrast.json and in the workbook of the contrast" in contrast_html(library, many)
    assert 'id="weights"' in contrast_html(library, dataclasses.replace(view, scores=view.scores[:1]))


def test_only_the_blind_spot_looks_beside_the_plans(library):
    assert context_of(library, SECTIONS).standards
    assert context_of(library, SECTIONS).placements
    other = context_of(library, ("scores",))
    assert (other.standards, other.placements) == ((), ())


def test_each_plan_has_a_short_name_under_its_id():
    view = view_of_found(findings_of(contrast(three_plans(), toy_rubric())), ("scores",))
    assert view.heads == {plan.id: (plan.code, plan.label) for plan in view.plans}
    assert view.heads["AAA-2010-2012"] == ("AAA", "Aaa")


@pytest.fixture(scope="module")
def found_lists():
    return three_found()


def test_long_lists_are_cut_and_what_is_left_is_counted(found_lists, monkeypatch):
    whole = view_of_found(found_lists, SECTIONS)
    assert (whole.crossings_left, whole.left_out_left) == (0, 0)
    assert len(whole.left_out) <= LISTED
    monkeypatch.setattr("evaluator.reports.contrast.view.LISTED", 1)
    cut = view_of_found(found_lists, SECTIONS)
    assert len(cut.crossings) + cut.crossings_left == len(whole.crossings)
    assert len(cut.left_out) + cut.left_out_left == len(whole.left_out)
    assert len(cut.left_out) == 1


def test_three_plans_open_with_the_papers_argument_and_records_do_not(library):
    plans = [evaluate(library.assessment(name, library.rubric("four-paradigms")), library.rubric("four-paradigms"))
             for name in ("BRA-2018-2022", "LVA-2025-2027", "COL-2007-2012")]  # fmt: skip
    view = contrast_view(contrasted_cards(library, plans))
    assert view.finding.lead == (
        "How trafficking is framed decides what counts as success. "
        "All 3 score higher on average with those who mostly count control."
    )
    assert [chart.kind for chart in view.sheets.argument] == ["panels", "sides", "common"]
    assert view.sheets.opening is None
    # Every dot pair carries the sentence: each plan's mean is higher where more than half of the weight is on control.
    assert all(float(row[2]) > float(row[1]) for row in view.sheets.argument[2].table[1:])
    rubric = library.rubric("public-record")
    records = [evaluate(library.assessment(f"{iso3}-2005", rubric), rubric) for iso3 in ("ALB", "BIH", "HRV")]
    record = contrast_view(contrasted_cards(library, records))
    assert record.sheets.argument == ()
    assert "framed" not in str(record.finding.lead)
