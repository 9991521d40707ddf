"""Bootstrap of a study: the scores that other coders, other ratings or other criteria of the same kind would give."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from evaluator.contrasts.draws.engine import engine_of
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.places import Counts
from evaluator.contrasts.plain_levels import several
from evaluator.contrasts.study import Study
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.assessment import Assessment
from evaluator.panel.settle import votes_on, voting
from evaluator.pipeline import computed_outcomes, outcomes
from evaluator.scoring.grade import DIGITS
from evaluator.scoring.matrix import Array, Mask
from evaluator.scoring.outcomes import Cells, cells
from evaluator.scoring.scores import told_scores
from evaluator.scoring.tree import Tree
from evaluator.scoring.weights import LocalWeights, local_weights
from evaluator.tables.contract import frames_library, with_source

if TYPE_CHECKING:
    import pandas as pd

OVER = ("coders", "ratings", "criteria")
SEVERAL = 2  # coders: of one alone nothing can be drawn


def resampled(study: Study, over: str, count: int, seed: int, weighting: str) -> pd.DataFrame:
    """Return the scores of all plans in `count` draws; see `Study.bootstrap`.

    Raises
    ------
    UnknownNameError
        `over` is none of its three words.
    EvaluatorError
        `count` is below 1, or a plan has no second coder.
    """
    frames_library()
    import pandas as pd

    if over not in OVER:
        raise UnknownNameError("bootstrap", str(over), OVER)
    if count < 1:
        raise EvaluatorError(f"{count} draws: give at least 1")
    rng = np.random.default_rng(seed)
    drawn = _over_criteria(study, weighting, count, rng) if over == "criteria" else None
    scores = _over_coders(study, weighting, count, rng, apart=over == "ratings") if drawn is None else drawn
    frame = pd.DataFrame(np.round(scores, DIGITS), columns=pd.Index(study.plan_ids, name="plan_id"))
    return with_source(frame.rename_axis(index="draw"), study.rubric)


def _over_criteria(study: Study, weighting: str, count: int, rng: np.random.Generator) -> Array:
    """Return scores, shape (draws, plans), with the criteria of each node drawn anew: as many, with replacement."""
    layout = layout_of(study, study.weighting(weighting), nested=True, everyone=True)
    tree, base = layout.tree, layout.base
    criteria = np.zeros((count, len(tree.criteria)))
    for branch in tree.branches:
        own = [at for at in branch.criteria if base.criteria[0, at] > 0]
        if own:
            weights = base.criteria[0, own] * rng.multinomial(len(own), [1 / len(own)] * len(own), count)
            criteria[:, own] = weights * (base.criteria[0, own].sum() / weights.sum(axis=1, keepdims=True))
    scores = engine_of(layout).scores(LocalWeights(np.repeat(base.nodes, count, axis=0), criteria))
    rated = (criteria > 0).astype(np.float64) @ layout.have.T.astype(np.float64) > 0
    return np.where(rated, scores, np.nan)


def _over_coders(study: Study, weighting: str, count: int, rng: np.random.Generator, *, apart: bool) -> Array:
    """Return scores, shape (draws, plans), with the coders of each plan drawn anew; `apart`, for each criterion."""
    codings = [voting(entrant.assessment, entrant.assessor or None) for entrant in study.entrants]
    alone = [plan for plan, own in zip(study.plan_ids, codings, strict=True) if len(own) < SEVERAL]
    if alone:
        raise EvaluatorError(
            f"one coder or none: {several(alone)}. Leave these plans out of the study, or draw over criteria."
        )
    tree = study.scores.tree
    local = local_weights(study.rubric, tree, (study.weighting(weighting),))
    draw = _ratings_drawn if apart else _coders_drawn
    drawn = [draw(study, p, count, rng) for p in range(len(codings))]
    return np.stack([_scores_of_draws(study, (tree, local), p, one) for p, one in enumerate(drawn)], axis=1)


def _coders_drawn(study: Study, p: int, count: int, rng: np.random.Generator) -> Mask:
    """Return which coders of a plan are drawn, shape (draws, 1, coders): the same for every criterion."""
    coders = len(voting(study.entrants[p].assessment))
    return _marked(rng.integers(0, coders, (count, 1, coders)), coders)


def _ratings_drawn(study: Study, p: int, count: int, rng: np.random.Generator) -> Mask:
    """Return whose ratings of each criterion are drawn of those who assessed it, shape (draws, criteria, coders)."""
    codings = voting(study.entrants[p].assessment)
    names = study.scores.tree.criteria
    marked = np.ones((count, len(names), len(codings)), dtype=bool)
    for at, name in enumerate(names):
        speaking = [k for k, vote in enumerate(votes_on(codings, name)) if vote.speaks]
        if speaking:
            drawn = np.array(speaking)[rng.integers(0, len(speaking), (count, len(speaking)))]
            marked[:, at] = _marked(drawn, len(codings))
    return marked


def _marked(drawn: Counts, coders: int) -> Mask:
    """Return a mask of the coders who are drawn at least once; how often does not change what the rule settles."""
    return np.asarray((drawn[..., None] == np.arange(coders)).any(axis=-2))


def _scores_of_draws(study: Study, scored: tuple[Tree, LocalWeights], p: int, drawn: Mask) -> Array:
    """Return the score of a plan in each draw; the rubric's rule settles what the drawn coders say."""
    whole, (tree, local) = study.entrants[p].assessment, scored
    panels, at = np.unique(drawn.reshape(-1, drawn.shape[-1]), axis=0, return_inverse=True)
    kept = computed_outcomes(whole, study.rubric)
    laid = cells(study.rubric, tree, [outcomes(_read_by(whole, one), study.rubric, None, kept) for one in panels])
    rows = np.broadcast_to(at.reshape(drawn.shape[:2]), (len(drawn), len(tree.criteria)))
    columns = np.arange(len(tree.criteria))
    picked = Cells(**{one.name: getattr(laid, one.name)[rows, columns] for one in fields(Cells)})
    rated = (picked.applicable & ~np.isnan(picked.values)).any(axis=1)
    return np.where(rated, told_scores(tree, local, picked)[0], np.nan)


def _read_by(assessment: Assessment, panel: Mask) -> Assessment:
    """Return the assessment with some of its coders; an agreed rating holds where all who took part are among them."""
    own = voting(assessment)
    return replace(assessment, codings=tuple(one for one, is_in in zip(own, panel, strict=True) if is_in))
