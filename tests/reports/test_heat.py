from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.report import ReportChoices
from evaluator.model.scorecard import Outcome
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.gaps import common_gaps
from evaluator.reports.sections.heat import heat_groups
from evaluator.reports.sections.practices import practices
from evaluator.scoring.card import make_card


def _practices(cards):
    return practices(cards, PageLanguage.of(cards[0]))


def _gaps(cards):
    return common_gaps(cards, PageLanguage.of(cards[0]))


def _groups(cards):
    return heat_groups(cards, PageLanguage.of(cards[0]))


def _card(albania, levels: dict[str, int]):
    outcomes = [
        Outcome(
            c.id,
            "rated",
            levels[c.id],
            *[levels[c.id]] * 4,
            covered=True,
            confidence="high",
            reason=f"reason of {c.id}",
        )
        if c.id in levels
        else Outcome(c.id, "not-assessed", None, 0, 4, 0, 4, covered=False)
        for c in albania.rubric.criteria
    ]
    return make_card(albania.assessment, albania.rubric, albania.weighting, outcomes, is_draft=False)


@pytest.fixture
def names(albania) -> list[str]:
    return [c.id for c in albania.rubric.criteria if not c.yardstick]


def test_every_criterion_has_a_cell_for_each_plan(albania, stress):
    groups = _groups([albania, replace(stress, weighting=albania.weighting)])
    rows = [row for group in groups for row in group.rows]
    assert sorted(row.id for row in rows) == sorted(c.id for c in albania.rubric.criteria)
    assert all(len(row.cells) == 2 for row in rows)
    assert all(row.cells[0].level == albania.criterion(row.id).outcome.level for row in rows)


def test_of_equal_shares_a_safeguard_is_the_first_gap_though_known_of_fewer(albania, names):
    gates = albania.rubric.grading.gates
    gate = next(name for name in reversed(names) if name in gates)
    other = min((name for name in names if name not in gates), key=albania.rubric.title)
    cards = [_card(albania, {gate: 0, other: 0})] * 2 + [_card(albania, {other: 0})]
    told = [(gap.title, gap.low, gap.rated) for gap in _gaps(cards).rows]
    assert told == [(albania.rubric.title(gate), 2, 2), (albania.rubric.title(other), 3, 3)]


def _with_report(card, **report: object):
    """Return a card under a rubric that says otherwise what is practice and what a gap."""
    choices = None
    if report:
        choices = ReportChoices.model_validate(report)
    return replace(card, rubric=card.rubric.model_copy(update={"report": choices}))


def test_a_gap_is_common_where_two_plans_stay_at_a_quarter_of_the_scale_whatever_others_do(albania, names):
    low, mixed, alone = names[:3]
    cards = [
        _card(albania, {low: 1, mixed: 0, alone: 0}),
        _card(albania, {low: 0, mixed: 2}),
        _card(albania, {low: 4, mixed: 4}),
    ]
    gaps = _gaps(cards)
    assert [(gap.title, gap.low, gap.rated) for gap in gaps.rows] == [(albania.rubric.title(low), 2, 3)]
    assert (gaps.share, gaps.plans, gaps.origin) == (0.25, 2, "modelled")
    rows = [row for group in _groups(cards) for row in group.rows]
    assert sorted(row.id for row in rows if row.is_known) == sorted(names[:3])


def _states(found) -> dict[str, str]:
    return {row.id: row.state for row in found.block.rows if row.state != "unrated"}


def test_good_practice_is_the_highest_level_from_the_norm_level_on_and_all_who_reach_it(albania, names):
    cards = [_card(albania, {names[0]: 3, names[1]: 1}), _card(albania, {names[0]: 3}), _card(albania, {names[0]: 2})]
    found = _practices(cards)
    row = found.block.row(names[0])
    assert (found.norm, row.level, len(row.who)) == (3, 3, 2)
    assert _states(found) == {names[0]: "untold", names[1]: "below"}  # a reason without a place is not told
    assert [claim.number for claim in found.block.title.claims] == [0, 1]


def test_what_meets_the_norm_by_how_the_plan_is_written_is_form_and_no_good_practice(albania):
    form = next(c.id for c in albania.rubric.criteria if c.kind == "computed")
    found = _practices([_card(albania, {form: 4})])
    assert _states(found) == {form: "form"}
    assert (found.chosen, found.others) == ((), ())
    assert found.block.title.claims[-1].number == 1


def test_what_was_done_is_told_in_the_coder_s_words_and_never_in_the_words_of_a_level(albania, names):
    found = _practices([_card(albania, {names[0]: 2, names[1]: 3})])
    assert [row.who[0].done for row in found.block.rows if row.who] == [f"reason of {name}" for name in names[:2]]


def test_a_rubric_without_a_norm_calls_nothing_good_practice(albania, names):
    card = _card(albania, {names[0]: 4})
    assert _practices([replace(card, rubric=card.rubric.model_copy(update={"norm_level": None}))]) is None


def test_the_thresholds_are_those_of_the_rubric(albania, names):
    said = {
        "practice": {"from": 0.75, "origin": "modelled", "ground": "strict"},
        "common_gap": {"up_to": 0.5, "least_plans": 3, "origin": "counted"},
    }
    levels = [{names[0]: 2, names[1]: 3}, {names[0]: 1, names[1]: 0}, {names[0]: 0}]
    cards = [_with_report(_card(albania, each), **said) for each in levels]
    gaps = _gaps(cards)
    assert [(row.title, row.level) for row in gaps.rows] == [(albania.rubric.title(names[0]), 2)]
    assert (gaps.origin, gaps.plans) == ("counted", 3)


def test_an_actor_s_yardstick_is_neither_practice_nor_a_gap(albania):
    yardsticks = {c.id for c in albania.rubric.criteria if c.yardstick}
    assert yardsticks
    found = _practices([_card(albania, dict.fromkeys(yardsticks, 4))])
    assert _states(found) == {}
    assert _gaps([_card(albania, dict.fromkeys(yardsticks, 0))] * 2).rows == ()


def test_a_rubric_that_does_not_say_what_a_gap_is_gets_none(albania, names):
    cards = [_with_report(_card(albania, {names[0]: 4})), _with_report(_card(albania, {names[0]: 0}))]
    assert _gaps(cards) is None
