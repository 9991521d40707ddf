"""The watch list's clock, from recorded years."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.facts import SharedFacts, TierPlacement
from evaluator.model.lens import Editions
from evaluator.model.lens_unit import LensContext
from evaluator.scoring.lens.clock import _outcome_of_step, clocked, listed_before, series, years_allowed, years_beside
from evaluator.scoring.lens.look import look_through
from tests.scoring.small import card_of

LIBRARY = Library.open()
LENS = LIBRARY.rubric().lenses["tip-tier"]
CLOCK, BESIDE = LENS.clock, LENS.beside
LIST, TWO, THREE = "Tier 2 Watch List", "Tier 2", "Tier 3"
RUBRIC = Library.open().rubric()
EDITIONS_LENS = RUBRIC.lenses["greco"]
GOOD, PARTLY, NOT = "implemented satisfactorily", "partly implemented", "not implemented"
EDITIONS_THREE = ["witness-protection", "compensation-access", "survivors-voice"]


def years(start, *outcomes):
    return {start + k: outcome for k, outcome in enumerate(outcomes) if outcome}


def both(recorded, year, outcome=LIST):
    return tuple(clocked(CLOCK, outcome, recorded, year, waived=w) for w in (False, True))


def test_two_years_in_a_row_may_be_followed_by_tier_three_alone():
    recorded = years(2019, TWO, LIST, LIST)
    assert listed_before(CLOCK, recorded, 2022) == 2
    assert both(recorded, 2021) == (LIST, LIST)
    assert both(recorded, 2022) == (THREE, LIST)
    assert both(years(2019, TWO, LIST, LIST, LIST), 2023) == (THREE, THREE)


def test_before_the_report_of_2019_a_waiver_could_last_two_years():
    recorded = years(2009, LIST, LIST, LIST)
    assert both(recorded, 2012) == (THREE, LIST)
    assert both(years(2009, LIST, LIST, LIST, LIST), 2013) == (THREE, THREE)


def test_years_before_the_clock_do_not_count():
    recorded = years(2005, LIST, LIST, LIST, LIST, LIST)
    assert listed_before(CLOCK, recorded, 2010) == 1
    assert both(recorded, 2008) == (LIST, LIST)


def test_other_outcomes_are_not_on_the_clock():
    assert both(years(2019, LIST, LIST), 2021, TWO) == (TWO, TWO)


def test_an_unrecorded_year_leaves_the_clock_open():
    recorded = years(2019, LIST, LIST, "", LIST)
    assert listed_before(CLOCK, recorded, 2023) is None
    assert both(recorded, 2023) == (THREE, LIST)


def test_a_return_after_a_fall_by_the_clock_lasts_one_year():
    recorded = years(2018, TWO, LIST, LIST, THREE, LIST)
    assert years_allowed(CLOCK, recorded, 2023) == 1
    assert years_allowed(CLOCK, years(2018, TWO, LIST, TWO, THREE, LIST), 2023) == 2


@pytest.mark.parametrize(("of_the_rule", "allowed"), [(2022, 1), (2023, 1), (2024, 2)])
def test_the_one_year_of_a_return_holds_from_the_first_report_of_its_rule_on(of_the_rule, allowed):
    clock = CLOCK.model_copy(update={"return_from": of_the_rule})
    assert years_allowed(clock, years(2018, TWO, LIST, LIST, THREE, LIST), 2023) == allowed


def test_the_best_evidence_decides_a_year_and_equal_evidence_that_disagrees_leaves_it_out():
    def placed(tier, evidence, year=2017):
        return TierPlacement("XXA", year, tier, evidence)

    assert series(BESIDE, [placed("2", "secondary"), placed("2WL", "text")]) == {2017: LIST}
    assert series(BESIDE, [placed("2", "text"), placed("2WL", "text")]) == {}


def test_a_year_tells_all_that_was_recorded_and_how_its_best_row_is_known():
    card = card_of(RUBRIC, {})  # of a plan of 2020 to 2023
    rows = (
        TierPlacement("XXA", 2021, "2WL", "secondary", note="by hand"),
        TierPlacement("XXA", 2021, "2", "text", note="by hand"),
        TierPlacement("XXB", 2021, "1", "text"),
    )
    reading = look_through(LENS, card, LensContext())
    of_plan = {year.year: year for year in years_beside(reading, card, SharedFacts(tip_tiers=rows)).years}
    told = of_plan[2021]
    assert (told.recorded, told.evidence, told.note) == ((("outcome", TWO), ("outcome", LIST)), "text", "by hand")
    assert (of_plan[2022].recorded, of_plan[2022].evidence) == ((), "")


@pytest.mark.parametrize("iso3", ["ROU", "SRB"])
def test_the_shipped_record_shows_the_waived_third_year(iso3):
    rows = [row for row in LIBRARY.shared_facts.tip_tiers if row.iso3 == iso3]
    recorded = series(BESIDE, rows)
    year = {"ROU": 2021, "SRB": 2024}[iso3]
    assert recorded[year] == LIST
    assert listed_before(CLOCK, recorded, year) == 2
    assert both(recorded, year) == (THREE, LIST)


def between(then, now):
    return look_through(EDITIONS_LENS, card_of(RUBRIC, now), LensContext(earlier=card_of(RUBRIC, then)))


@pytest.mark.parametrize(
    ("then", "now", "outcome"),
    [(0, 3, GOOD), (2, 3, GOOD), (0, 2, PARTLY), (1, 2, PARTLY), (1, 1, NOT), (2, 1, NOT), ("contrary", 0, NOT)],
)
def test_a_recommendation_is_graded_by_the_level_now_and_the_rise(then, now, outcome):
    (line,) = between({"witness-protection": then}, {"witness-protection": now}).lines
    assert line.outcome == outcome


def test_level_three_before_is_no_recommendation():
    reading = between({"witness-protection": 3}, {"witness-protection": 0})
    assert (reading.lines, reading.outcome) == ((), None)
    assert reading.why == "the earlier edition leaves nothing assessed under level 3"


def test_without_an_earlier_edition_there_is_nothing_to_compare():
    reading = look_through(EDITIONS_LENS, card_of(RUBRIC, {"witness-protection": 3}))
    assert reading.why == "it compares two editions, and there is no earlier one"


def test_one_third_satisfactory_is_enough():
    then = dict.fromkeys(EDITIONS_THREE, 1)
    assert between(then, {**then, "survivors-voice": 3}).outcome == "not globally unsatisfactory"
    assert between(then, {**then, "survivors-voice": 2}).outcome == "globally unsatisfactory"


def test_what_cannot_be_followed_up_leaves_a_range():
    then = dict.fromkeys(EDITIONS_THREE, 1)
    reading = between(then, {"witness-protection": 1})
    assert reading.outcome is None
    assert (reading.lowest, reading.highest) == ("globally unsatisfactory", "not globally unsatisfactory")
    assert reading.why == "1 of 3 recommendations can be followed up"


def test_yardsticks_and_what_no_longer_applies_are_left_out():
    then = {"return-capacity": 1, "witness-protection": 1, "survivors-voice": 1}
    reading = between(then, {"return-capacity": 4, "witness-protection": "-", "survivors-voice": 4})
    assert [line.criterion_id for line in reading.lines] == ["survivors-voice"]


def test_what_reaches_no_step_has_the_outcome_of_the_last():
    steps = [
        {"outcome": outcome, "now_at_least": least, "origin": "modelled"}
        for outcome, least in (("done", 3), ("begun", 2), ("not", 1))
    ]
    rule = Editions.model_validate({"asks_under": 3, "steps": steps, "origin": "modelled"})
    assert [_outcome_of_step(rule, now, 0) for now in (3, 2, 1, 0)] == ["done", "begun", "not", "not"]
