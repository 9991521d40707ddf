"""One verdict for each case: the same, differing as it should, a miss, or left to others with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from evaluator.errors import EvaluatorError
from tests.reference import coders, columns, draws, scenarios, statistics, trees
from tests.reference.answer import Answer, Comparison, compare
from tests.reference.case import Case, CaseError, NotBuiltError, read_table
from tests.reference.different import Excused, excuse

Answerer = Callable[[Case], dict[str, Answer]]
FAMILIES: dict[str, Answerer] = {
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
    "corr": statistics.corr,
    "corrflags": statistics.flags,
    "cronbach": statistics.alpha,
    "pca": statistics.pca,
    "stats": statistics.stats,
    "screen": statistics.availability,
    "availability": statistics.availability,
    "strengths": statistics.strengths,
    "uncertainty": scenarios.uncertainty,
    "noisy": scenarios.noise,
    "compare": scenarios.beside,
    "similarity": scenarios.likeness,
    "panel": scenarios.panel,
    "oneless": scenarios.one_less,
}
# Other names of the same, without case, dots, hyphens and underscores.
ALSO = {
    "aggregate": "agg", "aggregation": "agg", "effweight": "effweights", "effectiveweights": "effweights",
    "removeelements": "remove", "normalise": "norm", "normalisation": "norm", "outranking": "outrank",
    "copeland": "outrank", "krippendorff": "kripp", "correlation": "corr", "correlations": "corr",
    "flags": "corrflags", "redundancy": "corrflags", "alpha": "cronbach", "cronbachalpha": "cronbach",
    "components": "pca", "description": "stats", "dataavail": "availability", "dataavailability": "availability",
    "avail": "availability", "strweak": "strengths", "strengthsweaknesses": "strengths", "ua": "uncertainty",
    "sensitivity": "uncertainty", "uncertain": "uncertainty", "noisyweights": "noisy", "noise": "noisy",
    "comparecoins": "compare", "comparemulti": "compare", "comparecoinsmulti": "compare", "rankdiffs": "compare",
    "ranksim": "similarity", "ranksimilarity": "similarity", "ranksimilarities": "similarity",
    "rankcorr": "similarity", "simpleaverage": "agg",
}  # fmt: skip
# Of a family that is left, the cases for which the parts are there all the same.
PARTS = {"mcda_wsm_*": "wsm", "mcda_wpm_*": "wpm", "rankrev_leave_one_out_wsm_minmax_*": "oneless"}
NOT_BUILT = Path(__file__).with_name("not_built.csv")
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


def family_of(case: Case) -> str | None:
    """Return the family whose parts answer a case, by its index or the words that its name begins with."""
    for pattern, family in PARTS.items():
        if fnmatchcase(case.name, pattern):
            return family
    words = case.name.split("_")
    begun = () if reason(case.name) else tuple("_".join(words[:count]) for count in (3, 2))
    ordered = (*begun, case.family) if case.family == words[0] else (case.family, *begun)
    named = (_plain_name(name) for name in (*ordered, *words[: len(begun) // 2]))
    return next((ALSO.get(name, name) for name in named if name in FAMILIES or name in ALSO), None)


def _plain_name(name: str) -> str:
    """Return a family's name without case, dots, hyphens and underscores."""
    return re.sub("[._-]", "", name.lower()).removeprefix("get")


def reason(name: str) -> str:
    """Return which part a case wants that is not built, and why not; empty where none is listed."""
    table = read_table(NOT_BUILT)
    rows = table.rows if table else ()
    return next((f"not built: {part}; {why}" for pattern, part, why in rows if fnmatchcase(name, pattern)), "")


def check(case: Case) -> Verdict:
    """Answer a case and compare."""
    family = family_of(case)
    if family is None:
        unknown = f"no family is called {case.family!r}; there are {', '.join(sorted(FAMILIES))}"
        return Verdict(case.name, "left", reason(case.name) or unknown)
    try:
        found = compare(case, FAMILIES[family](case))
        excused = excuse(case, found)
    except NotBuiltError as error:
        return Verdict(case.name, "left", f"not built: {error}")
    except (CaseError, EvaluatorError, KeyError, ValueError) as error:
        return Verdict(case.name, "miss", f"cannot be answered: {error}")
    return _defect(case, found) if case.is_defect else _plain(case, found, excused)


def _plain(case: Case, found: Comparison, excused: Excused) -> Verdict:
    if excused.left:
        shown = "; ".join(str(difference) for difference in excused.left[:SHOWN])
        return Verdict(case.name, "miss", f"{len(excused.left)} of {found.compared} numbers differ: {shown}")
    if excused.idle:
        return Verdict(case.name, "miss", f"said to differ and does not: {'; '.join(excused.idle)}")
    if not found.compared:
        return Verdict(case.name, "miss", f"nothing could be compared: {', '.join(found.unanswered)}")
    words = _counted(found) + f", largest difference {found.largest:.1e}"
    return Verdict(
        case.name, "ok", words + "".join(f"; {count} rightly different: {why}" for why, count in excused.why)
    )


def _defect(case: Case, found: Comparison) -> Verdict:
    if not found.differences:
        return Verdict(case.name, "miss", "our answer is the tool's wrong one")
    words = f"{len(found.differences)} of {found.compared} numbers differ from the tool's wrong answer, as they should"
    return Verdict(case.name, "differs", words)


def _counted(found: Comparison) -> str:
    left = f" ({len(found.unanswered)} of other tools left: {', '.join(found.unanswered)})" if found.unanswered else ""
    return f"{found.compared} numbers{left}"
