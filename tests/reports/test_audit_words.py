"""What the statistics of an audit say in sentences."""

from __future__ import annotations

from evaluator.reports.audit_page import words_of
from tests.contrasts.test_statistics import CHOICES, audited, independent
from tests.contrasts.test_tables_statistics import independent_pairs


def said(found, begin):
    return [sentence for sentence in words_of(found) if sentence.startswith(begin)]


def test_too_few_plans_are_said_to_be_too_few_and_nothing_is_said_of_how_criteria_go_together():
    found = audited([(4, 4, 4), (0, 0, 0)], others=((1, 1),))
    assert words_of(found)[0] == (
        "2 of 2 plans can be ranked under w0. That is too few to say how criteria go together: correlation, "
        "consistency, components and importance need 10 plans or more, and none is printed."
    )
    assert not any("alpha" in sentence or "spread of scores" in sentence for sentence in words_of(found))
    assert len(said(found, "With every weight")) == 1


def test_enough_plans_are_said_to_be_described_and_no_more():
    found = audited(independent())
    assert words_of(found)[0] == (
        "25 of 25 plans can be ranked under w0. All that follows describes these 25 plans and would be different "
        "over others."
    )
    assert said(found, "Criteria that are near copies") == [
        "Criteria that are near copies (over 0.92) (1): x and z (1.00)."
    ]
    assert said(found, "A weighs 75 %") == [
        "A weighs 75 % and makes 71 % of the spread of scores; B weighs 25 % and makes 29 % of the spread of scores."
    ]
    (components,) = said(found, "Over the 25 plans that have all criteria")
    assert components.endswith(
        ", the first principal component holds 67 % of the variance; components that hold more than one criterion's "
        "own: 1."
    )


def test_what_is_seldom_known_or_the_same_for_all_is_named():
    found = audited([(4, 2, "?"), (0, 2, "?"), (2, 2, 4)])
    assert said(found, "Known for fewer") == ["Known for fewer than half of the plans to which they apply (1): z."]
    assert said(found, "The same for every plan") == [
        "The same for every plan that has it, so that it tells none apart (1): y."
    ]


def test_a_long_list_is_cut_and_counted_and_low_alpha_is_told_with_its_caution():
    found = audited([(x, 2, z) for x, z in independent_pairs()])
    (low,) = said(found, "Nodes whose criteria do not measure one thing (Cronbach's alpha under 0.7), ")
    assert low.endswith(" which is no fault where a node gathers different duties: the whole 0.00.")
    assert said(found, "Criteria that matter less") == ["Criteria that matter less than their weight over 2 (1): y."]


def test_what_runs_against_its_node_is_told_and_else_that_nothing_does():
    rows = [(2 if x == 4 else 1, 4 - x, x) for x, _ in independent_pairs()]
    (against,) = said(audited(rows), "What runs against the node above it")
    assert against == "What runs against the node above it (2): x and A (-0.51); B and the whole (-0.55)."
    quiet = audited([(x, y, z) for x, y in independent_pairs() for z in (0, 4)], weights=(1, 1))
    assert said(quiet, "No criterion runs against its node")


def test_the_order_under_noise_and_other_weightings_is_told_with_names():
    found = audited([(4, 4, 0), (0, 0, 4), (2, 2, 2)], others=((1, 3), (2, 1)))
    assert words_of(found)[-1] == ("Of 2 other weightings w2 moves places least (0.0 on average) and w1 most (1.3).")
    more = [(4, 4, 0), (0, 0, 4), *((2, 2, k % 5) for k in range(8))]
    (order,) = said(audited(more, others=((1, 3), (2, 1))), "Of 2 other weightings w2 keeps the order best")
    assert "Kendall's tau" in order
    (noise,) = said(audited([(4, 4, 4), (2, 2, 2)], choices=CHOICES), "With every weight moved by up to 25 %, ")
    assert noise.endswith(
        " the middle 90 % of a plan's places span 0.0 places on average and 0 at most; 2 of 2 plans keep their place."
    )


def test_many_tests_are_told_with_what_chance_alone_would_give():
    (tests,) = said(audited(independent()), "3 pairs of criteria are tested")
    assert tests == (
        "3 pairs of criteria are tested: 1 have a p under 0.05, where chance alone would give about 0.2; 1 keep it "
        "when p is multiplied by the number of pairs (Bonferroni)."
    )
    assert said(audited([(2, 2, 2)] * 12), "0 pairs") == []
