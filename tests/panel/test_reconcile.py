"""What the rule of reconciliation makes of two or three ratings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.panel.reconcile import Vote, decide

LOWER = {"one_apart": "lower", "further": "disputed"}
THIRD = {"one_apart": "third-reader", "further": "third-reader"}

CASES = [
    # what it shows, rule, criterion, ratings, status, level, rule that settled it, what a dispute waits for
    ("nobody assessed it", LOWER, "work", "not-assessed not-assessed", "not-assessed", None, "", ""),
    ("one coder alone", LOWER, "work", "3 not-assessed", "rated", 3, "single", ""),
    ("equal levels agree", LOWER, "work", "2 2", "rated", 2, "equal", ""),
    ("one apart gives the lower", LOWER, "work", "2 3", "rated", 2, "lower", ""),
    ("silence is level 0, one below 1", LOWER, "work", "silent 1", "silent", 0, "lower", ""),
    ("silence and level 2 are further apart", LOWER, "work", "silent 2", "disputed", None, "", "discussion"),
    ("two apart is disputed", LOWER, "work", "1 3", "disputed", None, "", "discussion"),
    ("a third reader is named for it", THIRD, "work", "1 3", "disputed", None, "", "third-reader"),
    ("level 0 under two names agrees", LOWER, "work", "silent contrary", "contrary", 0, "equal", ""),
    ("most name the status", LOWER, "work", "silent contrary silent", "silent", 0, "equal", ""),
    ("all say it does not arise", LOWER, "work", "not-applicable not-applicable", "not-applicable", None, "equal", ""),
    ("one says it does not arise", LOWER, "work", "not-applicable 2", "disputed", None, "", "discussion"),
    ("a gate all agree on", LOWER, "shelter", "3 3", "rated", 3, "unanimous-gate", ""),
    ("a gate one apart", LOWER, "shelter", "3 2", "disputed", None, "", "discussion"),
    ("a gate under two names", LOWER, "shelter", "silent contrary", "disputed", None, "", "discussion"),
    ("a gate one did not assess", LOWER, "shelter", "3 not-assessed", "disputed", None, "", "discussion"),
    ("a gate nobody assessed", LOWER, "shelter", "not-assessed not-assessed", "not-assessed", None, "", ""),
    ("a gate of one coder", LOWER, "shelter", "contrary", "contrary", 0, "single", ""),
    ("gates as others", {**LOWER, "gate": "as-others"}, "shelter", "3 2", "rated", 2, "lower", ""),
    ("one coder knows the least", LOWER, "work", "2+ not-assessed", "at-least", 2, "single", ""),
    ("the lower of two least levels", LOWER, "work", "3+ 1+", "at-least", 1, "least", ""),
    ("two equal least levels", LOWER, "work", "2+ 2+", "at-least", 2, "equal", ""),
    ("a level above the least was read further", LOWER, "work", "2+ 3", "rated", 3, "read-further", ""),
    ("a level at the least was read further", LOWER, "work", "2 2+", "rated", 2, "read-further", ""),
    ("a level under the least", LOWER, "work", "2+ 1", "disputed", None, "", "discussion"),
    ("a level under the least waits for a reader", THIRD, "work", "2+ 1", "disputed", None, "", "third-reader"),
    ("silence under the least", LOWER, "work", "1+ silent", "disputed", None, "", "discussion"),
    ("two levels above the least, one apart", LOWER, "work", "1+ 2 3", "rated", 2, "read-further", ""),
    ("two levels in dispute above the least", LOWER, "work", "1+ 2 4", "disputed", None, "", "discussion"),
    ("it does not arise to one", LOWER, "work", "1+ not-applicable", "disputed", None, "", "discussion"),
    ("a gate known at least by all", LOWER, "shelter", "2+ 1+", "at-least", 1, "least", ""),
    ("a gate all know to be at least the same", LOWER, "shelter", "2+ 2+", "at-least", 2, "unanimous-gate", ""),
    ("a gate that one read further", LOWER, "shelter", "2+ 3", "rated", 3, "read-further", ""),
    ("a gate under the least", LOWER, "shelter", "2+ 1", "disputed", None, "", "discussion"),
    ("further apart, the lower by the rubric", {"further": "lower"}, "work", "1 4", "rated", 1, "lower", ""),
]  # fmt: skip


def votes(small, criterion, said, *third):
    found = [Vote(name, small.rating(criterion, text)) for name, text in zip("abc", said.split(), strict=False)]
    return [*found, *(Vote(f"t{at}", small.rating(criterion, text), "third-reader") for at, text in enumerate(third))]


OTHER_DAY = [
    # what it shows, ratings, who opened the text of another day, status, level
    ("two equal levels do not outvote a blind reader", "2 2 not-assessed", "blind", "disputed", None),
    ("nor does one level alone", "2 not-assessed", "blind", "disputed", None),
    ("nor do equal least levels", "2+ 2+ not-assessed", "blind", "disputed", None),
    ("nor a level of who read further", "2+ 3 not-assessed", "blind", "disputed", None),
    ("a reader who knew the levels objects to nothing", "2 2 not-assessed", "knew them", "rated", 2),
    ("who opened nothing objects to nothing", "2 2 not-assessed", "nobody", "rated", 2),
    ("where nobody states a level there is no dispute", "not-assessed not-assessed", "blind", "not-assessed", None),
    ("that it does not arise is no level", "not-applicable not-assessed", "blind", "not-applicable", None),
]  # fmt: skip


@pytest.mark.parametrize(("said", "who", "status", "level"), [case[1:] for case in OTHER_DAY],
                         ids=[case[0] for case in OTHER_DAY])  # fmt: skip
def test_text_of_another_day_read_blind_leaves_a_level_in_dispute(small, said, who, status, level):
    *others, last = votes(small, "work", said)
    opened = replace(last.rating, extent="" if who == "nobody" else "whole")
    rubric, given = small.rubric(**LOWER), [*others, replace(last, rating=opened, is_blind=who == "blind")]
    found = decide(rubric, rubric.by_id["work"], given)
    assert (found.status, found.level) == (status, level)
    assert found.wants == ("discussion" if status == "disputed" else "")


@pytest.mark.parametrize(("choices", "criterion", "said", "status", "level", "rule", "wants"),
                         [case[1:] for case in CASES], ids=[case[0] for case in CASES])  # fmt: skip
def test_the_rule(small, choices, criterion, said, status, level, rule, wants):
    rubric = small.rubric(**choices)
    verdict = decide(rubric, rubric.by_id[criterion], votes(small, criterion, said))
    assert (verdict.status, verdict.level, verdict.rule, verdict.wants) == (status, level, rule, wants)


@pytest.mark.parametrize(
    ("criterion", "said", "third", "expected", "wants"),
    [
        ("work", "1 3", ["2"], ("rated", 2, "third-reader", "t0"), ""),
        ("work", "1 3", ["3"], ("rated", 3, "third-reader", "t0"), ""),
        ("work", "1 3", ["4"], ("disputed", None, "", ""), "discussion"),
        ("work", "1 3", ["not-applicable"], ("disputed", None, "", ""), "discussion"),
        ("work", "1 3", ["not-assessed"], ("disputed", None, "", ""), "third-reader"),
        ("work", "1 3", ["2", "3"], ("disputed", None, "", ""), "discussion"),
        ("work", "2+ 1", ["2"], ("rated", 2, "third-reader", "t0"), ""),
        ("work", "2+ 1", ["2+"], ("at-least", 2, "third-reader", "t0"), ""),
        ("work", "2+ 1", ["0"], ("disputed", None, "", ""), "discussion"),
        ("work", "not-applicable 3", ["not-applicable"], ("not-applicable", None, "third-reader", "t0"), ""),
        ("work", "2 2", ["4"], ("rated", 2, "equal", ""), ""),
        ("work", "2", ["3"], ("disputed", None, "", ""), "third-reader"),
        ("shelter", "1 3", ["3"], ("disputed", None, "", ""), "discussion"),
        ("shelter", "3 3", ["not-assessed"], ("rated", 3, "unanimous-gate", ""), ""),
    ],
)
def test_a_third_reader_decides_within_what_the_assessors_said(small, criterion, said, third, expected, wants):
    rubric = small.rubric(**THIRD)
    verdict = decide(rubric, rubric.by_id[criterion], votes(small, criterion, said, *third))
    assert (verdict.status, verdict.level, verdict.rule, verdict.decided_by) == expected
    assert verdict.wants == wants


def test_a_third_reader_has_no_say_where_the_rubric_wants_discussion(small):
    rubric = small.rubric(**LOWER)
    assert decide(rubric, rubric.by_id["work"], votes(small, "work", "1 3", "2")).status == "disputed"


said = st.sampled_from(["0", "1", "2", "3", "4", "1+", "3+", "silent", "contrary", "not-applicable", "not-assessed"])


@given(st.lists(said, min_size=1, max_size=4), st.sampled_from(["work", "shelter"]), st.randoms())
def test_the_order_of_coders_changes_no_status_and_no_level(small, texts, criterion, random):
    rubric = small.rubric(**LOWER)
    shuffled = random.sample(texts, len(texts))
    verdicts = [
        decide(
            rubric,
            rubric.by_id[criterion],
            [Vote(str(at), small.rating(criterion, text)) for at, text in enumerate(row)],
        )
        for row in (texts, shuffled)
    ]
    assert verdicts[0] == verdicts[1]


@given(st.lists(said, min_size=2, max_size=4))
def test_no_rule_gives_a_level_above_what_somebody_said(small, texts):
    rubric = small.rubric(**LOWER)
    found = [Vote(str(at), small.rating("work", text)) for at, text in enumerate(texts)]
    verdict = decide(rubric, rubric.by_id["work"], found)
    levels = [vote.stated if verdict.status == "at-least" else vote.level for vote in found]
    assert verdict.level is None or verdict.level == min(level for level in levels if level is not None)


def test_a_coder_who_gave_a_criterion_no_row_has_not_assessed_that_criterion():
    absent = Vote.absent("a", "shelter", "assessor")
    assert (absent.coder, absent.rating.criterion_id, absent.rating.status) == ("a", "shelter", "not-assessed")
    assert not absent.speaks
