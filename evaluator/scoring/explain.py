"""Derivations of any number of a scorecard: evidence, level, points, weight, contribution, gate.

A derivation uses the arrays of the scoring itself, so that it shows the actual computation.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from evaluator.errors import UnknownNameError
from evaluator.model.assessment import UNKNOWN
from evaluator.model.rubric import ROOT
from evaluator.model.safeguard import state_words
from evaluator.model.scorecard import Grade, Scorecard, ScoredCriterion
from evaluator.model.sentence import Spoken
from evaluator.panel.proposed import led_words
from evaluator.panel.settle import SAID, voting
from evaluator.panel.settled_words import settled_text
from evaluator.scoring.derivation import CitedPlace, Derivation, DerivationPart, PartWeight, RatingShown, weight_grounds
from evaluator.scoring.formula import Working, formula_of, why_absent, working
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import printed
from evaluator.scoring.scores import Scores, score_plans, used_weights
from evaluator.scoring.weights import PathWeights, node_weights

DIGITS = 4


def explain(card: Scorecard, target: str = ROOT, *, digits: int = DIGITS) -> Derivation:
    """Return the derivation of a number of the scorecard.

    Parameters
    ----------
    card : Scorecard
        One plan under one weighting.
    target : str
        A criterion, a node of the tree, or `total`.
    digits : int
        Decimals of the printed contributions.

    Returns
    -------
    Derivation
        A tree whose contributions add up to the unrounded value within 1e-12.
        Each is printed rounded independently, so that equal ones print equal, and the
        text states where printed ones do not add up. Under a node
        that is not a sum (a geometric mean, a minimum) each part has its value and
        the node's value without it, and has a derivation of its own.

    Raises
    ------
    UnknownNameError
        The rubric has no such criterion or node.
    """
    telling = _arrays_of_card(card)
    if target not in telling.place:
        raise UnknownNameError("criterion or node", target, telling.place)
    root = _derive(telling, target, digits)
    return Derivation(
        target=target,
        plan=card.assessment.plan.id,
        rubric=card.rubric.id,
        version=card.rubric.version,
        weighting=card.weighting.id,
        score=None if root.value is None else rounded(root.value),
        digits=digits,
        root=root,
        to_total=None if target == ROOT else _to_total(telling, target, digits),
    )


def _derive(telling: _Telling, target: str, digits: int) -> DerivationPart:
    start = _Start(of=target, reach=1.0)
    root = _node(telling, target, start) if telling.is_node(target) else _criterion(telling, target, start)
    return _with_printed(root, root.value, digits)


def _to_total(telling: _Telling, target: str, digits: int) -> Decimal | None:
    """Return the printed contribution of the target in the derivation of the total, None where it has none."""
    whole = _derive(telling, ROOT, digits)
    return next((part.printed for part in whole.walk() if part.id == target and part.of == ROOT), None)


@dataclass(frozen=True, slots=True)
class _Telling:
    """A scorecard with its arrays of scores; `place` maps each node and criterion to its position."""

    card: Scorecard
    scores: Scores
    used: PathWeights
    place: dict[str, int]

    def is_node(self, item: str) -> bool:
        return item == ROOT or item in self.card.rubric.nodes


@dataclass(frozen=True, slots=True)
class _Start:
    """The position of a part in a derivation: the k-th child of its parent, or the target itself.

    `reach` is the factor from the value of the part to the value of `of`, None where there is none.
    """

    of: str
    reach: float | None
    contribution: float | None = None
    parent: Working | None = None
    k: int = 0


def _arrays_of_card(card: Scorecard) -> _Telling:
    scores = score_plans(card.rubric, (card.weighting,), [[scored.outcome for scored in card.criteria]])
    place = {branch.id: at for at, branch in enumerate(scores.tree.branches)}
    place.update({criterion: at for at, criterion in enumerate(scores.tree.criteria)})
    return _Telling(card, scores, used_weights(scores), place)


def _node(telling: _Telling, name: str, start: _Start) -> DerivationPart:
    at = telling.place[name]
    done = working(telling.scores, at)
    number, mean = telling.scores.told[at, 0, 0], telling.scores.score.nodes[at, 0, 0]
    value = None if np.isnan(number) else float(number)
    # A part outside of its own range has no score, but what is rated in it still adds to what stands above it.
    adds = value is not None or (start.reach is not None and not np.isnan(mean))
    below = _below(name, start, done, told=adds)
    parts = [
        _node(telling, child, inner) if telling.is_node(child) else _criterion(telling, child, inner)
        for child, inner in zip(done.children, below, strict=True)
    ]
    return DerivationPart(
        id=name,
        kind="node",
        title="" if name == ROOT else telling.card.rubric.title(name),
        value=value,
        formula=formula_of(telling.scores.tree.branches[at], done),
        weight=_weight(telling, name, start),
        contribution=value if start.parent is None else start.contribution,
        of=start.of,
        without=start.parent.without[start.k] if start.parent and start.parent.without else None,
        absent="" if value is not None else why_absent(telling.scores, at),
        parts=(*parts, *_floor(name, start, done, telling.scores.tree.branches[at].aggregation.lowest)),
    )


def _below(name: str, start: _Start, done: Working, *, told: bool) -> list[_Start]:
    """Return the position of each child; its `of` is the part to whose value the child's summand adds.

    A node that adds nothing (`told` is False) has no summands.
    """
    of, reach = (name, 1.0) if start.reach is None else (start.of, start.reach)
    found = []
    for k, share in enumerate(done.shares):
        left_out = np.isnan(done.values[k]) and share == 0
        summand = None if done.summands is None or left_out or not told else reach * done.summands[k]
        inner = None if done.slopes is None or summand is None else reach * done.slopes[k]
        found.append(_Start(of if summand is not None else name, inner, summand, done, k))
    return found


def _floor(name: str, start: _Start, done: Working, lowest: float) -> Iterator[DerivationPart]:
    if done.floor > 0:
        of, reach = (name, 1.0) if start.reach is None else (start.of, start.reach)
        title = f"raised to {lowest:g}, for more is subtracted than added"
        yield DerivationPart(f"{name}.floor", "floor", title, done.floor, "", None, reach * done.floor, of)


def _criterion(telling: _Telling, name: str, start: _Start) -> DerivationPart:
    scored = telling.card.criteria[telling.place[name]]
    return DerivationPart(
        id=name,
        kind="criterion",
        title=telling.card.rubric.title(name),
        value=scored.points,
        formula=_level_words(telling.card, scored),
        weight=_weight(telling, name, start),
        contribution=scored.points if start.parent is None else start.contribution,
        of=start.of,
        without=start.parent.without[start.k] if start.parent and start.parent.without else None,
        rating=_rating(telling, scored),
        gate=_gate(telling.card, name),
        absent="" if scored.points is not None else _status_and_reason(scored),
    )


def _level_words(card: Scorecard, scored: ScoredCriterion) -> str:
    outcome = scored.outcome
    if outcome.least is not None:
        return f"at least level {outcome.least} of {card.rubric.scale_of(outcome.criterion_id).top}, as far as read"
    if outcome.level is None:
        return outcome.status
    if outcome.normalised is not None:
        return f"{outcome.status}, figure {outcome.figure:g}"
    status = outcome.status if outcome.covered else "estimated"
    return f"{status}, level {outcome.level} of {card.rubric.scale_of(outcome.criterion_id).top}"


def _status_and_reason(scored: ScoredCriterion) -> str:
    outcome = scored.outcome
    return ": ".join(text for text in (outcome.status, outcome.told) if text)


def _weight(telling: _Telling, name: str, start: _Start) -> PartWeight | None:
    if name == ROOT:
        return None
    scores, at = telling.scores, telling.place[name]
    node = telling.is_node(name)

    def root(weights: PathWeights) -> float:
        return float((weights.nodes if node else weights.criteria)[0, 0, at])

    return PartWeight(
        raw=float((scores.local.nodes if node else scores.local.criteria)[0, at]),
        share=start.parent.shares[start.k] if start.parent else _share(telling, name),
        stated=root(scores.stated),
        applicable=root(scores.applicable),
        used=root(telling.used),
        grounds=weight_grounds(telling.card.rubric, telling.card.weighting, name),
        shrunk=_shrunk(scores, at) if node else None,
    )


def _shrunk(scores: Scores, at: int) -> float | None:
    """Return a branch's weight after it shrank for criteria that do not apply; None where it did not shrink."""
    raw = float(scores.local.nodes[0, at])
    weight = float(node_weights(scores.tree, scores.local, scores.cells.applicable)[at, 0, 0])
    return weight if weight < raw else None


def _share(telling: _Telling, name: str) -> float:
    """Return the share, among its siblings, of a part that is itself the target of the derivation."""
    rubric = telling.card.rubric
    parent = rubric.by_id[name].parent if name in rubric.by_id else rubric.nodes[name].parent
    done = working(telling.scores, telling.place[parent])
    return done.shares[done.children.index(name)]


def _rating(telling: _Telling, scored: ScoredCriterion) -> RatingShown:
    card, outcome, cells = telling.card, scored.outcome, telling.scores.cells
    c = telling.place[outcome.criterion_id]
    ends = sorted((float(cells.low[0, c]), float(cells.high[0, c])))
    levels = card.rubric.by_id[outcome.criterion_id].levels
    return RatingShown(
        outcome,
        top=card.rubric.scale_of(outcome.criterion_id).top,
        descriptor="" if outcome.stated is None else levels.get(outcome.stated, ""),
        points=scored.points,
        low=ends[0],
        high=ends[1],
        settled=". ".join(text for text in (settled_text(outcome), str(_led(card, outcome.criterion_id))) if text),
        evidence=_cited_places(card, outcome.evidence_ids),
        superseded=_superseded_agreement(card, outcome.criterion_id),
    )


def _led(card: Scorecard, criterion_id: str) -> Spoken:
    return led_words(voting(card.assessment, card.assessor or None), criterion_id)


def _superseded_agreement(card: Scorecard, criterion_id: str) -> str:
    """Return a sentence on an agreed rating that no longer holds: its level, who made it, and on which ratings.

    Empty if there is none.
    """
    if criterion_id not in card.overtaken:
        return ""
    row = next(row for row in card.assessment.agreed if row.criterion_id == criterion_id)
    was = f"level {row.short}" if row.level is not None else row.status
    who = f"decided by {row.decided_by}" if row.decided_by else "agreed"
    words = f" ({row.reason})" if row.reason and row.reason not in SAID else ""
    return f"holds no longer: {was}, {who} on {row.decided_on}{words}, for the ratings {row.inputs or 'none'}"


def _cited_places(card: Scorecard, ids: tuple[str, ...]) -> tuple[CitedPlace, ...]:
    evidence = {e.evidence_id: e for e in card.assessment.evidence}
    titles = {s.source_id: s.title for s in card.assessment.sources}
    found = []
    for name in ids:
        e = evidence.get(name)
        cited = CitedPlace(name) if e is None else CitedPlace(
            name, e.source_id, titles.get(e.source_id, ""), e.locator, e.object, e.told
        )  # fmt: skip
        found.append(cited)
    return tuple(found)


def _gate(card: Scorecard, name: str) -> str:
    """Return the effect of the criterion as a safeguard in words, empty where it is none."""
    gate = next((gate for gate in card.gates if gate.criterion_id == name), None)
    if gate is None:
        return ""
    told = f"safeguard: {state_words(card.rubric, gate)}"
    if gate.state not in ("tripped", *UNKNOWN):
        return told
    if not card.grade.gates_cap:
        return f"{told}; this frame disregards the safeguards"
    return (
        f"{told}; {_breach_words(card.grade) if gate.state == 'tripped' else 'if breached, it would limit the grade'}"
    )


def _breach_words(given: Grade) -> str:
    if given.without_gates is None:
        return "limits the grade"
    if given.grade == given.without_gates:
        return f"no effect here, because the score alone gives {given.grade} too"
    return f"limits the grade to {given.grade}; without safeguards {given.without_gates}"


def _with_printed(part: DerivationPart, own: float | None, digits: int) -> DerivationPart:
    """Return the part with all contributions below it rounded for printing; `own` is the part's own contribution."""
    below = tuple(_with_printed(inner, inner.contribution, digits) for inner in part.parts)
    return dataclasses.replace(part, printed=None if own is None else printed(own, digits), parts=below)
