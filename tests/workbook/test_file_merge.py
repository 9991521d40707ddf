"""Tables, plan and narrative merged with what was changed meanwhile; see test_sheet_import.py for whole sheets."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError


def narrated(desk, hand, name, text):
    opened = hand(desk.export("b", name))
    opened.page("narrative").append(["en", text])
    return opened.save()


def test_the_same_narrative_in_two_sheets_is_taken_and_another_is_a_clash(desk, hand):
    desk.bring(narrated(desk, hand, "one", "Words"), narrated(desk, hand, "two", "Words"))
    first, second = narrated(desk, hand, "three", "More"), narrated(desk, hand, "four", "Less")
    with pytest.raises(InvalidInputError, match=r"the narrative \(en\) was changed here"):
        desk.bring(first, second)


def test_a_narrative_is_not_deleted_by_an_empty_sheet(desk, hand):
    desk.bring(narrated(desk, hand, "one", "Words"))
    opened = hand(desk.export("b", "two"))
    opened.page("narrative").delete_rows(3, 5)
    with pytest.raises(InvalidInputError, match=r"no paragraph of the narrative \(en\)"):
        desk.bring(opened.save())


def test_a_paragraph_without_a_language_is_told(desk, hand):
    opened = hand(desk.export("b"))
    opened.page("narrative").append([None, "Words"])
    with pytest.raises(InvalidInputError, match=r"no language\. Give a language code"):
        desk.bring(opened.save())


def test_two_changes_of_the_plans_header_clash(desk, hand):
    one = hand(desk.export("b", "one")).entry("plan", "authority", "One").save()
    two = hand(desk.export("b", "two")).entry("plan", "authority", "Two").save()
    with pytest.raises(InvalidInputError, match="the header of the plan was changed here"):
        desk.bring(one, two)


def test_a_row_deleted_here_and_changed_there_clashes(desk, hand):
    one = hand(desk.export("b", "one")).change("evidence", "E4", locator="p. 6, second paragraph")
    two = hand(desk.export("b", "two"))
    two.page("table/evidence").delete_rows(6)
    with pytest.raises(InvalidInputError, match="evidence E4 was changed here"):
        desk.bring(one.save(), two.save())


def test_two_people_may_tell_of_the_same_measure(desk, hand):
    """Only an id that is one row's own is chosen anew where two sheets have given it."""
    told = [
        hand(desk.export("b", name)).add("implementation", measure_id="M1", as_of=day, status="partly", reported_by=who)
        for name, day, who in (("one", "2006", "government"), ("two", "2007", "ngo"))
    ]
    desk.bring(*(sheet.save() for sheet in told))
    found = [(row.measure_id, row.as_of, row.reported_by) for row in desk.assessment.implementation]
    assert found == [("M1", "2006", "government"), ("M1", "2007", "ngo")]
