"""Rows of the tables on the nearest frames, on plans that change places between two frames, and on what moves each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evaluator.contrasts.findings import Findings, Way
from evaluator.contrasts.moves import MovePart
from evaluator.contrasts.nearest import Neighbour, neighbours
from evaluator.contrasts.study import ranking_column
from evaluator.contrasts.tables.section_table import ContrastTable, SectionTable
from evaluator.contrasts.turns import GapChange, turn_words
from evaluator.model.contrast import MoveChoices
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Two plans that change places between two weightings; rows of kind `criterion` and `rest` add up to `total`."""

    before: str = column("id", "weighting before")
    after: str = column("id", "weighting after")
    plan_id: str = column("id", "plan that passes the other")
    other: str = column("id", "plan that is passed")
    kind: str = column("text", "total, criterion (those that do most), or rest: all other criteria together")
    id: str = column("id", "criterion; `total` or `rest`")
    gap_before: float | None = column("number", "score of the plan that passes less that of the other, before")
    gap_after: float | None = column("number", "the same after")
    points: float | None = column("number", "points of the plan that passes; empty without a value")
    other_points: float | None = column("number", "points of the plan that is passed; empty without a value")
    part: float | None = column("number", "what it adds to the change of the gap; for the total, the change")
    text: str = column("text", "the title; for the total, the turn in words")
    ranking: str = ranking_column()


NEAREST = SectionTable("nearest", "nearest", "Nearest frames", Neighbour)
TURNS = SectionTable("turns", "moves", "Who passes whom", TurnRow, is_order=True)
MOVES = SectionTable("moves", "moves", "Moves between frames", MovePart)
MOVE_KINDS = (NEAREST, TURNS, MOVES)


def move_tables(found: Findings, *, ranks: bool) -> tuple[ContrastTable, ...]:
    """Return the tables of nearest frames, turns and moves. With `ranks` False nothing is said of places."""
    near = found.neighbours if ranks else [replace(one, pairs=None, turned=None) for one in found.neighbours]
    return NEAREST.of(near), TURNS.of(turn_rows(found)), MOVES.of(_move_rows(found, ranks=ranks))


def nearest_and_furthest(found: Findings) -> tuple[Way, ...]:
    """Return of the frames under which plans change places the nearest and the furthest, by the weight elsewhere."""
    order = [one.weighting for one in neighbours(found.study.rubric, found.study.weightings)]
    turning = sorted((way for way in found.ways if way.turns), key=lambda way: order.index(way.after))
    return tuple(turning[:1] + turning[1:][-1:])


def turn_rows(found: Findings) -> list[TurnRow]:
    """Return the rows of every turn from the first weighting to each other one."""
    rubric, ranking = found.study.rubric, found.study.ranking_word
    return [row for way in found.ways for turn in way.turns for row in _rows_of_turn(way, turn, rubric, ranking)]


def _rows_of_turn(way: Way, turn: GapChange, rubric: Rubric, ranking: str) -> Iterator[TurnRow]:
    number = (rubric.contrast.moves if rubric.contrast else MoveChoices()).names
    row = TurnRow(way.before, way.after, turn.one, turn.other, ranking=ranking)
    before, after = turn.gaps
    words = turn_words(turn, rubric)
    yield replace(row, kind="total", id="total", gap_before=before, gap_after=after, part=turn.change, text=words)
    named = turn.named(number)
    for part in named:
        one, other = part.points
        yield replace(
            row, kind="criterion", id=part.id, points=one, other_points=other, part=part.part, text=part.title
        )
    if len(turn.parts) > len(named):
        yield replace(row, kind="rest", id="rest", part=turn.rest(number))


def _move_rows(found: Findings, *, ranks: bool) -> list[MovePart]:
    rows = []
    for way in found.ways:
        for move in way.moves:
            first, words = move.before, move.sentence if ranks else move.sentence_without_ranks
            total = MovePart(first.plan_id, way.before, way.after, "total", "total", first.score, text=words)
            if move.change is not None:
                total = replace(total, change=move.change, pull=move.change)
            rows += [total, *move.stances, *move.criteria]
    return rows
