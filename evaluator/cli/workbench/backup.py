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

DATABASE = database_option(default="", help=f"A team's desk: {ADDRESS}; else the one beside the folder.")


@click.command("backup")
@click.argument("file", type=PATH)
@DATABASE
@FORCE()
@with_session
def backup(session: Session, file: Path, database: str, *, force: bool) -> None:
    r"""Write a whole desk into one file, as it is at one moment.

    A team goes on working meanwhile; a workbench on this machine alone must be ended
    first. The chain of events is proved before anything is written. Keep the file
    as you keep passwords: drafts under seal are in it.

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
    r"""Put a backup into an empty desk, of PostgreSQL or beside a folder.

    Every table is held to its fingerprint and every event to the one before; where one
    does not fit, nothing is written. People log in anew.

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
    r"""Put a unit that was taken from a team's workbench into a folder of its own.

    Take the file under "Hand in" of the team's workbench. Then answer on this machine
    alone, make the file to bring back under "Hand in" here, and bring it back there.

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
