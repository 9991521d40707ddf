"""Assessments without a coder or a source."""

from __future__ import annotations

from dataclasses import replace

from evaluator.contrasts.thinned import without_coder, without_sources
from evaluator.model.assessment import AgreedRating
from evaluator.model.country import Fact
from tests.contrasts.synthetic import ALIKE, toy_assessment

GIVEN = "a:2;b:2"
PLAN = replace(
    toy_assessment("AAA-2010-2012", ALIKE, others={"b": ALIKE}, kinds={"migration.control-1": "court"}),
    agreed=(
        AgreedRating(criterion_id="migration.control-1", status="rated", level=2, inputs=GIVEN),
        AgreedRating(criterion_id="migration.control-2", status="rated", level=2, inputs=GIVEN),
    ),
)


def test_without_a_coder_no_agreement_holds():
    left = without_coder(PLAN, "a")
    assert [c.header.coder for c in left.codings] == ["b"]
    assert left.agreed == ()


def test_without_a_source_its_ratings_and_agreements_are_not_assessed():
    left = without_sources(PLAN, {"src-court"})
    assert [(a.status, a.inputs) for a in left.agreed] == [
        ("not-assessed", "a:not-assessed;b:not-assessed"),
        ("rated", GIVEN),
    ]
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


def test_an_agreement_stays_without_a_source_that_only_one_coder_used_and_one_that_no_longer_held_does_not_revive():
    first, second = PLAN.codings
    other = tuple(
        replace(r, evidence_ids=("e-other",)) if r.criterion_id == "migration.control-1" else r for r in second.ratings
    )
    decided = AgreedRating("migration.control-1", "rated", 4, "discussion", "lead", "2026-01-02", "p. 3", GIVEN)
    stale = AgreedRating("migration.control-2", "rated", 1, "discussion", "lead", "2026-01-02", "p. 3", "a:2;b:3")
    plan = replace(PLAN, codings=(first, replace(second, ratings=other)), agreed=(decided, stale))
    left = without_sources(plan, {"src-court"})
    assert [(a.level, a.inputs) for a in left.agreed] == [(4, "a:not-assessed;b:2"), (1, "a:2;b:3")]


def test_without_a_source_its_figures_go_and_those_of_others_stay():
    figures = tuple(
        Fact(fact_id=name, variable="v", start="2011", value=1.0, source_id=source)
        for name, source in (("F1", "src-court"), ("F2", "src-tip"))
    )
    left = without_sources(replace(PLAN, facts=figures), {"src-court"})
    assert [fact.fact_id for fact in left.facts] == ["F2"]


def test_a_rating_that_never_had_evidence_is_none_of_a_sources_business():
    coding = PLAN.codings[0]
    bare = replace(coding.ratings[0], evidence_ids=())
    plan = replace(PLAN, codings=(replace(coding, ratings=(bare, *coding.ratings[1:])),))
    assert without_sources(plan, {"src-court"}).codings[0].ratings[0] == bare
