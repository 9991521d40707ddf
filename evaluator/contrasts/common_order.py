"""The order of plans on the criteria assessed in all of them, beside the order on each one's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from evaluator.contrasts.naming import listed
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.schema import column
from evaluator.model.sentence import Sentence, Spoken, say, say_alike, say_n, series
from evaluator.scoring.grade import rounded

SHOWN = 4  # most plans whose order is written out


@dataclass(frozen=True, slots=True)
class CommonOrder:
    """The order of the plans that one frame ranks: on each one's own criteria, and on those read in all of them."""

    weighting: str = column("id", "weighting")
    order: tuple[str, ...] = column("ids", "plans that it ranks, by their scores, best first")
    common_order: tuple[str, ...] = column("ids", "the same plans, by their scores on the criteria read in all of them")
    first: tuple[str, ...] = column("ids", "who comes first, several where they share the place")
    common_first: tuple[str, ...] = column("ids", "who comes first on the common criteria")
    turned: int = column("integer", "pairs of plans that the common criteria put in opposite order")
    criteria: int = column("integer", "criteria read in every plan that some weighting ranks")


def common_orders(study: Study) -> tuple[CommonOrder, ...]:
    """Return both orders under every frame that ranks several plans; none where no criterion is read in all.

    Examples
    --------
    >>> from evaluator import Library, contrast
    >>> library = Library.open()
    >>> rubric = library.rubric("public-record")
    >>> plans = [library.assessment(name, rubric) for name in ("ALB-2011", "SRB-2011")]
    >>> orders = common_orders(contrast(plans, rubric, ["us-tip"]))
    >>> [len(one.order) for one in orders]
    [2]
    """
    found = []
    for weighting in study.weightings:
        ranked = [v for v in study.row(weighting.id) if v.rank is not None and v.common_score is not None]
        if len(ranked) > 1 and len(ranked) == len(study.ranked(weighting.id)):
            found.append(_order_under(weighting.id, ranked, len(study.common)))
    return tuple(found)


def _order_under(weighting_id: str, ranked: Sequence[RankedResult], criteria: int) -> CommonOrder:
    own = sorted(ranked, key=lambda v: (v.rank or 0, v.plan_id))
    common = sorted(ranked, key=lambda v: (v.common_rank or 0, v.plan_id))
    return CommonOrder(
        weighting_id,
        tuple(v.plan_id for v in own),
        tuple(v.plan_id for v in common),
        tuple(v.plan_id for v in own if v.rank == own[0].rank),
        tuple(v.plan_id for v in common if v.common_rank == common[0].common_rank),
        sum(_is_turned(one, other) for one, other in combinations(ranked, 2)),
        criteria,
    )


def _is_turned(one: RankedResult, other: RankedResult) -> bool:
    """Return whether two plans stand in opposite order on the common criteria."""
    own = rounded((one.score or 0.0) - (other.score or 0.0))
    common = rounded((one.common_score or 0.0) - (other.common_score or 0.0))
    return own * common < 0


def common_words(study: Study) -> tuple[Sentence, ...]:
    """Return who comes first on the criteria read in all plans, and where that order is another than on each one's own.

    Where both differ it says that the order hangs on what was not read in all. Nothing where no frame ranks several.
    """
    orders = common_orders(study)
    if not orders:
        several = any(len(study.ranked(weighting.id)) > 1 for weighting in study.weightings)
        return (
            say("No criterion is read in all of these plans, so their order rests on different questions."),
        ) * several
    differing = [one for one in orders if one.turned]
    told = [_firsts_words(study, orders), *_base_words(orders, study.weightings[0].id)]
    if differing:
        told.append(
            say_alike(
                "Under %(number)s of %(all)s frames that rank several, the order differs where only what was read in "
                "all of them counts: it hangs on the rest.",
                len(differing),
                all=len(orders),
            )
        )
    else:
        told.append(say("No pair stands in opposite order there: the order does not hang on what else was read."))
    return tuple(told)


def _firsts_words(study: Study, orders: Sequence[CommonOrder]) -> Sentence:
    own, common = (Counter(plan for one in orders for plan in getattr(one, name)) for name in ("first", "common_first"))
    told = [
        say("%(plan)s under %(common)s (on each one’s own: %(own)s)", plan=plan, common=common[plan], own=own[plan])
        for plan in sorted({*own, *common}, key=lambda plan: (-common[plan], plan))
    ]
    return say_n(
        "On the %(number)s criterion read in all of %(plans)s, first of %(frames)s frames: %(firsts)s.",
        "On the %(number)s criteria read in all of %(plans)s, first of %(frames)s frames: %(firsts)s.",
        len(study.common),
        plans=len(orders[0].order),
        frames=len(orders),
        firsts=listed(told, SHOWN),
    )


def _base_words(orders: Sequence[CommonOrder], base: str) -> list[Sentence]:
    """Return both orders under the first frame where they differ and few plans are ranked."""
    one = next((one for one in orders if one.weighting == base), None)
    if one is None or not one.turned or len(one.order) > SHOWN:
        return []
    return [
        say(
            "Under “%(frame)s” it reads %(common)s instead of %(own)s.",
            frame=base, common=_in_line(one.common_order), own=_in_line(one.order),
        )
    ]  # fmt: skip


def _in_line(plans: Sequence[str]) -> Spoken:
    return series(" > ", plans)
