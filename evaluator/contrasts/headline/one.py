"""The opening finding of a report on one plan: its grade, the effect of the frame, the reasons, the uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.contrasts.frame_block import grade_of, pointing
from evaluator.contrasts.headline.frames import Ends, Frames, finding_of, is_still, ladder, unread_words
from evaluator.contrasts.headline.gravity import harm_block, harms_said
from evaluator.contrasts.moves import MovePart, moves
from evaluator.contrasts.study import RankedResult, Study
from evaluator.contrasts.void import void_words
from evaluator.model.block import Where, count
from evaluator.model.criterion_block import costs, strengths
from evaluator.model.report import FindingChoices
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Figure, Sentence, Series, Spoken, say, say_alike, say_n, series
from evaluator.scoring.grade import grades_between, rounded
from evaluator.scoring.rounding import score_figure, share_figure

# The rules that select a finding, each with its meaning for programs that read result.json.
RULES = {
    "no-weight": "no criterion that applies has weight",
    "void": "too much of the frame's weight lies where the rubric asks nothing",
    "nothing-assessed": "nothing that has weight is assessed",
    "too-little": "less is assessed than a grade needs",
    "range": "the mean of what is rated alone falls outside the possible range, so that there is no score",
    "graded": "a grade; frames are not compared",
    "grade-mostly-holds": "most frames give the grade of the frame used; some give another",
    "grade-moves": "frames give different grades",
    "score-moves": "one grade under every frame that gives one, and scores that differ",
    "frame-hardly-matters": "one grade, and scores that hardly differ",
    "none-graded": "several plans; none is assessed far enough for a grade",
    "one-graded": "several plans; one alone is assessed far enough",
    "told-apart": "several plans; some can be told apart",
    "not-compared": "several plans; whether one is ahead of another was not computed",
    "not-told-apart": "several plans; none can be told apart",
    "places-turn": "several plans; actors put one before others, and after them",
    "grades-move": "several plans; the frame changes the grade of some",
    "first-moves": "several plans; no grade changes, the first place does",
    "nothing-moves": "several plans; neither grades nor the first place change",
}
NO_SCORE_IN_RANGE = say("No score: the mean of what is rated alone falls outside the range that the rest leaves.")
NOTHING_YET = say("There is no finding yet: nothing that counts has been assessed.")


@dataclass(frozen=True, slots=True)
class Headline:
    """The opening finding of a report: `lead` states it, `rest` gives the reasons and the uncertainty.

    `rule` is the rule that selected it, a key of `RULES`. `sides` are the results under the frames named, the worse one
    first; `criteria` are the criteria named. `grave` counts the sentences
    on a documented harm or a breached safeguard, with which it then begins.
    """

    rule: str
    lead: Spoken
    rest: tuple[Spoken, ...] = ()
    sides: tuple[RankedResult, ...] = ()
    criteria: tuple[str, ...] = ()
    grave: int = 0

    @property
    def sentences(self) -> tuple[Spoken, ...]:
        """Return all sentences, the finding first."""
        return (self.lead, *self.rest)


def headline_of(study: Study, place: int = 0) -> Headline:
    """Return the finding on one plan.

    Parameters
    ----------
    study : Study
        The plan under every frame to compare; the first frame is that of the report.
    place : int
        Position of the plan in the study.

    Returns
    -------
    Headline
        The finding of the first rule that holds: no criterion has weight; too much of the frame is void; nothing is
        assessed; too little for a grade;
        what is rated alone lies outside of the range; grades differ between frames, most of which give that of the
        frame used; they differ more; scores differ; they hardly do. Where the rubric states no `report.finding`, or one
        frame alone gives a grade, the finding is the grade alone. Sentences contain ids of frames and English titles,
        which `retitled` replaces.
    """
    harms = harms_said(harm_block(study, place), is_plan=study.rubric.scores == "plan")
    found = _weighed_headline(Frames(study, place))
    if not harms:
        return found
    return replace(found, lead=harms[0], rest=(*harms[1:], found.lead, *found.rest), grave=len(harms))


def _weighed_headline(frames: Frames) -> Headline:
    own = frames.own
    if not own.has_weight:
        return Headline("no-weight", say("There is no finding: no criterion that applies counts under this frame."))
    if own.state == "void":
        return Headline("void", void_words(frames.rubric, frames.study.weightings[0]))
    if own.score is None and not _known_at_least(frames):
        return Headline("nothing-assessed", NOTHING_YET)
    return _ungraded_headline(frames) if own.grade.grade is None else _graded_headline(frames)


def _ungraded_headline(frames: Frames) -> Headline:
    own, grading, report = frames.own, frames.rubric.grading, frames.rubric.report
    short = report and report.short
    edges = [grading.least_coverage, *([short.under] if short else [])]
    lead = (
        NO_SCORE_IN_RANGE
        if own.cause == "range"
        else say(
            "Not graded: %(coverage)s of what counts was assessed; a grade needs %(least)s.",
            coverage=share_figure(own.coverage, edges),
            least=share_figure(grading.least_coverage),
        )
    )
    low, high = (_score_in_bands(frames.rubric, end) for end in own.bounds)
    range_words = say(
        "Once the rest is in, the score will lie between %(low)s and %(high)s and the grade will be %(grades)s.",
        low=low,
        high=high,
        grades=grades_between(own.grade.lowest, own.grade.highest, ladder(frames.rubric)),
    )
    rule = "range" if own.cause == "range" else "too-little"
    return Headline(
        rule, lead, (range_words, *_known_at_least(frames), *_unread_part(frames), *_elsewhere_words(frames))
    )


OBJECT_WORDS = {"plan": say("on the plan"), "law": say("on the law"), "practice": say("on practice")}


def _known_at_least(frames: Frames) -> list[Spoken]:
    """Return a sentence on the questions of which the least level is known, led by the lowest grade they leave."""
    rubric, own = frames.rubric, frames.own
    shares = frames.study.scores.applicable.criteria[0, frames.place]
    found = [
        o
        for o, share in zip(frames.study.entrants[frames.place].outcomes, shares, strict=True)
        if o.least is not None and share > 0
    ]
    if not found:
        return []
    objects = {rubric.by_id[o.criterion_id].object for o in found}
    told = say_n(
        "%(number)s question %(on)s is known to be at least level %(level)s.",
        "%(number)s questions %(on)s are known to be at least level %(level)s.",
        len(found),
        on=OBJECT_WORDS[objects.pop()] if len(objects) == 1 else say("in all"),
        level=min(o.least or 0 for o in found),
    )
    if own.grade.lowest == min(rubric.grading.bands, key=lambda band: band.lower).grade:
        return [told]
    return [series(" ", [say("%(worst)s or better:", worst=own.grade.lowest), told])]


def _unread_part(frames: Frames) -> list[Sentence]:
    chosen = finding_of(frames.rubric)
    if chosen is None or not frames.moved:
        return []  # the ends of the range already state how far the score can move
    return [unread_words(chosen, frames.unread, frames.moved)]


def _elsewhere_words(frames: Frames) -> list[Sentence]:
    """Return a sentence on the frames under which enough is assessed for a grade; empty if there are none."""
    if not frames.graded:
        return []
    return [
        say_n(
            "Under %(number)s other frame enough is assessed for a grade: %(grades)s.",
            "Under %(number)s other frames enough is assessed for a grade: %(grades)s.",
            len(frames.graded),
            grades=grade_counts(frames.grades),
        )
    ]


def grade_counts(grades: Sequence[tuple[str, int]]) -> Series:
    """Return the number of frames that give each grade, as `15 give D, 6 give C`."""
    counted = [
        say_n("%(number)s gives %(grade)s", "%(number)s give %(grade)s", number, grade=grade)
        for grade, number in grades
    ]
    return series(", ", counted)


def _graded_headline(frames: Frames) -> Headline:
    own, chosen = frames.own, finding_of(frames.rubric)
    rest = [*_safeguard_words(frames)]
    if chosen is None or len(frames.graded) == 1:
        lead = say(
            "Grade %(grade)s (%(score)s out of 1) under “%(frame)s”.",
            grade=own.grade.grade,
            score=_score_in_bands(frames.rubric, own.score),
            frame=own.weighting_id,
        )
        why, criteria = _strengths_and_gaps(frames, 3 if chosen is None else chosen.names)
        left = _ungraded_frames_words(frames) if chosen else []
        return Headline("graded", lead, (*rest, *left, *why, *_certainty_words(frames)), (), criteria)
    rule = _rule_of_headline(frames, chosen)
    sides: tuple[RankedResult, ...] = (own,)
    if rule in ("grade-moves", "score-moves"):
        (why, criteria), sides = difference_words(frames, chosen), frames.ends
        why = [_ends_words(frames), *why]
    else:
        why, criteria = _strengths_and_gaps(frames, chosen.names)
        why = [*_hardly_words(frames), *why] if rule == "frame-hardly-matters" else why
    rest.extend([*_ungraded_frames_words(frames), *why, *_certainty_words(frames)])
    return Headline(rule, _lead_by_frames(frames), tuple(rest), sides, criteria)


def _rule_of_headline(frames: Frames, chosen: FindingChoices) -> str:
    if not frames.steps:
        return "score-moves" if frames.moved else "frame-hardly-matters"
    enough = None if chosen.agree_from is None else rounded(chosen.agree_from * len(frames.graded))
    return "grade-mostly-holds" if enough is not None and frames.agreeing >= enough else "grade-moves"


def _lead_by_frames(frames: Frames) -> Sentence:
    """Return the lead: grade and score under the frame used, and how many of all other frames give it or another."""
    own, others, same = frames.own, len(frames.block.rows) - 1, frames.agreeing - 1
    given: dict[str, object] = {
        "grade": own.grade.grade,
        "score": _score_in_bands(frames.rubric, own.score),
        "frame": own.weighting_id,
    }
    if count(frames.block, Where("told", "=", own.grade.grade), "graded").is_every:
        return say_n(
            "Grade %(grade)s (%(score)s) under “%(frame)s” and under the other.",
            "Grade %(grade)s (%(score)s) under “%(frame)s” and under all %(number)s others.",
            others,
            **given,
        )
    counted = [say("%(grade)s under %(number)s", grade=g, number=n) for g, n in frames.grades if g != own.grade.grade]
    if not counted:
        return say_alike(
            "Grade %(grade)s (%(score)s) under “%(frame)s” and under %(number)s of the %(others)s others.",
            same,
            others=others,
            **given,
        )
    given["elsewhere"] = series(", ", counted)
    if not same:
        return say("Grade %(grade)s (%(score)s) under “%(frame)s” alone; %(elsewhere)s.", **given)
    return say_alike(
        "Grade %(grade)s (%(score)s) under “%(frame)s” and under %(number)s of the %(others)s others; %(elsewhere)s.",
        same,
        others=others,
        **given,
    )


def _score_in_bands(rubric: Rubric, score: float | None) -> Figure:
    return score_figure(score or 0.0, [band.lower for band in rubric.grading.bands])


def words_of_ends(rubric: Rubric, worst: RankedResult, best: RankedResult) -> dict[str, object]:
    """Return grade, score and frame of a plan's worst and best result, as the values that sentences are filled with."""
    return {
        "low_grade": worst.grade.grade,
        "low": _score_in_bands(rubric, worst.score),
        "lowest": worst.weighting_id,
        "high_grade": best.grade.grade,
        "high": _score_in_bands(rubric, best.score),
        "highest": best.weighting_id,
    }


def _ends_words(frames: Frames) -> Sentence:
    """Return a sentence on the frames with the worst and the best result."""
    given = words_of_ends(frames.rubric, *frames.ends)
    if frames.steps:
        return say(
            "It runs from %(low_grade)s (%(low)s) under “%(lowest)s” to %(high_grade)s (%(high)s) under “%(highest)s”; "
            "same evidence, same ratings: only the weights differ.",
            **given,
        )
    return say("The score runs from %(low)s under “%(lowest)s” to %(high)s under “%(highest)s”.", **given)


def _hardly_words(frames: Frames) -> list[Sentence]:
    """Return a sentence that the choice of frame hardly moves the score, or does not."""
    if is_still(frames.spread):
        return [say("The choice of frame does not move the score.")]
    low, high = (_score_in_bands(frames.rubric, end.score) for end in frames.ends)
    return [say("The choice of frame hardly moves the score (%(low)s to %(high)s).", low=low, high=high)]


def _ungraded_frames_words(frames: Frames) -> list[Sentence]:
    """Return sentences on the frames that cannot grade the plan, and where their scores lie so far; none if all can."""
    apart = len(frames.block.in_state("range"))
    void = len(frames.block.in_state("void"))
    left = len(frames.block.rows) - len(frames.block.in_state("graded")) - apart - void
    said = []
    if left:
        said.append(
            say_n(
                "Under %(number)s frame too little is assessed for a grade.",
                "Under %(number)s frames too little is assessed for a grade.",
                left,
            )
        )
    if apart:
        said.append(
            say_n(
                "Under %(number)s frame what is rated alone gives no score within the range.",
                "Under %(number)s frames what is rated alone gives no score within the range.",
                apart,
            )
        )
    if void:
        said.append(
            say_n(
                "%(number)s frame does not count here, as too much of its weight lies where the rubric asks nothing.",
                "%(number)s frames do not count here, as too much of their weight lies where the rubric asks nothing.",
                void,
            )
        )
    points = pointing(frames.block)
    if all(grade_of(claim) == frames.own.grade.grade for claim in points):
        return said
    told = series(", ", [say("%(number)s in %(grade)s", number=c.number, grade=grade_of(c)) for c in points])
    return [*said, say("Their scores so far lie elsewhere too: %(points)s.", points=told)]


def _safeguard_words(frames: Frames) -> list[Sentence]:
    """Return a sentence with the grade by score alone, where breached safeguards lower the grade; else nothing."""
    own = frames.own
    if own.cause != "gates":
        return []
    return [
        say(
            "By its score alone it would be %(alone)s; a breached safeguard limits it.",
            alone=own.grade.without_gates,
        )
    ]


def titles_of(rubric: Rubric, criteria: Sequence[str]) -> Series:
    """Return the titles of criteria in quotation marks, separated by commas."""
    return series(", ", [say("“%(title)s”", title=rubric.title(name)) for name in criteria])


def difference_words(frames: Frames, chosen: FindingChoices) -> tuple[list[Sentence], tuple[str, ...]]:
    """Return sentences on the criteria that explain the difference between the frames furthest apart, and their ids."""
    worst, best = frames.ends
    rubric, said = frames.study.rubric, []
    if worst.grade.cause == "gates" and best.cause != "gates":
        given: dict[str, object] = {"lowest": worst.weighting_id, "highest": best.weighting_id}
        breached = titles_of(rubric, worst.grade.tripped)
        said.append(
            say(
                "Under “%(lowest)s” breached safeguards limit the grade, “%(highest)s” disregards them: %(gates)s.",
                gates=breached,
                **given,
            )
        )
    parts, explained = pulling(frames, chosen)
    if parts:
        said.append(_pull_words(rubric, (worst, best), parts, explained=explained))
    return said, tuple(part.id for part in parts)


def pulling(frames: Frames, chosen: FindingChoices) -> tuple[tuple[MovePart, ...], bool]:
    """Return the criteria that raise the score most from the worst frame to the best, and whether they explain it.

    These are the fewest criteria that together make up the share `explains` of the difference, at most `names`. There
    are none where the frame with the better grade gives no better score, or where contributions do not add up.
    """
    worst, best = frames.ends
    gap = rounded((best.score or 0.0) - (worst.score or 0.0))
    if gap <= 0:
        return (), False
    (move,) = moves(frames.study, worst.weighting_id, best.weighting_id, [frames.place])
    up = sorted((part for part in move.criteria if rounded(part.pull) > 0), key=lambda part: -rounded(part.pull))
    for first in range(1, min(chosen.names, len(up)) + 1):
        if rounded(sum(part.pull for part in up[:first])) >= rounded(chosen.explains * gap):
            return tuple(up[:first]), True
    return tuple(up[: chosen.names]), False


def _pull_words(rubric: Rubric, ends: Ends, parts: Sequence[MovePart], *, explained: bool) -> Sentence:
    if not explained:
        return say(
            "The difference is spread over many criteria; the largest parts are %(titles)s.",
            titles=titles_of(rubric, [part.id for part in parts]),
        )
    worst, best = ends
    more = [part.id for part in parts if part.weight_after > part.weight_before]
    less = [part.id for part in parts if part.id not in more]
    given: dict[str, object] = {
        "lowest": worst.weighting_id,
        "highest": best.weighting_id,
        "more": titles_of(rubric, more),
        "less": titles_of(rubric, less),
    }
    if not less:
        return say("“%(highest)s” gives more weight to what is rated higher: %(more)s.", **given)
    if not more:
        return say("“%(lowest)s” gives more weight to what is rated lower: %(less)s.", **given)
    return say(
        "“%(highest)s” gives more weight to what is rated higher (%(more)s), "
        "“%(lowest)s” to what is rated lower (%(less)s).",
        **given,
    )


def _strengths_and_gaps(frames: Frames, names: int) -> tuple[list[Sentence], tuple[str, ...]]:
    """Return sentences on the plan's largest strengths and gaps, by the rubric's norm level, and their criteria."""
    norm = frames.rubric.norm_level
    if norm is None:
        return [], ()
    ranked = strengths(frames.criteria), costs(frames.criteria)
    strong, weak = (tuple(one.id for one in rows[:names]) for rows in ranked)
    said = [
        say("It does best on %(titles)s.", titles=titles_of(frames.rubric, strong))
        if strong
        else say("No assessed criterion reaches level %(level)s.", level=norm.level)
    ]
    if weak:
        said.append(say("What to mend first: %(titles)s.", titles=titles_of(frames.rubric, weak)))
    return said, (*strong, *weak)


def _certainty_words(frames: Frames) -> list[Sentence]:
    """Return sentences on the grades still possible: by unassessed criteria, and by one level of low confidence."""
    grade, missing = frames.own.grade, rounded(1 - frames.own.coverage)
    span = (grade.lowest, grade.highest)
    given: dict[str, object] = {"missing": share_figure(missing)}
    if missing <= 0:
        said = say("All that counts was assessed.")
    elif span[0] == span[1]:
        said = say("What was not assessed (%(missing)s) cannot change the grade.", **given)
    else:
        said = say(
            "What was not assessed (%(missing)s) could still change the grade: %(grades)s.",
            grades=grades_between(*span, ladder(frames.rubric)),
            **given,
        )
    judged = (grade.judgement_lowest, grade.judgement_highest)
    if judged == span:
        return [said]
    unsure = say_n(
        "If every doubtful rating were one level off: %(grades)s.",
        "If every doubtful rating were %(number)s levels off: %(grades)s.",
        frames.rubric.confidence_step,
        grades=grades_between(*judged, ladder(frames.rubric)),
    )
    return [said, unsure]
