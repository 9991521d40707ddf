"""Computed criteria: shares of rows, shares of money, balance between paradigms."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from evaluator.model.plan import PARADIGMS, Measure, MoneyLine
from evaluator.model.sentence import Spoken
from evaluator.plans.computed import (
    REASONS,
    SEVERAL_CURRENCIES,
    compute,
    cost_note,
    costed_at_zero,
    costed_here,
    ending,
    left_open,
    no_total,
    normalised_entropy,
    paradigm_note,
    rows_note,
    under_floor,
    unknown_rows,
)
from tests.marking import Marked, unsaid

BANDS = [{"level": level, "from": lower} for level, lower in enumerate((0.0, 0.25, 0.5, 0.8, 0.95))]
ROWS = {"rule": {"measure": "share-of-rows", "has_any": ["end"]}, "bands": BANDS}
COSTS = {
    "rule": {
        "measure": "share-of-cost",
        "costed_floor": 0.1,
        "ratios": {
            "control": {"where": {"function": ["control"]}},
            "own": {"where": {"funder_kind": ["state", "local"]}},
        },
    },
    "conditions": {1: {"all": [{"ratio": "control", "op": "<=", "value": 0.5}]}},
}
ENTROPY = {"rule": {"measure": "entropy"}, "bands": BANDS}
UNREAD = "counted from the sheet Measures: 0 of 2 rows known; 2 rows could not be read; "
SOME = {"lead": 2, "unread": 1}
COUNTED = "counted from the sheet Measures: 4 of 7 rows known; 2 rows have no lead; 1 row is not entered"
TOLD = {
    "3 of 4 measures": rows_note(3, 4, 4, {}),
    f"3 of 4 known measures; {COUNTED}": rows_note(3, 4, 7, SOME),
    "counted from the sheet Measures: 0 of 30 rows known; 30 rows have no lead": rows_note(0, 0, 30, {"lead": 30}),
    "3 of the 4 measures read; the plan’s total is not known": no_total(3, 4, {}),
    "counted from the sheet Measures: 0 of 2 rows known; 2 rows have no date; the plan’s total is not known": (
        no_total(0, 0, {"date": 2})
    ),
    "3 of the 4 measures read; the plan’s total is not known; "
    "counted from the sheet Measures: 4 of 6 rows known; 2 rows have no date": no_total(3, 4, {"date": 2}),
    "no measure of the plan was read": costed_here(0, 0, {}),
    "2 of the 4 measures read have a cost; the plan’s total is not known": costed_here(2, 4, {}),
    "1 of 40 measures have a cost, under the floor of 10%": under_floor(1, 40, 0.1, {}),
    "2 of 4 measures have a cost and the sum is zero": costed_at_zero(2, 4, {}),
    "2 of 4 measures have a cost": cost_note(2, 4, {}),
    f"2 of 6 measures have a cost; {COUNTED}": cost_note(2, 6, SOME),
    "2 of 9 measures have a confirmed paradigm (3 co-ordinating, 1 proposed, 3 untagged)": paradigm_note(
        2, 3, 1, 9, {}, is_counted=True
    ),
    "0 of the 2 measures here have a confirmed paradigm (1 co-ordinating, 1 proposed, 0 untagged); "
    "measures in the plan unknown or untagged": paradigm_note(0, 1, 1, 2, {}, is_counted=False),
    "1 of 1 measure; level 2 to 3 is possible": left_open(rows_note(1, 1, 1, {}), 2, 3),
    "1 of 1 measure; the others cannot change the level": ending(rows_note(1, 1, 1, {}), holds=True),
    "1 of 1 measure; the level is an estimate from these": ending(rows_note(1, 1, 1, {}), holds=False),
    "costs in several currencies cannot be added": SEVERAL_CURRENCIES,
}


def rows_of(row, dated: int, undated: int, unseen: int = 0) -> list[Measure]:
    rows = [row(f"D{k}", end="2021") for k in range(dated)]
    rows += [row(f"U{k}", not_stated=("end",)) for k in range(undated)]
    return rows + [row(f"X{k}", not_seen=("end",)) for k in range(unseen)]


def test_all_rows_known_is_rated_and_covered(plan_of, criterion_of, row):
    outcome = compute(criterion_of("computed", **ROWS), plan_of(rows_of(row, 3, 1), total=4), 4)
    assert (outcome.status, outcome.level, outcome.covered, outcome.figure) == ("rated", 2, True, 0.75)
    assert (outcome.low_level, outcome.high_level, outcome.note) == (2, 2, "3 of 4 measures")


def test_a_sample_is_estimated_with_bounds_over_the_whole_plan_and_not_covered(plan_of, criterion_of, row):
    outcome = compute(criterion_of("computed", **ROWS), plan_of(rows_of(row, 3, 1), total=5), 4)
    assert (outcome.status, outcome.level, outcome.covered) == ("not-assessed", 2, False)
    assert (outcome.low_level, outcome.high_level) == (2, 3)  # 3/5 and 4/5
    assert outcome.note == (
        "3 of 4 known measures; counted from the sheet Measures: 4 of 5 rows known; 1 row is not entered; "
        "the level is an estimate from these"
    )


def test_a_row_that_could_not_be_read_is_not_a_no(plan_of, criterion_of, row):
    outcome = compute(criterion_of("computed", **ROWS), plan_of(rows_of(row, 3, 0, unseen=2), total=5), 4)
    assert (outcome.level, outcome.low_level, outcome.high_level) == (4, 2, 4)


@pytest.mark.parametrize(
    ("dated", "unseen", "total", "note"),
    [
        (3, 0, None, "3 of the 3 measures read; the plan’s total is not known"),
        (
            0,
            2,
            2,
            UNREAD + "level 0 to 4 is possible",
        ),
        (
            0,
            2,
            None,
            UNREAD + "the plan’s total is not known",
        ),
    ],
)
def test_rows_unknown_or_none_known_is_not_assessed(dated, unseen, total, note, plan_of, criterion_of, row):
    plan = plan_of(rows_of(row, dated, 0, unseen=unseen), total=total)
    outcome = compute(criterion_of("computed", **ROWS), plan, 4)
    assert (outcome.status, outcome.level, outcome.low_level, outcome.high_level) == ("not-assessed", None, 0, 4)
    assert outcome.note == note


@pytest.mark.parametrize("total", [None, 5])
@pytest.mark.parametrize("kind", [ROWS, COSTS, ENTROPY], ids=["rows", "costs", "entropy"])
def test_where_no_measure_was_read_that_is_the_reason_however_many_there_are(kind, total, plan_of, criterion_of):
    outcome = compute(criterion_of("computed", **kind), plan_of([], total=total), 4)
    assert (outcome.status, outcome.low_level, outcome.high_level) == ("not-assessed", 0, 4)
    assert outcome.note == "no measure of the plan was read"


def test_a_ratio_of_the_rows_of_another_ratio(plan_of, criterion_of, row):
    rule = {
        "measure": "share-of-rows",
        "ratios": {"dated": {"has_all": ["end"]}, "led": {"has_all": ["lead_ids"], "over": "dated"}},
    }
    conditions = {1: {"all": [{"ratio": "led", "op": ">=", "value": 0.5}]}}
    none = {"not_stated": ("lead_ids",)}
    rows = [row("A", end="2021", lead_ids=("M",)), row("B", end="2021", **none), row("C", not_stated=("end",))]
    rows[2] = replace(rows[2], lead_ids=("M",))
    outcome = compute(criterion_of("computed", rule=rule, conditions=conditions), plan_of(rows, total=3), 4)
    assert outcome.level == 1
    assert outcome.figure == pytest.approx(2 / 3)
    assert outcome.note == "2 of 3 measures"


def test_a_ratio_of_no_rows_is_nothing(plan_of, criterion_of, row):
    rule = {
        "measure": "share-of-rows",
        "ratios": {"dated": {"has_all": ["end"]}, "led": {"has_all": ["lead_ids"], "over": "dated"}},
    }
    conditions = {1: {"all": [{"ratio": "led", "op": ">=", "value": 0.5}]}}
    criterion = criterion_of("computed", rule=rule, conditions=conditions)
    undated = row("A", lead_ids=("M",), not_stated=("end",))
    outcome = compute(criterion, plan_of([undated], total=1), 4)
    assert (outcome.level, outcome.low_level, outcome.high_level) == (0, 0, 0)


def test_rows_may_be_chosen_by_their_columns(plan_of, criterion_of, row):
    rule = {"measure": "share-of-rows", "ratios": {"share": {"has_all": ["end"], "where": {"function": ["control"]}}}}
    rows = [tagged(row, "A", "control", end="2021"), tagged(row, "B", "research", end="2021")]
    outcome = compute(criterion_of("computed", rule=rule, bands=BANDS), plan_of(rows, total=2), 4)
    assert outcome.figure == 0.5


def tagged(row, measure_id: str, function: str = "", **cells) -> Measure:
    return row(measure_id, function=function, tag_status="confirmed", **cells)


def line(line_id: str, measure_id: str, amount: float, **cells) -> MoneyLine:
    plain = {"currency": "EUR", "funder_kind": "state", "state": "amount"}
    return MoneyLine(line_id=line_id, measure_id=measure_id, amount=amount, **{**plain, **cells})


def test_money_is_counted_once_by_function_and_funder(plan_of, criterion_of, row):
    rows = [tagged(row, "A", "control"), tagged(row, "B", "assistance")]
    rows.append(Measure(measure_id="T", parent_id="B", level="task", text="part"))
    rows.append(Measure(measure_id="TT", parent_id="T", level="task", text="part of a part"))
    money = [
        line("L1", "A", 2, unit_factor=1000.0),
        line("L2", "B", 1000, funder_kind="donor"),
        line("L3", "TT", 1000),
        line("L4", "A", 500, counted_in="L1"),
        line("L5", "A", 2000, total_of="measure"),
        line("L6", "", 9000),
    ]
    outcome = compute(criterion_of("computed", **COSTS), plan_of(rows, total=2, money=money), 4)
    assert (outcome.level, outcome.covered, outcome.note) == (1, True, "2 of 2 measures have a cost")
    assert outcome.figure == 0.5
    assert (outcome.low_level, outcome.high_level) == (1, 1), "nothing is open where every row is known"


@pytest.mark.parametrize(
    ("money", "total", "words"),
    [
        (
            [],
            12,
            "under the floor of 10%; counted from the sheet Measures: 0 of 12 rows known; 12 rows have no cost",
        ),
        (
            [line("L1", "M0", 0, state="zero")] + [line(f"L{k}", f"M{k}", 0, state="zero") for k in range(1, 3)],
            12,
            "the sum is zero",
        ),
        ([line("L1", "M0", 5), line("L2", "M1", 5, currency="USD")], 12, "costs in several currencies cannot be added"),
        (
            [line("L1", "M0", 5), line("L2", "M1", 5)],
            None,
            "2 of the 12 measures read have a cost; the plan’s total is not known",
        ),
    ],
)
def test_money_that_says_too_little_is_not_assessed(money, total, words, plan_of, criterion_of, row):
    rows = [tagged(row, f"M{k}", "control") for k in range(12)]
    outcome = compute(criterion_of("computed", **COSTS), plan_of(rows, total=total, money=money), 4)
    assert outcome.level is None
    assert words in outcome.note


@pytest.mark.parametrize(("rows", "is_under"), [(9, False), (10, False), (11, True)])
def test_just_the_floor_of_rows_with_a_cost_is_enough(rows, is_under, plan_of, criterion_of, row):
    plan = plan_of([tagged(row, f"M{k}") for k in range(rows)], total=rows, money=[line("L1", "M0", 5)])
    outcome = compute(criterion_of("computed", **COSTS), plan, 4)
    assert ("under the floor of 10%" in outcome.note) is is_under


def test_money_of_a_sample_leaves_every_level_of_its_rule_open(plan_of, criterion_of, row):
    rows = [tagged(row, "A", "control")]
    plan = plan_of(rows, total=3, money=[line("L1", "A", 5)])
    outcome = compute(criterion_of("computed", **COSTS), plan, 4)
    assert (outcome.level, outcome.covered, outcome.low_level, outcome.high_level) == (0, False, 0, 1)
    assert outcome.note == (
        "1 of 1 measure has a cost; counted from the sheet Measures: 1 of 3 rows known; 2 rows are not entered; "
        "the level is an estimate from these"
    )


def test_entropy_by_hand_is_that_of_the_rubric_s_examples(row):
    """The descriptors of paradigm-balance: 85, 5, 5, 5 % is 0.424; 40, 25, 20, 15 % is 0.952."""

    def spread(*shares: int) -> float:
        rows = [row(f"{p}{k}", paradigms=(p,)) for p, n in zip(PARADIGMS, shares, strict=True) for k in range(n)]
        return normalised_entropy(rows)

    assert round(spread(85, 5, 5, 5), 3) == 0.424
    assert round(spread(40, 25, 20, 15), 3) == 0.952
    assert spread(7, 7, 7, 7) == pytest.approx(1.0)
    assert spread(9, 0, 0, 0) == 0.0


def test_a_row_of_two_paradigms_shares_itself(row):
    rows = [row("A", paradigms=PARADIGMS[:2])]
    assert normalised_entropy(rows) == pytest.approx(math.log(2) / math.log(4))


def test_co_ordination_stands_outside_the_entropy_and_is_told(plan_of, criterion_of, row):
    rows = [tagged(row, "A", paradigms=("migration",)), tagged(row, "B", "co-ordination")]
    rows += [row(name, not_stated=("paradigms",)) for name in "CD"]
    outcome = compute(criterion_of("computed", **ENTROPY), plan_of(rows, total=4), 4)
    assert outcome.level == 0
    assert outcome.note == "1 of 4 measures have a confirmed paradigm (1 co-ordinating, 0 proposed, 2 untagged)"
    assert outcome.figure == 0.0


def test_tags_that_nobody_confirmed_leave_the_balance_open(plan_of, criterion_of, row):
    rows = [tagged(row, "A", paradigms=("migration",)), row("B", paradigms=("economic",), tag_status="proposed")]
    outcome = compute(criterion_of("computed", **ENTROPY), plan_of(rows, total=2), 4)
    assert (outcome.level, outcome.low_level, outcome.high_level, outcome.covered) == (None, 0, 3, False)
    assert outcome.note == (
        "1 of 2 measures have a confirmed paradigm (0 co-ordinating, 1 proposed, 0 untagged); "
        "counted from the sheet Measures: 1 of 2 rows known; 1 row has no confirmed tag; level 0 to 3 is possible"
    )


def test_entropy_without_rows_in_the_plan_is_not_assessed(plan_of, criterion_of, row):
    plan = plan_of([row("A", paradigms=("migration",))])
    assert compute(criterion_of("computed", **ENTROPY), plan, 4).level is None


def test_entropy_of_a_sample_is_an_estimate_within_what_the_other_rows_leave(plan_of, criterion_of, row):
    plan = plan_of([tagged(row, "A", paradigms=("migration",))], total=2)
    outcome = compute(criterion_of("computed", **ENTROPY), plan, 4)
    assert (outcome.level, outcome.low_level, outcome.high_level, outcome.covered) == (0, 0, 3, False)


def test_a_criterion_without_a_rule_is_a_broken_promise(plan_of, criterion_of, row):
    with pytest.raises(ValueError, match="has no rule"):
        compute(criterion_of("judged"), plan_of([row("A")]), 4)


def test_a_level_that_no_filling_of_an_empty_cell_can_change_holds_and_is_covered(plan_of, criterion_of, row):
    rows = [*rows_of(row, 2, 1), row("E")]  # 2 or 3 of 4
    outcome = compute(criterion_of("computed", **ROWS), plan_of(rows, total=4), 4)
    assert (outcome.status, outcome.level, outcome.covered, outcome.figure) == ("rated", 2, True, None)
    assert outcome.note == (
        "2 of 3 known measures; counted from the sheet Measures: 3 of 4 rows known; 1 row has no date; "
        "the others cannot change the level"
    )


def test_a_level_that_an_empty_cell_can_change_is_not_assessed_within_its_range(plan_of, criterion_of, row):
    rows = [*rows_of(row, 3, 0), row("E")]  # 3 or 4 of 4
    outcome = compute(criterion_of("computed", **ROWS), plan_of(rows, total=4), 4)
    assert (outcome.status, outcome.level, outcome.covered) == ("not-assessed", None, False)
    assert (outcome.low_level, outcome.high_level, outcome.judgement_low, outcome.judgement_high) == (2, 4, 2, 4)
    assert outcome.note.endswith("1 row has no date; level 2 to 4 is possible")


def test_a_sum_without_a_payer_may_be_anybody_s(plan_of, criterion_of, row):
    conditions = {k: {"all": [{"ratio": "own", "op": ">=", "value": k / 4}]} for k in (1, 2, 3, 4)}
    criterion = criterion_of("computed", **{**COSTS, "conditions": conditions})
    rows = [tagged(row, "A", "control"), tagged(row, "B", "control")]
    money = [line("L1", "A", 60), line("L2", "B", 40, funder_kind="")]
    outcome = compute(criterion, plan_of(rows, total=2, money=money), 4)
    assert (outcome.level, outcome.low_level, outcome.high_level) == (None, 2, 4)  # 60 to 100 %
    assert "1 row has a sum without a payer" in outcome.note
    stated = [money[0], replace(money[1], funder_kind="not-stated")]
    assert compute(criterion, plan_of(rows, total=2, money=stated), 4).level == 2


def test_a_row_without_a_cost_may_cost_anything_but_only_what_it_is_for(plan_of, criterion_of, row):
    rows = [tagged(row, "A", "control"), tagged(row, "B", "control"), tagged(row, "C", "assistance")]
    money = [line("L1", "A", 60), line("L2", "C", 40)]
    outcome = compute(criterion_of("computed", **COSTS), plan_of(rows, total=3, money=money), 4)
    assert (outcome.level, outcome.low_level, outcome.high_level) == (0, 0, 0), "control has 60 % or more"
    rows[1] = row("B")
    outcome = compute(criterion_of("computed", **COSTS), plan_of(rows, total=3, money=money), 4)
    assert (outcome.level, outcome.low_level, outcome.high_level) == (None, 0, 1)


@pytest.mark.parametrize("total", [4, 5, None])
@pytest.mark.parametrize("says", [ROWS, COSTS, ENTROPY])
def test_every_note_is_a_sentence_that_can_be_said_again(says, total, plan_of, criterion_of, row):
    rows = [row(f"R{k}", end="2021", paradigms=("migration",), function="control") for k in range(4)]
    for lines in ([], [MoneyLine("M1", state="amount", amount=5.0, measure_id="R1", currency="EUR")]):
        note = compute(criterion_of("computed", **says), plan_of(rows, total=total, money=lines), 4).note
        assert isinstance(note, Spoken)
        assert unsaid(note) == ""


@pytest.mark.parametrize("english", TOLD)
def test_a_note_says_its_numbers_and_can_be_said_again(english):
    assert TOLD[english] == english
    assert unsaid(TOLD[english]) == ""


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_a_sentence_for_one_row_and_for_several(reason):
    (_, one), (_, two) = (unknown_rows(0, n, {reason: n}) for n in (1, 2))
    assert one.startswith("1 row ")
    assert two.startswith("2 rows ")
    assert unsaid(two) == ""


def test_a_note_on_rows_that_are_all_known_says_nothing_of_unknown_ones():
    assert unknown_rows(4, 4, {}) == []
    assert cost_note(2, 4, {}).said(Marked()) == "[]2[ of ]4[ measures have a cost]"
