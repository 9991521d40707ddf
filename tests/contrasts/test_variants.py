"""Every modelled number has an alternative, and nothing else is touched."""

from __future__ import annotations

import pytest

from evaluator.contrasts.audit.variants import _width_of_part, allocated, audit_lenses, changed, variants
from evaluator.library import Library
from evaluator.model.aggregation import Aggregation
from evaluator.model.audit import NodeAlternative
from evaluator.model.lens_unit import LensContext
from evaluator.model.rubric import ROOT, NotApplicable
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights
from tests.scoring.small import card_of

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
AUDIT = LIBRARY.audit(RUBRIC)
ALL = variants(RUBRIC, AUDIT)
FILE = LIBRARY.audit(RUBRIC)


def of(family):
    return [v for v in ALL if v.family == family]


def test_every_alternative_has_another_value_than_the_stated_one():
    assert [(v.family, v.number) for v in ALL if v.stated == v.tried] == []


def test_what_was_looked_up_before_is_not_kept():
    assert RUBRIC.by_id["demand-measures"].parent == "law-enforcement.structural"
    other = allocated(RUBRIC, "demand-measures", "economic.structural")
    assert other.paradigm_of("demand-measures") == "economic"
    assert "demand-measures" in other.children["economic.structural"]
    assert RUBRIC.paradigm_of("demand-measures") == "law-enforcement"
    assert changed(RUBRIC, confidence_step=7).confidence_step == 7
    assert changed(RUBRIC.scale, value={}).points == RUBRIC.scale.points


def test_every_modelled_weight_factor_and_override_is_moved():
    for weighting in RUBRIC.weightings.values():
        named = {v.number for v in of(f"weights of {weighting.id}")}
        for parent, entries in weighting.weights.items():
            for child, entry in {}.items() if isinstance(entries, str) else entries.items():
                assert (f"{parent} > {child}" in named) == (entry.origin == "modelled" and len(entries) > 1)
        for override in weighting.overrides:
            assert (f"override of {override.criterion}" in named) == (override.origin == "modelled")
        factors = [(v.stated, v.tried) for v in of(f"weights of {weighting.id}") if v.number.startswith("factor on")]
        assert factors == [
            (f"{f.times:g}", "0" if f.times == 1 else "1") for f in weighting.factors if f.origin == "modelled"
        ]
        assert sum(n.startswith("factor on") for n in named) == sum(f.origin == "modelled" for f in weighting.factors)


def test_every_lower_end_of_a_grade_goes_both_ways():
    ends = sum(band.lower > 0 for band in RUBRIC.grading.bands)
    assert len(of("grade bands")) == 2 * ends


def test_every_modelled_threshold_of_computed_criteria_is_moved_and_sourced_ones_are_not():
    named = {v.number for v in of("computed")}
    for criterion in RUBRIC.criteria:
        for band in criterion.bands:
            assert (f"{criterion.id}: level {band.level} from" in named) == (band.lower > 0)
    assert "budget-balance: level 1, control <=" in named
    assert "budget-balance: level 2, control <=" not in named  # a marker of the founding paper
    assert "budget-balance: costed floor" in named
    assert "re-trafficking-monitoring: least denominator" in named


def test_a_moved_band_stays_between_its_neighbours():
    for variant in of("computed"):
        for criterion in variant.rubric.criteria:
            starts = [band.lower for band in criterion.bands]
            assert starts == sorted(set(starts))


@pytest.mark.parametrize("share", AUDIT.plan_quality_shares)
def test_the_share_of_plan_quality_is_what_it_says(share):
    (variant,) = [v for v in of("plan quality q") if v.tried == f"{share:g}"]
    tree = plant(RUBRIC)
    local = local_weights(RUBRIC, tree, (variant.weighting,)).nodes[0]
    weights = {tree.branches[n].id: local[n] for n in tree.branches[0].nodes}
    assert weights["plan-quality"] / sum(weights.values()) == pytest.approx(share)
    assert set(weights) == set(RUBRIC.children[ROOT])


def test_a_weight_moves_and_its_siblings_keep_their_proportion():
    (variant,) = [v for v in of("weights of equal") if v.number == "paradigms > economic" and v.tried == "times 1.5"]
    entries = variant.weighting.weights["paradigms"]
    numbers = {name: entry.number for name, entry in entries.items()}
    assert numbers["economic"] / numbers["migration"] == pytest.approx(1.5)
    assert numbers["migration"] == numbers["human-rights"]


def test_a_root_made_otherwise_leaves_the_nodes_below_as_they_were():
    other = NodeAlternative(node=ROOT, aggregation=Aggregation(kind="minimum"), ground="the worse of both")
    tried = variants(RUBRIC, AUDIT.model_copy(update={"aggregations": (other,)}))
    (variant,) = [v for v in tried if v.family == "aggregation"]
    tree = plant(variant.rubric)
    assert [b.id for b in tree.branches if b.aggregation.kind != "arithmetic"] == [ROOT]


def test_all_moves_at_once_are_the_last_allocation():
    whole = of("allocation")[-1].rubric
    assert all(whole.by_id[move.criterion].parent == move.to for move in AUDIT.allocation)


def test_nodes_that_shrink_by_a_modelled_rule_keep_their_weight_once_and_no_others():
    plain = changed(
        RUBRIC, not_applicable=NotApplicable(), tree=tuple(changed(node, not_applicable=None) for node in RUBRIC.tree)
    )
    assert [v for v in variants(plain, AUDIT) if v.family == "what does not apply"] == []
    own, sourced = ({"weight": "shrinks", "origin": origin} for origin in ("modelled", "sourced"))
    first, second, *rest = plain.tree
    tree = (
        first.model_copy(update={"not_applicable": NotApplicable.model_validate(own)}),
        second.model_copy(update={"not_applicable": NotApplicable.model_validate(sourced)}),
        *rest,
    )
    shrinking = changed(plain, tree=tree, not_applicable=NotApplicable.model_validate(own))
    found = [v for v in variants(shrinking, AUDIT) if v.family == "what does not apply"]
    assert [(v.number, v.stated, v.tried) for v in found] == [
        ("weight of every node", "shrinks", "keeps"),
        (f"weight of {first.id}", "shrinks", "keeps"),
    ]
    kept, one = (plant(v.rubric) for v in found)
    assert [branch.id for branch in kept.branches if branch.shrinks] == [first.id, second.id]
    assert [branch.id for branch in one.branches if not branch.shrinks] == ["total", first.id]


def test_each_floor_that_is_tried_stands_in_the_rubric_that_is_scored():
    for variant in of("computed"):
        name, _, number = variant.number.partition(": ")
        criterion = variant.rubric.by_id.get(name)
        if number == "costed floor":
            assert f"{criterion.rule.costed_floor:g}" == variant.tried
        if number == "least denominator":
            assert f"{criterion.min_denominator}" == variant.tried


def test_rules_of_the_whole_rubric_are_tried_in_the_rubric_itself():
    assert [v.rubric.wilson_z for v in of("Wilson interval")] == list(AUDIT.wilson_z)
    assert [v.rubric.confidence_step for v in of("low confidence")] == list(AUDIT.confidence_step)
    assert [v.rubric.missing.policy for v in of("missing ratings") if v.number == "policy"] == list(AUDIT.missing)


def test_one_factor_or_override_is_moved_at_a_time():
    for weighting in RUBRIC.weightings.values():
        for variant in of(f"weights of {weighting.id}"):
            moved = variant.weighting
            factors = [new for new, old in zip(moved.factors, weighting.factors, strict=True) if new != old]
            assert len(factors) == variant.number.startswith("factor on")
            assert all(f"{new.times:g}" == variant.tried for new in factors)
            gone = {o.criterion for o in weighting.overrides} - {o.criterion for o in moved.overrides}
            named = variant.number.startswith("override of")
            assert gone == ({variant.number.removeprefix("override of ")} if named else set())


def test_each_threshold_that_is_tried_changes_the_conditions_of_its_criterion():
    for variant in of("computed"):
        name, _, number = variant.number.partition(": ")
        if ", " in number:
            assert variant.rubric.by_id[name].conditions != RUBRIC.by_id[name].conditions


def moved(level, **other):
    ratings = dict.fromkeys((c.id for c in RUBRIC.criteria), level)
    ratings |= {name.replace("_", "-"): rating for name, rating in other.items()}
    effects = audit_lenses(tuple(RUBRIC.lenses.values()), FILE, [card_of(RUBRIC, ratings)], LensContext())
    return {(e.lens_id, e.number, e.tried): e.outcomes for e in effects if e.outcomes}


def test_a_cut_off_moves_a_plan_that_stands_on_it():
    found = moved(3)
    assert found["tip-tier", "Tier 1: efforts", "3.5"] == ("XXA-2020-2023: Tier 1 -> Tier 2",)
    assert found["tip-tier", "Tier 1: proportionate-penalties", "level 4"] == ("XXA-2020-2023: Tier 1 -> Tier 2",)
    assert ("tip-tier", "Tier 1: efforts", "2.5") not in found


def test_a_cut_off_is_tried_on_both_sides():
    card = card_of(RUBRIC, dict.fromkeys((c.id for c in RUBRIC.criteria), 3))
    effects = audit_lenses((RUBRIC.lenses["tip-tier"],), FILE, [card], LensContext())
    assert [e.tried for e in effects if e.number == "Tier 1: efforts"] == ["2.5", "3.5"]
    ladder = [(e.stated, e.tried) for e in effects if e.number == "Tier 1: proportionate-penalties"]
    assert ladder == [("level 3", "level 2"), ("level 3", "level 4")]


def test_a_modelled_cap_that_is_lifted_gives_the_outcome_without_it():
    found = moved(4, official_complicity="contrary")
    assert found["tip-tier", "cap by official-complicity", "none"] == ("XXA-2020-2023: Tier 3 -> Tier 1",)


def test_lenses_of_numbers_and_lines_have_no_outcome_to_move():
    assert {lens for lens, _, _ in moved(2)} <= {"tip-tier", "gsi-letter"}


def test_what_is_seen_in_part_is_tried_as_nothing_and_as_the_whole():
    card = card_of(RUBRIC, dict.fromkeys((c.id for c in RUBRIC.criteria), 3))
    effects = audit_lenses((RUBRIC.lenses["tip-tier"],), FILE, [card], LensContext())
    tried = [(e.stated, e.tried) for e in effects if e.number == "efforts: weight of partly"]
    assert tried == [("0.5", "0"), ("0.5", "1")]


@pytest.mark.parametrize(
    ("lens", "part", "reach"),
    [
        ("tip-tier", "efforts", 4),  # 0 to 4
        ("gsi-letter", "total", 100),  # a mean from 0 to 100, whatever its four parts reach
        ("three-p", "total", 12),  # three parts of 1 to 5, added
    ],
)
def test_a_cut_off_moves_by_a_share_of_what_the_number_reaches(lens, part, reach):
    assert _width_of_part(RUBRIC.lenses[lens], part) == reach


def test_the_reach_of_a_mean_is_from_its_lowest_to_its_highest_and_recalled_cut_offs_are_not_tried():
    lens = RUBRIC.lenses["gsi-letter"]
    assert _width_of_part(changed(lens, total=changed(lens.total, lowest=20.0)), "total") == 80
    card = card_of(RUBRIC, dict.fromkeys((c.id for c in RUBRIC.criteria), 3))
    numbers = {effect.number for effect in audit_lenses((lens,), FILE, [card], LensContext())}
    assert not {number for number in numbers if number.startswith("A")}, "its letters are recalled, not modelled"
