"""What changed between two versions of a rubric, and which number that asks for."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator.model.aggregation import Aggregation
from evaluator.model.assessment import Assessment, Coding, CodingFile, Rating
from evaluator.model.country import Country
from evaluator.model.criterion import Criterion
from evaluator.model.grading import GradeBand
from evaluator.model.rubric import Rubric, RubricFile
from evaluator.model.weighting import Override, WeightEntry
from evaluator.scoring.rubric_diff import (
    CRITERION,
    HEAD,
    MEANING,
    SKIPPED,
    WORDING,
    carry_over,
    compare_cards,
    diff_rubrics,
    leaves,
    raised,
    text_of,
)
from tests.scoring.small import PLAN, card_of, rubric_of, weighting_of

OLD = {
    "nodes": {"a": {}, "b": {"stance": "control"}},
    "criteria": {"x": {"parent": "a", "floor": ["s1"]}, "y": {"parent": "b"}},
    "weightings": {"equal": weighting_of({"total": {"a": 1, "b": 1}}, name="equal")},
}


def of(nodes=None, criteria=None, weightings=None, **head) -> Rubric:
    return rubric_of(
        {**OLD["nodes"], **(nodes or {})},
        {**OLD["criteria"], **(criteria or {})},
        weightings={**OLD["weightings"], **(weightings or {})},
        **head,
    )


def between(**new):
    return diff_rubrics(of(), of(**new))


def fields(found):
    return [(c.kind, c.id, c.field, c.bump) for c in found.changes]


def test_equal_rubrics_do_not_differ():
    found = between()
    assert (found.changes, found.bump, found.needed, found.enough) == ((), "none", "1.0.0", True)


@pytest.mark.parametrize(
    ("change", "field", "bump"),
    [
        ({"title": "X"}, "title", "patch"),
        ({"notes": "more"}, "notes", "patch"),
        ({"floor": ["s2"]}, "floor", "minor"),
        ({"victim_centred": True}, "victim_centred", "minor"),
        ({"tip_practice": {"coding": "partly"}}, "tip_practice", "minor"),
        ({"object": "law", "meaning_version": 2}, "object", "major"),
        ({"applies_to": ["origin"]}, "applies_to", "major"),
        ({"parent": "b"}, "parent", "major"),
    ],
)
def test_a_change_of_a_criterion_raises_its_part_of_the_version(change, field, bump):
    found = between(criteria={"x": {**OLD["criteria"]["x"], **change}})
    assert ("criterion", "x", field, bump) in fields(found)
    assert found.bump == bump
    assert not found.enough


def test_levels_are_wording_until_the_meaning_is_raised():
    levels = {k: f"level {k}" for k in range(5)} | {3: "level 3, and more"}
    wording = between(criteria={"x": {**OLD["criteria"]["x"], "levels": levels}})
    assert (wording.bump, wording.rerate) == ("patch", ())
    assert wording.doubts == ("x: levels changed; if more than the wording, raise meaning_version",)
    anchor = between(criteria={"x": {**OLD["criteria"]["x"], "levels": levels, "meaning_version": 2}})
    assert (anchor.bump, anchor.rerate, anchor.doubts) == ("minor", ("x",), ())
    assert ("criterion", "x", "levels.3", "minor") in fields(anchor)


def test_a_new_question_is_a_new_meaning():
    found = between(criteria={"x": {**OLD["criteria"]["x"], "question": "Another?", "meaning_version": 2}})
    assert (found.bump, found.rerate) == ("minor", ("x",))  # the new meaning number alone voids its ratings


def test_a_meaning_that_falls_and_a_kind_that_moves_silently_are_doubted():
    old, new = of(criteria={"x": {"parent": "a", "meaning_version": 3}}), of(criteria={"x": {"parent": "a"}})
    assert diff_rubrics(old, new).doubts == ("x: meaning_version falls from 3 to 1",)
    assert between(criteria={"x": {"parent": "a", "object": "law"}}).doubts == (
        "x: kind or object changed; raise meaning_version",
    )


def test_nodes_criteria_weightings_that_come_and_go():
    found = between(nodes={"c": {}}, criteria={"z": {"parent": "c"}}, weightings={"other": weighting_of(name="other")})
    assert fields(found) == [
        ("node", "c", "", "major"), ("criterion", "z", "", "minor"), ("weighting", "other", "", "minor"),
    ]  # fmt: skip
    back = diff_rubrics(of(criteria={"z": {"parent": "a"}}), of())
    assert [(c.new, c.bump) for c in back.changes] == [("removed", "major")]
    assert (back.rerate, back.rate_new, back.gone) == ((), (), ("z",))
    assert (found.rerate, found.rate_new, found.gone) == ((), ("z",), ())


@pytest.mark.parametrize(
    ("new", "bump"),
    [
        ({"nodes": {"b": {"stance": "protection"}}}, "major"),
        ({"nodes": {"b": {"stance": "control", "titles": {"en": "B"}}}}, "patch"),
        ({"scale": {"levels": 5, "value": {0: 0.0, 1: 0.1, 2: 0.2, 3: 0.3, 4: 1.0}}}, "minor"),
        ({"gates": ["x"]}, "major"),
        ({"grading": {"least_coverage": 0.5}}, "minor"),
        ({"titles": {"en": "Other"}}, "patch"),
        ({"missing": {"policy": "zero"}}, "minor"),
        ({"weightings": {"equal": weighting_of({"total": {"a": 2, "b": 1}}, name="equal")}}, "minor"),
    ],
)
def test_a_change_of_the_whole_raises_its_part_of_the_version(new, bump):
    assert between(**new).bump == bump


def test_the_new_number_is_enough_if_it_reaches_what_is_needed():
    for version, enough in (("1.0.1", False), ("1.1.0", True), ("2.0.0", True)):
        new = Rubric.model_validate(of(missing={"policy": "zero"}).model_dump() | {"version": version})
        found = diff_rubrics(of(), new)
        assert (found.needed, found.enough) == ("1.1.0", enough)


def test_every_field_of_the_head_is_compared():
    special = {"id", "version", "grading", "tree", "borrowed"}
    assert set(RubricFile.model_fields) - special == set(HEAD) | set(WORDING)


def test_numbers_of_versions_are_numbers():
    assert raised("1.9.9", "minor") == "1.10.0"


def coded(*ids):
    head = CodingFile.model_validate({
        "assessment_id": "x", "rubric": "small", "rubric_version": "1.0.0", "coder": "a",
        "capacity": "assessor", "state": "final", "text_read": {"measures": "whole", "text": "whole"},
    })  # fmt: skip
    ratings = tuple(Rating(criterion_id=name, status="rated", level=2, evidence_ids=("E1",)) for name in ids)
    return Assessment(Country(iso3="XXA", names={}), PLAN, "small", codings=(Coding(head, ratings),))


def test_ratings_whose_meaning_changed_or_that_are_gone_are_not_carried_over():
    new = of(criteria={"x": {"parent": "a", "meaning_version": 2}})
    carried = carry_over(coded("x", "y"), of(), new)
    assert [r.criterion_id for r in carried.codings[0].ratings] == ["y"]


def test_two_cards_of_one_plan_say_what_the_rubric_moved():
    old, new = card_of(of(), {"x": 4, "y": 0}), card_of(of(criteria={"z": {"parent": "b"}}), {"x": 4, "y": 0})
    same = compare_cards(old, old)
    assert not same.moved
    moved = compare_cards(old, new)
    assert moved.moved
    assert (moved.old_score, moved.new_score) == (0.5, 0.333333333)
    assert moved.new_coverage == pytest.approx(2 / 3)
    assert dataclasses.asdict(moved)["plan_id"] == PLAN.id


def test_no_field_of_a_criterion_that_a_score_may_rest_on_counts_as_wording():
    wording = {"title", "floor_note", "related", "guards_against", "evidence_needed", "missing_hint", "search_terms"}
    wording |= {"recommend", "short", "plain", "checklist"}
    wording |= {"examples", "sources", "origin", "notes", "thresholds_origin", "mirrors"}
    wording |= {"answered_by", "ask", "harm", "statute", "law_twin", "law_contrary"}
    assert set(Criterion.model_fields) == {*CRITERION, *MEANING, *SKIPPED, *wording} & set(Criterion.model_fields)


def test_the_ground_of_a_number_is_wording_and_the_number_is_not():
    plain = OLD["weightings"]["equal"]
    entries = plain.weights["total"]
    grounded = {**entries, "a": entries["a"].model_copy(update={"ground": "why"})}
    heavier = {**entries, "a": entries["a"].model_copy(update={"count": 9.0, "share": None})}
    for changed, bump in ((grounded, "patch"), (heavier, "minor")):
        found = between(weightings={"equal": plain.model_copy(update={"weights": {"total": changed}})})
        assert found.bump == bump
        assert all(change.field.startswith("weights.total.a.") for change in found.changes)


def entry(share, ground=""):
    return WeightEntry(share=share, origin="modelled", ground=ground)


def told(before, after):
    return [(leaf.field, leaf.old, leaf.new, leaf.is_wording) for leaf in leaves("f", before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (1, 1, []),
        ("a", "b", [("f", "a", "b", False)]),
        (None, "b", [("f", "", "b", False)]),
        ({"a": {"x": entry(0.2)}}, {"a": {"x": entry(0.3)}}, [("f.a.x.share", "0.2", "0.3", False)]),
        ({"a": entry(0.2)}, {"a": entry(0.2, "why")}, [("f.a.ground", "", "why", True)]),
        (("a", "b"), ("b", "a"), [("f", "a; b", "b; a", False)]),
    ],
)
def test_only_what_differs_is_told(before, after, expected):
    assert told(before, after) == expected


def test_members_of_a_list_go_by_what_names_them():
    raids = Override(criterion="raids", times=2, origin="modelled")
    jobs = Override(criterion="jobs", times=3, origin="modelled")
    twice = Override(criterion="raids", times=4, origin="modelled")
    assert told((raids, jobs), (jobs, twice))[0] == ("f.raids.times", "2.0", "4.0", False)
    assert told((raids,), (raids, jobs)) == [("f.jobs", "", "criterion: jobs, times: 3.0, origin: modelled", False)]


def test_an_order_that_changes_is_a_change():
    bands = [GradeBand.model_validate({"grade": g, "from": at}) for g, at in (("A", 0.5), ("B", 0.0))]
    assert told(tuple(bands), tuple(reversed(bands))) == [("f (order)", "A, B", "B, A", False)]


def test_text_is_one_line_without_brackets():
    assert text_of({"a": (1, 2), "b": None}) == "a: 1; 2; b: "


def test_a_part_is_told_by_what_its_file_says_and_not_by_what_goes_without_saying():
    assert text_of(Aggregation(kind="geometric", least=0.1)) == "kind: geometric, least: 0.1"
