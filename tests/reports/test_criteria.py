from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace as Some

import pytest

from evaluator.model.assessment import AgreedRating
from evaluator.model.plan import MOST_QUOTED
from evaluator.panel.settle import inputs_of, votes_on, voting, written_inputs
from evaluator.pipeline import evaluate
from evaluator.reports.country import country_html, country_view
from evaluator.reports.sections.citations import print_order
from evaluator.reports.sections.criteria import PulledView, columns, pulled_quotation
from evaluator.scoring.rounding import printed


@pytest.fixture(params=["equal", "us-tip", "gaatw"])
def card(request, albania, rubric):
    return evaluate(albania.assessment, rubric, request.param)


def test_every_figure_of_a_column_is_rounded_by_itself_so_that_equal_ones_print_equal(card):
    shown = columns(card)
    for name in ("stated", "applicable", "used"):
        numbers = {s.outcome.criterion_id: getattr(s, name) for s in card.criteria}
        column = getattr(shown, name)
        assert column.criteria == {key: printed(100 * number, 2) for key, number in numbers.items()}
        prints = {}
        for key, number in numbers.items():
            prints.setdefault(round(number, 12), set()).add(column.criteria[key])
        assert all(len(same) == 1 for same in prints.values())


def test_the_sum_of_the_contributions_is_the_printed_score(card):
    assert columns(card).total == Decimal(str(round(card.score, 9))).quantize(Decimal("0.001"))


def test_no_contribution_is_printed_where_nothing_is_rated(empty):
    assert columns(empty).parts == {}
    assert columns(empty).total is None


def test_criteria_are_printed_by_group_those_with_a_level_first_and_weightless_ones_last(albania):
    keys = [
        (
            albania.rubric.paradigms.index(albania.rubric.paradigm_of(s.outcome.criterion_id)),
            s.outcome.level is None,
            s.stated == 0,
        )
        for s in print_order(albania)
    ]
    assert keys == sorted(keys)
    assert len(keys) == len(albania.rubric.criteria)


def test_a_decision_that_nothing_can_be_said_is_printed_with_what_each_coder_said(albania, rubric, library):
    name = "border-identification"
    votes = votes_on(voting(albania.assessment), name)
    row = AgreedRating(
        name, "not-assessed", None, "discussion", "lead", "2026-01-02", "Told of 2003.", written_inputs(votes)
    )
    card = evaluate(replace(albania.assessment, agreed=(row,)), rubric)
    page = country_html(library, country_view(card, annex=True))
    place = page.partition(f'id="criterion-{name}"')[2].partition("</tr>")[0]
    other = page.partition('<table class="close">')[2].partition("</table>")[0]
    undecided = [line for line in other.split("</tr>") if "Decided by" not in line]
    assert undecided
    assert all("Coders:" not in line for line in undecided)
    assert "<strong>" not in place  # what it would take, and no dispute
    assert "Decided by lead: Told of 2003." in place
    assert all(f"{coder} {said}" in place for coder, said in inputs_of(votes))


def reference(number, words):
    return Some(number=number, quote=Some(text=" ".join(["word"] * words)))


def criterion(used, *numbers):
    return Some(weights=Some(used=used), citations=numbers)


def test_the_quotation_behind_the_heaviest_rating_that_has_a_short_one_is_pulled_out():
    light, heavy, heaviest = criterion(1, 1), criterion(2, 2, 3), criterion(3, 4)
    references = [reference(1, 5), reference(2, 0), reference(3, MOST_QUOTED), reference(4, MOST_QUOTED + 1)]
    assert pulled_quotation(Some(rated=(light, heavy, heaviest)), references) == PulledView(heavy, references[2])


def test_of_ratings_that_weigh_alike_the_first_is_taken():
    one, other = criterion(1, 1), criterion(1, 2)
    references = [reference(1, 3), reference(2, 3)]
    assert pulled_quotation(Some(rated=(one, other)), references).criterion is one


def test_without_a_short_quotation_nothing_is_pulled_out():
    assert pulled_quotation(Some(rated=(criterion(1, 1, 2),)), [reference(1, 0)]) is None
    assert pulled_quotation(Some(rated=()), [reference(1, 5)]) is None
