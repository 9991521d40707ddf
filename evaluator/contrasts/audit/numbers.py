"""Audit of a rubric: the effect of each modelled number on scores, grades and ranks, one number at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluator.contrasts.audit.variants import RubricVariant, variants
from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.study import RankedResult, study_of
from evaluator.model.assessment import Assessment
from evaluator.model.audit import AuditFile
from evaluator.model.rubric import Rubric
from evaluator.scoring.grade import rounded

Enter = Callable[[Assessment, Rubric], Entrant]


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of one variant of the rubric on all plans.

    `score` is the largest change of a score, with its sign; None where no plan has a score both before and after.
    `score_plan` is the plan of that change. `ends` is the largest absolute change of an end of the bounds or of the
    judgement interval. `grades` has a line `plan: old -> new` for each plan whose grade, or range of grades, changes;
    `places` one for each plan whose rank changes. `largest_move` is the largest change of rank.
    """

    variant: RubricVariant
    score: float | None
    score_plan: str
    ends: float
    grades: tuple[str, ...]
    places: tuple[str, ...]
    largest_move: int

    @property
    def silent(self) -> bool:
        """Return whether the variant changes no score, no end of an interval, no grade and no rank."""
        return not self.score and not self.ends and not self.grades and not self.places


@dataclass(frozen=True, slots=True)
class Audit:
    """The effects of every variant of a rubric, and the plans on which they were computed.

    `drafts` are the plans whose assessment is a draft, `graded` the plans that have a grade under the reference
    weighting of the unchanged rubric.
    """

    rubric: Rubric
    plan_ids: tuple[str, ...]
    drafts: tuple[str, ...]
    graded: tuple[str, ...]
    effects: tuple[Effect, ...]

    def family(self, name: str) -> tuple[Effect, ...]:
        """Return the effects of the variants of one family."""
        return tuple(effect for effect in self.effects if effect.variant.family == name)

    @property
    def families(self) -> tuple[str, ...]:
        """Return the names of the families of variants in the order of the audit."""
        return tuple(dict.fromkeys(effect.variant.family for effect in self.effects))


def audit_rubric(rubric: Rubric, audit: AuditFile, assessments: Sequence[Assessment], enter: Enter) -> Audit:
    """Return the effect of each modelled number of a rubric and its weightings, one number at a time.

    Parameters
    ----------
    rubric : Rubric
        The rubric to audit, unchanged.
    audit : AuditFile
        The alternative values to try.
    assessments : sequence of Assessment
        The rated plans.
    enter : callable
        Computes a plan's outcomes under a rubric; `evaluator.pipeline.enter`.

    Returns
    -------
    Audit
        Weights are varied under their own weighting, all other numbers under the rubric's
        reference weighting.
    """
    plans = tuple(assessments)
    entrants = tuple(enter(plan, rubric) for plan in plans)
    views = tuple(rubric.weightings.values())
    before = dict(zip(rubric.weightings, study_of(rubric, views, entrants).verdicts, strict=True)) if plans else {}
    found = variants(rubric, audit) if plans else ()
    after = _results_of_variants(rubric, found, plans, entrants, enter)
    effects = [_effect_of_variant(v, before[v.weighting.id], row) for v, row in zip(found, after, strict=True)]
    return Audit(
        rubric,
        tuple(plan.plan.id for plan in plans),
        tuple(entrant.plan_id for entrant in entrants if entrant.is_draft),
        tuple(v.plan_id for v in before.get(rubric.reference_weighting, ()) if v.grade.grade),
        tuple(effects),
    )


Row = tuple[RankedResult, ...]


def _results_of_variants(
    rubric: Rubric,
    found: Sequence[RubricVariant],
    plans: Sequence[Assessment],
    entrants: tuple[Entrant, ...],
    enter: Enter,
) -> list[Row]:
    """Return the results of all plans under each variant. Variants that change only weights are scored together."""
    same = [v.weighting for v in found if v.rubric is rubric]
    rows = iter(study_of(rubric, same, entrants).verdicts if same else ())
    after: list[Row] = []
    for variant in found:
        if variant.rubric is rubric:
            after.append(next(rows))
            continue
        own = tuple(enter(plan, variant.rubric) for plan in plans)
        after.append(study_of(variant.rubric, (variant.weighting,), own).verdicts[0])
    return after


def _effect_of_variant(variant: RubricVariant, before: Row, after: Row) -> Effect:
    pairs = list(zip(before, after, strict=True))
    moved = [
        (rounded(new.score - old.score), old.plan_id)
        for old, new in pairs
        if old.score is not None and new.score is not None
    ]
    score, plan = max(moved, key=lambda m: abs(m[0]), default=(None, ""))
    ranked = [(old, new) for old, new in pairs if old.rank and new.rank and old.rank != new.rank]
    return Effect(
        variant,
        score,
        plan if score else "",
        max((_largest_shift_of_ends(old, new) for old, new in pairs), default=0.0),
        tuple(
            f"{old.plan_id}: {_grade_with_span(old)} -> {_grade_with_span(new)}"
            for old, new in pairs
            if _grade_with_span(old) != _grade_with_span(new)
        ),
        tuple(f"{old.plan_id}: {old.rank} -> {new.rank}" for old, new in ranked),
        max((abs((old.rank or 0) - (new.rank or 0)) for old, new in ranked), default=0),
    )


def _largest_shift_of_ends(old: RankedResult, new: RankedResult) -> float:
    before, after = (*old.bounds, *old.judgement_interval), (*new.bounds, *new.judgement_interval)
    return rounded(max(abs(b - a) for a, b in zip(before, after, strict=True)))


def _grade_with_span(verdict: RankedResult) -> str:
    grade = verdict.grade
    span = grade.lowest if grade.lowest == grade.highest else f"{grade.lowest}-{grade.highest}"
    return grade.grade if grade.grade and span == grade.grade else f"{grade.grade or 'none'} ({span})"
