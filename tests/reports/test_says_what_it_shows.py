"""No sentence of a report says other than the report shows, but for what is known and listed.

Every kind of report is read as its reader does, by the reader of pages: of the shipped plans and rubrics, of the
invented countries and of drawn ones, in English and in Serbian.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator

import pytest

from evaluator.library import Library
from evaluator.reports.page_reader import RULES, faults_on
from evaluator.reports.page_reader.grammar import grammar_of
from tests.reports.known_faults import differences, known_rows, take_out
from tests.reports.papers import (
    Paper,
    card_of,
    country_paper,
    poster_paper,
    request_paper,
    several_papers,
    years_paper,
)

LANGUAGES = ("en", "sr-Cyrl")
# Of the public record, with a unit for each country and year, the region that the founding paper is about.
REGION = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")
RUBRICS = ("four-paradigms", "law-and-practice", "public-record", "plan-quality")
SEVERAL = ("comparative", "brief", "contrast")
# Rules on what carries its rows, on what no shipped page says, and on sentences that a template of one's own may say.
IDLE = {
    "a_coder_who_cites_passages_read_something",
    "every_claim_is_counted_again",
    "every_number_in_a_title_comes_from_a_claim",
    "every_row_is_drawn_once",
    "frames_without_a_grade_are_counted",
    "gaps_are_those_of_the_matrix",
    "good_practice_is_that_of_the_matrix",
    "grades_of_a_lead_are_those_of_the_rows",
    "no_criterion_reaches_a_level_that_one_reaches",
    "no_passage_has_an_id_that_no_list_resolves",
    "nobody_is_highest_where_another_is_as_high",
    "scores_run_from_the_lowest_to_the_highest_that_is_shown",
    "what_is_left_out_is_said",
}


def rated(library: Library, rubric: str) -> list[str]:
    """Return every shipped plan that is rated by a rubric; of the public record the region's units of two years."""
    if library.units_of(rubric):
        known = {unit.unit_id for unit in library.units_of(rubric)}
        return [f"{iso3}-{year}" for year in (2011, 2005) for iso3 in REGION if f"{iso3}-{year}" in known]
    chosen, codes = library.rubric(rubric), library.country_codes
    return [plan for iso3 in codes for plan in library.plan_ids(iso3) if library.is_assessed(plan, chosen)]


def examples(root, lang: str) -> Iterator[Paper]:
    """One report of each kind."""
    library, invented = Library.open(), Library.open(root / "examples")
    yield country_paper(library, card_of(library, "SRB-2021-2023", "law-and-practice"), lang)
    yield country_paper(invented, card_of(invented, "XAR-2022-2025"), lang)
    yield poster_paper(library, card_of(library, "BRA-2018-2022"), lang)
    yield request_paper(library, card_of(library, "ALB-2005-2007"))
    records = [card_of(library, f"{iso3}-2011", "public-record") for iso3 in REGION]
    yield from several_papers(library, records, *SEVERAL, lang=lang, of="of 2011")
    yield years_paper(library, records, lang)
    laws = [card_of(library, plan, "law-and-practice") for plan in rated(library, "law-and-practice")]
    yield from several_papers(library, laws, "comparative", "law", lang=lang, of="of all")


def papers(rubric: str, lang: str) -> Iterator[Paper]:
    """Every kind of report on the shipped plans that are rated by a rubric; of records on one unit each seventh."""
    library = Library.open()
    cards = [card_of(library, plan, rubric) for plan in rated(library, rubric)]
    for card in cards[:: 7 if library.units_of(rubric) else 1]:
        yield country_paper(library, card, lang)
        yield poster_paper(library, card, lang)
        if lang == "en":
            yield request_paper(library, card)
    for many in sorted({1, min(3, len(cards)), len(cards)} - {0}):
        kinds = SEVERAL if many > 1 else ("brief",)
        yield from several_papers(library, cards[:many], *kinds, lang=lang, of=f"of {many}")


def invented(root, lang: str) -> Iterator[Paper]:
    """Every kind of report on the invented countries."""
    library = Library.open(root / "examples")
    cards = [card_of(library, plan) for plan in rated(library, "four-paradigms") if plan.startswith("X")]
    yield from (country_paper(library, card, lang) for card in cards)
    yield from (poster_paper(library, card, lang) for card in cards)
    yield from several_papers(library, cards, *SEVERAL, lang=lang, of="of the invented")


def drawn(library: Library, plain_card, seed: int) -> Iterator[Paper]:
    """Reports on countries with drawn levels: some read whole, some hardly, some all at one end."""
    rng = random.Random(seed)  # noqa: S311
    ends = [lambda k: 0, lambda k: 4, lambda k: None if k else 1]
    shares = [0.0, 0.3, 0.8, rng.random()]
    cards = [
        plain_card(
            f"XX{letter}",
            f"Country {letter}",
            rng.choice(ends) if rng.random() < 0.15 else levels(rng, rng.choice(shares)),
        )
        for letter in "ABCDEFGH"[: rng.randint(2, 8)]
    ]
    yield from several_papers(library, cards, *SEVERAL, of=f"drawn {seed}")
    yield Paper("country", "drawn", str(seed), country_paper(library, cards[0]).html)


def levels(rng: random.Random, missing: float):
    found = [None if rng.random() < missing else rng.randint(0, 4) for _ in range(200)]
    return lambda k: found[k]


@pytest.fixture
def unlike(request) -> Callable[[Iterable[Paper]], list[str]]:
    """Return what tells how the faults of pages differ from those that are known."""

    def told(pages: Iterable[Paper]) -> list[str]:
        found = []
        for page in pages:
            faults = faults_on(page.page)
            if request.config.getoption("--update-golden"):
                take_out(str(page), faults)
            found += differences(str(page), faults)
        return found

    return told


def test_one_report_of_each_kind_says_what_it_shows_but_for_what_is_known(root, unlike):
    assert unlike(examples(root, "en")) == []


def test_a_report_in_serbian_says_what_it_shows_but_for_what_is_known(library, unlike):
    assert unlike([country_paper(library, card_of(library, "SRB-2021-2023", "law-and-practice"), "sr-Cyrl")]) == []


@pytest.mark.slow
def test_one_report_of_each_kind_in_serbian_says_what_it_shows_but_for_what_is_known(root, unlike):
    assert unlike(examples(root, "sr-Cyrl")) == []


def test_reports_on_drawn_countries_say_what_they_show_but_for_what_is_known(library, plain_card, unlike):
    assert unlike(drawn(library, plain_card, 1)) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rubric", RUBRICS)
def test_every_report_of_a_shipped_plan_says_what_it_shows_but_for_what_is_known(rubric, lang, unlike):
    assert unlike(papers(rubric, lang)) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_report_on_the_invented_countries_says_what_it_shows_but_for_what_is_known(root, lang, unlike):
    assert unlike(invented(root, lang)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
def test_reports_on_any_drawn_countries_say_what_they_show_but_for_what_is_known(library, plain_card, seed, unlike):
    assert unlike(drawn(library, plain_card, seed)) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_rule_is_idle(root, lang):
    words, pages = grammar_of(lang), [*examples(root, lang), *papers("four-paradigms", lang)]
    assert {name for name, one in RULES.items() if not any(list(one(page.page, words)) for page in pages)} <= IDLE


def test_what_is_known_is_said_by_reports_that_are_read():
    kinds = re.compile(r"^(?:country|comparative|brief|contrast|poster|request|years|law|site)\b")
    assert [row for row in known_rows() if not kinds.match(row[0]) or row[1] not in RULES] == []


def test_a_shipped_plan_is_an_example_and_an_invented_country_invented_on_every_page(root, library):
    invented_library = Library.open(root / "examples")
    for paper in (
        country_paper(library, card_of(library, "SRB-2021-2023", "law-and-practice")),
        country_paper(invented_library, card_of(invented_library, "XAR-2022-2025")),
    ):
        marks = ("orked example", "Invented", "invented")
        assert any(mark in paper.page.running for mark in marks)
        assert any(mark in line for mark in marks for line in paper.page.lines[:12])


@pytest.mark.slow
def test_no_report_by_one_coder_names_an_id_of_a_passage(library):
    words = grammar_of("en")
    for plan in library.assessed_plans("law-and-practice")[::3]:
        coders = library.assessment(plan, library.rubric("law-and-practice")).codings
        for coder in {coding.header.coder for coding in coders if len(coders) > 1}:
            page = country_paper(library, card_of(library, plan, "law-and-practice", coder)).page
            found = RULES["no_passage_has_an_id_that_no_list_resolves"](page, words)
            assert [finding for finding in found if not finding.holds] == []
