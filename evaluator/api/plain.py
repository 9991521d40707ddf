"""A plain frame of levels or figures, scored; and the weights of a rubric as a Series."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.api.opened import kind_of, opened
from evaluator.contrasts.plain_levels import laid_out, results_of, rows_of
from evaluator.contrasts.tables.study import VerdictRow, verdict_row
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.defaults import DEFAULT_RUBRIC
from evaluator.model.rubric import Rubric
from evaluator.scoring.own_weights import Several, Weights, shares_by_criterion, weighting_of, weightings_of
from evaluator.scoring.tree import plant
from evaluator.tables.base import declared
from evaluator.tables.contract import frames_library, with_source

if TYPE_CHECKING:
    import pandas as pd


def score_frame(
    levels: pd.DataFrame,
    rubric: Rubric | str = DEFAULT_RUBRIC,
    weights: Several | None = None,
    *,
    library: Library | str | Path | None = None,
) -> pd.DataFrame:
    """Score a data frame of levels or figures: one row for each plan, one column for each criterion.

    Parameters
    ----------
    levels : pandas.DataFrame
        Whole numbers from 0 to the top of each criterion's scale. `"2+"` is at least 2. A missing value, or
        a criterion without a column, is not assessed; `"-"` does not apply. Of a criterion that the rubric
        normalises (goalposts, a target, steps) the raw figure. The index names the plans, each once; a MultiIndex
        names country and year.
    rubric : Rubric or str
        The rubric with the tree, gates, bands and missing-data policies to use.
    weights : str, Weighting, mapping, Series, frame or a sequence of them, optional
        All of the rubric's weightings if left out, the reference first; see `contrast`.
    library : Library or path, optional
        Where a rubric called by name is read.

    Returns
    -------
    pandas.DataFrame
        A row for each plan, in the order and under the index of `levels`, for one weighting after the other; the
        columns are those of `scores` in `Study.frame`. `attrs` names rubric, version and package.

    Raises
    ------
    UnknownNameError
        A column is not a criterion of the rubric.
    EvaluatorError
        A cell is not a level of its scale (the first ten and their number), a plan occurs twice, or there is no plan.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"shelter-places-assisted": [4, 0], "document-security": [0, 4]}, index=["X", "Y"])
    >>> found = score_frame(frame, weights={"shelter-places-assisted": 3, "document-security": 1})
    >>> found[["plan_id", "score"]].values.tolist()
    [['X', 0.75], ['Y', 0.25]]
    """
    frames_library()
    import pandas as pd

    if not isinstance(levels, pd.DataFrame):
        raise EvaluatorError(f"a frame of pandas is wanted, not {kind_of(levels)}: pandas.DataFrame(...) makes one")
    chosen = rubric if isinstance(rubric, Rubric) else opened(library).rubric(rubric)
    views = weightings_of(chosen, weights)
    if not views:
        raise EvaluatorError("no weighting is given: name some, or leave them out for all of the rubric's")
    rows = rows_of(levels)
    found = results_of(chosen, views, laid_out(levels, chosen, plant(chosen)), rows)
    told = [
        verdict_row(chosen, result, row, ranking="covered" if result.rank else "")
        for results in found
        for result, row in zip(results, rows, strict=True)
    ]
    # The index names the rows; a name of a frame need not have the form of a plan's id, which the contract asks for.
    table = declared(VerdictRow, "scores")
    frame = table.only(" ".join(name for name in table.labels if name != "plan_id")).frame(told)
    frame.insert(1, "plan_id", pd.Series([row.plan_id for row in told], dtype="string"))
    frame.index = levels.index.append([levels.index] * (len(views) - 1)) if len(views) > 1 else levels.index
    return with_source(frame, chosen)


def weights_of(rubric: Rubric, weights: Weights | None = None) -> pd.Series[float]:
    """Return each criterion's weight in the total if all criteria apply; the weights sum to 1."""
    frames_library()
    import pandas as pd

    chosen = weighting_of(rubric, rubric.reference_weighting if weights is None else weights)
    found = shares_by_criterion(rubric, chosen)
    return pd.Series(list(found.values()), index=pd.Index(list(found), name="criterion_id"), name="weight")
