from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evaluator.model.plan import Measure, MoneyLine
from evaluator.report.recorded import agreement_view, money_view, profile_view, recorded_view


def _plan(albania, measures=(), money=()):
    return replace(albania.assessment, measures=measures, money=money)


def _measure(name: str, paradigms: tuple[str, ...], function: str) -> Measure:
    return Measure(name, level="activity", text="x", paradigms=paradigms, function=function, tag_status="proposed")


def _line(name: str, amount: float | None, **more: object) -> MoneyLine:
    return MoneyLine(name, state="amount" if amount is not None else "zero", amount=amount, currency="EUR", **more)


def test_a_measure_of_two_paradigms_counts_in_both_and_once_in_all(albania):
    measures = (_measure("a", ("migration", "human-rights"), "assistance"), _measure("b", (), ""))
    view = profile_view(_plan(albania, measures))
    assert view.rows == (("assistance", (1, 0, 1, 0), 0, 1), ("", (0, 0, 0, 0), 1, 1))
    assert (view.totals, view.untagged, view.counted, view.proposed) == ((1, 0, 1, 0), 1, 2, 2)


def test_without_tags_there_is_no_profile(albania):
    assert profile_view(_plan(albania, (_measure("a", (), ""),))) is None


def test_printed_totals_and_sums_held_by_another_line_enter_no_sum(albania):
    lines = (
        _line("1", 2.5, unit_factor=1000, measure_id="a"), _line("2", 100, measure_id="a"), _line("3", None),
        _line("4", 2600, total_of="plan"), _line("5", 100, counted_in="2"),
    )  # fmt: skip
    view = money_view(_plan(albania, (_measure("a", (), "control"), _measure("b", (), "control")), lines))
    assert view.sums == (("EUR", Decimal("2600.0"), 2),)
    assert (view.left_out, view.with_amount, view.measures) == (2, 1, 2)
    assert view.states == (("amount", 4), ("zero", 1))


def test_one_final_coding_has_no_agreement(albania, rubric):
    assert agreement_view(replace(albania.assessment, codings=albania.assessment.codings[:1]), rubric, "en") is None


def test_agreement_names_the_criteria_on_which_coders_differ(library, rubric, albania):
    view = recorded_view(albania, "en").agreement
    assert view.coders == ("a", "b")
    for _, votes, _ in view.apart:
        assert len({said for _, said in votes}) > 1
