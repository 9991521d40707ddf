"""Blind spot of the TIP Report: the weight and provisions that each of three codings of its scheme leaves out.

The denominator is the index of standards, which is independent of the rubric.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from evaluator.contrasts.effective import criterion_shares
from evaluator.contrasts.study import Study
from evaluator.model.criterion import TIP_BASES, Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Sentence, Spoken, say, say_n, series
from evaluator.model.standard import Standard
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import known, rounded
from evaluator.scoring.matrix import Array, Mask, Matrix
from evaluator.scoring.rounding import shared_out
from evaluator.scoring.scores import within as in_range
from evaluator.scoring.weights import LocalWeights, local_weights, path_weights

FEW = 2  # a part of at most this many criteria is reported with their titles
CODINGS = ("assessed", "partly", "ignored", "not-coded")
WHOLE = Decimal(100)
BASIS_WORDS = {
    "tip_statute_2000": say("the statute of 2000"),
    "tip_statute_2022": say("the statute as amended to 2022"),
    "tip_practice": say("the practice of the reports of 2001-2005"),
}


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """The shares of weight and the provisions that one coding leaves out, under the reference weighting."""

    basis: str = column("id", "statute of 2000, statute as amended to 2022, or practice 2001-2005")
    weighting: str = column("id", "reference weighting")
    assessed: float = column("number", "share of stated weight that the scheme assesses")
    partly: float = column("number", "share that it sees in part; never halved")
    ignored: float = column("number", "share that it ignores")
    not_coded: float = column("number", "share without a coding")
    binding: int = column("integer", "binding provisions in the index of standards")
    unseen_share: float | None = column("number", "share of them on which no assessed criterion rests")
    on_assessed: int = column("integer", "provisions on which an assessed criterion rests")
    on_partly: int = column("integer", "provisions on which one seen in part rests, and none assessed")
    on_ignored: int = column("integer", "provisions on which ignored criteria alone rest")
    on_not_coded: int = column("integer", "provisions on which criteria without a coding alone rest")
    on_none: int = column("integer", "provisions on which no criterion of the rubric rests")
    gates_ignored: tuple[str, ...] = column("ids", "gates that the scheme ignores")
    gates_partly: tuple[str, ...] = column("ids", "gates that it sees in part")
    text: str = column("text", "the finding in words")


def _spot_words(spot: BlindSpot) -> Spoken:
    if spot.unseen_share is None:
        return _shares_words(spot)
    rest = say_n(
        "%(share)s of the %(number)s binding treaty provision is not covered by anything that it looks at.",
        "%(share)s of the %(number)s binding treaty provisions are not covered by anything that it looks at.",
        spot.binding,
        share=Figure(spot.unseen_share, ".0%"),
    )
    return series(" ", [_shares_words(spot), rest])


def _shares_words(spot: BlindSpot) -> Sentence:
    parts = shared_out([100 * s for s in (spot.assessed, spot.partly, spot.ignored, spot.not_coded)], WHOLE)
    names = ("assessed", "partly", "ignored", "rest")
    given: dict[str, object] = {name: Figure(float(p) / 100, ".0%") for name, p in zip(names, parts, strict=True)}
    given |= {"basis": BASIS_WORDS[spot.basis], "weighting": spot.weighting}
    if spot.not_coded:
        return say(
            "By %(basis)s, the TIP Report looks at %(assessed)s of the weight of “%(weighting)s” fully, at "
            "%(partly)s in part, and ignores %(ignored)s; %(rest)s is not coded.",
            **given,
        )
    return say(
        "By %(basis)s, the TIP Report looks at %(assessed)s of the weight of “%(weighting)s” fully, at "
        "%(partly)s in part, and ignores %(ignored)s.",
        **given,
    )


@dataclass(frozen=True, slots=True)
class PartScore:
    """A plan's score on the criteria of one coding, with coverage and bounds within that part.

    Score, coverage and bounds are None where no criterion of the part applies and has weight; the score is also None
    where none of them is rated, or what is rated lies outside of the range. Score and bounds are None where the part is
    too small for a score: see `report.side` of the rubric.
    """

    basis: str = column("id", "coding")
    plan_id: str = column("id", "plan")
    coding: str = column("text", "assessed, partly, ignored or not-coded")
    weight: float = column("number", "share of the plan's applicable weight in this part")
    criteria: int = column("integer", "criteria of the part that apply and have weight")
    too_small: bool = column("flag", "whether the part has too few criteria, or too little weight, for a score")
    score: float | None = column(
        "number",
        "score within the part; empty where none of it is rated, it is too small, or lies outside of its range",
    )
    coverage: float | None = column("number", "coverage within the part")
    low: float | None = column("number", "lowest score that what is missing leaves possible")
    high: float | None = column("number", "highest score that what is missing leaves possible")


def blind_spots(rubric: Rubric, weighting: Weighting, standards: Iterable[Standard] = ()) -> tuple[BlindSpot, ...]:
    """Return the blind spot on each of the three codings, under the stated weights of a weighting.

    The four shares of stated weight add up to 1; "partly" is a share of its own and is never halved. A criterion rests
    on its floor standards. Provisions on which no criterion of the rubric rests are a gap of the rubric as well. If no
    criterion names a floor standard, the provisions are left out (counts of 0).
    """
    weights = criterion_shares(rubric, (weighting,))[0]
    binding = [standard.standard_id for standard in standards if standard.obligation == "binding"]
    if not any(criterion.floor for criterion in rubric.criteria):
        binding = []  # a rubric that cites no provision cannot show which provisions are unseen
    return tuple(_blind_spot_of(rubric, weighting.id, weights, binding, basis) for basis in TIP_BASES)


def coding_of(criterion: Criterion, basis: str) -> str:
    """Return a criterion's coding on a basis, `not-coded` where it has none."""
    return criterion.coding(basis) or "not-coded"


def _blind_spot_of(rubric: Rubric, weighting_id: str, weights: Array, binding: Sequence[str], basis: str) -> BlindSpot:
    codings = [coding_of(criterion, basis) for criterion in rubric.criteria]
    assessed, partly, ignored, not_coded = (
        float(sum(w for w, c in zip(weights, codings, strict=True) if c == name)) for name in CODINGS
    )
    gates = {gate: coding_of(rubric.by_id[gate], basis) for gate in rubric.grading.gates}
    seen, in_part, unseen, uncoded, by_none = _provisions_by_coding(rubric, binding, basis)
    whole = len(set(binding))
    spot = BlindSpot(
        basis, weighting_id, assessed, partly, ignored, not_coded, whole, 1 - seen / whole if whole else None,
        seen, in_part, unseen, uncoded, by_none,
        tuple(gate for gate, coding in gates.items() if coding == "ignored"),
        tuple(gate for gate, coding in gates.items() if coding == "partly"),
    )  # fmt: skip
    return replace(spot, text=_spot_words(spot))


def narrow_parts(rubric: Rubric, weighting: Weighting) -> tuple[Sentence, ...]:
    """Return a sentence for each part (assessed, ignored) that consists of one or two criteria alone.

    The coding is that of the weighting's `reference_tip`; criteria without weight do not count.
    """
    shares = criterion_shares(rubric, (weighting,))[0]
    weighed = [criterion for criterion, share in zip(rubric.criteria, shares, strict=True) if share > 0]
    found = []
    for coding in ("assessed", "ignored"):
        names = [c.id for c in weighed if coding_of(c, weighting.reference_tip) == coding]
        if not 0 < len(names) <= FEW:
            continue
        titles = series(", ", [say("“%(title)s”", title=rubric.title(name)) for name in names])
        if coding == "assessed":
            found.append(say("What the report looks at is here nothing but: %(titles)s.", titles=titles))
        else:
            found.append(say("What the report ignores is here nothing but: %(titles)s.", titles=titles))
    return tuple(found)


def _provisions_by_coding(rubric: Rubric, binding: Sequence[str], basis: str) -> list[int]:
    """Return the numbers of binding provisions by the best coding of a criterion that rests on them, last by none."""
    best = dict.fromkeys(binding, len(CODINGS))
    for criterion in rubric.criteria:
        for standard in criterion.floor:
            if standard in best:
                best[standard] = min(best[standard], CODINGS.index(coding_of(criterion, basis)))
    return [sum(found == k for found in best.values()) for k in range(len(CODINGS) + 1)]


def part_scores(study: Study, weighting_id: str) -> tuple[PartScore, ...]:
    """Return each plan's score on the criteria of each coding: assessed, partly, ignored, not coded.

    Within a part, weights are renormalised node by node over the criteria that apply. The bounds set the criteria that
    are not rated to their lowest and highest level.

    Raises
    ------
    KeyError
        The weighting is not in the study.
    """
    weighting = study.weighting(weighting_id)
    local = local_weights(study.rubric, study.scores.tree, (weighting,))
    found = []
    for basis in TIP_BASES:
        codings = np.array([coding_of(criterion, basis) for criterion in study.rubric.criteria])
        for name in CODINGS:
            if (codings == name).any():
                found += _scores_on_part(study, local, basis, name, codings == name)
    return tuple(found)


def _scores_on_part(study: Study, local: LocalWeights, basis: str, name: str, chosen: Mask) -> list[PartScore]:
    tree, cells = study.scores.tree, study.scores.cells
    mask = cells.applicable & chosen
    score, low, high = (Matrix(tree, v, mask).run(local).total[0] for v in (cells.values, cells.low, cells.high))
    within = path_weights(tree, local, mask).criteria[0]
    covered = (within * cells.covered).sum(axis=1)
    weight = (path_weights(tree, local, cells.applicable).criteria[0] * chosen).sum(axis=1)
    result = []
    for p, plan in enumerate(study.plan_ids):
        rated = bool((mask[p] & ~np.isnan(cells.values[p])).any())
        ends = [known(end[p]) for end in (in_range(score, low, high), low, high)]
        coverage = rounded(float(covered[p])) if within[p].any() else None
        share, count = rounded(float(weight[p])), int((within[p] > 0).sum())
        small = coverage is not None and _is_small(study.rubric, count, share)
        own, *bounds = [None] * len(ends) if small else ends
        result.append(PartScore(basis, plan, name, share, count, small, own if rated else None, coverage, *bounds))
    return result


def _is_small(rubric: Rubric, criteria: int, share: float) -> bool:
    """Return whether a part is too small for a score, by the rubric's `report.side`."""
    side = rubric.report.side if rubric.report else None
    return side is not None and (criteria < side.least_criteria or share < side.least_share)
