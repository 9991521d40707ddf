"""`evaluator demo`: write three invented countries, which use every part of the toolkit, into a folder."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from evaluator.cli.shared.options import PATH
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session, with_session
from evaluator.library import examples_root
from evaluator.store.folder import copy_whole

# The commands to try next: what each shows, and its words without --library.
NEXT = (
    ("everything is sound", "check"),
    ("the graded scorecard", "score XAR"),
    ("why one gate holds: passage, evidence, level, weight", "explain XAR non-punishment"),
    (
        "the same three plans in other eyes: grades and ranks turn",
        "contrast XAR XBE XCA -w equal -w gaatw -w national-police-border --show scores",
    ),
    ("the printed report", "report XAR"),
)


@click.command("demo")
@click.argument("folder", default="nap-demo", type=PATH, metavar="[FOLDER]")
@with_session
def command(session: Session, folder: Path) -> None:  # noqa: ARG001  (a command of the session as the others)
    r"""Write three invented countries into a folder, to try it on.

    One country is complete: the text of its plan as PDF and Word file, measures, money,
    three coders whose disputes are settled, a reply of its government, recommendations
    and their outcomes, implementation, and an earlier edition. Its two neighbours are
    rated too, so that you see grades change with the weighting. Nothing in the demo is
    real, and every page says so. FOLDER must not exist yet; without it the folder is
    nap-demo.

    \b
    Examples:
      evaluator demo
      evaluator demo my-demo
    """
    folder = folder.expanduser()  # the printed commands quote the folder, so that a shell does not expand `~`
    files = copy_whole(examples_root(), folder)
    show(demo_text(folder, len(files)))


def demo_text(folder: Path, files: int) -> str:
    """Return the message after a demo: the number of files written, and the commands to try next."""
    library = shlex.quote(str(folder))
    lines = [
        f"{folder}: {files} files of three invented countries, Arvenia (XAR), Belmora (XBE) and Castria (XCA).",
        "",
    ]
    lines.append("Next:")
    for what, words in NEXT:
        line = f"evaluator {words} {library}" if words == "check" else f"evaluator {words} --library {library}"
        lines += [f"  {line}", f"      # {what}"]
    return "\n".join([*lines, "", "docs/tutorial.md walks through it."]) + "\n"
