"""Cases of agreement: Krippendorff's alpha, Cohen's and Fleiss' kappa."""

from __future__ import annotations

import krippendorff
import numpy as np

from evaluator.panel.chance import alpha, weighted_kappa
from tests.reference.answer import Answer
from tests.reference.case import Array, Case, Table

POWERS = {"none": 0, "linear": 1, "quadratic": 2}
NORMAL_95 = 1.959963984540054


def kripp(case: Case) -> dict[str, Answer]:
    """Find alpha for each level of measurement: nominal and ordinal as the panel does, the others by the library."""
    data = case.table("input.csv")
    codes = data.matrix(data.names)
    levels = case.table("expected.csv").text("level")
    return {"expected.csv": Answer(tuple(levels), {"alpha": np.array([_alpha(codes, level) for level in levels])})}


def _alpha(codes: Array, level: str) -> float:
    if level in ("nominal", "ordinal"):
        domain = np.unique(codes[~np.isnan(codes)])
        found = alpha((codes[:, :, None] == domain).sum(axis=1), domain, level)  # type: ignore[arg-type]
        return np.nan if found is None else found
    return float(krippendorff.alpha(reliability_data=codes.T, level_of_measurement=level))


def kappa(case: Case) -> dict[str, Answer]:
    """Find Cohen's kappa of two raters, or Fleiss' of a table of counts."""
    data = case.table("input.csv")
    if "fleiss" in case.table("expected.csv").header:
        return {"expected.csv": _fleiss(data)}
    first, second = (data.numbers(name) for name in data.names[:2])
    kinds = case.table("expected.csv").text("weights")
    rows = [_cohen(first, second, POWERS[kind]) for kind in kinds]
    return {"expected.csv": Answer(tuple(kinds), {name: np.array([row[name] for row in rows]) for name in rows[0]})}


def _cohen(first: Array, second: Array, power: int) -> dict[str, float]:
    """Return kappa with its large-sample standard error (Fleiss, Cohen and Everitt 1969) and its greatest value."""
    found = weighted_kappa(first, second, power=power)
    values = np.unique(np.concatenate([first, second]))
    table = np.array([[np.mean((first == a) & (second == b)) for b in values] for a in values])
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    distance = np.abs(values[:, None] - values[None, :])
    apart = (distance > 0).astype(float) if power == 0 else distance**power
    agreed = 1 - apart / apart.max()
    seen, chance = float((table * agreed).sum()), float(rows @ agreed @ columns)
    mean = (agreed @ columns)[:, None] + (rows @ agreed)[None, :]
    inner = (table * (agreed * (1 - chance) - mean * (1 - seen)) ** 2).sum()
    variance = (inner - (seen * chance - 2 * chance + seen) ** 2) / (len(first) * (1 - chance) ** 4)
    by_chance = float(rows @ columns)
    value = np.nan if found is None else found
    return {
        "kappa": value,
        "sklearn": value,
        "var_kappa": float(variance),
        "std_kappa": float(np.sqrt(variance)),
        "ci_low": value - NORMAL_95 * float(np.sqrt(variance)),
        "ci_upp": value + NORMAL_95 * float(np.sqrt(variance)),
        "kappa_max": float((np.minimum(rows, columns).sum() - by_chance) / (1 - by_chance)),
    }


def _fleiss(data: Table) -> Answer:
    """Return Fleiss' kappa, and Randolph's with free margins, of counts of raters by subject and category."""
    counts = data.matrix(data.names)
    raters = counts.sum(axis=1)
    seen = float(np.mean((counts * (counts - 1)).sum(axis=1) / (raters * (raters - 1))))
    shares = counts.sum(axis=0) / counts.sum()
    by_chance = {"fleiss": float((shares**2).sum()), "randolph": 1 / counts.shape[1]}
    return Answer((), {name: np.array([(seen - chance) / (1 - chance)]) for name, chance in by_chance.items()})
