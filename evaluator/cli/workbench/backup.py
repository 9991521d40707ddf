"""`evaluator workbench backup`, `restore` and `unpack`: save a desk to a file, restore it, and unpack a unit."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.options import FORCE, PATH
from evaluator.cli.shared.out import refuse_standing
from evaluator.cli.shared.session import Session, with_session
from evaluator.cli.workbench.team import ADDRESS, database_option, needs
from evaluator.errors import EvaluatorError

if TYPE_CHECKING:
    from sqlalchemy import Engine

DATABASE = database_option(default="", help=f"A team's desk: {ADDRESS}. Else the desk next to the folder.")


@click.command("backup")
@click.argument("file", type=PATH)
@DATABASE
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
    with _desk(session, database, is_new=False) as engine:
        kept = importlib.import_module("evaluator.workbench.archive").backup(engine, file)
    session.tell(f"Written: {shown_path(file)} ({kept})")


@click.command("restore")
@click.argument("file", type=PATH)
@DATABASE
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
    with _desk(session, database, is_new=True) as engine:
        kept = importlib.import_module("evaluator.workbench.archive").restore(engine, file)
    session.tell(f"Restored from {shown_path(file)}: {kept}")


@click.command("unpack")
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
    with _desk(session, "", is_new=True) as engine:
        desk = importlib.import_module("evaluator.workbench.desk").Desk(engine)
        away = importlib.import_module("evaluator.workbench.bundle").lay_out(desk, file, own)
    place = shown_path(own)
    session.tell(f"{away.unit} is in {place}. Go on with")
    session.tell(f"  evaluator workbench --library {place} --coder {away.actor}")


@contextmanager
def _desk(session: Session, database: str, *, is_new: bool) -> Iterator[Engine]:
    """Yield the engine of the desk in a database, or next to the user's folder if no database is named."""
    needs("sqlalchemy", "alembic", *(("psycopg",) if database else ()))
    desks = importlib.import_module("evaluator.workbench.desk")
    if database:
        with desks.joined(database) as desk:
            yield desk.engine
        return
    own = session.own_place()
    if not is_new and not desks.place_of(own).exists():
        raise EvaluatorError(f"{shown_path(own)} has no desk. Name the folder with --library, or a team's --database.")
    with desks.opened(own) as desk:
        yield desk.engine
