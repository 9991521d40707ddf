"""`evaluator workbench`: rate, cite and settle in the browser."""

from __future__ import annotations

import importlib

import click

from evaluator.cli.shared.names import refuse_coder
from evaluator.cli.shared.options import LANG
from evaluator.cli.shared.session import Session, with_session
from evaluator.cli.workbench import backup as workbench_backup
from evaluator.cli.workbench import team
from evaluator.cli.workbench.team import needs


@click.group("workbench", invoke_without_command=True)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port. Else any free port.")
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@click.option("--coder", default="a", show_default=True, metavar="CODER", help="Coder who rates.")
@LANG("Language of the screens.")
@team.GIT
@with_session
def command(session: Session, port: int, *, no_browser: bool, coder: str, lang: str, git: bool) -> None:
    r"""Rate, cite and settle in the browser, on this machine alone.

    The workbench shows the plans of your folder, one question at a time next to the
    text of the plan. It saves every keystroke in a database, the desk, next to the
    folder (.evaluator/desk.sqlite3). When you hand in, it writes into the folder as
    `evaluator sheet import` does. The printed address holds a key; without the key no
    page opens. The commands below are for a team's server and for backups.

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
    serving = importlib.import_module("evaluator.workbench.serve")
    serving.serve(own, serving.LocalSettings(coder, port, lang, browser=not no_browser, git=git), session.tell)


kept = (workbench_backup.backup, workbench_backup.restore, workbench_backup.unpack)
for each in (team.serve, team.user, team.migrate, *kept):
    command.add_command(each)
