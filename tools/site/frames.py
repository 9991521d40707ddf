"""The guide's page of the frames in numbers, made from the files of the shipped rubric."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from evaluator.contrasts.effective import WeightLine, effective_weights
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.weighting import Factor, Override, WeightEntry, Weighting

HEAD = """\
# The frames in numbers

What each [frame](weightings.md) states, and what that comes to.
`evaluator show FRAME` prints one with the ground of every number.

Columns two to six are the raw numbers of the file: shares of 1, or counts, marked `*`, which are relative among their
neighbours. The share of plan quality stands at the root beside the four paradigms together. The next six are stated
weights over all criteria, before any role of a country or missing rating is known: the three stances and what has none
add up to 1, the victim-centred and the yardstick share run across them. The last column counts the numbers of the file
by their origin.

"""
PARADIGMS = ("migration", "law-enforcement", "human-rights", "economic")
SHARES = {
    ("stance", "control"): "control",
    ("stance", "protection"): "protection",
    ("stance", "structural"): "structural",
    ("stance", "none"): "no stance",
    ("mark", "victim-centred"): "victim-centred",
    ("mark", "yardstick"): "yardstick",
}


def frames_page(rubric: Rubric) -> str:
    """Return the page as Markdown: a line for each frame."""
    titles = ["frame", *map(rubric.title, PARADIGMS), rubric.title("plan-quality"), *SHARES.values(), "gates", "origin"]
    lines = [" | ".join(titles), " | ".join(["---", *["---:"] * 11, "---", "---"])]
    lines += [" | ".join(cells(one, effective_weights(rubric, [one]))) for one in rubric.weightings.values()]
    return HEAD + "".join(f"| {line} |\n" for line in lines)


def cells(weighting: Weighting, lines: tuple[WeightLine, ...]) -> list[str]:
    """Return the cells of one frame."""
    share = {(line.kind, line.id): line.shares[0] for line in lines}
    found = [f"`{weighting.id}`", *(raw(weighting, "paradigms", name) for name in PARADIGMS)]
    found.append(raw(weighting, ROOT, "plan-quality"))
    return [*found, *(f"{share[key]:.3f}" for key in SHARES), weighting.gates, origins(weighting)]


def raw(weighting: Weighting, parent: str, child: str) -> str:
    """Return a number as the file states it; a count is marked `*`."""
    entries = weighting.weights[parent]
    if isinstance(entries, str):
        return entries
    entry = entries[child]
    return f"{entry.number:g}" + ("*" if entry.count is not None else "")


def origins(weighting: Weighting) -> str:
    """Return how many of the numbers of a file are sourced, counted and modelled."""
    stated = (entries.values() for entries in weighting.weights.values() if not isinstance(entries, str))
    found: list[WeightEntry | Factor | Override] = [*chain(*stated), *weighting.factors, *weighting.overrides]
    counted = Counter(one.origin for one in found)
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
