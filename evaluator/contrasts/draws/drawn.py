"""Scores under drawn weights as a data frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evaluator.contrasts.draws.engine import engine_of
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.weights import draw, space_of
from evaluator.contrasts.study import Study
from evaluator.errors import EvaluatorError
from evaluator.model.words import say

if TYPE_CHECKING:
    import pandas as pd


def drawn_scores(study: Study, count: int, seed: int, weighting: str) -> pd.DataFrame:
    """Return the scores of all plans under `count` drawn weightings: a row for each draw, a column for each plan.

    See `Study.draws`.

    Raises
    ------
    EvaluatorError
        The rubric states no choices for draws, or `count` is below 1.
    KeyError
        The weighting is not in the study.
    """
    import pandas as pd

    choices = study.rubric.contrast
    if choices is None:
        raise EvaluatorError(say("the rubric %(rubric)s states no choices for draws", rubric=study.rubric.id))
    if count < 1:
        raise EvaluatorError(say("%(count)s draws: give at least 1", count=count))
    layout = layout_of(study, study.weighting(weighting), everyone=True)
    weights, _ = draw(
        space_of(layout, choices.hit_and_run, seed=seed), layout.base, count, np.random.SeedSequence(seed)
    )
    return pd.DataFrame(engine_of(layout).scores(weights), columns=pd.Index(study.plan_ids, name="plan_id"))
