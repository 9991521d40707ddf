"""Messages of a rubric whose bands are words, in place of those that speak of grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator.model.field_words import ASSESSED, COUNTED, COUNTED_IN_PARTS, GROUPS, NO_FLOORS, NO_STANCES
from evaluator.model.grading import ENOUGH
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import say, text_for
from evaluator.model.wording import NO_PLAN, Worded, Wording, worded, worded_n

BANDS: Mapping[str, Worded] = {
    "By its score alone the grade would be %(alone)s; a breached safeguard limits it: %(gates)s.": worded(
        "By its score alone it would be %(alone)s; a breached safeguard limits that: %(gates)s."
    ),
    "Under “%(lowest)s” breached safeguards limit the grade, “%(highest)s” disregards them: %(gates)s.": worded(
        "Under “%(lowest)s” breached safeguards limit the band, “%(highest)s” disregards them: %(gates)s."
    ),
    "%(number)s gives %(grade)s": worded_n(
        "%(number)s gives “%(grade)s”",
        "%(number)s give “%(grade)s”",
    ),
    "Under %(number)s frame too little is assessed for a grade.": worded_n(
        "Under %(number)s frame too little is on record for a verdict.",
        "Under %(number)s frames too little is on record for a verdict.",
    ),
    "Under %(number)s other frame enough is assessed for a grade: %(grades)s.": worded_n(
        "Under %(number)s other frame there is enough for a verdict: %(grades)s.",
        "Under %(number)s other frames there is enough for a verdict: %(grades)s.",
    ),
    "What was not assessed (%(missing)s) cannot change the grade.": worded(
        "What was not assessed (%(missing)s) cannot change the verdict."
    ),
    (
        "%(plan)s moves furthest in grade, from %(low_grade)s (%(low)s) under “%(lowest)s” to "
        "%(high_grade)s (%(high)s) under “%(highest)s”."
    ): worded(
        "%(plan)s moves furthest, from %(low_grade)s (%(low)s) under “%(lowest)s” to %(high_grade)s "
        "(%(high)s) under “%(highest)s”."
    ),
    (
        "%(plan)s gets %(low_grade)s (%(low)s) under “%(lowest)s” and %(high_grade)s (%(high)s) under “%(highest)s”."
    ): worded(
        "%(plan)s is %(low_grade)s (%(low)s) under “%(lowest)s” and %(high_grade)s (%(high)s) under “%(highest)s”."
    ),
    "%(number)s gets %(grade)s": worded_n(
        "%(number)s is %(grade)s",
        "%(number)s are %(grade)s",
    ),
    "%(number)s plan is graded: %(grades)s.": worded_n(
        "%(number)s has enough on record for a verdict: %(grades)s.",
        "%(number)s have enough on record for a verdict: %(grades)s.",
    ),
    "%(number)s of %(all)s plans that can be graded changes grade when only the frame changes.": worded_n(
        "%(number)s of %(all)s changes band when only the frame changes.",
        "%(number)s of %(all)s change band when only the frame changes.",
    ),
    "For %(number)s plan too little was assessed for a grade under any frame.": worded_n(
        "For %(number)s too little is on record for a verdict under any frame.",
        "For %(number)s too little is on record for a verdict under any frame.",
    ),
    ("Too little was assessed to compare these %(number)s plans: none has the %(least)s that a grade needs."): worded_n(
        "Too little is on record to compare these %(number)s: none has the %(least)s that a verdict needs.",
        "Too little is on record to compare these %(number)s: none has the %(least)s that a verdict needs.",
    ),
    "Under other frames %(number)s of them has a grade.": worded_n(
        "Under other frames %(number)s of them has a verdict.",
        "Under other frames %(number)s of them have a verdict.",
    ),
    "Not graded, as less than %(least)s was assessed: %(plans)s.": worded(
        "No verdict, as less than %(least)s is on record: %(plans)s."
    ),
    "Only %(plan)s was assessed far enough for a grade under any frame.": worded(
        "Only %(plan)s has enough on record for a verdict under any frame."
    ),
    "Only %(plan)s was assessed far enough for a grade: %(grade)s.": worded(
        "Only %(plan)s has enough on record for a verdict: %(grade)s."
    ),
    "No plan changes grade when only the frame changes.": worded("None changes band when only the frame changes."),
    "No plan changes grade when only the frame changes, but the first place does: %(firsts)s.": worded(
        "None changes band when only the frame changes, but the first place does: %(firsts)s."
    ),
    "The frame decides the grade: %(worst)s or %(best)s": worded("The frame decides: %(worst)s, or %(best)s"),
    "The frame moves the score, not the grade %(grade)s": worded("The frame moves the score, which stays %(grade)s"),
    "Under no frame was enough assessed for a grade": worded("Under no frame is enough on record for a verdict"),
    "Under this frame too little was assessed for a grade": worded(
        "Under this frame too little is on record for a verdict"
    ),
    "A grade needs at least %(number)s more criterion assessed": worded_n(
        "A verdict needs at least %(number)s more figure",
        "A verdict needs at least %(number)s more figures",
    ),
    "What would lift the grade": worded("What would lift the band"),
    "What would lift the grade to %(grade)s": worded("What would lift it to “%(grade)s”"),
    "In %(number)s of %(graded)s cases the grade is another.": worded(
        "In %(number)s of %(graded)s cases the band is another."
    ),
    "Other grade": worded("Other band"),
    "Grades given: %(grades)s.": worded("Verdicts given: %(grades)s."),
    "Grade": worded("Band"),
    "Grade %(grade)s.": worded("Verdict: %(grade)s."),
    "No grade.": worded("No verdict."),
    "not graded": worded("no verdict"),
    "None: too little was assessed for a grade.": worded("None: too little is on record for a verdict."),
    "With the rest assessed, it would be %(grade)s.": worded("With the rest on record, it would be %(grade)s."),
    "of what counts was assessed; a grade needs %(least)s.": worded(
        "of what counts is on record; a verdict needs %(least)s."
    ),
    "the share of the weight that was assessed; a grade needs %(least)s": worded(
        "the share of the weight that is on record; a verdict needs %(least)s"
    ),
    "Assessed: %(share)s; a grade needs %(least)s.": worded("On record: %(share)s; a verdict needs %(least)s."),
    "0 to 1, with grade bands": worded("0 to 1, with bands"),
    "Grades that the members’ own weights give, in per cent of members": worded(
        "Verdicts that the members’ own weights give, in per cent of members"
    ),
    "Grades by paradigm": worded("Verdicts by paradigm"),
    ("A paradigm gets a grade where enough of it was assessed. The grade of the whole is not made from these."): worded(
        "A paradigm gets a verdict where enough of it is on record. The verdict on the whole is not made from these."
    ),
    "Grade bands, from": worded("Bands, from"),
    "Least coverage for a grade": worded("Least coverage for a verdict"),
    "Best grade by number of breached safeguards": worded("Best band by number of breached safeguards"),
    ("Frames are in order of the share of their weight on control. A letter is the grade."): worded(
        "Frames are in order of the share of their weight on control."
    ),
    ("RANKS WHATEVER THE COVERAGE: on request, plans with too little assessed for a grade are ranked too."): worded(
        "RANKS WHATEVER THE COVERAGE: on request, units with too little on record for a verdict are ranked too."
    ),
    (
        "Scores, ranges, coverage and grades are those of the country reports under the same frame. "
        "Everything else is compared with the frame “%(base)s”. Every number that rests on judgement is "
        "in the rubric, with its reason."
    ): worded(
        "Scores, ranges, coverage and bands are those of the country reports under the same frame. "
        "Everything else is compared with the frame “%(base)s”. Every number that rests on judgement is "
        "in the rubric, with its reason."
    ),
    "Above: the range of the score as a pale band over its years, grade bands as thin lines.": worded(
        "Above: the range of the score as a pale band over its years, the bands of the rubric as thin lines."
    ),
    "Above: the score as a line over its years, its range as a pale band, grade bands as thin lines.": worded(
        "Above: the score as a line over its years, its range as a pale band, the bands of the rubric as thin lines."
    ),
    (
        "At least one of them was assessed less than a grade needs: what is missing could reverse the "
        "order, as the ranges show."
    ): worded(
        "Of at least one less is on record than a verdict needs: what is missing could reverse the order, "
        "as the ranges show."
    ),
    (
        "A safeguard limits the grade if the plan, the law or the practice does the opposite of what it "
        "asks. The score does not change."
    ): worded(
        "A safeguard limits the band if the plan, the law or the practice does the opposite of what it "
        "asks. The score does not change."
    ),
    (
        "a criterion that limits the grade if the plan, the law or the practice does the opposite of what it asks"
    ): worded(
        "a criterion that limits the band if the plan, the law or the practice does the opposite of what it asks"
    ),
    "limit the grade": worded("limit the band"),
    "limits the grade": worded("limits the band"),
    "A grade needs %(least)s coverage. By weight alone, one more criterion would do:": worded_n(
        "A verdict needs %(least)s coverage. By weight alone, one more figure would do:",
        "A verdict needs %(least)s coverage. By weight alone, the shortest way there is to find %(num)s more figures:",
    ),
    (
        "Grade %(grade)s is out of reach even with the highest level on every rated criterion; more "
        "criteria must be assessed first."
    ): worded("“%(grade)s” is out of reach even with the highest level on every figure; more must be on record first."),
    "The safeguards should be assessed too: each can limit the grade.": worded(
        "The safeguards should be assessed too: each can limit the band."
    ),
    "%(grade)s, capped by a safeguard": worded("%(grade)s, limited by a safeguard"),
    "cap the grade": worded("limit the band"),
    "not graded (%(low)s to %(high)s)": worded("no verdict (%(low)s to %(high)s)"),
    (
        "In brackets: less than %(least)s of the weight is assessed, so there is no grade and no rank, "
        "and the range is the result. The bar is the range that what is not assessed leaves open; the dot "
        "is the score."
    ): worded(
        "In brackets: less than %(least)s of the weight is on record, so there is no verdict and no rank, "
        "and the range is the result. The bar is the range that what is not on record leaves open; the "
        "dot is the score."
    ),
    "Grade %(grade)s (%(score)s out of 1) under “%(frame)s”.": worded(
        "Under “%(frame)s”: %(grade)s (%(score)s out of 1)."
    ),
    "Grade %(grade)s (%(score)s) under “%(frame)s” alone; %(elsewhere)s.": worded(
        "Under “%(frame)s” alone: %(grade)s (%(score)s); elsewhere %(elsewhere)s."
    ),
    (
        "Grade %(grade)s (%(score)s) under “%(frame)s” and under %(number)s of the %(others)s others; %(elsewhere)s."
    ): worded_n(
        "Under “%(frame)s” and %(number)s of the %(others)s others: %(grade)s (%(score)s); elsewhere %(elsewhere)s.",
        "Under “%(frame)s” and %(number)s of the %(others)s others: %(grade)s (%(score)s); elsewhere %(elsewhere)s.",
    ),
    "Grade %(grade)s (%(score)s) under “%(frame)s” and under the other.": worded_n(
        "Under “%(frame)s” and the other: %(grade)s (%(score)s).",
        "Under “%(frame)s” and all %(number)s others: %(grade)s (%(score)s).",
    ),
    "Its grade is %(grade)s under every frame that can grade it.": worded(
        "It is %(grade)s under every frame that can judge it."
    ),
    "%(number)s plan is graded (%(grades)s), but none is firmly ahead of another on present evidence.": worded_n(
        "%(number)s has enough on record for a verdict (%(grades)s), but none is firmly ahead of "
        "another on present evidence.",
        "%(number)s have enough on record for a verdict (%(grades)s), but none is firmly ahead of "
        "another on present evidence.",
    ),
    (
        "%(plan)s is one of %(number)s plans that move furthest in grade: from %(low_grade)s (%(low)s) "
        "under “%(lowest)s” to %(high_grade)s (%(high)s) under “%(highest)s”."
    ): worded_n(
        "%(plan)s is one of %(number)s that move furthest: from %(low_grade)s (%(low)s) under "
        "“%(lowest)s” to %(high_grade)s (%(high)s) under “%(highest)s”.",
        "%(plan)s is one of %(number)s that move furthest: from %(low_grade)s (%(low)s) under "
        "“%(lowest)s” to %(high_grade)s (%(high)s) under “%(highest)s”.",
    ),
    ("Under “%(frame)s” %(own)s of %(all)s have enough evidence for a grade; under some frame %(some)s have."): worded(
        "Under “%(frame)s” %(own)s of %(all)s have enough on record for a verdict; under some frame %(some)s have."
    ),
    "Most frames give the grade %(grade)s": worded("Most frames give “%(grade)s”"),
    (
        "There is nothing to show: no plan’s score moves enough between the frames that can grade it, or "
        "its contributions do not add up."
    ): worded(
        "There is nothing to show: no score moves enough between the frames that can judge it, or its "
        "contributions do not add up."
    ),
    "One step of one level separates the plan from grade %(grade)s.": worded_n(
        "One step of one level is missing to be %(grade)s.",
        "%(num)s steps of one level are missing to be %(grade)s.",
    ),
    "Alarms do not change the grade: that no source tells of such conduct is no proof of good conduct.": worded(
        "Alarms do not change the band: that no source tells of such conduct is no proof of good conduct."
    ),
    (
        "Dot: the score. Band: its range, where it can still end up once the rest is read. Thin line, the "
        "judgement interval: the same range if every doubtful rating were as far off as it may be. Vertical "
        "lines: grade bands."
    ): worded(
        "Dot: the score. Band: its range, where it can still end up once the rest is read. Vertical lines: bands."
    ),
    (
        "Band: the range of the score, where it can still end up once the rest is read. Thin line, the "
        "judgement interval: the same range if every doubtful rating were as far off as it may be. Vertical "
        "lines: grade bands."
    ): worded("Band: the range of the score, where it can still end up once the rest is read. Vertical lines: bands."),
    "Every frame that can grade it gives the same score, %(score)s.": worded(
        "Every frame that can judge it gives the same score, %(score)s."
    ),
    "Not graded: %(coverage)s of what counts was assessed; a grade needs %(least)s.": worded(
        "No verdict: %(coverage)s of what counts is on record; a verdict needs %(least)s."
    ),
    "Not graded; possible: %(grades)s.": worded("No verdict; possible: %(grades)s."),
    ("Once the rest is in, the score will lie between %(low)s and %(high)s and the grade will be %(grades)s."): worded(
        "Once the rest is in, the score will lie between %(low)s and %(high)s: %(grades)s."
    ),
    "What was not assessed (%(missing)s) could still change the grade: %(grades)s.": worded(
        "What was not assessed (%(missing)s) could still change the verdict: %(grades)s."
    ),
}


# Of a rubric without bands: what is assessed far enough has a score.
NO_BANDS: Mapping[str, Worded] = {
    "Grade %(grade)s (%(score)s out of 1) under “%(frame)s”.": worded(
        "A score of %(score)s out of 1 under “%(frame)s”."
    ),
    "Grade %(grade)s (%(score)s) under “%(frame)s” and under the other.": worded_n(
        "A score of %(score)s under “%(frame)s”; under the other there is one too.",
        "A score of %(score)s under “%(frame)s”; under all %(number)s others there is one too.",
    ),
    "Grade %(grade)s (%(score)s) under “%(frame)s” alone; %(elsewhere)s.": worded(
        "A score of %(score)s under “%(frame)s”."
    ),
    "%(number)s gives %(grade)s": worded_n("%(number)s gives a score", "%(number)s give a score"),
    "%(number)s gets %(grade)s": worded_n("%(number)s has a score", "%(number)s have a score"),
    "Its grade is %(grade)s under every frame that can grade it.": worded(
        "It has a score under every frame that can give one."
    ),
    ("Once the rest is in, the score will lie between %(low)s and %(high)s and the grade will be %(grades)s."): worded(
        "Once the rest is in, the score will lie between %(low)s and %(high)s."
    ),
    "What was not assessed (%(missing)s) cannot change the grade.": worded("Not assessed: %(missing)s of what counts."),
    "The frame moves the score, not the grade %(grade)s": worded("The frame moves the score"),
    "Most frames give the grade %(grade)s": worded("Most frames give a score"),
    "Grades given: %(grades)s.": worded("Each of these frames gives a score."),
    "Grade %(grade)s.": worded("It has a score."),
    "With the rest assessed, it would be %(grade)s.": worded("With the rest assessed, it would have a score."),
    "Only %(plan)s was assessed far enough for a grade: %(grade)s.": worded(
        "Only %(plan)s was assessed far enough for a score."
    ),
    "Not graded; possible: %(grades)s.": worded("No score yet."),
    "What was not assessed cannot change it.": worded("The score can still move within its range."),
    "Under %(number)s frame too little is assessed for a grade.": worded_n(
        "Under %(number)s frame too little is assessed.", "Under %(number)s frames too little is assessed."
    ),
    "Under %(number)s other frame enough is assessed for a grade: %(grades)s.": worded_n(
        "Under %(number)s other frame enough is assessed.", "Under %(number)s other frames enough is assessed."
    ),
    "%(number)s plan is graded: %(grades)s.": worded_n(
        "Enough of %(number)s is assessed.", "Enough of %(number)s is assessed."
    ),
    "For %(number)s plan too little was assessed for a grade under any frame.": worded_n(
        "Of %(number)s too little is assessed under any frame.", "Of %(number)s too little is assessed under any frame."
    ),
    ("Too little was assessed to compare these %(number)s plans: none has the %(least)s that a grade needs."): worded(
        "Too little is assessed to compare these %(number)s: none has the least coverage, %(least)s."
    ),
    "Under other frames %(number)s of them has a grade.": worded_n(
        "Under other frames enough of %(number)s of them is assessed.",
        "Under other frames enough of %(number)s of them is assessed.",
    ),
    "Not graded, as less than %(least)s was assessed: %(plans)s.": worded(
        "Not compared, as less than %(least)s is assessed: %(plans)s."
    ),
    "Only %(plan)s was assessed far enough for a grade under any frame.": worded(
        "Only of %(plan)s is enough assessed under any frame."
    ),
    "Under no frame was enough assessed for a grade": worded("Under no frame is enough assessed"),
    "Under this frame too little was assessed for a grade": worded("Under this frame too little is assessed"),
    "A grade needs at least %(number)s more criterion assessed": worded_n(
        "At least %(number)s more criterion is to be assessed", "At least %(number)s more criteria are to be assessed"
    ),
    "What would lift the grade": worded("What would lift the score"),
    "Grade": worded("Enough assessed?"),
    "No grade.": worded("Too little is assessed."),
    "not graded": worded("too little assessed"),
    "None: too little was assessed for a grade.": worded("None: too little is assessed."),
    "of what counts was assessed; a grade needs %(least)s.": worded(
        "of what counts was assessed; to be compared, %(least)s is needed."
    ),
    "the share of the weight that was assessed; a grade needs %(least)s": worded(
        "the share of the weight that was assessed; to be compared, %(least)s is needed"
    ),
    "Assessed: %(share)s; a grade needs %(least)s.": worded(
        "Assessed: %(share)s; to be compared, %(least)s is needed."
    ),
    "0 to 1, with grade bands": worded("0 to 1"),
    "Least coverage for a grade": worded("Least coverage to be compared"),
    ("RANKS WHATEVER THE COVERAGE: on request, plans with too little assessed for a grade are ranked too."): worded(
        "RANKS WHATEVER THE COVERAGE: on request, units of which too little is assessed are ranked too."
    ),
    (
        "At least one of them was assessed less than a grade needs: what is missing could reverse the"
        " order, as the ranges show."
    ): worded("Of at least one too little is assessed: what is missing could reverse the order, as the ranges show."),
    "A grade needs %(least)s coverage. By weight alone, one more criterion would do:": worded_n(
        "To be compared, %(least)s coverage is needed. By weight alone, one more criterion would do:",
        (
            "To be compared, %(least)s coverage is needed. By weight alone, the shortest way there is to "
            "assess %(num)s more criteria:"
        ),
    ),
    "not graded (%(low)s to %(high)s)": worded("too little assessed"),
    (
        "In brackets: less than %(least)s of the weight is assessed, so there is no grade and no "
        "rank, and the range is the result. The bar is the range that what is not assessed leaves "
        "open; the dot is the score."
    ): worded(
        "In brackets: less than %(least)s of the weight is assessed, so there is no rank, and the "
        "range is the result. The bar is the range that what is not assessed leaves open; the dot is "
        "the score."
    ),
    "%(number)s plan is graded (%(grades)s), but none is firmly ahead of another on present evidence.": worded_n(
        "Enough of %(number)s is assessed, but none is firmly ahead of another on present evidence.",
        "Enough of %(number)s is assessed, but none is firmly ahead of another on present evidence.",
    ),
    ("Under “%(frame)s” %(own)s of %(all)s have enough evidence for a grade; under some frame %(some)s have."): worded(
        "Under “%(frame)s” enough is assessed of %(own)s of %(all)s; under some frame of %(some)s."
    ),
    "Not graded: %(coverage)s of what counts was assessed; a grade needs %(least)s.": worded(
        "%(coverage)s of what counts was assessed; to be compared, %(least)s is needed."
    ),
    "What was not assessed (%(missing)s) could still change the grade: %(grades)s.": worded(
        "Not assessed: %(missing)s of what counts."
    ),
    "Grades that the members’ own weights give, in per cent of members": worded(
        "Enough assessed by the members’ own weights, in per cent of members"
    ),
    "Grades by paradigm": worded("Enough assessed, by paradigm"),
    ("A paradigm gets a grade where enough of it was assessed. The grade of the whole is not made from these."): worded(
        "A paradigm is compared where enough of it was assessed."
    ),
}


def wording_of(rubric: Rubric, lang: str = "en") -> Wording:
    """Return how a page in a language words what it says of a rubric, and what it shows of it."""
    bands, marks = _bands(rubric, lang)
    return Wording(
        tuple(_joined(rubric).items()),
        bands,
        marks,
        has_stances=rubric.has_stances,
        has_codings=rubric.has_codings,
        has_floors=rubric.has_floors,
        has_roles=any(criterion.applies_to for criterion in rubric.criteria),
        subject=text_for(rubric.subject, lang),
    )


def _bands(rubric: Rubric, lang: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    grading = rubric.grading
    if grading.kind == "letters":
        return (), ()
    if grading.kind == "none":
        return ((ENOUGH, say("enough is known")),), ((ENOUGH, ""),)
    return (
        tuple((band.grade, text_for({"en": band.grade, **band.words}, lang)) for band in grading.bands),
        tuple((band.grade, band.mark or band.grade) for band in grading.bands),
    )


def _of_bands(rubric: Rubric) -> Iterator[Mapping[str, Worded]]:
    """Yield other words for messages by what is scored and by what bands are called."""
    if rubric.scores != "plan":
        yield NO_PLAN
    if rubric.grading.kind != "letters":
        yield BANDS
        if rubric.scores != "record":
            yield ASSESSED
    if rubric.grading.kind == "none":
        yield NO_BANDS


def _of_field(rubric: Rubric) -> Iterator[Mapping[str, Worded]]:
    """Yield other words for messages, and for those of bands, by what the rubric lacks."""
    if not rubric.has_stances:
        yield NO_STANCES
    if not rubric.has_floors:
        yield NO_FLOORS
    if not rubric.has_paradigms:
        yield GROUPS
    policies = {node.missing.policy for node in rubric.tree if node.missing} | {rubric.missing.policy}
    if "zero" in policies:
        yield COUNTED if policies == {"zero"} else COUNTED_IN_PARTS


def _joined(rubric: Rubric) -> dict[str, Worded]:
    joined: dict[str, Worded] = {}
    for layer in _of_bands(rubric):
        joined = _reworded(joined, layer) | dict(layer)
    for layer in _of_field(rubric):
        joined = dict(layer) | _reworded(joined, layer)
    return joined


def _reworded(joined: Mapping[str, Worded], layer: Mapping[str, Worded]) -> dict[str, Worded]:
    return {message: layer.get(words.one, words) for message, words in joined.items()}
