"""Rows of the tables on crossings, smallest flips, attainable ranks and stability intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evaluator.contrasts.findings import Findings, Way
from evaluator.contrasts.flips.attain import DRAWN, Attainable, AttainableRanks
from evaluator.contrasts.flips.lines import Crossing, Stability
from evaluator.contrasts.flips.smallest import Flip, flip_words
from evaluator.contrasts.naming import path_title
from evaluator.contrasts.study import ranking_column
from evaluator.contrasts.tables.section_table import ContrastTable, SectionTable
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Sentence, Series, Spoken, say, series

SMALL = 0.0005  # the least weight that a percentage with one decimal shows


@dataclass(frozen=True, slots=True)
class FlipRow:
    """The smallest change of weights that puts one plan ahead (kind `total`), or its part in one unit (`unit`)."""

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
    shared: int | None = column("integer", "criteria that both share, if it rests on these; empty: on all scored")
    despite: tuple[str, ...] = column("ids", "weightings that do it though no weights of the units do")
    ranking: str = ranking_column()


@dataclass(frozen=True, slots=True)
class AttainableRow:
    """The best or the worst rank that a plan has under weights of the units, or under a weighting of the study."""

    plan_id: str = column("id", "plan")
    end: str = column("text", "best or worst")
    rank: int | None = column("integer", "rank")
    proved: str = column("text", "yes where no admissible weights of the units give a better (worse) one")
    weights: str = column("text", "weights that give it: unit share;...")
    under: str = column("text", "what gives it where that is no such weights: a weighting, or draws")
    text: str = column("text", "the finding in words")
    ranking: str = ranking_column()


@dataclass(frozen=True, slots=True)
class StabilityRow:
    """The interval of one weight's share within which no two plans change places."""

    node: str = column("id", "paradigm or what stands beside them")
    title: str = column("text", "its title")
    weighting: str = column("id", "weighting")
    share: float | None = column("number", "its share among its siblings that have criteria")
    low: float | None = column("number", "lower end")
    high: float | None = column("number", "upper end")
    below: str = column("text", "who changes places at the lower end")
    above: str = column("text", "who changes places at the upper end")
    ranking: str = ranking_column()


CROSSINGS = SectionTable("crossings", "flips", "Changes of places between two frames", Crossing, is_order=True)
FLIPS = SectionTable("flips", "flips", "The smallest change of weights that puts one plan ahead of another", FlipRow)
ATTAINABLE = SectionTable("attainable-ranks", "flips", "Best and worst rank", AttainableRow, is_order=True)
STABILITY = SectionTable(
    "stability", "flips", "How far one weight can change before two plans swap places", StabilityRow, is_order=True
)
FLIP_KINDS = (CROSSINGS, FLIPS, ATTAINABLE, STABILITY)


def flip_tables(found: Findings) -> tuple[ContrastTable, ...]:
    """Return the tables of crossings, smallest flips, attainable ranks and stability intervals."""
    word = found.study.ranking_word
    return (
        CROSSINGS.of(row for way in found.ways for row in _crossing_rows(way, word)),
        FLIPS.of(row for one in found.flips for row in _flip_rows(found, one)),
        ATTAINABLE.of(
            (_attainable_row(found, one, end) for one in found.attainable for end in ("best", "worst")),
            attainable_title(found),
        ),
        STABILITY.of(_stability_row(one, word) for one in found.stability),
    )


def attainable_title(found: Findings) -> Sentence:
    """Return the title of the attainable ranks, which states the weights searched and whether they are proved."""
    if not found.whole:
        return say("Best and worst rank found; not proved, because some plan has no rating in a whole stance")
    if found.options.nested:
        return say(
            "Best and worst rank of each plan, over all weights at every level of the rubric and over the frames here"
        )
    if found.options.rules or found.options.within < 1:
        return say("Best and worst rank over the weights of paradigms and stances allowed, and the frames here")
    return say("Best and worst rank of each plan, over all weights of paradigms and stances and over the frames here")


def _crossing_rows(way: Way, ranking: str) -> Iterator[Crossing]:
    found = {frozenset((joint.one, joint.other)): (joint.joint, joint.at) for joint in way.joint}
    for crossing in way.line.crossings if way.line else ():
        joint, at = found.get(frozenset((crossing.ahead, crossing.behind)), (None, None))
        yield replace(crossing, before=way.before, after=way.after, joint=joint, joint_at=at, ranking=ranking)


def _flip_rows(found: Findings, one: Flip) -> list[FlipRow]:
    rubric, more = found.study.rubric, (one.shared, one.despite, found.study.ranking_word)
    ends = (one.winner, one.loser, one.norm)
    words = flip_words(one, rubric, found.base.id)
    units = [
        FlipRow(*ends, "unit", s.unit, s.before, s.after, None, None, path_title(rubric, s.unit), *more)
        for s in one.shifts
    ]
    return [FlipRow(*ends, "total", "total", one.gap, None, one.size, one.moved, words, *more), *units]


def _attainable_row(found: Findings, one: AttainableRanks, end: str) -> AttainableRow:
    got = one.best if end == "best" else one.worst
    pairs = sorted(zip(one.units, got.weights, strict=False), key=lambda pair: -pair[1])
    shares = ";".join(f"{unit} {share:.4f}" for unit, share in pairs if share > SMALL)
    words: Spoken = _rank_words(one.plan_id, end, got, _shares_words(found.study.rubric, pairs))
    if not got.proved:
        words = series(" ", [words, say("Not proved: there may be one beyond it.")])
    return AttainableRow(
        one.plan_id, end, got.rank, "yes" if got.proved else "no", shares, got.under, words, found.study.ranking_word
    )


def _shares_words(rubric: Rubric, pairs: Sequence[tuple[str, float]]) -> Series:
    told = [series(" ", [path_title(rubric, u), Figure(share, ".1%")]) for u, share in pairs if share > SMALL]
    return series(", ", told)


def _rank_words(plan: str, end: str, got: Attainable, shares: Series) -> Sentence:
    best = end == "best"
    given: dict[str, object] = {"plan": plan, "rank": got.rank}
    if got.under == DRAWN:
        if best:
            return say("%(plan)s is at best at rank %(rank)s, in some of the draws.", **given)
        return say("%(plan)s is at worst at rank %(rank)s, in some of the draws.", **given)
    if got.under:
        given["weighting"] = got.under
        if best:
            return say("%(plan)s is at best at rank %(rank)s, under %(weighting)s.", **given)
        return say("%(plan)s is at worst at rank %(rank)s, under %(weighting)s.", **given)
    given["shares"] = shares
    if best:
        return say("%(plan)s is at best at rank %(rank)s, for example with %(shares)s.", **given)
    return say("%(plan)s is at worst at rank %(rank)s, for example with %(shares)s.", **given)


def _stability_row(one: Stability, ranking: str) -> StabilityRow:
    return StabilityRow(
        one.node_id, one.title, one.weighting_id, one.share, one.low, one.high,
        _crossing_pair(one.below), _crossing_pair(one.above), ranking,
    )  # fmt: skip


def _crossing_pair(crossing: Crossing | None) -> Sentence | str:
    if crossing is None:
        return ""
    one, other = sorted((crossing.ahead, crossing.behind))
    return say("%(one)s and %(other)s", one=one, other=other)
