"""Many plans with long names stand in rows by their codes; a few, and short names, by their names."""

from __future__ import annotations

from evaluator.reports.subject import names_in_rows

LONG = "Confederation of Island Territories"


def heads(number, name):
    return {f"plan-{k}": (f"X{k}", name) for k in range(number)}


def test_a_long_name_among_more_than_four_is_its_code():
    assert set(names_in_rows(heads(4, LONG)).values()) == {LONG}
    assert list(names_in_rows(heads(5, LONG)).values()) == ["X0", "X1", "X2", "X3", "X4"]


def test_a_name_that_fits_two_lines_stays_a_name_among_any_number():
    assert names_in_rows(heads(12, "Bosnia and Herzegovina"))["plan-3"] == "Bosnia and Herzegovina"


def test_only_the_long_names_of_a_table_are_codes():
    mixed = {**heads(5, "Albania"), "other": ("XCI", LONG)}
    assert [names_in_rows(mixed)[plan] for plan in ("plan-0", "other")] == ["Albania", "XCI"]
