"""Alpha and kappa against published tables, and where neither is defined."""

from __future__ import annotations

import numpy as np
import pytest

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
CHOICES = AgreementChoices(draws=200, interval_from=2)


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


def test_complete_agreement_has_a_bound_and_not_a_point():
    """Of seven criteria 1 - 0.05 ** (1 / 7) = 0.348 may be apart."""
    low, high = bootstrap_interval([[2, 0]] * 4 + [[0, 2]] * 3, [0, 1], "ordinal", CHOICES)
    by_chance = 1 - (8 * 7 + 6 * 5) / (14 * 13)
    assert (low, high) == (pytest.approx(1 - (1 - 0.05 ** (1 / 7)) / by_chance), 1.0)
    assert bootstrap_interval([[2, 0]] * 40 + [[0, 2]] * 30, [0, 1], "nominal", CHOICES)[0] > 0.9


def test_resamples_that_are_constant_are_left_out():
    low, high = bootstrap_interval([[3, 0], [3, 0], [3, 0], [3, 0], [1, 2]], [0, 1], "nominal", CHOICES)
    assert low < high <= 1


@pytest.mark.parametrize(("number", "printed"), [(4, False), (5, True)])
def test_fewer_criteria_than_the_rubric_asks_for_have_no_interval(number, printed):
    table = ([[2, 0], [0, 2], [1, 1], [2, 0], [0, 2]])[:number]
    low, high = bootstrap_interval(table, [0, 1], "ordinal", AgreementChoices(draws=200))
    assert (low is not None, high is not None) == (printed, printed)


@pytest.mark.parametrize(("number", "errors"), [(7, 0.05), (12, 0.05), (7, 0.1), (12, 0.1)])
def test_an_interval_of_few_criteria_holds_the_true_alpha(number, errors):
    """Two coders on a scale of five, each a step off either way so often: 0.946 and 0.891 over many criteria."""
    rng = np.random.default_rng(50)
    choices = AgreementChoices(draws=200, interval_from=2)

    def coded(size):
        true = rng.choice(5, size, p=[0.35, 0.25, 0.2, 0.12, 0.08])
        off = rng.choice([-1, 0, 1], (2, size), p=[errors, 1 - 2 * errors, errors])
        ratings = np.clip(true + off, 0, 4)
        return np.stack([(ratings == value).sum(axis=0) for value in range(5)], axis=1)

    truth = alpha(coded(20_000), range(5), "ordinal")
    held = [ends[0] <= truth <= ends[1] for _ in range(150) if (ends := _interval(coded(number), choices))]
    assert np.mean(held) >= 0.92


def _interval(table, choices):
    kept = table[:, table.sum(axis=0) > 0]
    ends = bootstrap_interval(kept, range(kept.shape[1]), "ordinal", choices)
    return None if ends[0] is None else ends
