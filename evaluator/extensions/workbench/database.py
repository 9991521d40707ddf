"""The database of a desk: SQLite for a folder, PostgreSQL for a team; its tables and their version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from evaluator.errors import EvaluatorError
from evaluator.model.sentence import say

MIGRATIONS = Path(__file__).parent / "migrations"
FIRST, SCHEMA = "0001", "0002"  # versions of the tables: the first one, and the one for this code
DRIVER = "postgresql+psycopg"
# What SQLite and PostgreSQL say of a full disk.
FULL = ("disk is full", "no space left", "disk full", "could not extend file")
NO_ANSWER = say("the desk's database does not answer; nothing was saved. Try again in a minute.")
DISK_IS_FULL = say("The disk is full. Nothing of this was written; make room, and send it again.")
KINDS = ("postgresql", "postgres", DRIVER)
METADATA = MetaData()
# `number` has no gaps and `previous` is unique, so two simultaneous writers cannot both follow the same event.
EVENTS = Table(
    "events",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("uuid", String(36), nullable=False, unique=True),
    Column("actor", String(40), nullable=False),
    Column("at", String(32), nullable=False),
    Column("unit", String(200), nullable=False, index=True),
    Column("criterion", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payload", Text, nullable=False),
    Column("base", String(64), nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
)
# Only the hash of a key is stored, so a reader of the database cannot log in with it.
KEYS = Table(
    "keys",
    METADATA,
    Column("code", String(40), primary_key=True),
    Column("sha256", String(64), unique=True),
    Column("until", String(32)),
)
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("code", String(40), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("until", String(32), nullable=False),
)
# The logins of a team. People's roles are in the events.
ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("code", String(40), primary_key=True),
    Column("password", Text),
    Column("email", String(254), unique=True),
)
# Alembic's version table, under a name that no other product uses.
VERSION = Table("workbench_schema", MetaData(), Column("version_num", String(32), primary_key=True))


class DeskDownError(EvaluatorError):
    """The database does not answer now; the same request may succeed later."""


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """Open a database transaction for the block, committed if the block succeeds.

    Raises
    ------
    EvaluatorError
        The database does not answer (`DeskDownError`), or refuses a statement. A duplicate row
        raises SQLAlchemy's own IntegrityError.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except IntegrityError:
        raise
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        is_full = any(words in str(error).lower() for words in FULL)
        raise DeskDownError(DISK_IS_FULL if is_full else NO_ANSWER) from error
    except SQLAlchemyError as error:
        raise EvaluatorError(f"the desk's database did not take this ({error.__class__.__name__}).") from error


def alone(connection: Connection) -> None:
    """Lock the events against other writers until the transaction ends; SQLite needs no lock, see `EVENTS`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE events IN EXCLUSIVE MODE"))


def team_url(given: str) -> URL:
    """Return the URL of a team's database.

    Raises
    ------
    EvaluatorError
        It is not a PostgreSQL URL. The message does not repeat the URL, which may hold a password.

    Examples
    --------
    >>> database_name(team_url("postgresql://ana:secret@db.example.org/desk"))
    'postgresql://db.example.org/desk'
    """
    wanted = "Write postgresql://USER:PASSWORD@HOST/NAME, with signs such as @ : / in the password as %40 %3A %2F."
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise EvaluatorError(f"--database is not the address of a database. {wanted}") from None
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite":
        raise EvaluatorError(
            f"--database names a file of SQLite, which has one program at a time; a team needs PostgreSQL. {wanted} "
            "To work alone on this machine, run: evaluator workbench"
        )
    if url.drivername not in KINDS:
        raise EvaluatorError(f"--database names a database of the kind {kind!r}; a desk needs PostgreSQL. {wanted}")
    if "@" in f"{url.host}{url.database}" or not url.database:
        raise EvaluatorError(f"--database has no name of a database where one is looked for. {wanted}")
    return url.set(drivername=DRIVER)


def database_name(url: URL) -> str:
    """Return the name of a database for messages: its URL without user, password or options."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or ''}{port}/{url.database}"


def team_engine(url: URL) -> Engine:
    """Return the engine of a team's database, which leaves the values of rows out of its messages."""
    said = {"connect_timeout": 5, "application_name": "evaluator workbench"}
    return create_engine(
        url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True, connect_args=said
    )


def hold_up(engine: Engine) -> None:
    """Raise an error unless the database is a desk of this toolkit's version.

    Raises
    ------
    EvaluatorError
        The database does not answer, is another product's, or is empty, older or newer; the message
        gives the command that mends it.
    """
    name = database_name(engine.url)
    command = f"evaluator workbench migrate --database {name}"
    version, tables = look(engine)
    if not tables:
        raise EvaluatorError(f"{name} holds no desk yet. Make one (with your user and password):\n  {command}")
    if version is None:
        raise EvaluatorError(_foreign_database_words(name, tables))
    if version > SCHEMA:
        raise EvaluatorError(
            f"{name} was made by a newer toolkit (schema {version}; this one knows {SCHEMA}). "
            "Update this one as it was installed (the guide: How do I install it?)."
        )
    if version != SCHEMA:
        raise EvaluatorError(
            f"{name} has the schema {version}; this toolkit works with {SCHEMA}. "
            f"Make a backup of the database, then (with your user and password):\n  {command}"
        )


def look(engine: Engine) -> tuple[str | None, list[str]]:
    """Return the version of a database's tables, or None if it states none, and the names of its tables.

    Raises
    ------
    EvaluatorError
        The database does not answer, or its encoding is not UTF-8.
    """
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                encoding = connection.scalar(text("SHOW server_encoding"))
                if encoding != "UTF8":
                    raise EvaluatorError(
                        f"{database_name(engine.url)} is in the encoding {encoding}; a desk needs UTF8. "
                        "Make a new one:  createdb --encoding=UTF8 --template=template0 NAME"
                    )
            tables = sorted(inspect(connection).get_table_names())
            stated = connection.scalar(select(VERSION.c.version_num)) if VERSION.name in tables else None
    except SQLAlchemyError as error:
        raise EvaluatorError(
            f"{database_name(engine.url)}: no desk that can be opened ({_reason(engine.url, error)})"
        ) from None
    return stated, tables


def _foreign_database_words(name: str, tables: list[str]) -> str:
    found = ", ".join(tables[:3]) + (", ..." if len(tables) > 3 else "")  # noqa: PLR2004  (enough to know it by)
    return f"{name} is another product's database (tables {found}). Name an empty one of its own; nothing was changed."


def _reason(url: URL, error: SQLAlchemyError) -> str:
    """Return why a database cannot be opened, in the driver's words with all secrets of the URL removed."""
    said = str(getattr(error, "orig", None) or error.__class__.__name__).strip().splitlines()
    words = said[0] if said else error.__class__.__name__
    secrets = [url.password, *(value for value in url.query.values() if isinstance(value, str))]
    for secret in filter(None, map(str, filter(None, secrets))):
        words = words.replace(secret, "***")
    return words


def migrate(engine: Engine) -> tuple[str | None, str]:
    """Upgrade a database to this version's tables, all or nothing; return the versions before and after.

    Raises
    ------
    EvaluatorError
        The database does not answer, is another product's, or is newer than this toolkit.
    """
    from alembic import command
    from alembic.config import Config

    version, tables = look(engine)
    if tables and version is None:
        raise EvaluatorError(_foreign_database_words(database_name(engine.url), tables))
    if version is not None and version > SCHEMA:
        hold_up(engine)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with asking(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return version, SCHEMA


def prepare(engine: Engine) -> None:
    """Create the tables of a SQLite desk, or upgrade older ones to this version.

    Raises
    ------
    EvaluatorError
        The database is not a desk, or is newer than this toolkit.
    """
    version, tables = look(engine)
    if not tables:
        with asking(engine) as connection:
            METADATA.create_all(connection)
            _write_version(connection, SCHEMA)
        return
    if version is None and {"events", "keys", "sessions"} <= set(tables):
        with asking(engine) as connection:
            _write_version(connection, FIRST)  # databases of the first version have no version table
    if version != SCHEMA:
        migrate(engine)


def _write_version(connection: Connection, version: str) -> None:
    VERSION.create(connection)
    connection.execute(VERSION.insert(), {"version_num": version})
