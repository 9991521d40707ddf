"""Where a desk is kept: what is no desk is named with its mend, and its tables are those that are declared."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench import database as at
from evaluator.extensions.workbench.database import (
    DeskDownError,
    asking,
    database_name,
    hold_up,
    look,
    migrate,
    team_engine,
    team_url,
)
from evaluator.extensions.workbench.desk import FILE, Desk, open_desk, open_team_desk
from evaluator.extensions.workbench.events import START, NewEvent, first_broken
from tests.workbench.postgres import address, fresh

# The desk as the first version made it in SQLite, without a statement of its version.
FIRST_TABLES = """
CREATE TABLE events (number INTEGER NOT NULL, uuid VARCHAR(36) NOT NULL, actor VARCHAR(40) NOT NULL,
 at VARCHAR(32) NOT NULL, unit VARCHAR(200) NOT NULL, criterion VARCHAR(100) NOT NULL, kind VARCHAR(20) NOT NULL,
 payload TEXT NOT NULL, base VARCHAR(64) NOT NULL, previous VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL,
 PRIMARY KEY (number), UNIQUE (uuid), UNIQUE (previous));
CREATE INDEX ix_events_unit ON events (unit);
CREATE TABLE keys (code VARCHAR(40) NOT NULL, sha256 VARCHAR(64), PRIMARY KEY (code), UNIQUE (sha256));
CREATE TABLE sessions (sha256 VARCHAR(64) NOT NULL, code VARCHAR(40) NOT NULL, csrf VARCHAR(64) NOT NULL,
 until VARCHAR(32) NOT NULL, PRIMARY KEY (sha256));
"""


def note(words, actor="a"):
    return NewEvent(actor, "note", {"text": words}, "u", "q")


@contextmanager
def engine_at(url):
    engine = team_engine(team_url(url))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def team(url):
    with engine_at(url) as engine:
        migrate(engine)
    with open_team_desk(url) as desk:
        yield desk


def differences(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": at.VERSION.name})
        return compare_metadata(context, at.METADATA)


def test_the_newest_change_of_the_tables_is_the_version_that_the_code_works_with():
    config = Config()
    config.set_main_option("script_location", str(at.MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert script.get_current_head() == at.SCHEMA
    assert [change.revision for change in script.walk_revisions()][-1] == at.FIRST


def test_an_empty_database_of_a_team_gets_the_tables_that_are_declared(database):
    with engine_at(database) as engine:
        assert migrate(engine) == (None, at.SCHEMA)
        assert look(engine) == (at.SCHEMA, ["accounts", "events", "keys", "sessions", at.VERSION.name])
        assert differences(engine) == []
        assert migrate(engine) == (at.SCHEMA, at.SCHEMA)


def test_the_first_tables_of_a_team_become_the_present_ones_and_lose_nothing(database):
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(at.MIGRATIONS))
    with engine_at(database) as engine:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, at.FIRST)
        kept = note("1").after(START, "2026-01-01T00:00:00Z")
        with engine.begin() as connection:
            values = {name: getattr(kept, name) for name in type(kept).__slots__}
            connection.execute(at.EVENTS.insert(), {**values, "number": 1, "payload": '{"text":"1"}'})
        with pytest.raises(EvaluatorError, match=r"has the schema 0001; this toolkit works with 0002(?s:.*)migrate"):
            hold_up(engine)
        assert migrate(engine) == (at.FIRST, at.SCHEMA)
        assert differences(engine) == []
        assert Desk(engine).events() == (kept,)


@pytest.mark.parametrize("rows", [0, 1])
def test_a_desk_of_sqlite_from_before_versions_is_brought_to_this_one_when_it_is_opened(tmp_path, rows):
    (tmp_path / ".evaluator").mkdir()
    with sqlite3.connect(tmp_path / ".evaluator" / FILE) as base:
        base.executescript(FIRST_TABLES)
        if rows:
            base.execute("INSERT INTO keys VALUES ('a', 'x')")
    base.close()
    with open_desk(tmp_path) as desk:
        assert look(desk.engine)[0] == at.SCHEMA
        assert differences(desk.engine) == []
        assert desk.owner(desk.key("b")) == "b"
        desk.add(note("1"))
    with open_desk(tmp_path) as desk:
        assert len(desk.events()) == 1


def test_a_new_desk_of_sqlite_has_the_tables_that_the_changes_give(tmp_path):
    with open_desk(tmp_path) as desk:
        assert differences(desk.engine) == []
        made = look(desk.engine)
    engine = create_engine("sqlite://")
    migrate(engine)
    assert look(engine) == made
    engine.dispose()


def test_a_database_without_a_desk_is_told_with_the_command_that_makes_one(database):
    with engine_at(database) as engine, pytest.raises(EvaluatorError) as told:
        hold_up(engine)
    name = database_name(team_url(database))
    assert str(told.value).startswith(f"{name} holds no desk yet.")
    assert f"\n  evaluator workbench migrate --database {name}" in str(told.value)


def test_a_database_is_named_by_its_file_and_another_product_s_by_three_of_its_tables():
    engine = create_engine("sqlite:///desk.sqlite")
    assert database_name(engine.url) == "desk.sqlite"
    assert "(tables a, b, c)." in at._foreign_database_words("x", ["a", "b", "c"])
    assert "(tables a, b, c, ...)." in at._foreign_database_words("x", ["a", "b", "c", "d"])


def test_the_database_of_another_product_is_refused_and_not_changed(database):
    with engine_at(database) as engine:
        with engine.begin() as connection:
            for name in ("events", "alembic_version", "shop", "till"):
                connection.execute(text(f"CREATE TABLE {name} (version_num text)"))
        for asked in (hold_up, migrate):
            with pytest.raises(EvaluatorError, match=r"another product's database \(tables alembic_version, events, "):
                asked(engine)
        assert len(inspect(engine).get_table_names()) == 4


def test_a_newer_desk_is_refused_and_not_changed(database):
    with engine_at(database) as engine:
        migrate(engine)
        with engine.begin() as connection:
            connection.execute(at.VERSION.update().values(version_num="0999"))
        for asked in (hold_up, migrate):
            with pytest.raises(EvaluatorError, match=r"newer toolkit \(schema 0999; this one knows 0002\)"):
                asked(engine)
        assert look(engine)[0] == "0999"


def test_while_one_server_writes_no_other_does(team_database):
    with engine_at(team_database) as engine, engine.begin() as one, engine.connect() as other:
        at.alone(one)
        with pytest.raises(OperationalError, match="could not obtain lock"):
            other.execute(text("LOCK TABLE events IN ROW EXCLUSIVE MODE NOWAIT"))


def test_a_database_that_cannot_hold_every_letter_is_refused(postgres):
    with engine_at(fresh(postgres, encoding="LATIN1")) as engine:
        with pytest.raises(EvaluatorError, match="is in the encoding LATIN1; a desk needs UTF8"):
            migrate(engine)
        assert inspect(engine).get_table_names() == []


WORD = "s3cret"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("desk.sqlite3", "is not the address of a database"),
        (f"{WORD}", "is not the address of a database"),
        ("sqlite:///desk.sqlite3", "a file of SQLite"),
        (f"mysql://ana:{WORD}@host/desk", "of the kind 'mysql'"),
        (f"postgresql+asyncpg://ana:{WORD}@host/desk", "needs PostgreSQL"),
        (f"postgresql://ana:{WORD}@host", "has no name of a database"),
        (f"postgresql://ana:x@{WORD}@host/desk", "has no name of a database"),
        (f"postgresql://ana:x@y/{WORD}@host/desk", "has no name of a database"),
        (f"postgresql://ana:x@y:{WORD}@host/desk", "is not the address of a database"),
        (f"postgresql://ana@host:{WORD}/desk", "is not the address of a database"),
    ],
)
def test_what_is_no_address_of_postgresql_is_told_and_never_repeated(given, said):
    with pytest.raises(EvaluatorError, match=said) as told:
        team_url(given)
    assert WORD not in str(told.value)
    assert told.value.__cause__ is None


def test_an_address_may_be_written_in_each_of_its_usual_forms():
    for kind in ("postgresql", "postgres", "postgresql+psycopg"):
        url = team_url(f"{kind}://ana:{WORD}@db.example.org:5433/desk?sslmode=require&password={WORD}")
        assert (url.drivername, database_name(url)) == ("postgresql+psycopg", "postgresql://db.example.org:5433/desk")


def test_a_server_that_is_not_there_or_refuses_is_told_without_the_password(postgres, tmp_path):
    for url in (
        address(str(tmp_path), "desk", WORD),
        address(postgres, "no_such_database", WORD),
        f"postgresql://ana:{WORD}@127.0.0.1:1/desk",
        f"postgresql://ana:x@127.0.0.1:1/desk?sslmode={WORD}&sslpassword={WORD}",
    ):
        with pytest.raises(EvaluatorError, match="no desk that can be opened") as told, open_team_desk(url):
            pass
        assert WORD not in str(told.value)


def test_a_database_that_is_gone_in_the_middle_is_told_apart_from_one_that_refuses(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/none/desk")
    with pytest.raises(DeskDownError, match="does not answer; nothing was saved"), asking(engine):
        pass
    engine.dispose()
    engine = create_engine("sqlite://")
    with (
        pytest.raises(EvaluatorError, match=r"did not take this \(ObjectNotExecutableError\)"),
        asking(engine) as connection,
    ):
        connection.execute("no statement")
    engine.dispose()  # else its database stays open until it is collected, in whatever test that is


def test_what_does_not_fit_is_refused_by_a_message_and_the_chain_goes_on(database):
    with team(database) as desk:
        for strange in ("\0", "x" * 101):
            with pytest.raises(EvaluatorError, match="did not take this"):
                desk.add(NewEvent("a", "note", {"text": "1"}, "u", strange))
        desk.add(note("\0 is kept in a text"))
        assert first_broken(desk.events()) == ""


def test_two_servers_that_add_at_once_make_one_chain_without_a_lost_or_doubled_event(database):
    with team(database) as first, open_team_desk(database) as second:
        desks = [first, second]
        threads = [
            threading.Thread(target=lambda n=n: [desks[n % 2].add(note(f"{n}-{m}"), note("too")) for m in range(6)])
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = first.events()
        assert found == second.events()
        assert first_broken(found) == ""
        texts = sorted(event.payload["text"] for event in found)
        assert texts == sorted([f"{n}-{m}" for n in range(8) for m in range(6)] + ["too"] * 48)


def test_an_event_changed_in_the_team_s_database_is_found_at_the_next_opening(database):
    with team(database) as desk:
        desk.add(note("1"), note("2"))
        with desk.engine.begin() as connection:
            connection.execute(text("UPDATE events SET actor = 'b' WHERE number = 1"))
    with pytest.raises(EvaluatorError, match="was changed, or one before it was removed"), open_team_desk(database):
        pass
