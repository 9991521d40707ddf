"""Cases over a tree: aggregation, effective weights, leaving elements out."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from evaluator.contrasts.audit.normalise import rank_down
from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import LeastCoverage, Missing
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.tree import Branch, Tree
from evaluator.scoring.weights import LocalWeights, path_weights
from tests.reference.answer import Answer
from tests.reference.case import Array, Case, CaseError, Table

MEANS = {"amean": "arithmetic", "gmean": "geometric", "hmean": "harmonic", "genmean": "power"}


@dataclass(frozen=True)
class Frame:
    """The tree of a case: elements with parent, level and weight; indicators in the order of the input."""

    units: tuple[str, ...]
    values: Array
    tree: Tree
    weights: LocalWeights
    top: str

    @property
    def aggregates(self) -> tuple[str, ...]:
        return tuple(branch.id for branch in self.tree.branches)

    def scores(self, weights: LocalWeights | None = None) -> dict[str, Array]:
        """Return the value of every aggregate, by unit."""
        run = Matrix(self.tree, self.values, np.ones(self.values.shape, dtype=bool)).run(weights or self.weights)
        return {branch.id: run.nodes[at, 0] for at, branch in enumerate(self.tree.branches)}

    def tops(self, weights: LocalWeights) -> Array:
        """Return the top's value under many weights, shape (weightings, units)."""
        return Matrix(self.tree, self.values, np.ones(self.values.shape, dtype=bool)).run(weights).total


def frame_of(case: Case, values: Array | None = None) -> Frame:
    """Read structure, weights and values, and lay them out for the engine; `values` stand for those of the input."""
    data, structure = case.table("input.csv"), case.table("structure.csv")
    parents, levels = placed(structure)
    indicators = [name for name in data.names if levels.get(name) == 1]
    aggregates = sorted((name for name in parents if levels[name] > 1), key=lambda name: -levels[name])
    weights = weights_of(case, structure)
    tree = tree_of(case, parents, levels, aggregates, indicators)
    return Frame(
        units=tuple(data.text(data.header[0])),
        values=data.matrix(indicators) if values is None else values,
        tree=tree,
        weights=_laid(weights, aggregates, indicators),
        top=aggregates[0],
    )


def placed(structure: Table) -> tuple[dict[str, str], dict[str, int]]:
    """Return parent and level of each element; what has no level (a group, a denominator) is none."""
    rows = zip(structure.text("iCode"), structure.text("Parent"), structure.numbers("Level"), strict=True)
    kept = [(name, parent, int(level)) for name, parent, level in rows if not np.isnan(level)]
    return {name: parent for name, parent, _ in kept}, {name: level for name, _, level in kept}


def _laid(weights: dict[str, float], aggregates: list[str], indicators: list[str]) -> LocalWeights:
    nodes = [1.0, *(weights[name] for name in aggregates[1:])]
    return LocalWeights(np.array([nodes]), np.array([[weights[name] for name in indicators]]))


def weights_of(case: Case, structure: Table) -> dict[str, float]:
    """Return weights by element: those of weights.csv over those of the structure, 1 where neither states one."""
    found = dict.fromkeys(structure.text("iCode"), 1.0)
    for table in (structure, case.table("weights.csv") if case.has("weights.csv") else None):
        if table is not None and "Weight" in table.header:
            stated = zip(table.text("iCode"), table.numbers("Weight"), strict=True)
            found.update({name: float(weight) for name, weight in stated if not np.isnan(weight)})
    return found


def tree_of(
    case: Case, parents: dict[str, str], levels: dict[str, int], aggregates: list[str], indicators: list[str]
) -> Tree:
    """Lay out the tree with one aggregation and one least coverage for each level."""
    place = {name: at for at, name in enumerate(aggregates)}
    branches = tuple(
        Branch(
            id=name,
            nodes=tuple(place[child] for child in aggregates if parents[child] == name),
            criteria=tuple(at for at, child in enumerate(indicators) if parents[child] == name),
            aggregation=aggregation_of(case, levels[name]),
            missing=Missing(),
            least_coverage=least_of(case, levels[name]),
        )
        for name in aggregates
    )
    return Tree(branches, tuple(indicators), (False,) * len(indicators))


def aggregation_of(case: Case, level: int) -> Aggregation:
    """Return the mean of a level: of `levels`, else the one in the name of the case or in its description."""
    named = case.params.get("levels") or case.params.get("f_ag") or ""
    words = named.split("|") if named else re.findall(r"(genmean|amean|gmean|hmean)", case.name) or [_described(case)]
    word = words[min(level - 2, len(words) - 1)].removeprefix("a_")
    if word not in MEANS:
        raise CaseError(f"no aggregation is called {word!r}")
    if word == "genmean":
        return Aggregation(kind="power", exponent=case.param("p", 1.0))
    return Aggregation.model_validate({"kind": MEANS[word]})


def _described(case: Case) -> str:
    kinds = {"geometric": "gmean", "harmonic": "hmean", "generalised": "genmean", "power": "genmean"}
    return next((word for kind, word in kinds.items() if kind in case.readme.lower()), "amean")


def least_of(case: Case, level: int) -> LeastCoverage | None:
    """Return the least share of direct children with a value, by count."""
    if "dat_thresh" not in case.params:
        return None
    shares = [share for share in case.params["dat_thresh"].split("|") if share not in ("", "NA", "NULL")]
    if not shares:
        return None
    return LeastCoverage(share=float(shares[min(level - 2, len(shares) - 1)]), by="count")


def agg(case: Case) -> dict[str, Answer]:
    """Score every unit at every level, and rank the top."""
    frame = frame_of(case)
    scores = frame.scores()
    columns = {**scores, "Rank": rank_down(scores[frame.top][:, None])[:, 0]}
    return {"expected.csv": Answer(frame.units, columns)}


def effweights(case: Case) -> dict[str, Answer]:
    """Multiply weights down the tree; here the input holds the weights."""
    structure, given = case.table("structure.csv"), case.table("input.csv")
    parents, levels = placed(structure)
    indicators = [name for name in parents if levels[name] == 1]
    aggregates = sorted((name for name in parents if levels[name] > 1), key=lambda name: -levels[name])
    weights = dict(zip(given.text("iCode"), given.numbers("Weight"), strict=True))
    tree = tree_of(case, parents, levels, aggregates, indicators)
    paths = path_weights(tree, _laid(weights, aggregates, indicators), np.ones((1, len(indicators)), dtype=bool))
    names = (*indicators, *aggregates)
    found = np.concatenate([paths.criteria[0, 0], paths.nodes[0, 0]])
    columns = {
        "EffWeight": found,
        "Weight": np.array([weights[name] for name in names]),
        "Level": np.array([levels[name] for name in names], dtype=float),
    }
    return {"expected.csv": Answer(names, columns)}


def remove(case: Case) -> dict[str, Answer]:
    """Give each element of a level weight 0 in turn, and compare scores and ranks with those of the whole."""
    frame = frame_of(case)
    target = case.params.get("iCode", frame.top)
    scores = {"Nominal": frame.scores()[target], **{name: _without(frame, name)[target] for name in _gone(case, frame)}}
    table = np.column_stack(list(scores.values()))
    ranks = rank_down(table)
    changes = ranks[:, :1] - ranks
    tables = {
        "score": dict(zip(scores, table.T, strict=True)),
        "rank": dict(zip(scores, ranks.T, strict=True)),
        "diff": dict(zip(scores, changes.T, strict=True)),
        "abs": dict(zip(scores, np.abs(changes).T, strict=True)),
    }
    means = dict(zip(scores, np.nanmean(np.abs(changes), axis=0), strict=True))
    return {name: _removed(case, name, frame.units, tables, means) for name in case.expected}


def _gone(case: Case, frame: Frame) -> list[str]:
    """Return the elements that are left out: those that the expected tables name, else those of the level asked for."""
    levels = placed(case.table("structure.csv"))[1]
    tables = [case.table(name) for name in case.expected]
    named = {name for t in tables for name in (*t.header, *(t.text(t.key) if t.key else ()))} & set(levels)
    wanted = named - {frame.top} or {name for name in levels if levels[name] == int(case.param("Level", 1))}
    return [name for name in levels if name in wanted]


def _without(frame: Frame, name: str) -> dict[str, Array]:
    nodes, criteria = frame.weights.nodes.copy(), frame.weights.criteria.copy()
    if name in frame.tree.criteria:
        criteria[0, frame.tree.criteria.index(name)] = 0.0
    else:
        nodes[0, frame.tree.position(name)] = 0.0
    return frame.scores(LocalWeights(nodes, criteria))


def _removed(
    case: Case, name: str, units: tuple[str, ...], tables: dict[str, dict[str, Array]], means: dict[str, float]
) -> Answer:
    """Choose the table that an expected file holds: by its name, else the one that is nearest."""
    expected = case.table(name)
    if "mean" in name.lower() or len(expected.rows) != len(units):
        return _means(expected, means)
    for kind in ("abs", "diff", "rank", "score"):
        if kind in name.lower():
            return Answer(units, tables[kind])
    return min((Answer(units, table) for table in tables.values()), key=lambda answer: _distance(expected, answer))


def _distance(expected: Table, answer: Answer) -> float:
    place = {unit: at for at, unit in enumerate(answer.keys)}
    rows = [place[unit] for unit in expected.text(expected.header[0])]
    apart = [expected.numbers(c) - answer.columns[c][rows] for c in expected.names if c in answer.columns]
    return float(np.nansum(np.abs(apart)))


def _means(expected: Table, means: dict[str, float]) -> Answer:
    if set(expected.names) <= set(means):
        return Answer((), {name: np.array([number]) for name, number in means.items()})
    return Answer(tuple(means), {name: np.array(list(means.values())) for name in expected.names})
