"""One verdict for each case: the same, differing as it should, a miss, or left to others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from evaluator.errors import EvaluatorError
from tests.reference import coders, columns, draws, trees
from tests.reference.answer import Answer, Comparison, compare
from tests.reference.case import Case, CaseError

FAMILIES: dict[str, Callable[[Case], dict[str, Answer]]] = {
    "agg": trees.agg,
    "effweights": trees.effweights,
    "remove": trees.remove,
    "norm": columns.norm,
    "outrank": columns.outrank,
    "rank": columns.ranks,
    "ranks": columns.ranks,
    "kripp": coders.kripp,
    "kappa": coders.kappa,
    "wsm": columns.weighted,
    "wpm": columns.weighted,
    "smaa": draws.smaa,
    "salib": draws.salib,
    "sa": draws.sa,
}
# Methods that the toolkit does not have: kept by others as comparators.
COMPARATORS = ("mcda", "rankrev", "treat", "screen", "stats", "trend", "panel", "impute", "icc")
SHOWN = 3

Kind = Literal["ok", "differs", "miss", "left"]


@dataclass(frozen=True)
class Verdict:
    """What came of a case, in one line."""

    case: str
    kind: Kind
    words: str

    def __str__(self) -> str:
        return f"{self.kind:<8}{self.case}: {self.words}"


def check(case: Case) -> Verdict:
    """Answer a case and compare."""
    family = case.name.split("_")[1] if case.name.startswith(("mcda_wsm_", "mcda_wpm_")) else case.family
    if family not in FAMILIES:
        why = "a comparator, not rebuilt" if case.family in COMPARATORS else f"no family is called {case.family!r}"
        return Verdict(case.name, "left", why)
    try:
        found = compare(case, FAMILIES[family](case))
    except (CaseError, EvaluatorError, KeyError, ValueError) as error:
        return Verdict(case.name, "miss", f"cannot be answered: {error}")
    return _defect(case, found) if case.is_defect else _plain(case, found)


def _plain(case: Case, found: Comparison) -> Verdict:
    if found.differences:
        shown = "; ".join(str(difference) for difference in found.differences[:SHOWN])
        return Verdict(case.name, "miss", f"{len(found.differences)} of {found.compared} numbers differ: {shown}")
    if not found.compared:
        return Verdict(case.name, "miss", f"nothing could be compared: {', '.join(found.unanswered)}")
    return Verdict(case.name, "ok", _counted(found) + f", largest difference {found.largest:.1e}")


def _defect(case: Case, found: Comparison) -> Verdict:
    if not found.differences:
        return Verdict(case.name, "miss", "our answer is the tool's wrong one")
    words = f"{len(found.differences)} of {found.compared} numbers differ from the tool's wrong answer, as they should"
    return Verdict(case.name, "differs", words)


def _counted(found: Comparison) -> str:
    left = f" ({len(found.unanswered)} of other tools left: {', '.join(found.unanswered)})" if found.unanswered else ""
    return f"{found.compared} numbers{left}"
