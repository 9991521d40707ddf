"""Which frames are nearest to one: the weight that lies elsewhere, and what turns on the plans at hand."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrasts.effective import criterion_shares
from evaluator.contrasts.nearest import (
    nearest_line,
    nearest_words,
    neighbours,
    neighbours_of,
    passed_on_words,
)
from evaluator.contrasts.turns import turns_between
from evaluator.scoring.void import void_of
from tests.contrasts.synthetic import CRITERIA, LEAVES, three_plans, toy_assessment, toy_rubric, weighting
from tests.marking import unsaid

MIGRATION = [c for c in CRITERIA if c.startswith("migration")]


def _with(**more):
    """Return the toy rubric with further frames."""
    own = toy_rubric()
    return toy_rubric(weightings={**{name: w.model_dump() for name, w in own.weightings.items()}, **more})


def _frames(rubric, *names):
    return [rubric.weighting(name) for name in names]


def test_a_case_worked_by_hand():
    """Of police a half lies elsewhere in equal, 0.8 in rights: law enforcement 0.8 and 0.1, human rights 0 and 0.8."""
    found = neighbours(toy_rubric(), _frames(toy_rubric(), "police", "rights", "equal"))
    assert [(one.frame, one.weighting, one.elsewhere) for one in found] == [
        ("police", "equal", 0.5),
        ("police", "rights", 0.8),
    ]
    assert found[1].more == ("human-rights.protection-1", "human-rights.protection-2", "human-rights.structural-1")
    assert {name.partition(".")[0] for name in found[1].less} == {"law-enforcement"}
    assert (found[0].turned, found[0].new_grades, found[0].passed_on) == (None, None, 0.0)


def test_what_turns_on_the_plans_at_hand_is_counted():
    """Places under police: A, C, B; under equal A, B, C; under rights B, C, A."""
    near, far = neighbours_of(contrast(three_plans(), toy_rubric(), ["police", "rights", "equal"]))
    assert (near.weighting, near.turned, near.pairs) == ("equal", 1, 3)
    assert (far.weighting, far.turned, far.pairs) == ("rights", 3, 3)
    assert (far.graded, far.new_grades) == (3, 2), "A from A to E, B from E to C, C stays at C"
    assert far.largest == pytest.approx(0.55)


def test_the_pairs_counted_are_the_turns_that_are_told():
    rng = np.random.default_rng(5)
    plans = [
        toy_assessment(f"{name}AA-2010-2012", {c: int(rng.integers(0, 5)) for c in CRITERIA if rng.random() > 0.1})
        for name in "ABCDEFG"
    ]
    study = contrast(plans, toy_rubric(), ["rights", "police", "equal"])
    counted = {one.weighting: one.turned for one in neighbours_of(study)}
    assert counted == {name: len(turns_between(study, "rights", name)) for name in ("police", "equal")}
    assert min(counted.values()) > 0


def test_weight_stated_for_a_group_in_which_nothing_counts_is_elsewhere_for_nobody():
    """A frame that states 0.2 for migration and counts nothing in it weighs as law enforcement alone."""
    blind = weighting(
        "blind",
        {"migration": 0.2, "law-enforcement": 0.8, "human-rights": 0.0},
        overrides=[{"criterion": name, "times": 0, "origin": "modelled"} for name in MIGRATION],
    )
    alone = weighting("alone", {"migration": 0.0, "law-enforcement": 1.0, "human-rights": 0.0})
    rubric = _with(blind=blind, alone=alone)
    (found,) = neighbours(rubric, _frames(rubric, "alone", "blind"))
    assert (found.elsewhere, found.more, found.less) == (0.0, (), ())
    assert found.passed_on == pytest.approx(0.2)
    assert void_of(rubric, _frames(rubric, "blind", "alone")) == ({"migration": pytest.approx(0.2)}, {})
    said = passed_on_words(rubric, _frames(rubric, "blind", "alone"))
    (told,) = said
    assert told.startswith("Of the weight that “blind” states 20% is for groups in which nothing can count here (“Migr")


def test_each_row_of_shares_is_whole():
    rubric = toy_rubric()
    assert criterion_shares(rubric, list(rubric.weightings.values())).sum(axis=1).tolist() == pytest.approx([1, 1, 1])


def test_a_frame_that_people_gave_stands_in_the_same_table():
    """The survey that it names tells that people were asked."""
    asked = toy_rubric().weighting("rights").model_copy(update={"id": "asked-ngo", "survey": "s", "answers": 12})
    study = contrast(three_plans(), toy_rubric(), [asked, "police", "rights"])
    near, far = neighbours_of(study)
    assert (near.weighting, near.elsewhere, far.weighting) == ("rights", 0.0, "police")
    beside = neighbours_of(contrast(three_plans(), toy_rubric(), ["police", asked, "equal"]))
    assert {one.weighting: one.kind for one in beside} == {"asked-ngo": "asked", "equal": ""}


def test_one_plan_has_no_pairs_and_one_frame_no_neighbours():
    (alone, _) = neighbours_of(contrast(three_plans()[:1], toy_rubric(), ["police", "rights", "equal"]))
    assert (alone.pairs, alone.turned, alone.graded) == (None, None, 1)
    assert neighbours_of(contrast(three_plans(), toy_rubric(), ["police"])) == ()
    assert neighbours(toy_rubric(), []) == ()
    ungraded = toy_assessment("AAA-2010-2012", {LEAVES[0]: 2})
    (near, _) = neighbours_of(contrast([ungraded], toy_rubric(), ["police", "rights", "equal"]))
    assert (near.graded, near.new_grades) == (None, None)


def test_the_words_name_the_nearest_and_the_furthest_and_what_turns_there():
    study = contrast(three_plans(), toy_rubric(), ["police", "rights", "equal"])
    said = nearest_words(neighbours_of(study), study)
    assert list(map(str, said)) == [
        "Nearest to “police” is “equal”: 50% of the weight lies elsewhere.",
        "Under it 1 of 3 pairs turn.",
        "In 2 of 3 cases the grade is another.",
        "Furthest is “rights”, with 80% elsewhere.",
        "Under it 3 of 3 pairs turn.",
        "In 2 of 3 cases the grade is another.",
    ]
    assert {unsaid(one, ("police", "rights", "equal")) for one in said} == {""}


def test_one_line_names_the_nearest_two_and_the_furthest_by_their_names():
    rubric = _with(
        law=weighting("law", {"migration": 0.0, "law-enforcement": 1.0, "human-rights": 0.0}),
    )
    names = {name: name.upper() for name in rubric.weightings}
    said = nearest_line(rubric, _frames(rubric, "police", "rights", "equal", "law"), names)
    assert str(said) == (
        "Nearest frames, with the weight that lies elsewhere: LAW (20%), EQUAL (50%); furthest: RIGHTS (80%)."
    )
    assert str(nearest_line(rubric, _frames(rubric, "police", "rights"), names)) == (
        "Nearest frames, with the weight that lies elsewhere: RIGHTS (80%)."
    )
    assert nearest_line(rubric, _frames(rubric, "police"), names) is None


def test_what_passes_on_under_the_other_frames_is_one_share_or_a_span():
    def blind(name, share):
        shares = {"migration": share, "law-enforcement": 1 - share, "human-rights": 0.0}
        lost = [{"criterion": one, "times": 0, "origin": "modelled"} for one in MIGRATION]
        return weighting(name, shares, overrides=lost)

    rubric = _with(few=blind("few", 0.2), many=blind("many", 0.5))
    told = [passed_on_words(rubric, _frames(rubric, "police", *others)) for others in (("few",), ("few", "many"))]
    assert list(map(str, told[0])) == ["Under the other frames 20% passes on so."]
    assert list(map(str, told[1])) == ["Under the other frames from 20% to 50% passes on so."]
    assert passed_on_words(rubric, _frames(rubric, "police", "rights")) == ()
