"""A rubric with ratings as plain data, and how to draw one at random: the common ground of twin and engine."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import get_args

from evaluator.model.aggregation import Aggregation

KINDS = get_args(Aggregation.model_fields["kind"].annotation)
POLICIES = ("renormalise", "zero", "redistribute", "block")  # those of which the twin has the rule
STATUSES = ("rated", "at-least", "silent", "contrary", "not-applicable", "not-assessed", "disputed", "estimated")
SCALES = (
    (0.0, 0.25, 0.5, 0.75, 1.0),
    (0.0, 0.1, 0.5, 0.8, 1.0),
    (0.0, 0.0, 0.3, 1.0, 1.0),
)


@dataclass(frozen=True)
class NodeSpec:
    """A node: numbers as text where a fraction must stand for them exactly."""

    id: str
    parent: str
    kind: str = "arithmetic"
    exponent: str = ""
    at_least: str = ""
    met_from: str = ""
    steps: tuple[tuple[str, str, str], ...] = ()
    floor: str = "0"
    policy: str = "renormalise"
    least: str = ""
    least_by: str = "weight"
    shrinks: bool = False
    most: str = "1"


@dataclass(frozen=True)
class CellSpec:
    """A criterion of one plan: its place and weight, and its rating.

    `low` and `high` are levels at the ends of the bounds of an estimated cell.
    """

    id: str
    parent: str
    status: str
    level: int = 0
    low: int = 0
    high: int = 0
    confidence: str = "high"
    factor: str = "1"
    negative: bool = False
    gate: bool = False


@dataclass(frozen=True)
class PlanSpec:
    """All that a score is made of. `stated` gives weights by parent and child; a parent not in it is by-criteria."""

    root: NodeSpec
    nodes: tuple[NodeSpec, ...]
    cells: tuple[CellSpec, ...]
    stated: dict[str, dict[str, str]]
    scale: tuple[float, ...]
    gates: str


def random_spec(seed: int) -> PlanSpec:
    """Draw a rubric of two to four layers, with any aggregation, policy, weights with zeros, statuses and gates."""
    rng = random.Random(seed)  # noqa: S311  (repeatable, no secret)
    plain = rng.random() < 0.3
    nodes: list[NodeSpec] = []
    for k in range(rng.randint(1, 5)):
        parent = rng.choice(["total", *(node.id for node in nodes)])
        nodes.append(_node(rng, f"n{k}", parent, plain=plain))
    scale = rng.choice(SCALES)
    cells = tuple(_cell(rng, k, nodes, len(scale) - 1) for k in range(rng.randint(1, 7)))
    stated = {}
    for node in ("total", *(node.id for node in nodes)):
        children = [n.id for n in nodes if n.parent == node] + [c.id for c in cells if c.parent == node]
        if children and rng.random() < 0.5:
            stated[node] = {child: rng.choice(["0", "1", "1", "2", "0.3", "0.15"]) for child in children}
    root, *nodes = _without_floor(rng, [_node(rng, "total", "", plain=plain), *nodes])
    nodes = [replace(node, shrinks=rng.random() < 0.3) for node in nodes]
    nodes = [replace(node, most=rng.choice(["1", "1", "1.5", "2"])) for node in nodes]
    return PlanSpec(root, tuple(nodes), cells, stated, scale, rng.choice(["cap", "ignore"]))


def _node(rng: random.Random, name: str, parent: str, *, plain: bool) -> NodeSpec:
    kind = "arithmetic" if plain else rng.choice(KINDS)
    return NodeSpec(
        name,
        parent,
        kind=kind,
        exponent=rng.choice(["-1", "-2", "0", "0.5", "1", "2", "3"]) if kind == "power" else "",
        at_least=rng.choice(["", "0.01", "0.3"]) if kind == "geometric" else "",
        met_from=rng.choice(["0", "0.25", "0.3", "0.5", "1"]) if kind == "share-met" else "",
        steps=_steps(rng) if kind == "steps" else (),
        policy=rng.choice(POLICIES) if rng.random() < 0.5 else "renormalise",
        least=rng.choice(["0.3", "0.5", "0.6", "1"]) if rng.random() < 0.2 else "",
        least_by=rng.choice(["weight", "count"]),
    )


def _steps(rng: random.Random) -> tuple[tuple[str, str, str], ...]:
    """Draw steps: points that never fall, how many children, and the value to reach."""
    points = sorted(rng.choice(["0", "0.25", "0.3", "0.5", "1"]) for _ in range(rng.randint(1, 3)))
    return tuple(
        (p, rng.choice(["all", "any", "1", "2", "3"]), rng.choice(["0.25", "0.3", "0.5", "1"])) for p in points
    )


def _without_floor(rng: random.Random, nodes: list[NodeSpec]) -> list[NodeSpec]:
    """Let some net sums go under 0 where no mean above them forbids it."""
    by_id = {node.id: node for node in nodes}
    found = []
    for node in nodes:
        up, free = node, node.kind == "net-sum"
        while up.parent and free:
            up = by_id[up.parent]
            free = up.kind not in ("geometric", "harmonic", "power")
            if up.kind in ("share-met", "steps", "net-sum"):
                break
        found.append(replace(node, floor="none") if free and rng.random() < 0.5 else node)
    return found


def _cell(rng: random.Random, k: int, nodes: list[NodeSpec], top: int) -> CellSpec:
    status = rng.choices(STATUSES, [6, 2, 1, 1, 1, 2, 1, 1])[0]
    level = rng.randint(0, top) if status in ("rated", "at-least", "estimated") else 0
    return CellSpec(
        f"c{k}",
        rng.choice(["total", *(node.id for node in nodes)]),
        status,
        level,
        low=rng.randint(0, level),
        high=rng.randint(level, top),
        confidence=rng.choice(["high", "low"]),
        factor=rng.choice(["0", "1", "1", "1", "0.5", "3"]),
        negative=rng.random() < 0.3,
        gate=rng.random() < 0.4,
    )
