"""The contrast as HTML and as a tagged PDF."""

from __future__ import annotations

import dataclasses
import io
import json
import re

import pytest

from evaluator import Library, contrast
from evaluator.contrast.findings import SECTIONS, Asked, Beside, findings_of
from evaluator.pipeline import leave_one_out
from evaluator.report.contrast_page import contrast_html, contrast_pdf
from evaluator.report.contrast_view import contrast_view
from tests.contrast.synthetic import choices, three_plans, toy_rubric


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def found(library):
    rubric = toy_rubric(contrast=choices().model_copy(update={"draws": 500}))
    beside = Beside((), library.shared_facts.tip_tiers, leave_one_out)
    return findings_of(contrast(three_plans(), rubric), Asked(SECTIONS), beside)


def _page(library, found, **more):
    return contrast_html(library, contrast_view(found, SECTIONS, **more))


def test_every_section_has_its_heading_and_every_chart_its_sentence(library, found):
    page = _page(library, found)
    for name in (
        "scores",
        "weights",
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
    assert len(charts) == page.count("<svg")
    assert "1 stands at the top" in charts[0]
    assert any(chart.startswith("AAA-2010-2012: rank 1 in ") for chart in charts)


def test_every_table_has_a_caption_and_heads(library, found):
    page = _page(library, found)
    assert page.count("<table") == page.count("<caption") == page.count("<thead")
    assert 'scope="row"' in page


def test_without_ranks_the_page_says_none(library, found):
    page = _page(library, found, ranks=False)
    assert "Scores and ranks" not in page
    assert "Rank interval" not in page


def test_a_name_that_is_markup_is_text(library, found):
    view = contrast_view(found, SECTIONS)
    plan = dataclasses.replace(view.plans[0], title="<script>x</script>")
    assert "<script>" not in contrast_html(library, dataclasses.replace(view, plans=(plan, *view.plans[1:])))


@pytest.mark.slow
def test_the_pdf_is_tagged_repeatable_and_carries_its_tables(library, found):
    pikepdf = pytest.importorskip("pikepdf")
    from evaluator.report.check import check_pdf

    content = contrast_pdf(library, found, SECTIONS)
    assert content == contrast_pdf(library, found, SECTIONS)
    told = [str(problem) for problem in check_pdf(content, "x.pdf") if "result.json" not in str(problem)]
    assert told == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        inside = json.loads(pdf.attachments["contrast.json"].get_file().read_bytes())
    assert inside["scores"][0]["rank"] == 1
