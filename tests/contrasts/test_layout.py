"""A smaller tree gives the same scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of, root_if_it_joins_groups
from evaluator.library import Library
from evaluator.scoring.matrix import Matrix
from tests.contrasts.synthetic import ALIKE, CRITERIA, LEAVES, three_plans, toy_assessment, toy_rubric

LEVELS = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=len(CRITERIA), max_size=len(CRITERIA))


@settings(max_examples=25)
@given(
    LEVELS, LEVELS, st.sampled_from(["arithmetic", "geometric", "minimum"]), st.sampled_from(["renormalise", "zero"])
)
def test_fixing_the_insides_of_nodes_changes_no_score(one, other, kind, policy):
    rubric = toy_rubric(aggregation={"kind": kind}, missing={"policy": policy})
    plans = [
        toy_assessment(f"{name}-2010-2012", dict(zip(CRITERIA, levels, strict=True)))
        for name, levels in (("AAA", one), ("BBB", other))
    ]
    study = contrast(plans, rubric)
    for weighting in study.weightings:
        for nested in (True, False):
            found = layout_of(study, weighting, nested=nested)
            total = Matrix(found.tree, found.values, found.applicable).run(found.base).total[0]
            wanted = [study.verdict(plan, weighting.id).score for plan in found.plan_ids]
            assert total == pytest.approx(wanted, abs=1e-9)


def test_criteria_stay_units_where_nodes_weigh_less_for_one_plan_than_for_another():
    rated = dict.fromkeys(CRITERIA, 2)
    plans = [
        toy_assessment("AAA-2010-2012", rated),
        toy_assessment("BBB-2010-2012", {**rated, "migration.control-1": "not-applicable"}),
    ]
    rubric = toy_rubric(not_applicable={"weight": "shrinks"})
    study = contrast(plans, rubric)
    found = layout_of(study, study.weightings[0])
    assert found.tree.criteria == CRITERIA
    assert set(LEAVES) < found.fixed
    assert found.shrinks
    whole = contrast(plans[:1], rubric)
    assert layout_of(whole, whole.weightings[0]).tree.criteria[:2] == ("migration.control", "migration.protection")


def test_units_are_the_stance_nodes_unless_nested():
    study = contrast(three_plans(), toy_rubric())
    assert layout_of(study, study.weightings[0]).tree.criteria[:2] == ("migration.control", "migration.protection")
    assert layout_of(study, study.weightings[0], nested=True).tree.criteria == CRITERIA


def test_plans_without_a_score_are_left_out():
    study = contrast([*three_plans(), toy_assessment("DDD-2010-2012", {})], toy_rubric())
    found = layout_of(study, study.weightings[0])
    assert "DDD-2010-2012" not in found.plan_ids
    assert found.have.shape == (3, 7)
    assert np.all(found.have)


def test_the_root_is_fixed_where_it_sets_quality_against_the_paradigms():
    assert root_if_it_joins_groups(toy_rubric()) == {"total"}
    assert root_if_it_joins_groups(Library.open().rubric()) == {"total"}
    flat = toy_rubric(tree=[{"id": f"{g}", "parent": "total", "titles": {}} for g in ("x", "y")], criteria=[])
    assert root_if_it_joins_groups(flat) == frozenset()


def test_a_criterion_beside_stances_is_a_unit_after_them_and_changes_no_score():
    """Eight units: seven stance nodes, then the criterion that hangs on a paradigm itself."""
    plain = toy_rubric()
    loose = plain.criteria[0].model_copy(update={"parent": "migration"})
    rubric = plain.model_copy(update={"criteria": (loose, *plain.criteria[1:])})
    rubric = type(rubric).model_validate(rubric.model_dump(by_alias=True))
    study = contrast([*three_plans()[:2], toy_assessment("DDD-2010-2012", {**ALIKE, CRITERIA[0]: 4})], rubric)
    for weighting in study.weightings:
        found = layout_of(study, weighting)
        assert found.tree.criteria == (*LEAVES, "plan-quality", CRITERIA[0])
        (migration,) = (b for b in found.tree.branches if b.id == "migration")
        assert [found.tree.criteria[c] for c in migration.criteria] == [*LEAVES[:2], CRITERIA[0]]
        assert found.values[:, 7].tolist() == [0.5, 0.5, 1.0]
        total = Matrix(found.tree, found.values, found.applicable).run(found.base).total[0]
        assert total == pytest.approx([study.verdict(plan, weighting.id).score for plan in found.plan_ids], abs=1e-9)
