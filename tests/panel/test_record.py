"""What is written down when a panel settles, and what is kept from before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.model.assessment import AgreedRating, LogRecord
from evaluator.panel.record import Decision, changes, history, parse_rating, settlement

DAY = "2026-03-04"


def two(small, **agreed):
    first, second = {"schools": "2", "work": "1", "shelter": "2"}, {"schools": "2", "work": "4", "shelter": "3"}
    return small.assessment(small.coding("a", first), small.coding("b", second), **agreed)


def by_id(found):
    return {row.criterion_id: row for row in found.rows}


def decision(name="work", level=3, **more):
    return Decision(
        name,
        more.pop("status", "rated"),
        level,
        more.pop("by", "lead"),
        more.pop("reason", "page 3 read together"),
        DAY,
        **more,
    )


def test_rules_are_written_with_their_inputs_reason_and_date(small):
    found = settlement(two(small), small.rubric(), [], DAY)
    row = by_id(found)["schools"]
    assert (row.level, row.rule, row.inputs, row.decided_on) == (2, "equal", "a:2;b:2", DAY)
    assert row.reason == "the levels are equal"
    assert found.disputed == ("shelter", "work")
    assert by_id(found)["work"].reason == "open: waits for discussion"
    assert "courts" not in by_id(found)


def test_a_row_has_a_level_only_where_its_status_states_one(small):
    said = {"schools": "silent", "work": "contrary", "courts": "2+"}
    both = small.assessment(small.coding("a", said), small.coding("b", said))
    rows = by_id(settlement(both, small.rubric(), [], DAY))
    assert {name: (row.status, row.level) for name, row in rows.items()} == {
        "schools": ("silent", None), "work": ("contrary", None), "courts": ("at-least", 2),
    }  # fmt: skip


def test_a_decision_is_written_with_who_and_why(small):
    row = by_id(settlement(two(small), small.rubric(), [decision()], DAY))["work"]
    assert (row.status, row.level, row.rule, row.decided_by) == ("rated", 3, "discussion", "lead")
    assert (row.reason, row.inputs) == ("page 3 read together", "a:1;b:4")


def test_a_decision_on_what_is_not_in_dispute_is_taken_and_named_with_the_result_of_the_rule(small):
    found = settlement(two(small), small.rubric(), [decision("schools", 3), decision()], DAY)
    assert by_id(found)["schools"].level == 3
    assert found.undisputed == (("schools", "level 2"),)
    silent = small.assessment(
        small.coding("a", {"work": "silent", "courts": "2"}), small.coding("b", {"work": "silent"})
    )
    assert settlement(silent, small.rubric(), [decision("courts", 3)], DAY).undisputed == (("courts", "level 2"),)
    evidence = small.assessment(small.coding("a", {"work": "silent"}), small.coding("b", {"work": "silent"}))
    (unlike,) = settlement(evidence, small.rubric(), [decision(level=None, status="not-applicable")], DAY).undisputed
    assert unlike == ("work", "silent")


def test_an_earlier_decision_stays_while_its_inputs_do(small):
    first = settlement(two(small), small.rubric(), [decision()], "2026-01-01")
    again = settlement(two(small, agreed=first.rows), small.rubric(), [], DAY)
    assert again.rows == first.rows
    assert again.overtaken == ()


def test_a_decision_that_went_by_other_ratings_is_overtaken(small):
    old = AgreedRating("work", "rated", 3, "discussion", "lead", "2026-01-01", "read", "a:2;b:4")
    found = settlement(two(small, agreed=(old,)), small.rubric(), [], DAY)
    assert found.overtaken == ("work",)
    assert by_id(found)["work"].status == "disputed"


def test_a_third_readers_verdict_is_a_rule_and_not_a_decision(small):
    codings = [small.coding("a", {"work": "1"}), small.coding("b", {"work": "3"})]
    third = small.coding("t", {"work": "2"}, capacity="third-reader")
    rubric = small.rubric(further="third-reader")
    row = by_id(settlement(small.assessment(*codings, third), rubric, [], DAY))["work"]
    assert (row.level, row.rule, row.decided_by) == (2, "third-reader", "t")
    moved = small.coding("t", {"work": "3"}, capacity="third-reader")
    again = settlement(small.assessment(*codings, moved, agreed=(row,)), rubric, [], DAY)
    assert (by_id(again)["work"].level, again.overtaken) == (3, ())


def test_without_a_third_reader_the_row_says_so(small):
    codings = [small.coding("a", {"work": "1"}), small.coding("b", {"work": "3"})]
    row = by_id(settlement(small.assessment(*codings), small.rubric(further="third-reader"), [], DAY))["work"]
    assert (row.status, row.reason) == ("disputed", "open: waits for a third reader")


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (decision("wrk"), "'wrk'. Give a criterion that is rated by hand. Did you mean 'work'?"),
        (decision(level=5), "level 5. Give a level from 0 to 4"),
        (decision(level=-1), "level -1. Give a level from 0 to 4"),
        (decision(level=None), "no level. Give a level from 0 to 4"),
        (decision(by=""), "work: no name. Give who decided"),
        (decision(reason=""), "work: no reason. Give why it is decided so"),
        (decision(reason="E98 tells of it"), "work: the passage 'E98'. Give an id in evidence.csv"),
        (decision(reason="by E1 to E3"), "work: the range 'E1 to E3'. Give single ids"),
        (
            decision("shelter", 2),
            "shelter: a decision on a gate without the agreement of all coders. Give a result that all",
        ),
        (decision("shelter", 0, unanimous=True), "level 0 of a gate as `rated`. Give `silent` or `contrary`"),
        (decision("courts", 2), "courts: rated without evidence in any coder's file"),
        (decision(status="silent", level=2), "level 2 with silent. Give 0 or an empty cell"),
        (decision(status="not-applicable", level=0), "level 0 with not-applicable. Give an empty cell"),
        (
            decision(status="no-occasion", level=None),
            "work: no-occasion on a criterion about the plan. Give a rating",
        ),
        (
            decision("shelter", status="no-occasion", level=None, unanimous=True),
            "shelter: no-occasion on a gate. Give a rating, or not-assessed",
        ),
        (decision(status="silnt", level=None), "'silnt'. Give a level from 0 to 4, 2+ for at least 2, or silent,"),
        (decision(status="", level=None), "no result. Give a level from 0 to 4, 2+ for at least 2, or silent"),
        (decision(status="disputed", level=None), "'disputed'. Give a level"),
        (
            decision(status="at-least", level=4),
            "at-least level 4. Give a level from 1 to 3. Nothing lies above level 4: write `rated`.",
        ),
        (decision(status="at-least", level=0), "Every criterion is at least 0: write `not-assessed`."),
        (decision(status="at-least", level=None), "at-least without a level. Give a level from 1 to 3"),
        (decision("courts", status="at-least", level=2), "courts: at-least without evidence in any coder's file"),
    ],
)
def test_a_faulty_decision_is_refused(small, bad, words):
    with pytest.raises(InvalidInputError) as caught:
        settlement(two(small), small.rubric(), [bad], DAY)
    assert words in str(caught.value)


def test_a_gate_is_decided_when_all_agree(small):
    row = by_id(settlement(two(small), small.rubric(), [decision("shelter", 2, unanimous=True)], DAY))["shelter"]
    assert (row.level, row.rule) == (2, "unanimous-gate")


def test_drafts_are_not_settled(small):
    draft = small.assessment(small.coding("a", {"work": "1"}, state="draft"))
    with pytest.raises(EvaluatorError, match="no assessment is final"):
        settlement(draft, small.rubric(), [], DAY)


def test_changes_of_agreed_ratings_are_listed_with_their_reasons(small):
    before = settlement(two(small), small.rubric(), [], DAY).rows
    after = settlement(two(small), small.rubric(), [decision()], DAY).rows
    assert changes(before, after) == (("work", "disputed", "3", "page 3 read together"),)
    assert changes(before, before) == ()
    gone = [row for row in before if row.criterion_id != "schools"]
    assert changes(before, gone) == (("schools", "2", "", "no coder assesses it any more"),)


def test_history_holds_the_records_of_one_criterion(small):
    record = LogRecord("1", "2026-01-01T00:00:00Z", "a", "work", "", "1")
    other = replace(record, record="2", criterion_id="schools")
    found = history(two(small, log=(record, other)), "work")
    assert found.records == (record,)
    assert [(vote.coder, vote.level) for vote in found.votes] == [("a", 1), ("b", 4)]
    assert found.agreed is None


def test_every_fault_of_every_decision_is_told_at_once(small):
    with pytest.raises(InvalidInputError) as caught:
        settlement(two(small), small.rubric(), [decision(by="", reason=""), decision("schools", 9)], DAY)
    assert [p.found for p in caught.value.problems] == ["no name", "no reason", "level 9"]
    assert [p.key for p in caught.value.problems] == ["work", "work", "schools"]


def test_one_criterion_is_not_decided_in_two_ways(small):
    with pytest.raises(InvalidInputError, match=r"work: decided twice\. Give one decision") as caught:
        settlement(two(small), small.rubric(), [decision(level=2), decision(level=3)], DAY)
    assert [p.key for p in caught.value.problems] == ["work"]
    assert by_id(settlement(two(small), small.rubric(), [decision(), decision()], DAY))["work"].level == 3


def test_a_silence_is_of_the_plan_alone(small):
    rubric = small.rubric()
    about_law = tuple(c.model_copy(update={"object": "law"}) for c in rubric.criteria)
    law = rubric.model_copy(update={"criteria": about_law})
    silent = decision(status="silent", level=None)
    assert by_id(settlement(two(small), rubric, [silent], DAY))["work"].status == "silent"
    with pytest.raises(
        InvalidInputError,
        match=r"silent on a criterion about the law\. Give `silent` only for criteria about the plan",
    ):
        settlement(two(small), law, [silent], DAY)
    bare = decision("shelter", 0, unanimous=True)
    assert by_id(settlement(two(small), law, [bare], DAY))["shelter"].level == 0


def test_what_is_computed_is_never_settled(small):
    rubric = small.rubric()
    counted = tuple(c.model_copy(update={"kind": "computed"}) if c.id == "schools" else c for c in rubric.criteria)
    found = settlement(two(small), rubric.model_copy(update={"criteria": counted}), [], DAY)
    assert list(by_id(found)) == ["shelter", "work"]


def test_an_unchanged_row_of_the_rule_keeps_its_day_and_a_changed_one_does_not(small):
    first = settlement(two(small), small.rubric(), [], "2026-01-01")
    again = settlement(two(small, agreed=first.rows), small.rubric(), [], DAY)
    assert again.rows == first.rows
    other = small.assessment(
        small.coding("a", {"schools": "3"}), small.coding("b", {"schools": "3"}), agreed=first.rows
    )
    row = by_id(settlement(other, small.rubric(), [], DAY))["schools"]
    assert (row.level, row.decided_on, row.inputs) == (3, DAY, "a:3;b:3")


@pytest.mark.parametrize(("text", "read"), [("2", ("rated", 2)), ("silent", ("silent", None)), ("²", ("²", None))])
def test_a_rating_written_short_is_a_level_or_a_status(text, read):
    assert parse_rating(text) == read
