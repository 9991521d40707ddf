"""Rows of changes of places, smallest flips, attainable ranks and stability intervals."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.contrast.attain import Attainable, AttainableRanks
from evaluator.contrast.findings import Findings, Way
from evaluator.contrast.flips import Flip, flip_words
from evaluator.contrast.lines import Crossing
from evaluator.contrast.stability import Stability
from evaluator.contrast.table import Table
from evaluator.contrast.words import path_title
from evaluator.model.base import column
from evaluator.model.rubric import Rubric
from evaluator.model.words import Figure, Sentence, say, series

SMALL = 0.0005  # a weight that one digit of a percentage shows


@dataclass(frozen=True, slots=True)
class CrossingRow:
    """Two plans change places on the way from one weighting to another."""

    before: str = column("id", "weighting at the start")
    after: str = column("id", "weighting at the end")
    ahead: str = column("id", "plan ahead before")
    behind: str = column("id", "plan ahead after")
    low: float | None = column("number", "share of the way: lower end of the bracket")
    high: float | None = column("number", "upper end of the bracket")
    joint_at: float | None = column(
        "number", "exact share of the way over jointly rated criteria; empty without a change"
    )
    joint: int | None = column("integer", "jointly rated criteria")


@dataclass(frozen=True, slots=True)
class FlipRow:
    """The smallest change of weights that puts one plan ahead; rows of kind `unit` hold its parts."""

    winner: str = column("id", "plan that is to be ahead")
    loser: str = column("id", "plan that is to be behind")
    norm: str = column("text", "l1: least sum of changes; l2: least Euclidean length")
    kind: str = column("text", "total or unit")
    unit: str = column("id", "paradigm and stance")
    before: float | None = column("number", "weight before; for the total, the winner's lead before")
    after: float | None = column("number", "weight after")
    size: float | None = column("number", "size of the change in its norm; empty where no weighting does it")
    moved: float | None = column("number", "weight that changes its place")
    text: str = column("text", "title; for the total, the flip in words")


@dataclass(frozen=True, slots=True)
class AttainableRow:
    """The best or the worst rank under any admissible weighting."""

    plan_id: str = column("id", "plan")
    end: str = column("text", "best or worst")
    rank: int | None = column("integer", "rank")
    proved: str = column("text", "yes where the solver found no better one")
    weights: str = column("text", "a weighting that gives it: unit share;...")
    text: str = column("text", "the finding in words")


@dataclass(frozen=True, slots=True)
class StabilityRow:
    """The shares of one weight within which nobody changes places."""

    node: str = column("id", "paradigm or what stands beside them")
    title: str = column("text", "its title")
    weighting: str = column("id", "weighting")
    share: float | None = column("number", "its share among its siblings")
    low: float | None = column("number", "lower end")
    high: float | None = column("number", "upper end")
    below: str = column("text", "who changes places at the lower end")
    above: str = column("text", "who changes places at the upper end")


def flip_tables(found: Findings) -> tuple[Table, ...]:
    """Return the four tables of the section on flips."""
    rubric, base = found.study.rubric, found.base.id
    return (
        Table(
            "crossings",
            "flips",
            "Changes of places between two weightings",
            CrossingRow,
            tuple(row for way in found.ways for row in _crossing_rows(way)),
        ),
        Table(
            "flips",
            "flips",
            "The smallest change of weights that puts one plan ahead of another",
            FlipRow,
            tuple(row for one in found.flips for row in _flip_rows(one, rubric, base)),
        ),
        Table(
            "attainable-ranks",
            "flips",
            "Best and worst rank under any admissible weighting",
            AttainableRow,
            tuple(row for one in found.attainable for row in _attainable_rows(one, rubric)),
        ),
        Table(
            "stability",
            "flips",
            "How far one weight may move before two plans change places",
            StabilityRow,
            tuple(_stability_row(one) for one in found.stability),
        ),
    )


def _crossing_rows(way: Way) -> list[CrossingRow]:
    joint = {frozenset((j.one, j.other)): j for j in way.joint}
    rows = []
    for crossing in way.line.crossings if way.line else ():
        exact = joint[frozenset((crossing.ahead, crossing.behind))]
        rows.append(
            CrossingRow(
                way.before, way.after, crossing.ahead, crossing.behind, crossing.low, crossing.high,
                exact.at, exact.joint,
            )
        )  # fmt: skip
    return rows


def _flip_rows(one: Flip, rubric: Rubric, base: str) -> list[FlipRow]:
    ends = (one.winner, one.loser, one.norm)
    words = flip_words(one, rubric, base)
    units = [
        FlipRow(*ends, "unit", s.unit, s.before, s.after, None, None, path_title(rubric, s.unit)) for s in one.shifts
    ]
    return [FlipRow(*ends, "total", "total", one.gap, None, one.size, one.moved, words), *units]


def _attainable_rows(one: AttainableRanks, rubric: Rubric) -> list[AttainableRow]:
    return [_attainable_row(one, rubric, end, found) for end, found in (("best", one.best), ("worst", one.worst))]


def _attainable_row(one: AttainableRanks, rubric: Rubric, end: str, found: Attainable) -> AttainableRow:
    pairs = sorted(zip(one.units, found.weights, strict=True), key=lambda pair: -pair[1])
    shares = ";".join(f"{unit} {share:.4f}" for unit, share in pairs if share > SMALL)
    told = [series(" ", [path_title(rubric, u), Figure(share, ".1%")]) for u, share in pairs if share > SMALL]
    given = {"plan": one.plan_id, "rank": found.rank, "shares": series(", ", told)}
    if end == "best":
        words = say("%(plan)s is at best at rank %(rank)s, for example with %(shares)s.", **given)
    else:
        words = say("%(plan)s is at worst at rank %(rank)s, for example with %(shares)s.", **given)
    return AttainableRow(one.plan_id, end, found.rank, "yes" if found.proved else "no", shares, words)


def _stability_row(one: Stability) -> StabilityRow:
    return StabilityRow(
        one.node_id, one.title, one.weighting_id, one.share, one.low, one.high, _who(one.below), _who(one.above)
    )


def _who(crossing: Crossing | None) -> Sentence | str:
    if crossing is None:
        return ""
    one, other = sorted((crossing.ahead, crossing.behind))
    return say("%(one)s and %(other)s", one=one, other=other)
