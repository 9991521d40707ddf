"""Sentences on which plans can be ranked and why the others cannot; every output of a contrast begins with them."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.contrasts.naming import listed
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.sentence import Figure, Sentence, Series, say, say_alike, say_n, series


def ranking_words(study: Study) -> tuple[Sentence, ...]:
    """Return sentences on which plans can be ranked under the first weighting, why others cannot, and other weightings.

    Empty for one plan alone. With `rank_all` the sentences state that ranks were requested whatever the coverage, and
    list the plans below the least coverage.

    Examples
    --------
    >>> from evaluator import Library, contrast
    >>> library = Library.open()
    >>> plans = [library.assessment(name) for name in ("ALB", "SRB")]
    >>> ranking_words(contrast(plans, library.rubric(), ["equal"]))[0]
    'None of the 2 plans has a rank under “equal”.'
    """
    if len(study.entrants) == 1:
        return ()
    base = study.weightings[0].id
    return (_count_words(study, base), *_why_words(study, base), *_other_words(study))


def _count_words(study: Study, weighting_id: str) -> Sentence:
    ranked, able, number = study.ranked(weighting_id), study.rankable(weighting_id), len(study.entrants)
    given: dict[str, object] = {"all": number, "weighting": weighting_id}
    if not ranked and able:
        return say(
            "Only %(plans)s could be ranked under “%(weighting)s”, so none of %(all)s plans has a rank.",
            plans=series(", ", able),
            **given,
        )
    if not ranked:
        return say_n(
            "The %(number)s plan has no rank under “%(weighting)s”.",
            "None of the %(number)s plans has a rank under “%(weighting)s”.",
            number,
            weighting=weighting_id,
        )
    if study.rank_all:
        return say_n(
            "On request %(number)s plan is ranked under %(weighting)s whatever its coverage.",
            "On request %(number)s plans are ranked under %(weighting)s whatever their coverage.",
            len(ranked),
            weighting=weighting_id,
        )
    if len(ranked) == number:
        return say_n(
            "The %(number)s plan has a rank under “%(weighting)s”.",
            "Each of the %(number)s plans has a rank under “%(weighting)s”.",
            number,
            weighting=weighting_id,
        )
    return say_alike(
        "%(number)s of %(all)s plans have a rank under “%(weighting)s”: %(plans)s.",
        len(ranked),
        plans=series(", ", ranked),
        **given,
    )


def _why_words(study: Study, weighting_id: str) -> list[Sentence]:
    """Return a sentence on the coverage of plans without a rank; with `rank_all`, of plans below the least coverage."""
    least = study.rubric.grading.least_coverage
    row = study.row(weighting_id)
    lacking = [v for v in row if not v.rankable or v.coverage < least]
    if not lacking:
        return []
    given: dict[str, object] = {
        "least": Figure(least, ".0%" if round(least, 2) == least else ".1%"),
        "plans": listed([_coverage_of_plan(v, least) for v in lacking]),
    }
    if study.rank_all:
        return [
            say(
                "A rank otherwise needs at least %(least)s of the weight assessed, and may change with the rest; "
                "here it is %(plans)s.",
                **given,
            )
        ]
    return [say("A rank needs at least %(least)s of the weight assessed. Here it is: %(plans)s.", **given)]


def _coverage_of_plan(verdict: RankedResult, least: float) -> Series | Sentence:
    if not verdict.has_weight:
        return say("%(plan)s none (no criterion that applies has weight)", plan=verdict.plan_id)
    if verdict.score is None:
        return say("%(plan)s none (no score)", plan=verdict.plan_id)
    near = round(verdict.coverage, 2) >= round(least, 2)  # 66.9% must not read as 67%
    return series(" ", [verdict.plan_id, Figure(verdict.coverage, ".2%" if near else ".0%")])


def _other_words(study: Study) -> list[Sentence]:
    """Return a sentence on the other weightings: that the same plans have a rank, or how many have one under each."""
    base, *others = (w.id for w in study.weightings)
    if not others:
        return []
    ranked = study.ranked(base)
    unlike = [w for w in others if study.ranked(w) != ranked]
    if not unlike and ranked:
        return [
            say_n(
                "The same holds under the %(number)s other frame.",
                "The same holds under the %(number)s other frames.",
                len(others),
            )
        ]
    if not unlike:
        return [
            say_n(
                "None has a rank under the %(number)s other frame either.",
                "None has a rank under the %(number)s other frames either.",
                len(others),
            )
        ]
    return [*_unlike_frames_words(study, [w for w in unlike if study.ranked(w)]), *_rankless_words(study, unlike)]


def _unlike_frames_words(study: Study, weightings: Sequence[str]) -> list[Sentence]:
    if not weightings:
        return []
    told = [say("“%(weighting)s” %(count)s", weighting=w, count=len(study.ranked(w))) for w in weightings]
    return [
        say_n(
            "Under %(number)s other frame a different set can be ranked; of the %(all)s: %(told)s.",
            "Under %(number)s other frames a different set can be ranked; of the %(all)s: %(told)s.",
            len(told),
            told=listed(told),
            all=len(study.entrants),
        )
    ]


def _rankless_words(study: Study, weightings: Sequence[str]) -> list[Sentence]:
    none = sum(not study.ranked(w) for w in weightings)
    if not none:
        return []
    return [
        say_n("Under %(number)s other frame none has a rank.", "Under %(number)s other frames none has a rank.", none)
    ]
