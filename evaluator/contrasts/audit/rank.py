"""Places of plans by numbers on any scale: 1 is best, ties share the better place. Relative, for contrast."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.audit.normalise import ranks
from evaluator.scoring.grade import DIGITS

Array = NDArray[np.float64]


def rank_down(scores: Array) -> Array:
    """Return the place of each plan in each column, NaN for one without a number, which takes no place.

    Parameters
    ----------
    scores : array, shape (plans, columns)
        On any scale; compared at nine decimals, as bands and ranks are everywhere.

    Examples
    --------
    >>> rank_down(np.array([[7.7], [20.0], [np.nan], [7.7], [1.0]]))[:, 0].tolist()
    [2.0, 1.0, nan, 2.0, 4.0]
    """
    return ranks(np.asarray(-np.round(scores, DIGITS), dtype=np.float64))
