"""What holds of every rubric, weighting and plan, whatever the aggregation, policy, status and gate."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.model.scorecard import OUTSIDE
from tests.scoring.small import BANDS
from tests.twin.engine import card_for
from tests.twin.spec import PlanSpec, random_spec

SPECS = st.integers(0, 10**9).map(random_spec)
ORDER = [band["grade"] for band in BANDS]
SETTLED = ("rated", "silent", "contrary")
PLACE = ("parent", "factor", "negative", "gate")
CLOSE = 2e-9  # both sides are rounded to nine digits


def with_cells(spec: PlanSpec, change) -> PlanSpec:
    return dataclasses.replace(spec, cells=tuple(change(cell) for cell in spec.cells))


def same(one, other, keys=("score", "coverage", "bounds", "judgement_interval")) -> bool:
    return all(getattr(one, key) == pytest.approx(getattr(other, key), abs=CLOSE) for key in keys)


@settings(max_examples=200)
@given(SPECS)
def test_every_score_lies_in_its_range_and_without_one_the_range_stands(spec):
    card = card_for(spec)
    told = [remark for remark in card.warnings if OUTSIDE in remark]
    low, high = card.bounds
    least, most = card.judgement_interval
    floors = [node.floor for node in (spec.root, *spec.nodes)]
    assert (-1 if "none" in floors else 0) <= least <= low <= high <= most <= 1
    assert all(node.score is None or -1 <= node.score <= 1 for node in card.nodes)
    assert all(node.score is None or node.low <= node.score <= node.high for node in card.nodes)
    assert card.score is None or low <= card.score <= high
    assert (card.cause == "range") <= (card.score is None and card.grade.grade is None and bool(told))
    blocks = [
        node for node in (spec.root, *spec.nodes) if node.policy == "block" or node.least or node.kind == "net-sum"
    ]
    assert not told or blocks or any(cell.status in ("at-least", "estimated") for cell in spec.cells)


@settings(max_examples=60)
@given(SPECS)
def test_bounds_are_the_ends_over_all_completions(spec):
    spec, whole = completed(spec)
    scores = [card_for(full).score for full in whole]
    if None not in scores:
        assert card_for(spec).bounds == (min(scores), max(scores))


@settings(max_examples=60)
@given(SPECS)
def test_possible_grades_are_those_of_all_completions(spec):
    spec, whole = completed(spec, breached=True)
    cards = [card_for(full) for full in whole]
    if any(card.score is None or card.grade.grade is None for card in cards):
        return
    grades = [ORDER.index(card.grade.grade) for card in cards if card.grade.grade]
    given_ = card_for(spec).grade
    best, worst = ORDER.index(given_.highest), ORDER.index(given_.lowest)
    assert best <= min(grades) <= max(grades) <= worst
    if not any(cell.negative for cell in spec.cells):
        assert (best, worst) == (min(grades), max(grades))


def completed(spec: PlanSpec, *, breached: bool = False) -> tuple[PlanSpec, list[PlanSpec]]:
    """Return the spec with at most two open cells, and every way to fill them: `at-least` from its level up.

    With `breached` a gate of which nothing is known may also be breached.
    """
    open_ = ("not-assessed", "disputed", "at-least")
    free = [cell for cell in spec.cells if cell.status in open_][:2]
    fixed = (*open_, "estimated")
    spec = with_cells(
        spec, lambda c: dataclasses.replace(c, status="rated") if c.status in fixed and c not in free else c
    )
    ways = [_ways(cell, len(spec.scale), breached=breached) for cell in free]
    whole = []
    for chosen in itertools.product(*ways):
        at = {cell.id: cell for cell in chosen}
        whole.append(with_cells(spec, lambda c, at=at: at.get(c.id, c)))
    return spec, whole


def _ways(cell, size: int, *, breached: bool) -> list:
    least = cell.level if cell.status == "at-least" else 0
    ways = [dataclasses.replace(cell, status="rated", level=level) for level in range(least, size)]
    if breached and cell.gate and cell.status != "at-least":
        ways.append(dataclasses.replace(cell, status="contrary", level=0))
    return ways


@settings(max_examples=100)
@given(SPECS, st.integers(0, 100))
def test_raising_a_rated_level_lowers_neither_score_nor_bounds_nor_interval(spec, which):
    chosen = spec.cells[which % len(spec.cells)]
    level = min(chosen.level, len(spec.scale) - 2)
    spec, higher = (
        with_cells(spec, lambda c, at=at: dataclasses.replace(c, status="rated", level=at) if c is chosen else c)
        for at in (level, level + 1)
    )
    before, after = card_for(spec), card_for(higher)
    if chosen.negative and "net-sum" in {n.kind for n in (spec.root, *spec.nodes) if n.id == chosen.parent}:
        before, after = after, before
    assert before.score is None or after.score is None or before.score <= after.score
    for interval in ("bounds", "judgement_interval"):
        assert all(b <= a for b, a in zip(getattr(before, interval), getattr(after, interval), strict=True))


@settings(max_examples=60)
@given(SPECS, st.randoms(use_true_random=False))
def test_the_order_of_criteria_and_nodes_does_not_matter(spec, random):
    cells, nodes = list(spec.cells), list(spec.nodes)
    random.shuffle(cells)
    random.shuffle(nodes)
    shuffled = dataclasses.replace(spec, cells=tuple(cells), nodes=tuple(nodes))
    one, other = card_for(spec), card_for(shuffled)
    assert same(one, other)
    assert in_any_order(one.grade) == in_any_order(other.grade)


def in_any_order(grade):
    """Return a grade whose lists of gates, which follow the order of the criteria, are sorted."""
    names = ("tripped", "unassessed", "disputed")
    return dataclasses.replace(grade, **{name: tuple(sorted(getattr(grade, name))) for name in names})


@settings(max_examples=60)
@given(SPECS, st.sampled_from([1e-6, 0.37, 1e6]))
def test_the_scale_of_weights_among_siblings_does_not_matter(spec, factor):
    stated = {
        parent: {child: str(float(number) * factor) for child, number in children.items()}
        for parent, children in spec.stated.items()
    }
    assert same(card_for(spec), card_for(dataclasses.replace(spec, stated=stated)))


@settings(max_examples=60)
@given(SPECS, st.sampled_from([1e-6, 0.37, 1e6]))
def test_the_scale_of_all_factors_does_not_matter_where_no_number_is_stated(spec, factor):
    spec = dataclasses.replace(spec, stated={})
    times = with_cells(spec, lambda c: dataclasses.replace(c, factor=str(float(c.factor) * factor)))
    assert same(card_for(spec), card_for(times))


@settings(max_examples=80)
@given(SPECS)
def test_a_gate_never_raises_a_grade(spec):
    capped = card_for(dataclasses.replace(spec, gates="cap"))
    past = card_for(dataclasses.replace(spec, gates="ignore"))
    assert same(capped, past)
    for key in ("lowest", "highest", "judgement_lowest", "judgement_highest"):
        assert ORDER.index(getattr(capped.grade, key)) >= ORDER.index(getattr(past.grade, key))
    assert (capped.grade.grade is None) == (past.grade.grade is None)
    assert capped.grade.grade is None or ORDER.index(capped.grade.grade) >= ORDER.index(past.grade.grade)


@settings(max_examples=80)
@given(SPECS)
def test_the_grade_lies_in_its_own_range(spec):
    card = card_for(spec)
    if card.score is None or any("outside" in remark for remark in card.warnings):
        return
    best, worst = ORDER.index(card.grade.highest), ORDER.index(card.grade.lowest)
    assert best <= worst
    assert ORDER.index(card.grade.judgement_highest) <= best
    assert ORDER.index(card.grade.judgement_lowest) >= worst
    assert card.grade.grade is None or best <= ORDER.index(card.grade.grade) <= worst


@settings(max_examples=60)
@given(SPECS)
def test_criteria_alike_in_all_but_their_name_count_alike(spec):
    """Ties tie: swapping the ratings of two criteria that stand in the same place changes no number."""
    first = spec.cells[0]
    twin = dataclasses.replace(spec.cells[-1], **{key: getattr(first, key) for key in PLACE}, id="twin")
    stated = {
        parent: {**children, **({"twin": children[first.id]} if first.id in children else {})}
        for parent, children in spec.stated.items()
    }
    spec = dataclasses.replace(spec, cells=(*spec.cells, twin), stated=stated)
    ids = {first.id: twin, twin.id: first}
    swapped = with_cells(spec, lambda c: dataclasses.replace(ids[c.id], id=c.id) if c.id in ids else c)
    one, other = card_for(spec), card_for(swapped)
    assert (one.score, one.bounds, one.judgement_interval) == (other.score, other.bounds, other.judgement_interval)


@settings(max_examples=60)
@given(SPECS)
def test_coverage_is_the_applicable_weight_of_what_is_settled(spec):
    card = card_for(spec)
    settled = [s.applicable for s in card.criteria if s.outcome.status in SETTLED]
    assert card.coverage == pytest.approx(sum(settled), abs=CLOSE)
    assert 0 <= card.coverage <= 1
