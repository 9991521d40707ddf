"""Who may do what: each role, in a round and out of one."""

from __future__ import annotations

import pytest

from evaluator.extensions.workbench.fold import Round
from evaluator.extensions.workbench.rights import GIVEN, Person, may_rate, sees_panel


def person(*roles, code="b", **more):
    return Person.model_construct(code=code, roles=roles, **more)


def test_rights_are_those_of_all_roles_together():
    assert person("lead", "coder").may("rate")
    assert not person("lead").may("rate")
    assert not person("official").may("read")
    assert [role for role in GIVEN if person(role).may("lead")] == ["lead"]
    assert [role for role in GIVEN if person(role).may("comment")] == ["official"]


def test_an_official_knows_of_the_plans_of_the_own_country_alone():
    one = person("official", office="O", country="XXA")
    assert (one.may_see("XXA-2020"), one.may_see("XXAB-2020"), one.may_see("XBB-2020")) == (True, False, False)
    assert person("coder").may_see("XBB-2020")


@pytest.mark.parametrize(
    ("code", "now", "may"),
    [
        ("b", None, True),
        ("b", Round(("b", "c")), True),
        ("d", Round(("b", "c")), False),
        ("b", Round(("b", "c"), frozenset({"b"})), False),
        ("b", Round(("b", "c"), frozenset({"c"})), True),
    ],
)
def test_in_a_round_only_those_named_rate_and_only_until_they_have_handed_in(code, now, may):
    assert may_rate(person("coder", code=code), now) is may
    assert not may_rate(person("reader", code=code), now)


def test_nobody_sees_a_panel_while_a_round_is_open():
    assert sees_panel(person("reader"), None)
    assert not sees_panel(person("official"), None)
    assert not any(sees_panel(person(role), Round(("b", "c"))) for role in GIVEN)
