"""Plans under two frames, and frames over plans: the blocks of the dumbbells and of the matrix of all scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.contrasts.place_block import HEARD, PREVAILED, Column, PlaceCell, Places
from evaluator.model.block import Block, Row, Title, Where, count
from evaluator.model.sentence import Figure, Sentence, say, say_alike, say_n
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import score_figure

PRINTED = 0.005  # a difference under it prints as none
BETWEEN: Mapping[str, Sentence | None] = {
    "graded": None,
    "ungraded": say_alike("pale: %(number)s with too little assessed", 2),
    "range": say_alike("without dots: %(number)s of which only a range is known", 2),
    "unread": say_alike("not drawn: %(number)s of which too little was read", 2),
    "void": say_alike("not drawn: %(number)s, as too much of a frame lies where nothing is asked", 2),
    "weightless": say_alike("not drawn: %(number)s to which nothing that is weighed applies", 2),
}


@dataclass(frozen=True, slots=True)
class BetweenRow(Row):
    """One plan under two frames: its cells there, how much higher the second scores it, and the frame used between."""

    one: PlaceCell | None = None
    other: PlaceCell | None = None
    gap: float | None = None
    used: float | None = None


@dataclass(frozen=True, slots=True)
class LineRow(Row):
    """One frame over the plans that have a place; its mean score is the value."""

    group: str = ""
    used: bool = False
    cells: tuple[PlaceCell, ...] = ()

    @property
    def marks(self) -> tuple[Row, ...]:
        """Return the cells, which are what is drawn."""
        return self.cells


def between_block(found: Places, one: Column, other: Column) -> Block[BetweenRow]:
    """Return every plan under two frames, those that the second sees worst first, each in the poorer state."""
    order, rows = list(BETWEEN), []
    for row in found.block.rows:
        pair = (found.cell(row, one), found.cell(row, other))
        scores = [cell.value for cell in pair]
        gap = None if None in scores else rounded((scores[1] or 0.0) - (scores[0] or 0.0))
        state = max((cell.state for cell in pair), key=order.index)
        rows.append(BetweenRow(row.id, row.name, state, one=pair[0], other=pair[1], gap=gap, used=row.value))
    rows.sort(key=lambda row: (row.gap is None, row.gap or 0.0, row.name))
    return Block.of("between", BETWEEN, rows, asked=[row.id for row in found.block.rows])


def between_title(block: Block[BetweenRow], whose: tuple[str, str]) -> Title:
    """Return how many look better to the second than to the first, and how many worse, by what is printed."""
    known = ("graded", "ungraded")
    better, worse = (count(block, Where("gap", sign, way * PRINTED), *known) for sign, way in ((">=", 1), ("<=", -1)))
    given = {"one": whose[0], "other": whose[1]}
    if not better.of:
        return Title(say("Of none is enough known under both frames"), (better,))
    if better.of == 1:
        row = block.in_state(*known)[0]
        return Title(say("%(plan)s: %(gap)s for %(other)s against %(one)s", plan=row.name,
                         gap=Figure(row.gap or 0.0, "+.2f"), **given), (better,))  # fmt: skip
    if not better.number and not worse.number:
        return Title(say("None looks better to %(other)s than to %(one)s, and none worse", **given), (better, worse))
    if better.number == better.of == 2:  # noqa: PLR2004  (English says “both”)
        return Title(say("Both look better to %(other)s than to %(one)s", **given), (better, worse))
    said = say("%(better)s of %(all)s look better to %(other)s than to %(one)s, %(worse)s worse",
               better=better.number, all=better.of, worse=worse.number, **given)  # fmt: skip
    return Title(said, (better, worse))


def line_block(found: Places) -> Block[LineRow]:
    """Return a row for each frame that gives places, with a cell for each plan that has one."""
    rows = []
    for column in found.columns:
        cells = tuple(found.cell(row, column) for row in found.placed)
        mean = rounded(sum(cell.value or 0.0 for cell in cells) / len(cells))
        rows.append(LineRow(column.id, column.name, "lined", mean, group=column.group, used=column.used, cells=cells))
    return Block.of("lines", {"lined": None}, rows, asked=[column.id for column in found.columns])


def group_means(block: Block[LineRow], group: str) -> tuple[float, ...]:
    """Return the mean score of each plan over the frames of a group; nothing without one."""
    rows = [row for row in block.rows if row.group == group]
    return tuple(
        rounded(sum(cell.value or 0.0 for cell in cells) / len(cells))
        for cells in zip(*(r.cells for r in rows), strict=True)
    )


def lines_title(block: Block[LineRow]) -> Title:
    """Return what those who prevailed and the others give on average; without both, from where to where scores run."""
    prevailed, heard = (group_means(block, group) for group in (PREVAILED, HEARD))
    counts = tuple(count(block, Where("group", "=", group)) for group in (PREVAILED, HEARD))
    if prevailed and heard:
        one, other = (score_figure(sum(means) / len(means)) for means in (prevailed, heard))
        if str(one) == str(other):
            return Title(say("Those who prevailed and the others give the same mean score: %(one)s", one=one), counts)
        if one.number > other.number:
            return Title(
                say(
                    "Those who prevailed give higher scores: %(one)s on average, the others %(other)s",
                    one=one,
                    other=other,
                ),
                counts,
            )
        return Title(
            say(
                "Those who prevailed give lower scores: %(one)s on average, the others %(other)s", one=one, other=other
            ),
            counts,
        )
    scores = [cell.value or 0.0 for row in block.rows for cell in row.cells]
    return Title(say_n(
        "Scores under %(number)s frame, from %(low)s to %(high)s",
        "Scores under %(number)s frames, from %(low)s to %(high)s",
        len(block.rows), low=score_figure(min(scores, default=0.0)), high=score_figure(max(scores, default=0.0)),
    ), counts)  # fmt: skip
