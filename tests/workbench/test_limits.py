"""How often somebody may ask: counted for each, within a time, in a memory that does not grow without an end."""

from __future__ import annotations

import pytest

from evaluator.extensions.workbench import limits
from evaluator.extensions.workbench.limits import Limit, Tries, household


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_so_many_times_are_free_and_are_free_again_once_their_time_is_over(clock):
    limit = Limit(2, 60.0, clock)
    assert limit.take("a")
    clock.now = 30.0
    assert [limit.take("a"), limit.take("a"), limit.take("b")] == [True, False, True]
    clock.now = 60.0
    assert [limit.take("a"), limit.take("a")] == [True, False]


def test_what_is_given_back_or_forgotten_does_not_count(clock):
    limit = Limit(2, 60.0, clock)
    limit.take("a")
    limit.give_back("a")
    limit.give_back("a")
    assert [limit.take("a"), limit.take("a"), limit.take("a")] == [True, True, False]
    limit.forget("a")
    limit.forget("nobody")
    assert limit.take("a")


def test_who_was_silent_longest_is_forgotten_when_too_many_are_known(clock, monkeypatch):
    monkeypatch.setattr(limits, "MOST_KNOWN", 2)
    limit = Limit(1, 60.0, clock)
    assert [limit.take(who) for who in ("a", "b", "a", "c", "a", "b")] == [True, True, False, True, False, True]


def test_a_household_of_the_newer_internet_is_one_and_a_mapped_address_is_the_old_one():
    assert household("2001:db8::1") == household("2001:db8::ffff:1") != household("2001:db8:0:1::1")
    assert household("::ffff:192.0.2.1") == "192.0.2.1"
    assert household("fe80::1%eth0") == "fe80::/64"
    assert household("/run/desk.socket") == "/run/desk.socket"


def test_tries_of_one_account_from_one_place_are_few_and_do_not_shut_out_its_person_elsewhere():
    tries = Tries()
    assert [tries.take("a", "here") for _ in range(6)] == [True] * 5 + [False]
    assert tries.take("a", "there")
    assert tries.take("b", "here")


def test_one_place_tries_many_accounts_no_longer_than_a_few_dozen_times():
    tries = Tries()
    assert sum(tries.take(f"a{n}", "here") for n in range(40)) == 30
    assert tries.take("a1", "there")


def test_one_account_is_not_tried_from_everywhere_without_an_end():
    tries = Tries()
    assert sum(tries.take("a", f"place{n}") for n in range(60)) == 50


def test_a_right_password_is_no_try():
    tries = Tries()
    for _ in range(100):
        assert tries.take("a", "here")
        tries.forget("a", "here")
