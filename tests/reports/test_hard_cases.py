"""Plans of which nothing, one thing or everything is rated, plans that tie, and long names, in every kind of report.

A page about them is right and says what it cannot say: no table without rows, no chart without marks.
"""

from __future__ import annotations

import dataclasses
import html
import re
import sys
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_pdf, contrast_view
from evaluator.reports.country import country_html, report_view
from evaluator.reports.pdf.check import check_pdf
from evaluator.reports.region import region_html, region_pdf, region_view

sys.path.insert(0, str(Path(__file__).parent))
from layout import blank_pages, headings_left_alone, overlaps
from plain import read_aloud

NOTHING = "There is no finding yet: nothing that counts has been assessed."
LONG = [f"Confederation of Island Territories {chr(65 + k) * 3}x" for k in range(12)]


@pytest.fixture(scope="module")
def cards(rubric, plain_card):
    """Return plans by what is rated in them: `none`, `one` criterion, `all`; `even` and `twin` are at level 2 alike."""
    assert {len(name) for name in LONG} == {40}
    known = [c.id for c in rubric.criteria].index("non-punishment")
    return {
        "none": plain_card("XAB", "Nonelandia", lambda _: None),
        "nil": plain_card("XAH", "Nilandia", lambda _: None),
        "one": plain_card("XAA", "Onelandia", lambda k: 2 if k == known else None),
        "all": plain_card("XAC", "Allandia", lambda k: k * 7 % 5),
        "even": plain_card("XAD", "Tielandia", lambda _: 2),
        "twin": plain_card("XAE", "Evenland", lambda _: 2),
    }


@pytest.fixture(scope="module")
def long_names(plain_card):
    return [
        plain_card(f"XB{chr(65 + k)}", name, lambda j, k=k: (j * 7 + k * 3 + j * k % 4) % 5)
        for k, name in enumerate(LONG)
    ]


@pytest.fixture(scope="module")
def contrasted_names(library, long_names):
    """Return what contrasts so many of the plans with long names, once."""
    return cache(lambda many: contrasted_cards(library, long_names[:many]))


@pytest.fixture(scope="module")
def page(library, cards):
    """Return what makes a page of a kind on some of the plans; each is made once."""
    made: dict[tuple[str, ...], str] = {}

    def of(kind: str, *names: str) -> str:
        if (kind, *names) not in made:
            chosen = [cards[name] for name in names]
            if kind == "country":
                made[kind, *names] = country_html(library, report_view(library, chosen[0], annex=True))
            elif kind == "contrast":
                made[kind, *names] = contrast_html(
                    library, contrast_view(contrasted_cards(library, chosen), annex=True)
                )
            else:
                made[kind, *names] = region_html(library, region_view(chosen, kind))
        return made[kind, *names]

    return of


CASES = [
    *(("country", name) for name in ("none", "one", "all", "even")),
    *(("brief", name) for name in ("none", "one", "all", "even")),
    *(("contrast", name) for name in ("none", "one", "even")),
    *(("comparative", *pair) for pair in (("none", "nil"), ("one", "none"), ("even", "twin"))),
    *(("brief", *pair) for pair in (("none", "nil"), ("even", "twin"))),
    *(("contrast", *pair) for pair in (("none", "nil"), ("one", "none"))),
]


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_no_table_chart_list_or_section_is_empty(page, case):
    shown = page(*case)
    tables = re.findall(r"<table.*?</table>", shown, re.DOTALL)
    assert tables or case[0] == "comparative"
    for table in tables:
        assert "<td" in table, table[:300]
    for what in ("ul", "ol", "dl", "svg", "figure", "caption"):
        for found in re.findall(rf"<{what}[ >].*?</{what}>", shown, re.DOTALL):
            inside = re.sub(r"<(?!path|rect|circle|line|text)[^>]*>", "", found.partition(">")[2])
            assert inside.strip(), found[:300]
    for section in re.findall(r"<section.*?</section>", shown, re.DOTALL):
        words = re.sub(r"<h[1-6].*?</h[1-6]>|<[^>]*>", "", section, flags=re.DOTALL)
        assert words.strip(), section[:300]
    for number in ("nan", "None", "inf", "undefined"):
        assert not re.search(rf"[>\"]\s*{number}\s*[<\"]", shown.partition("<main")[2]), number


@pytest.mark.parametrize(
    "case", [("country", "none"), ("brief", "none"), ("contrast", "none"), ("contrast", "none", "nil")], ids="-".join
)
def test_where_nothing_is_rated_the_page_says_that_there_is_no_finding(page, case):
    told = read_aloud(page(*case))
    if case[0] == "contrast":
        assert NOTHING in told
    else:
        assert "0 of 74 questions are answered" in told
        assert "Answered to the end: 0% of what counts, where 67% are needed." in told
        assert not re.search(r"Grade \d of \d|The score will lie", told)
    assert "have the same ratings" not in told, "nothing is not the same as something"
    assert told.count("no score and no rank") <= 2, "once on the page and once in the annex, not once for each frame"


def test_a_country_of_which_nothing_is_rated_lists_what_to_assess_and_no_points(page):
    told = read_aloud(page("country", "none"))
    assert "0 of 74 questions are answered" in told
    assert "Whom to ask first" in told
    assert "more questions are open; the request for information lists them all." in told
    assert "0.00" not in told
    assert "What we recommend" not in told


def test_one_rating_gives_a_range_and_no_verdict_on_frames(page):
    told = read_aloud(page("country", "one"))
    assert "Answered to the end: 1% of what counts, where 67% are needed." in told
    assert not re.search(r"Grade \d of \d", told)
    assert told.count(" 2 : ") == 1, "the one rating stands under its level"
    assert "0.50" not in told
    assert "frames that count control" not in told.lower(), "one rating shows nothing about frames"
    brief = read_aloud(page("brief", "one"))
    assert "Answered to the end: 1% of what counts, where 67% are needed." in brief
    assert "The score will lie between 0.01 and 0.99" in brief
    assert not re.search(r"Grade \d of \d", brief)


def test_where_all_is_rated_nothing_is_missing_and_no_range_is_printed_as_one(page):
    told = read_aloud(page("country", "all"))
    assert "Nothing that is missing could move it." in told
    assert "will lie between" not in told


def test_plans_that_tie_share_the_first_place(page):
    for kind in ("brief", "contrast"):
        told = read_aloud(page(kind, "even", "twin"))
        assert "No plan changes grade with who is counting." in told
        assert kind == "contrast" or "Tielandia, Evenland share the first place under every frame." in told
        assert "moves furthest, by 0.00" not in told
        assert "(a share of 0.00 out of 1)" not in told
    told = read_aloud(page("comparative", "even", "twin"))
    assert "none is firmly ahead of another on present evidence" in told
    assert "Tielandia, Evenland have the same ratings, so no frame separates them." in told


def test_where_every_part_is_as_low_no_part_is_called_the_lowest(library, plain_card):
    cards = [plain_card(f"XA{letter}", f"Land {letter}", lambda _: 2) for letter in "FGI"]
    told = read_aloud(region_html(library, region_view(cards, "comparative")))
    assert "Lowest score most often" not in told
    assert "Each country, part by part" in told
    assert "3 countries without one weakest part" in told


def test_one_plan_that_ties_under_every_frame_says_its_score_once(page):
    told = read_aloud(page("country", "even"))
    assert "All 25 frames give C: other weights do not change it" in told
    assert "0.50 to 0.50" not in told
    assert "frames that can judge it all give 0.50" in told


def test_plans_of_which_nothing_is_rated_stand_side_by_side_without_tables_of_levels(page):
    told = read_aloud(page("comparative", "none", "nil"))
    assert "No criterion is assessed in any of these plans yet." in told
    assert "Levels by criterion" not in told
    assert "No plan meets the standard" not in told, "nothing was assessed that could meet it"


@pytest.mark.parametrize("kind", ["comparative", "brief"])
def test_no_id_stands_in_what_is_read(page, rubric, kind):
    told = read_aloud(page(kind, "even", "twin"))
    ids = {*rubric.weightings, *rubric.nodes, *rubric.by_id, rubric.id, "XAD-2030-2034", "XAE-2030-2034"}
    found = [name for name in ids if "-" in name and name in told]
    assert found == []
    assert "“equal”" not in told


@pytest.mark.slow
def test_twelve_long_names_are_codes_in_heads_and_a_legend_beneath(library, long_names, contrasted_names):
    page = region_html(library, region_view(long_names, "comparative"))
    for drawn in re.findall(r'<svg[^>]* class="chart".*?</svg>', page, re.DOTALL):
        assert ">XBA<" in drawn
        assert LONG[0] not in drawn
    assert f"{LONG[0]} (XBA)" in read_aloud(page)
    contrast = contrast_html(library, contrast_view(contrasted_names(5), annex=True))
    assert "XBA: " + LONG[0] in read_aloud(contrast)
    few = contrast_html(library, contrast_view(contrasted_names(2), annex=True))
    assert LONG[0] in re.search(r'<table class="heat matrix[^"]*">.*?</thead>', few, re.DOTALL)[0]
    assert "XBA: " not in read_aloud(few), "names stand in the heads themselves"


@pytest.mark.slow
def test_twelve_long_names_are_codes_at_the_head_of_rows_and_named_with_them_on_the_first_page(
    library, long_names, contrasted_names
):
    brief = region_html(library, region_view(long_names, "brief"))
    contrast = contrast_html(library, contrast_view(contrasted_names(5), annex=True))
    rows = re.findall(r'<th scope="row">(XBA|[^<]*AAAx) *<', re.search(r"<table.*?</table>", brief, re.DOTALL)[0])
    assert rows == ["XBA"]
    drawn = re.search(r'<svg[^>]* class="chart".*?</svg>', contrast, re.DOTALL)[0]
    assert ">XBA" in drawn
    assert LONG[0] not in drawn
    for page in (brief, contrast):
        assert f"{LONG[0]} (XBA)" in read_aloud(page)
    few = region_html(library, region_view(long_names[:4], "brief"))
    assert "XBA" not in read_aloud(few)


@pytest.mark.slow
def test_a_brief_of_twelve_of_which_a_seventh_is_not_assessed_has_two_pages(library, plain_card):
    cards = [
        plain_card(f"XB{chr(65 + k)}", name, lambda j, k=k: None if (j * 5 + k) % 7 == 0 else (j * 7 + k * 3) % 5)
        for k, name in enumerate(LONG)
    ]
    with pypdfium2.PdfDocument(region_pdf(library, cards, "brief")) as pdf:
        assert len(pdf) == 2


@pytest.mark.parametrize("kind", ["country", "brief", "comparative", "contrast"])
def test_a_rubric_without_a_translation_prints_in_english_and_each_such_text_says_so(library, rubric, cards, kind):
    """In Serbian: the words of the report are translated, the rubric's titles stand as English, marked, upright."""
    bare = rubric.model_copy(update={"translations": {}})
    chosen = [dataclasses.replace(cards[name], rubric=bare) for name in ("even", "twin")]
    if kind == "country":
        made = country_html(library, report_view(library, chosen[0], "sr-Latn", annex=True))
    elif kind == "contrast":
        made = contrast_html(library, contrast_view(contrasted_cards(library, chosen), "sr-Latn", annex=True))
    else:
        made = region_html(library, region_view(chosen if kind == "comparative" else chosen[:1], kind, "sr-Latn"))
    told = read_aloud(made)
    assert "Što nije prevedeno stoji na engleskom" in told
    # What a comparative report says of criteria stands in its drawings for a desk, without what is spoken of them.
    drawn = "<desc>.*?</desc>|<style.*?</style>" if kind == "comparative" else "<svg.*?</svg>|<style.*?</style>"
    shown = re.sub(drawn, "", made.partition("<main")[2], flags=re.DOTALL)
    titles = "|".join(re.escape(html.escape(bare.title(name))) for name in ("migration", *bare.by_id))
    places = re.findall(rf"(<[^<>]*>)\s*(?:{titles})\b", shown)
    assert places
    assert [place for place in places if 'lang="en"' not in place] == []
    assert "<em" not in "".join(places)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "pages"), [("comparative", 14), ("contrast", 5), ("annex", 22), ("brief", 2)])
def test_twelve_long_names_fit_on_paper(library, long_names, contrasted_names, kind, pages):
    if kind in ("contrast", "annex"):
        made = contrast_pdf(library, contrasted_names(12), annex=kind == "annex")
    else:
        made = region_pdf(library, long_names, kind)
    with pypdfium2.PdfDocument(made) as pdf:
        assert len(pdf) <= pages
    assert overlaps(made) == []
    assert headings_left_alone(made) == []
    assert blank_pages(made) == []
    assert check_pdf(made, kind) == ()
