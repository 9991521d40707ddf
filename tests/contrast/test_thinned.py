"""Assessments without a coder or a source."""

from __future__ import annotations

from dataclasses import replace

from evaluator.contrast.thinned import without_coder, without_sources
from evaluator.model.assessment import AgreedRating
from tests.contrast.synthetic import ALIKE, toy_assessment

PLAN = replace(
    toy_assessment("AAA-2010-2012", ALIKE, others={"b": ALIKE}, kinds={"migration.control-1": "court"}),
    agreed=(
        AgreedRating(criterion_id="migration.control-1", status="rated", level=2),
        AgreedRating(criterion_id="migration.control-2", status="rated", level=2),
    ),
)


def test_without_a_coder_no_agreement_holds():
    left = without_coder(PLAN, "a")
    assert [c.header.coder for c in left.codings] == ["b"]
    assert left.agreed == ()


def test_without_a_source_its_ratings_and_agreements_are_not_assessed():
    left = without_sources(PLAN, {"src-court"})
    assert [a.status for a in left.agreed] == ["not-assessed", "rated"]
    ratings = {r.criterion_id: r for r in left.codings[0].ratings}
    assert ratings["migration.control-1"].status == "not-assessed"
    assert ratings["migration.control-2"].evidence_ids == ("e-migration.control-2",)
    assert "e-migration.control-1" not in {e.evidence_id for e in left.evidence}


def test_a_rating_with_other_evidence_stays():
    coding = PLAN.codings[0]
    both = replace(coding.ratings[0], evidence_ids=("e-migration.control-1", "e-migration.control-2"))
    plan = replace(PLAN, codings=(replace(coding, ratings=(both, *coding.ratings[1:])),))
    left = without_sources(plan, {"src-court"})
    assert left.codings[0].ratings[0].evidence_ids == ("e-migration.control-2",)
    assert left.codings[0].ratings[0].status == "rated"
