"""Lenses over the shipped rubric: outcomes worked by hand, and the laws of the range."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.library import Library
from evaluator.model.facts import SharedFacts, ThreePScore, TierPlacement
from evaluator.model.lens import Lens, LensRow
from evaluator.model.lens_unit import LensContext
from evaluator.read.text_files.table import parse_table, write_table
from evaluator.scoring.lens.look import lens_rows, look_through
from tests.scoring.small import card_of, rubric_of

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
ALL = [c.id for c in RUBRIC.criteria]
BY_PRACTICE = [c.id for c in RUBRIC.criteria if c.coding("tip_practice") != "ignored"]


def lens(name):
    return RUBRIC.lenses[name]


def through(name, ratings, **context):
    return look_through(lens(name), card_of(RUBRIC, ratings), LensContext(LIBRARY.standards, **context))


def every(level, **other):
    return {**dict.fromkeys(ALL, level), **{name.replace("_", "-"): rating for name, rating in other.items()}}


def test_all_at_level_three_is_tier_one():
    reading = through("tip-tier", every(3))
    assert (reading.outcome, reading.number("efforts").value) == ("Tier 1", 3.0)
    assert reading.coverage == 1.0


def test_a_minimum_standard_under_level_three_keeps_from_tier_one():
    assert through("tip-tier", every(4, criminalisation_complete=2)).outcome == "Tier 2"


def test_a_minimum_standard_that_does_not_apply_keeps_nobody_from_tier_one():
    assert through("tip-tier", every(4, criminalisation_complete="-")).outcome == "Tier 1"


def test_efforts_between_the_cut_offs_are_undecided_without_an_earlier_edition():
    reading = through("tip-tier", every(2))
    assert reading.outcome is None
    assert (reading.lowest, reading.highest) == ("Tier 2 Watch List", "Tier 2")
    assert reading.why == "whether efforts has risen is open: no earlier edition"


@pytest.mark.parametrize(("before", "outcome"), [(1, "Tier 2"), (2, "Tier 2 Watch List")])
def test_an_earlier_edition_decides_whether_efforts_have_risen(before, outcome):
    reading = through("tip-tier", every(2), earlier=card_of(RUBRIC, every(before)))
    assert (reading.outcome, reading.lowest, reading.highest) == (outcome, outcome, outcome)
    assert reading.earlier_plan_id == card_of(RUBRIC, every(before)).assessment.plan.id
    assert through("tip-tier", every(2)).earlier_plan_id == ""


def test_contrary_complicity_is_tier_three_and_level_zero_is_not():
    contrary = through("tip-tier", every(4, official_complicity="contrary"))
    assert (contrary.outcome, contrary.capped_by) == ("Tier 3", ("official-complicity",))
    assert through("tip-tier", every(4, official_complicity=0)).outcome == "Tier 1"


def test_what_would_be_tier_three_anyway_is_capped_by_nothing():
    reading = through("tip-tier", every(0, official_complicity="contrary"))
    assert (reading.outcome, reading.capped_by) == ("Tier 3", ())


def test_an_unassessed_criterion_may_be_contrary_at_the_low_end_alone():
    reading = through("tip-tier", every(4, official_complicity="?"))
    assert (reading.lowest, reading.outcome, reading.highest) == ("Tier 3", "Tier 1", "Tier 1")


def test_under_low_coverage_there_is_a_range_and_no_outcome():
    reading = through("tip-tier", dict.fromkeys(BY_PRACTICE[:5], 4))
    assert reading.outcome is None
    assert reading.number("efforts").value is None
    assert reading.why.endswith("is under 0.67")
    assert (reading.lowest, reading.highest) == ("Tier 3", "Tier 1")


def test_a_range_of_one_outcome_is_an_outcome_whatever_the_coverage():
    reading = through("tip-tier", {"official-complicity": "contrary"})
    assert (reading.outcome, reading.why) == ("Tier 3", "")


def test_the_three_ps_run_from_one_to_five_and_add_up():
    for level, each, total in ((0, 1, 3), (2, 3, 9), (4, 5, 15)):
        reading = through("three-p", every(level))
        assert [n.value for n in reading.numbers] == [each, each, each, total]


def test_punished_victims_cap_protection_at_two():
    reading = through("three-p", every(4, non_punishment="contrary"))
    assert reading.number("protection").value == 2
    assert reading.number("protection").capped_by == ("non-punishment",)
    assert reading.number("total").value == 12
    assert through("three-p", every(4, non_punishment=0)).number("protection").value == 4.5


def test_the_letter_is_the_mean_of_all_activities():
    reading = through("gsi-letter", every(4))
    assert (reading.outcome, reading.number("total").value) == ("AAA", 100)
    assert through("gsi-letter", every(2)).outcome == "BB"
    assert through("gsi-letter", every(0)).outcome == "D"


def test_a_tripped_gate_takes_one_activity_off_and_caps_at_bbb():
    activities = sum(len(part.criteria) for part in lens("gsi-letter").parts)
    reading = through("gsi-letter", every(4, non_punishment="contrary"))
    assert reading.number("total").value == pytest.approx(100 * (activities - 2) / activities, abs=1e-9)
    assert (reading.outcome, reading.capped_by) == ("BBB", ("non-punishment",))
    assert through("gsi-letter", every(4, non_punishment="silent")).outcome == "AAA"


def test_what_does_not_apply_leaves_a_part():
    reading = through("three-p", every(4, criminalisation_complete="-"))
    assert reading.number("prosecution").value == 5


def test_the_record_of_the_plans_years_stands_beside():
    facts = SharedFacts(
        tip_tiers=(TierPlacement("XXA", 2021, "2", "dataset"), TierPlacement("XXB", 2022, "3", "dataset")),
        three_p_index=(ThreePScore("XXA", 2020, 5, 3, None, None),),
    )
    tiers = through("tip-tier", every(4), facts=facts).years
    assert [(y.year, y.recorded) for y in tiers][:2] == [(2021, (("outcome", "Tier 2"),)), (2022, ())]
    scores = through("three-p", every(4), facts=facts).years
    assert scores[0].recorded == (("prosecution", "5"), ("protection", "3"))


def test_a_system_that_reports_a_year_later_stands_beside_the_plan_until_a_year_after_its_end():
    card = card_of(RUBRIC, every(4))
    assert (card.assessment.plan.start, card.assessment.plan.end) == ("2020", "2023")
    assert [y.year for y in through("tip-tier", every(4)).years] == [2021, 2022, 2023, 2024]


@pytest.mark.parametrize(
    ("end", "recorded", "years"),
    [
        ("2020-06-30", (2025,), [2021]),
        ("open", (2022, 2024, 2023), [2021, 2022, 2023, 2024]),
        ("open", (2019,), [2021]),
        ("open", (), [2021]),
    ],
)
def test_an_open_plan_is_followed_to_the_last_record(end, recorded, years):
    card = card_of(RUBRIC, every(4))
    plan = card.assessment.plan.model_copy(update={"end": end})
    card = replace(card, assessment=replace(card.assessment, plan=plan))
    facts = SharedFacts(tip_tiers=tuple(TierPlacement("XXA", year, "2", "dataset") for year in recorded))
    found = look_through(lens("tip-tier"), card, LensContext(LIBRARY.standards, facts=facts))
    assert [y.year for y in found.years] == years


def test_a_lens_of_another_rubric_is_refused():
    other = rubric_of({"a": {}}, {"x": "a"})
    with pytest.raises(ValueError, match="lens tip-tier is of rubric four-paradigms"):
        look_through(lens("tip-tier"), card_of(other, {"x": 1}))


def test_none_contrary_is_open_while_a_criterion_is_not_assessed():
    rubric = rubric_of({"a": {}}, {"x": "a", "y": "a"})
    own = Lens.model_validate({
        "id": "own", "rubric": "small", "titles": {}, "unit": "plan",
        "reproduces": "", "modelled": "", "recalled": "", "sources": [],
        "least_coverage": {"share": 0.0, "origin": "modelled"},
        "parts": [{"id": "p", "criteria": ["x"], "lowest": 0.0, "highest": 1.0, "origin": "modelled"}],
        "steps": [{"outcome": "good", "all": [{"none_contrary": ["y"], "origin": "modelled"}]}, {"outcome": "bad"}],
    })  # fmt: skip
    seen = {short: look_through(own, card_of(rubric, {"x": 1, "y": short})) for short in (0, "contrary", "?")}
    assert [seen[k].outcome for k in (0, "contrary", "?")] == ["good", "bad", None]
    assert seen["?"].why == "not assessed, so it may be contrary: one of y"


def test_none_contrary_is_decided_by_what_is_known_though_something_else_is_open():
    """Part p is 1 on what is rated, so that the step holds, and at least 0.5 with what is not, so that it may not."""
    rubric = rubric_of({"a": {}}, {"x": "a", "y": "a", "z": "a"})
    own = Lens.model_validate({
        "id": "own", "rubric": "small", "titles": {}, "unit": "plan",
        "reproduces": "", "modelled": "", "recalled": "", "sources": [],
        "least_coverage": {"share": 0.0, "origin": "modelled"},
        "parts": [{"id": "p", "criteria": ["x", "z"], "lowest": 0.0, "highest": 1.0, "origin": "modelled"}],
        "steps": [
            {"outcome": "good", "all": [
                {"none_contrary": ["y"], "origin": "modelled"}, {"part": "p", "at_least": 0.75, "origin": "modelled"},
            ]},
            {"outcome": "bad"},
        ],
    })  # fmt: skip
    reading = look_through(own, card_of(rubric, {"x": 4, "y": 0, "z": "?"}))
    assert (reading.lowest, reading.outcome, reading.highest) == ("bad", "good", "good")


RATINGS = st.sampled_from([0, 1, 2, 3, 4, "contrary", "silent", "?", "-"])


@settings(max_examples=40)
@given(st.fixed_dictionaries(dict.fromkeys(ALL, RATINGS)), st.sampled_from(["tip-tier", "three-p", "gsi-letter"]))
def test_the_range_holds_the_outcome_and_every_number(ratings, name):
    reading = through(name, ratings)
    for number in reading.numbers:
        assert number.low <= number.high
        if number.value is not None:
            assert number.low <= number.value <= number.high
    if reading.outcome is not None:
        order = lens(name).outcomes
        assert order.index(reading.highest) <= order.index(reading.outcome) <= order.index(reading.lowest)


@settings(max_examples=40)
@given(st.fixed_dictionaries(dict.fromkeys(ALL, RATINGS)), st.sampled_from(ALL), st.integers(0, 4))
def test_what_is_found_out_later_stays_in_the_range(ratings, name, level):
    before = through("tip-tier", {**ratings, name: "?"})
    after = through("tip-tier", {**ratings, name: level})
    order = lens("tip-tier").outcomes
    assert order.index(before.highest) <= order.index(after.highest)
    assert order.index(after.lowest) <= order.index(before.lowest)


def test_drafts_are_marked():
    card = replace(card_of(RUBRIC, every(2)), is_draft=True)
    assert look_through(lens("three-p"), card).is_draft


@pytest.mark.parametrize("name", RUBRIC.lenses)
def test_rows_hold_outcome_numbers_lines_and_years(name, tmp_path):
    ratings = {c.id: k % 5 for k, c in enumerate(RUBRIC.criteria)} | {"non-punishment": "contrary"}
    card = card_of(RUBRIC, ratings)
    reading = look_through(RUBRIC.lenses[name], card, LensContext(LIBRARY.standards, LIBRARY.shared_facts, card))
    rows = lens_rows([reading])
    kinds = [row.kind for row in rows]
    assert kinds.count("outcome") == 1
    assert kinds.count("number") == len(reading.numbers)
    assert kinds.count("line") == len(reading.lines)
    assert kinds.count("year") == len(reading.years)
    problems = []
    assert parse_table(tmp_path / "lens.csv", write_table(rows, LensRow), LensRow, problems=problems).rows == rows
    assert problems == []
