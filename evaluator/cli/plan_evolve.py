"""`evaluator plan evolve`: what became of the rows of a plan in the next one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from evaluator.cli.layout import table
from evaluator.cli.names import plans_named
from evaluator.cli.out import show
from evaluator.cli.session import Session, with_session
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.intake.evolve import evolve
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.intake import RowMatch
from evaluator.read.table import read_table, write_table

STATES = ("kept", "changed", "dropped", "new")
LONGEST = 60


@click.command("evolve")
@click.argument("earlier", metavar="EARLIER")
@click.argument("later", metavar="LATER")
@click.option(
    "--matches", type=click.Path(path_type=Path), help="CSV of an earlier run, with yes or no under confirmed."
)
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@with_session
def command(session: Session, earlier: str, later: str, matches: Path | None, form: str) -> None:
    r"""Show which rows of a plan the next one kept, changed, dropped, and which are new.

    Rows are paired by the likeness of their words, each once. The pairs are proposals:
    write yes or no under confirmed in the CSV, and give it back with --matches.

    \b
    Examples:
      evaluator plan evolve BGR-2013-2013 BGR-2018-2018
      evaluator plan evolve BGR-2013-2013 BGR-2018-2018 --format csv
    """
    first, second = (plans_named(session.library, [name], None, DEFAULT_RUBRIC)[0] for name in (earlier, later))
    if first == second:
        raise EvaluatorError(f"{first} twice. Name two plans.")
    rubric = session.library.rubric(DEFAULT_RUBRIC)
    old, new = (session.library.assessment(name, rubric).measures for name in (first, second))
    known = ({row.measure_id for row in old}, {row.measure_id for row in new})
    found = evolve(old, new, session.library.plan_words.alike, _said(matches, *known))
    if form == "csv":
        show(write_table(found, RowMatch))
        return
    counts = Counter(match.state for match in found)
    session.tell(f"{first} to {second}: {', '.join(f'{counts[state]} {state}' for state in STATES)}.")
    rows = [
        [match.state, match.old_id, match.new_id, _number(match), ", ".join(match.differs), _text(match)]
        for match in found
    ]
    show("\n".join(table(["state", "earlier", "later", "likeness", "differs", "text"], rows, right=[3])) + "\n")


def _number(match: RowMatch) -> str:
    return "-" if match.likeness is None else f"{match.likeness:.2f}"


def _text(match: RowMatch) -> str:
    return (match.new_text or match.old_text)[:LONGEST]


def _said(path: Path | None, old: set[str], new: set[str]) -> tuple[RowMatch, ...]:
    """Return what a person said of pairs.

    Raises
    ------
    InvalidInputError
        With every fault: form, a row that a plan does not have, a row confirmed twice.
    """
    if path is None:
        return ()
    problems: list[Problem] = []
    read = read_table(path, RowMatch, problems=problems)
    seen: set[tuple[str, str]] = set()
    for at, match in enumerate(read.rows):
        for column, named, known in (("old_id", match.old_id, old), ("new_id", match.new_id, new)):
            if named and named not in known:
                problems.append(read.problem(at, column, repr(named), "a row of the plan"))
            if match.confirmed == "yes" and named:
                if (column, named) in seen:
                    problems.append(read.problem(at, column, f"{named!r} confirmed twice", "each row in one pair"))
                seen.add((column, named))
    if problems:
        raise InvalidInputError(problems)
    return read.rows
