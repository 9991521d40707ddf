"""Which ratings enter, and what stands behind a settled one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.errors import UnknownNameError
from evaluator.model.assessment import AgreedRating, Coding
from evaluator.panel.settle import OPEN, RULES, settle, shown, voting
from tests.marking import unsaid


def test_final_ratings_enter_before_drafts(small):
    both = small.assessment(small.coding("a", {"work": "1"}, state="draft"), small.coding("b", {"work": "3"}))
    assert [c.header.coder for c in voting(both)] == ["b"]
    assert settle(both, small.rubric())["work"].level == 3


def test_drafts_enter_where_nothing_is_final(small):
    drafts = small.assessment(small.coding("a", {"work": "1"}, state="draft"))
    assert settle(drafts, small.rubric())["work"].level == 1


def test_one_coder_can_be_asked_for_and_must_exist(small):
    both = small.assessment(small.coding("a", {"work": "1"}), small.coding("b", {"work": "3"}))
    assert settle(both, small.rubric(), "b")["work"].level == 3
    with pytest.raises(UnknownNameError, match="no assessor is called 'c'"):
        settle(both, small.rubric(), "c")


def test_a_rating_without_evidence_counts_as_not_assessed(small):
    bare = small.rating("work", "3", evidence_ids=(), reason="memory")
    coding = Coding(small.coding("a", {}, state="draft").header, (bare,))
    settled = settle(small.assessment(coding), small.rubric())["work"]
    assert (settled.status, settled.level, settled.reason) == ("not-assessed", None, "memory")


def test_the_words_behind_a_result_are_those_of_who_voted_for_it(small):
    def by(coder, level, evidence, confidence):
        own = small.rating("work", level, evidence_ids=(evidence,), reason=f"says {coder}", confidence=confidence)
        return Coding(small.coding(coder, {}).header, (own,))

    settled = settle(small.assessment(by("a", "2", "E1", "low"), by("b", "3", "E2", "high")), small.rubric())["work"]
    assert (settled.level, settled.reason, settled.evidence_ids, settled.confidence) == (2, "says a", ("E1",), "low")
    assert settled.inputs == (("a", "2"), ("b", "3"))


def test_coders_who_found_the_same_are_quoted_once_with_the_evidence_of_both(small):
    def by(coder, reason, evidence, missing):
        own = small.rating("work", "2", evidence_ids=(evidence,), reason=reason, missing_for_next=missing)
        return Coding(small.coding(coder, {}).header, (own,))

    both = small.assessment(by("a", "says a", "E1", ""), by("b", "says b", "E2", "a budget"))
    settled = settle(both, small.rubric())["work"]
    assert (settled.reason, settled.missing_for_next, settled.evidence_ids) == ("says a", "a budget", ("E1", "E2"))


def test_all_are_quoted_where_nobody_voted_for_the_verdict(small):
    agreed = AgreedRating("work", "rated", 3, "discussion", "lead", "2026-01-02", "", "a:2;b:4")
    codings = [
        Coding(small.coding(coder, {}).header, (small.rating("work", level, reason=f"says {coder}"),))
        for coder, level in (("a", "2"), ("b", "4"))
    ]
    assert settle(small.assessment(*codings, agreed=(agreed,)), small.rubric())["work"].reason == "says a / says b"


def test_the_agreed_file_holds_unless_one_coder_is_asked_for(small):
    agreed = AgreedRating("work", "rated", 1, "discussion", "lead", "2026-01-02", "read again", "a:2;b:4")
    both = small.assessment(small.coding("a", {"work": "2"}), small.coding("b", {"work": "4"}), agreed=(agreed,))
    settled = settle(both, small.rubric())["work"]
    assert (settled.level, settled.rule, settled.decided_by, settled.reason) == (1, "discussion", "lead", "read again")
    assert settle(both, small.rubric(), "a")["work"].level == 2


def test_an_agreed_level_that_one_coder_gave_rests_on_that_coders_evidence(small):
    def by(coder, level, evidence):
        return Coding(small.coding(coder, {}).header, (small.rating("work", level, evidence_ids=(evidence,)),))

    agreed = AgreedRating("work", "rated", 4, "discussion", "lead")
    settled = settle(small.assessment(by("a", "2", "E1"), by("b", "4", "E2"), agreed=(agreed,)), small.rubric())["work"]
    assert settled.evidence_ids == ("E2",)


def test_a_rating_is_shown_as_its_level_or_its_status(small):
    assert [shown(small.rating("work", said)) for said in ("3", "silent")] == ["3", "silent"]


@pytest.mark.parametrize("reason", [*RULES.values(), *OPEN.values()])
def test_a_reason_of_the_rule_s_own_can_be_said_again_when_the_file_gives_it_back(small, reason):
    plan = small.assessment(small.coding("a", {"work": "1"}))
    agreed = AgreedRating(criterion_id="work", status="rated", level=1, rule="equal", reason=str(reason))
    settled = settle(replace(plan, agreed=(agreed,)), small.rubric())["work"]
    assert settled.reason == reason
    assert unsaid(settled.reason) == ""


def test_a_reason_that_a_person_gave_stays_as_it_is(small):
    plan = small.assessment(small.coding("a", {"work": "1"}))
    agreed = AgreedRating(criterion_id="work", status="rated", level=1, rule="discussion", reason="read together")
    assert type(settle(replace(plan, agreed=(agreed,)), small.rubric())["work"].reason) is str
