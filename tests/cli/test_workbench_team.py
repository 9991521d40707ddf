"""The commands of a team's desk: passwords are no arguments, and what is wrong is one message with what mends it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.workbench import team as workbench_team
from evaluator.workbench import team as serving
from evaluator.workbench.accounts import Accounts
from evaluator.workbench.database import named, team_url
from evaluator.workbench.desk import joined
from evaluator.workbench.fold import people
from tests.workbench.conftest import database, postgres  # noqa: F401  (fixtures)

WORD = "heron under seven bridges"
SECRET = "s3cret"  # noqa: S105


def run(*words, typed=None, at=None):
    return CliRunner(env={"EVALUATOR_DATABASE": at}).invoke(cli, ["workbench", *words], input=typed)


@pytest.fixture
def desk(database):  # noqa: F811
    assert run("migrate", at=database).exit_code == 0
    return database


def test_a_desk_is_made_once_and_found_as_it_is_the_second_time(database):  # noqa: F811
    name = named(team_url(database))
    first, second = run("migrate", at=database), run("migrate", "--database", database)
    assert (first.exit_code, first.output) == (0, f"{name}: schema none before, 0002 now.\n")
    assert (second.exit_code, second.output) == (0, f"{name} has the schema 0002 already; nothing was changed.\n")


def test_people_are_added_listed_changed_and_barred(desk):
    said = run(
        "user", "add", "ana", "--role", "lead", "--role", "coder", "--email", "ana@example.org", typed=WORD, at=desk
    )
    assert (said.exit_code, said.output) == (0, "ana is known as: lead, coder.\n")
    office = ("--office", "Ministry of the Interior", "--country", "xar")
    assert run("user", "add", "moi", "--role", "official", *office, "--no-password", at=desk).exit_code == 0
    assert run("user", "list", at=desk).output.splitlines() == [
        "code  roles        speaks for                      may come in  password  e-mail",
        "ana   lead, coder                                  yes          yes       ana@example.org",
        "moi   official     Ministry of the Interior (XAR)  yes          no",
    ]
    assert run("user", "password", "moi", typed="nine green lamps in fog\n", at=desk).exit_code == 0
    assert run("user", "remove", "ana", at=desk).output == "ana is barred, and logged out.\n"
    with joined(desk) as found:
        accounts = Accounts(found)
        assert accounts.opens("moi", "nine green lamps in fog")
        assert not accounts.opens("ana", WORD)
        assert people(found.events())["moi"].country == "XAR"


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("user", "add", "ana", "--role", "coder"), "short\n", "too weak: it has 5 characters"),
        (("user", "add", "ana", "--role", "coder"), "", "standard input, which is empty"),
        (("user", "add", "Ana B", "--role", "coder"), WORD, "code: "),
        (("user", "add", "moi", "--role", "official"), WORD, "an official has no other role, an office, and a country"),
        (("user", "add", "ana", "--role", "coder", "--email", "x"), WORD, "'x' is no address of e-mail"),
        (("user", "password", "ana"), WORD, "nobody with the code 'ana'; known are: none"),
        (("user", "remove", "ana"), "", "nobody with the code 'ana'"),
    ],
)
def test_what_is_wrong_with_a_person_is_told_and_nothing_is_kept(desk, words, typed, said):
    result = run(*words, typed=typed, at=desk)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output
    with joined(desk) as found:
        assert found.events() == ()


def test_a_typed_password_is_asked_for_twice_and_not_shown(desk, monkeypatch):
    monkeypatch.setattr(workbench_team, "_is_typed", lambda: True)
    differ = run("user", "add", "ana", "--role", "lead", typed=f"{WORD}\nanother\n{WORD}\n{WORD}\n", at=desk)
    assert differ.exit_code == 0
    assert WORD not in differ.output
    with joined(desk) as found:
        assert Accounts(found).opens("ana", WORD)


@pytest.mark.parametrize("words", [("serve",), ("migrate",), ("user", "list"), ("user", "remove", "ana")])
@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"postgresql://ana:{SECRET}@127.0.0.1:1/desk", "no desk that can be opened"),
        ("sqlite:///desk.sqlite3", "To work alone on this machine, run: evaluator workbench"),
        ("desk.sqlite3", "is not the address of a database"),
        (f"mysql://ana:{SECRET}@host/desk", "needs PostgreSQL"),
    ],
)
def test_a_database_that_is_none_is_one_message_without_its_password(tmp_path, words, address, said):
    result = run(*words, "--library", str(tmp_path), "--database", address)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert SECRET not in result.output
    assert "Traceback" not in result.output
    assert result.exception.__class__ is SystemExit


def test_a_desk_that_is_not_made_yet_is_told_with_the_command_that_makes_it(tmp_path, database):  # noqa: F811
    result = run("serve", "--library", str(tmp_path), at=database)
    assert result.exit_code == 2
    assert f"evaluator workbench migrate --database {named(team_url(database))}" in result.output


def test_a_database_must_be_named():
    result = run("serve")
    assert result.exit_code == 2
    assert "Missing option '--database'" in result.output


def test_the_server_gets_the_folder_and_the_options(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(serving, "serve", lambda own, served, tell: asked.append((own, served)))
    words = ("--listen", "127.0.0.1:9", "--address", "https://d.org", "--proxy", "::1", "--lang", "sr-Cyrl")
    assert run("serve", "--library", str(tmp_path), "--database", "postgresql:///d", *words).exit_code == 0
    wanted = serving.Served("postgresql:///d", "127.0.0.1:9", "https://d.org", "::1", "sr-Cyrl")
    assert asked == [(tmp_path.resolve(), wanted)]


def test_the_secret_of_a_provider_is_no_option_and_is_shown_nowhere(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(serving, "serve", lambda own, served, tell: asked.append(served))
    monkeypatch.setenv("EVALUATOR_OIDC_SECRET", SECRET)
    words = ("--oidc-issuer", "https://id.example.org", "--oidc-client", "workbench")
    assert run("serve", "--library", str(tmp_path), "--database", "postgresql:///d", *words).exit_code == 0
    (served,) = asked
    assert (served.issuer, served.client, served.secret) == ("https://id.example.org", "workbench", SECRET)
    assert SECRET not in repr(served)


def test_a_provider_without_https_is_refused(tmp_path):
    words = ("--oidc-issuer", "http://id.example.org", "--oidc-client", "workbench")
    result = run("serve", "--library", str(tmp_path), "--database", "postgresql:///d", *words)
    assert result.exit_code == 2
    assert "--oidc-issuer 'http://id.example.org' is no address with https." in " ".join(result.output.split())


def test_missing_packages_are_named_with_their_extras(tmp_path, monkeypatch):
    monkeypatch.setattr(workbench_team, "find_spec", lambda name: None if name == "argon2" else name)
    result = run("user", "list", "--database", "postgresql:///d")
    assert result.exit_code == 2
    assert "the workbench needs argon2: pip install 'nap-evaluator[workbench,team]'" in " ".join(result.output.split())
