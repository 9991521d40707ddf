"""Whether an instrument bound the state when its plan began."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.library import Library
from evaluator.model.against import Binding
from evaluator.model.assessment import Assessment
from evaluator.model.country import Country
from evaluator.model.facts import TreatyStatus
from evaluator.read.facts import with_memberships
from evaluator.scoring.binding import article_binding, binding_of
from tests.scoring.small import PLAN

LIBRARY = Library.open()
ARTICLES = ("eu2011-36-8", "eu2011-36-18a")
INSTRUMENTS = {one.id: one for one in LIBRARY.instruments.instruments}


def assessment(start, end, iso3="XXA", *members):
    country = Country.model_validate({"iso3": iso3, "names": {}, "memberships": list(members)})
    return Assessment(country, PLAN.model_copy(update={"start": start, "end": end}), "small")


def real(iso3, start):
    """Return a plan of a real state, with the memberships that ship for it."""
    if iso3 in LIBRARY.country_codes:
        country = LIBRARY.country(iso3)
    else:
        bare = Country.model_validate({"iso3": iso3, "names": {}})
        country = with_memberships(bare, LIBRARY.country_facts(iso3).memberships)
    return replace(assessment(start, "open"), country=country)


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
        ("2005", "2008-01-31", "later", False),
        ("2005", "2008-02-01", "later", True),
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


def test_after_the_end_of_the_table_a_missing_row_says_how_far_the_record_reaches():
    found = status("palermo", assessment("2016", "2018"))
    assert (found.state, found.record) == ("not-known", "2015-03-14")
    assert found.why == "no party by 2015-03-14, where the record of this treaty ends; what came later is not known"
    assert status("palermo", assessment("2010", "2012")).record == ""
    assert status("ilo-c181", assessment("2010", "2012")).record == ""


@pytest.mark.parametrize(
    ("start", "end", "state"), [("2010", "2017", "later"), ("2010", "2018", "not-known"), ("2020", "2021", "not-known")]
)
def test_a_year_of_ratification_alone_never_makes_a_state_no_party(start, end, state):
    found = status("iccpr", assessment(start, end), ratified="2018")
    assert (found.state, found.why) == (state, "joined in 2018; the day of entry into force is not recorded")


@pytest.mark.parametrize(("iso3", "state"), [("BGR", "never"), ("TUR", "not-known"), ("HRV", "not-known")])
def test_a_page_that_names_the_parties_one_by_one_leaves_all_others_out(iso3, state):
    assert status("istanbul", assessment("2018", "2020", iso3)).state == state


@pytest.mark.parametrize(
    ("instrument", "iso3", "start", "state"),
    [
        ("eu2012-29", "DNK", "2020", "never"),
        ("eu2012-29", "IRL", "2020", "bound"),
        ("eu2012-29", "BGR", "2015", "later"),
        ("eu2009-52", "IRL", "2020", "never"),
        ("eu2009-52", "HRV", "2014", "bound"),
        ("eu2004-80", "DNK", "2006", "bound"),
        ("eu2004-80", "SRB", "2020", "never"),
    ],
)
def test_union_law_on_crime_victims_and_employers_binds_who_takes_part_in_it(instrument, iso3, start, state):
    assert status(instrument, real(iso3, start)).state == state


def test_the_regulation_on_goods_comes_article_by_article():
    plan, instrument = real("BGR", "2026"), INSTRUMENTS["eu2024-3015"]
    whole = status("eu2024-3015", plan)
    states = {
        name: article_binding(instrument, LIBRARY.standards[name], whole, plan.plan)
        for name in ("eu2024-3015-1", "eu2024-3015-5")
    }
    assert {name: (found.state, found.since) for name, found in states.items()} == {
        "eu2024-3015-1": ("later", "2027-12-14"),
        "eu2024-3015-5": ("bound", "2025-12-14"),
    }


def test_a_state_outside_the_circle_of_parties_is_never_bound():
    member = {"body": "Council of Europe", "from": "1993"}
    other = {"body": "UN", "from": "1993"}
    assert status("cets197", assessment("2020", "2025", "XXA", other)).state == "never"
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


def test_union_law_does_not_bind_who_is_a_member_of_other_bodies_alone():
    found = status("eu2011-36", assessment("2018", "2020", "XXA", {"body": "UN", "from": "1990"}))
    assert (found.state, found.why) == ("never", "no member of EU by the memberships recorded")


def test_a_provision_inserted_later_is_due_later():
    plan = assessment("2018", "2020", "XXA", {"body": "EU", "from": "2007"})
    instrument = INSTRUMENTS["eu2011-36"]
    whole = binding_of(instrument, plan, [])

    def of(name):
        return article_binding(instrument, LIBRARY.standards[name], whole, plan.plan).state

    assert [of("eu2011-36-8"), of("eu2011-36-18a"), of("eu2024-1712-rec2")] == ["bound", "later", "soft"]


def test_without_any_record_of_memberships_nothing_is_called_never():
    """An empty list in a file says nothing of the state: the row is missing, not the membership."""
    for instrument in ("eu2011-36", "cets197"):
        assert status(instrument, assessment("2020", "2025")).state == "not-known"


def test_a_record_that_names_no_membership_says_never():
    country = Country.model_validate({"iso3": "XXA", "names": {}, "no_member_of": ["EU"]})
    plan = replace(assessment("2020", "2025"), country=country)
    assert status("eu2011-36", plan).state == "never"
    assert status("cets197", plan).state == "not-known"


def test_who_has_left_was_bound_until_then():
    left = {"body": "EU", "from": "1973-01-01", "to": "2020-01-31"}
    found = status("eu2011-36", assessment("2021", "2025", "XXA", left))
    assert (found.state, found.since, found.until) == ("ended", "2013-04-06", "2020-01-31")
    assert status("eu2011-36", assessment("2019", "2025", "XXA", left)).state == "bound"
    assert status("eu2011-36", assessment("2020-01-31", "2025", "XXA", left)).state == "ended"
    assert status("eu2011-36", assessment("2012", "2015", "XXA", left)).state == "later"


def test_who_left_before_compliance_was_due_was_never_bound():
    left = {"body": "EU", "from": "1973", "to": "2012"}
    assert status("eu2011-36", assessment("2021", "2025", "XXA", left)).state == "never"


def test_what_became_due_after_a_state_had_left_never_bound_it():
    left = {"body": "EU", "from": "1973", "to": "2020-01-31"}
    plan = assessment("2021", "2025", "XXA", left)
    whole, directive = status("eu2011-36", plan), INSTRUMENTS["eu2011-36"]
    by_article = {
        name: article_binding(directive, LIBRARY.standards[name], whole, plan.plan).state for name in ARTICLES
    }
    assert by_article == {"eu2011-36-8": "ended", "eu2011-36-18a": "never"}


@pytest.mark.parametrize(
    ("until", "state"), [("2026-07-14", "never"), ("2026-07-15", "ended"), ("2026-07-16", "ended"), ("2030", "ended")]
)
def test_a_provision_due_by_the_last_day_of_a_membership_bound_the_state_until_it_left(until, state):
    directive = INSTRUMENTS["eu2011-36"]
    assert {part.due for part in directive.later} == {"2026-07-15"}
    plan = assessment("2031", "2035").plan
    found = article_binding(
        directive, LIBRARY.standards["eu2011-36-18a"], Binding("ended", "2013-04-06", until=until), plan
    )
    assert found.state == state


@pytest.mark.parametrize(
    ("iso3", "start", "state", "since", "until"),
    [
        ("IRL", "2023", "bound", "2013-04-06", ""),
        ("FRA", "2024", "bound", "2013-04-06", ""),
        ("HRV", "2014", "bound", "2013-07-01", ""),
        ("HRV", "2012", "later", "2013-07-01", ""),
        ("GBR", "2019", "bound", "2013-04-06", ""),
        ("GBR", "2021", "ended", "2013-04-06", "2020-01-31"),
        ("SRB", "2017", "never", "", ""),
        ("RUS", "2023", "never", "", ""),
        ("XKX", "2023", "never", "", ""),
        ("TWN", "2023", "not-known", "", ""),
    ],
)
def test_union_law_by_the_recorded_memberships_of_real_states(iso3, start, state, since, until):
    found = status("eu2011-36", real(iso3, start))
    assert (found.state, found.since, found.until) == (state, since, until)


def test_a_state_that_has_left_the_council_of_europe_is_not_among_the_parties_it_never_joined():
    assert status("cets197", real("RUS", "2021")).state == "never"
    assert status("cets197", real("SRB", "2021")).state == "not-known"
    assert status("cets197", real("TWN", "2021")).state == "not-known"


@pytest.mark.parametrize(
    ("plan", "instrument", "state", "since"),
    [
        ("ALB-2005-2007", "untoc", "bound", "2003-09-29"),
        ("ALB-2005-2007", "opsc", "later", "2008-03-05"),
        ("ALB-2005-2007", "crmw", "later", "2007-10-01"),
        ("ALB-2005-2007", "echr-4", "bound", None),
        ("USA-2021-2024", "untoc", "bound", "2005-12-03"),
        ("USA-2021-2024", "refugee", "bound", "1968-11-01"),
        ("USA-2021-2024", "crc", "not-known", ""),
        ("USA-2021-2024", "echr-4", "never", ""),
        ("USA-2021-2024", "ilo-c182", "bound", "2000-12-02"),
        ("ALB-2005-2007", "ilo-c105", "bound", "1998-02-27"),
        ("ALB-2005-2007", "ilo-c81", "later", "2005"),
        ("ALB-2005-2007", "istanbul", "later", "2014-08-01"),
        ("BGR-2018-2018", "ilo-c182", "bound", "2001-07-28"),
        ("BGR-2018-2018", "istanbul", "never", ""),
        ("BGR-2018-2018", "crmw", "never", ""),
        ("ROU-2018-2020", "ilo-c81", "bound", "1974"),
    ],
)
def test_treaties_beside_trafficking_bind_from_the_days_recorded(plan, instrument, state, since):
    assessment = LIBRARY.assessment(plan)
    one = next(i for i in LIBRARY.instruments.instruments if i.id == instrument)
    found = binding_of(one, assessment, LIBRARY.shared_facts.treaties)
    assert found.state == state
    assert since is None or found.since == since


def test_a_party_without_a_date_keeps_the_day_by_which_it_was_named():
    before = status("lanzarote", assessment("2015", "2016"), party_seen=True)
    after = status("lanzarote", assessment("2020", "2021"), party_seen=True)
    assert (before.state, before.since, before.seen) == ("not-known", "", "2019-10-15")
    assert (after.state, after.since, after.seen) == ("bound", "", "2019-10-15")
    assert status("lanzarote", assessment("2015", "2016"), in_force="2012-07-01").seen == ""


def test_a_body_is_named_only_where_joining_it_is_what_bound_the_state():
    joined = binding_of(INSTRUMENTS["echr-4"], real("MDA", "2014"), [])
    assert (joined.since, joined.member_of) == ("1995", "Council of Europe")
    due_later = binding_of(INSTRUMENTS["eu2011-36"], real("ROU", "2014"), [])
    assert due_later.member_of == "", "bound by the day it was due"
