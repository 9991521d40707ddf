"""What a derivation tells: its parts add up, and it says what was done."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import Library, evaluate
from evaluator.errors import UnknownNameError
from evaluator.model.assessment import AgreedRating
from evaluator.scoring.card import score_plans
from evaluator.scoring.derivation import DerivationPart
from evaluator.scoring.explain import DIGITS, explain
from evaluator.scoring.rounding import printed
from tests.scoring.small import card_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "right", "d": "right", "e": "right"}
SHORT = st.sampled_from([0, 1, 2, 3, 4, "?", "-", "silent"])
KINDS = [
    {"kind": "arithmetic"},
    {"kind": "geometric"},
    {"kind": "harmonic"},
    {"kind": "power", "exponent": 2.0},
    {"kind": "minimum"},
    {"kind": "share-met", "met_from": 0.5},
    {"kind": "net-sum"},
    {"kind": "steps", "steps": [{"points": 0.5, "of": "any", "reach": 0.5}, {"points": 1.0, "of": 2, "reach": 0.5}]},
]


def leaves(part: DerivationPart, of: str) -> list[float]:
    """Return the contributions to `of` of the parts that are not opened further."""
    below = [inner for inner in part.parts if inner.of == of and inner.contribution is not None]
    if not below:
        return [part.contribution] if part.of == of and part.contribution is not None else []
    return [number for inner in below for number in leaves(inner, of)]


def assert_adds_up(part: DerivationPart) -> None:
    """Every sum equals the sum of its parts, unrounded within 1e-12; each is printed rounded by itself."""
    for at in part.walk():
        adding = [inner for inner in at.parts if inner.contribution is not None]
        if at.value is None or not adding:
            continue
        own = at.contribution if adding[0].of == at.of else at.value
        assert math.fsum(inner.contribution for inner in adding) == pytest.approx(own, abs=1e-12)
        assert [inner.printed for inner in adding] == [printed(inner.contribution, DIGITS) for inner in adding]


def test_it_says_what_a_node_weighs_after_it_shrank_and_why():
    rubric = rubric_of({"left": {"not_applicable": {"weight": "shrinks"}}, "right": {}}, CRITERIA)
    weighting = weighting_of({"total": {"left": 2, "right": 1}}, {"a": 1.5})
    found = explain(card_of(rubric, {"a": 4, "b": "-", "c": 0, "d": 0, "e": 0}, weighting))
    left, right = found.root.parts
    assert left.weight is not None
    assert right.weight is not None
    assert (left.weight.raw, left.weight.shrunk, right.weight.shrunk) == (2, pytest.approx(1.2), None)
    assert left.weight.share == pytest.approx(1.2 / 2.2)
    assert "    shrunk to 1.2, for 40 % of the weight below it does not apply" in [line[2:] for line in found.lines()]
    assert_adds_up(found.root)


@settings(max_examples=150)
@given(
    kind=st.sampled_from(KINDS),
    root=st.sampled_from(KINDS),
    policy=st.sampled_from(["renormalise", "redistribute", "zero", "block"]),
    shorts=st.lists(SHORT, min_size=5, max_size=5),
)
def test_parts_add_up_under_every_aggregation_and_policy(kind, root, policy, shorts):
    criteria = dict(CRITERIA, b={"parent": "left", "negative": True})
    nodes = {"left": {"aggregation": kind, "missing": {"policy": policy}}, "right": {}}
    rubric = rubric_of(nodes, criteria, aggregation=root)
    card = card_of(rubric, dict(zip(CRITERIA, shorts, strict=True)), weighting_of({"total": {"left": 1, "right": 2}}))
    for target in ("total", "left", "a"):
        told = explain(card, target)
        assert_adds_up(told.root)
        assert told.score == (
            card.score
            if target == "total"
            else card.node("left").score
            if target == "left"
            else card.criterion("a").points
        )
    assert len(told.lines()) >= 2


def shipped_cards():
    library = Library.open()
    rubric = library.rubric()
    return [
        evaluate(library.assessment(plan_id, rubric), rubric, weighting)
        for iso3 in library.country_codes
        for plan_id in library.plan_ids(iso3)
        for weighting in ("equal", "us-tip")
    ]


def test_the_derivation_of_every_shipped_plan_adds_up():
    for card in shipped_cards():
        told = explain(card)
        assert told.score == card.score
        assert_adds_up(told.root)
        if card.score is not None:
            scores = score_plans(card.rubric, (card.weighting,), [[s.outcome for s in card.criteria]])
            assert math.fsum(leaves(told.root, "total")) == pytest.approx(scores.score.total[0, 0], abs=1e-12)


RUBRIC = rubric_of({"left": {}, "right": {}}, CRITERIA, gates=["e"])
WEIGHTS = weighting_of({"total": {"left": 3, "right": 1}}, {"c": 2.0})
CARD = card_of(RUBRIC, {"a": 1, "b": "?", "c": 4, "d": "-", "e": "contrary"}, WEIGHTS)


def test_a_criterion_tells_weight_rating_gate_and_what_it_gives_to_the_total():
    lines = explain(CARD, "c").lines()
    assert "    raw weight 2: base 1 (modelled); times, for this criterion, 2 (modelled)" in lines
    assert "    level 4: level 4" in lines
    assert lines[-1] == "gives 0.1667 to the total"
    assert "    safeguard: breached; limits the grade; without safeguards D" not in explain(CARD, "c").lines()


def test_a_gate_says_what_it_does_to_the_grade():
    graded = card_of(RUBRIC, {"a": 4, "b": 4, "c": 4, "d": 4, "e": "contrary"}, WEIGHTS)
    assert explain(graded, "e").root.gate == "safeguard: breached; limits the grade to D; without safeguards A"
    low = card_of(RUBRIC, {"a": 0, "b": 0, "c": 0, "d": 0, "e": "contrary"}, WEIGHTS)
    assert low.grade.grade == low.grade.without_gates
    told = f"safeguard: breached; no effect here, because the score alone gives {low.grade.grade} too"
    assert explain(low, "e").root.gate == told
    past = card_of(RUBRIC, {"a": 4, "e": "contrary"}, weighting_of(gates="ignore"))
    assert explain(past, "e").root.gate == "safeguard: breached; this frame disregards the safeguards"
    open_gate = card_of(RUBRIC, {"a": 4})
    assert explain(open_gate, "e").root.gate == "safeguard: not assessed; if breached, it would limit the grade"
    assert explain(CARD, "a").root.gate == ""


def test_the_least_value_of_a_geometric_mean_is_told():
    rubric = rubric_of({"left": {"aggregation": {"kind": "geometric", "least": 0.01}}, "right": {}}, CRITERIA)
    left = explain(card_of(rubric, {"a": 0, "b": 4, "c": 2})).root.parts[0]
    assert left.formula == "geometric mean: the product of value ^ share, a value under 0.01 counted as that"
    assert left.value == pytest.approx(0.1)


def test_a_geometric_mean_is_told_as_what_it_is():
    rubric = rubric_of({"left": {"aggregation": {"kind": "geometric"}}, "right": {}}, CRITERIA)
    told = explain(card_of(rubric, {"a": 1, "b": 4, "c": 2}))
    left = told.root.parts[0]
    assert left.formula.startswith("geometric mean")
    assert left.value == pytest.approx(0.5)
    assert [part.contribution for part in left.parts] == [None, None]
    assert [part.without for part in left.parts] == [1.0, 0.25]
    assert "without it 1.0000" in "\n".join(told.lines())
    assert explain(card_of(rubric, {"a": 1, "b": 4, "c": 2}), "a").to_total is None


def test_what_is_subtracted_has_a_minus_and_a_floor_is_a_part_of_its_own():
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum"}}}, {"a": "left", "b": {"parent": "left", "negative": True}}
    )
    told = explain(card_of(rubric, {"a": 1, "b": 3}))
    left = told.root.parts[0]
    assert [part.printed for part in left.parts] == [Decimal("0.2500"), Decimal("-0.7500"), Decimal("0.5000")]
    assert left.parts[2].kind == "floor"
    assert f"    0.5000  {left.parts[2].title}" in told.lines(details=False)
    assert left.value == 0.0


def test_evidence_is_cited_with_its_place():
    library = Library.open()
    rubric = library.rubric()
    card = evaluate(library.assessment("ALB-2005-2007", rubric), rubric)
    rated = next(scored for scored in card.criteria if scored.outcome.evidence_ids)
    lines = explain(card, rated.outcome.criterion_id).lines()
    assert any(line.strip().startswith(f"evidence {rated.outcome.evidence_ids[0]}: ") for line in lines)


def test_an_unknown_name_is_refused_with_a_suggestion():
    with pytest.raises(UnknownNameError, match="Did you mean 'right'"):
        explain(CARD, "rihgt")


@pytest.mark.parametrize(
    ("status", "level", "decided_by", "reason", "inputs", "told"),
    [
        (
            "rated",
            2,
            "lead",
            "p. 85",
            "a:1;b:3",
            "level 2, decided by lead on 2026-01-01 (p. 85), for the ratings a:1;b:3",
        ),
        ("silent", None, "", "", "", "silent, agreed on 2026-01-01, for the ratings none"),
    ],
)
def test_an_agreement_that_holds_no_longer_is_told_with_who_made_it(status, level, decided_by, reason, inputs, told):
    row = AgreedRating(
        "a",
        status,
        level,
        rule="decision",
        decided_by=decided_by,
        decided_on="2026-01-01",
        reason=reason,
        inputs=inputs,
    )
    card = card_of(rubric_of({"left": {}, "right": {}}, CRITERIA), dict.fromkeys(CRITERIA, 2))
    stale = replace(card, overtaken=("a",), assessment=replace(card.assessment, agreed=(row,)))
    rating = explain(stale, "a").root.rating
    assert rating is not None
    assert rating.superseded == f"holds no longer: {told}"
    assert explain(stale, "b").root.rating.superseded == ""
