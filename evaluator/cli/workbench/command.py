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
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port; else any that is free.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--coder", default="a", show_default=True, metavar="CODER", help="Whose ratings are rated.")
@LANG("Language of the screens.")
@team.GIT
@with_session
def command(session: Session, port: int, *, no_browser: bool, coder: str, lang: str, git: bool) -> None:
    r"""Rate, cite and settle in the browser, on this machine alone.

    The workbench shows your folder's plans, one question at a time beside the text
    of the plan, and keeps every keystroke in a desk beside the folder
    (.evaluator/desk.sqlite3). Handing in writes into the folder as `evaluator sheet
    import` does. The printed address holds a key; without it nothing opens. The
    commands below are for a team's server and for backups.

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
