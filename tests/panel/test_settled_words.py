"""What is said of how ratings were settled, and of why a result is a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.assessment import AgreedRating
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.sentence import Sentence
from evaluator.model.weighting import Weighting
from evaluator.panel.settle import overtaken, settle
from evaluator.panel.settled_words import draft_reasons, overtaken_words, settle_command, settled_by, settled_text

TWO = (("a", "2"), ("b", "2"))


def outcome(rule, inputs=TWO, level=2, status="rated", **more):
    return Outcome("work", status, level, 0, 4, 0, 4, covered=level is not None, rule=rule, inputs=inputs, **more)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (outcome("equal"), "Agreed: same level"),
        (outcome("equal", level=None, status="not-applicable"), "Agreed: same answer"),
        (outcome("lower"), "Agreed: the lower of the levels given"),
        (outcome("least", level=None, status="at-least"), "Agreed: the lowest of the least levels given"),
        (outcome("read-further"), "Agreed: the level of the coder who read further"),
        (outcome("single"), "One coder assessed it"),
        (outcome("unanimous-gate"), "Agreed: all coders say the same, as a safeguard requires"),
        (outcome("third-reader", decided_by="t"), "Decided by the third reader"),
        (outcome("discussion", decided_by="lead"), "Decided by lead"),
        (outcome("discussion", decided_by="lead", decision="p. 3"), "Decided by lead: p. 3"),
        (outcome("unanimous-gate", decided_by="lead", decision="p. 3"), "Decided by lead: p. 3"),
        (outcome("", level=None, status="disputed"), ""),
        (outcome("single", inputs=(("a", "2"),)), ""),
        (outcome("indicator"), ""),
    ],
)
def test_the_rule_or_the_person_that_settled_a_rating_is_named(given, said):
    assert settled_text(given) == said


def test_what_is_said_can_be_said_in_another_language():
    for rule in ("equal", "lower", "single", "unanimous-gate", "third-reader"):
        assert isinstance(settled_by(outcome(rule)), Sentence)


def test_the_command_names_the_rubric_where_it_is_not_the_usual_one():
    assert settle_command("ALB-2005-2007", "four-paradigms") == "evaluator panel settle ALB-2005-2007"
    assert settle_command("ALB-2005-2007", "small") == "evaluator panel settle ALB-2005-2007 --rubric small"


def card(small, assessment, assessor=""):
    """Return as much of a scorecard as these words rest on."""
    settled = settle(assessment, small.rubric(), assessor or None)
    gone = overtaken(assessment, small.rubric(), assessor or None)
    scored = tuple(_Scored(outcome("", level=r.level, status=r.status), name) for name, r in settled.items())
    made = object.__new__(Scorecard)
    rubric = small.rubric()
    frame = Weighting(id="w", rubric=rubric.id, titles={"en": "W"}, actor="none", gates="cap")
    values = {
        "assessment": assessment, "rubric": rubric, "weighting": frame, "criteria": scored, "assessor": assessor,
        "overtaken": gone, "is_draft": True,
    }  # fmt: skip
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made


class _Scored:
    def __init__(self, outcome, name):
        self.outcome = replace(outcome, criterion_id=name)


def test_disputes_are_counted_and_named_with_the_command(small):
    two = small.assessment(
        small.coding("a", {"work": "1", "schools": "0"}), small.coding("b", {"work": "4", "schools": "3"})
    )
    said = (
        "The coders disagree on 2 criteria: schools, work. "
        "Settle them with `evaluator panel settle XXA-2020 --rubric small --sheet disputes.xlsx`."
    )
    assert draft_reasons(card(small, two)) == (said,)
    one = small.assessment(small.coding("a", {"work": "1"}), small.coding("b", {"work": "4"}))
    (said,) = draft_reasons(card(small, one), lambda name: name.upper() + "!")
    assert said.startswith("The coders disagree on 1 criterion: WORK!. Settle it with")


def test_what_drafts_dispute_is_settled_once_they_are_final(small):
    two = small.assessment(
        small.coding("a", {"work": "1"}, state="draft"), small.coding("b", {"work": "4"}, state="draft")
    )
    said, drafts = draft_reasons(card(small, two))
    assert said == (
        "The coders disagree on 1 criterion: work. Once their ratings are final, settle it with "
        "`evaluator panel settle XXA-2020 --rubric small --sheet disputes.xlsx`."
    )
    assert drafts == "The ratings of coders a, b are drafts."


def test_drafts_are_named_and_only_those_that_enter(small):
    drafts = small.assessment(small.coding("a", {"work": "1"}, state="draft"), small.coding("b", {}, state="draft"))
    assert draft_reasons(card(small, drafts)) == ("The ratings of coders a, b are drafts.",)
    assert draft_reasons(card(small, drafts, "a")) == ("The ratings of coder a are a draft.",)
    one = small.assessment(small.coding("a", {"work": "1"}), small.coding("b", {"work": "4"}, state="draft"))
    assert draft_reasons(card(small, one)) == ()
    assert draft_reasons(card(small, small.assessment())) == ("No coder has rated the plan under this rubric yet.",)


def test_a_result_that_is_no_draft_has_no_reasons(small):
    made = card(small, small.assessment())
    object.__setattr__(made, "is_draft", False)
    assert draft_reasons(made) == ()


def test_agreements_that_no_longer_hold_are_named(small):
    assert overtaken_words(("work",), "evaluator panel settle X") == (
        "1 agreed rating no longer holds, because the ratings behind it have changed: work. "
        "Settle it again with `evaluator panel settle X`; until then the rubric’s own rule applies."
    )
    assert overtaken_words(("work", "schools"), "evaluator panel settle X", str.title) == (
        "2 agreed ratings no longer hold, because the ratings behind them have changed: Work; Schools. "
        "Settle them again with `evaluator panel settle X`; until then the rubric’s own rule applies."
    )


def test_an_agreement_that_ratings_have_overtaken_is_a_reason_of_a_draft(small):
    old = AgreedRating("work", "rated", 3, "discussion", "lead", "2026-01-01", "read", "a:1")
    one = small.assessment(small.coding("a", {"work": "2"}), agreed=(old,))
    command = settle_command(one.plan.id, small.rubric().id)
    assert draft_reasons(card(small, one), str.upper) == (str(overtaken_words(("work",), command, str.upper)),)


def said_of_gate(small, first, second):
    """Return what is said of the gate as two coders rated it."""
    two = small.assessment(small.coding("a", {small.gate: first}), small.coding("b", {small.gate: second}))
    found = settle(two, small.rubric())[small.gate]
    return settled_text(outcome(found.rule, inputs=found.inputs, level=found.level, status=found.status))


def test_a_gate_is_said_to_be_rated_alike_only_where_all_ratings_are_the_same(small):
    assert said_of_gate(small, "2+", "2+") == "Agreed: all coders say the same, as a safeguard requires"
    assert said_of_gate(small, "1+", "2+") == "Agreed: the lowest of the least levels given"
    assert said_of_gate(small, "1+", "3") == "Agreed: the level of the coder who read further"
