"""Write the numbers of the table in docs/weightings.md anew: `python -m tools.weightings_table [--check]`.

The raw numbers come from the weighting files, the shares from the arithmetic that
scores. The last cell of each line is written by hand and kept.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from evaluator.contrasts.effective import WeightLine, effective_weights
from evaluator.library import Library
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.weighting import Weighting

PAGE = Path(__file__).resolve().parent.parent / "docs" / "weightings.md"
ROW = re.compile(r"^\| `(?P<name>[a-z0-9-]+)` \|.*$", re.MULTILINE)
PARADIGMS = ("migration", "law-enforcement", "human-rights", "economic")
SHARES = (
    ("stance", "control"),
    ("stance", "protection"),
    ("stance", "structural"),
    ("stance", "none"),
    ("mark", "victim-centred"),
    ("mark", "yardstick"),
)


def raw(weighting: Weighting, parent: str, child: str) -> str:
    """Return a number as the file states it; a count is marked `*`."""
    entries = weighting.weights[parent]
    if isinstance(entries, str):
        return entries
    entry = entries[child]
    return f"{entry.number:g}" + ("*" if entry.count is not None else "")


def cells(weighting: Weighting, lines: tuple[WeightLine, ...]) -> list[str]:
    """Return the cells of one line but the last."""
    share = {(line.kind, line.id): line.shares[0] for line in lines}
    found = [f"`{weighting.id}`", *(raw(weighting, "paradigms", p) for p in PARADIGMS)]
    found.append(raw(weighting, ROOT, "plan-quality"))
    return [*found, *(f"{share[key]:.3f}" for key in SHARES), weighting.gates]


def page_anew(text: str, rubric: Rubric) -> str:
    """Return the page with every line of the table written anew.

    Raises
    ------
    ValueError
        The table lacks a weighting, or has one that the rubric does not have.
    """
    named = [match["name"] for match in ROW.finditer(text) if match["name"] in rubric.weightings]
    if sorted(named) != sorted(rubric.weightings):
        raise ValueError(f"the table and the files differ: {sorted(set(named) ^ set(rubric.weightings))}")

    def written(match: re.Match[str]) -> str:
        weighting = rubric.weightings.get(match["name"])
        if weighting is None:
            return match[0]
        by_hand = match[0].rstrip().removesuffix("|").rpartition("| ")[2].strip()
        return "| " + " | ".join([*cells(weighting, effective_weights(rubric, [weighting])), by_hand]) + " |"

    return ROW.sub(written, text)


def main(arguments: list[str]) -> int:
    """Write the page, or with --check tell whether it is current."""
    text = PAGE.read_text(encoding="utf-8")
    anew = page_anew(text, Library.open().rubric())
    if "--check" in arguments:
        return 0 if anew == text else 1
    PAGE.write_text(anew, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
