"""The levels that a plan with unknown cells leaves possible are those of all its fillings, worked out one by one."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from evaluator.library import Library
from evaluator.model.plan import PARADIGMS, Measure, MoneyLine, PlanIndicator
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


SUMS = ("none", "10", "40", "?")
TAGS = ("control", "assistance", "social-prevention", "?")
PAYERS = ("state", "donor", "?")
# Sums that a row without one may have: nothing, or more than all others together.
ANY_SUM = ("none", "10", "1000000000")


def with_costs(plan_of, name, rows):
    """Return the outcome of rows of (sum, function, payer)."""
    measures, money = [], []
    for k, (amount, function, payer) in enumerate(rows):
        tags = {} if function == "?" else {"function": function, "tag_status": "confirmed"}
        measures.append(activity(k, **tags, not_stated=("money",) if amount == "none" else ()))
        if amount not in ("none", "?"):
            kind = "" if payer == "?" else payer
            cells = {"state": "amount", "amount": float(amount), "currency": "EUR", "funder_kind": kind}
            money.append(MoneyLine(f"L{k}", f"M{k}", **cells))
    return compute(CRITERIA[name], plan_of(measures, total=len(rows), money=money), TOP)


def completions(rows):
    cells = [
        itertools.product(
            ANY_SUM if amount == "?" else (amount,),
            TAGS[:-1] if function == "?" else (function,),
            PAYERS[:-1] if "?" in (payer, amount) else (payer,),
        )
        for amount, function, payer in rows
    ]
    return itertools.product(*cells)


@pytest.mark.parametrize("name", ["budget-balance", "local-ownership-funding"])
def test_a_share_of_money_leaves_no_filling_out_and_no_lower_level_in(name, plan_of):
    payers = PAYERS if name == "local-ownership-funding" else ("state",)
    tags = TAGS if name == "budget-balance" else ("control",)
    kinds = list(itertools.product(SUMS, tags, payers))
    higher = 0
    for rows in itertools.combinations_with_replacement(kinds, 2):
        whole = [*rows, ("30", "assistance", "state")]
        outcome = with_costs(plan_of, name, whole)
        low, high = span([with_costs(plan_of, name, one) for one in completions(whole)])
        assert outcome.low_level == low, whole
        assert outcome.high_level >= high, whole
        higher += outcome.high_level > high
    assert higher == 0 or name == "budget-balance", "with one ratio the upper end is exact too"


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
