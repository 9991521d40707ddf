"""A weighting made from another one by a few typed shares, such as `human-rights=0.4`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights

PLACE = "--weight"
TYPED = "typed"
DUST = 1e-12


def parse_shares(words: Sequence[str]) -> dict[str, float]:
    """Return node -> share from words such as `human-rights=0.4` or `Human rights=40%`.

    Raises
    ------
    InvalidInputError
        Lists every word of another form, with a repeated node, or with a number that is no share in [0, 1].

    Examples
    --------
    >>> parse_shares(["human-rights=0.4", "Migration=25 %"])
    {'human-rights': 0.4, 'Migration': 0.25}
    """
    found: dict[str, float] = {}
    problems = []
    for word in words:
        name, sign, number = (part.strip() for part in word.partition("="))
        share = _share(number)
        if not sign or not name or share is None:
            problems.append(Problem(PLACE, f"{word!r}", "a node and its share in [0, 1], as in human-rights=0.4"))
        elif name in found:
            problems.append(Problem(PLACE, f"{name!r} given twice", "each node once"))
        else:
            found[name] = share
    if problems:
        raise InvalidInputError(problems)
    return found


def _share(text: str) -> float | None:
    bare = text.removesuffix("%")
    try:
        number = float(bare)
    except ValueError:
        return None
    number = number / 100 if bare != text else number
    return number if 0 <= number <= 1 else None


def typed_weighting(rubric: Rubric, base: Weighting, shares: Mapping[str, float]) -> Weighting:
    """Return `base` with some nodes set to a share among their siblings, the others rescaled in proportion.

    Factors, overrides and the rule for gates stay those of `base`.

    Raises
    ------
    UnknownNameError
        The rubric has no such node.
    InvalidInputError
        Shares of siblings add up to more than 1, or to less while no other sibling has weight.
    """
    shares = nodes_named(rubric, shares)
    for name in shares:
        if name in rubric.by_id:
            raise EvaluatorError(
                f"{PLACE} {name}: this is a criterion; give a paradigm or a stance. "
                "A criterion's weight is changed by an override in a weighting file."
            )
        if name not in rubric.nodes:
            raise UnknownNameError("paradigm or stance", name, rubric.nodes)
    parents = dict.fromkeys(rubric.nodes[name].parent for name in shares)
    weights = dict(base.weights)
    problems: list[Problem] = []
    for parent in parents:
        entries = _entries(rubric, base, parent, shares, problems)
        weights[parent] = entries
    if problems:
        raise InvalidInputError(problems)
    said = ", ".join(f"{name}={share:g}" for name, share in shares.items())
    return base.model_copy(
        update={
            "id": TYPED,
            "titles": {"en": f"Typed: {said}, the rest as in {base.id}"},
            "actor": "none; typed for this run",
            "portrait": "",
            "sources": (),
            "limits": f"Typed for this run over {base.id}.",
            "weights": weights,
        }
    )


def nodes_named(rubric: Rubric, shares: Mapping[str, float]) -> dict[str, float]:
    """Return the shares with titles replaced by ids of nodes; a name that is neither stays as it is.

    Raises
    ------
    InvalidInputError
        A node is named twice, once by its id and once by its title.
    """
    titles = {title.casefold(): node.id for node in rubric.tree for title in node.titles.values()}
    found: dict[str, float] = {}
    twice = []
    for name, share in shares.items():
        node = name if name in rubric.nodes or name in rubric.by_id else titles.get(name.casefold(), name)
        if node in found:
            twice.append(Problem(PLACE, f"{node!r} given twice", "each node once"))
        found[node] = share
    if twice:
        raise InvalidInputError(twice)
    return found


def _entries(
    rubric: Rubric, base: Weighting, parent: str, shares: Mapping[str, float], problems: list[Problem]
) -> dict[str, WeightEntry]:
    now = sibling_shares(rubric, base, parent)
    given = {name: shares[name] for name in now if name in shares}
    spare = 1.0 - sum(given.values())
    rest = {name: share for name, share in now.items() if name not in given}
    whole = sum(rest.values())
    if spare < -DUST or (abs(spare) > DUST and whole <= 0):
        told = " + ".join(f"{name} {share:g}" for name, share in given.items())
        where = "the root" if parent == ROOT else parent
        lacking = "1" if not rest or whole <= 0 else "at most 1"
        problems.append(Problem(PLACE, f"under {where} {told} = {1 - spare:g}", f"shares that add up to {lacking}"))
        return {}
    scale = max(spare, 0.0) / whole if whole > 0 else 0.0
    return {name: _entry(base, given.get(name, now[name] * scale), name in given) for name in now}


def _entry(base: Weighting, share: float, given: bool) -> WeightEntry:  # noqa: FBT001  (read by position only here)
    ground = "typed for this run" if given else f"as in {base.id}, rescaled in proportion"
    return WeightEntry(share=min(1.0, share), origin="modelled", ground=ground)


def sibling_shares(rubric: Rubric, weighting: Weighting, parent: str) -> dict[str, float]:
    """Return the shares of a node's child nodes among themselves, summing to 1 (or all 0)."""
    tree = plant(rubric)
    local = local_weights(rubric, tree, (weighting,)).nodes[0]
    branch = tree.branches[tree.position(parent)]
    numbers = np.array([local[n] for n in branch.nodes])
    whole = numbers.sum()
    return {
        tree.branches[n].id: float(number / whole) if whole else 0.0
        for n, number in zip(branch.nodes, numbers, strict=True)
    }
