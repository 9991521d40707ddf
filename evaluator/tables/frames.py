"""The tables of the stages as frames under contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluator.model.assessment import Settled
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.tables.contract import frame
from evaluator.tables.stages import (
    GateRow,
    NodeRow,
    OutcomeRow,
    ResultRow,
    ScoredRow,
    SettledRow,
    WeightRow,
    gate_rows,
    node_rows,
    outcome_rows,
    result_rows,
    scored_rows,
    settled_rows,
    weight_rows,
)

if TYPE_CHECKING:
    import pandas as pd

WITHIN = 1e-9


def settled_ratings(settled: Sequence[Settled]) -> pd.DataFrame:
    """Return ratings after the panel rule."""
    return frame(settled_rows(settled), SettledRow)


def outcomes(found: Sequence[Outcome]) -> pd.DataFrame:
    """Return the outcome of each criterion, before weights.

    Raises
    ------
    ValueError
        The bounds of a criterion do not hold its level.
    """
    table = frame(outcome_rows(found), OutcomeRow)
    low, high = table["low_level"], table["high_level"]
    inside = (low <= high) & ((table["level"].isna()) | ((low <= table["level"]) & (table["level"] <= high)))
    _must(bool(inside.all()), "a level outside its own bounds")
    return table


def scored_criteria(card: Scorecard) -> pd.DataFrame:
    """Return the criteria of a scorecard with points, weights and contributions.

    Raises
    ------
    ValueError
        The contributions do not add up to the score.
    """
    table = frame(scored_rows(card), ScoredRow)
    if card.score is not None and table.loc[table["used"] > 0, "contribution"].notna().all():
        _must(abs(table["contribution"].sum() - card.score) <= WITHIN, "contributions that do not add up to the score")
    return table


def node_scores(card: Scorecard) -> pd.DataFrame:
    """Return the nodes of a scorecard, the whole first.

    Raises
    ------
    ValueError
        A score lies outside its bounds.
    """
    table = frame(node_rows(card), NodeRow)
    outside = (table["score"] < table["low"] - WITHIN) | (table["score"] > table["high"] + WITHIN)
    _must(not bool(outside.any()), "a score outside its bounds")
    return table


def gates(card: Scorecard) -> pd.DataFrame:
    """Return the gates of a scorecard."""
    return frame(gate_rows(card), GateRow)


def weights(card: Scorecard) -> pd.DataFrame:
    """Return what each criterion weighs: stated, applicable, used.

    Raises
    ------
    ValueError
        A column of weights sums neither to 1 nor to 0.
    """
    table = frame(weight_rows(card), WeightRow)
    for name in ("stated", "applicable", "used"):
        whole = float(table[name].sum())
        _must(min(abs(whole), abs(whole - 1)) <= WITHIN, f"{name} weights that sum to {whole}")
    return table


def results(cards: Sequence[Scorecard]) -> pd.DataFrame:
    """Return the results of scorecards, a row each."""
    return frame(result_rows(cards), ResultRow)


def _must(holds: bool, otherwise: str) -> None:  # noqa: FBT001  (reads as a sentence)
    if not holds:
        raise ValueError(otherwise)
