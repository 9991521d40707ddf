"""Audit of lenses: the effect of each modelled number on the outcomes of plans, one number at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluator.contrasts.audit.variants import changed
from evaluator.model.audit import AuditFile
from evaluator.model.lens import TOTAL, Lens, LensTest
from evaluator.model.scorecard import Scorecard
from evaluator.scoring.lens.look import LensContext, look_through


@dataclass(frozen=True, slots=True)
class LensEffect:
    """One modelled number of a lens set to another value, and the plans whose outcome changes.

    `outcomes` has a line `plan: old -> new` for each plan whose outcome, or range of outcomes, changes.
    """

    lens_id: str
    number: str
    stated: str
    tried: str
    outcomes: tuple[str, ...]
    ground: str = ""


def audit_lenses(
    lenses: Sequence[Lens], audit: AuditFile, cards: Sequence[Scorecard], context: LensContext
) -> tuple[LensEffect, ...]:
    """Return the effect of each modelled number of each lens on the outcomes of the plans, one number at a time.

    Thresholds of the steps go up and down by `cut_off_by` of the range of their part; the weight of `partly` becomes 0
    and 1; modelled caps are removed. Lenses without steps are skipped.
    """
    effects = []
    for lens in lenses:
        before = [_told(lens, card, context) for card in cards]
        for number, stated, tried, other, ground in _variants(lens, audit) if lens.steps else ():
            after = [_told(other, card, context) for card in cards]
            moved = tuple(
                f"{card.assessment.plan.id}: {old} -> {new}"
                for card, old, new in zip(cards, before, after, strict=True)
                if old != new
            )
            effects.append(LensEffect(lens.id, number, stated, tried, moved, ground))
    return tuple(effects)


def _told(lens: Lens, card: Scorecard, context: LensContext) -> str:
    reading = look_through(lens, card, context)
    return reading.outcome or f"{reading.lowest} to {reading.highest}"


Tried = tuple[str, str, str, Lens, str]


def _variants(lens: Lens, audit: AuditFile) -> Iterator[Tried]:
    yield from _cut_offs(lens, audit)
    for at, part in enumerate(lens.parts):
        for weight in (0.0, 1.0) if part.partly_weight is not None and part.origin == "modelled" else ():
            parts = tuple(changed(p, partly_weight=weight) if n == at else p for n, p in enumerate(lens.parts))
            stated = f"{part.partly_weight:g}"
            yield f"{part.id}: weight of partly", stated, f"{weight:g}", changed(lens, parts=parts), part.ground
    for at, cap in enumerate(lens.caps):
        if cap.origin == "modelled":
            rest = tuple(c for n, c in enumerate(lens.caps) if n != at)
            number = f"cap by {', '.join(cap.contrary)}"
            yield number, f"at most {cap.at_most}", "none", changed(lens, caps=rest), cap.ground


def _cut_offs(lens: Lens, audit: AuditFile) -> Iterator[Tried]:
    for at, step in enumerate(lens.steps):
        for k, test in enumerate(step.all):
            for stated, tried, other in _tests(lens, test, audit):
                tests = tuple(other if n == k else t for n, t in enumerate(step.all))
                steps = tuple(changed(step, all=tests) if n == at else s for n, s in enumerate(lens.steps))
                number = f"{step.outcome}: {test.part or test.criterion}"
                yield number, stated, tried, changed(lens, steps=steps), test.ground


def _tests(lens: Lens, test: LensTest, audit: AuditFile) -> Iterator[tuple[str, str, LensTest]]:
    if test.origin != "modelled":
        return
    if test.at_least is not None:
        reach = _reach(lens, test.part or TOTAL) * audit.cut_off_by
        for number in (test.at_least - reach, test.at_least + reach):
            yield f"{test.at_least:g}", f"{number:g}", changed(test, at_least=number)
    elif test.level is not None:
        for level in (test.level - 1, test.level + 1):
            yield f"level {test.level}", f"level {level}", changed(test, level=level)


def _reach(lens: Lens, part_id: str) -> float:
    if part_id == TOTAL and lens.total is not None:
        if lens.total.lowest is not None and lens.total.highest is not None:
            return lens.total.highest - lens.total.lowest
        return sum(part.highest - part.lowest for part in lens.parts)
    return next(part.highest - part.lowest for part in lens.parts if part.id == part_id)
