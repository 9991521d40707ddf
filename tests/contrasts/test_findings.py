"""The whole contrast in one object; what cannot be told leaves a note."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.options import SECTIONS, USUAL, ContrastOptions
from evaluator.contrasts.ranked import ranking_words
from evaluator.errors import EvaluatorError
from evaluator.model.contrast import FlipChoices
from evaluator.model.facts import TierPlacement
from evaluator.pipeline import leave_one_out
from evaluator.scoring.weights import weighting_by_criterion
from tests.contrasts.synthetic import ALIKE, CRITERIA, LEAVES, choices, three_plans, toy_assessment, toy_rubric
from tests.marking import unsaid

FEW = choices().model_copy(update={"draws": 500})


def _study(plans=None, *, rank_all=False, **more):
    rubric = toy_rubric(contrast=FEW, **more)
    return contrast(plans or three_plans(), rubric, rank_all=rank_all)


def _few(**flips):
    own = FEW.model_copy(update={"flips": FlipChoices(**flips)})
    return contrast(three_plans(), toy_rubric(contrast=own))


def test_everything_that_is_asked_for_is_found():
    beside = ContrastContext(
        placements=(TierPlacement(iso3="AAA", year=2011, tier="2", evidence="text"),), left_out=leave_one_out
    )
    found = findings_of(_study(), ContrastOptions(sections=SECTIONS), beside)
    for field in dataclasses.fields(found):
        if field.name not in ("asked", "notes"):  # groups need a survey: test_asked
            assert getattr(found, field.name), field.name
    assert found.notes == ()
    assert found.base.id == "equal"
    assert [way.after for way in found.ways] == ["police", "rights"]
    assert found.tier_matches[0].tier == "2"


def test_only_what_is_asked_for_is_found():
    found = findings_of(_study(), ContrastOptions(sections=("weights",)))
    assert found.weights
    assert (found.ways, found.robustness, found.flips) == ((), None, ())


def test_where_no_order_was_asked_for_the_headline_says_none():
    found = findings_of(
        contrast(three_plans(), toy_rubric(), ["police", "rights"]), ContrastOptions(sections=("weights",))
    )
    assert (found.order, found.headline) == (None, ranking_words(found.study))


def test_with_few_plans_every_pair_is_asked_what_flips_it_with_many_only_neighbours():
    found = findings_of(_study(), ContrastOptions(sections=("flips",)))
    assert len(found.flips) == 3 * 2
    plans = [
        toy_assessment(f"{n}AA-2010-2012", {**ALIKE, leaf: k % 5})
        for k, (n, leaf) in enumerate(zip("ABCDEFGH", LEAVES * 2, strict=False))
    ]
    assert len(findings_of(_study(plans), ContrastOptions(sections=("flips",))).flips) == 7 * 2


def test_levels_alone_draw_what_they_need():
    found = findings_of(_study(), ContrastOptions(sections=("levels",)))
    assert found.order.levels
    assert found.robustness is not None


def test_one_plan_leaves_a_note_where_ranks_were_asked_for():
    study = _study(three_plans()[:1])
    assert findings_of(study).notes == ()
    assert findings_of(study, ContrastOptions(sections=("levels", "scores"))).notes == (
        "Left out, because one plan alone has no rank: groups of plans. Give two or more plans.",
    )


def test_what_cannot_be_told_leaves_a_note_or_is_refused_if_asked_alone():
    plans = [
        toy_assessment("AAA-2010-2012", {"migration.control": 1}),
        toy_assessment("BBB-2010-2012", {"law-enforcement.control": 1}),
    ]
    study = _study(plans, rank_all=True)
    assert any(
        "is rated in every plan" in note for note in findings_of(study, ContrastOptions(sections=("flips",))).notes
    )
    with pytest.raises(EvaluatorError, match="two choices in doubt"):
        findings_of(_study(rank_all=True), ContrastOptions(sections=("sensitivity",), doubts=("weights",)))


def test_where_fewer_than_two_plans_can_be_ranked_a_note_names_the_parts_that_are_empty():
    lonely = _study([three_plans()[0], toy_assessment("BBB-2010-2012", {"migration.control": 1})])
    found = findings_of(lonely)
    (note,) = found.notes
    assert note == (
        "Left out: what would change the order, how far the order can be trusted, groups of plans. "
        "They need two plans that can be ranked under “equal”."
    )
    assert (found.flips, found.attainable, found.stability, found.robustness, found.order) == ((), (), (), None, None)
    assert findings_of(lonely, ContrastOptions(sections=("robustness",))).notes == (
        "Left out: how far the order can be trusted. They need two plans that can be ranked under “equal”.",
    )


def test_rules_that_conflict_are_refused_whatever_was_asked_for():
    with pytest.raises(EvaluatorError, match=r"no weighting keeps all rules: 'human-rights>=0\.6' and 'mig"):
        findings_of(_study(), ContrastOptions(sections=USUAL, rules=("human-rights>=0.6", "migration>=0.6")))


def test_a_rubric_without_choices_says_what_to_add():
    study = contrast(three_plans(), toy_rubric())
    assert any("add `contrast:` to its rubric.yaml" in note for note in findings_of(study).notes)


def test_draws_seed_and_space_are_taken_from_the_call_or_the_rubric():
    own = findings_of(_study(), ContrastOptions(sections=("robustness",))).robustness
    assert (own.sampling.draws, own.sampling.seed) == (500, 7)
    given = findings_of(
        _study(), ContrastOptions(sections=("robustness",), draws=200, seed=1, around=True, concentration=20.0)
    ).robustness
    assert (given.sampling.draws, given.sampling.seed) == (200, 1)
    assert "Dirichlet, concentration 20" in given.space
    assert (
        "concentration 50"
        in findings_of(_study(), ContrastOptions(sections=("robustness",), around=True)).robustness.space
    )
    assert "the whole" in findings_of(_study(), ContrastOptions(sections=("robustness",), nested=True)).robustness.space


def test_doubts_can_be_named():
    found = findings_of(_study(), ContrastOptions(sections=("robustness",), doubts=("quality",))).doubts
    assert found.space == "What varies: the weight of plan quality. Weights as in the reference frame."


def test_many_plans_are_told_what_is_left_out():
    found = findings_of(_few(swaps=2, ranks=2), ContrastOptions(sections=("flips", "moves")))
    assert (found.stability, found.attainable) == ((), ())
    assert len(found.notes) == 2


def test_up_to_how_many_plans_each_thing_is_looked_for_is_the_rubrics_choice():
    """Three plans: three pairs each way are asked, two ways; of neighbours there are two, and two ways to measure."""
    at, under = (
        findings_of(_few(every_pair=n, swaps=n, ranks=n), ContrastOptions(sections=("flips",))) for n in (3, 2)
    )
    assert (len(at.flips), len(at.attainable), at.notes) == (6, 3, ())
    assert (len(under.flips), len(under.attainable), len(under.notes)) == (4, 0, 2)


def test_every_note_can_be_said_in_another_language_whole():
    apart = [
        toy_assessment("AAA-2010-2012", {"migration.control": 1}),
        toy_assessment("BBB-2010-2012", {"law-enforcement.control": 1}),
    ]
    one_alone = [three_plans()[0], toy_assessment("BBB-2010-2012", {})]
    thin = [toy_assessment(f"{n}-2010-2012", {"migration.control": k}) for k, n in enumerate(("AAA", "BBB"))]
    told = [*findings_of(_study(three_plans()[:1]), ContrastOptions(sections=SECTIONS[3:])).notes]
    for plans in (apart, one_alone, thin):
        told += findings_of(_study(plans, rank_all=True), ContrastOptions(sections=SECTIONS)).notes
        told += findings_of(_study(plans), ContrastOptions(sections=SECTIONS)).notes
    told += findings_of(contrast(three_plans(), toy_rubric()), ContrastOptions(sections=SECTIONS)).notes
    told += findings_of(_study(), ContrastOptions(sections=("robustness", "levels"), doubts=("coders",))).notes
    told += findings_of(_few(swaps=2, ranks=2), ContrastOptions(sections=("flips", "moves"))).notes
    data = ("toy", "coders", "equal", *LEAVES, "plan-quality")
    assert [unsaid(note, data) for note in told] == [""] * len(told)
    text = " ".join(told)
    for part in ("no rank", "rated in every plan", "need two plans that can be ranked", "nothing can vary",
                 "add `contrast:`", "nothing here varies", "Swaps of places", "worst ranks are"):  # fmt: skip
        assert part in text, part


def test_a_change_of_places_by_a_hundred_thousandth_is_told_with_the_criteria_that_both_share():
    """A leads B by what one criterion weighs more than another, 0.00002 of the whole, and trails by it at the end."""
    rubric = toy_rubric()
    one, other = (f"migration.control-{n}" for n in (1, 2))
    ends = [
        weighting_by_criterion(rubric, {one: 1 + lead, other: 1 - lead}, name)
        for name, lead in (("for-one", 0.00002), ("for-other", -0.00002))
    ]
    plans = [
        toy_assessment("AAA-2010-2012", {one: 4, other: 0}), toy_assessment("BBB-2010-2012", {one: 0, other: 4})
    ]  # fmt: skip
    found = findings_of(contrast(plans, rubric, ends, rank_all=True), ContrastOptions(sections=("flips",)))
    (way,) = found.ways
    assert [(c.ahead, c.behind) for c in way.line.crossings] == [("AAA-2010-2012", "BBB-2010-2012")]
    (joint,) = way.joint
    assert joint.at == pytest.approx(0.5)


def test_where_nodes_shrink_for_some_plan_changes_of_places_are_sought_on_a_grid_and_no_attainable_rank_is_told():
    levels = [{c: (k + 2 * n) % 5 for n, c in enumerate(CRITERIA)} for k in range(3)]
    levels[1][CRITERIA[0]] = "not-applicable"
    plans = [toy_assessment(f"{name}AA-2010-2012", one) for name, one in zip("ABC", levels, strict=True)]
    shrinking, keeping = (
        findings_of(
            contrast(plans, toy_rubric(not_applicable={"weight": weight})),
            ContrastOptions(sections=("scores", "flips")),
        )
        for weight in ("shrinks", "keeps")
    )
    assert [note for note in shrinking.notes if "shrinks with what does not apply" in note]
    assert (shrinking.attainable, shrinking.flips) == ((), ())
    assert {way.line.complete for way in shrinking.ways} == {False}
    assert {way.line.complete for way in keeping.ways} == {True}
    assert keeping.attainable


def test_where_no_weights_can_be_drawn_a_pair_that_never_flips_on_what_both_share_is_told():
    strong = toy_assessment("AAA-2010-2012", {leaf: 4 for leaf in LEAVES if leaf != "migration.control"})
    weak = toy_assessment("BBB-2010-2012", dict.fromkeys(LEAVES, 1))
    found = findings_of(
        contrast([strong, weak], toy_rubric(), rank_all=True), ContrastOptions(sections=("scores", "flips"))
    )
    assert {(one.winner, one.size, one.dropped) for one in found.flips} == {
        ("BBB-2010-2012", None, ("migration.control",))
    }
    assert found.notes == ()


def test_where_the_root_is_drawn_too_its_own_split_decides_who_is_ahead():
    """A 1.0 in paradigms and 0 in quality, B 0.75 and 1.0: ahead as long as quality weighs more than a fifth."""
    one = toy_assessment("AAA-2010-2012", {**dict.fromkeys(LEAVES, 4), "plan-quality": 0})
    other = toy_assessment("BBB-2010-2012", {**dict.fromkeys(LEAVES, 3), "plan-quality": 4})
    fixed, drawn = (
        findings_of(
            _study([one, other], rank_all=True), ContrastOptions(sections=("robustness",), nested=nested)
        ).robustness
        for nested in (False, True)
    )
    assert fixed.wins[1, 0] == 0
    assert drawn.wins[1, 0] == pytest.approx(0.8, abs=0.1)


def test_whoever_waits_for_draws_is_told_how_many_are_done():
    told = []
    findings_of(
        _study(),
        ContrastOptions(sections=("robustness",)),
        ContrastContext(tell=lambda done, total: told.append((done, total))),
    )
    assert told[-1][0] == told[-1][1] >= 1
