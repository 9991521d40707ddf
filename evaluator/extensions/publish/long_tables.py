"""The long tables of a release, from what goes out: each with the columns that tell its rows apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.tables.study import VerdictRow, WeightRow, verdict_row
from evaluator.extensions.publish.changes import STEPS
from evaluator.extensions.publish.holdings import Group, Holdings
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.tables.base import Table, col, declared
from evaluator.tables.long import LONG_CRITERIA, LONG_EVIDENCE, LONG_PLANS, LONG_RATINGS, of_one


@dataclass(frozen=True, slots=True)
class WeightOf:
    """The row object of the table of weightings: a rubric, and one of its weights."""

    rubric: Rubric
    one: WeightRow


def _weights(group: Group, _: str) -> Iterator[WeightOf]:
    frames = group.study.weightings
    for line in effective_weights(group.rubric, frames):
        for frame, share in zip(frames, line.shares, strict=True):
            yield WeightOf(group.rubric, WeightRow(frame.id, line.kind, line.id, line.title, share))


SCORES = declared(VerdictRow, "scores")
WEIGHTINGS: Table[Group, WeightOf] = Table(
    "weightings",
    "The stated weight of one group, stance, mark, observer or criterion under one weighting of a rubric.",
    _weights,
    (
        col("rubric", "id", "rubric", lambda r: r.rubric.id, required=True),
        col("version", "text", "version of the rubric", lambda r: r.rubric.version, required=True),
        *of_one(WeightRow),
    ),
)


@dataclass(frozen=True, slots=True)
class LongTable:
    """One long table: its declaration, and the columns that tell its rows apart."""

    table: Table[Any, Any]
    key: tuple[str, ...]


UNIT = ("plan_id", "rubric")
OF_CARDS: dict[str, Table[Scorecard, Any]] = {
    f"{table.name}.csv": table for table in (LONG_PLANS, LONG_RATINGS, LONG_EVIDENCE, LONG_CRITERIA)
}
LONG = {
    f"{one.table.name}.csv": one
    for one in (
        LongTable(LONG_PLANS, UNIT),
        LongTable(LONG_RATINGS, (*UNIT, "coder", "criterion_id")),
        LongTable(LONG_EVIDENCE, (*UNIT, "evidence_id")),
        LongTable(SCORES, (*UNIT, "weighting")),
        LongTable(LONG_CRITERIA, (*UNIT, "criterion_id")),
        LongTable(WEIGHTINGS, ("rubric", "weighting", "kind", "id")),
        LongTable(STEPS, ("rubric", "weighting", "plan_id")),  # of plans that are no more, too
    )
}


def verdict_rows(groups: Iterable[Group]) -> list[VerdictRow]:
    """Return the scores of all units of groups under all frames."""
    return [
        verdict_row(group.rubric, result, entrant)
        for group in groups
        for row in group.study.verdicts
        for result, entrant in zip(row, group.study.entrants, strict=True)
    ]


def long_tables(held: Holdings, scores: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the six tables as CSV, by name of the file; `scores` are the tables of scores, one for each rubric."""
    cards = [card for group in held.groups for card in group.cards]
    rubrics = {group.rubric.id: group for group in held.groups}.values()  # the years of a record have one rubric
    found = {name: table.csv(*cards).encode() for name, table in OF_CARDS.items()}
    head = next(iter(scores.values())).partition(b"\n")[0]
    whole = b"\n".join([head, *(table.partition(b"\n")[2].rstrip(b"\n") for table in scores.values()), b""])
    return {**found, "weightings.csv": WEIGHTINGS.csv(*rubrics).encode(), "scores.csv": whole}
