"""Pages, words, sizes of type and white of what is printed of the shipped plans: what a reader has time for."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pypdfium2
import pytest

from evaluator.cli.todo import request_view
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_pdf
from evaluator.reports.country import country_pdf
from evaluator.reports.poster import poster_pdf
from evaluator.reports.region import region_pdf
from evaluator.reports.request import open_tasks, request_pdf
from evaluator.reports.years import years_pdf
from tests.reports.test_layout import sizes

sys.path.insert(0, str(Path(__file__).parent))
from layout import headings_left_alone, white_below

pytestmark = pytest.mark.slow

LEAST_TYPE, TEXT = 8.0, 9.9
THIRD, MOST = 0.334, 0.667  # of a page, which may be white below its last line; of the last one
SERBIAN = "sr-Cyrl"
SEE = tuple(f"{code}-2011" for code in ("ALB", "BGR", "BIH", "HRV", "MDA", "MKD", "MNE", "ROU", "SRB", "SVN", "XKX"))
PAGES = {"country": 6, "contrast": 5, "comparative": 5, "poster": 1, "years": 1, "request": 2}
WORDS = {"country": 2500, "contrast": 1200, "comparative": 1780, "poster": 180, "years": 250, "request": 720}
LAW = ("ALB-2021-2023", "SRB-2021-2023", "XKX-2022-2026", "MKD-2021-2025")
FOUR = "four-paradigms"
SETS = [
    (FOUR, ()),
    (FOUR, ("BRA-2018-2022", "LVA-2025-2027", "COL-2007-2012")),
    (FOUR, ("ALB-2005-2007",)),
    (FOUR, ("ALB-2005-2007", "SRB-2017-2018")),
    ("law-and-practice", ()),
    ("law-and-practice", LAW),
    ("law-and-practice", LAW[:2]),
    ("public-record", SEE),
    ("public-record", SEE[:3]),
]


@pytest.fixture(scope="module")
def library():
    return Library.open()


def cards_of(library, rubric_id, names=()):
    rubric = library.rubric(rubric_id)
    return [evaluate(library.assessment(name, rubric), rubric) for name in names or library.assessed_plans(rubric_id)]


def words_of(content):
    with pypdfium2.PdfDocument(content) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    return sum(bool(re.search(r"[^\W\d_]", word)) for word in text.split())


def faults(kind, content, plans=1):
    """Return what of a print is over its budget or badly set."""
    white, found = white_below(content), sizes(content)
    pages = PAGES.get(kind, 1 if plans == 1 else 2)
    words = WORDS.get(kind, 320 * plans)
    large = sum(count for (size, _), count in found.items() if size >= TEXT) / sum(found.values())
    return [
        said
        for said, is_fault in (
            (f"{len(white)} pages", len(white) > pages),
            (f"{words_of(content)} words", words_of(content) > words),
            (f"type of {min(found)[0]}", min(found)[0] < LEAST_TYPE),
            (f"{large:.2f} of the letters in the size of text", kind == "country" and len(white) > 1 and large < HALF),
            (f"white {white}", max(white[:-1], default=0) > THIRD or white[-1] > MOST),
            (f"heads alone {headings_left_alone(content)}", bool(headings_left_alone(content))),
        )
        if is_fault
    ]


HALF = 0.4


@pytest.mark.parametrize("rubric", [FOUR, "law-and-practice"])
def test_requests_and_each_third_country_report_keep_their_budget(library, rubric):
    found = {}
    for at, card in enumerate(cards_of(library, rubric)):
        name = card.assessment.plan.id
        if at % 3 == 0:
            found[name, "country"] = faults("country", country_pdf(library, card, SERBIAN if at % 2 else "en"))
        found[name, "request"] = faults("request", request_pdf(library, request_view(card, open_tasks(card))))
    assert {key: said for key, said in found.items() if said} == {}


def test_country_reports_on_records_and_invented_plans_posters_and_years_keep_theirs(library, root):
    found = {}
    records = cards_of(library, "public-record", SEE)
    examples = Library.open(root / "examples")
    invented = cards_of(examples, FOUR, ("XAR-2022-2025", "XBE-2023-2026"))
    for card, lang in ((records[0], "en"), (records[1], "en"), (records[-1], SERBIAN)):
        found[card.assessment.plan.id] = faults("country", country_pdf(library, card, lang))
    for card in invented:
        found[card.assessment.plan.id] = faults("country", country_pdf(examples, card))
    for card in (*invented, *cards_of(library, FOUR, ("BRA-2018-2022", "USA-2021-2024"))):
        for lang in ("en", SERBIAN):
            found["poster", card.assessment.plan.id, lang] = faults("poster", poster_pdf(examples, card, lang))
    found["years"] = faults("years", years_pdf(library, records))
    assert {key: said for key, said in found.items() if said} == {}


@pytest.mark.parametrize("kind", ["comparative", "brief", "contrast"])
def test_every_report_on_several_keeps_its_budget(library, kind):
    found = {}
    for at, (rubric, names) in enumerate(SETS):
        cards, lang = cards_of(library, rubric, names), SERBIAN if at % 3 == 1 else "en"
        content = (
            contrast_pdf(library, contrasted_cards(library, cards), lang)
            if kind == "contrast"
            else region_pdf(library, cards, kind, lang)
        )
        found[rubric, len(cards)] = faults(kind, content, len(cards))
    assert {key: said for key, said in found.items() if said} == {}
