"""Whose plan is it: its frame, who drafted and paid it, and whose bodies it names, for the country report."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.framing import PARTS
from evaluator.plans.portrait import Face, Mix, diffusion, frame, paradigm_mix


@dataclass(frozen=True, slots=True)
class OriginView:
    """A body that drafted or paid, by its name or by its kind in `value`, or what the plan was adopted under."""

    what: str
    value: str
    name: str
    passage: str
    note: str


@dataclass(frozen=True, slots=True)
class WhoseView:
    """The frame by part, each code with its passages; the mix of paradigms; faces by reach; origins; sources by id."""

    coder: str
    state: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    words: tuple[tuple[str, int], ...]
    mix: Mix
    faces: tuple[Face, ...]
    origins: tuple[OriginView, ...]
    sources: tuple[tuple[str, str], ...]


def whose_view(assessment: Assessment) -> WhoseView | None:
    """Return whose plan it is; None where neither its frame nor its origin is recorded."""
    origins = _origins(assessment)
    framing, codes = assessment.framing, frame(assessment)
    if framing is None and not origins:
        return None
    by_part = {part: [code for code in codes if code.part == part] for part in PARTS}
    cited = {source for code in codes for source, _, _ in code.passages}
    cited |= {word.source_id for word in framing.words.values()} if framing else set()
    plan = assessment.plan
    cited |= {body.source_id for body in (*plan.drafted_by, *plan.paid_by)}
    cited |= {occasion.source_id for occasion in plan.adopted_under}
    return WhoseView(
        coder=framing.coder if framing else "",
        state=framing.state if framing else "",
        parts=tuple(
            (part, tuple((code.code, "; ".join(_at(source, at) for source, at, _ in code.passages)) for code in found))
            for part, found in by_part.items()
            if found
        ),
        words=tuple((term, word.count) for term, word in framing.words.items()) if framing else (),
        mix=paradigm_mix(assessment),
        faces=diffusion(assessment),
        origins=origins,
        sources=tuple((source.source_id, source.title) for source in assessment.sources if source.source_id in cited),
    )


def _origins(assessment: Assessment) -> tuple[OriginView, ...]:
    plan, names = assessment.plan, {body.institution_id: body.name for body in assessment.institutions}
    bodies = [("drafted", body) for body in plan.drafted_by] + [("paid", body) for body in plan.paid_by]
    found = [
        OriginView(what, body.value, names.get(body.value, ""), _at(body.source_id, body.locator), body.note)
        for what, body in bodies
    ]
    return (
        *found,
        *(
            OriginView("adopted", one.value, "", _at(one.source_id, one.locator), one.note)
            for one in plan.adopted_under
            if one.value != "unknown"
        ),
    )


def _at(source: str, locator: str) -> str:
    return f"{source}, {locator}"
