"""Whether an instrument bound the state when its plan began."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.country import Country
from evaluator.model.facts import TreatyStatus
from evaluator.scoring.binding import article_binding, binding_of
from tests.scoring.small import PLAN

LIBRARY = Library.open()
INSTRUMENTS = {one.id: one for one in LIBRARY.instruments.instruments}


def assessment(start, end, iso3="XXA", *members):
    country = Country.model_validate({"iso3": iso3, "names": {}, "memberships": list(members)})
    return Assessment(country, PLAN.model_copy(update={"start": start, "end": end}), "small")


def status(instrument, plan, **row):
    rows = [TreatyStatus(plan.country.iso3, INSTRUMENTS[instrument].treaty, **row)] if row else []
    return binding_of(INSTRUMENTS[instrument], plan, rows)


@pytest.mark.parametrize(
    ("start", "end", "state", "within"),
    [
        ("2008-02-01", "2010", "bound", False),
        ("2009", "open", "bound", False),
        ("2008", "2010", "later", True),
        ("2005", "2007", "later", False),
        ("2005", "open", "later", True),
    ],
)
def test_a_plan_is_held_to_what_bound_the_state_on_its_first_day(start, end, state, within):
    found = status("cets197", assessment(start, end), in_force="2008-02-01")
    assert (found.state, found.within, found.since) == (state, within, "2008-02-01")


def test_a_year_alone_binds_from_its_end():
    assert status("cets197", assessment("2008-06", "2010"), in_force="2008").state == "later"


def test_a_soft_instrument_binds_nobody():
    assert status("ohchr", assessment("2020", "2023")).state == "soft"


def test_what_cannot_bind_a_state_never_does():
    assert status("palermo", assessment("2020", "2023", "XKX")).state == "never"


@pytest.mark.parametrize(("start", "state"), [("2017", "bound"), ("2012", "not-known"), ("2016", "not-known")])
def test_a_party_without_a_date_is_bound_only_after_it_was_seen(start, state):
    assert status("cets197", assessment(start, "open"), party_seen="yes").state == state


def test_a_missing_row_means_no_party_only_while_the_table_is_complete():
    assert status("palermo", assessment("2010", "2012")).state == "never"
    assert status("palermo", assessment("2010", "2018")).state == "not-known"


def test_a_state_outside_the_circle_of_parties_is_never_bound():
    member = {"body": "Council of Europe", "from": "1993"}
    assert status("cets197", assessment("2020", "2025")).state == "never"
    assert status("cets197", assessment("2020", "2025", "XXA", member)).state == "not-known"
    assert status("cets197", assessment("2023", "2025")).state == "not-known"


def test_an_instrument_younger_than_the_plan_came_later():
    found = status("ilo-p029", assessment("2005", "2007"))
    assert (found.state, found.since) == ("later", "")


@pytest.mark.parametrize(
    ("joined", "start", "state", "since"),
    [
        ("2007", "2018", "bound", "2013-04-06"),
        ("2007", "2012", "later", "2013-04-06"),
        ("2013-07-01", "2018", "bound", "2013-07-01"),
        ("2013-07-01", "2013-05", "later", "2013-07-01"),
    ],
)
def test_union_law_binds_from_accession_or_the_day_it_is_due(joined, start, state, since):
    found = status("eu2011-36", assessment(start, "2020", "XXA", {"body": "EU", "from": joined}))
    assert (found.state, found.since) == (state, since)


def test_union_law_does_not_bind_who_is_no_member_or_has_left():
    assert status("eu2011-36", assessment("2018", "2020")).state == "never"
    left = {"body": "EU", "from": "1973", "to": "2020-01-31"}
    assert status("eu2011-36", assessment("2021", "2023", "XXA", left)).why == "no longer a member of EU"


def test_a_provision_inserted_later_is_due_later():
    plan = assessment("2018", "2020", "XXA", {"body": "EU", "from": "2007"})
    instrument = INSTRUMENTS["eu2011-36"]
    whole = binding_of(instrument, plan, [])

    def of(name):
        return article_binding(instrument, LIBRARY.standards[name], whole, plan.plan).state

    assert [of("eu2011-36-8"), of("eu2011-36-18a"), of("eu2024-1712-rec2")] == ["bound", "later", "soft"]
