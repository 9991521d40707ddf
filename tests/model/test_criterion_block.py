"""A strength reaches the rubric's norm level, a gap is at its lowest levels, and nothing is both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.library import Library
from evaluator.model.criterion import Scale
from evaluator.model.criterion_block import costs, criterion_block, standing, strengths
from evaluator.model.grading import NormLevel, norm_of
from evaluator.model.scorecard import Outcome
from evaluator.pipeline import evaluate
from evaluator.scoring.card import make_card

CARD = evaluate(Library.open().assessment("ALB"), Library.open().rubric(), "equal")
NAMES = [c.id for c in CARD.rubric.criteria if not c.yardstick]


def _outcome(name: str, level: int | None, status: str = "rated", *, covered: bool = True) -> Outcome:
    if level is None:
        return Outcome(name, "not-assessed", None, 0, 4, 0, 4, covered=False)
    return Outcome(name, status, level, *[level] * 4, covered=covered, confidence="high")


def _card(outcomes: dict[str, Outcome], rubric=CARD.rubric):
    found = [outcomes.get(c.id, _outcome(c.id, None)) for c in rubric.criteria]
    return make_card(CARD.assessment, rubric, CARD.weighting, found, is_draft=False)


def strong(card):
    return strengths(criterion_block(card, {}))


def weak(card):
    return costs(criterion_block(card, {}))


def _rated(levels: dict[str, int]):
    return _card({name: _outcome(name, level) for name, level in levels.items()})


def test_level_3_and_4_are_strengths_and_all_below_costs():
    card = _rated(dict(zip(NAMES, (0, 1, 2, 3, 4), strict=False)))
    assert {row.id: row.value for row in strong(card)} == {NAMES[3]: 3, NAMES[4]: 4}
    assert {row.id: row.value for row in weak(card)} == {NAMES[0]: 0, NAMES[1]: 1, NAMES[2]: 2}


def test_every_criterion_but_the_alarms_is_a_row_whatever_is_known_of_it():
    block = criterion_block(_rated({NAMES[0]: 4}), {})
    assert {row.id for row in block.rows} == {c.id for c in CARD.rubric.criteria} - set(CARD.rubric.alarms)
    assert {row.state for row in block.rows} == {"level", "not-assessed"}


def test_a_breached_safeguard_comes_before_whatever_costs_more():
    gate = CARD.rubric.grading.gates[0]
    card = _card({gate: _outcome(gate, 0, "contrary"), **{n: _outcome(n, 0) for n in NAMES if n != gate}})
    halves = (replace(s, used=s.used / 2) if s.outcome.criterion_id == gate else s for s in card.criteria)
    card = replace(card, criteria=tuple(halves))
    first, second, *_ = weak(card)
    assert first.id == gate
    assert second.loss > first.loss


def test_an_actor_s_yardstick_is_asked_of_nobody():
    card = _rated({c.id: 0 for c in CARD.rubric.criteria})
    assert not {c.id for c in CARD.rubric.criteria if c.yardstick} & {row.id for row in weak(card)}


def test_strengths_are_ranked_by_what_they_add_and_gaps_by_what_they_cost():
    """Under equal shares of one node, level 4 adds its whole used weight, level 3 three quarters of it."""
    same = [c.id for c in CARD.rubric.criteria if c.parent == "human-rights.protection"][:4]
    card = _rated(dict(zip(same, (3, 4, 1, 0), strict=True)))
    used = card.criterion(same[0]).used
    assert [(o.id, o.gain) for o in strong(card)] == [
        (same[1], pytest.approx(used)),
        (same[0], pytest.approx(0.75 * used)),
    ]
    assert [(o.id, o.loss) for o in weak(card)] == [
        (same[3], pytest.approx(used)),
        (same[2], pytest.approx(0.75 * used)),
    ]


def test_equal_sizes_keep_the_order_of_the_tree():
    same = [c.id for c in CARD.rubric.criteria if c.parent == "human-rights.protection"][:3]
    assert [o.id for o in weak(_rated(dict.fromkeys(same, 0)))] == same


def test_contrary_and_silent_are_gaps():
    card = _card({NAMES[0]: _outcome(NAMES[0], 0, "contrary"), NAMES[1]: _outcome(NAMES[1], 0, "silent")})
    assert {o.id for o in weak(card)} == set(NAMES[:2])


def test_what_is_open_or_computed_on_a_part_of_the_rows_is_in_neither():
    card = _card({NAMES[0]: _outcome(NAMES[0], 4, covered=False), NAMES[1]: _outcome(NAMES[1], 0, covered=False)})
    assert strong(card) == weak(card) == ()


def test_what_has_no_weight_is_in_neither():
    yardstick = next(c.id for c in CARD.rubric.criteria if c.yardstick)
    card = _rated({yardstick: 4})
    assert strong(card) == weak(card) == ()


def test_a_rubric_without_a_norm_level_has_neither():
    card = _rated({NAMES[0]: 4, NAMES[1]: 0})
    bare = replace(card, rubric=card.rubric.model_copy(update={"norm_level": None}))
    assert strong(bare) == ()


def test_the_norm_level_is_the_rubric_s_and_not_the_program_s():
    norm = NormLevel(level=2, gap_up_to=0, origin="modelled")
    card = _rated({NAMES[0]: 2, NAMES[1]: 1, NAMES[2]: 0})
    card = replace(card, rubric=card.rubric.model_copy(update={"norm_level": norm}))
    assert [o.id for o in strong(card)] == [NAMES[0]]
    assert {o.id for o in weak(card)} == {NAMES[1], NAMES[2]}


def _changed(**changes: object):
    first = CARD.rubric.by_id[NAMES[0]].model_copy(update=changes)
    criteria = tuple(first if c.id == first.id else c for c in CARD.rubric.criteria)
    return type(CARD.rubric).model_construct(**{**dict(CARD.rubric), "criteria": criteria})


def test_a_criterion_that_is_subtracted_is_read_the_other_way_round():
    rubric = _changed(negative=True)
    assert standing(rubric, _outcome(NAMES[0], 0), 0.0) == "strength"
    assert standing(rubric, _outcome(NAMES[0], 4), 1.0) == "gap"
    assert standing(rubric, _outcome(NAMES[0], 2), 0.5) == "neither"


@pytest.mark.parametrize(("level", "points", "said"), [(0, 0.0, "gap"), (1, 0.7, "neither"), (2, 1.0, "strength")])
def test_a_scale_of_its_own_is_held_to_the_points_of_the_norm_level(level, points, said):
    """The norm level is worth 0.75, the highest gap 0.25, whatever the levels are called."""
    rubric = _changed(scale=Scale(levels=3, value={0: 0.0, 1: 0.7, 2: 1.0}))
    assert standing(rubric, _outcome(NAMES[0], level), points) == said
    assert norm_of(rubric, NAMES[0]) == 2
    assert norm_of(CARD.rubric, NAMES[0]) == 3


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 4), max_size=20))
def test_no_criterion_is_ever_a_strength_and_a_gap(levels):
    card = _rated(levels)
    high, low = strong(card), weak(card)
    assert not {row.id for row in high} & {row.id for row in low}
    assert all(row.value >= 3 for row in high)
    assert all(row.value <= 2 for row in low)
    assert {row.id for row in (*high, *low)} == set(levels)
