"""Weights of a caller's own: by criterion or by node, from a mapping or from what a frame of pandas holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.rubric import ALL, Rubric
from evaluator.model.weighting import Weighting
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights, path_weights, weighting_by_criterion

if TYPE_CHECKING:
    import pandas as pd

Own: TypeAlias = "Mapping[str, float] | pd.Series[Any]"
Weights: TypeAlias = "Weighting | str | Own"
Several: TypeAlias = "Weights | Sequence[Weights] | Mapping[str, Mapping[str, float]] | pd.DataFrame"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# The columns of frames that were given out, with the one that says which, and the one that says how much.
LONG = {("criterion_id", "stated"): "weighting", ("id", "share"): "weighting"}


def shares_by_criterion(rubric: Rubric, weighting: Weighting) -> dict[str, float]:
    """Return each criterion's weight in the whole if all criteria apply; the weights sum to 1."""
    tree = plant(rubric)
    local = local_weights(rubric, tree, (weighting,))
    found = path_weights(tree, local, np.ones((1, len(tree.criteria)), dtype=bool)).criteria[0, 0]
    return dict(zip(tree.criteria, found.tolist(), strict=True))


def weighting_of(rubric: Rubric, given: Weights, name: str = "own") -> Weighting:
    """Return the weighting that is meant: one of the rubric's by name, one as it is, or one's own by what is named.

    In weights of one's own a criterion weighs what it is given, a node its weight shared among the criteria below it as
    in the reference weighting, and what is not named weighs nothing.

    Raises
    ------
    UnknownNameError
        The rubric has no such weighting, criterion or node.
    EvaluatorError
        It is of another type, or a node is named together with something below it.
    """
    if isinstance(given, (Weighting, str)):
        return rubric.weighting(given)
    own = mapping_of(given)
    if own is None:
        raise EvaluatorError(
            f"weights of the type {type(given).__name__}: give a weighting, its name, or weights by criterion or node"
        )
    return weighting_by_criterion(rubric, _spread(rubric, own), name)


def weightings_of(rubric: Rubric, given: Several | None) -> tuple[Weighting, ...]:
    """Return the weightings for one or several names or weights; all of the rubric's, the reference first, for None.

    Weights without a name are called `own-1` and so on. A mapping of mappings, and a frame with a row for each
    criterion, name their own: by their keys, by their columns.
    """
    if given is None:
        return rubric.weightings_named((ALL,))
    whole: Any = _of_frame(given) if hasattr(given, "iterrows") else given
    if isinstance(whole, Mapping) and whole and all(map(_is_mapping, whole.values())):
        return tuple(weighting_of(rubric, own, _slug(name)) for name, own in whole.items())
    if isinstance(whole, (str, Weighting)) or _is_mapping(whole) or not isinstance(whole, Iterable):
        return (weighting_of(rubric, whole, "own-1"),)
    return tuple(weighting_of(rubric, one, f"own-{k}") for k, one in enumerate(whole, 1))


def _is_mapping(given: object) -> bool:
    """Return whether something is a mapping, or a Series of pandas, told by what it can do: pandas is not needed."""
    return isinstance(given, Mapping) or (hasattr(given, "to_frame") and hasattr(given, "items"))


def mapping_of(given: Any) -> dict[str, float] | None:  # noqa: ANN401  (anything that a caller may give)
    """Return a mapping or a Series as weights by name; None for anything else.

    Raises
    ------
    EvaluatorError
        A weight is no number.
    """
    if not _is_mapping(given):
        return None
    wrong = [f"{name}: {weight!r}" for name, weight in given.items() if not hasattr(weight, "__float__")]
    if wrong:
        raise EvaluatorError(f"weights that are no number: {', '.join(wrong[:10])} ({len(wrong)})")
    return {str(name): float(weight) for name, weight in given.items()}


def _of_frame(frame: Any) -> dict[str, dict[str, float]]:  # noqa: ANN401  (a frame of pandas)
    """Return weights by name: of a table of weights that was given out, or of a frame with a column for each."""
    for (what, share), by in LONG.items():
        if {what, share} <= set(frame.columns):
            rows = frame[frame["kind"] == "criterion"] if "kind" in frame.columns else frame
            names = rows[by] if by in rows.columns else ["own-1"] * len(rows)
            found: dict[str, dict[str, float]] = {}
            for name, one, weight in zip(names, rows[what], rows[share], strict=True):
                found.setdefault(f"own-{name}".replace("own-own", "own"), {})[str(one)] = float(weight)
            return found
    return {str(name): {str(k): float(v) for k, v in frame[name].items()} for name in frame.columns}


def _slug(name: object) -> str:
    if not SLUG.fullmatch(str(name)):
        raise EvaluatorError(f"weights are called {str(name)!r}: give a name of small letters, digits and hyphens")
    return str(name)


def _spread(rubric: Rubric, own: Mapping[str, float]) -> dict[str, float]:
    """Return weights by criterion; the weight of a node goes to the criteria below it as in the reference weighting."""
    nodes = [name for name in own if name in rubric.nodes]
    for name in own:
        if name not in rubric.by_id and name not in rubric.nodes:
            raise UnknownNameError("criterion or node", name, [*rubric.by_id, *rubric.nodes])
        if above := next((node for node in rubric.ancestors(name) if node in nodes), None):
            raise EvaluatorError(f"{name} is a part of {above}, and both are given a weight: give one of them")
    result = {name: own[name] for name in own if name in rubric.by_id}
    shares = shares_by_criterion(rubric, rubric.weighting(rubric.reference_weighting)) if nodes else {}
    for node in nodes:
        below = {name: share for name, share in shares.items() if node in rubric.ancestors(name)}
        whole = sum(below.values())
        if not whole > 0:
            raise EvaluatorError(f"{node}: nothing below it has weight in {rubric.reference_weighting}; name criteria")
        result |= {name: own[node] * share / whole for name, share in below.items()}
    return result
