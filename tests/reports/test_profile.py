from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.model.plan import Measure, MoneyLine
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_html, report_view
from evaluator.reports.sections.profile import agreement_view, money_view, profile_view, recorded_view
from evaluator.scoring.card import make_card


def _plan(albania, measures):
    return replace(albania.assessment, measures=measures)


def _measure(name: str, paradigms: tuple[str, ...], function: str) -> Measure:
    return Measure(name, level="activity", text="x", paradigms=paradigms, function=function, tag_status="proposed")


def test_a_measure_of_two_paradigms_counts_in_both_and_once_in_all(albania):
    measures = (_measure("a", ("migration", "human-rights"), "assistance"), _measure("b", (), ""))
    view = profile_view(_plan(albania, measures))
    assert view.rows == (("assistance", (1, 0, 1, 0), 0, 1), ("", (0, 0, 0, 0), 1, 1))
    assert (view.totals, view.untagged, view.counted, view.proposed) == ((1, 0, 1, 0), 1, 2, 2)


def test_without_tags_there_is_no_profile(albania):
    assert profile_view(_plan(albania, (_measure("a", (), ""),))) is None


def test_one_final_coding_has_no_agreement(albania):
    alone = replace(albania.assessment, codings=albania.assessment.codings[:1])
    assert agreement_view(CountryContext(replace(albania, assessment=alone))) is None


def test_agreement_names_the_criteria_on_which_coders_differ(library, rubric, albania):
    view = recorded_view(CountryContext(albania)).agreement
    assert view.coders == ("a", "b")
    for _, votes, _ in view.apart:
        assert len({said for _, said in votes}) > 1


def test_agreement_is_printed_with_what_the_coders_read(albania):
    headers = [c.header.model_copy(update={"read": "evidence-list"}) for c in albania.assessment.codings]
    codings = tuple(replace(c, header=h) for c, h in zip(albania.assessment.codings, headers, strict=True))
    page = replace(albania, assessment=replace(albania.assessment, codings=codings))
    words = " ".join(agreement_view(CountryContext(page)).words)
    assert "Coders a, b read the evidence list, the notes of another, and not the sources." in words
    assert "These are not independent readings." in words


NONE = Decimal(0)


def _plan_money(albania, measures=(), money=()):
    return replace(albania.assessment, measures=measures, money=money)


def _measure_money(name: str, paradigms: tuple[str, ...], function: str, **more: object) -> Measure:
    given = {"level": "activity", "text": "x", "paradigms": paradigms, "function": function, "tag_status": "proposed"}
    return Measure(name, **{**given, **more})


def _line(name: str, amount: float | None, **more: object) -> MoneyLine:
    return MoneyLine(name, state="amount" if amount is not None else "zero", amount=amount, currency="EUR", **more)


def test_printed_totals_and_sums_held_by_another_line_enter_no_sum(albania):
    lines = (
        _line("1", 2.5, unit_factor=1000, measure_id="a"), _line("2", 100, measure_id="a"), _line("3", None),
        _line("4", 2600, total_of="plan"), _line("5", 100, counted_in="2"),
    )  # fmt: skip
    view = money_view(
        _plan_money(albania, (_measure_money("a", (), "control"), _measure_money("b", (), "control")), lines)
    )
    assert view.sums == (("EUR", Decimal("2600.0"), 2),)
    assert (view.left_out, view.with_amount, view.measures) == (2, 1, 2)
    assert view.states == (("amount", 4), ("zero", 1))


def test_money_stands_by_function_and_paradigm_and_money_of_two_paradigms_in_both(albania):
    measures = (
        _measure_money("a", ("migration", "human-rights"), "assistance"), _measure_money("b", (), "control"),
        _measure_money("a1", (), "", level="task", parent_id="a"),
    )  # fmt: skip
    lines = (
        _line("1", 3, measure_id="a", unit_factor=1000), _line("2", 500, measure_id="a1"),
        _line("3", 20, measure_id="b"), _line("4", 7),
    )  # fmt: skip
    (table,) = money_view(_plan_money(albania, measures, lines)).tables
    both, rest = Decimal(3500), Decimal(27)
    assert table.paradigms == ("migration", "law-enforcement", "human-rights", "economic")
    assert table.rows == (
        ("control", (NONE,) * 4, Decimal(20), Decimal(20)),
        ("assistance", (both, NONE, both, NONE), NONE, both),
        ("", (NONE,) * 4, Decimal(7), Decimal(7)),
    )
    assert (table.totals, table.without, table.whole) == ((both, NONE, both, NONE), rest, both + rest)


def test_an_amount_of_a_task_is_an_amount_of_the_measure_above_it(albania):
    measures = (_measure_money("a", (), "control"), _measure_money("a1", (), "", level="task", parent_id="a"))
    view = money_view(_plan_money(albania, measures, (_line("1", 5, measure_id="a1"),)))
    assert (view.with_amount, view.measures) == (1, 1)


def test_a_measure_whose_column_of_money_could_not_be_read_is_known_neither_to_state_a_sum_nor_to_state_none(albania):
    measures = (
        _measure_money("a", (), "control"), _measure_money("b", (), "control", not_stated=("amount",)),
        _measure_money("c", (), "control", not_seen=("resources_text",)),
    )  # fmt: skip
    view = money_view(_plan_money(albania, measures, (_line("1", 5, measure_id="a"),)))
    assert (view.measures, view.with_amount, view.known, view.unknown) == (3, 1, 2, 1)


def test_currencies_are_never_added_and_have_a_table_each(albania):
    lines = (_line("1", 5, measure_id="a"), replace(_line("2", 9, measure_id="a"), currency="ALL"))
    view = money_view(_plan_money(albania, (_measure_money("a", (), "control"),), lines))
    assert [(table.currency, table.whole) for table in view.tables] == [("ALL", Decimal(9)), ("EUR", Decimal(5))]


def test_amounts_stand_as_they_are_and_add_up_to_the_cent(albania, library, rubric):
    measures = (_measure_money("a", (), "control"), _measure_money("b", (), "assistance"))
    lines = (*(_line(str(k), 0.4, measure_id="a") for k in range(3)), _line("9", 2.5, measure_id="b"))
    (table,) = money_view(_plan_money(albania, measures, lines)).tables
    assert [row[3] for row in table.rows] == [Decimal("1.2"), Decimal("2.5")]
    assert table.whole == Decimal("3.7")
    plan = _plan_money(albania, measures, lines)
    card = make_card(plan, rubric, albania.weighting, [s.outcome for s in albania.criteria], is_draft=False)
    page = country_html(library, report_view(library, card, annex=True))
    assert '<td class="number">1.2</td>' in page
    assert "4 amounts in EUR add up to 3.7." in page
    assert '<td class="number">0</td>' not in page.partition("What is stated")[2].partition("</table>")[0]


@pytest.mark.parametrize(
    ("amount", "scale", "whole"),
    [(9_999_999_999, 1, "9999999999"), (10**10 + 500, 1000, "10000000.5"), (10**15, 10**6, "1000000000")],
)
def test_large_amounts_are_told_in_thousands_or_millions_exactly(albania, amount, scale, whole):
    (table,) = money_view(
        _plan_money(albania, (_measure_money("a", (), "control"),), (_line("1", amount, measure_id="a"),))
    ).tables
    assert (table.scale, table.whole) == (scale, Decimal(whole))


def test_without_tags_money_has_no_table(albania):
    assert (
        money_view(_plan_money(albania, (_measure_money("a", (), ""),), (_line("1", 5, measure_id="a"),))).tables == ()
    )


def test_the_table_is_printed_with_every_sum(library, albania, rubric):
    plan = _plan_money(
        albania, (_measure_money("a", ("economic",), "assistance"),), (_line("1", 1234567, measure_id="a"),)
    )
    card = make_card(plan, rubric, albania.weighting, [s.outcome for s in albania.criteria], is_draft=False)
    page = country_html(library, report_view(library, card, annex=True))
    assert "What is stated, in EUR" in page
    assert page.count('<td class="number">1,234,567</td>') == 2
