"""Several plans under one frame as rows: the score of each, and its score in each paradigm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.model.block import Block, Row, Title, Where, count, least, most, spread
from evaluator.model.sentence import Sentence, say, say_n
from evaluator.scoring.rounding import score_figure

ENOUGH = 3  # countries of which a weakest paradigm is named before the title says which it is most often


SCORED = ("graded", "ungraded", "range")


PLANS: Mapping[str, Sentence | None] = {
    "graded": None,
    "ungraded": say_n(
        "hollow: %(number)s of which too little is assessed",
        "hollow: %(number)s of which too little is assessed",
        2,
    ),
    "range": say_n(
        "without a dot: %(number)s of which only a range is known",
        "without a dot: %(number)s of which only a range is known",
        2,
    ),
    "unread": say_n(
        "by name alone: %(number)s of which too little was read for a score",
        "by name alone: %(number)s of which too little was read for a score",
        2,
    ),
    "weightless": say_n(
        "by name alone: %(number)s on which no criterion that applies has weight",
        "by name alone: %(number)s on which no criterion that applies has weight",
        2,
    ),
}


PANELS: Mapping[str, Sentence | None] = {
    "named": None,
    "unnamed": say_n(
        "%(number)s country without one weakest part: too little is assessed, or several are as low",
        "%(number)s countries without one weakest part: too little is assessed, or several are as low",
        2,
    ),
    "unread": say_n(
        "%(number)s country of which too little was read for a score",
        "%(number)s countries of which too little was read for a score",
        2,
    ),
}


@dataclass(frozen=True, slots=True)
class PlanRow(Row):
    """One plan under the frame used: its score is the value, its grade is told."""


@dataclass(frozen=True, slots=True)
class PartRow(Row):
    """One plan in one paradigm: `graded` where enough was assessed for a grade, `ungraded`, `range` or `unread`."""


@dataclass(frozen=True, slots=True)
class PanelRow(Row):
    """One plan over its paradigms: its `weakest`, and its worst gap with the level of it."""

    weakest: str = ""
    gap: str = ""
    gap_at: str = ""
    cells: tuple[PartRow, ...] = ()

    @property
    def marks(self) -> tuple[Row, ...]:
        """Return the paradigms, which are what is drawn; none of a plan without a score in any."""
        return self.cells


def plans_title(block: Block[PlanRow]) -> Title:
    """Return the lowest and the highest score, or that all ranges overlap; of one plan its name alone."""
    scored = block.in_state(*SCORED)
    if len(scored) == 1:
        return Title(say("%(plan)s: score and range", plan=scored[0].name))
    floor, ceiling = most(block, "low", *SCORED), least(block, "high", *SCORED)
    if (block.row(floor.ids[0]).low or 0.0) <= (block.row(ceiling.ids[0]).high or 0.0):
        return Title(say("All ranges overlap: what is not assessed could reverse any two"), (floor, ceiling))
    state = ("graded",) if len(block.in_state("graded")) > 1 else ("graded", "ungraded")
    ends = spread(block, "value", *state)
    low, high = (block.row(name) for name in (ends.ids[0], ends.ids[-1]))
    given = {
        "low": score_figure(low.value or 0.0),
        "high": score_figure(high.value or 0.0),
        "worst": low.name,
        "best": high.name,
    }
    if not ends.left:
        return Title(say("From %(low)s for %(worst)s to %(high)s for %(best)s", **given), (ends,))
    said = say_n(
        "From %(low)s for %(worst)s to %(high)s for %(best)s; %(number)s more cannot be judged",
        "From %(low)s for %(worst)s to %(high)s for %(best)s; %(number)s more cannot be judged",
        ends.left_out,
        **given,
    )
    return Title(said, (ends,))


def panels_title(block: Block[PanelRow]) -> Title:
    """Return which paradigm is weakest most often, of at least three countries; all that are so equally often."""
    named = block.in_state("named")
    if len(named) < ENOUGH:
        return Title(say("Each country, part by part"))
    times = Counter(row.weakest for row in named)
    top = max(times.values())
    names = sorted(name for name, number in times.items() if number == top)
    claims = tuple(count(block, Where("weakest", "=", name), "named") for name in names)
    if len(names) > 1:
        return Title(say("Each country, part by part: none is lowest in most"), claims)
    said = say("Lowest score most often: %(name)s (%(most)s of %(all)s)", name=names[0], most=top, all=len(named))
    return Title(said, claims)
