"""The table of grades: what limits each, by hand and on the shipped plans."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator import Library, evaluate
from evaluator.model.assessment import Assessment, Rating
from evaluator.panel.agreement import agreement
from evaluator.tables.grades import GRADES, LIMITS, coders_of, limits_of


def _grade(card, **changes):
    return replace(card, grade=replace(card.grade, **changes))


def test_a_plan_of_one_coder_has_no_known_agreement(card):
    assert (coders_of(card), limits_of(card)) == (("a",), ("one-coder",))


def test_a_tripped_gate_caps_and_an_open_one_still_may(card):
    assert limits_of(_grade(card, cause="gates", tripped=("raids",))) == ("gates", "one-coder")
    assert limits_of(_grade(card, unassessed=("raids",), gates_cap=True)) == ("open-gates", "one-coder")


def test_an_open_gate_that_the_weighting_looks_past_limits_nothing(card):
    assert limits_of(_grade(card, unassessed=("raids",), gates_cap=False)) == ("one-coder",)


def test_a_gate_in_dispute_is_a_dispute_and_no_open_gate(card):
    assert limits_of(_grade(card, unassessed=("raids",), disputed=("raids",), gates_cap=True)) == ("one-coder",)


def test_too_little_coverage_is_named_first(card):
    less = _grade(card, cause="coverage", grade=None, unassessed=("raids",), gates_cap=True)
    assert limits_of(less) == ("coverage", "open-gates", "one-coder")


def test_agreements_that_ratings_have_overtaken_are_named(card):
    assert limits_of(replace(card, overtaken=("raids",))) == ("overtaken", "one-coder")


def test_a_draft_is_one_only_where_nothing_is_final(card):
    codings = card.assessment.codings
    assert [coding.header.state for coding in codings] == ["final", "draft"]
    drafts = replace(card, assessment=replace(card.assessment, codings=codings[1:]))
    assert limits_of(drafts) == ("draft", "one-coder")
    unrated = replace(card, assessment=replace(card.assessment, codings=()))
    assert limits_of(unrated) == ("one-coder",)


def test_two_coders_in_dispute_are_named_and_are_not_one(card):
    criteria = tuple(
        replace(one, outcome=replace(one.outcome, inputs=(("b", "1"), ("a", "3")), status="disputed"))
        for one in card.criteria
    )
    both = replace(card, criteria=criteria)
    assert coders_of(both) == ("a", "b")
    assert limits_of(both) == ("disputes",)


def test_limits_are_choices_in_their_order(card):
    (row,) = GRADES.records(card)
    assert [limit for limit in LIMITS if limit in row["limits"]] == list(row["limits"])
    assert row["plan_id"] == "XXS-2020-2022"
    assert len(GRADES.frame(card)) == 1


LAW_ALONE = ("c", "d")  # the coders who read the questions of law in the acts, and nothing else; d was blind
PAGES = [Path(__file__).parents[2] / "docs" / f"law-and-practice{end}.md" for end in ("-results", "")]


@pytest.fixture(scope="module")
def countries():
    """Return the scorecards that the page speaks of: not those of periods of which the law alone was read."""
    library = Library.open()
    rubric = library.rubric("law-and-practice")
    plans = [name for code in library.country_codes for name in library.plan_ids(code)]
    rated = [library.assessment(name, rubric) for name in plans if library.is_assessed(name, rubric)]
    whole = [one for one in rated if not {coding.header.coder for coding in one.codings} <= {*LAW_ALONE}]
    return {one.plan.id: evaluate(one, rubric) for one in whole}


def without(assessment: Assessment, *coders: str) -> Assessment:
    """Return the assessment without these coders' ratings."""
    kept = tuple(coding for coding in assessment.codings if coding.header.coder not in coders)
    return replace(assessment, codings=kept)


def _text() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def rows_of(head: str) -> dict[str, list[str]]:
    """Return the rows of the tables under a heading of the page, by plan."""
    page = _text()
    part = re.split(r"^##+ ", page.partition(f"# {head}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()]
    return {row[0].split()[0]: row[1:] for row in lines if re.match(r"[A-Z]{3}-\d{4}-\d{4}\b", row[0])}


def test_paradigms_are_graded_apart_and_what_rests_on_one_report_stands_beside(countries):
    serbian = countries["SRB-2021-2023"]
    (row,) = GRADES.records(serbian)
    assert row["paradigms"] == ("migration:-", "law-enforcement:-", "human-rights:D", "economic:-")
    assert row["tip_alone"] == serbian.tip_alone.share
    assert GRADES.csv(serbian).splitlines()[1].count("law-enforcement:-;human-rights:D") == 1


def test_the_guide_prints_the_grades_and_the_shares_that_rest_on_one_report(countries):
    told = {plan: row[1:] for plan, row in rows_of("Eleven countries").items()}
    told |= rows_of("Seven drafts of earlier periods")
    assert set(told) == set(countries)
    for plan_id, card in countries.items():
        (row,) = GRADES.records(card)
        rated, least, *cells = told[plan_id]
        by_paradigm = [one.split(":")[1] for one in row["paradigms"]]
        grades = [cell.split(",")[0] if "," in cell else "-" for cell in cells[:5]]
        assert grades == [*by_paradigm, row["grade"] or "-"], plan_id
        alone = cells[5]
        assert int(rated) == card.tip_alone.rated, plan_id
        assert int(least) == sum(one.outcome.status == "at-least" for one in card.criteria), plan_id
        assert int(alone.split()[0]) == len(card.tip_alone.criteria), plan_id
        assert abs(int(re.search(r"(\d+) %", alone)[1]) - row["tip_alone"] * 100) <= 0.5, plan_id


def test_the_guide_says_which_periods_have_two_coders_and_that_these_are_settled(countries):
    for plan_id, cells in rows_of("Eleven countries").items():
        plan = countries[plan_id].assessment
        whole, law = without(plan, *LAW_ALONE).codings, without(plan, "a", "b").codings
        assert cells[0] == f"{'two' if len(whole) > 1 else 'one'}, and {'two' if len(law) > 1 else 'one'} for law", (
            plan_id
        )
        assert plan.agreed, plan_id


def test_the_guide_prints_how_far_the_second_coders_agreed_and_what_was_decided(countries):
    told = rows_of("What the second coders changed")
    both_whole = {name: without(card.assessment, *LAW_ALONE) for name, card in countries.items()}
    assert set(told) == {name for name, plan in both_whole.items() if len(plan.codings) > 1}
    for plan_id, (both, equal, apart, kappa, alpha, statuses, one_alone, _) in told.items():
        plan, rubric = both_whole[plan_id], countries[plan_id].rubric
        found = agreement(plan, rubric)
        (pair,) = found.pairs
        decided = [row for row in plan.agreed if row.decided_by]
        levels = [spot for spot in found.spots if spot.apart is not None]
        assert (int(both), equal) == (pair.pairable, f"{100 * pair.same:.0f} %")
        assert int(apart) == sum(spot.apart == 1 for spot in levels) == sum(bool(spot.apart) for spot in levels)
        assert abs(float(kappa) - pair.kappa) <= 0.005
        assert abs(float(alpha.split()[0]) - found.levels.alpha) <= 0.005
        assert statuses.split(" %")[0] == f"{100 * found.statuses.same:.0f}"
        assert int(one_alone) + int(apart) == len(decided), plan_id
        assert all(row.reason for row in decided)


def test_the_reader_of_law_agrees_with_the_first_coder_where_both_settled_a_level(countries):
    page = " ".join(_text().split())
    found = {}
    for name, card in countries.items():
        two = without(card.assessment, "b", "d")
        if len(two.codings) == 1:
            continue
        (pair,) = agreement(two, card.rubric).pairs
        if pair.pairable:
            assert pair.same == 1, name
            found[name] = pair.pairable
    assert f"agrees with the first coder on all {sum(found.values())} levels" in page


def shared(others: str, plans: str) -> list[tuple[Rating, Rating]]:
    """Return the ratings of these periods by one coder and by the blind reader of law, question by question."""
    library = Library.open()
    rubric = library.rubric("law-and-practice")
    pairs = []
    for plan in plans.split():
        codings = library.assessment(plan, rubric).codings
        by = {one.header.coder: {r.criterion_id: r for r in one.ratings} for one in codings}
        pairs += [(by[others][name], rating) for name, rating in by["d"].items() if name in by[others]]
    return pairs


SEVEN = "BGR-2022-2022 HRV-2022-2023 MKD-2021-2025 ROU-2021-2022 SRB-2021-2023 SVN-2021-2022 XKX-2022-2026"
EIGHT = (
    "URY-2026-2026 ARG-2026-2026 LUX-2026-2026 SVK-2026-2026 LTU-2025-2025 EST-2026-2026 GBR-2026-2026 FRA-2026-2026"
)


@pytest.mark.parametrize(
    ("words", "coder", "plans"),
    [
        ("first coder, seven countries", "a", SEVEN),
        ("third coder, seven countries", "c", SEVEN),
        ("third coder, eight states", "c", EIGHT),
    ],
)
def test_the_guide_counts_what_the_blind_reader_of_law_agreed_on(words, coder, plans):
    pairs = shared(coder, plans)
    settled = [(a.level, b.level) for a, b in pairs if a.status == b.status == "rated"]
    stated = [(a.level, b.level) for a, b in pairs if a.level is not None and b.level is not None]
    alone = sum(a.level is not None and b.level is None for a, b in pairs)
    page = _text()
    (row,) = re.findall(rf"^\| {words} \| (.*) \|$", page, flags=re.MULTILINE)
    told = [cell.strip() for cell in row.split("|")]
    even = [sum(a == b for a, b in one) for one in (settled, stated)]
    counts = [len(pairs), len(settled), even[0], len(stated), even[1], alone]
    assert [told[at] for at in (0, 1, 2, 4, 5, 6)] == [str(number) for number in counts]
    assert all(abs(a - b) <= 1 for a, b in settled)
