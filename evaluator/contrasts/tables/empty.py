"""Why a table of a contrast has no rows: what is known before anything is computed, and what the results say."""

from __future__ import annotations

from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.findings import RANKED, Findings, flip_choices
from evaluator.contrasts.naming import (
    needs_ranks_words,
    too_many_pairs_words,
    too_many_plans_words,
    without_ranks_words,
)
from evaluator.contrasts.study import Study

SWAPS = ("turns", "crossings", "stability")  # tables that look at every pair of plans
BETWEEN = ("turns", "moves", "crossings")  # tables from the first weighting to each other one
ALONE = "one plan alone has no rank; give two or more plans"
NOTHING = {
    "ranking": ALONE,
    "common-order": "no weighting ranks two plans or more by criteria that are read in all of them",
    "void": "no weighting states weight where the rubric asks nothing",
    "prevailed": "the study lacks two frames that prevailed or two that were heard, or no plan has a score under all",
    "turns": "no two plans change places between the first weighting and another one",
    "moves": "no plan has a score under the first weighting and under another one",
    "blind-spot": "the rubric does not code its criteria by the TIP Report",
    "seen-and-ignored": "the rubric does not code its criteria by the TIP Report",
    "tiers": "the rubric states no tiers, or does not code its criteria by the TIP Report",
    "association": "the rubric states no tiers, or does not code its criteria by the TIP Report",
    "crossings": "no two plans change places on the way from the first weighting to another one",
    "flips": "no pair has a change of weights to tell: the plans tie, or the criteria that both share do not order "
    "them, or not as their scores do",
    "attainable-ranks": "no unit of weight is rated in every plan that can be ranked",
    "stability": "no paradigm has a sibling with weight, so no share can change",
    "leave-one-out": "nothing that is left out moves a plan",
    "sensitivity": "no choice moves any rank",
    "conflict": "one group alone lies apart from nobody",
    "firm": "no group of the survey orders two plans of this contrast",
    "members": "no group of the survey has a score for a plan of this contrast",
    "spread": "no group of the survey has members that differ",
}


def why_before(study: Study, name: str, section: str) -> str:
    """Return why a table will have no rows, as far as it is known before the work; else an empty text."""
    base, plans = study.weightings[0], len(study.entrants)
    if name == "ranking" and plans == 1:
        return ALONE
    if section in RANKED and len(study.rankable(base.id)) <= 1:
        return str(needs_ranks_words(section) if plans == 1 else without_ranks_words([section], base.id))
    if name in BETWEEN and len(study.weightings) == 1:
        return "one weighting alone has no other to compare it with; name a second one"
    return _too_many(study, name) or (_unweighable(study) if name in ("flips", "attainable-ranks") else "")


def _too_many(study: Study, name: str) -> str:
    """Return up to how many plans the table looks, if there are more."""
    most = flip_choices(study)
    if name in SWAPS and len(study.entrants) > most.swaps:
        return str(too_many_pairs_words(most.swaps))
    if name == "attainable-ranks" and len(study.rankable(study.weightings[0].id)) > most.ranks:
        return str(too_many_plans_words(most.ranks))
    return ""


def _unweighable(study: Study) -> str:
    """Return what of the rubric keeps scores from being linear in the weights."""
    layout = layout_of(study, study.weightings[0])
    if not layout.tree.additive:
        return "a part of this rubric is not a weighted mean, so no change of weights can be proved the smallest"
    if layout.shrinks:
        return "a part of this rubric shrinks with what does not apply, so weights differ from plan to plan"
    return ""


def why_none(found: Findings, name: str, section: str) -> str:
    """Return why a table of these results has no rows."""
    if before := why_before(found.study, name, section):
        return before
    told = [str(note) for note in found.notes] if name == "attainable-ranks" else []
    return "; ".join(told) or NOTHING.get(name, f"nothing is known for {name}")
