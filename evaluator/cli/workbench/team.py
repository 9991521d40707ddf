"""`evaluator workbench serve`, `user` and `migrate`: a team's workbench, with its desk in PostgreSQL."""

from __future__ import annotations

import functools
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from evaluator.cli.shared.layout import table
from evaluator.cli.shared.options import LANG
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.workbench.events import ROLES, PersonPayload, checked
from evaluator.workbench.fold import people

if TYPE_CHECKING:
    from evaluator.workbench.accounts import Accounts

EXTRAS = {"argon2": "team", "psycopg": "team", "authlib": "oidc", "joserfc": "oidc", "httpx2": "oidc"}
ADDRESS = "postgresql://USER:PASSWORD@HOST/NAME"
# The option that names the desk of a team.
database_option = functools.partial(
    click.option, "--database", envvar="EVALUATOR_DATABASE", show_envvar=True, metavar="ADDRESS"
)
DATABASE = database_option(required=True, help=f"The team's desk: {ADDRESS}.")
HEAD = ("code", "roles", "speaks for", "may come in", "password", "e-mail")
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
        extras = ",".join(sorted({"workbench", *(EXTRAS[name] for name in missing if name in EXTRAS)}, reverse=True))
        raise EvaluatorError(f"the workbench needs {', '.join(missing)}: pip install 'nap-evaluator[{extras}]'")


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
    serving = importlib.import_module("evaluator.workbench.team")
    asked = serving.Served(database, listen, address, proxy, lang, oidc_issuer, oidc_client, secret, git, idle_hours)
    serving.serve(own, asked, session.tell)


@click.command("migrate")
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
    at = importlib.import_module("evaluator.workbench.database")
    engine = at.team_engine(at.team_url(database))
    before, now = at.migrate(engine)
    name = at.named(engine.url)
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
@click.option("--country", default="", metavar="ISO3", help="For an official: the country.")
@click.option("--email", default="", metavar="ADDRESS", help="E-mail address that the login provider has verified.")
@click.option(
    "--no-password",
    is_flag=True,
    help="Set no password: an invitation or provider logs them in; an old password stays.",
)
@DATABASE
@with_session
def add(  # noqa: PLR0913  (click's own signature)
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
        checked(PersonPayload, said)
    except InvalidInputError as error:
        raise EvaluatorError("; ".join(f"{p.key or 'the person'}: {p.expected}" for p in error.problems)) from None
    person = PersonPayload.model_validate(said)
    with _accounts(database) as accounts:
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
    with _accounts(database) as accounts:
        known, ways = people(accounts.desk.events()), accounts.all()
    rows = []
    for code, person in sorted(known.items()):
        way = ways.get(code)
        speaks = f"{person.office} ({person.country})" if person.office else ""
        may, has = ("yes" if is_so else "no" for is_so in (person.active, way is not None and way.has_password))
        rows.append((code, ", ".join(person.roles), speaks, may, has, way.email if way else ""))
    show("\n".join([*table(HEAD, rows), ""]))


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
    with _accounts(database) as accounts:
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
    with _accounts(database) as accounts:
        accounts.person(code)
        accounts.set_password(code, _password(code))
    session.tell(f"{code} has a new password.")


@contextmanager
def _accounts(database: str) -> Iterator[Accounts]:
    _needs_team()
    module = importlib.import_module("evaluator.workbench.accounts")
    with importlib.import_module("evaluator.workbench.desk").joined(database) as desk:
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
