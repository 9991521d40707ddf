"""`evaluator workbench`: rate in the browser, alone or as a team, and keep the desk safe."""

from __future__ import annotations

import functools
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import table
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.names import refuse_coder
from evaluator.cli.shared.options import FORCE, LANG, PATH
from evaluator.cli.shared.out import refuse_standing, show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, InvalidInputError, install_line
from evaluator.extensions.workbench.events import ROLES, PersonPayload, check_payload
from evaluator.extensions.workbench.fold import people

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from evaluator.extensions.workbench.accounts import Accounts

HEADING = "Rate"

EXTRAS = {"argon2": "team", "psycopg": "team", "authlib": "oidc", "joserfc": "oidc", "httpx2": "oidc"}
ADDRESS = "postgresql://USER:PASSWORD@HOST/NAME"
# The option that names the desk of a team.
database_option = functools.partial(
    click.option, "--database", envvar="EVALUATOR_DATABASE", show_envvar=True, metavar="ADDRESS"
)
DATABASE = database_option(required=True, help=f"The team's desk: {ADDRESS}.")
ANY_DESK = database_option(default="", help=f"A team's desk: {ADDRESS}. Else the desk next to the folder.")
GIT = click.option("--git", is_flag=True, help="Commit each handing-in to git; the folder must be a work tree of git.")
CODE = click.argument("code", metavar="CODE")


def needs(*names: str) -> None:
    """Raise an error if a package that a command needs is missing.

    Raises
    ------
    EvaluatorError
        A package is missing; the message gives the command that installs it.
    """
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        extras = sorted({"workbench", *(EXTRAS[name] for name in missing if name in EXTRAS)}, reverse=True)
        raise EvaluatorError(f"the workbench needs {', '.join(missing)}: run  {install_line(*extras)}")


def _needs_team() -> None:
    needs("starlette", "uvicorn", "sqlalchemy", "alembic", "psycopg", "argon2")


@click.command("serve")
@DATABASE
@click.option(
    "--listen",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    help="Host and port on which the server listens.",
)
@click.option(
    "--address", default="", metavar="URL", help="Address by which browsers reach the workbench: https://NAME."
)
@click.option(
    "--proxy", default="", metavar="IP,...", help="Addresses of the proxies whose X-Forwarded-For the server trusts."
)
@LANG("Language of the screens.")
@click.option(
    "--idle-hours",
    type=click.FloatRange(0, 720, min_open=True),
    default=12,
    show_default=True,
    metavar="HOURS",
    help="Hours without a request after which a person must log in again.",
)
@click.option(
    "--oidc-issuer", default="", metavar="URL", help="Login provider (OpenID Connect) that people can use too."
)
@click.option("--oidc-client", default="", metavar="ID", help="Client id that the provider gave the workbench.")
@GIT
@with_session
def serve(  # noqa: PLR0913  (click's own signature)
    session: Session,
    database: str,
    listen: str,
    address: str,
    proxy: str,
    lang: str,
    idle_hours: float,
    oidc_issuer: str,
    oidc_client: str,
    *,
    git: bool,
) -> None:
    r"""Serve the workbench to a team: people log in, the desk is in PostgreSQL.

    Put a proxy with https in front of the server (docs/workbench-team.md). Several
    servers may use one desk and one folder. The command reads the secret of a login
    provider from the variable EVALUATOR_OIDC_SECRET.

    \b
    Examples:
      evaluator workbench serve --library my-folder --database postgresql://desk@/desk
      evaluator workbench serve --address https://desk.example.org --proxy 127.0.0.1
    """
    _needs_team()
    if oidc_issuer:
        needs("authlib", "joserfc", "httpx2")
    own, secret = session.own_place(), os.environ.get("EVALUATOR_OIDC_SECRET", "")
    serving = importlib.import_module("evaluator.extensions.workbench.team")
    asked = serving.TeamSettings(
        database, listen, address, proxy, lang, oidc_issuer, oidc_client, secret, git, idle_hours
    )
    serving.serve(own, asked, session.tell)


@click.command("migrate", hidden=True)
@DATABASE
@with_session
def migrate(session: Session, database: str) -> None:
    r"""Make the tables of a team's desk, or upgrade them to this version.

    The command makes all changes or none. Make a backup before you install a new version.

    \b
    Example:
      evaluator workbench migrate --database postgresql://desk@/desk
    """
    _needs_team()
    at = importlib.import_module("evaluator.extensions.workbench.database")
    engine = at.team_engine(at.team_url(database))
    before, now = at.migrate(engine)
    name = at.database_name(engine.url)
    engine.dispose()
    same = f"{name} has the schema {now} already; nothing was changed."
    session.tell(same if before == now else f"{name}: schema {before or 'none'} before, {now} now.")


@click.group("user")
def user() -> None:
    """Add, list and bar the people of a team, and set their passwords."""


@user.command("add")
@CODE
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Role of the person; repeatable."
)
@click.option("--office", default="", metavar="NAME", help="For an official: the office that they speak for.")
@click.option("--country", default="", metavar="COUNTRY", help="For an official: the country.")
@click.option("--email", default="", metavar="ADDRESS", help="E-mail address that the login provider has verified.")
@click.option(
    "--no-password",
    is_flag=True,
    help="Set no password: an invitation or provider logs them in; an old password stays.",
)
@DATABASE
@with_session
def add(
    session: Session,
    code: str,
    roles: tuple[str, ...],
    office: str,
    country: str,
    email: str,
    *,
    no_password: bool,
    database: str,
) -> None:
    r"""Add a person, or change their roles; the command asks for the password, or reads it from standard input.

    \b
    Examples:
      evaluator workbench user add ana --role lead --role coder
      evaluator workbench user add moi --role official --office "Ministry of the Interior" --country XAR
    """
    said = {"code": code, "roles": roles, "office": office, "country": country.upper()}
    try:
        check_payload(PersonPayload, said)
    except InvalidInputError as error:
        raise EvaluatorError("; ".join(f"{p.key or 'the person'}: {p.expected}" for p in error.problems)) from None
    person = PersonPayload.model_validate(said)
    with _team_accounts(database) as accounts:
        accounts.add(person, "" if no_password else _password(code), email)
    session.tell(f"{code} is known as: {', '.join(roles)}.")


@user.command("list")
@DATABASE
@with_session
def listed(_: Session, database: str) -> None:
    r"""List the people of a team: codes, roles, and how they log in.

    \b
    Example:
      evaluator workbench user list
    """
    with _team_accounts(database) as accounts:
        known, ways = people(accounts.desk.events()), accounts.all()
    rows = []
    for code, person in sorted(known.items()):
        way = ways.get(code)
        speaks = f"{person.office} ({person.country})" if person.office else ""
        may, has = ("yes" if is_so else "no" for is_so in (person.active, way is not None and way.has_password))
        rows.append((code, ", ".join(person.roles), speaks, may, has, way.email if way else ""))
    show("\n".join([*table("code|roles|speaks for|may come in|password|e-mail", rows), ""]))


@user.command("remove")
@CODE
@DATABASE
@with_session
def remove(session: Session, code: str, database: str) -> None:
    r"""Bar a person at once; the desk keeps the record of what they did.

    \b
    Example:
      evaluator workbench user remove ana
    """
    with _team_accounts(database) as accounts:
        accounts.remove(code)
    session.tell(f"{code} is barred, and logged out.")


@user.command("password")
@CODE
@DATABASE
@with_session
def password(session: Session, code: str, database: str) -> None:
    r"""Set a person's new password and log them out; the command asks for it, or reads it from standard input.

    \b
    Example:
      evaluator workbench user password ana
    """
    with _team_accounts(database) as accounts:
        accounts.person(code)
        accounts.set_password(code, _password(code))
    session.tell(f"{code} has a new password.")


@contextmanager
def _team_accounts(database: str) -> Iterator[Accounts]:
    _needs_team()
    module = importlib.import_module("evaluator.extensions.workbench.accounts")
    with importlib.import_module("evaluator.extensions.workbench.desk").open_team_desk(database) as desk:
        yield module.Accounts(desk)


def _password(code: str) -> str:
    """Prompt for a password, twice on a terminal, or read it from the first line of a pipe; never from arguments."""
    if _is_typed():
        return str(click.prompt(f"Password of {code}", hide_input=True, confirmation_prompt="The same again", err=True))
    found = sys.stdin.readline().rstrip("\r\n")
    if not found:
        raise EvaluatorError("no password: it is read from the first line of standard input, which is empty.")
    return found


def _is_typed() -> bool:
    return sys.stdin.isatty()


@click.command("backup")
@click.argument("file", type=PATH)
@ANY_DESK
@FORCE()
@with_session
def backup(session: Session, file: Path, database: str, *, force: bool) -> None:
    r"""Save a whole desk in one file, in its state at one moment.

    A team can go on working meanwhile; end a workbench on this machine alone first.
    The command checks the chain of events before it writes anything. Keep the file
    as you keep passwords: it contains drafts under seal.

    \b
    Examples:
      evaluator workbench backup desk-2026-11-26.zip --database postgresql://desk@/desk
      evaluator workbench backup desk.zip --library my-folder
    """
    refuse_standing(file, session.library, force=force, remedy="Name another file, or use --force.")
    with _open_desk(session, database, is_new=False) as engine:
        kept = importlib.import_module("evaluator.extensions.workbench.archive").backup(engine, file)
    session.tell(f"Written: {shown_path(file)} ({kept})")


@click.command("restore", hidden=True)
@click.argument("file", type=PATH)
@ANY_DESK
@with_session
def restore(session: Session, file: Path, database: str) -> None:
    r"""Put a backup into an empty desk: a PostgreSQL database, or the desk next to a folder.

    The command checks every table against its fingerprint and every event against the
    event before. If one does not match, it writes nothing. People must log in again.

    \b
    Examples:
      evaluator workbench restore desk-2026-11-26.zip --database postgresql://desk@/new
      evaluator workbench restore desk.zip --library new-folder
    """
    with _open_desk(session, database, is_new=True) as engine:
        kept = importlib.import_module("evaluator.extensions.workbench.archive").restore(engine, file)
    session.tell(f"Restored from {shown_path(file)}: {kept}")


@click.command("unpack", hidden=True)
@click.argument("file", type=PATH)
@with_session
def unpack(session: Session, file: Path) -> None:
    r"""Unpack a unit of a team's workbench into a folder of its own.

    Download FILE under "Hand in" of the team's workbench, unpack it and rate the unit on
    this machine. Then download "The file to bring back" under "Hand in" of the workbench
    here, and press "Bring back" under "Hand in" of the team's workbench.

    \b
    Example:
      evaluator workbench unpack XAR-2022-2025.b.unit.zip --library my-travels
    """
    own = session.own_place()
    with _open_desk(session, "", is_new=True) as engine:
        desk = importlib.import_module("evaluator.extensions.workbench.desk").Desk(engine)
        away = importlib.import_module("evaluator.extensions.workbench.bundle").lay_out(desk, file, own)
    place = shown_path(own)
    session.tell(f"{away.unit} is in {place}. Go on with")
    session.tell(f"  evaluator workbench --library {place} --coder {away.actor}")


@contextmanager
def _open_desk(session: Session, database: str, *, is_new: bool) -> Iterator[Engine]:
    """Yield the engine of the desk in a database, or next to the user's folder if no database is named."""
    needs("sqlalchemy", "alembic", *(("psycopg",) if database else ()))
    desks = importlib.import_module("evaluator.extensions.workbench.desk")
    if database:
        with desks.open_team_desk(database) as desk:
            yield desk.engine
        return
    own = session.own_place()
    if not is_new and not desks.place_of(own).exists():
        raise EvaluatorError(f"{shown_path(own)} has no desk. Name the folder with --library, or a team's --database.")
    with desks.open_desk(own) as desk:
        yield desk.engine


@click.group("workbench", cls=CommandGroup, invoke_without_command=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Port. Else that of the last start, or any free one.",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@click.option("--coder", default="a", show_default=True, metavar="CODER", help="Coder who rates.")
@LANG("Language of the screens.")
@GIT
@with_session
def command(session: Session, port: int, *, no_browser: bool, coder: str, lang: str, git: bool) -> None:
    r"""Rate, cite and settle in the browser, on this machine alone.

    The workbench shows the plans of your folder, one question at a time next to the
    text of the plan. It saves every keystroke in a database, the desk, next to the
    folder (.evaluator/desk.sqlite3). When you hand in, it writes into the folder as
    `evaluator sheet import` does. The printed address holds a key, which opens once;
    the next address is printed when it was used. The commands below are for a team's server and for backups.

    \b
    Examples:
      evaluator workbench --library my-folder
      evaluator workbench --library my-folder --port 8765 --no-browser
    """
    if click.get_current_context().invoked_subcommand is not None:
        return
    needs("starlette", "uvicorn", "sqlalchemy")
    refuse_coder(coder)
    own = session.own_place()
    serving = importlib.import_module("evaluator.extensions.workbench.app")
    serving.serve(own, serving.LocalSettings(coder, port, lang, browser=not no_browser, git=git), session.tell)


for each in (serve, user, migrate, backup, restore, unpack):
    command.add_command(each)
