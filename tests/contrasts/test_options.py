"""The options of a contrast can be written down and read back; wrong ones are refused."""

from __future__ import annotations

import json
import runpy

import pytest

from evaluator import Library
from evaluator.contrasts import naming, options
from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.naming import SectionName
from evaluator.contrasts.options import (
    SECTIONS,
    USUAL,
    ContrastOptions,
    nodes_named,
    options_from,
    parse_shares,
    sibling_shares,
    typed_weighting,
    whole_contrast,
)
from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError
from evaluator.model.sentence import say
from evaluator.model.weighting import WeightEntry
from tests.contrasts.synthetic import toy_rubric

OPTIONS = ContrastOptions(
    weightings=("equal", "us-tip"), shares=("human-rights=0.4",), sections=("scores", "flips"), ranks=False, draws=500,
    seed=7, concentration=3.5, rules=("human-rights>economic",), within=0.2, doubts=("coders",),
)  # fmt: skip


@pytest.fixture(scope="module")
def rubric():
    return Library.open().rubric()


def test_what_was_asked_is_read_back_as_it_was_written():
    assert options_from(json.loads(OPTIONS.model_dump_json()), "x") == OPTIONS
    assert OPTIONS.parsed_rules[0].text == "human-rights>economic"


def test_other_options_have_other_digits():
    assert OPTIONS.short == OPTIONS.model_copy().short
    assert OPTIONS.short != OPTIONS.model_copy(update={"seed": 8}).short


def test_the_typed_weighting_stands_last_and_no_weighting_twice(rubric):
    options = OPTIONS.model_copy(update={"weightings": ("us-tip", "equal", "us-tip")})
    assert [w.id for w in options.weightings_of(rubric)] == ["us-tip", "equal", "typed"]
    with pytest.raises(UnknownNameError, match="us-top"):
        ContrastOptions(weightings=("us-top",)).weightings_of(rubric)


def test_draws_and_seed_are_the_rubric_s_where_none_was_asked_for(rubric):
    settled = ContrastOptions(weightings=("equal",)).settled(rubric)
    assert (settled.draws, settled.seed) == (rubric.contrast.draws, rubric.contrast.seed)
    assert OPTIONS.settled(rubric) == OPTIONS
    plain = ContrastOptions(weightings=("equal",))
    assert plain.settled(toy_rubric()) == plain


def test_without_a_weighting_all_are_meant_and_with_a_typed_share_the_reference_alone():
    rubric = toy_rubric()
    every = ContrastOptions().settled(rubric)
    assert every.weightings[0] == rubric.reference_weighting
    assert set(every.weightings) == set(rubric.weightings)
    assert ContrastOptions(weightings=("equal", "all")).settled(rubric) == every
    typed = ContrastOptions(shares=("migration=0.4",))
    assert typed.settled(rubric).weightings == (rubric.reference_weighting,)
    assert [w.id for w in typed.weightings_of(rubric)] == [rubric.reference_weighting, "typed"]
    with pytest.raises(UnknownNameError):
        ContrastOptions(weightings=("equall",)).settled(rubric)


def test_the_whole_contrast_has_every_section_and_the_weighting_in_use_first(rubric):
    whole = whole_contrast(rubric, rubric.weighting("us-tip"))
    assert whole.sections == SECTIONS
    assert whole_contrast(rubric, "us-tip", rank_all=True) == whole.model_copy(update={"rank_all": True})
    assert whole.weightings[:2] == ("us-tip", rubric.reference_weighting)
    assert set(whole.weightings) == set(rubric.weightings)


@pytest.mark.parametrize(
    ("key", "value"),
    [("weightings", [""]), ("sections", ["opinions"]), ("sections", []), ("draws", 10**9), ("draws", 1), ("seed", -1),
     ("within", 2), ("concentration", 0), ("rules", ["x" * 1000]), ("doubts", ["everything"]), ("more", 1)],
)  # fmt: skip
def test_what_no_contrast_is_asked_for_is_refused_by_its_key(key, value):
    with pytest.raises(InvalidInputError, match=f"^place: {key}") as caught:
        options_from({**OPTIONS.model_dump(), key: value}, "place")
    assert len(str(caught.value)) < 1500


def test_what_is_no_mapping_is_refused():
    with pytest.raises(InvalidInputError):
        options_from(None, "place")


@pytest.mark.parametrize("options", [{"rules": ["a"]}, {"shares": ["migration"]}])
def test_a_rule_or_share_that_cannot_be_read_is_refused(options):
    with pytest.raises(InvalidInputError, match=r"as in human-rights[>=]"):
        options_from(options, "place")


def test_the_usual_sections_are_all_but_those_that_ask_for_many_more_draws_or_scorings():
    assert set(SECTIONS) - set(USUAL) == {"leave-one-out", "sensitivity"}
    assert ContrastOptions().sections == USUAL == tuple(name for name in SECTIONS if name in USUAL)


def test_whether_a_section_is_usual_stands_beside_its_words_and_not_in_its_place(monkeypatch):
    distances = {"distances": SectionName(say("distances of frames"), usual=False)}
    monkeypatch.setattr(naming, "CONTRAST_SECTIONS", {**distances, **naming.CONTRAST_SECTIONS})
    changed = runpy.run_path(str(options.__file__))
    assert changed["SECTIONS"] == ("distances", *SECTIONS)
    assert changed["USUAL"] == USUAL


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
        InvalidInputError, match=r"under paradigms migration 0.4 \+ human-rights 0.8 = 1.2. Give shares"
    ):
        _groups({"human-rights": 0.8, "migration": 0.4})
    rubric = toy_rubric()
    with pytest.raises(InvalidInputError, match=r"under the root paradigms 0.8 \+ plan-quality 0.5 = 1.3. Give"):
        typed_weighting(rubric, rubric.weighting("equal"), {"paradigms": 0.8, "plan-quality": 0.5})


def test_all_siblings_named_must_add_up_to_one():
    with pytest.raises(InvalidInputError, match="Give shares that add up to 1"):
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
