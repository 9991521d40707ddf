"""The order on the criteria read in all plans stands beside the order on each one's own."""

from __future__ import annotations

from evaluator import contrast
from evaluator.contrasts.common_order import common_orders, common_words
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.all import document, tables_of
from tests.contrasts.synthetic import ALIKE, three_plans, toy_assessment, toy_rubric

ONE, TWO = "ONE-2010-2012", "TWO-2010-2012"


def unequally_read():
    """ONE is ahead on what both were read for; TWO has two good answers more on which ONE was not read."""
    one = toy_assessment(ONE, {**ALIKE, "migration.control": None, "human-rights.protection": 3})
    two = toy_assessment(TWO, {**ALIKE, "migration.control": 4})
    return contrast([one, two], toy_rubric(), ["rights", "police", "equal"])


def test_both_orders_stand_beside_each_other_and_are_those_of_the_scores():
    study = unequally_read()
    found = {one.weighting: one for one in common_orders(study)}
    assert set(found) == {w.id for w in study.weightings if len(study.ranked(w.id)) > 1}
    for name, one in found.items():
        scores = {v.plan_id: (v.score, v.common_score) for v in study.row(name)}
        assert one.order == tuple(sorted(scores, key=lambda plan: -scores[plan][0]))
        assert one.common_order == tuple(sorted(scores, key=lambda plan: -scores[plan][1]))
        assert one.criteria == len(study.common) == 12
    assert (found["equal"].first, found["equal"].common_first, found["equal"].turned) == ((TWO,), (ONE,), 1)


def test_where_they_differ_the_order_hangs_on_what_was_not_read_in_all():
    study = unequally_read()
    differing = sum(one.turned > 0 for one in common_orders(study))
    assert differing > 0
    assert any("it hangs on the rest" in str(said) for said in common_words(study))
    alike = contrast(three_plans(), toy_rubric(), ["police", "rights"])
    assert all(one.order == one.common_order and not one.turned for one in common_orders(alike))
    assert not any("it hangs" in str(said) for said in common_words(alike))


def test_it_is_in_the_document_and_in_its_table_and_nowhere_without_ranks():
    study = unequally_read()
    found = findings_of(study, ContrastOptions(sections=("scores",)))
    (table,) = (one for one in tables_of(found, ["scores"]) if one.name == "common-order")
    assert table.rows == common_orders(study)
    assert document(found, [table])["common"] == list(common_words(study))
    assert not [one for one in tables_of(found, ["scores"], ranks=False) if one.name == "common-order"]
    assert document(found, [], ranks=False)["common"] == []


def test_plans_with_nothing_in_common_and_one_plan_alone():
    halves = ("law-enforcement", "migration")
    plans = [
        toy_assessment(f"{name}-2010-2012", {leaf: 2 for leaf in ALIKE if leaf.startswith(part)})
        for name, part in zip(("LAW", "MIG"), halves, strict=True)
    ]
    study = contrast(plans, toy_rubric(), ["equal"], rank_all=True)
    assert common_orders(study) == ()
    assert len(common_words(study)) == 1
    assert common_words(contrast(plans[:1], toy_rubric(), ["equal"])) == ()
