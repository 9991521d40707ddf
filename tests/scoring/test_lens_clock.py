"""The watch list's clock, from recorded years."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.facts import TierPlacement
from evaluator.scoring.lens.clock import clocked, listed_before, series, years_allowed

LIBRARY = Library.open()
LENS = LIBRARY.rubric().lenses["tip-tier"]
CLOCK, BESIDE = LENS.clock, LENS.beside
LIST, TWO, THREE = "Tier 2 Watch List", "Tier 2", "Tier 3"


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


@pytest.mark.parametrize("iso3", ["ROU", "SRB"])
def test_the_shipped_record_shows_the_waived_third_year(iso3):
    rows = [row for row in LIBRARY.shared_facts.tip_tiers if row.iso3 == iso3]
    recorded = series(BESIDE, rows)
    year = {"ROU": 2021, "SRB": 2024}[iso3]
    assert recorded[year] == LIST
    assert listed_before(CLOCK, recorded, year) == 2
    assert both(recorded, year) == (THREE, LIST)
