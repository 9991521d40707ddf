"""Three questions to begin with, each an address of the explorer, with answers computed as the page computes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.study import study_of
from evaluator.extensions.explorer.passing import Shift, marks_of, teller
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Spoken, say, text_for
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.reports.context.alongside import furthest_pair
from evaluator.reports.language import Language
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights

READER = "reader"  # the id of the frame that a reader sets


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the address of the explorer that shows its answer, and the answer."""

    asked: Spoken
    address: str
    answer: str


def reader_weighting(rubric: Rubric, base: Weighting, shares: Mapping[str, float]) -> Weighting:
    """Return a weighting with some shares of 100 set, each beside its siblings, as the page's sliders set them.

    A sibling that is not set keeps its own part of 100.
    """
    tree = plant(rubric)
    local = local_weights(rubric, tree, (base,)).nodes[0]
    weights = dict(base.weights)
    for parent in dict.fromkeys(rubric.nodes[node].parent for node in shares):
        siblings = tree.branches[tree.position(parent)].nodes
        total = float(local[list(siblings)].sum())
        entries = weights.get(parent, {})
        parts = {tree.branches[n].id: float(local[n]) / (total or 1.0) for n in siblings}
        parts |= {name: share / 100 for name, share in shares.items() if name in parts}
        made = {name: WeightEntry(count=p, origin="modelled", ground="set by the reader") for name, p in parts.items()}
        weights[parent] = {**(entries if isinstance(entries, dict) else {}), **made}
    return base.model_copy(update={"id": READER, "weights": weights})


def group_shares(rubric: Rubric, weighting: Weighting) -> dict[str, float]:
    """Return the share of each group that has criteria in what counts under a weighting."""
    asked = {rubric.paradigm_of(criterion.id) for criterion in rubric.criteria}
    lines = effective_weights(rubric, [weighting])
    return {line.id: line.shares[0] for line in lines if line.kind == "group" and line.id in asked}


def shifts(rubric: Rubric, before: Weighting, after: Weighting, lang: str) -> list[Shift]:
    """Return the share of each group in what counts, before and after."""
    shares = [group_shares(rubric, one) for one in (before, after)]
    return [Shift(str(rubric.title(group, lang)), was, shares[1][group]) for group, was in shares[0].items()]


def three_questions(
    rubric: Rubric, entrants: Sequence[Entrant], names: Mapping[str, str], spoken: Language
) -> tuple[Question, ...]:
    """Return who gains where a group counts double, and what two actors furthest apart say; none of one unit.

    The group is the one that the actor who was heard weighs most against the reference.
    """
    pair, base = furthest_pair(rubric), rubric.weighting(rubric.reference_weighting)
    if pair is None or len(entrants) < 2:  # noqa: PLR2004  (one passes another)
        return ()
    tell, found = teller(spoken, rubric), list[Question]()
    own, heard = (group_shares(rubric, one) for one in (base, rubric.weighting(pair[0])))
    group = max(own, key=lambda name: heard[name] - own[name])
    doubled = _doubled_shares(rubric, own, group)
    moved = reader_weighting(rubric, base, doubled)
    study = study_of(rubric, (base, moved, *(rubric.weighting(one) for one in pair)), list(entrants))
    if doubled:
        deed = tell.deed(shifts(rubric, base, moved, spoken.code))
        asked = say("Who gains when “%(group)s” counts double?", group=rubric.title(group, spoken.code))
        address = "&".join(f"w.{name}={share}" for name, share in doubled.items())
        answer, _ = tell.told(deed, marks_of(study, base.id, READER, names))
        found.append(Question(asked, f"frame={base.id}&{address}", answer))
    reference = text_for(base.names, spoken.code, base.id)
    for frame in reversed(pair):
        title = text_for(rubric.weighting(frame).names, spoken.code, frame)
        answer, _ = tell.told(tell.deed((), title, reference, moved=False), marks_of(study, base.id, frame, names))
        found.append(Question(say("And for “%(frame)s”?", frame=title), f"frame={frame}", answer))
    return tuple(found)


def _doubled_shares(rubric: Rubric, own: Mapping[str, float], group: str) -> dict[str, int]:
    """Return whole shares of 100 of a group and its siblings, where the group weighs twice as much as before."""
    parent = rubric.nodes[group].parent
    beside = [name for name in own if rubric.nodes[name].parent == parent and own[name] > 0]
    total = sum(own[name] * (2 if name == group else 1) for name in beside)
    if group not in beside or len(beside) < 2:  # noqa: PLR2004  (weighed against another)
        return {}
    return {name: round(100 * own[name] * (2 if name == group else 1) / total) for name in beside}
