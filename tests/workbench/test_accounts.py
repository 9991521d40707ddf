"""Accounts: only who knows the password comes in, of which nothing is kept that could be read."""

from __future__ import annotations

import argon2
import pytest

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench import accounts as at
from evaluator.extensions.workbench.accounts import OPERATOR, Account, Accounts, weakness
from evaluator.extensions.workbench.database import ACCOUNTS
from evaluator.extensions.workbench.desk import open_desk
from evaluator.extensions.workbench.events import PersonPayload
from evaluator.extensions.workbench.fold import people

WORD = "heron under seven bridges"
CODER = PersonPayload(code="ana", roles=("coder",))


@pytest.fixture
def accounts(tmp_path, monkeypatch):
    # As strong as a test needs; that the shipped ones are the library's own is held below.
    light = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(at, "_hasher", lambda: light)
    at._nobodys_hash.cache_clear()
    with open_desk(tmp_path) as desk:
        yield Accounts(desk)
    at._nobodys_hash.cache_clear()


def test_passwords_are_kept_by_argon2id_as_its_library_advises():
    hasher = at._hasher()
    assert (hasher.type, hasher.memory_cost, hasher.time_cost) == (argon2.Type.ID, 65536, 3)


def test_a_password_opens_its_account_and_no_other(accounts):
    accounts.add(CODER, WORD)
    accounts.add(PersonPayload(code="ben", roles=("coder",)), "nine green lamps in fog")
    assert accounts.opens("ana", WORD)
    for code, word in (("ben", WORD), ("ana", WORD + "x"), ("ana", ""), ("nobody", WORD), ("", "")):
        assert not accounts.opens(code, word), (code, word)


def test_nothing_of_a_password_can_be_read_in_the_database(accounts):
    accounts.add(CODER, WORD)
    with accounts.engine.connect() as connection:
        (row,) = connection.execute(ACCOUNTS.select()).all()
    assert row.password.startswith("$argon2id$")
    assert WORD not in str(row) + str(accounts.desk.events())


def test_where_there_is_no_account_the_same_work_is_done(accounts, monkeypatch):
    accounts.add(CODER, WORD)
    runs = []
    for name in ("hash_secret", "verify_secret"):
        real = getattr(argon2.low_level, name)
        monkeypatch.setattr(
            f"argon2._password_hasher.{name}", lambda *a, _real=real, **k: (runs.append(a), _real(*a, **k))[1]
        )
    for code in ("nobody", "ana", "eva", "ana"):
        assert not accounts.opens(code, "another word")
    assert accounts.opens("ana", WORD)
    assert len(runs) == 5  # one for each try, the first of nobody too
    assert {len(kept) for kept, *_ in runs} == {len(runs[1][0])}
    assert len({kept.split(b"$")[3] for kept, *_ in runs}) == 1


def test_a_longer_password_than_is_kept_opens_nothing(accounts):
    word = "abcdefg hi" * 26
    with pytest.raises(EvaluatorError, match="more than 256 characters"):
        accounts.add(CODER, word)
    accounts.add(CODER, word[:256])
    assert not accounts.opens("ana", word)
    assert accounts.opens("ana", word[:256])


def test_who_is_barred_or_removed_does_not_come_in(accounts):
    accounts.add(CODER, WORD, "Ana@Example.org")
    assert accounts.of_email("ana@example.ORG ") == "ana"
    secret = accounts.desk.enter("ana")
    accounts.remove("ana")
    assert accounts.desk.session(secret) == ("", "")
    assert not accounts.opens("ana", WORD)
    assert accounts.of_email("ana@example.org") == ""
    assert accounts.all() == {}
    assert people(accounts.desk.events())["ana"].active is False
    with pytest.raises(EvaluatorError, match="nobody with the code 'eva'; known are: ana"):
        accounts.remove("eva")


def test_barred_by_the_lead_an_account_opens_nothing_though_it_is_there(accounts):
    accounts.add(CODER, WORD, "ana@example.org")
    accounts.add(CODER.model_copy(update={"active": False}))
    assert accounts.all() == {"ana": Account("ana", has_password=True, email="")}
    assert not accounts.opens("ana", WORD)


def test_changed_roles_keep_the_password_and_end_the_sessions(accounts):
    accounts.add(CODER, WORD)
    secret = accounts.desk.enter("ana")
    accounts.add(PersonPayload(code="ana", roles=("lead",)))
    assert accounts.opens("ana", WORD)
    assert accounts.desk.session(secret) == ("", "")
    assert [(event.actor, event.kind) for event in accounts.desk.events()] == [(OPERATOR, "person")] * 2


def test_a_new_password_ends_the_old_one_with_keys_and_sessions(accounts):
    accounts.add(CODER)
    key, secret = accounts.desk.key("ana"), accounts.desk.enter("ana")
    accounts.set_password("ana", WORD)
    assert accounts.opens("ana", WORD)
    assert (accounts.desk.owner(key), accounts.desk.session(secret)) == ("", ("", ""))
    accounts.set_password("ana", "nine green lamps in fog")
    assert not accounts.opens("ana", WORD)


def test_an_address_of_e_mail_belongs_to_one(accounts):
    accounts.add(CODER, WORD, "team@example.org")
    with pytest.raises(EvaluatorError, match=r"team@example.org belongs to another account"):
        accounts.add(PersonPayload(code="ben", roles=("lead",)), WORD, "TEAM@example.org")
    assert "ben" not in people(accounts.desk.events())
    for strange in ("ana", "a@b@c", "a b@c", "@c"):
        with pytest.raises(EvaluatorError, match="no address of e-mail"):
            accounts.add(CODER, WORD, strange)


def test_a_hash_of_an_older_strength_is_made_anew_when_it_is_used(accounts, monkeypatch):
    accounts.add(CODER, WORD)
    stronger = argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(at, "_hasher", lambda: stronger)
    assert accounts.opens("ana", WORD)
    with accounts.engine.connect() as connection:
        assert "m=16,t=2" in connection.execute(ACCOUNTS.select()).one().password
    assert accounts.opens("ana", WORD)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("elevenchars", "it has 11 characters; 12 or more are needed"),
        ("aaaabbbbccccdddd", "fewer than 5 different characters"),
        ("Password2026!", 'it holds "password"'),
        ("my trafficking", 'it holds "trafficking"'),
        ("1234567890123", 'it holds "123456"'),
        ("Ana-Maria is here", "the code of its person"),
        ("x" * 300, "more than 256 characters"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_and_not_repeated(accounts, word, why):
    assert why in weakness(word, "ana-maria")
    with pytest.raises(EvaluatorError, match="too weak") as told:
        accounts.set_password("ana-maria", word)
    assert word not in str(told.value)


@pytest.mark.parametrize("word", ["twelve chars", WORD, "лозинка од неколико речи", "welcome to nine green lamps"])
def test_a_long_one_is_taken_whatever_its_letters(word):
    assert weakness(word, "a") == ""
