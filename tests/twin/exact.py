"""The slow twin: the rules of the numbers written again, one plan at a time, in exact fractions.

No rule of the package is used here. Sums, shares, minima and harmonic means are
exact; geometric and power means are taken to fifty digits.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from tests.twin.spec import CellSpec, NodeSpec, PlanSpec

BANDS = tuple(
    (grade, Fraction(lower)) for grade, lower in zip("ABCDE", ("0.8", "0.65", "0.5", "0.3", "0"), strict=True)
)
CAPS = ((1, "D"), (2, "E"))
LEAST_COVERAGE = Fraction("0.67")
DIGITS = 50
FEW = 8  # corners that are all tried
Points = Mapping[str, Fraction | None]


@dataclass(frozen=True)
class Answer:
    """What the twin finds; numbers unrounded."""

    score: Fraction | None
    coverage: Fraction
    bounds: tuple[Fraction, Fraction]
    judgement: tuple[Fraction, Fraction]
    nodes: dict[str, Fraction | None]
    stated: dict[str, Fraction]
    applicable: dict[str, Fraction]
    used: dict[str, Fraction]
    grade: str | None
    lowest: str
    highest: str
    lowest_if_no_gate: str
    highest_if_no_gate: str
    judgement_lowest: str
    judgement_highest: str


@dataclass(frozen=True)
class Child:
    """A child of a node as the node sees it."""

    id: str
    weight: Fraction
    value: Fraction | None
    negative: bool


class Twin:
    """One plan under one weighting."""

    def __init__(self, spec: PlanSpec) -> None:
        self.spec = spec
        self.nodes = {"total": spec.root, **{node.id: node for node in spec.nodes}}
        self.cells = {cell.id: cell for cell in spec.cells}
        self.scale = [Fraction(str(number)) for number in spec.scale]
        self.top = len(spec.scale) - 1
        self.below = {node: tuple(self._children(node)) for node in self.nodes}
        self.layers = tuple(self._order())
        self.weights = {item: self._raw(item) for item in (*self.nodes, *self.cells) if item != "total"}
        self.due_weight = {item: self.weight_of(item, self.applying) for item in self.weights}
        self.values: dict[tuple[int, ...], dict[str, Fraction | None]] = {}
        self.due = {node: [c for c in self.below[node] if self.weighs(c, self.applying)] for node in self.nodes}

    def _children(self, node: str) -> Iterator[str]:
        yield from (n.id for n in self.spec.nodes if n.parent == node)
        yield from (c.id for c in self.spec.cells if c.parent == node)

    def factor_below(self, item: str) -> Fraction:
        if item in self.cells:
            return Fraction(self.cells[item].factor)
        return sum((self.factor_below(child) for child in self.below[item]), Fraction(0))

    def _raw(self, item: str) -> Fraction:
        """Return the weight among siblings: the stated number or, by criteria, the sum of factors."""
        parent = self.cells[item].parent if item in self.cells else self.nodes[item].parent
        stated = self.spec.stated.get(parent, {}).get(item)
        if item in self.cells:
            return self.factor_below(item) * (Fraction(stated) if stated is not None else 1)
        return Fraction(stated) if stated is not None else self.factor_below(item)

    def weighs(self, item: str, there: set[str]) -> bool:
        """Return whether something that is there has weight below an item, and the item can pass it on."""
        if item in self.cells:
            return item in there
        return any(self.weights[child] > 0 and self.weighs(child, there) for child in self.below[item])

    def within(self, item: str) -> dict[str, Fraction]:
        """Return the share of each criterion in the weight of an item when everything applies."""
        if item in self.cells:
            return {item: Fraction(1)}
        weights = {c: self.weights[c] for c in self.below[item] if self.weighs(c, set(self.cells))}
        whole = sum(weights.values(), Fraction(0))
        return {
            cell: weight / whole * share
            for child, weight in weights.items()
            if weight
            for cell, share in self.within(child).items()
        }

    def weight_of(self, item: str, there: set[str]) -> Fraction:
        """Return the weight among siblings when only some criteria apply: a node may shrink."""
        if item in self.cells or not self.nodes[item].shrinks:
            return self.weights[item]
        applying = sum((s for cell, s in self.within(item).items() if cell in there), Fraction(0))
        return self.weights[item] * min(Fraction(1), Fraction(self.nodes[item].most) * applying)

    def paths(self, there: set[str]) -> dict[str, Fraction]:
        """Return weights at the root when only some criteria are there."""
        found: dict[str, Fraction] = dict.fromkeys((*self.nodes, *self.cells), Fraction(0))
        found["total"] = Fraction(int(self.weighs("total", there)))
        for node in self.layers:
            weights = {c: self.weight_of(c, there) for c in self.below[node] if self.weighs(c, there)}
            whole = sum(weights.values(), Fraction(0))
            for child, weight in weights.items():
                found[child] = found[node] * weight / whole if whole else Fraction(0)
        return found

    def _order(self) -> Iterator[str]:
        waiting = ["total"]
        while waiting:
            node = waiting.pop(0)
            yield node
            waiting.extend(child for child in self.below[node] if child in self.nodes)

    @property
    def applying(self) -> set[str]:
        return {cell.id for cell in self.spec.cells if cell.status != "not-applicable"}

    def run(self, points: Points, used: dict[str, dict[str, Fraction]] | None = None) -> dict[str, Fraction | None]:
        """Return the value of every node; `used` takes the weights that each node gave its children."""
        values: dict[str, Fraction | None] = {}
        for node in self.layers[::-1]:
            due = [
                Child(c, self.due_weight[c], values[c] if c in self.nodes else points[c], self._subtracts(c, node))
                for c in self.due[node]
            ]
            weighted = self.after_policy(self.nodes[node], due)
            if used is not None:
                used[node] = {child.id: child.weight for child in weighted}
            values[node] = aggregate(self.nodes[node], [child for child in weighted if child.weight > 0])
        return values

    def _subtracts(self, item: str, node: str) -> bool:
        return item in self.cells and self.cells[item].negative and self.nodes[node].kind == "net-sum"

    def after_policy(self, node: NodeSpec, due: list[Child]) -> list[Child]:
        have = [child for child in due if child.value is not None]
        if node.least:
            by_weight = node.least_by == "weight"
            size = (lambda child: child.weight) if by_weight else (lambda child: Fraction(child.weight > 0))
            if sum(map(size, have), Fraction(0)) < Fraction(node.least) * sum(map(size, due), Fraction(0)):
                return []
        lacking = [child for child in due if child.value is None]
        if node.policy == "block" and any(child.weight > 0 for child in lacking):
            return []
        if node.policy == "zero":
            return [Child(c.id, c.weight, c.value or Fraction(0), c.negative) for c in due]
        if node.policy == "redistribute":
            takers = [child for child in have if child.weight > 0]
            spare = sum((child.weight for child in lacking), Fraction(0))
            return [Child(c.id, c.weight + spare / len(takers), c.value, c.negative) for c in takers]
        if node.policy not in ("renormalise", "block"):
            raise ValueError(f"the twin has no rule for the policy {node.policy}")
        if node.kind == "net-sum" and node.policy == "renormalise":
            return [*self._whole_side(due, have, minus=False), *self._whole_side(due, have, minus=True)]
        return have

    @staticmethod
    def _whole_side(due: list[Child], have: list[Child], *, minus: bool) -> list[Child]:
        whole = sum((c.weight for c in due if c.negative == minus), Fraction(0))
        side = [c for c in have if c.negative == minus]
        here = sum((c.weight for c in side), Fraction(0))
        return [Child(c.id, c.weight * whole / here, c.value, c.negative) for c in side if here]

    def used(self, values: Points, given: dict[str, dict[str, Fraction]]) -> dict[str, Fraction]:
        """Return the weights at the root that the values were made with, from those that each node gave."""
        found: dict[str, Fraction] = dict.fromkeys((*self.nodes, *self.cells), Fraction(0))
        found["total"] = Fraction(int(values["total"] is not None))
        for node in self.layers:
            whole = sum(given[node].values(), Fraction(0))
            for child, weight in given[node].items():
                found[child] = found[node] * weight / whole if whole and values[node] is not None else Fraction(0)
        return found

    def ends(self, cell: CellSpec, *, judged: bool) -> set[int]:
        """Return the levels between which a cell may lie: all that an open cell may take, at its ends."""
        if cell.status in ("not-assessed", "disputed"):
            return {0, self.top}
        if cell.status == "estimated":
            return {cell.low, cell.high}
        if cell.status == "at-least":
            return {max(0, cell.level - (judged and cell.confidence == "low")), self.top}
        if judged and cell.confidence == "low" and cell.status in ("rated", "silent"):
            return {max(0, cell.level - 1), min(self.top, cell.level + 1)}
        return {cell.level}

    def interval(self, *, judged: bool) -> tuple[Fraction, Fraction]:
        """Return the lowest and highest score over corners; all that there is where nothing that applies has weight."""
        open_cells = [cell for cell in self.spec.cells if cell.status != "not-applicable"]
        out: Points = {c.id: None for c in self.spec.cells}
        scores = []
        for corner in self.corners(open_cells, judged=judged):
            if corner not in self.values:  # both intervals have most corners in common
                levels = zip(open_cells, corner, strict=True)
                points = {**out, **{cell.id: self.scale[level] for cell, level in levels}}
                self.values[corner] = self.run(points)
            total = self.values[corner]["total"]
            if total is None:
                return Fraction(self.least("total")), Fraction(1)
            scores.append(total)
        return min(scores), max(scores)

    def least(self, node: str) -> int:
        """Return the lowest value that a node can have under any rating."""
        if self.nodes[node].kind == "net-sum":
            return -1 if self.nodes[node].floor == "none" else 0
        if self.nodes[node].kind in ("share-met", "steps"):
            return 0
        return min((self.least(child) for child in self.below[node] if child in self.nodes), default=0)

    def corners(self, cells: list[CellSpec], *, judged: bool) -> Iterator[tuple[int, ...]]:
        """Yield every corner where there are few; where there are many, the worst and the best for each cell."""
        choices = [sorted(self.ends(cell, judged=judged)) for cell in cells]
        if math.prod(len(ends) for ends in choices) <= FEW:
            yield from itertools.product(*choices)
            return
        turned = [self._subtracts(cell.id, cell.parent) for cell in cells]
        yield tuple(ends[-1 if minus else 0] for ends, minus in zip(choices, turned, strict=True))
        yield tuple(ends[0 if minus else -1] for ends, minus in zip(choices, turned, strict=True))

    def answer(self) -> Answer:
        """Score, bound, grade."""
        known = ("rated", "silent", "contrary", "estimated")
        points = {c.id: self.scale[c.level] if c.status in known else None for c in self.spec.cells}
        given: dict[str, dict[str, Fraction]] = {}
        nodes = self.run(points, given)
        if not self.paths({name for name, value in points.items() if value is not None} & self.applying)["total"]:
            nodes["total"] = None  # nothing that has weight is rated
        applicable = self.paths(self.applying)
        covered = [c.id for c in self.spec.cells if c.status in ("rated", "silent", "contrary")]
        coverage = sum((applicable[name] for name in covered), Fraction(0))
        bounds, judgement = self.interval(judged=False), self.interval(judged=True)
        told = self.told(nodes)
        return Answer(
            score=told["total"],
            coverage=coverage,
            bounds=bounds,
            judgement=judgement,
            nodes=told,
            stated=self.paths(set(self.cells)),
            applicable=applicable,
            used=self.used(nodes, given),
            **self.grades(told["total"], coverage, bounds, judgement),
        )

    def grades(
        self,
        score: Fraction | None,
        coverage: Fraction,
        bounds: tuple[Fraction, Fraction],
        judgement: tuple[Fraction, Fraction],
    ) -> dict[str, str | None]:
        gates = [cell for cell in self.spec.cells if cell.gate] if self.spec.gates == "cap" else []
        tripped = sum(cell.status == "contrary" for cell in gates)
        # An estimated cell has the status not-assessed.
        unknown = sum(cell.status in ("not-assessed", "disputed", "estimated") for cell in gates)
        doubtful = sum(cell.status == "contrary" and cell.confidence == "low" for cell in gates)
        graded = score is not None and nine(coverage) >= LEAST_COVERAGE
        return {
            "grade": capped(band(score), tripped) if graded and score is not None else None,
            "lowest": capped(band(bounds[0]), tripped + unknown),
            "highest": capped(band(bounds[1]), tripped),
            "lowest_if_no_gate": capped(band(bounds[0]), tripped),
            "highest_if_no_gate": capped(band(bounds[1]), tripped),
            "judgement_lowest": capped(band(judgement[0]), tripped + unknown),
            "judgement_highest": capped(band(judgement[1]), tripped - doubtful),
        }

    def told(self, values: Points) -> dict[str, Fraction | None]:
        """Return the values that are scores: those that lie in the range of their node at nine digits."""
        found: dict[str, Fraction | None] = {}
        for node, value in values.items():
            ends = self.node_ends(node)
            inside = value is not None and ends and nine(min(ends)) <= nine(value) <= nine(max(ends))
            found[node] = value if inside else None
        return found

    def node_ends(self, node: str) -> list[Fraction]:
        """Return the values of a node at the corners of the bounds; none where it has none."""
        open_cells = [cell for cell in self.spec.cells if cell.status != "not-applicable"]
        out: Points = {c.id: None for c in self.spec.cells}
        found = []
        for corner in self.corners(open_cells, judged=False):
            if corner not in self.values:
                levels = zip(open_cells, corner, strict=True)
                self.values[corner] = self.run({**out, **{cell.id: self.scale[level] for cell, level in levels}})
            value = self.values[corner][node]
            if value is not None:
                found.append(value)
        return found


def nine(number: Fraction) -> Fraction:
    """Round to nine digits."""
    return Fraction(round(number * 10**9), 10**9)


def band(score: Fraction) -> str:
    """Return the grade whose band a score reaches, the lowest one for what is under all bands."""
    shown = nine(score)
    return next((grade for grade, lower in BANDS if shown >= lower), BANDS[-1][0])


def capped(grade: str, tripped: int) -> str:
    """Return the grade after the cap for so many tripped gates."""
    caps = [cap for count, cap in CAPS if count <= tripped]
    return max(grade, caps[-1]) if caps else grade


def aggregate(node: NodeSpec, children: list[Child]) -> Fraction | None:
    """Return the value of a node from children with weight and value."""
    if node.kind == "net-sum":
        return _net_sum(children, Fraction(-1 if node.floor == "none" else 0))
    if not children:
        return None
    whole = sum((c.weight for c in children), Fraction(0))
    shares = [(c.weight / whole, c.value or Fraction(0)) for c in children]
    if node.at_least:
        shares = [(share, max(value, Fraction(node.at_least))) for share, value in shares]
    exponent = {"harmonic": "-1", "geometric": "0", "arithmetic": "1"}.get(node.kind, node.exponent)
    if node.kind == "minimum":
        return min(value for _, value in shares)
    if node.kind == "share-met":
        return sum((share for share, value in shares if nine(value) >= Fraction(node.met_from)), Fraction(0))
    if node.kind == "steps":
        return _climbed(node, [value for _, value in shares])
    return _power_mean(Fraction(exponent), shares)


def _climbed(node: NodeSpec, values: list[Fraction]) -> Fraction:
    """Return the points of the last step that holds with all before it."""
    found = Fraction(0)
    for points, of, reach in node.steps:
        reached = sum(nine(value) >= Fraction(reach) for value in values)
        if reached < {"all": len(values), "any": 1}.get(of, int(of) if of.isdigit() else 0):
            break
        found = Fraction(points)
    return found


def _net_sum(children: list[Child], floor: Fraction) -> Fraction | None:
    whole = sum((c.weight for c in children if not c.negative), Fraction(0))
    if not whole:
        return None
    signed = ((-1 if c.negative else 1) * c.weight * (c.value or 0) for c in children)
    return max(floor, sum(signed, Fraction(0)) / whole)


def _power_mean(exponent: Fraction, shares: list[tuple[Fraction, Fraction]]) -> Fraction:
    if exponent == 1:
        return sum((share * value for share, value in shares), Fraction(0))
    if exponent <= 0 and any(value == 0 for _, value in shares):
        return Fraction(0)
    if exponent == -1:
        return 1 / sum((share / value for share, value in shares), Fraction(0))
    with localcontext() as context:
        context.prec = DIGITS
        if exponent == 0:
            return Fraction(sum((_decimal(s) * _decimal(v).ln() for s, v in shares), Decimal(0)).exp())
        power = _decimal(exponent)
        total = sum((_decimal(s) * _decimal(v) ** power for s, v in shares), Decimal(0))
        return Fraction(total ** (1 / power)) if total else Fraction(0)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
