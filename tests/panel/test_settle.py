"""Which ratings enter, and what stands behind a settled one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.errors import UnknownNameError
from evaluator.model.assessment import AgreedRating, Coding, Rating
from evaluator.model.plan import Evidence, RatedYears
from evaluator.panel.record import settlement
from evaluator.panel.settle import (
    OPEN,
    RULES,
    holds,
    is_outside,
    outside_words,
    overtaken,
    rated_period,
    rating_that_counts,
    settle,
    votes_on,
    voting,
    written_inputs,
)


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
    with pytest.raises(UnknownNameError, match="no coder is called 'c'"):
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


def test_where_all_coders_looked_is_kept(small):
    def by(coder, searched):
        return Coding(small.coding(coder, {}).header, (small.rating("work", "2", searched=searched),))

    both = small.assessment(by("a", "the plan"), by("b", "the annexes"))
    assert settle(both, small.rubric())["work"].searched == "the plan / the annexes"


def test_all_are_quoted_where_nobody_voted_for_the_verdict(small):
    agreed = AgreedRating("work", "rated", 3, "discussion", "lead", "2026-01-02", "", "a:2;b:4")
    codings = [
        Coding(small.coding(coder, {}).header, (small.rating("work", level, reason=f"says {coder}"),))
        for coder, level in (("a", "2"), ("b", "4"))
    ]
    assert settle(small.assessment(*codings, agreed=(agreed,)), small.rubric())["work"].reason == "says a / says b"


def test_behind_a_decision_that_nothing_can_be_said_stand_those_who_said_so(small):
    agreed = AgreedRating(
        "work", "not-assessed", None, "discussion", "lead", "2026-01-02", "before", "a:2;b:not-assessed"
    )
    a = small.rating("work", "2", evidence_ids=("E1",), reason="a sees some", confidence="low")
    b = small.rating("work", "not-assessed", reason="b sees nothing of the period", missing_for_next="a figure")
    codings = [Coding(small.coding(coder, {}).header, (said,)) for coder, said in (("a", a), ("b", b))]
    settled = settle(small.assessment(*codings, agreed=(agreed,)), small.rubric())["work"]
    assert (settled.status, settled.level, settled.decision) == ("not-assessed", None, "before")
    assert (settled.reason, settled.missing_for_next) == ("b sees nothing of the period", "a figure")
    assert (settled.evidence_ids, settled.confidence) == ((), "")


def agreed_on(name, level, inputs, reason="read again", rule="discussion", by="lead"):
    return AgreedRating(name, "rated", level, rule, by, "2026-01-02", reason, inputs)


def test_the_agreed_file_holds_unless_one_coder_is_asked_for(small):
    agreed = agreed_on("work", 1, "a:2;b:4")
    both = small.assessment(small.coding("a", {"work": "2"}), small.coding("b", {"work": "4"}), agreed=(agreed,))
    settled = settle(both, small.rubric())["work"]
    assert (settled.level, settled.rule, settled.decided_by, settled.decision) == (
        1,
        "discussion",
        "lead",
        "read again",
    )
    assert settle(both, small.rubric(), "a")["work"].level == 2
    assert overtaken(both, small.rubric()) == overtaken(both, small.rubric(), "a") == ()


def test_an_agreed_rating_does_not_outlive_the_ratings_it_went_by(small):
    raised = small.assessment(
        small.coding("a", {"work": "2"}), small.coding("b", {"work": "2"}), agreed=(agreed_on("work", 1, "a:1;b:1"),)
    )
    settled = settle(raised, small.rubric())["work"]
    assert (settled.level, settled.rule, settled.decided_by, settled.decision) == (2, "equal", "", "")
    assert overtaken(raised, small.rubric()) == ("work",)
    assert overtaken(raised, small.rubric(), "a") == ()


def test_a_contrary_that_came_after_the_agreement_makes_the_gate_disputed_again(small):
    agreed = AgreedRating(
        small.gate, "rated", 1, "unanimous-gate", "", "2026-01-02", "a gate, and all agree", "a:1;b:1"
    )
    moved = small.assessment(
        small.coding("a", {small.gate: "contrary"}), small.coding("b", {small.gate: "1"}), agreed=(agreed,)
    )
    assert settle(moved, small.rubric())[small.gate].status == "disputed"


def test_overtaken_criteria_come_in_tree_order_and_only_where_somebody_rates_by_hand(small):
    rows = (agreed_on("work", 1, "a:1"), agreed_on("gone", 1, "a:1"), agreed_on("schools", 1, "a:1"))
    plan = small.assessment(small.coding("a", {"work": "2", "schools": "2"}), agreed=rows)
    assert overtaken(plan, small.rubric()) == ("schools", "work")


@pytest.mark.parametrize(
    ("inputs", "held"),
    [
        ("a:2;b:4", True),
        (" b:4 ; a:2", True),
        ("a:2;b:4;", True),
        ("a:2", False),
        ("a:2;b:4;c:4", False),
        ("a:4;b:2", False),
        ("", False),
    ],
)
def test_an_agreement_goes_by_every_vote_in_any_order(small, inputs, held):
    both = small.assessment(small.coding("a", {"work": "2"}), small.coding("b", {"work": "4"}))
    assert holds(agreed_on("work", 1, inputs), votes_on(voting(both), "work")) is held


def test_a_coder_without_a_row_is_an_input_too(small):
    both = small.assessment(small.coding("a", {"work": "2"}), small.coding("b", {}))
    assert written_inputs(votes_on(voting(both), "work")) == "a:2;b:not-assessed"


def test_an_agreed_level_that_one_coder_gave_rests_on_that_coders_evidence(small):
    def by(coder, level, evidence):
        return Coding(small.coding(coder, {}).header, (small.rating("work", level, evidence_ids=(evidence,)),))

    plan = small.assessment(by("a", "2", "E1"), by("b", "4", "E2"), agreed=(agreed_on("work", 4, "a:2;b:4"),))
    assert settle(plan, small.rubric())["work"].evidence_ids == ("E2",)


def said_by(small, coder, level, confidence="high", capacity="assessor"):
    own = small.rating("work", level, reason=f"says {coder}", confidence=confidence, evidence_ids=(f"E{coder}",))
    return Coding(small.coding(coder, {}, capacity=capacity).header, (own,))


@pytest.mark.parametrize(("first", "second", "level"), [("2", "2", 2), ("2", "3", 2)])
@pytest.mark.parametrize("in_file", [True, False])
def test_a_third_reader_who_did_not_enter_changes_neither_confidence_nor_grounds(small, first, second, level, in_file):
    doubting = said_by(small, "t", str(level), "low", "third-reader")
    plan = small.assessment(said_by(small, "a", first), said_by(small, "b", second), doubting)
    if in_file:
        rows = settlement(plan, small.rubric(), [], "2026-01-02").rows
        plan = replace(plan, agreed=rows)
    settled = settle(plan, small.rubric())["work"]
    assert (settled.level, settled.confidence) == (level, "high")
    assert "Et" not in settled.evidence_ids
    assert ("t", str(level)) in settled.inputs


def test_the_lowest_confidence_of_those_behind_a_result_counts(small):
    both = small.assessment(said_by(small, "a", "2", "high"), said_by(small, "b", "2", "low"))
    assert settle(both, small.rubric())["work"].confidence == "low"
    both = small.assessment(said_by(small, "a", "2", "high"), said_by(small, "b", "2", ""))
    assert settle(both, small.rubric())["work"].confidence == "medium"


def test_a_third_reader_who_was_asked_counts_with_the_own_confidence(small):
    asked = said_by(small, "t", "2", "low", "third-reader")
    plan = small.assessment(said_by(small, "a", "2"), said_by(small, "b", "4"), asked)
    settled = settle(plan, small.rubric(further="third-reader"))["work"]
    assert (settled.level, settled.rule, settled.confidence) == (2, "third-reader", "low")


def test_what_needs_no_hand_is_not_settled(small):
    counted = small.rubric()
    criteria = (
        counted.criteria[0],
        counted.criteria[1].model_copy(update={"kind": "computed"}),
        counted.criteria[2],
    )
    found = settle(
        small.assessment(small.coding("a", {"work": "2"})), counted.model_copy(update={"criteria": criteria})
    )
    assert list(found) == [small.gate, "work"]


def test_a_rating_is_shown_as_its_level_or_its_status(small):
    assert [small.rating("work", said).short for said in ("3", "2+", "silent")] == ["3", "2+", "silent"]


@pytest.mark.parametrize("reason", [*RULES.values(), *OPEN.values()])
def test_a_rule_is_no_reason_the_coders_words_are(small, reason):
    coder = Coding(small.coding("a", {}).header, (small.rating("work", "1", reason="p. 5 names a unit"),))
    agreed = agreed_on("work", 1, "a:1", reason, "equal", "")
    settled = settle(small.assessment(coder, agreed=(agreed,)), small.rubric())["work"]
    assert (settled.reason, settled.rule, settled.decision) == ("p. 5 names a unit", "equal", "")


def test_the_words_of_who_decided_stand_beside_the_coders(small):
    coder = Coding(small.coding("a", {}).header, (small.rating("work", "1", reason="p. 5 names a unit"),))
    plan = small.assessment(coder, agreed=(agreed_on("work", 2, "a:1", "read together"),))
    settled = settle(plan, small.rubric())["work"]
    assert (settled.reason, settled.decision, settled.decided_by) == ("p. 5 names a unit", "read together", "lead")


def test_a_level_without_evidence_counts_as_not_assessed_of_the_same_criterion_and_keeps_its_reason():
    bare = Rating(criterion_id="shelter", status="rated", level=2, reason="seen")
    assert rating_that_counts(bare) == Rating(criterion_id="shelter", status="not-assessed", reason="seen")
    shown_by = Rating(criterion_id="shelter", status="rated", level=2, evidence_ids=("E1",))
    assert rating_that_counts(shown_by) is shown_by
    assert rating_that_counts(Rating(criterion_id="shelter", status="contrary")).status == "not-assessed"
    assert rating_that_counts(Rating(criterion_id="shelter", status="silent")).status == "silent"


def test_a_least_level_without_evidence_counts_as_not_assessed(small):
    bare = Rating(criterion_id="work", status="at-least", level=2, reason="the act is in force")
    assert rating_that_counts(bare) == Rating(criterion_id="work", status="not-assessed", reason="the act is in force")


def test_a_level_that_was_read_further_keeps_the_reasons_of_both_coders(small):
    two = small.assessment(
        small.coding("a", {"work": "2+"}), small.coding("b", {"work": "3"}),
    )  # fmt: skip
    reasons = {"a": "the act is in force", "b": "article 4 read whole"}
    codings = tuple(
        replace(c, ratings=tuple(replace(r, reason=reasons[c.header.coder]) for r in c.ratings)) for c in two.codings
    )
    found = settle(replace(two, codings=codings), small.rubric())["work"]
    assert (found.status, found.level, found.rule) == ("rated", 3, "read-further")
    assert found.reason == "the act is in force / article 4 read whole"
    assert dict(found.inputs) == {"a": "2+", "b": "3"}


def test_two_least_levels_join_as_the_lower_with_the_words_of_its_coder(small):
    two = small.assessment(small.coding("a", {"work": "3+"}), small.coding("b", {"work": "2+"}))
    found = settle(two, small.rubric())["work"]
    assert (found.status, found.level, found.rule) == ("at-least", 2, "least")


def passage(evidence_id, as_of, about="practice"):
    return Evidence(evidence_id=evidence_id, source_id="S1", locator="p. 1", object=about, as_of=as_of, note="A note.")


@pytest.fixture
def settled(small):
    """Return how `work`, a criterion about practice, is settled on passages of given dates (2020 is rated)."""
    rubric = small.rubric()
    about = tuple(c.model_copy(update={"object": "practice"}) for c in rubric.criteria)
    rubric = rubric.model_copy(update={"criteria": about})

    def settle_on(*dates, said="2", coders="a", agreed=()):
        rows = tuple(passage(f"E{n}", date) for n, date in enumerate(dates, 1))
        ids = tuple(row.evidence_id for row in rows)
        own = small.rating("work", said, evidence_ids=ids, reason="few did", confidence="high")
        codings = [replace(small.coding(coder, {}), ratings=(own,)) for coder in coders]
        found = small.assessment(*codings, evidence=rows, agreed=agreed)
        return settle(found, rubric)["work"]

    return settle_on


def test_a_rating_on_a_passage_of_another_year_is_not_assessed_and_keeps_its_words(settled):
    found = settled("2019")
    assert (found.status, found.level, found.confidence) == ("not-assessed", None, "")
    assert (found.reason, found.evidence_ids, found.inputs) == ("few did", ("E1",), (("a", "2"),))
    assert found.note == "no evidence speaks of the rated years, 2020 (its dates: 2019); ask for these years"


@pytest.mark.parametrize("dates", [("2020",), ("2018/2020",), ("2019", "2020-03"), ("2020-12/2022",)])
def test_one_passage_that_reaches_into_the_rated_years_is_enough(settled, dates):
    found = settled(*dates)
    assert (found.status, found.level, found.note) == ("rated", 2, "")


def test_a_passage_whose_date_is_not_known_shows_nothing_about_the_rated_years(settled):
    found = settled("", "2016/2019")
    assert found.status == "not-assessed"
    assert "(its dates: 2016–2019, not known)" in found.note


def test_a_conduct_or_a_want_of_cases_in_another_year_does_not_count_either(settled):
    assert settled("2019", said="contrary").status == "not-assessed"
    assert settled("2019", said="no-occasion").status == "not-assessed"
    assert settled("2019", said="not-applicable").status == "not-applicable"


def test_an_agreement_on_a_passage_of_another_year_holds_and_does_not_count(settled, small):
    agreed = AgreedRating(criterion_id="work", status="rated", level=2, rule="equal", inputs="a:2;b:2")
    found = settled("2019", coders="ab", agreed=(agreed,))
    assert (found.status, found.inputs) == ("not-assessed", (("a", "2"), ("b", "2")))


def test_law_and_plan_are_rated_on_passages_of_any_year(small):
    plan = small.assessment().plan
    assert is_outside("rated", "practice", [passage("E1", "2019")], plan)
    assert not is_outside("rated", "law", [passage("E1", "2019", "law")], plan)
    assert not is_outside("rated", "plan", [passage("E1", "2019", "plan")], plan)


def test_the_rated_years_count_where_they_are_only_part_of_the_plans(small):
    plan = small.assessment().plan.model_copy(
        update={"start": "2019", "end": "2024", "rated_years": RatedYears(start="2021", end="2023")}
    )
    assert rated_period(plan) == "2021/2023"
    assert is_outside("rated", "practice", [passage("E1", "2020")], plan)
    assert outside_words([passage("E1", "2020")], plan) == (
        "no evidence speaks of the rated years, 2021–2023 (its dates: 2020)"
    )


def test_the_words_are_those_of_the_coder_who_cites_most(small):
    """Both give level 2: b cites two passages and a one, so b's words are told, and the evidence of both."""
    cited = {"a": ("E1",), "b": ("E2", "E3")}
    codings = [
        Coding(small.coding(coder, {}).header, (small.rating("work", "2", reason=f"says {coder}", evidence_ids=own),))
        for coder, own in cited.items()
    ]
    found = settle(small.assessment(*codings), small.rubric())["work"]
    assert (found.reason, found.evidence_ids) == ("says b", ("E1", "E2", "E3"))
