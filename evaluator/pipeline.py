"""The stages in order: ratings -> outcomes -> scores -> gates -> grade."""

from __future__ import annotations

from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.weighting import Weighting
from evaluator.panel.settle import settle, voting
from evaluator.plans.applicability import applies
from evaluator.plans.computed import compute
from evaluator.plans.indicator import indicate
from evaluator.scoring.card import make_card
from evaluator.scoring.outcomes import judged, not_applicable


def outcomes(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> tuple[Outcome, ...]:
    """Return one outcome for each criterion, in tree order; weights play no part in it."""
    settled = settle(assessment, rubric, assessor)
    final = all(coding.header.state == "final" for coding in voting(assessment, assessor))
    found = []
    for criterion in rubric.criteria:
        top = rubric.scale_of(criterion.id).top
        applicable = applies(criterion, assessment)
        rating = settled.get(criterion.id)
        if rating is not None and rating.status == "not-applicable":
            found.append(not_applicable(criterion, rating.reason))
        elif not applicable.holds:
            found.append(not_applicable(criterion, applicable.why))
        elif criterion.kind == "computed":
            found.append(compute(criterion, assessment, top, final=final))
        elif criterion.kind == "indicator":
            found.append(indicate(criterion, assessment, rating, top, rubric.wilson_z))
        else:
            if rating is None:
                raise ValueError(f"{criterion.id} was not settled")
            found.append(judged(criterion, rating, top, rubric.confidence_step))
    return tuple(found)


def evaluate(
    assessment: Assessment, rubric: Rubric, weighting: Weighting | str | None = None, *, assessor: str | None = None
) -> Scorecard:
    """Score one plan under one weighting.

    Parameters
    ----------
    assessment : Assessment
        The plan with its coders' ratings and facts.
    rubric : Rubric
        The rubric the ratings were made with.
    weighting : Weighting or str, optional
        A weighting or the name of one of the rubric's; the rubric's reference
        weighting if left out.
    assessor : str, optional
        Score one coder's ratings instead of the panel's.

    Returns
    -------
    Scorecard
        Score with coverage, bounds, judgement interval, gates and grade. The
        score is None where nothing with weight is rated.

    Raises
    ------
    UnknownNameError
        The rubric has no such weighting, or the assessment no such coder.
    """
    chosen = rubric.weighting(weighting or rubric.reference_weighting)
    draft = any(coding.header.state == "draft" for coding in voting(assessment, assessor)) or not assessment.codings
    return make_card(assessment, rubric, chosen, outcomes(assessment, rubric, assessor), is_draft=draft)
