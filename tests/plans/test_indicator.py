"""Indicators: figures of the plan's years against thresholds, with a judged cap."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.assessment import Settled
from evaluator.model.country import Fact
from evaluator.model.sentence import Spoken
from evaluator.plans.indicator import figures, indicate
from tests.marking import unsaid

Z = 1.959963984540054
SAYS = {
    "inputs": ["found", "helped"],
    "ratios": {"share": {"of": "helped", "over": "found", "kind": "rate"}},
    "conditions": {
        level: {"all": [{"ratio": "share", "op": ">", "value": value}]}
        for level, value in enumerate((0.1, 0.4, 0.6, 0.9), start=1)
    },
}


def fact(variable: str, year: str, value: float, **cells) -> Fact:
    return Fact(f"{variable}-{year}-{value}", variable, year, cells.pop("end", year), value, **cells)


def pair(year: str, found: float, helped: float) -> list[Fact]:
    return [fact("found", year, found), fact("helped", year, helped)]


@pytest.fixture
def indicator(criterion_of):
    return criterion_of("indicator", **SAYS)


def test_the_latest_period_inside_the_plan_with_all_figures_is_taken(indicator, plan_of):
    facts = [
        *pair("2019", 10, 1),
        *pair("2021", 40, 20),
        *pair("2022", 40, 30),
        fact("found", "2023", 99),
        *pair("2030", 1, 1),
    ]
    found = figures(indicator, plan_of([], facts=facts))
    assert {name: one.value for name, one in found.items()} == {"found": 40, "helped": 30}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([], "no figure for: found; helped"),
        ([fact("found", "2021", 5)], "no figure for: helped"),
        ([fact("found", "2021", 5), fact("helped", "2022", 5)], "no period has all figures"),
        ([*pair("2021", 40, 20), fact("helped", "2021", 21)], "sources disagree on helped"),
        ([fact("found", "2021", 5), fact("helped", "2021", 5, breakdown="children")], "no figure for: helped"),
    ],
)
def test_what_is_lacking_is_said(facts, words, indicator, plan_of):
    assert figures(indicator, plan_of([], facts=facts)) == words
    outcome = indicate(indicator, plan_of([], facts=facts), None, 4, Z)
    assert (outcome.status, outcome.level, outcome.note) == ("not-assessed", None, words)


def test_a_sentence_has_the_words_of_a_variable_and_not_its_name(indicator, plan_of):
    renamed = {"of": "helped_by_state", "over": "found_at_border"}
    ratios = {"helped_share": next(iter(indicator.ratios.values())).model_copy(update=renamed)}
    changed = indicator.model_copy(update={"inputs": ("found_at_border", "helped_by_state"), "ratios": ratios})
    assert figures(changed, plan_of([], facts=[])) == "no figure for: found at border; helped by state"
    facts = [fact("found_at_border", "2021", 5), fact("found_at_border", "2021", 6), fact("helped_by_state", "2021", 5)]
    assert figures(changed, plan_of([], facts=facts)) == "sources disagree on found at border"


def test_a_period_that_runs_out_of_the_plan_is_not_taken(indicator, plan_of):
    facts = [fact("found", "2023", 5, end="2024"), fact("helped", "2023", 5, end="2024")]
    assert isinstance(figures(indicator, plan_of([], facts=facts)), str)
    assert isinstance(figures(indicator, plan_of([], facts=facts, end="open")), dict)


@pytest.mark.parametrize(("start", "end"), [("2020-06", "2023-03"), ("2020", "2023"), ("2023-06-01", "open")])
def test_a_figure_of_a_year_belongs_to_a_plan_of_any_part_of_that_year(start, end, indicator, plan_of):
    facts = pair("2020", 40, 10) if start < "2021" else pair("2023", 40, 10)
    assert isinstance(figures(indicator, plan_of([], facts=facts, start=start, end=end)), dict)
    early = pair("2019-12", 40, 10) if start < "2021" else pair("2022-12", 40, 10)
    assert isinstance(figures(indicator, plan_of([], facts=early, start=start, end=end)), str)


def test_a_figure_of_the_plan_s_last_year_is_inside_and_of_the_next_outside(indicator, plan_of):
    for year, inside in (("2023-12", True), ("2024", False)):
        found = figures(indicator, plan_of([], facts=pair(year, 40, 10), end="2023-03"))
        assert isinstance(found, dict) == inside


def test_a_variable_as_it_is_is_covered_and_has_its_figure(criterion_of, plan_of):
    plain = criterion_of(
        "indicator",
        inputs=["found"],
        normalise={"method": "goalposts", "low": 0.0, "high": 100.0, "origin": "modelled"},
    )
    outcome = indicate(plain, plan_of([], facts=[fact("found", "2021", 25)]), None, 4, Z)
    assert (outcome.status, outcome.covered, outcome.figure, outcome.note) == ("rated", True, 25, "found 25")


def test_a_level_is_covered_and_says_its_ratio(indicator, plan_of):
    outcome = indicate(indicator, plan_of([], facts=pair("2021", 40, 30)), None, 4, Z)
    assert (outcome.status, outcome.level, outcome.covered) == ("rated", 3, True)
    assert (outcome.low_level, outcome.high_level, outcome.note) == (3, 3, "share 0.75")


def test_a_small_denominator_widens_the_bounds(indicator, plan_of):
    outcome = indicate(indicator, plan_of([], facts=pair("2021", 10, 5)), None, 4, Z)
    assert (outcome.level, outcome.covered) == (2, True)
    assert (outcome.low_level, outcome.high_level) == (1, 3)  # Wilson: 0.2366 to 0.7634
    assert (outcome.judgement_low, outcome.judgement_high) == (1, 3)


def test_nothing_to_divide_by_is_not_assessed(indicator, plan_of):
    outcome = indicate(indicator, plan_of([], facts=pair("2021", 0, 0)), None, 4, Z)
    assert (outcome.level, outcome.note) == (None, "nothing to divide by")


TWO = {
    "inputs": ["found", "helped", "removed"],
    "ratios": {
        "share": {"of": "helped", "over": "found", "kind": "rate"},
        "harm": {"of": "removed", "over": "found", "kind": "ratio"},
    },
    "conditions": {
        level: {"all": [{"ratio": "share", "op": ">", "value": share}, {"ratio": "harm", "op": "<", "value": harm}]}
        for level, (share, harm) in enumerate(((0.04, 11), (0.25, 5), (0.6, 1), (0.95, 0.1)), start=1)
    },
}


@pytest.mark.parametrize(("removed", "level"), [(25, 0), (1, 0), (0, None)])
def test_an_operation_that_finds_no_victim_and_removes_people_is_level_0(removed, level, criterion_of, plan_of):
    facts = [*pair("2021", 0, 0), fact("removed", "2021", removed)]
    outcome = indicate(criterion_of("indicator", **TWO), plan_of([], facts=facts), None, 4, Z)
    assert (outcome.level, outcome.covered) == (level, level is not None)
    assert (outcome.low_level, outcome.high_level) == ((0, 0) if level is not None else (0, 4))
    assert outcome.figure is None
    assert outcome.note == (f"found 0; helped 0; removed {removed}" if level is not None else "nothing to divide by")


def test_the_shipped_criterion_rates_such_an_operation(plan_of):
    criterion = Library.open().rubric().by_id["enforcement-outcome-balance"]
    counts = zip(criterion.inputs, (0, 0, 300), strict=True)
    facts = [fact(variable, "2021", number) for variable, number in counts]
    assert indicate(criterion, plan_of([], facts=facts), None, 4, Z).level == 0


def test_without_levels_a_ratio_over_nothing_stays_undefined(criterion_of, plan_of):
    says = {
        "normalise": {"method": "goalposts", "low": 0, "high": 1, "origin": "modelled"},
        "inputs": ["found", "removed"],
    }
    ratio = {"harm": {"of": "removed", "over": "found", "kind": "ratio"}}
    criterion = criterion_of("indicator", ratios=ratio, **says)
    facts = [fact("found", "2021", 0), fact("removed", "2021", 3)]
    assert indicate(criterion, plan_of([], facts=facts), None, 4, Z).level is None


def test_the_cap_is_the_lower_of_both_and_needed(criterion_of, plan_of):
    capped = criterion_of("indicator", cap="judged", **SAYS)
    plan = plan_of([], facts=pair("2021", 40, 30))
    lower = indicate(capped, plan, Settled("c", 1, "rated", 1, "high", ("E1",)), 4, Z)
    higher = indicate(capped, plan, Settled("c", 1, "rated", 4), 4, Z)
    without = indicate(capped, plan, None, 4, Z)
    assert (lower.level, lower.low_level, lower.high_level, lower.evidence_ids) == (1, 1, 1, ("E1",))
    assert (lower.judgement_low, lower.judgement_high) == (1, 1)
    assert (higher.level, higher.note) == (3, "share 0.75; cap: level 4")
    assert (without.level, without.note) == (None, "share 0.75; its judged cap is not assessed")
    unknown = indicate(capped, plan_of([], facts=[]), Settled("c", 1, "rated", 3), 4, Z)
    assert (unknown.status, unknown.level, unknown.low_level, unknown.high_level) == ("not-assessed", None, 0, 4)


def test_a_cap_known_at_least_leaves_open_what_the_figures_give_above_it(criterion_of, plan_of):
    """The figures give 3: a cap of at least 3 takes nothing, one of at least 1 leaves 1 to 3."""
    capped = criterion_of("indicator", cap="judged", **SAYS)
    plan = plan_of([], facts=pair("2021", 40, 30))
    enough = indicate(capped, plan, Settled("c", 1, "at-least", 3, "high", ("E1",)), 4, Z)
    assert (enough.status, enough.level, enough.covered) == ("rated", 3, True)
    less = indicate(capped, plan, Settled("c", 1, "at-least", 1, "high", ("E1",)), 4, Z)
    assert (less.status, less.level, less.least, less.high_level, less.covered) == ("at-least", None, 1, 3, False)
    assert less.note == "share 0.75; cap: level 1 or more"


@pytest.mark.parametrize("facts", [[], pair("2021", 0, 0), pair("2021", 10, 5), pair("2021", 40, 40)])
def test_a_contrary_cap_makes_the_criterion_contrary_whatever_the_figures_say(facts, criterion_of, plan_of):
    capped = criterion_of("indicator", cap="judged", **SAYS)
    rating = Settled("c", 1, "contrary", 0, "low", ("E1",), reason="they were deported", inputs=(("aa", "contrary"),))
    outcome = indicate(capped, plan_of([], facts=facts), rating, 4, Z)
    assert (outcome.status, outcome.level, outcome.covered) == ("contrary", 0, True)
    ends = (outcome.low_level, outcome.high_level, outcome.judgement_low, outcome.judgement_high)
    assert ends == (0, 0, 0, 0)
    assert (outcome.confidence, outcome.evidence_ids, outcome.reason) == ("low", ("E1",), "they were deported")
    assert (outcome.inputs, outcome.rule) == ((("aa", "contrary"),), "indicator")
    assert outcome.note.endswith("; cap: contrary")


def test_a_silent_cap_is_level_0_and_no_contrary(criterion_of, plan_of):
    capped = criterion_of("indicator", cap="judged", **SAYS)
    outcome = indicate(capped, plan_of([], facts=pair("2021", 40, 40)), Settled("c", 1, "silent", 0), 4, Z)
    assert (outcome.status, outcome.level, outcome.high_level) == ("rated", 0, 0)


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [fact("found", "2021", 5), fact("helped", "2022", 5)],
        [*pair("2021", 40, 20), fact("helped", "2021", 21)],
        pair("2021", 0, 0),
        pair("2021", 40, 30),
    ],
)
@pytest.mark.parametrize("cap", [None, "judged"])
def test_every_note_can_be_said_in_another_language_whole(facts, cap, criterion_of, plan_of):
    for settled in (None, Settled("c", 1, "rated", 1), Settled("c", 1, "contrary", 0)):
        note = indicate(criterion_of("indicator", cap=cap, **SAYS), plan_of([], facts=facts), settled, 4, Z).note
        assert isinstance(note, Spoken)
        assert unsaid(note, ("found", "helped", "share")) == ""


def test_an_indicator_may_rest_on_variables_as_they_are(criterion_of, plan_of):
    says = {
        "inputs": ["law", "cases"],
        "conditions": {
            1: {"all": [{"variable": "law", "op": ">=", "value": 1}]},
            2: {"any": [{"variable": "cases", "op": ">", "value": 10}, {"variable": "law", "op": ">=", "value": 3}]},
        },
    }
    plain = criterion_of("indicator", **says)
    facts = [fact("law", "2021", 2), fact("cases", "2021", 12)]
    found = indicate(plain, plan_of([], facts=facts), None, 4, Z)
    assert (found.level, found.low_level, found.high_level, found.figure) == (2, 2, 2, 2)
    assert unsaid(found.note) == "law cases"
    few = indicate(plain, plan_of([], facts=[fact("law", "2021", 1), fact("cases", "2021", 3)]), None, 4, Z)
    assert few.level == 1
    assert indicate(plain, plan_of([], facts=facts[:1]), None, 4, Z).status == "not-assessed"


def test_a_ratio_and_a_variable_stand_side_by_side_and_only_the_rate_is_uncertain(criterion_of, plan_of):
    both = {"all": [{"ratio": "share", "op": ">", "value": 0.4}, {"variable": "found", "op": ">=", "value": 10}]}
    mixed = criterion_of("indicator", **{**SAYS, "conditions": {1: both}})
    found = indicate(mixed, plan_of([], facts=pair("2021", 10, 5)), None, 4, Z)
    assert (found.level, found.low_level, found.high_level) == (1, 0, 1)
    assert indicate(mixed, plan_of([], facts=pair("2021", 9, 5)), None, 4, Z).high_level == 0
