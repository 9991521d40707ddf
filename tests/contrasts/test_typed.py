"""Shares typed over a weighting."""

from __future__ import annotations

import pytest

from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.typed import nodes_named, parse_shares, sibling_shares, typed_weighting
from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError
from evaluator.model.weighting import WeightEntry
from tests.contrasts.synthetic import toy_rubric


def _groups(shares):
    rubric = toy_rubric()
    typed = typed_weighting(rubric, rubric.weighting("rights"), shares)
    return {line.id: line.shares[0] for line in effective_weights(rubric, [typed]) if line.kind == "group"}


def test_the_other_siblings_are_rescaled_in_proportion():
    assert _groups({"human-rights": 0.4}) == pytest.approx(
        {"migration": 0.3, "law-enforcement": 0.3, "human-rights": 0.4, "plan-quality": 0.0}
    )


def test_a_share_may_be_nothing_or_the_whole():
    assert _groups({"human-rights": 0.0})["law-enforcement"] == pytest.approx(0.5)
    assert _groups({"human-rights": 1.0})["law-enforcement"] == 0


def test_stances_and_the_root_can_be_typed_too():
    rubric = toy_rubric()
    typed = typed_weighting(rubric, rubric.weighting("equal"), {"migration.control": 0.9, "plan-quality": 0.5})
    assert sibling_shares(rubric, typed, "migration") == pytest.approx(
        {"migration.control": 0.9, "migration.protection": 0.1}
    )
    assert sibling_shares(rubric, typed, "total")["plan-quality"] == pytest.approx(0.5)
    assert typed.titles["en"] == "Typed: migration.control=0.9, plan-quality=0.5, the rest as in equal"


def test_shares_over_one_are_refused_with_the_sum():
    with pytest.raises(
        InvalidInputError, match=r"under paradigms migration 0.4 \+ human-rights 0.8 = 1.2; expected shares"
    ):
        _groups({"human-rights": 0.8, "migration": 0.4})
    rubric = toy_rubric()
    with pytest.raises(InvalidInputError, match=r"under the root paradigms 0.8 \+ plan-quality 0.5 = 1.3; expected"):
        typed_weighting(rubric, rubric.weighting("equal"), {"paradigms": 0.8, "plan-quality": 0.5})


def test_all_siblings_named_must_add_up_to_one():
    with pytest.raises(InvalidInputError, match="expected shares that add up to 1"):
        _groups({"human-rights": 0.2, "migration": 0.2, "law-enforcement": 0.2})


def test_unknown_names_and_criteria_are_refused():
    with pytest.raises(UnknownNameError, match="Did you mean 'human-rights'"):
        _groups({"human-right": 0.2})
    with pytest.raises(EvaluatorError, match="this is a criterion"):
        _groups({"plan-quality-1": 0.2})


@pytest.mark.parametrize(
    "word", ["human-rights", "=0.4", "human-rights=", "human-rights=nan", "human-rights=-1", "human-rights=2"]
)
def test_a_word_that_is_no_share_is_refused(word):
    with pytest.raises(InvalidInputError, match="a node and its share in"):
        parse_shares([word])


def test_every_fault_is_told_at_once():
    with pytest.raises(InvalidInputError) as caught:
        parse_shares(["a=0.1", "a=0.2", "b"])
    assert len(caught.value.problems) == 2


def test_a_title_and_per_cent_are_taken_as_a_node_and_its_share():
    rubric = toy_rubric()
    titled = rubric.model_copy(
        update={
            "tree": tuple(
                node.model_copy(update={"titles": {"en": "Human rights"}}) if node.id == "human-rights" else node
                for node in rubric.tree
            )
        }
    )
    assert nodes_named(titled, parse_shares(["human RIGHTS = 40 %"])) == {"human-rights": 0.4}
    assert nodes_named(titled, {"nothing": 0.4}) == {"nothing": 0.4}
    with pytest.raises(InvalidInputError, match="'human-rights' given twice"):
        nodes_named(titled, {"human-rights": 0.4, "Human rights": 0.3})


def test_each_share_says_whether_it_was_typed_or_follows():
    rubric = toy_rubric()
    typed = typed_weighting(rubric, rubric.weighting("rights"), {"human-rights": 0.4})
    assert {name: entry.ground for name, entry in typed.weights["paradigms"].items()} == {
        "migration": "as in rights, rescaled in proportion",
        "law-enforcement": "as in rights, rescaled in proportion",
        "human-rights": "typed for this run",
    }


def test_children_that_all_weigh_nothing_have_shares_of_nothing():
    rubric = toy_rubric()
    nothing = WeightEntry(share=0.0, origin="modelled")
    weighting = rubric.weighting("equal")
    stances = {"migration": {"migration.control": nothing, "migration.protection": nothing}}
    bare = weighting.model_copy(update={"weights": {**weighting.weights, **stances}})
    assert sibling_shares(rubric, bare, "migration") == {"migration.control": 0.0, "migration.protection": 0.0}


def test_the_id_of_a_node_goes_before_a_title_that_reads_the_same():
    rubric = toy_rubric()
    tree = tuple(
        node.model_copy(update={"titles": {"en": "human-rights"}}) if node.id == "migration" else node
        for node in rubric.tree
    )
    assert nodes_named(rubric.model_copy(update={"tree": tree}), {"human-rights": 0.4}) == {"human-rights": 0.4}
