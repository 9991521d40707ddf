"""The levels that a plan with unknown cells leaves possible are those of all its fillings, worked out one by one."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from evaluator.library import Library, examples_root
from evaluator.model.plan import MONEY_STATES, PARADIGMS, Measure, MoneyLine, PlanIndicator
from evaluator.pipeline import evaluate
from evaluator.plans.computed import compute, entropy_range, normalised_entropy

TOP = 4
CRITERIA = Library.open().rubric().by_id


def activity(k: int, **cells) -> Measure:
    return Measure(measure_id=f"M{k}", level="activity", text="do", **cells)


def span(outcomes) -> tuple[int, int]:
    """Return the lowest and highest level of fillings; one that is not assessed leaves the whole scale open."""
    found = [(o.low_level, o.high_level) for o in outcomes]
    return min(low for low, _ in found), max(high for _, high in found)


# What a cell may hold, and the cells that may be meant: a date, one lead, an indicator.
DATES = {"yes": {"end": "2021"}, "no": {"not_stated": ("end",)}, "?": {}, "unseen": {"not_seen": ("end",)}}
LEADS = {
    "yes": {"lead_ids": ("A",)},
    "no": {"lead_ids": ("A", "B")},
    "?": {},
    "text?": {"responsible_text": "A; B"},
    "one": {"responsible_text": "A"},
}
FILLED = {"?": ("yes", "no"), "unseen": ("yes", "no"), "text?": ("yes", "no")}


@pytest.mark.parametrize(("name", "cells"), [("deadlines", DATES), ("responsible-body", LEADS)])
@pytest.mark.parametrize("unread", [0, 2])
def test_a_share_of_rows_has_the_levels_of_its_fillings_and_no_others(name, cells, unread, plan_of):
    for states in itertools.combinations_with_replacement(cells, 4):
        rows = [activity(k, **cells[state]) for k, state in enumerate(states)]
        outcome = compute(CRITERIA[name], plan_of(rows, total=4 + unread), TOP)
        open_cells = [*states, *["?"] * unread]
        filled = itertools.product(*(FILLED.get(state, (state,)) for state in open_cells))
        whole = [[activity(k, **cells[state]) for k, state in enumerate(one)] for one in filled]
        levels = [compute(CRITERIA[name], plan_of(one, total=4 + unread), TOP) for one in whole]
        assert all(level.covered for level in levels)
        assert (outcome.low_level, outcome.high_level) == span(levels), states
        assert outcome.covered == (outcome.low_level == outcome.high_level)


INDICATORS = {
    "none": ({"not_stated": ("indicators",)}, None),
    "output": ({}, {"kind": "output"}),
    "outcome": ({}, {"kind": "outcome", "baseline": "1", "target": "2"}),
    "?": ({}, None),
    "kind?": ({}, {"baseline": "1", "target": "2"}),
    "target?": ({}, {"kind": "outcome", "baseline": "1"}),
}
MEANT = {"?": ("none", "output", "outcome"), "kind?": ("output", "outcome"), "target?": ("output", "outcome")}


def with_indicators(plan_of, states):
    rows = [activity(k, **INDICATORS[state][0]) for k, state in enumerate(states)]
    stated = [(k, INDICATORS[state][1]) for k, state in enumerate(states)]
    made = [PlanIndicator(f"I{k}", f"M{k}", text="count", **cells) for k, cells in stated if cells is not None]
    return compute(CRITERIA["indicators-baselines"], plan_of(rows, total=len(rows), indicators=made), TOP)


@pytest.mark.parametrize("rows", [1, 3, 4])
def test_a_share_among_the_rows_of_another_has_the_levels_of_its_fillings_and_no_others(rows, plan_of):
    for states in itertools.combinations_with_replacement(INDICATORS, rows):
        outcome = with_indicators(plan_of, states)
        filled = itertools.product(*(MEANT.get(state, (state,)) for state in states))
        assert (outcome.low_level, outcome.high_level) == span([with_indicators(plan_of, one) for one in filled]), (
            states
        )


WORDS = tuple(state for state in MONEY_STATES if state not in ("amount", "zero"))
SUMS = ("none", "zero", "10", "40", "?")
TAGS = ("control", "assistance", "social-prevention", "?")
PAYERS = ("state", "donor", "?")
# Sums that a cost in words may have, or more than all others together; a row without a cost may also have none.
ANY_SUM = ("zero", "10", "1000000000")


def line_of(name, measure_id, amount, payer):
    """Return a line of money with a sum, with zero, or with words in its place."""
    kind, is_sum = "" if payer == "?" else payer, amount[0].isdigit()
    cells = {"state": "amount", "amount": float(amount), "currency": "EUR"} if is_sum else {"state": amount}
    return MoneyLine(name, measure_id, **cells, funder_kind=kind)


def with_costs(plan_of, name, rows):
    """Return the outcome of rows of (sum, function, payer)."""
    measures, money = [], []
    for k, (amount, function, payer) in enumerate(rows):
        tags = {} if function == "?" else {"function": function, "tag_status": "confirmed"}
        measures.append(activity(k, **tags, not_stated=("money",) if amount == "none" else ()))
        if amount not in ("none", "?"):
            money.append(line_of(f"L{k}", f"M{k}", amount, payer))
    return compute(CRITERIA[name], plan_of(measures, total=len(rows), money=money), TOP)


def completions(rows):
    cells = [
        itertools.product(
            ("none", *ANY_SUM) if amount == "?" else ANY_SUM if amount in WORDS else (amount,),
            TAGS[:-1] if function == "?" else (function,),
            PAYERS[:-1] if "?" in (payer, amount) else (payer,),
        )
        for amount, function, payer in rows
    ]
    return itertools.product(*cells)


COSTS = {
    "budget-balance": list(itertools.product((*SUMS, WORDS[0]), TAGS, ("state",))),
    "local-ownership-funding": list(itertools.product((*SUMS, *WORDS), ("control",), PAYERS)),
}


@pytest.mark.parametrize("name", COSTS)
def test_a_share_of_money_leaves_no_filling_out_and_no_lower_level_in(name, plan_of):
    higher = 0
    for rows in itertools.combinations_with_replacement(COSTS[name], 2):
        whole = [*rows, ("30", "assistance", "state")]
        outcome = with_costs(plan_of, name, whole)
        low, high = span([with_costs(plan_of, name, one) for one in completions(whole)])
        assert outcome.low_level == low, whole
        assert outcome.high_level >= high, whole
        higher += outcome.high_level > high
    assert higher == 0 or name == "budget-balance", "with one ratio the upper end is exact too"


@pytest.mark.parametrize("word", WORDS)
def test_whatever_the_words_for_a_cost_without_a_sum_they_leave_the_same_open(word, plan_of):
    rest = [("30", "assistance", "state"), ("30", "social-prevention", "state")]
    words, none = (
        with_costs(plan_of, "budget-balance", [(cost, "control", "state"), *rest]) for cost in (word, "none")
    )
    assert (words.status, words.low_level, words.high_level, words.covered) == ("not-assessed", 0, 4, False)
    assert (none.status, none.level, none.covered) == ("rated", 4, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_amount_with_its_source_has_the_levels_of_its_fillings_and_words_are_no_amount(rows, plan_of):
    kinds = list(itertools.product(("none", "10", "?", *WORDS[:1]), ("control",), (*PAYERS, "not-stated")))
    for states in itertools.combinations_with_replacement(kinds, rows):
        filled = [
            itertools.product(
                ("none", "10") if amount == "?" else (amount,),
                (tag,),
                (*PAYERS[:-1], "not-stated") if "?" in (payer, amount) else (payer,),
            )
            for amount, tag, payer in states
        ]
        levels = [with_costs(plan_of, "budget-specified", one) for one in itertools.product(*filled)]
        outcome = with_costs(plan_of, "budget-specified", states)
        assert (outcome.low_level, outcome.high_level) == span(levels), states


def random_plan(dice):
    """Return rows, some with tasks, and lines of money in every state."""
    rows, money, payers = [], [], ("state", "state", *PAYERS)
    for k in range(dice(range(2, 6))):
        tags = {"function": dice(TAGS[:-1]), "tag_status": dice(["confirmed", "confirmed", "proposed"])}
        tasks = [Measure(f"M{k}.{n}", level="task", parent_id=f"M{k}", text="do") for n in range(dice([0, 0, 2]))]
        for row in (activity(k, **tags), *tasks):
            rows.append(replace(row, not_stated=dice([(), ("money",), ("money",), ("money",)])))
            for n in range(dice([0, 1, 2])):
                amount = dice(dice([SUMS[1:4], SUMS[1:4], WORDS]))
                money.append(line_of(f"{row.measure_id}L{n}", row.measure_id, amount, dice(payers)))
    return rows, money


def filled_at_random(dice, rows, money, unread):
    """Return rows and money with a sum, a payer and a tag for each that is unknown, and with the rows not entered.

    A cell without money stays empty where the row above or each task has its cost: a cost stands at one of them.
    """
    more = [activity(100 + k) for k in range(unread)]
    whole = [replace(r, function=dice(TAGS[:-1])) if r.tag_status != "confirmed" else r for r in (*rows, *more)]
    lines = [line if line.state in ("amount", "zero") else replace(line, state="zero") for line in money]
    costed = {line.measure_id for line in money}
    for k, line in enumerate(money):
        amount = dice(ANY_SUM) if line.state in WORDS else None
        kind = line.funder_kind or dice(PAYERS[:-1])
        lines[k] = line_of(line.line_id, line.measure_id, amount, kind) if amount else replace(line, funder_kind=kind)
    for row in whole:
        tasks = [task.measure_id for task in whole if task.parent_id == row.measure_id]
        is_known = row.measure_id in costed or row.parent_id in costed or "money" in row.not_stated
        amount = dice(("none", *ANY_SUM))
        if not is_known and not (tasks and costed.issuperset(tasks)) and amount != "none":
            lines.append(line_of(f"{row.measure_id}F", row.measure_id, amount, dice(PAYERS[:-1])))
    return [replace(row, tag_status="confirmed", not_stated=("money",)) for row in whole], lines


@pytest.mark.parametrize("name", COSTS)
def test_no_random_filling_of_money_and_rows_leaves_the_levels_that_are_possible(name, plan_of):
    rng, narrow = np.random.default_rng(2006), 0

    def dice(options):
        return options[rng.integers(len(options))]

    for _ in range(150):
        (rows, money), unread = random_plan(dice), dice([0, 0, 1])
        total = unread + sum(row.level == "activity" for row in rows)
        outcome = compute(CRITERIA[name], plan_of(rows, total=total, money=money), TOP)
        narrow += outcome.high_level - outcome.low_level < TOP
        for _ in range(20):
            more, lines = filled_at_random(dice, rows, money, unread)
            filled = compute(CRITERIA[name], plan_of(more, total=total, money=lines), TOP)
            if filled.covered:
                assert outcome.low_level <= filled.level <= outcome.high_level, (rows, money, lines)
    assert narrow > 10, "some plans leave less than the whole scale open"


def test_a_cost_in_words_in_another_currency_cannot_be_added_either(plan_of):
    rows = [activity(k, function="assistance", tag_status="confirmed") for k in range(2)]
    lines = [line_of("L0", "M0", "30", "state"), replace(line_of("L1", "M1", WORDS[0], "state"), currency="USD")]
    outcome = compute(CRITERIA["budget-balance"], plan_of(rows, total=2, money=lines), TOP)
    assert str(outcome.note) == "costs in several currencies cannot be added"


@pytest.mark.parametrize("words", WORDS)
def test_the_bounds_of_a_plan_with_one_cost_in_words_hold_whatever_the_sum_is(words):
    library = Library.open(examples_root())
    rubric = library.rubric()
    plan = library.assessment("XCA-2023-2026", rubric)

    def scored(**cells):
        money = tuple(replace(line, **cells) if line.line_id == "L009" else line for line in plan.money)
        return evaluate(replace(plan, money=money), rubric)

    open_sum = scored(state=words, amount=None)
    assert open_sum.criterion("budget-balance").outcome.status == "not-assessed"
    for amount in (1.0, 150.0, 90000.0, 1e9):
        filled = scored(state="amount", amount=amount)
        assert open_sum.bounds[0] <= filled.bounds[0] <= filled.bounds[1] <= open_sum.bounds[1]
    assert filled.criterion("budget-balance").outcome.level < 4


ANY_TAGS = [tuple(some) for n in range(5) for some in itertools.combinations(PARADIGMS, n)]


@pytest.mark.parametrize("known", [("migration",), ("migration", "economic"), PARADIGMS, ("migration",) * 4])
@pytest.mark.parametrize("unknown", [0, 1, 2, 3])
def test_the_balance_of_paradigms_leaves_no_filling_out_and_no_lower_one_in(known, unknown, plan_of):
    rows = [activity(k, paradigms=(paradigm,), tag_status="confirmed") for k, paradigm in enumerate(known)]
    whole = [
        [*rows, *(replace(activity(9), paradigms=tags) for tags in filled if tags)]
        for filled in itertools.combinations_with_replacement(ANY_TAGS, unknown)
    ]
    values = [normalised_entropy(one) for one in whole]
    least, most = entropy_range([float(known.count(paradigm)) for paradigm in PARADIGMS], unknown)
    assert least == pytest.approx(min(values), abs=1e-12)
    assert max(values) <= most + 1e-12
    total = len(rows) + unknown
    outcome = compute(CRITERIA["paradigm-balance"], plan_of(rows, total=total), TOP)
    assert outcome.high_level - outcome.low_level >= 0
    for value in values:
        level = max(band.level for band in CRITERIA["paradigm-balance"].bands if round(value, 9) >= band.lower)
        assert outcome.low_level <= level <= outcome.high_level


def test_a_plan_whose_rows_are_all_known_has_one_level(plan_of):
    rows = [activity(k, end="2021", lead_ids=("A",)) for k in range(3)]
    for name in ("deadlines", "responsible-body"):
        outcome = compute(CRITERIA[name], plan_of(rows, total=3), TOP)
        assert (outcome.status, outcome.level, outcome.low_level, outcome.high_level) == ("rated", 4, 4, 4)
