"""Why one plan passes another: the gap between them under two frames, and the criteria that turn it, as steps."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.contrasts.turns import GapChange
from evaluator.model.block import Block, Row, Title, most
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import say, say_n
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, GREY, INK, RULE, Chart, Pen, with_narrow
from evaluator.reports.html.scales import AxisScale
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import printed

STEPS = 4  # criteria with a step of their own
ROW, SIZE, SIDE, BAR = 15.0, 9.0, 0.5, 8.0
NUMBER, NAME_LINE = 44.0, 13.0  # room for a number; a name over its bar in a narrow drawing


@dataclass(frozen=True, slots=True)
class StepRow(Row):
    """One step of a gap: its value is what it adds, from `start` to `end`; the first and the last are the gap.

    `helps` is what a criterion adds as it is printed, so that none of two that print alike is said to add most.
    """

    start: float = 0.0
    end: float = 0.0
    helps: float | None = None


def step_block(
    found: GapChange, rubric: Rubric, names: tuple[str, str], whose: tuple[str, str], lang: str
) -> Block[StepRow]:
    """Return the gap under one frame, the criteria that change it most, all others, and the gap under the other."""
    before, after = (gap or 0.0 for gap in found.gaps)
    parts = sorted(found.parts, key=lambda part: -abs(part.adds))
    rows, at = [StepRow("before", say("gap for %(who)s", who=whose[0]), "gap", before, end=before)], before
    for part in parts[:STEPS]:
        rows.append(StepRow(part.id, rubric.short(part.id, lang), "step", part.adds, start=at, end=at + part.adds,
                            helps=float(printed(part.adds, 2))))  # fmt: skip
        at += part.adds
    rest = rounded(after - at)
    if len(parts) > STEPS:
        others = len(parts) - STEPS
        said = say_n("%(number)s other criterion", "%(number)s other criteria", others)
        rows.append(StepRow("others", said, "step", rest, start=at, end=after))
    rows.append(StepRow("after", say("gap for %(who)s", who=whose[1]), "gap", after, end=after))
    asked = ["before", "after", *(p.id for p in parts[:STEPS]), *(["others"] if len(parts) > STEPS else [])]
    block = Block.of("steps", {"gap": None, "step": None}, rows, asked=asked)
    return block.titled(lambda own: _title(own, names))


def _title(block: Block[StepRow], names: tuple[str, str]) -> Title:
    first = most(block, "helps", "step")
    if len(first.ids) != 1 or (block.row(first.ids[0]).helps or 0) <= 0:
        return Title(say("Why %(one)s passes %(other)s", one=names[0], other=names[1]), (first,))
    told = block.row(first.ids[0]).name
    return Title(say("Why %(one)s passes %(other)s: most of all “%(criterion)s”", one=names[0], other=names[1],
                     criterion=told), (first,))  # fmt: skip


@with_narrow
def gap_steps(pen: Pen, block: Block[StepRow], names: tuple[str, str]) -> Chart:
    """Return the steps from the one gap to the other."""
    ends = [end for row in block.rows for end in (row.start, row.end, 0.0)]
    above = NAME_LINE if pen.is_narrow else 0.0
    side, step = (0.0, ROW + NAME_LINE) if pen.is_narrow else (pen.width * SIDE, ROW)
    axis = AxisScale(min(ends), max(*ends, min(ends) + 0.01), side, pen.width - NUMBER)
    for k, row in enumerate(block.rows):
        y, strong = step * k + above, row.state == "gap"
        left, right = sorted((axis.at(row.start), axis.at(row.end)))
        with pen.row(row.id, row.state):
            name = pen.letters.fitted(pen.lang.said(row.name), (side or pen.width) - 8, SIZE, bold=strong)
            at, anchor = ((0.0, y), "start") if pen.is_narrow else ((side - 8, y + 11), "end")
            pen.text(at, name, size=SIZE, anchor=anchor, bold=strong)
            colour = INK if strong else ACCENT if (row.value or 0) > 0 else CONTEXT
            pen.box((left, y + 4), (max(right - left, 0.8), BAR), colour)
            told = pen.change(row.value or 0.0)
            pen.text((pen.width, y + 11), told, size=SIZE, fill=GREY, anchor="end", bold=strong)
    height = step * len(block.rows)
    pen.line((axis.at(0), 0), (axis.at(0), height), RULE)
    unit = say(
        "Score of %(one)s less that of %(other)s, and what each criterion adds to it: the change of weight × points",
        one=names[0],
        other=names[1],
    )
    table = [["", ""], *([pen.lang.said(row.name), pen.change(row.value or 0.0)] for row in block.rows)]
    return pen.block_chart("steps", block, unit, height + 2, table)
