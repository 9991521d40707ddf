"""Recommendations at the norm level, the largest gap first; and what became of earlier ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evaluator import evaluate
from evaluator.model.grading import NormLevel
from evaluator.model.plan import Recommendation
from evaluator.plans.recommend import Advice, draft, follow_up, meeting_the_norm, without_words
from evaluator.read.assessment import PlanFolder, read_assessment
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
NORM = NormLevel(level=3, gap_up_to=1, origin="modelled")
ADVICE = Advice("2026")
WITNESS = "witness-protection"


def _with(rubric, *, norm: NormLevel | None = NORM, **changes: dict[str, object]):
    """Return the rubric with a norm level, words to recommend in every criterion, and some criteria changed."""
    criteria = tuple(
        c.model_copy(update={"recommend": f"Do what {c.id} asks (art. 1)", **changes.get(c.id.replace("-", "_"), {})})
        for c in rubric.criteria
    )
    return type(rubric).model_construct(**{**dict(rubric), "criteria": criteria, "norm_level": norm})


@pytest.fixture(scope="module")
def example():
    rubric = read_rubric(EXAMPLES / "rubrics" / "four-paradigms")
    country = Layers((EXAMPLES / "countries" / "XXA",))
    plan = country.below("plans").below("XXA-2020-2023")
    return evaluate(read_assessment(PlanFolder(country, plan, "XXA-2020-2023"), rubric), rubric, "equal")


@pytest.fixture(scope="module")
def card(example):
    return replace(example, rubric=_with(example.rubric))


def _rated(card, criterion_id: str, **changes: object):
    """Return the card with one outcome changed."""
    scored = tuple(
        replace(s, outcome=replace(s.outcome, **changes)) if s.outcome.criterion_id == criterion_id else s
        for s in card.criteria
    )
    return replace(card, criteria=scored)


def _at(scored, points: dict[str, float]):
    return replace(scored, points=points.get(scored.outcome.criterion_id, scored.points))


def _drafted(card, criterion_id: str, advice: Advice = ADVICE) -> Recommendation | None:
    return next((row for row in draft(card, advice) if row.criterion_id == criterion_id), None)


def test_a_tripped_gate_comes_first_then_the_largest_gap(card):
    found = draft(card, Advice("2026"))
    assert [row.criterion_id for row in found][:2] == ["unconditional-assistance", "witness-protection"]
    assert [row.rec_id for row in found][:2] == ["R001", "R002"]
    assert "education-prevention" not in [row.criterion_id for row in found]  # at the top
    assert "operations-and-convictions" not in [row.criterion_id for row in found]  # a yardstick


def test_a_heavy_criterion_that_lacks_little_comes_after_a_lighter_one_that_lacks_much(card):
    # Used weight x what is left: 0.28 x 1/4 = 0.07 under 0.14 x 3/4 = 0.11.
    near = _rated(card, WITNESS, level=3, missing_for_next="published figures")
    near = replace(
        near, criteria=tuple(_at(s, {WITNESS: 0.75, "early-identification-referral": 0.25}) for s in near.criteria)
    )
    found = [row.criterion_id for row in draft(near, ADVICE)]
    assert found == ["unconditional-assistance", "early-identification-referral", WITNESS]


def test_it_aims_at_the_norm_level_in_the_rubric_s_words_and_the_coders_what_is_missing(card):
    row = _drafted(_rated(card, WITNESS, missing_for_next="families"), WITNESS)
    assert (row.from_level, row.to_level) == (1, 3)
    assert row.text == "Do what witness-protection asks. Not yet shown: families."
    assert (row.origin, row.edition, row.outcome) == ("rubric", "2026", "open")


def test_without_a_word_of_the_coders_the_rubric_s_stand_alone(card):
    row = _drafted(_rated(card, WITNESS, missing_for_next=" "), WITNESS)
    assert row.text == "Do what witness-protection asks."


@pytest.mark.parametrize(("level", "aim"), [(0, 3), (2, 3), (3, 4)])
def test_it_aims_one_above_where_the_norm_level_is_met(card, level, aim):
    row = _drafted(_rated(card, WITNESS, level=level, missing_for_next="families"), WITNESS)
    assert (row.from_level, row.to_level) == (level, aim)


def test_where_the_norm_is_met_only_the_coders_words_say_what_is_left_to_do(card):
    met = _rated(card, WITNESS, level=3, missing_for_next="published figures")
    assert _drafted(met, WITNESS).text == "Not yet shown: published figures."
    silent = _rated(card, WITNESS, level=3, missing_for_next="")
    assert _drafted(silent, WITNESS) is None
    assert WITNESS in without_words(silent, ADVICE)


def test_of_those_without_words_the_ones_that_meet_the_norm_need_none(card):
    met, below = _rated(card, WITNESS, level=3), _rated(card, WITNESS, level=2)
    assert meeting_the_norm(met, [WITNESS]) == (WITNESS,)
    assert meeting_the_norm(below, [WITNESS]) == ()
    assert meeting_the_norm(replace(met, rubric=_with(card.rubric, norm=None)), [WITNESS]) == ()


def test_the_words_of_a_level_are_never_used(card):
    bare = replace(card, rubric=_with(card.rubric, witness_protection={"recommend": ""}))
    bare = _rated(bare, WITNESS, missing_for_next="")
    assert _drafted(bare, WITNESS) is None
    assert without_words(bare, ADVICE) == (WITNESS,)
    assert without_words(_rated(card, WITNESS, missing_for_next=""), ADVICE) == ()
    descriptors = {text for c in card.rubric.criteria for text in c.levels.values()}
    assert not any(text in row.text for row in draft(card, ADVICE) for text in descriptors)


def test_a_criterion_that_is_subtracted_is_not_recommended_on(card):
    turned = replace(card, rubric=_with(card.rubric, witness_protection={"negative": True}))
    assert _drafted(turned, WITNESS) is None
    assert WITNESS not in without_words(turned, ADVICE)


def test_without_a_norm_level_it_aims_at_the_next_one(card):
    row = _drafted(replace(card, rubric=_with(card.rubric, norm=None)), WITNESS)
    assert (row.from_level, row.to_level) == (1, 2)
    assert row.text.startswith("Do what witness-protection asks")


def test_the_words_are_translated_where_the_rubric_has_them(card):
    rubric = card.rubric.model_copy(update={"translations": {"sr": {f"{WITNESS}.recommend": "Zaštitite ih."}}})
    spoken = _rated(replace(card, rubric=rubric), WITNESS, missing_for_next="")
    assert _drafted(spoken, WITNESS, Advice("2026", lang="sr")).text == "Zaštitite ih."


def test_what_is_there_is_not_drafted_again_and_ids_go_on(card):
    first = draft(card, Advice("2026", most=1))
    assert len(first) == 1
    again = draft(card, Advice("2026"), first)
    assert "unconditional-assistance" not in [row.criterion_id for row in again]
    assert again[0].rec_id == "R002"
    assert draft(card, Advice("2028"), first)[0].criterion_id == "unconditional-assistance"


def test_the_number_asked_for_holds_for_the_edition_so_that_a_second_run_adds_nothing(card):
    first = draft(card, Advice("2026", most=2))
    assert len(first) == 2
    assert draft(card, Advice("2026", most=2), first) == ()
    assert [row.rec_id for row in draft(card, Advice("2026", most=3), first)] == ["R003"]
    assert len(draft(card, Advice("2028", most=2), first)) == 2


def test_light_criteria_can_be_left_out_but_not_a_tripped_gate(card):
    found = draft(card, Advice("2026", least_weight=0.9))
    assert [row.criterion_id for row in found] == ["unconditional-assistance"]


@pytest.mark.parametrize(
    ("row", "outcome", "is_new"),
    [
        (
            Recommendation("R1", "witness-protection", "t", from_level=0, to_level=1, outcome="open"),
            "implemented",
            True,
        ),
        (Recommendation("R1", "witness-protection", "t", from_level=0, to_level=3), "partly", True),
        (Recommendation("R1", "witness-protection", "t", from_level=1, to_level=2), "not", True),
        (Recommendation("R1", "witness-protection", "t", from_level=0, to_level=1, outcome="not"), "not", False),
        (Recommendation("R1", "no-summary-deportation", "t", from_level=0, to_level=1, outcome="open"), "open", False),
        (Recommendation("R1", "", "t", outcome="open"), "open", False),
    ],
)
def test_outcomes_follow_from_the_levels_now(card, row, outcome, is_new):
    (found,) = follow_up(card, [row], "2026-01-02")
    assert (found.row.outcome, found.is_new) == (outcome, is_new)
    assert (found.row.outcome_on == "2026-01-02") == is_new
