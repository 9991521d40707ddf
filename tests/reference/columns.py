"""Cases over columns: normalisations, ranks, outranking."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from evaluator.contrasts.audit import normalise as relative
from evaluator.contrasts.audit.normalise import copeland, dominant_pairs, outranking, rank_down
from evaluator.model.aggregation import Aggregation
from evaluator.scoring.aggregate import combine
from evaluator.scoring.normalise import linear
from tests.reference.answer import Answer
from tests.reference.case import Array, Case, CaseError, Table

Way = Callable[[Case, Array, "Meta"], Array]


class Meta:
    """What the structure table says of each column; parameters of the case stand where it says nothing."""

    def __init__(self, case: Case, columns: list[str]) -> None:
        self.case = case
        self.columns = columns
        self.table: Table | None = case.table("structure.csv") if case.has("structure.csv") else None
        self.direction = self.of("Direction", 1.0)

    def has(self, name: str) -> bool:
        """Return whether the structure has such a column."""
        return self.table is not None and name in self.table.header

    def of(self, name: str, otherwise: float) -> Array:
        """Return one number for each column of the input."""
        if not self.has(name) or self.table is None:
            return np.full(len(self.columns), otherwise)
        by_code = dict(zip(self.table.text("iCode"), self.table.numbers(name), strict=True))
        found = np.array([by_code.get(column, np.nan) for column in self.columns])
        return np.where(np.isnan(found), otherwise, found)


def norm(case: Case) -> dict[str, Answer]:
    """Normalise every column; a column with direction -1 is turned round first."""
    data = case.table("input.csv")
    names = [name for name in case.table("expected.csv").names if name in data.names]
    meta = Meta(case, names)
    found = WAYS[_way(case)](case, data.matrix(names), meta)
    return {"expected.csv": Answer(tuple(data.text(data.header[0])), dict(zip(names, found.T, strict=True)))}


def _way(case: Case) -> str:
    named = re.findall(r"\bn_([a-z0-9]+)", case.readme) or re.findall(r"^norm_(?:edge_)?([a-z0-9]+)", case.name)
    known = [way for way in named if way in WAYS]
    if not known:
        raise CaseError(f"no normalisation is called {' or '.join(named) or case.name!r}")
    return known[0]


def _turned(values: Array, meta: Meta) -> Array:
    return values * meta.direction


def _minmax(case: Case, values: Array, meta: Meta) -> Array:
    low = meta.of("minmax_lower", case.param("l", 0.0))
    high = meta.of("minmax_upper", case.param("u", 100.0))
    return relative.min_max(_turned(values, meta)) * (high - low) + low


def _zscore(case: Case, values: Array, meta: Meta) -> Array:
    mean, deviation = meta.of("zscore_mean", case.param("m", 0.0)), meta.of("zscore_sd", case.param("s", 1.0))
    return relative.z_score(_turned(values, meta)) * deviation + mean


def _ties(case: Case) -> relative.Ties:
    return "average" if case.params.get("ties") == "average" else "min"


def _reference(case: Case, values: Array, meta: Meta) -> Array:
    row = int(case.param("iref_1based", case.param("iref", 1))) - 1
    return relative.distance_to_plan(_turned(values, meta), row, cap=case.params.get("cap") == "TRUE")


def _target(_: Case, values: Array, meta: Meta) -> Array:
    target = meta.of("Target", np.nan) * meta.direction
    return relative.distance_to_target(_turned(values, meta), target, cap=meta.of("dist2targ_cap_max", 0.0) == 1)


def _goalposts(case: Case, values: Array, meta: Meta) -> Array:
    """Place figures between declared goalposts: the absolute normalisation that rubrics use."""
    low, high = meta.of("goalpost_lower", case.param("l", 0.0)), meta.of("goalpost_upper", case.param("u", 1.0))
    scale, cut = meta.of("goalpost_scale", case.param("scale", 1.0)), meta.of("goalpost_trunc2posts", 1.0)
    rises = meta.direction > 0
    zero, one = np.where(rises, low, high), np.where(rises, high, low)
    places = [linear(values[:, k], zero[k], one[k], cut=cut[k] == 1) for k in range(values.shape[1])]
    return np.column_stack(places) * scale


def _scaled(case: Case, values: Array, meta: Meta) -> Array:
    """Scale by fixed numbers: those of the structure are turned round with the column, the parameters are not."""
    own = meta.has("scaled_lower")
    low, high = meta.of("scaled_lower", case.param("l", 0.0)), meta.of("scaled_upper", case.param("u", 100.0))
    scale = meta.of("scale_factor", case.param("scale", case.param("scale_factor", 100.0)))
    if own:
        low, high = np.where(meta.direction > 0, low, -high), np.where(meta.direction > 0, high, -low)
    turned = _turned(values, meta)
    return np.column_stack(
        [linear(turned[:, k], low[k], high[k], cut=False) * scale[k] for k in range(values.shape[1])]
    )


WAYS: dict[str, Way] = {
    "minmax": _minmax,
    "zscore": _zscore,
    "rank": lambda case, values, meta: relative.ranks(_turned(values, meta), _ties(case)),
    "borda": lambda case, values, meta: relative.borda(_turned(values, meta), _ties(case)),
    "prank": lambda case, values, meta: relative.percentile_rank(_turned(values, meta), _ties(case)),
    "fracmax": lambda _, values, meta: relative.fraction_of_maximum(_turned(values, meta)),
    "dist2max": lambda _, values, meta: relative.distance_to_maximum(_turned(values, meta)),
    "dist2ref": _reference,
    "dist2targ": _target,
    "goalposts": _goalposts,
    "scaled": _scaled,
}


def outrank(case: Case) -> dict[str, Answer]:
    """Compare pairs of units, count who wins, rank by it."""
    data = case.table("input.csv")
    units, names = tuple(data.text(data.header[0])), data.names
    weights = case.table("weights.csv")
    by_code = dict(zip(weights.text(weights.header[0]), weights.numbers("Weight"), strict=True))
    matrix = outranking(_turned(data.matrix(names), Meta(case, names)), np.array([by_code[name] for name in names]))
    score = copeland(matrix).astype(float)
    pairs, count = dominant_pairs(matrix), len(units)
    return {
        "expected.csv": Answer(units, {"Copeland": score, "Rank": rank_down(score[:, None])[:, 0]}),
        "expected_outrank_matrix.csv": Answer(units, dict(zip(units, matrix.T, strict=True))),
        "expected_dominance.csv": Answer(
            (), {"nDominant": np.array([pairs]), "fracDominant": np.array([pairs / (count * (count - 1) / 2)])}
        ),
    }


def ranks(case: Case) -> dict[str, Answer]:
    """Rank every column, 1 for the largest; a lone column may be expected under the name `Rank`."""
    data = case.table("input.csv")
    found = rank_down(data.matrix(data.names))
    columns = dict(zip(data.names, found.T, strict=True))
    if len(data.names) == 1:
        columns["Rank"] = found[:, 0]
    return {"expected.csv": Answer(tuple(data.text(data.header[0])), columns)}


def weighted(case: Case) -> dict[str, Answer]:
    """Add up (or multiply) columns by weight, after they were put on one scale; a low cost is good."""
    data, meta = case.table("input.csv"), case.table("weights.csv")
    scale = "minmax" if "_minmax_" in case.name else "shares"
    kind = "geometric" if "_wpm_" in case.name else "arithmetic"
    scores = weighted_scores(data.matrix(meta.text("iCode")), meta, scale, kind)
    columns = {"score": scores, "rank_min": rank_down(scores[:, None])[:, 0]}
    return {"expected.csv": Answer(tuple(data.text(data.header[0])), columns)}


def weighted_scores(values: Array, meta: Table, scale: str, kind: str) -> Array:
    """Return one score for each row: columns on one scale (`minmax` or `shares`), combined by weight."""
    weights, sign = meta.numbers("Weight"), meta.numbers("Direction")
    scaled = _spread(values, sign) if scale == "minmax" else _shares(values, sign)
    cube = np.broadcast_to(weights[:, None, None], (len(weights), 1, len(values)))
    how = Aggregation.model_validate({"kind": kind})
    return combine(how, scaled.T[:, None, :], cube, np.zeros(len(weights), dtype=bool))[0]


def _spread(values: Array, sign: Array) -> Array:
    low, high = values.min(axis=0), values.max(axis=0)
    ends = [(a, b) if s > 0 else (b, a) for a, b, s in zip(low, high, sign, strict=True)]
    return np.column_stack([linear(column, *end) for column, end in zip(values.T, ends, strict=True)])


def _shares(values: Array, sign: Array) -> Array:
    good = np.where(sign > 0, values, 1 / values)
    return np.asarray(good / good.sum(axis=0))
