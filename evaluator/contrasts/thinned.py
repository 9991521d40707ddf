"""Assessments without a coder or without some sources."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from evaluator.model.assessment import AgreedRating, Assessment, Coding, Rating
from evaluator.panel.settle import holds, in_force, votes_on, written_inputs


def without_coder(assessment: Assessment, coder: str) -> Assessment:
    """Return an assessment of the other coders; what was agreed with this one no longer holds."""
    return replace(assessment, codings=tuple(c for c in assessment.codings if c.header.coder != coder), agreed=())


def without_sources(assessment: Assessment, sources: AbstractSet[str]) -> Assessment:
    """Return an assessment without the evidence and the figures of some sources.

    A rating, also an agreed one, that had evidence and loses all of it is not assessed.
    What else was agreed stays so, as the panel would have found it: it goes by the
    ratings that are left.
    """
    gone = {e.evidence_id for e in assessment.evidence if e.source_id in sources}
    codings = tuple(_thinner(coding, gone) for coding in assessment.codings)
    return replace(
        assessment,
        evidence=tuple(e for e in assessment.evidence if e.evidence_id not in gone),
        facts=tuple(f for f in assessment.facts if f.source_id not in sources),
        codings=codings,
        agreed=tuple(_agreed(a, assessment.codings, codings) for a in assessment.agreed),
    )


def _thinner(coding: Coding, gone: AbstractSet[str]) -> Coding:
    return replace(coding, ratings=tuple(_rating(rating, gone) for rating in coding.ratings))


def _rating(rating: Rating, gone: AbstractSet[str]) -> Rating:
    kept = tuple(e for e in rating.evidence_ids if e not in gone)
    if kept == rating.evidence_ids:
        return rating
    if kept:
        return replace(rating, evidence_ids=kept)
    return Rating(criterion_id=rating.criterion_id, criterion_version=rating.criterion_version, status="not-assessed")


def _agreed(agreed: AgreedRating, before: tuple[Coding, ...], after: tuple[Coding, ...]) -> AgreedRating:
    was, now = (votes_on(in_force(codings), agreed.criterion_id) for codings in (before, after))
    if not holds(agreed, was):
        return agreed
    had, has = (_evidence(codings, agreed.criterion_id) for codings in (before, after))
    left = replace(agreed, inputs=written_inputs(now))
    return replace(left, status="not-assessed", level=None) if had and not has else left


def _evidence(codings: tuple[Coding, ...], criterion_id: str) -> bool:
    return any(r.evidence_ids for c in codings for r in c.ratings if r.criterion_id == criterion_id)
