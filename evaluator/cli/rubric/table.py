"""`evaluator rubric export` and `import`: the criteria of a rubric as a spreadsheet, and back."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli.rubric.moves import diff_text
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import wrapped
from evaluator.cli.shared.options import FORCE, PATH
from evaluator.cli.shared.out import refuse_standing, show, write_out
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import UnknownNameError
from evaluator.intake.rubric_revision import revision_of
from evaluator.intake.rubric_table import criteria_csv, criteria_table, criteria_xlsx, read_criteria
from evaluator.model.rubric import Rubric
from evaluator.read.layers import Layers
from evaluator.store.change import write_all


def _own(session: Session, name: str) -> tuple[Rubric, Layers]:
    library = session.library
    if name not in library.rubric_names:
        raise UnknownNameError("rubric", name, library.rubric_names)
    return library.rubric(name), library.layers.below("rubrics").below(name)


@click.command("export")
@click.argument("name")
@click.option("--out", "-o", type=PATH, default=None, metavar="FILE", help="File to write, .xlsx or .csv.")
@FORCE()
@with_session
def export(session: Session, name: str, out: Path | None, *, force: bool) -> None:
    r"""Write the criteria of a rubric into a spreadsheet, a row for each.

    The rows hold question, level texts and recommendation, for a working group to revise.
    Write yes under `rate again` where a change makes earlier ratings invalid. A row
    without an id is a new criterion.

    \b
    Examples:
      evaluator rubric export my-rubric
      evaluator rubric export my-rubric --out criteria.csv
    """
    rubric, _ = _own(session, name)
    file = out or Path(f"{name}.xlsx")
    refuse_standing(file, session.library, force=force)
    table = criteria_table(rubric)
    content = (
        criteria_csv(table).encode() if file.suffix == ".csv" else criteria_xlsx(table, f"{name} {rubric.version}")
    )
    write_out(file, content)
    show(f"{shown_path(file)}\n")
    session.tell(f"Next: `evaluator rubric import {name} {shown_path(file)}` shows what was changed in it.")


@click.command("import")
@click.argument("name")
@click.argument("file", type=PATH)
@click.option("--take", is_flag=True, help="Write the changes. Without it the command only shows them.")
@with_session
def import_(session: Session, name: str, file: Path, *, take: bool) -> None:
    r"""Show what a revised spreadsheet changes in a rubric, and take it with --take.

    The files keep their comments and their order. The version number rises by what the
    changes need. A criterion that the spreadsheet lacks stays; weights stay in weightings/.

    \b
    Examples:
      evaluator rubric import my-rubric my-rubric.xlsx
      evaluator rubric import my-rubric my-rubric.xlsx --take
    """
    own = session.own_folder() if take else None
    rubric, layers = _own(session, name)
    rows = read_criteria(file, session.library.plan_words)
    found = revision_of(rubric, layers, rows, file, frozenset(session.library.standards) or None)
    show(diff_text(found.diff, []))
    if found.left:
        session.tell("\n".join(wrapped(f"Not in the spreadsheet, and kept as they are: {', '.join(found.left)}.")))
    if own is None:
        if found.files:
            session.tell("Nothing was written: add --take to take these changes.")
        return
    session.before_change()
    session.tell_written(*write_all(own, {f"rubrics/{name}/{path}": text for path, text in found.files.items()}))
