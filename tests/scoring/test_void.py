"""What a frame states where the rubric asks nothing is void: computed from its weights, and told by paradigm."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.contrasts.void import places_words, void_rows
from evaluator.library import Library
from evaluator.scoring.scores import score_plans
from evaluator.scoring.void import is_void, void_by_paradigm, void_of
from tests.scoring.small import card_of, rubric_of, weighting_of
from tests.twin.engine import outcome_for, rubric_for
from tests.twin.spec import random_spec

LIMIT = {"at_most": 0.334}
EMPTY = {"asked": {}, "empty": {}, "part": {}, "part.empty": {"parent": "part"}, "part.asked": {"parent": "part"}}
CRITERIA = {"a": "asked", "b": "part.asked", "c": "part"}


def test_a_node_without_criteria_is_void_with_its_share_of_the_whole():
    """Stated 2 : 1 : 1; the half of the last is empty below: a quarter and an eighth of the whole are void."""
    rubric = rubric_of(EMPTY, CRITERIA)
    frame = weighting_of(
        {"total": {"asked": 2, "empty": 1, "part": 1}, "part": {"part.empty": 1, "part.asked": 1, "c": 0}}
    )
    (found,) = void_of(rubric, [frame])
    assert found == {"empty": 0.25, "part.empty": 0.125}
    assert void_by_paradigm(rubric, found) == {"empty": 0.25, "part": 0.125}


def test_a_frame_with_nothing_to_count_is_void_whole_and_one_without_void_not_at_all():
    rubric = rubric_of(EMPTY, CRITERIA, void=LIMIT)
    nothing = weighting_of({"total": {"asked": 0, "empty": 1, "part": 0}})
    ((share,),) = [found.values() for found in void_of(rubric, [nothing])]
    assert share == 1.0
    assert card_of(rubric, {"a": 4, "b": 4}, nothing).state == "weightless"
    assert void_of(rubric, [weighting_of({"total": {"asked": 1, "empty": 0, "part": 0}})]) == ({},)


def test_a_frame_that_is_void_whole_is_told_by_its_paradigms():
    """Half on migration, half on the economy: the record asks of neither; the root has no title."""
    record = Library.open().rubric("public-record")
    frame = record.weighting(record.reference_weighting)
    shares = {"migration": 0.5, "economic": 0.5, "law-enforcement": 0.0, "human-rights": 0.0}
    weights = {**frame.weights, "paradigms": {k: frame.weights["paradigms"][k].model_copy(update={"share": s})
                                              for k, s in shares.items()}}  # fmt: skip
    nothing = frame.model_copy(update={"id": "nothing", "weights": weights})
    (found,) = void_of(record, [nothing])
    assert found == {"migration": 0.5, "economic": 0.5}
    assert void_by_paradigm(record, found) == found
    assert [(row.paradigm, row.share) for row in void_rows(record, [nothing])] == [
        ("total", 1.0), ("migration", 0.5), ("economic", 0.5),
    ]  # fmt: skip
    assert str(places_words(record, [nothing])[0]).endswith("“nothing” 100% (Migration 50%, Economic 50%).")


@pytest.mark.parametrize(("empty", "state"), [(1.0, "graded"), (1.01, "void"), (3.0, "void")])
def test_above_the_limit_a_frame_gives_neither_place_nor_finding_and_a_third_is_not_above(empty, state):
    rubric = rubric_of(EMPTY, CRITERIA, void=LIMIT)
    frame = weighting_of(
        {"total": {"asked": 1, "empty": empty, "part": 1}, "part": {"part.empty": 0, "part.asked": 1, "c": 0}}
    )
    card = card_of(rubric, {"a": 4, "b": 2}, frame)
    assert (card.state, card.score) == (state, 0.75)
    assert is_void(rubric, 1.0)
    assert not is_void(rubric_of(EMPTY, CRITERIA), 1.0)


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_void_is_a_share_of_the_whole_that_counts_nowhere(seed):
    spec = random_spec(seed)
    rubric = rubric_for(spec)
    stated = {parent: {c: float(n) for c, n in children.items()} for parent, children in spec.stated.items()}
    frame = weighting_of(stated, {cell.id: float(cell.factor) for cell in spec.cells})
    scores = score_plans(rubric, (frame,), [[outcome_for(rubric, cell) for cell in spec.cells]])
    (found,) = void_of(rubric, [frame])
    assert scores.void[0] == pytest.approx(sum(found.values()), abs=1e-12)
    assert 0 <= scores.void[0] <= 1 + 1e-12
    weights = dict(zip((b.id for b in scores.tree.branches), scores.stated.nodes[0, 0].tolist(), strict=True))
    assert {weights[node] for node in found if node != "total"} <= {0.0}
    assert bool(np.isclose(scores.void[0], 1.0)) == (not scores.stated.criteria[0, 0].any())


def test_the_record_holds_nothing_on_migration_and_economy_whoever_asks():
    record = Library.open().rubric("public-record")
    shares = dict(zip(record.weightings, void_of(record, list(record.weightings.values())), strict=True))
    assert {node for found in shares.values() for node in found} == {"migration", "economic"}
    assert shares["no-borders"] == pytest.approx({"migration": 1 / 2, "economic": 1 / 3})
    assert shares[record.reference_weighting] == {}
    plans = Library.open().rubric("four-paradigms")
    assert not any(void_of(plans, list(plans.weightings.values())))
