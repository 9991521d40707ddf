"""What parts the lowest and the highest score of a plan: its criteria between two frames, in a ledger that adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluator.contrasts.frame_block import FrameRow
from evaluator.contrasts.moves import Move, moves
from evaluator.contrasts.study import Study
from evaluator.model.report import least_move
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import adds_up, printed

NAMED = 8  # criteria that a ledger names: those with the largest pull up or down


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One criterion between two frames: its level, and by how much it raises the score (negative: lowers it)."""

    title: str
    level: int | None
    top: int
    pull: float

    @property
    def told(self) -> str:
        """Return the pull as printed, with its sign."""
        return _signed_points(self.pull)


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The criteria that make a plan score more under one frame than another; lines and rest add up to the gap."""

    label: str
    lowest: FrameRow
    highest: FrameRow
    lines: tuple[LedgerLine, ...]
    others: int
    rest: float
    gap: float

    @property
    def told(self) -> tuple[str, str]:
        """Return the rest and the gap as printed."""
        return _signed_points(self.rest), _signed_points(self.gap)

    @property
    def is_rounded(self) -> bool:
        """Return whether rounding keeps the printed pulls from adding up to the printed gap."""
        parts = [Decimal(line.told) for line in self.lines] + ([Decimal(self.told[0])] if self.others else [])
        return not adds_up(parts, Decimal(self.told[1]))


def ledgers_of(study: Study, plans: Sequence[tuple[str, str, Sequence[FrameRow]]], lang: str) -> tuple[LedgerView, ...]:
    """Return a ledger for each plan whose graded scores lie apart by what counts, those furthest apart first.

    `plans` are ids and names with the plan's rows under every frame. Nothing where contributions do not add up.
    """
    least, found = least_move(study.rubric.report), []
    known: dict[tuple[str, str], tuple[Move, ...]] = {}
    for plan, label, rows in plans:
        graded = [row for row in rows if row.state == "graded"]
        low, high = (end(graded, key=_rounded_score, default=None) for end in (min, max))
        if low is None or high is None or rounded(_rounded_score(high) - _rounded_score(low)) < least:
            continue
        pair = (_frame_of(low), _frame_of(high))
        known[pair] = known.get(pair) or moves(study, *pair)
        at = study.plan_ids.index(plan)
        found += _ledger_view(study, at, known[pair][at], (label, low, high), lang)
    return tuple(sorted(found, key=lambda ledger: (-rounded(ledger.gap), ledger.label)))


def _rounded_score(row: FrameRow) -> float:
    return rounded(row.value or 0.0)


def _frame_of(row: FrameRow) -> str:
    return row.id.rpartition("|")[2]


def _signed_points(number: float) -> str:
    return f"{printed(number, 3):+}"


def _ledger_view(
    study: Study, at: int, move: Move, ends: tuple[str, FrameRow, FrameRow], lang: str
) -> list[LedgerView]:
    pulling = [part for part in move.criteria if rounded(part.pull) != 0]
    if not pulling or move.change is None:
        return []
    named = sorted(pulling, key=lambda part: rounded(-abs(part.pull)))[:NAMED]
    levels = {outcome.criterion_id: outcome.level for outcome in study.entrants[at].outcomes}
    title, top = study.rubric.title, study.rubric.scale.top
    lines = tuple(
        LedgerLine(title(part.id, lang), levels[part.id], top, part.pull)
        for part in sorted(named, key=lambda part: part.pull < 0)
    )
    rest = rounded(move.change - sum(line.pull for line in lines))
    return [LedgerView(*ends, lines, len(pulling) - len(lines), rest, rounded(move.change))]
