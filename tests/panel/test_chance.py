"""Alpha and kappa against published tables, and where neither is defined."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from evaluator.errors import MissingDependencyError
from evaluator.model.rubric import AgreementChoices
from evaluator.panel.chance import alpha, bootstrap_interval, weighted_kappa

# Krippendorff (2011), example C: four observers, twelve units; published 0.743 nominal, 0.815 ordinal.
EXAMPLE_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
]
# Two raters, three categories: a contingency table whose kappas three packages agree on.
TABLE = [[44, 5, 1], [7, 20, 3], [9, 5, 6]]
CHOICES = AgreementChoices(draws=200)


def counts(ratings):
    columns = np.array(ratings).T
    return np.stack([(columns == value).sum(axis=1) for value in range(1, 6)], axis=1)


def pairs(table):
    rows = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return np.array(rows).T


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.74342105263157898), ("ordinal", 0.81538750375488145)])
def test_alpha_of_the_published_example(metric, value):
    assert alpha(counts(EXAMPLE_C), [1, 2, 3, 4, 5], metric) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("power", "value"), [(0, 0.49152542372881347), (1, 0.47368421052631582), (2, 0.45454545454545459)]
)
def test_kappa_of_a_three_by_three_table(power, value):
    assert weighted_kappa(*pairs(TABLE), power=power) == pytest.approx(value, abs=1e-12)


def test_kappa_does_not_care_who_is_first():
    first, second = pairs(TABLE)
    assert weighted_kappa(first, second) == pytest.approx(weighted_kappa(second, first), abs=1e-12)


def test_ratings_that_are_all_the_same_leave_both_undefined():
    assert alpha([[2], [2]], [3], "ordinal") is None
    assert alpha([[2, 0], [2, 0]], [0, 1], "nominal") is None
    assert weighted_kappa([2, 2], [2, 2]) is None
    assert bootstrap_interval([[2, 0], [2, 0]], [0, 1], "nominal", CHOICES) == (None, None)


def test_an_alpha_that_is_no_number_is_undefined(monkeypatch):
    monkeypatch.setattr("krippendorff.alpha", lambda **_: float("nan"))
    assert alpha([[2, 0], [0, 2]], [0, 1], "nominal") is None


def test_no_unit_with_two_ratings_leaves_alpha_undefined():
    assert alpha([[1, 0], [0, 1]], [0, 1], "ordinal") is None


def test_the_interval_holds_the_value_and_is_the_same_each_time():
    table = counts(EXAMPLE_C)
    low, high = bootstrap_interval(table, [1, 2, 3, 4, 5], "ordinal", CHOICES)
    assert low < 0.815 < high
    assert bootstrap_interval(table, [1, 2, 3, 4, 5], "ordinal", CHOICES) == (low, high)


@pytest.mark.parametrize("metric", ["ordinal", "nominal"])
@pytest.mark.parametrize("table", [counts(EXAMPLE_C), [[2, 0, 0], [1, 1, 0], [0, 0, 1], [0, 3, 1]]])
def test_the_interval_is_that_of_draws_taken_one_by_one(table, metric):
    table = np.asarray(table)
    domain = np.arange(table.shape[1])
    rng = np.random.default_rng(CHOICES.seed)
    draws = [table[rng.integers(0, len(table), len(table))] for _ in range(CHOICES.draws)]
    found = [value for draw in draws if (value := alpha(draw, domain, metric)) is not None]
    tail = (1 - CHOICES.interval) / 2
    assert bootstrap_interval(table, domain, metric, CHOICES) == tuple(np.quantile(found, [tail, 1 - tail]))


def test_resamples_that_are_constant_are_left_out():
    low, high = bootstrap_interval([[2, 0]] * 4 + [[0, 2]], [0, 1], "nominal", CHOICES)
    assert (low, high) == (1.0, 1.0)


def test_a_missing_library_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    with pytest.raises(MissingDependencyError, match=r"nap-evaluator\[statistics\]"):
        alpha([[2, 0], [0, 2]], [0, 1], "nominal")
