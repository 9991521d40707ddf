"""Who moves when one thing is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluator import contrast, evaluate
from evaluator.contrasts.leave_out import (
    _totals_without,
    leave_out_criteria,
    leave_out_ratings,
    without_coder,
    without_sources,
)
from evaluator.model.assessment import AgreedRating
from evaluator.model.country import Fact
from evaluator.pipeline import leave_one_out, outcomes
from tests.contrasts.synthetic import ALIKE, CRITERIA, LEAVES, three_plans, toy_assessment, toy_rubric


def _by_id(found):
    return {(left.kind, left.id): left for left in found}


def test_a_criterion_left_out_passes_its_weight_to_its_siblings():
    one = {**ALIKE, "law-enforcement.control-1": 4}
    study = contrast(
        [toy_assessment("AAA-2010-2012", one), toy_assessment("BBB-2010-2012", {**ALIKE, "plan-quality": 3})],
        toy_rubric(),
        ["equal"],
    )
    found = _by_id(leave_out_criteria(study, "equal"))
    left = found["criterion", "law-enforcement.control-1"]
    (first, second) = left.movers
    assert (first.changes_rank, second.changes_rank) == (True, True)
    assert (first.plan_id, first.score_before, first.score_after) == ("AAA-2010-2012", pytest.approx(0.5375), 0.5)
    assert (first.rank_before, first.rank_after) == (1, 2)
    assert (second.score_before, second.score_after) == (0.525, 0.525)
    assert left.movers[0].title == "Law-enforcement.control-1"


def test_a_paradigm_left_out_leaves_the_others():
    study = contrast(three_plans(), toy_rubric(), ["rights"])
    found = _by_id(leave_out_criteria(study, "rights"))
    movers = {m.plan_id: m for m in found["paradigm", "human-rights"].movers}
    assert movers["AAA-2010-2012"].score_after == pytest.approx((0.5 + 1) / 2)
    assert found["paradigm", "human-rights"].movers[0].changes_rank


def test_every_score_without_a_criterion_is_that_of_one_that_does_not_apply():
    rubric = toy_rubric()
    study = contrast(three_plans(), rubric, ["equal"])
    found = _by_id(leave_out_criteria(study, "equal"))
    for name in CRITERIA:
        levels = [
            dict(zip(CRITERIA, [r.level for r in plan.codings[0].ratings], strict=True)) for plan in three_plans()
        ]
        for plan, own in zip(three_plans(), levels, strict=True):
            other = toy_assessment(plan.plan.id, {**own, name: "not-applicable"})
            wanted = evaluate(other, rubric, "equal").score
            moved = (
                {m.plan_id: m.score_after for m in found[("criterion", name)].movers}
                if ("criterion", name) in found
                else {}
            )
            assert moved.get(plan.plan.id, evaluate(plan, rubric, "equal").score) == pytest.approx(wanted, abs=1e-9)


def test_what_weighs_nothing_moves_nobody():
    study = contrast(three_plans(), toy_rubric(), ["police"])
    assert ("paradigm", "human-rights") not in _by_id(leave_out_criteria(study, "police"))


def test_without_a_coder_the_others_decide():
    two = toy_assessment(
        "AAA-2010-2012", {**ALIKE, "migration.control": 3}, others={"b": {**ALIKE, "migration.control": 4}}
    )
    rubric = toy_rubric()
    study = contrast([two, toy_assessment("BBB-2010-2012", ALIKE)], rubric, ["equal"])
    found = _by_id(leave_one_out(study))
    left = found["coder", "a"]
    assert [m.plan_id for m in left.movers] == ["AAA-2010-2012"], "a plan with one coder keeps it"
    assert left.movers[0].score_after > left.movers[0].score_before, "b rated higher, and the lower rating held"
    assert ("coder", "b") not in found, "without b nothing changes"


def test_one_coder_asked_for_is_not_left_out():
    two = toy_assessment("AAA-2010-2012", ALIKE, others={"b": {**ALIKE, "migration.control": 4}})
    study = contrast([two], toy_rubric(), ["equal"], assessor="b")
    assert "coder" not in {left.kind for left in leave_one_out(study)}


def test_without_a_source_what_rests_on_it_alone_is_not_assessed():
    rubric = toy_rubric()
    kinds = {"law-enforcement.control-1": "court", "law-enforcement.control-2": "court"}
    one = toy_assessment("AAA-2010-2012", {**ALIKE, "law-enforcement.control": 4}, kinds=kinds)
    study = contrast([one, toy_assessment("BBB-2010-2012", ALIKE)], rubric, ["equal"])
    found = _by_id(leave_out_ratings(study, "equal", lambda a: outcomes(a, rubric)))
    assert found["source", "AAA-2010-2012:src-court"].movers[0].score_after == pytest.approx(0.5)
    assert [m.changes_rank for m in found["source-kind", "court"].movers].count(True) == 1
    assert found["source-kind", "court"].movers[0].title == "all sources of kind court"
    everything = found["source-kind", "ngo"]
    assert {m.plan_id: m.score_after for m in everything.movers} == {"BBB-2010-2012": None, "AAA-2010-2012": 1.0}


def test_every_score_without_a_source_is_that_of_the_plan_without_it_alone():
    rubric, kinds = toy_rubric(), {name: ("court", "ngo", "tip-report")[k % 3] for k, name in enumerate(CRITERIA)}
    plans = [
        toy_assessment(plan, {name: (k * step) % 5 for k, name in enumerate(CRITERIA)}, kinds=kinds)
        for plan, step in (("AAA-2010-2012", 3), ("BBB-2010-2012", 2), ("CCC-2010-2012", 4))
    ]
    found = leave_out_ratings(contrast(plans, rubric, ["equal"]), "equal", lambda a: outcomes(a, rubric))
    sources = {left.id: {m.plan_id: m.score_after for m in left.movers} for left in found if left.kind == "source"}
    assert len(sources) == 7
    for plan in plans:
        whole = evaluate(plan, rubric, "equal").score
        for source in plan.sources:
            alone = evaluate(without_sources(plan, {source.source_id}), rubric, "equal").score
            moved = sources.get(f"{plan.plan.id}:{source.source_id}", {})
            assert moved.get(plan.plan.id, whole) == pytest.approx(alone, abs=1e-12)


def test_an_unknown_weighting_is_a_key_error():
    with pytest.raises(KeyError):
        leave_one_out(contrast(three_plans(), toy_rubric(), ["equal"]), "rights")


def test_one_plan_moves_without_ranks():
    study = contrast(three_plans()[:1], toy_rubric(), ["equal"])
    assert {m.rank_after for left in leave_out_criteria(study, "equal") for m in left.movers} == {None}
    assert without_sources(three_plans()[0], {"none"}) == three_plans()[0]


def test_a_plan_of_which_all_that_is_rated_is_left_out_has_no_score_even_where_the_missing_counts_as_nothing():
    plans = [toy_assessment("AAA-2010-2012", {"migration.control": 2}), toy_assessment("BBB-2010-2012", ALIKE)]
    study = contrast(plans, toy_rubric(missing={"policy": "zero"}), ["equal"], rank_all=True)
    mask = np.array([c.startswith("migration.control") for c in CRITERIA])
    scores, ranked = _totals_without(study, study.weightings[0], [mask])
    assert np.isnan(scores[0]).tolist() == [True, False]
    assert ranked[0].tolist() == [False, True]


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


EDGE = {**dict.fromkeys(LEAVES[:5], 4), "law-enforcement.control": 3}  # human-rights.structural and quality are open


def _ranked(levels):
    """Return plans under a rubric of three paradigms of 0.3, quality of 0.1, and a least coverage of 0.68."""
    grading = toy_rubric().grading.model_dump(by_alias=True) | {"least_coverage": 0.68}
    plans = [toy_assessment(f"{n}-2010-2012", own) for n, own in levels.items()]
    return contrast(plans, toy_rubric(grading=grading), ["equal"])


def test_a_plan_that_had_no_rank_gets_none_by_what_is_left_out():
    """AAA and BBB lack human rights and quality: 0.6. Without human rights 0.9 is assessed, enough for a rank."""
    part = {leaf: 4 for leaf in LEAVES if not leaf.startswith("human")}
    study = _ranked({"AAA": part, "BBB": {**part, "migration.control": 1}, "CCC": {}})
    assert study.ranked("equal") == ()
    masks = [np.array([c.startswith("human") for c in study.scores.tree.criteria])]
    assert _totals_without(study, study.weightings[0], masks)[1].tolist() == [[True, True, False]]
    movers = [m for left in leave_out_criteria(study, "equal") for m in left.movers]
    assert {(m.rank_before, m.rank_after) for m in movers} == {(None, None)}


@pytest.mark.parametrize(
    ("lost", "ranks"),
    [(4, {"DDD": (1, None)}), (0, {"DDD": (3, None)})],
)
def test_the_place_of_a_plan_that_loses_its_rank_stays_free(lost, ranks):
    """DDD has 0.75 assessed; without migration 0.45 and half of 0.45, 0.675: no rank. BBB and CCC keep theirs."""
    whole, edge = (*LEAVES, "plan-quality"), dict.fromkeys(LEAVES[:5], lost)
    study = _ranked({"BBB": dict.fromkeys(whole, 2), "CCC": dict.fromkeys(whole, 1), "DDD": edge})
    left = _by_id(leave_out_criteria(study, "equal"))["paradigm", "migration"]
    assert {m.plan_id[:3]: (m.rank_before, m.rank_after) for m in left.movers if m.changes_rank} == ranks


def test_those_that_keep_a_rank_share_out_their_places():
    """DDD stands first. Without migration BBB falls behind CCC: of the places 2 and 3 each takes the other's."""
    whole = (*LEAVES, "plan-quality")
    high = {**dict.fromkeys(whole, 1), "migration.control": 4, "migration.protection": 4}
    study = _ranked({"BBB": high, "CCC": {**dict.fromkeys(whole, 2), "migration.control": 0}, "DDD": EDGE})
    assert {v.plan_id[:3]: v.rank for v in study.row("equal")} == {"DDD": 1, "BBB": 2, "CCC": 3}
    left = _by_id(leave_out_criteria(study, "equal"))["paradigm", "migration"]
    found = {m.plan_id[:3]: (m.rank_before, m.rank_after) for m in left.movers}
    assert found == {"BBB": (2, 3), "CCC": (3, 2), "DDD": (1, None)}


def test_a_source_is_named_with_the_plan_that_it_is_left_out_of():
    one, other = toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", {**ALIKE, "migration": 4})
    found = leave_out_ratings(
        contrast([one, other], toy_rubric(), ["equal"]), "equal", lambda a: outcomes(a, toy_rubric())
    )
    titles = {left.id: left.movers[0].title for left in found if left.kind == "source"}
    assert all(title.endswith(f", for {name.split(':')[0]}") for name, title in titles.items())
    assert len(titles) == 2


def test_one_plan_left_alone_has_no_rank():
    """Without migration DDD has too little for a rank, and BBB none beside it."""
    study = _ranked({"BBB": dict.fromkeys((*LEAVES, "plan-quality"), 2), "DDD": EDGE})
    left = _by_id(leave_out_criteria(study, "equal"))["paradigm", "migration"]
    found = {m.plan_id[:3]: (m.rank_before, m.rank_after) for m in left.movers}
    assert found == {"BBB": (2, None), "DDD": (1, None)}
