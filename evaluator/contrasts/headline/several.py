"""The opening finding of a report on several plans: under one frame, and under all frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from evaluator.contrasts.common_scores import common_scores, common_title
from evaluator.contrasts.draws.scene import DOUBTS
from evaluator.contrasts.headline.frames import Frames, finding_of, ladder, unread_words
from evaluator.contrasts.headline.one import (
    NOTHING_YET,
    Headline,
    difference_words,
    headline_of,
    titles_of,
    words_of_ends,
)
from evaluator.contrasts.naming import listed
from evaluator.contrasts.order import PartialOrder
from evaluator.contrasts.place_block import PlaceRow, Places, for_whom, places_title, plan_places
from evaluator.contrasts.sensitivity import SensitivityResult
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.criterion_block import costs, strengths
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Figure, Sentence, Series, Spoken, say, say_alike, say_n, series
from evaluator.scoring.rounding import printed, score_figure, share_figure


def side_by_side(study: Study, order: PartialOrder | None = None) -> Headline:
    """Return the finding on several plans under the first frame of the study.

    Parameters
    ----------
    study : Study
        The plans under every frame to compare.
    order : PartialOrder or None
        The pairs of plans whose order is firm; None where the order could not be computed.

    Returns
    -------
    Headline
        The finding of the first rule that holds: no plan has a score; none has a grade; only one has;
        the order could not be computed; some pair has a firm order; none has. A single plan gets the finding of its own
        report.
    """
    every = frames_of(study)
    if len(every) == 1:
        return headline_of(study)
    graded = [frames for frames in every if frames.own.grade.grade is not None]
    if not graded:
        return _none_graded(every)
    left = _ungraded_words([frames for frames in every if frames.own.grade.grade is None])
    if len(graded) == 1:
        own = graded[0].own
        lead = say(
            "Only %(plan)s was assessed far enough for a grade: %(grade)s.", plan=own.plan_id, grade=own.grade.grade
        )
        return Headline("one-graded", lead, (*left, *_other_frames(every)))
    grades = _grade_count_words(study.rubric, graded)
    words, criteria = _common_words(study.rubric, graded)
    known = (*_other_frames(every), *words, *left)
    if order is None:
        not_compared = say("Whether one is firmly ahead of another was not computed.")
        return Headline("not-compared", _all_graded_words(len(graded), grades), (not_compared, *known), (), criteria)
    if order.over:
        rest = (_all_graded_words(len(graded), grades), *known)
        return Headline("told-apart", _told_apart(order), rest, (), criteria)
    return Headline("not-told-apart", _not_told_apart(len(graded), grades), known, (), criteria)


def frames_of(study: Study) -> list[Frames]:
    """Return, for each plan of a study, its results under all frames."""
    return [Frames(study, place) for place in range(len(study.entrants))]


def across_frames(
    study: Study,
    sensitivity: SensitivityResult | None = None,
    order: PartialOrder | None = None,
    *,
    ranks: bool = True,
) -> Headline:
    """Return the finding on several plans under every frame of the study; of one frame alone, that of `side_by_side`.

    Returns
    -------
    Headline
        The finding of the first rule that holds: no plan has a score under any frame; none has a grade;
        only one has; actors put one plan before others and after them; the grade of some changes
        with the frame; the first place does; neither does. The plan named is the one whose grade changes most, then
        whose score does; of tied plans the first. A single plan gets the finding of its own report.
    """
    if len(study.weightings) == 1:
        return side_by_side(study, order)
    every = frames_of(study)
    if len(every) == 1:
        return headline_of(study)
    graded = [frames for frames in every if len(frames.graded) > 0]
    if not graded:
        return _none_graded(every)
    left = _never_graded_words(len(every) - len(graded))
    sure = (*_sensitivity_words(sensitivity if ranks else None), *left)
    if len(graded) == 1:
        return _one_graded_headline(graded[0], sure)
    places = plan_places(study) if ranks else None
    mover = places.mover if places else None
    moved = [frames for frames in graded if frames.steps]
    if moved:
        found = _grades_move(moved, len(graded), sure)
    else:
        found = _grades_stay(graded, _counts_of_first_place(study) if ranks and mover is None else [], sure)
    return _framed(study, found) if places is None or mover is None else _places_turn(study, places, mover, found)


def _framed(study: Study, found: Headline) -> Headline:
    """Return a finding on plans that begins with the paper's argument, where every plan's common score carries it."""
    scores = common_scores(study, {plan: plan for plan in study.plan_ids}) if study.rubric.scores == "plan" else None
    if scores is None or not any(claim.is_every for claim in common_title(scores.block).claims):
        return found
    said = common_title(scores.block).said
    lead = say("How trafficking is framed decides what counts as success. %(finding)s.", finding=said)
    return replace(found, lead=lead, rest=(found.lead, *found.rest))


def _places_turn(study: Study, places: Places, mover: PlaceRow, found: Headline) -> Headline:
    best, worst = (
        end((cell for cell in mover.cells if cell.rank == place), key=lambda cell: cell.value or 0.0).frame
        for end, place in ((max, mover.best), (min, mover.worst))
    )
    said = (series("", [places_title(places).said, "."]), *filter(None, (for_whom(places),)))
    sides = tuple(study.verdict(mover.id, frame) for frame in (worst, best))
    return Headline("places-turn", said[0], (*said[1:], found.lead, *found.rest), sides, found.criteria)


def _none_graded(every: Sequence[Frames]) -> Headline:
    study = every[0].study
    if all(verdict.score is None for frames in every for verdict in frames.verdicts):
        return Headline("nothing-assessed", NOTHING_YET)
    lead = say_alike(
        "Too little was assessed to compare these %(number)s plans: none has the %(least)s that a grade needs.",
        len(every),
        least=share_figure(study.rubric.grading.least_coverage),
    )
    rest: list[Spoken] = []
    chosen = finding_of(study.rubric)
    if chosen is not None and len(study.weightings) > 1:
        unread, moved = (sum(far) / len(every) for far in zip(*((f.unread, f.moved) for f in every), strict=True))
        rest.append(series(" ", [unread_words(chosen, unread, moved), say("These are averages over the plans.")]))
    elsewhere = sum(bool(frames.graded) for frames in every)
    if elsewhere:
        rest.append(
            say_n(
                "Under other frames %(number)s of them has a grade.",
                "Under other frames %(number)s of them have a grade.",
                elsewhere,
            )
        )
    return Headline("none-graded", lead, tuple(rest))


def _grade_count_words(rubric: Rubric, graded: Sequence[Frames]) -> Series:
    """Return the number of plans that get each grade, as `2 get C, 1 gets D`."""
    count = Counter(str(frames.own.grade.grade) for frames in graded)
    counted = [
        say_n("%(number)s gets %(grade)s", "%(number)s get %(grade)s", count[grade], grade=grade)
        for grade in ladder(rubric)
        if count[grade]
    ]
    return series(", ", counted)


def _all_graded_words(number: int, grades: Series) -> Sentence:
    return say_n(
        "%(number)s plan is graded: %(grades)s.", "%(number)s plans are graded: %(grades)s.", number, grades=grades
    )


def _other_frames(every: Sequence[Frames]) -> list[Sentence]:
    """Return a sentence on how many plans some frame can grade, where the frame used grades fewer."""
    own = sum(frames.own.grade.grade is not None for frames in every)
    some = sum(bool(frames.graded) for frames in every)
    if some == own:
        return []
    return [
        say(
            "Under “%(frame)s” %(own)s of %(all)s have enough evidence for a grade; under some frame %(some)s have.",
            frame=every[0].own.weighting_id,
            own=own,
            all=len(every),
            some=some,
        )
    ]


def _told_apart(order: PartialOrder) -> Sentence:
    """Return a sentence on the plans that are firmly ahead of most others: all that are ahead of the same ones."""
    below = {high: [low for one, low in order.over if one == high] for high, _ in order.over}
    first = min(below, key=lambda plan: (-len(below[plan]), plan))
    alike = [plan for plan in sorted(below) if set(below[plan]) == set(below[first])]
    named: Spoken = listed(below[first])
    if 1 < len(below[first]) == sum(map(len, order.levels)) - 1:
        named = say("all %(number)s others", number=len(below[first]))
    return say_n(
        "%(plan)s is firmly ahead of %(others)s: in at least %(share)s of all frames drawn, on what was assessed in "
        "each and on what was assessed in both, and whatever is still missing.",
        "%(plan)s are firmly ahead of %(others)s: in at least %(share)s of all frames drawn, on what was assessed in "
        "each and on what was assessed in both, and whatever is still missing.",
        len(alike),
        plan=listed(alike),
        others=named,
        share=share_figure(order.dominance),
    )


def _not_told_apart(number: int, grades: Series) -> Sentence:
    return say_n(
        "%(number)s plan is graded (%(grades)s), but none is firmly ahead of another on present evidence.",
        "%(number)s plans are graded (%(grades)s), but none is firmly ahead of another on present evidence.",
        number,
        grades=grades,
    )


def _common_words(rubric: Rubric, graded: Sequence[Frames]) -> tuple[list[Sentence], tuple[str, ...]]:
    """Return sentences on the strengths and gaps that all graded plans share, and the ids of these criteria.

    Those with the largest sums of sizes come first.
    """
    chosen = finding_of(rubric)
    names = 3 if chosen is None else chosen.names
    strong = _criteria_in_every_list([{r.id: r.gain or 0.0 for r in strengths(f.criteria)} for f in graded])[:names]
    gaps = [[row for row in costs(plan.criteria) if row.standing == "gap"] for plan in graded]
    weak = _criteria_in_every_list([{row.id: row.loss or 0.0 for row in rows} for rows in gaps])[:names]
    are_two = len(graded) == 2  # noqa: PLR2004  (English says “both”)
    said: list[Sentence] = []
    if strong:
        well = {"titles": titles_of(rubric, strong)}
        said.append(
            say("Both do well on %(titles)s.", **well) if are_two else say("All of them do well on %(titles)s.", **well)
        )
    if weak:
        short = {"titles": titles_of(rubric, weak)}
        said.append(
            say("Both fall short on %(titles)s.", **short)
            if are_two
            else say("All of them fall short on %(titles)s.", **short)
        )
    return said, (*strong, *weak)


def _criteria_in_every_list(sizes: Sequence[Mapping[str, float]]) -> list[str]:
    """Return the criteria in every list, by descending sum of sizes; ties keep the order of the first list."""
    everywhere = [name for name in sizes[0] if all(name in own for own in sizes)]
    return sorted(everywhere, key=lambda name: -round(sum(own[name] for own in sizes), 9))


def _ungraded_words(others: Sequence[Frames]) -> list[Sentence]:
    if not others:
        return []
    return [
        say(
            "Not graded, as less than %(least)s was assessed: %(plans)s.",
            least=share_figure(others[0].rubric.grading.least_coverage),
            plans=listed([frames.own.plan_id for frames in others]),
        )
    ]


def _never_graded_words(number: int) -> list[Sentence]:
    if not number:
        return []
    return [
        say_n(
            "For %(number)s plan too little was assessed for a grade under any frame.",
            "For %(number)s plans too little was assessed for a grade under any frame.",
            number,
        )
    ]


def _one_graded_headline(only: Frames, sure: Sequence[Sentence]) -> Headline:
    lead = say("Only %(plan)s was assessed far enough for a grade under any frame.", plan=only.own.plan_id)
    if only.steps:
        said, sides, criteria = _furthest_move_words(only, alone=True)
        return Headline("one-graded", lead, (*said, *sure), sides, criteria)
    same = say("Its grade is %(grade)s under every frame that can grade it.", grade=only.grades[0][0])
    return Headline("one-graded", lead, (same, *sure))


def _grades_move(moved: Sequence[Frames], graded: int, sure: Sequence[Sentence]) -> Headline:
    lead = say_n(
        "%(number)s of %(all)s graded plans changes grade with who is counting.",
        "%(number)s of %(all)s graded plans change grade with who is counting.",
        len(moved),
        all=graded,
    )
    far = max(frames.steps for frames in moved)
    most = [frames for frames in moved if frames.steps == far]
    said, sides, criteria = _furthest_move_words(
        max(most, key=lambda frames: _score_in_print(frames.spread)), among=len(most)
    )
    return Headline("grades-move", lead, (*said, *sure), sides, criteria)


def _score_in_print(score: float) -> float:
    return float(printed(score, 2))


def _furthest_move_words(
    most: Frames, *, alone: bool = False, among: int = 1
) -> tuple[list[Sentence], tuple[RankedResult, ...], tuple[str, ...]]:
    """Return the frames between which a plan's grade changes most: sentences, sides and explaining criteria.

    `among` is the number of plans whose grade changes as far.
    """
    worst, best = most.ends
    whose = {end: most.study.weighting(v.weighting_id).said() for end, v in (("lowest", worst), ("highest", best))}
    given = {"plan": worst.plan_id, **words_of_ends(most.rubric, worst, best), **whose}
    if alone:
        example = say(
            "%(plan)s gets %(low_grade)s (%(low)s) for %(lowest)s and %(high_grade)s (%(high)s) for %(highest)s.",
            **given,
        )
    elif among > 1:
        example = say_alike(
            "%(plan)s is one of %(number)s plans that move furthest in grade: from %(low_grade)s (%(low)s) for "
            "%(lowest)s to %(high_grade)s (%(high)s) for %(highest)s.",
            among,
            **given,
        )
    else:
        example = say(
            "%(plan)s moves furthest in grade, from %(low_grade)s (%(low)s) for %(lowest)s to %(high_grade)s "
            "(%(high)s) for %(highest)s.",
            **given,
        )
    chosen = finding_of(most.rubric)
    why, criteria = difference_words(most, chosen) if chosen is not None else ([], ())
    return [example, *why], most.ends, criteria


def _grades_stay(graded: Sequence[Frames], first: Sequence[tuple[str, int]], sure: Sequence[Sentence]) -> Headline:
    far = _most_moved_words(graded)
    if len(first) > 1 and len({count for _, count in first} | {len(graded[0].verdicts)}) == 1:
        shared = say("%(plans)s share the first place under every frame.", plans=listed([plan for plan, _ in first]))
        sure = (shared, *sure)
    elif len(first) > 1:
        firsts = [
            say_n("%(plan)s under %(number)s frame", "%(plan)s under %(number)s frames", count, plan=plan)
            for plan, count in first
        ]
        lead = say(
            "No plan changes grade with who is counting; the first place does: %(firsts)s.",
            firsts=series(", ", firsts),
        )
        return Headline("first-moves", lead, (far, *sure))
    return Headline("nothing-moves", say("No plan changes grade with who is counting."), (far, *sure))


def _most_moved_words(graded: Sequence[Frames]) -> Sentence:
    """Return a sentence on the plan, or plans alike, whose score moves furthest with the frame, if any does."""
    spread = max(_score_in_print(frames.spread) for frames in graded)
    if not spread:
        return say("The choice of frame moves no score.")
    if not any(frames.moved for frames in graded):
        return say("The choice of frame hardly moves a score.")
    most = [frames.own.plan_id for frames in graded if _score_in_print(frames.spread) == spread]
    return say_n(
        "%(plans)s moves furthest, by %(spread)s.",
        "%(plans)s move furthest, by %(spread)s.",
        len(most),
        plans=listed(most),
        spread=score_figure(spread),
    )


def _counts_of_first_place(study: Study) -> list[tuple[str, int]]:
    """Return the number of frames under which each plan has the first place, shared or not, in descending order."""
    count = Counter(v.plan_id for row in study.verdicts for v in row if v.rank == 1)
    return sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))


def _sensitivity_words(sensitivity: SensitivityResult | None) -> list[Sentence]:
    """Return a sentence on the choice that affects ranks most, and on the weights, by total sensitivity index.

    Empty without a sensitivity analysis.
    """
    if sensitivity is None or not sensitivity.indices:
        return []
    most = sensitivity.indices[0]
    if str(_index_figure(most.total)) == str(_index_figure(0.0)):
        return []
    given: dict[str, object] = {"most": DOUBTS[most.doubt], "share": _index_figure(most.total)}
    frame = next((index for index in sensitivity.indices if index.doubt == "weights"), None)
    if frame is None or most.doubt == "weights":
        return [say("The ranks depend most on one choice: %(most)s (a share of %(share)s out of 1).", **given)]
    return [
        say(
            "The ranks depend most on one choice: %(most)s (a share of %(share)s out of 1); for the weights "
            "it is %(frame)s.",
            frame=_index_figure(frame.total),
            **given,
        )
    ]


def _index_figure(number: float) -> Figure:
    return score_figure(max(0.0, number))
