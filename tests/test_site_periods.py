"""The page of what law and practice come to says what the files hold, counted another way."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evaluator import Library, evaluate
from evaluator.model.assessment import Assessment, Rating
from evaluator.panel.agreement import agreement
from evaluator.tables.grades import GRADES
from evaluator.tables.law import law_cells, law_count
from tools.site.periods import periods_page

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric("law-and-practice")
LAW_ALONE = ("c", "d", "f", "g")  # the coders who read the questions of law in the acts alone; d and g were blind


@pytest.fixture(scope="module")
def page() -> dict[str, list[list[str]]]:
    """Return the lines of each table of the page, by its heading."""
    parts = re.split(r"^## (.+)\n", periods_page(LIBRARY), flags=re.MULTILINE)[1:]
    return {title: _lines(text) for title, text in zip(parts[::2], parts[1::2], strict=True)}


def _lines(text: str) -> list[list[str]]:
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip(" `") for cell in row.strip("|").split("|")] for row in rows[2:]]


@pytest.fixture(scope="module")
def countries():
    """Return the scorecards of periods of which more than the law was read."""
    plans = [name for code in LIBRARY.country_codes for name in LIBRARY.plan_ids(code)]
    rated = [LIBRARY.assessment(name, RUBRIC) for name in plans if LIBRARY.is_assessed(name, RUBRIC)]
    whole = [one for one in rated if asks_of_practice(one)]
    return {one.plan.id: evaluate(one, RUBRIC) for one in whole}


def asks_of_practice(assessment: Assessment) -> bool:
    """Return whether some coder answered a question that is not of law."""
    return any(RUBRIC.by_id[row.criterion_id].object != "law" for one in assessment.codings for row in one.ratings)


def without(assessment: Assessment, *coders: str) -> Assessment:
    """Return the assessment without these coders' ratings."""
    kept = tuple(coding for coding in assessment.codings if coding.header.coder not in coders)
    return replace(assessment, codings=kept)


def test_it_has_the_grades_and_the_shares_that_rest_on_one_report(page, countries):
    told = {plan: cells for title in ("Final", "Drafts of earlier periods") for plan, _, *cells in page[title]}
    assert set(told) == set(countries)
    for plan_id, card in countries.items():
        (row,) = GRADES.records(card)
        rated, least, *cells, alone, alarms = told[plan_id]
        by_paradigm = [one.split(":")[1] for one in row["paradigms"]]
        assert [cell.split(",")[0] if "," in cell else "-" for cell in cells] == [*by_paradigm, row["grade"] or "-"]
        assert int(rated) == card.tip_alone.rated, plan_id
        assert int(least) == sum(one.outcome.status == "at-least" for one in card.criteria), plan_id
        assert int(alone.split(",")[0]) == len(card.tip_alone.criteria), plan_id
        assert abs(int(re.search(r"(\d+) %", alone)[1]) - row["tip_alone"] * 100) <= 0.5, plan_id
        documented = sum(one.is_documented for one in card.alarms)
        assert (0 if alarms == "none" else alarms.count(";") + 1) == documented, plan_id


def test_it_says_how_many_coders_rated_a_period_and_all_that_are_final_are_settled(page, countries):
    for plan_id, cell, *_ in page["Final"]:
        plan = countries[plan_id].assessment
        whole, law = without(plan, *LAW_ALONE).codings, without(plan, "a", "b", "e").codings
        assert cell == f"{len(whole)}, and {len(law)} for law", plan_id
        assert plan.agreed, plan_id
        assert all(row.reason for row in plan.agreed if row.decided_by)


def test_a_draft_stands_apart(page, countries):
    for title, state in (("Final", "final"), ("Drafts of earlier periods", "draft")):
        for plan_id, *_ in page[title]:
            assert {one.header.state for one in countries[plan_id].assessment.codings} == {state}, plan_id


def test_it_prints_how_far_every_two_coders_agree(page, countries):
    told = {(row[0], row[1].split(" (")[0]): row[2:] for row in page["Agreement of two coders"]}
    for plan_id, card in countries.items():
        if len(card.assessment.codings) < 2:
            continue
        for pair in agreement(card.assessment, RUBRIC).pairs:
            cells = told.get((plan_id, f"{pair.first}, {pair.second}"))
            assert (cells is not None) == bool(pair.pairable), plan_id
            if cells is not None:
                assert int(cells[0]) == pair.pairable
                assert cells[1:3] == [f"{100 * pair.same:.0f} %", f"{100 * pair.within_one:.0f} %"]
                assert (cells[3] == "–") == (pair.kappa is None)
                assert pair.kappa is None or abs(float(cells[3]) - pair.kappa) <= 0.005


def test_who_read_another_coders_notes_is_named(page):
    named = {row[1] for row in page["Agreement of two coders"]}
    assert "a, b (b read the evidence list)" in named
    assert not any("(a read" in one or "(d read" in one for one in named)


def shared(first: str, second: str) -> list[tuple[Rating, Rating]]:
    """Return the ratings of questions of law that both coders answered, of all plans."""
    law = {criterion.id for criterion in RUBRIC.criteria if criterion.object == "law"}
    pairs = []
    for plan in (name for code in LIBRARY.country_codes for name in LIBRARY.plan_ids(code)):
        codings = LIBRARY.assessment(plan, RUBRIC).codings
        by = {one.header.coder: {r.criterion_id: r for r in one.ratings} for one in codings}
        both = law & by.get(first, {}).keys() & by.get(second, {}).keys()
        pairs += [(by[first][name], by[second][name]) for name in both]
    return pairs


@pytest.mark.parametrize("readers", [("a", "c"), ("a", "d"), ("c", "d"), ("d", "f"), ("f", "g")])
def test_it_counts_what_two_readers_of_the_law_agreed_on(page, readers):
    pairs = shared(*readers)
    settled = [(a.level, b.level) for a, b in pairs if a.status == b.status == "rated"]
    stated = [(a.level, b.level) for a, b in pairs if a.level is not None and b.level is not None]
    alone = sum(a.level is not None and b.level is None for a, b in pairs)
    (told,) = [row[2:] for row in page["Readers of the law"] if row[0] == ", ".join(readers)]
    even = [sum(a == b for a, b in one) for one in (settled, stated)]
    assert told == [str(one) for one in (len(pairs), len(settled), even[0], len(stated), even[1], alone)]
    assert all(abs(a - b) <= 1 for a, b in settled)


def test_it_counts_the_questions_of_law_by_what_was_read(page, countries):
    final = [plan for plan, *_ in page["Final"]]
    cells = [cell for plan in final for cell in law_cells(countries[plan])]
    assert len(cells) == 12 * len(final)
    count, told = law_count(cells), [int(cell) for cell in page["The questions of law"][-1][1:]]
    assert told == [count.cells, *count.marks.values(), count.opened, count.twice]


def test_of_periods_of_which_the_law_alone_was_read_a_level_is_settled_by_a_second_reader_alone(page, countries):
    plans = [row[0] for row in page["The law alone"][:-1]]
    known = {name for code in LIBRARY.country_codes for name in LIBRARY.plan_ids(code)}
    assert set(plans) == {name for name in known if LIBRARY.is_assessed(name, RUBRIC)} - set(countries)
    assert len(plans) == len(set(plans)) == 11
    cells = [c for plan in plans for c in law_cells(evaluate(LIBRARY.assessment(plan, RUBRIC), RUBRIC))]
    assert int(page["The law alone"][-1][2]) == sum(one.mark == "read" for one in cells)
    assert all(one.readers >= 2 for one in cells if one.mark == "read")
