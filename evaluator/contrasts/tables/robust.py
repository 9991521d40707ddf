"""Rows of the tables on ranks over draws, levels, leave-one-out, sensitivity and method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evaluator.contrasts.findings import Findings
from evaluator.contrasts.leave_out import Mover
from evaluator.contrasts.naming import SECTION_WORDS
from evaluator.contrasts.ranked import ranking_words
from evaluator.contrasts.robustness import RankStanding, Robustness
from evaluator.contrasts.sensitivity import SensitivityIndex, SensitivityResult
from evaluator.contrasts.study import ranking_column
from evaluator.contrasts.tables.section_table import ContrastTable, SectionTable
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Sentence, say, say_alike
from evaluator.scoring.run import MISSING
from evaluator.scoring.tree import Tree


@dataclass(frozen=True, slots=True)
class AcceptabilityRow:
    """The share of draws in which a plan alone has one rank, or shares its rank; those of a plan add up to 1."""

    drawn: str = column("text", "weights, or doubts")
    plan_id: str = column("id", "plan")
    rank: int | None = column("integer", "rank; empty where it shares its rank")
    share: float | None = column("number", "share of draws")
    ranking: str = ranking_column()


@dataclass(frozen=True, slots=True)
class PairRow:
    """The share of draws in which one plan scores strictly higher than another."""

    drawn: str = column("text", "weights, or doubts")
    plan_id: str = column("id", "plan")
    other: str = column("id", "other plan")
    share: float | None = column("number", "share of draws")
    tied: float | None = column("number", "share of draws in which both score the same")
    ranking: str = ranking_column()


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The level of a plan in the partial order, with the plans over it and the plans it is over."""

    level: int | None = column("integer", "1 has nobody over it; empty for a plan that cannot be ranked")
    plan_id: str = column("id", "plan")
    under: tuple[str, ...] = column("ids", "plans firmly ahead of it")
    over: tuple[str, ...] = column("ids", "plans it is firmly ahead of")
    ranking: str = ranking_column()


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One sentence on the method."""

    about: str = column("text", "what it is about")
    text: str = column("text", "how it was done")


RANKS = SectionTable("ranks", "robustness", "Ranks over draws", RankStanding, is_order=True)
ACCEPTABILITY = SectionTable(
    "acceptability", "robustness", "Share of draws at each rank", AcceptabilityRow, is_order=True
)
PAIRS = SectionTable("pairs", "robustness", "Share of draws in which one plan scores higher than another", PairRow)
LEVELS = SectionTable("levels", "levels", "Which plans are firmly ahead of which", LevelRow)
LEFT_OUT = SectionTable("leave-one-out", "leave-one-out", "Who moves when one thing is left out", Mover)
SENSITIVITY = SectionTable("sensitivity", "sensitivity", "On which choice the ranks depend most", SensitivityIndex)
METHOD = SectionTable("method", "method", "Method", MethodRow)
ROBUST_KINDS = (RANKS, ACCEPTABILITY, PAIRS, LEVELS, LEFT_OUT, SENSITIVITY)


def robust_tables(found: Findings, *, ranks: bool) -> tuple[ContrastTable, ...]:
    """Return the tables on draws, levels, leave-one-out and sensitivity. Leave-one-out has ranks only with `ranks`."""
    drawn = [(name, r) for name, r in (("weights", found.robustness), ("doubts", found.doubts)) if r is not None]
    word = found.study.ranking_word
    return (
        RANKS.of(row for name, r in drawn for row in _rank_rows(name, r, word)),
        ACCEPTABILITY.of(row for name, r in drawn for row in _acceptability_rows(name, r, word)),
        PAIRS.of(row for name, r in drawn for row in _pair_rows(name, r, word)),
        LEVELS.of(_level_rows(found)),
        LEFT_OUT.of(row if ranks else _without_ranks(row) for one in found.left_out for row in one.movers),
        SENSITIVITY.of(found.sensitivity.indices if found.sensitivity else ()),
    )


def _rank_rows(drawn: str, found: Robustness, ranking: str) -> Iterator[RankStanding]:
    for standing in sorted(found.standings, key=lambda one: (one.mean, one.plan_id)):
        yield replace(standing, drawn=drawn, ranking=ranking)


def _acceptability_rows(drawn: str, found: Robustness, ranking: str) -> Iterator[AcceptabilityRow]:
    for standing, row in zip(found.standings, found.acceptability, strict=True):
        for rank, share in zip(found.columns, row, strict=True):
            yield AcceptabilityRow(drawn, standing.plan_id, rank, float(share), ranking)
        yield AcceptabilityRow(drawn, standing.plan_id, None, standing.tied, ranking)


def _pair_rows(drawn: str, found: Robustness, ranking: str) -> Iterator[PairRow]:
    for p, plan in enumerate(found.plan_ids):
        for q, other in enumerate(found.plan_ids):
            if p != q:
                yield PairRow(drawn, plan, other, float(found.wins[p, q]), float(found.ties[p, q]), ranking)


def _level_rows(found: Findings) -> Iterator[LevelRow]:
    order = found.order
    if order is None:
        return
    for k, plans in enumerate(order.levels, 1):
        for plan in plans:
            over = tuple(b for a, b in order.over if a == plan)
            yield LevelRow(k, plan, tuple(a for a, b in order.over if b == plan), over, found.study.ranking_word)
    for plan in order.unranked:
        yield LevelRow(None, plan)


def _without_ranks(mover: Mover) -> Mover:
    return replace(mover, rank_before=None, rank_after=None, ranking="")


def method_table(found: Findings, *, ranks: bool) -> ContrastTable:
    """Return the table on the method: draws, seeds, spaces, errors, mixing, and what could not be computed."""
    return METHOD.of(_method_rows(found, ranks=ranks))


def _method_rows(found: Findings, *, ranks: bool) -> Iterator[MethodRow]:
    for sentence in ranking_words(found.study) if ranks else ():
        yield MethodRow(say("ranks"), sentence)
    drawn = (
        (say("weights varied at random"), found.robustness),
        (say("everything uncertain varied at random"), found.doubts),
    )
    for name, one in drawn:
        if one is not None:
            yield from _draw_rows(name, one)
    if any(way.line is not None and not way.line.complete for way in found.ways):
        yield MethodRow(SECTION_WORDS["flips"], _grid_words(found.study.scores.tree))
    if found.order is not None:
        yield MethodRow(SECTION_WORDS["levels"], found.order.sentence)
    if found.sensitivity is not None:
        yield MethodRow(SECTION_WORDS["sensitivity"], _runs_words(found.sensitivity))
    yield from (MethodRow(say("limits"), note) for note in found.notes)


def _grid_words(tree: Tree) -> Sentence:
    """Return why swaps of places cannot be computed exactly: what of the rubric makes scores no quotient of sums."""
    odd = next((branch for branch in tree.branches if branch.missing.policy != "renormalise"), None)
    if not tree.additive:
        return say("A part of this rubric is not a weighted mean, so swaps of places are looked for on a grid only.")
    if tree.shrinking.any():
        return say(
            "Parts of this rubric weigh less where criteria do not apply, so swaps of places are looked for on a grid "
            "only."
        )
    if odd is not None:
        return say(
            "By this rubric, what is not assessed is not simply left out (%(rule)s), so swaps of places are looked for "
            "on a grid only.",
            rule=MISSING[odd.missing.policy].short,
        )
    return say(
        "Parts of this rubric have no score below their least coverage, so swaps of places are looked for on a grid "
        "only."
    )


def _draw_rows(name: str, drawn: Robustness) -> Iterator[MethodRow]:
    yield MethodRow(name, drawn.space)
    yield MethodRow(name, _draws_words(drawn))
    if drawn.tie_words:
        yield MethodRow(name, drawn.tie_words)
    for m in drawn.mixing:
        text = say(
            "%(node)s walked by hit-and-run: split R-hat %(worst)s, %(draws)s effective draws.",
            node=m.node_id, worst=Figure(m.worst, ".3f"), draws=Figure(m.effective, ".0f"),
        )  # fmt: skip
        yield MethodRow(name, text)


def _draws_words(drawn: Robustness) -> Sentence:
    how = drawn.sampling
    return say_alike(
        "%(number)s draws, seed %(seed)s; intervals hold %(share)s of the draws; shares are accurate to "
        "±%(error)s (95 %%); the first half of the draws alone gives shares that differ by %(halves)s at most.",
        how.draws,
        seed=how.seed,
        share=Figure(how.rank_interval, ".0%"),
        error=Figure(drawn.error, ".3f"),
        halves=Figure(drawn.halves, ".3f"),
    )


def _runs_words(done: SensitivityResult) -> Sentence:
    given: dict[str, object] = {
        "seed": done.seed,
        "share": Figure(done.confidence, ".0%"),
        "shift": Figure(done.shift, ".2f"),
    }
    if done.indices:
        return say_alike(
            "%(number)s runs, seed %(seed)s; intervals of %(share)s; "
            "a rank differs from the base by %(shift)s places on average.",
            done.runs,
            **given,
        )
    return say_alike(
        "%(number)s runs, seed %(seed)s; intervals of %(share)s; "
        "a rank differs from the base by %(shift)s places on average; no choice moves any rank.",
        done.runs,
        **given,
    )
