"""Engine and twin agree on random rubrics with every aggregation, policy, status and gate."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluator.model.scorecard import Scorecard
from tests.lanes import one_in
from tests.twin.engine import card_for
from tests.twin.exact import Answer, Twin
from tests.twin.spec import KINDS, POLICIES, STATUSES, random_spec

CLOSE = 1e-12
STEP = 500


def same(number: float | None, exact: Fraction | None) -> bool:
    """Compare what was rounded to nine digits with the exact number, both or neither there."""
    if number is None or exact is None:
        return number is None and exact is None
    return abs(number - float(exact)) <= 0.5e-9 + CLOSE


def differences(card: Scorecard, answer: Answer) -> list[str]:
    """Name all in which a card differs from the twin."""
    numbers = {
        "score": (card.score, answer.score),
        "coverage": (card.coverage, answer.coverage),
        "low": (card.bounds[0], answer.bounds[0]),
        "high": (card.bounds[1], answer.bounds[1]),
        "judgement low": (card.judgement_interval[0], answer.judgement[0]),
        "judgement high": (card.judgement_interval[1], answer.judgement[1]),
    }
    numbers |= {f"value of {node.node_id}": (node.score, answer.nodes[node.node_id]) for node in card.nodes}
    for kind in ("stated", "applicable", "used"):
        exact = getattr(answer, kind)
        numbers |= {f"{kind} of {n.node_id}": (getattr(n, kind), exact[n.node_id]) for n in card.nodes}
        cells = {s.outcome.criterion_id: getattr(s, kind) for s in card.criteria}
        numbers |= {f"{kind} of {name}": (number, exact[name]) for name, number in cells.items()}
    found = [
        f"{name}: {mine} for {float(e) if e is not None else e}"
        for name, (mine, e) in numbers.items()
        if not same(mine, e)
    ]
    grades = (
        "grade",
        "lowest",
        "highest",
        "lowest_if_no_gate",
        "highest_if_no_gate",
        "judgement_lowest",
        "judgement_highest",
    )
    found += [
        f"{name}: {getattr(card.grade, name)} for {getattr(answer, name)}"
        for name in grades
        if getattr(card.grade, name) != getattr(answer, name)
    ]
    return found


def disagreements(seeds: range) -> dict[int, list[str]]:
    found = {seed: differences(card_for(spec), Twin(spec).answer()) for seed in seeds for spec in [random_spec(seed)]}
    return {seed: names for seed, names in found.items() if names}


@pytest.mark.parametrize("start", one_in(10, range(0, 10_000, STEP)))
def test_they_agree_on_ten_thousand_random_rubrics_and_a_change_on_a_thousand(start):
    assert disagreements(range(start, start + STEP)) == {}


def test_the_random_rubrics_hold_every_aggregation_policy_status_and_gate():
    specs = [random_spec(seed) for seed in range(STEP)]
    nodes = [node for spec in specs for node in (spec.root, *spec.nodes)]
    cells = [cell for spec in specs for cell in spec.cells]
    assert {node.kind for node in nodes} == set(KINDS)
    assert {node.floor for node in nodes} == {"0", "none"}
    assert {node.policy for node in nodes} == set(POLICIES)
    assert {node.least_by for node in nodes if node.least} == {"weight", "count"}
    assert {cell.status for cell in cells} == set(STATUSES)
    assert {spec.gates for spec in specs} == {"cap", "ignore"}
    tripped = [sum(cell.gate and cell.status == "contrary" for cell in spec.cells) for spec in specs]
    assert {0, 1, 2} <= set(tripped)
