"""The stages of scoring in order: ratings -> outcomes -> scores -> gates -> grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.leave_out import LeftOut, leave_out_criteria, leave_out_ratings
from evaluator.contrasts.study import Study, study_of
from evaluator.errors import EvaluatorError
from evaluator.model.assessment import LEFT_OUT, Assessment, Settled
from evaluator.model.criterion import Criterion
from evaluator.model.kind import KINDS, Facts, Given
from evaluator.model.law import LawSide
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Glance, Outcome, Scorecard
from evaluator.model.sentence import say
from evaluator.model.weighting import Weighting
from evaluator.panel.settle import overtaken, settle, voting
from evaluator.panel.upgrade import is_of_another_scale
from evaluator.plans.applicability import applies
from evaluator.plans.indicator import by_variable
from evaluator.scoring.card import read_card, read_glances
from evaluator.scoring.outcomes import left_out, not_applicable
from evaluator.scoring.scores import Ready, alone, score_plans, score_ready, used_weights

NO_FACTS: Facts = {}
ROWS = 500  # most plans in one matrix


def outcomes(
    assessment: Assessment,
    rubric: Rubric,
    assessor: str | None = None,
    computed: Mapping[str, Outcome] | None = None,
) -> tuple[Outcome, ...]:
    """Return one outcome for each criterion, in tree order; weights do not affect them.

    `computed` may give outcomes of computed criteria by id, from `computed_outcomes`.
    """
    settled = settle(assessment, rubric, assessor)
    kept = computed or {}
    found = []
    known = by_variable(assessment)
    for criterion in rubric.criteria:
        applicable = applies(criterion, assessment)
        rating = settled.get(criterion.id)
        if rating is not None and rating.status in LEFT_OUT:
            found.append(left_out(criterion, rating))
        elif not applicable.holds:
            found.append(not_applicable(criterion, applicable.why))
        else:
            found.append(kept.get(criterion.id) or outcome_by_kind(criterion, assessment, rubric, rating, known))
    return tuple(_with_law(found, assessment, rubric))


def outcome_by_kind(
    criterion: Criterion, assessment: Assessment, rubric: Rubric, rating: Settled | None = None, known: Facts = NO_FACTS
) -> Outcome:
    """Return the outcome of a criterion by its kind; not assessed where the extension that brings the kind breaks."""
    scale = rubric.scale_of(criterion.id)
    given = Given(assessment, rating, scale, rubric.wilson_z, rubric.confidence_step, known)
    if kind := KINDS.get(criterion.kind):
        found = KINDS.attempt(
            criterion.kind, Outcome, kind.outcome, criterion, given,
            passing=(EvaluatorError,), unfit=lambda one: one.misfit(criterion.id, scale.top),
        )  # fmt: skip
        if found is not None:
            return found
    note = say("what computes criteria of the kind %(kind)s is left out", kind=criterion.kind)
    return Outcome(criterion.id, "not-assessed", None, 0, scale.top, 0, scale.top, covered=False, note=note)


def _with_law(found: Sequence[Outcome], assessment: Assessment, rubric: Rubric) -> Iterator[Outcome]:
    """Yield the outcomes, those that a law may answer with the law beside them: read, or said to be not read."""
    beside = {side.criterion_id: side for side in assessment.law}
    for outcome in found:
        name = outcome.criterion_id
        asks = rubric.by_id[name].statute is not None
        yield replace(outcome, law=beside.get(name, LawSide(name))) if asks else outcome


def evaluate_all(
    assessments: Sequence[Assessment],
    rubric: Rubric,
    weightings: Sequence[Weighting],
    *,
    assessor: str | None = None,
) -> list[Scorecard]:
    """Score plans under weightings: every plan under every weighting, plan by plan, as `evaluate` does.

    Plans are rows of one matrix, so that many plans take little longer than a few.

    Raises
    ------
    UnknownNameError
        An assessment has no such coder.
    """
    cards = []
    for start in range(0, len(assessments) if weightings else 0, ROWS):
        some = assessments[start : start + ROWS]
        found = [outcomes(assessment, rubric, assessor) for assessment in some]
        scores = score_plans(rubric, tuple(weightings), found)
        used = used_weights(scores)
        for p, assessment in enumerate(some):
            gone = overtaken(assessment, rubric, assessor)
            draft = _on_drafts(assessment, rubric, assessor) or bool(gone)
            for s, weighting in enumerate(weightings):
                row = scores.alone(s, p), alone(used, s, p)
                unready = draft or weighting.is_unwritten
                card = read_card(assessment, rubric, weighting, found[p], row, is_draft=unready)
                cards.append(replace(card, assessor=assessor or "", overtaken=gone))
    return cards


class Loaded(Protocol):
    """What holds a plan that was read, as `load` returns it."""

    @property
    def assessment(self) -> Assessment:
        """Return the plan with its coders' ratings and facts."""


def evaluate(
    assessment: Assessment | Loaded,
    rubric: Rubric,
    weighting: Weighting | str | None = None,
    *,
    assessor: str | None = None,
) -> Scorecard:
    """Score one plan under one weighting.

    Parameters
    ----------
    assessment : Assessment, or what `load` returned
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
    read = assessment if isinstance(assessment, Assessment) else assessment.assessment
    chosen = rubric.weighting(weighting or rubric.reference_weighting)
    (card,) = evaluate_all([read], rubric, [chosen], assessor=assessor)
    return card


def _on_drafts(assessment: Assessment, rubric: Rubric, assessor: str | None) -> bool:
    """Return whether a draft coding enters the score, or none though the rubric needs one, or not all fits the rubric.

    Its texts may be blanks yet, or its scale another than the one rated on.
    """
    if rubric.unwritten or any(is_of_another_scale(coding.header, rubric) for coding in voting(assessment, assessor)):
        return True
    if not assessment.codings and not any(criterion.is_rated_by_hand for criterion in rubric.criteria):
        return False
    return any(coding.header.state == "draft" for coding in voting(assessment, assessor)) or not assessment.codings


def computed_outcomes(assessment: Assessment, rubric: Rubric) -> dict[str, Outcome]:
    """Return the outcomes of the computed criteria, by id; they depend on the plan, not on ratings."""
    return {
        criterion.id: outcome_by_kind(criterion, assessment, rubric)
        for criterion in rubric.criteria
        if criterion.traits.is_of_rows
    }


def glances(
    assessment: Assessment,
    rubric: Rubric,
    ready: Ready,
    weightings: Sequence[Weighting],
    assessor: str,
    computed: Mapping[str, Outcome],
) -> list[Glance]:
    """Return the main figures of one coder's ratings under each weighting, as `evaluate_all` would, but faster.

    `ready` is the part prepared from rubric and weightings, `computed` the part from the plan; a
    caller reuses both while ratings change.
    """
    found = outcomes(assessment, rubric, assessor, computed)
    return read_glances(rubric, weightings, score_ready(rubric, ready, [found]), found)


def enter(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> Entrant:
    """Return a plan as an entrant of a contrast, with its outcomes, which no weighting changes."""
    found = outcomes(assessment, rubric, assessor)
    gone = overtaken(assessment, rubric, assessor)
    draft = _on_drafts(assessment, rubric, assessor) or any(o.status == "disputed" for o in found) or bool(gone)
    return Entrant(assessment, found, draft, assessor or "", gone)


def contrast(
    assessments: Sequence[Assessment],
    rubric: Rubric,
    weightings: Sequence[Weighting | str] | None = None,
    *,
    assessor: str | None = None,
    rank_all: bool = False,
) -> Study:
    """Compare plans under several weightings.

    Parameters
    ----------
    assessments : sequence of Assessment
        At least one, each plan once.
    rubric : Rubric
        The rubric the ratings were made with.
    weightings : sequence of Weighting or str, optional
        Weightings or names of the rubric's; all of the rubric's if left out.
    assessor : str, optional
        Score one coder's ratings instead of the panel's.
    rank_all : bool, optional
        Rank also plans below the rubric's least coverage.

    Returns
    -------
    Study
        Score, coverage, bounds, grade and rank of every plan under every
        weighting. A plan that a weighting cannot score, or scores on less than the rubric's least
        coverage, has no rank there.

    Raises
    ------
    UnknownNameError
        The rubric has no such weighting, or an assessment no such coder.
    EvaluatorError
        No plan, no weighting, or a plan twice.
    """
    ids = [assessment.plan.id for assessment in assessments]
    twice = sorted(plan_id for plan_id, times in Counter(ids).items() if times > 1)
    if twice:
        raise EvaluatorError(f"given twice: {', '.join(twice)}. A plan is contrasted with others, not with itself.")
    chosen = [rubric.weighting(w) for w in (rubric.weightings if weightings is None else weightings)]
    if not ids or not chosen:
        raise EvaluatorError("a contrast needs at least one plan and one weighting")
    each = {weighting.id: weighting for weighting in chosen}
    return study_of(rubric, tuple(each.values()), [enter(a, rubric, assessor) for a in assessments], rank_all=rank_all)


def study_of_cards(cards: Sequence[Scorecard]) -> Study:
    """Return scored plans as a study under every weighting of their rubric, that of the cards first."""
    rubric = cards[0].rubric
    entrants = [
        Entrant(c.assessment, tuple(s.outcome for s in c.criteria), c.is_draft, c.assessor, c.overtaken) for c in cards
    ]
    return study_of(rubric, rubric.ordered_weightings(cards[0].weighting), entrants)


def cards_of_study(study: Study) -> list[Scorecard]:
    """Return the plans of a study scored under its first weighting, as `evaluate` does, from the study's own arrays.

    A scorecard is a draft where ratings or the frame are; a study's plan also where they are disputed.
    """
    rubric, first, cards = study.rubric, study.weightings[0], []
    for p, entrant in enumerate(study.entrants):
        row = study.scores.alone(0, p)
        draft = _on_drafts(entrant.assessment, rubric, entrant.assessor or None) or bool(entrant.overtaken)
        draft = draft or first.is_unwritten
        found = entrant.outcomes
        card = read_card(entrant.assessment, rubric, first, found, (row, used_weights(row)), is_draft=draft)
        cards.append(replace(card, assessor=entrant.assessor, overtaken=entrant.overtaken))
    return cards


def leave_one_out(study: Study, weighting_id: str | None = None) -> tuple[LeftOut, ...]:
    """Return for each criterion, paradigm, coder, source and kind of source the plans that change without it.

    The weighting is `weighting_id`, by default the first of the study.

    Raises
    ------
    KeyError
        The weighting is not in the study.
    """
    chosen = weighting_id or study.weightings[0].id
    assessor = study.entrants[0].assessor or None

    def again(assessment: Assessment) -> tuple[Outcome, ...]:
        return outcomes(assessment, study.rubric, assessor)

    return (*leave_out_criteria(study, chosen), *leave_out_ratings(study, chosen, again))
