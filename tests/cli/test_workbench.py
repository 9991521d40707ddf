"""`evaluator workbench`: a fault is one message, passwords are no arguments, a backup goes over nothing."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.extensions.workbench import app
from evaluator.extensions.workbench import command as workbench
from evaluator.extensions.workbench import team as serving
from evaluator.extensions.workbench.accounts import Accounts
from evaluator.extensions.workbench.database import database_name, team_url
from evaluator.extensions.workbench.desk import open_desk, open_team_desk
from evaluator.extensions.workbench.events import NewEvent
from evaluator.extensions.workbench.fold import people
from tests.workbench.conftest import database, postgres  # noqa: F401  (fixtures)


def run(*words, typed=None, at=None):
    return CliRunner(env={"EVALUATOR_DATABASE": at}).invoke(cli, ["workbench", *words], input=typed)


@pytest.fixture
def asked(monkeypatch):
    found = []
    monkeypatch.setattr(app, "serve", lambda own, local, tell: found.append((own, local)))
    return found


def test_the_server_gets_the_folder_and_the_options(tmp_path, asked):
    result = run("--library", str(tmp_path / "new"), "--port", "8765", "--no-browser", "--coder", "b", "--lang", "sr")
    assert result.exit_code == 0, result.output
    ((own, local),) = asked
    assert own == (tmp_path / "new").resolve()
    assert (local.coder, local.port, local.lang, local.browser) == ("b", 8765, "sr", False)


def test_a_name_is_no_code(tmp_path, asked):
    result = run("--library", str(tmp_path), "--coder", "Ana B")
    assert (result.exit_code, asked) == (2, [])
    assert "'Ana B' is not a coder's code" in result.output


def test_a_language_that_the_screens_do_not_have_is_named(tmp_path):
    result = run("--library", str(tmp_path), "--lang", "xx", "--no-browser")
    assert result.exit_code == 2
    assert "language" in result.output


def test_missing_packages_are_named_with_the_command_that_installs_them(tmp_path, monkeypatch, asked):
    monkeypatch.setattr(
        "evaluator.extensions.workbench.command.find_spec", lambda name: None if name == "uvicorn" else name
    )
    result = run("--library", str(tmp_path))
    assert (result.exit_code, asked) == (2, [])
    assert 'the workbench needs uvicorn: run  pip install "' in result.output


WORD = "heron under seven bridges"
SECRET = "s3cret"  # noqa: S105


@pytest.fixture
def desk(database):  # noqa: F811
    assert run("migrate", at=database).exit_code == 0
    return database


def test_a_desk_is_made_once_and_found_as_it_is_the_second_time(database):  # noqa: F811
    name = database_name(team_url(database))
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
    with open_team_desk(desk) as found:
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
    with open_team_desk(desk) as found:
        assert found.events() == ()


def test_a_typed_password_is_asked_for_twice_and_not_shown(desk, monkeypatch):
    monkeypatch.setattr(workbench, "_is_typed", lambda: True)
    differ = run("user", "add", "ana", "--role", "lead", typed=f"{WORD}\nanother\n{WORD}\n{WORD}\n", at=desk)
    assert differ.exit_code == 0
    assert WORD not in differ.output
    with open_team_desk(desk) as found:
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
    assert f"evaluator workbench migrate --database {database_name(team_url(database))}" in result.output


def test_a_database_must_be_named():
    result = run("serve")
    assert result.exit_code == 2
    assert "Missing option '--database'" in result.output


def test_the_server_of_a_team_gets_the_folder_and_the_options(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(serving, "serve", lambda own, served, tell: asked.append((own, served)))
    words = ("--listen", "127.0.0.1:9", "--address", "https://d.org", "--proxy", "::1", "--lang", "sr-Cyrl")
    assert run("serve", "--library", str(tmp_path), "--database", "postgresql:///d", *words).exit_code == 0
    wanted = serving.TeamSettings("postgresql:///d", "127.0.0.1:9", "https://d.org", "::1", "sr-Cyrl")
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
    said = " ".join(result.output.split())
    assert "Write --oidc-issuer as an address with https: 'http://id.example.org' is none." in said


@pytest.fixture
def own(tmp_path):
    with open_desk(tmp_path / "own") as desk:
        (event,) = desk.add(NewEvent("a", "note", {"text": "1"}, "u", "q"))
    return tmp_path / "own", event.hash


def test_a_desk_goes_into_a_file_and_into_a_team_s_database(own, tmp_path, database):  # noqa: F811
    folder, head = own
    file = str(tmp_path / "desk.zip")
    made = run("backup", file, "--library", str(folder))
    assert (made.exit_code, f"1 events, 0 accounts, 0 keys; newest event {head[:12]}" in made.output) == (0, True)
    assert run("restore", file, at=database).exit_code == 2  # its tables are not made yet
    run("migrate", at=database)
    assert run("restore", file, "--database", database).exit_code == 0
    with open_team_desk(database) as desk:
        assert desk.events()[-1].hash == head
    again = run("restore", file, at=database)
    assert (again.exit_code, "is not empty (events)" in again.output) == (2, True)
    assert run("backup", str(tmp_path / "team.zip"), at=database).exit_code == 0


def test_a_file_that_is_there_is_written_over_only_when_it_is_said(own, tmp_path):
    file = tmp_path / "desk.zip"
    file.write_bytes(b"mine")
    said = run("backup", str(file), "--library", str(own[0]))
    assert (said.exit_code, file.read_bytes()) == (2, b"mine")
    assert run("backup", str(file), "--library", str(own[0]), "--force").exit_code == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_folder_without_a_desk_and_a_desk_in_use_are_told(own, tmp_path):
    (tmp_path / "empty").mkdir()
    none = run("backup", str(tmp_path / "desk.zip"), "--library", str(tmp_path / "empty"))
    assert (none.exit_code, "has no desk" in none.output) == (2, True)
    assert not (tmp_path / "empty" / ".evaluator").exists()
    with open_desk(own[0]):
        busy = run("backup", str(tmp_path / "desk.zip"), "--library", str(own[0]))
    assert (busy.exit_code, "is open in another workbench" in busy.output) == (2, True)


def test_what_is_no_backup_is_one_message(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    said = run("restore", str(tmp_path / "x.zip"), "--library", str(tmp_path / "new"))
    assert said.exit_code == 2
    assert "Give the backup of a desk" in " ".join(said.output.split())
    assert "Traceback" not in said.output
