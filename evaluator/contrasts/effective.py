"""Effective weights of groups, stances, marks and criteria under several weightings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.model.rubric import Observer, Rubric
from evaluator.model.sentence import Figure, Sentence, say, text_for
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import rounded
from evaluator.scoring.matrix import Array
from evaluator.scoring.observers import observed
from evaluator.scoring.tree import plant
from evaluator.scoring.void import is_void, void_of
from evaluator.scoring.weights import local_weights, path_weights

STANCES = {"control": say("Control"), "protection": say("Protection"), "structural": say("Structural")}


@dataclass(frozen=True, slots=True)
class WeightLine:
    """The stated weight of one group, stance, mark or criterion under each weighting, in [0, 1].

    `kind` is `group` (a paradigm, or a node next to the paradigms), `stance` (summed across the tree; the id `none`
    stands for criteria without a stance), `mark` (victim-centred, yardstick), `observer` (whose coding it rests on) or
    `criterion`. The shares of all groups
    add up to 1, and so do those of all stances and of all criteria.
    """

    kind: str
    id: str
    title: str
    shares: tuple[float, ...]


def effective_weights(rubric: Rubric, weightings: Sequence[Weighting]) -> tuple[WeightLine, ...]:
    """Return stated weights with all criteria applicable: groups, stances, marks, observers, criteria."""
    shares = criterion_shares(rubric, weightings)
    ids = [criterion.id for criterion in rubric.criteria]

    def line(kind: str, name: str, title: str, chosen: Sequence[bool]) -> WeightLine:
        mask = np.array(chosen, dtype=bool)
        return WeightLine(kind, name, title, tuple(float(row[mask].sum()) for row in shares))

    lines = [line("group", g, rubric.title(g), [rubric.paradigm_of(c) == g for c in ids]) for g in rubric.paradigms]
    lines += [line("stance", s, t, [rubric.stance_of(c) == s for c in ids]) for s, t in STANCES.items()]
    lines.append(line("stance", "none", say("No stance"), [rubric.stance_of(c) is None for c in ids]))
    lines.append(line("mark", "victim-centred", say("Victim-centred"), [c.victim_centred for c in rubric.criteria]))
    lines.append(line("mark", "yardstick", say("An actor's yardstick"), [c.yardstick for c in rubric.criteria]))
    by_frame = [observed(rubric, dict(zip(ids, row, strict=True))) for row in shares.tolist()]
    lines += [
        WeightLine("observer", one.id, one.names["en"], tuple(found[one.id] for found in by_frame))
        for one in rubric.observers
    ]
    lines += [line("criterion", c, rubric.title(c), [c == other for other in ids]) for c in ids]
    return tuple(lines)


def criterion_shares(rubric: Rubric, weightings: Sequence[Weighting]) -> Array:
    """Return the stated weight of every criterion, all of them applicable, shape (S, criteria); each row adds up to 1.

    What a weighting gives to a group without a criterion of weight has passed to the others.
    """
    tree = plant(rubric)
    everything = np.ones((1, len(tree.criteria)), dtype=bool)
    return path_weights(tree, local_weights(rubric, tree, tuple(weightings)), everything).criteria[:, 0, :]


def shown_weights(rubric: Rubric, lines: Sequence[WeightLine]) -> tuple[WeightLine, ...]:
    """Return the lines that say something: without stances, and marks, that the rubric does not have."""
    hidden = set[str]() if rubric.has_stances else {"stance"}
    return tuple(line for line in lines if line.kind not in hidden and (line.kind != "mark" or any(line.shares)))


def one_text(rubric: Rubric, lines: Sequence[WeightLine]) -> tuple[Observer, tuple[float, ...]] | None:
    """Return the text on which most weight rests over all weightings, with its share under each.

    The text is that of the first of its observers. None if the rubric names no observers.
    """
    by_text: dict[str, list[tuple[Observer, tuple[float, ...]]]] = {}
    shares = {line.id: line.shares for line in lines if line.kind == "observer"}
    for observer in rubric.observers:
        by_text.setdefault(observer.reads["en"], []).append((observer, shares[observer.id]))
    summed = [
        (pairs[0][0], tuple(map(sum, zip(*(own for _, own in pairs), strict=True)))) for pairs in by_text.values()
    ]
    return max(summed, key=lambda found: sum(found[1]), default=None)


def one_text_words(
    rubric: Rubric, weightings: Sequence[Weighting], lines: Sequence[WeightLine], lang: str = "en"
) -> Sentence | None:
    """Return a sentence on the frames that rest least and most on one text; None if the rubric names no observers.

    Frames without a place, as too much of their weight lies where nothing is asked, are left out.
    """
    found = one_text(rubric, lines)
    placed = [at for at, nodes in enumerate(void_of(rubric, weightings)) if not is_void(rubric, sum(nodes.values()))]
    if found is None or not placed:
        return None
    text, shares = text_for(found[0].reads, lang), found[1]
    least, most = (choose(placed, key=lambda at: rounded(shares[at])) for choose in (min, max))
    if rounded(shares[least]) == rounded(shares[most]):
        return say(
            "Of the weight of a frame, %(share)s rests on %(text)s.", share=_percent_figure(shares[most]), text=text
        )
    given = {
        "low": _percent_figure(shares[least]), "lowest": weightings[least].id,
        "high": _percent_figure(shares[most]), "highest": weightings[most].id, "text": text,
    }  # fmt: skip
    if len(placed) < len(shares):
        return say(
            "Of the weight of a frame with places, from %(low)s (“%(lowest)s”) to %(high)s (“%(highest)s”) rests on "
            "%(text)s.",
            **given,
        )
    return say("Of the weight of a frame, from %(low)s (“%(lowest)s”) to %(high)s (“%(highest)s”) rests on %(text)s.",
               **given)  # fmt: skip


def _percent_figure(number: float) -> Figure:
    return Figure(number, ".0%")
