"""No sentence of a report says other than the tables of the same report show.

Each check reads a page as its reader does and tells what contradicts itself on it. Each has a page that it must refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.reports.papers import Paper, card_of, country_paper, request_paper, several_papers, words_of

RUBRICS = ("four-paradigms", "law-and-practice", "public-record")
# Of the public record, which has a unit for each country and year, the region and the year that the paper is about.
REGION = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")
Check = Callable[[Paper], Iterator[str]]
CHECKS: list[Check] = []


def check(told: Check) -> Check:
    CHECKS.append(told)
    return told


@pytest.fixture(scope="session")
def serbia(library) -> Paper:
    return country_paper(library, card_of(library, "SRB-2021-2023", "law-and-practice"))


@check
def no_id_of_a_passage(paper: Paper) -> Iterator[str]:
    """Every passage is named by the number of the list of evidence; only sources have a letter there."""
    labels = {words_of(e) for e in paper.root.iter("a") if e.get("href", "").startswith("#source-")}
    for line in paper.lines:
        if re.search(r"\bE\d+\b", line) and line not in labels and not line.startswith(tuple(f"{x}, " for x in labels)):
            yield line


def told(paper: Paper) -> list[str]:
    """What contradicts itself on a page."""
    return [f"{one.__name__}: {line}" for one in CHECKS for line in one(paper)]


def test_serbia_contradicts_itself_nowhere(serbia):
    assert told(serbia) == []


def test_an_id_of_a_passage_is_noticed(serbia):
    assert list(no_id_of_a_passage(serbia.but("Documented by no source", "Documented (E8) by no source")))


@pytest.mark.slow
@pytest.mark.parametrize("rubric", RUBRICS)
def test_no_report_of_a_shipped_plan_contradicts_itself(library, rubric):
    plans = library.assessed_plans(rubric)
    cards = [card_of(library, plan, rubric) for plan in plans if rubric != "public-record" or plan[:3] in REGION]
    found = []
    for card in cards:
        for paper in (country_paper(library, card), request_paper(library, card)):
            found += [f"{paper}: {line}" for line in told(paper)]
    for paper in several_papers(library, cards, "comparative", "brief", "contrast"):
        found += [f"{paper}: {line}" for line in told(paper)]
    assert found == []


@pytest.mark.slow
def test_no_report_by_one_coder_names_an_id_of_a_passage(library):
    for plan in library.assessed_plans("law-and-practice"):
        coders = library.assessment(plan, library.rubric("law-and-practice")).codings
        for coder in {coding.header.coder for coding in coders if len(coders) > 1}:
            paper = country_paper(library, card_of(library, plan, "law-and-practice", coder))
            assert list(no_id_of_a_passage(paper)) == []
