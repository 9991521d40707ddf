"""How many texts on practice were read, and how far: acts and tables of figures are none of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evaluator.library import Library
from evaluator.model.country import Source
from evaluator.model.plan import Evidence
from evaluator.model.scorecard import TextsRead
from evaluator.pipeline import evaluate
from evaluator.reports.country import country_html, country_view
from evaluator.scoring.card import texts_read

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric("law-and-practice")


def counted(*given: tuple[str, str, str]) -> TextsRead:
    """Return the count of sources, each with a passage: kind of source, how far it was read, what the passage shows."""
    base = LIBRARY.assessment("SRB-2021-2023", RUBRIC)
    sources = tuple(Source(f"S{at}", "t", kind=kind, extent=extent) for at, (kind, extent, _) in enumerate(given))
    evidence = tuple(Evidence(f"E{at}", f"S{at}", "p. 1", object=about) for at, (_, _, about) in enumerate(given))
    return texts_read(replace(base, sources=sources, evidence=evidence))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], TextsRead()),
        ([("ngo", "whole", "practice"), ("tip", "summary", "practice")], TextsRead(2, whole=1, summary=1)),
        ([("law", "whole", "law")], TextsRead()),
        ([("law", "whole", "practice"), ("statistics", "part", "practice")], TextsRead()),
        ([("press", "part", "law")], TextsRead()),
        ([("press", "", "practice")], TextsRead(1)),
    ],
    ids=["nothing", "two texts", "an act", "an act and figures that tell of practice", "a text on law", "not told"],
)
def test_texts_on_practice_are_counted_by_how_far_they_were_read(given, expected):
    assert counted(*given) == expected


def test_two_passages_of_one_text_are_one_text():
    base = LIBRARY.assessment("SRB-2021-2023", RUBRIC)
    twice = tuple(Evidence(name, "S1", "p. 1", object="practice") for name in ("E1", "E2"))
    assert texts_read(replace(base, sources=(Source("S1", "t", kind="ngo", extent="part"),), evidence=twice)).texts == 1


@pytest.mark.parametrize("plan", ["SRB-2021-2023", "ALB-2021-2023"])
def test_every_place_of_a_report_says_the_same_of_what_was_read(plan):
    card = evaluate(LIBRARY.assessment(plan, RUBRIC), RUBRIC)
    page = country_html(LIBRARY, country_view(card, annex=True))
    said = re.findall(r"Read: (\d+) texts? on practice \(([^)]*)\)", re.sub(r"<[^>]+>", "", page))
    assert len(said) > 1
    assert len(set(said)) == 1
    assert int(said[0][0]) == card.alarms[0].read.texts


def test_every_text_on_practice_says_how_far_it_was_read():
    for code in LIBRARY.country_codes:
        for plan in LIBRARY.plan_ids(code):
            read = texts_read(LIBRARY.assessment(plan, RUBRIC))
            assert read.texts == read.whole + read.part + read.summary, plan
