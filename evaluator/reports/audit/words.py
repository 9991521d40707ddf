"""Describe the statistics of an audit in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from evaluator.contrasts.audit.statistics import Statistics
from evaluator.contrasts.tables.statistics import NEGATIVE, REDUNDANT, WEAK, remark_above, remark_among
from evaluator.model.rubric import ROOT
from evaluator.scoring.rounding import printed

SHOWN = 5
FEW = 3  # least number of criteria for Cronbach's alpha


def words_of(found: Statistics) -> tuple[str, ...]:
    """Return sentences that describe the statistics.

    With too few ranked plans, the sentences on correlation, consistency and importance are left out.
    """
    said = [_basis(found)]
    said += [*_gaps(found), *_flat(found)]
    if found.enough:
        said += [*_ties(found), *_consistency(found), *_importance(found)]
    if found.ranked.sum() > 1:
        said += [*_noise(found), *_scenarios(found)]
    return tuple(said)


def _basis(found: Statistics) -> str:
    plans, ranked, least = len(found.study.plan_ids), int(found.ranked.sum()), found.choices.least_plans
    base = f"{ranked} of {plans} plans can be ranked under {_view(found, found.weighting.id)}."
    if found.enough:
        return f"{base} All that follows describes these {ranked} plans and would be different over others."
    return (
        f"{base} That is too few to say how criteria go together: correlation, consistency, components and importance "
        f"need {least} plans or more, and none is printed."
    )


def _gaps(found: Statistics) -> Iterator[str]:
    """Yield a sentence that lists the criteria known for fewer than half of the plans to which they apply."""
    thin = [
        found.rubric.short(criterion.id)
        for criterion, due, d in zip(found.rubric.criteria, found.due, found.descriptions, strict=True)
        if due and d.known < due / 2
    ]
    if thin:
        yield f"Known for fewer than half of the plans to which they apply ({len(thin)}): {_listed(thin)}."


def _flat(found: Statistics) -> Iterator[str]:
    flat = [
        found.rubric.short(criterion.id)
        for criterion, d in zip(found.rubric.criteria, found.descriptions, strict=True)
        if d.known > 1 and d.different == 1
    ]
    if flat:
        yield f"The same for every plan that has it, so that it tells none apart ({len(flat)}): {_listed(flat)}."


def _ties(found: Statistics) -> Iterator[str]:
    above = [(tie, remark_above(found, tie)) for tie in found.above]
    among = [(tie, remark_among(found, tie)) for tie in found.among]
    pairs = {
        "runs against the node above it": [_pair(found, t.one, t.other, t.pearson) for t, r in above if r == NEGATIVE],
        f"goes with the node above it by less than {found.choices.weak:g}": [
            _pair(found, t.one, t.other, t.pearson) for t, r in above if r == WEAK
        ],
        f"are near copies (over {found.choices.redundant:g})": [
            _pair(found, t.one, t.other, t.pearson) for t, r in among if r == REDUNDANT
        ],
        "stand under one node and run against each other": [
            _pair(found, t.one, t.other, t.pearson) for t, r in among if r == NEGATIVE
        ],
    }
    for words, named in pairs.items():
        if named:
            yield f"{'What' if words[0] in 'rg' else 'Criteria that'} {words} ({len(named)}): {_listed(named, '; ')}."
    yield from _tests(found)
    if not any(pairs.values()):
        yield "No criterion runs against its node, goes with it weakly, or is near a copy of another."


def _tests(found: Statistics) -> Iterator[str]:
    """Yield a sentence on how many pairs of criteria correlate significantly, and how many would by chance alone."""
    tested = [tie for tie in found.among if not math.isnan(tie.p)]
    if not tested:
        return
    level = found.choices.significant
    one, all_ = (sum(getattr(tie, name) < level for tie in tested) for name in ("p", "p_of_all"))
    yield (
        f"{len(tested)} pairs of criteria are tested: {one} have a p under {level:g}, where chance alone would "
        f"give about {printed(level * len(tested), 1)}; {all_} keep it when p is multiplied by the number of "
        "pairs (Bonferroni)."
    )


def _consistency(found: Statistics) -> Iterator[str]:
    asked = [group for group in found.consistency if len(group.criteria) >= FEW and not math.isnan(group.alpha)]
    low = [
        f"{_name(found, group.node)} {printed(group.alpha, 2)}"
        for group in asked
        if group.alpha < found.choices.consistent
    ]
    if low:
        yield (
            f"Nodes whose criteria do not measure one thing (Cronbach's alpha under {found.choices.consistent:g}), "
            f"which is no fault where a node gathers different duties: {_listed(low)}."
        )
    for group in found.consistency:
        shares = group.components.shares
        if group.node == ROOT and len(shares):
            over = int((group.components.variances > 1).sum())
            yield (
                f"Over the {group.components.plans} plans that have all criteria, the first principal component holds "
                f"{printed(100 * float(shares[0]), 0)} % of the variance; components that hold more than one "
                f"criterion's own: {over}."
            )


def _importance(found: Statistics) -> Iterator[str]:
    known = [one for one in found.importance if not math.isnan(one.contribution)]
    groups = [one for one in known if one.kind == "group"]
    if groups:
        told = [
            f"{_name(found, one.id)} weighs {printed(100 * one.stated, 0)} % and makes "
            f"{printed(100 * one.contribution, 0)} % of the spread of scores"
            for one in groups
        ]
        yield _sentence("; ".join(told))
    criteria = [one for one in known if one.kind == "criterion" and one.stated > 0]
    apart = found.choices.apart
    for words, kept in (
        (f"matter over {apart:g} times their weight", [o for o in criteria if o.contribution > apart * o.stated]),
        (f"matter less than their weight over {apart:g}", [o for o in criteria if o.contribution < o.stated / apart]),
    ):
        if kept:
            named = [found.rubric.short(o.id) for o in sorted(kept, key=lambda o: -abs(o.contribution - o.stated))]
            yield f"Criteria that {words} ({len(kept)}): {_listed(named)}."


def _noise(found: Statistics) -> Iterator[str]:
    ranked = found.ranked
    width = (found.spread.high - found.spread.low)[ranked]
    still = int((width == 0).sum())
    yield (
        f"With every weight moved by up to {_percent(found.choices.noise)}, the middle "
        f"{_percent(found.choices.interval)} of a plan's places span {printed(float(width.mean()), 1)} places on "
        f"average and {printed(float(width.max()), 0)} at most; {still} of {int(ranked.sum())} plans keep their place."
    )


def _percent(share: float) -> str:
    return f"{printed(100 * share, 0)} %"


def _scenarios(found: Statistics) -> Iterator[str]:
    known = [s for s in found.scenarios if not math.isnan(s.alike.kendall)]
    if not known:
        yield from _shifts(found)
        return
    least, most = (pick(known, key=lambda s: s.alike.kendall) for pick in (min, max))
    yield (
        f"Of {len(known)} other weightings {_view(found, most.weighting)} keeps the order best (Kendall's tau "
        f"{printed(most.alike.kendall, 2)}, {printed(most.alike.mean_shift, 1)} places on average) and "
        f"{_view(found, least.weighting)} least (tau {printed(least.alike.kendall, 2)}, "
        f"{printed(least.alike.mean_shift, 1)} places)."
    )


def _shifts(found: Statistics) -> Iterator[str]:
    """Yield how far other weightings move places, where too few plans have a rank for a correlation."""
    known = [s for s in found.scenarios if not math.isnan(s.alike.mean_shift)]
    if known:
        least, most = (pick(known, key=lambda s: s.alike.mean_shift) for pick in (min, max))
        yield (
            f"Of {len(known)} other weightings {_view(found, least.weighting)} moves places least "
            f"({printed(least.alike.mean_shift, 1)} on average) and {_view(found, most.weighting)} most "
            f"({printed(most.alike.mean_shift, 1)})."
        )


def _pair(found: Statistics, one: str, other: str, r: float) -> str:
    return f"{_name(found, one)} and {_name(found, other)} ({printed(r, 2)})"


def _name(found: Statistics, element: str) -> str:
    return "the whole" if element == ROOT else found.rubric.short(element)


def _view(found: Statistics, name: str) -> str:
    (weighting,) = (w for w in found.study.weightings if w.id == name)
    return weighting.short.get("en") or weighting.titles.get("en", name)


def _listed(names: Sequence[str], joint: str = ", ") -> str:
    more = len(names) - SHOWN
    return joint.join(names[:SHOWN]) + (f"{joint}and {more} more" if more > 0 else "")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
