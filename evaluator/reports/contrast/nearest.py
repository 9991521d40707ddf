"""The sheet on whose eyes these are: the nearest and the furthest frames, and why places turn under them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluator.contrasts.nearest import Neighbour, passed_on_words
from evaluator.contrasts.tables.moves import TurnRow, nearest_and_furthest
from evaluator.model.sentence import Sentence, say
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.view import ContrastView
from evaluator.reports.outline import Part, Section
from evaluator.reports.retitle import names_of
from evaluator.scoring.rounding import adds_up, printed

TOLD = (2, 1)  # turns that it tells of the nearest and of the furthest frame under which any place turns


@dataclass(frozen=True, slots=True)
class NeighbourLine:
    """One frame of the sheet's table, with the criteria that gain and lose most there."""

    name: str
    kind: str
    elsewhere: float
    turned: tuple[int, int] | None
    new_grades: tuple[int, int] | None
    more: str
    less: str


@dataclass(frozen=True, slots=True)
class TurnsUnder:
    """The turns of places under one frame: the first in words, and how many more there are."""

    frame: str
    turns: tuple[str, ...]
    more: int
    is_rounded: bool


@dataclass(frozen=True, slots=True)
class NearestView:
    """The frames nearest to the one used and furthest from it.

    `said` is the weight that passes on. `turns` tells of the nearest and of the furthest frame under which any place
    turns; `is_exact` is set where the parts of criteria add up.
    """

    frame: str
    title: Sentence
    said: tuple[Sentence, ...]
    lines: tuple[NeighbourLine, ...]
    turns: tuple[TurnsUnder, ...]
    is_exact: bool
    command: str


def nearest_view(made: Contrasted, page: ContrastView) -> NearestView | None:
    """Return what the section shows; None without a second frame."""
    rows: tuple[Neighbour, ...] = made.rows("nearest")
    if not rows:
        return None
    study = made.found.study
    names = names_of(study.weightings, page.lang)
    title = say("Nearest to “%(frame)s”: “%(near)s”", frame=rows[0].frame, near=rows[0].weighting)
    if len(rows) > 1:
        title = say(
            "Nearest to “%(frame)s”: “%(near)s”; furthest: “%(far)s”",
            frame=rows[0].frame, near=rows[0].weighting, far=rows[-1].weighting,
        )  # fmt: skip
    return NearestView(
        frame=names[rows[0].frame],
        title=title,
        said=passed_on_words(study.rubric, study.weightings[:1]),
        lines=tuple(_neighbour_line(made, row, names[row.weighting], page.lang) for row in rows),
        turns=_turns_under_frames(made, names) if page.ranks else (),
        is_exact=study.scores.tree.additive,
        command=made.found.example_of_turns if len(study.entrants) > 1 else "",
    )


def _neighbour_line(made: Contrasted, row: Neighbour, name: str, lang: str) -> NeighbourLine:
    short = made.found.study.rubric.short
    return NeighbourLine(
        name=name,
        kind=row.kind,
        elsewhere=row.elsewhere or 0.0,
        turned=None if row.pairs is None else (row.turned or 0, row.pairs),
        new_grades=None if row.graded is None else (row.new_grades or 0, row.graded),
        more=next((short(criterion, lang) for criterion in row.more), ""),
        less=next((short(criterion, lang) for criterion in row.less), ""),
    )


def _turns_under_frames(made: Contrasted, names: dict[str, str]) -> tuple[TurnsUnder, ...]:
    rows: tuple[TurnRow, ...] = made.rows("turns")
    found = []
    for way, most in zip(nearest_and_furthest(made.found), TOLD, strict=False):
        own = [row for row in rows if row.after == way.after]
        totals = [row for row in own if row.kind == "total"]
        told = totals[:most]
        rounded = not all(_adds_up(total, own) for total in told)
        texts = tuple(row.text for row in told)
        found.append(TurnsUnder(names[way.after], texts, len(totals) - len(told), rounded))
    return tuple(found)


def _adds_up(total: TurnRow, rows: list[TurnRow]) -> bool:
    """Return whether the printed parts of a turn add up to the printed change of its gap."""
    pair = (total.plan_id, total.other)
    parts = [_printed_score(row.part) for row in rows if (row.plan_id, row.other) == pair and row.kind != "total"]
    return not parts or adds_up(parts, _printed_score(total.gap_after) - _printed_score(total.gap_before))


def _printed_score(number: float | None) -> Decimal:
    return printed(number or 0.0, 3)


NEAREST = Part("nearest", nearest_view)
NEAREST_FRAMES = Section("nearest", "contrast/nearest.html", (NEAREST,))
