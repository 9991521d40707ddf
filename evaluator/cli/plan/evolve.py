"""`evaluator plan evolve`: show which rows of a plan the next plan kept, changed or dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from evaluator.cli.shared.layout import table
from evaluator.cli.shared.names import plans_named
from evaluator.cli.shared.options import PATH, formats
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.intake import RowMatch
from evaluator.plans.evolve import evolve
from evaluator.read.checks.matches import check_matches
from evaluator.read.text.table import ReadTable, read_table, write_table

STATES = ("kept", "changed", "dropped", "new")
LONGEST = 60


@click.command("evolve")
@click.argument("earlier", metavar="EARLIER")
@click.argument("later", metavar="LATER")
@click.option(
    "--matches",
    type=PATH,
    help="CSV of an earlier run, with yes or no under confirmed. Else the plan's matches.csv.",
)
@formats("table", "csv")
@with_session
def command(session: Session, earlier: str, later: str, matches: Path | None, form: str) -> None:
    r"""Show which rows of a plan the next plan kept, changed or dropped, and which are new.

    The command pairs rows by the likeness of their words, each row once. The pairs are
    proposals: write yes or no under confirmed in the CSV and pass the file with --matches,
    or keep it as matches.csv in the later plan's folder. The country report reads
    matches.csv too.

    \b
    Examples:
      evaluator plan evolve BGR-2013-2013 BGR-2018-2018
      evaluator plan evolve BGR-2013-2013 BGR-2018-2018 --format csv
    """
    first, second = (plans_named(session.library, [name], None, DEFAULT_RUBRIC)[0] for name in (earlier, later))
    if first == second:
        raise EvaluatorError(f"{first} twice. Name two plans.")
    rubric = session.library.rubric(DEFAULT_RUBRIC)
    before, after = (session.library.assessment(name, rubric) for name in (first, second))
    known = ({row.measure_id for row in plan.measures} for plan in (before, after))
    said = _said(matches, after.matches, first, *known)
    found = [
        replace(match, earlier=first)
        for match in evolve(before.measures, after.measures, session.library.plan_words.alike, said)
    ]
    if form == "csv":
        show(write_table(found, RowMatch))
        return
    counts = Counter(match.state for match in found)
    session.tell(f"{first} to {second}: {', '.join(f'{counts[state]} {state}' for state in STATES)}.")
    rows = [
        [
            match.state,
            match.old_id,
            match.new_id,
            "-" if match.likeness is None else f"{match.likeness:.2f}",
            match.confirmed,
            ", ".join(match.differs),
            (match.new_text or match.old_text)[:LONGEST],
        ]
        for match in found
    ]
    header = ["state", "earlier", "later", "likeness", "confirmed", "differs", "text"]
    show("\n".join(table(header, rows, right=[3])) + "\n")


def _said(path: Path | None, kept: Sequence[RowMatch], earlier: str, old: set[str], new: set[str]) -> list[RowMatch]:
    """Return the pairs that a person confirmed or rejected: from a named file, else from the later plan's matches.csv.

    Raises
    ------
    InvalidInputError
        With every fault of the named file: its form, another plan, an unknown row, a row in two pairs.
    """
    if path is None:
        return [match for match in kept if match.earlier == earlier]
    problems: list[Problem] = []
    read: ReadTable[object] = read_table(path, RowMatch, problems=problems)
    problems.extend(check_matches(read, {"": old, earlier: old}.get, new))
    if problems:
        raise InvalidInputError(problems)
    return [match for match in read.rows if isinstance(match, RowMatch)]
