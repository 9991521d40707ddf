"""Messages of a rubric of another field, in place of those that speak of paradigms, of control and of the record.

A rubric is told by what it has: without stances nothing is said of control; without stances, codings of other systems
and floors its parts are groups of criteria and no paradigms; where a missing answer counts as 0, each page says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.model.wording import Worded, worded, worded_n

# Of a rubric whose parts are no paradigms.
GROUPS: Mapping[str, Worded] = {
    "how the scores of the paradigms are averaged": worded("how the scores of the groups are averaged"),
    "the weights of paradigms and stances": worded("the weights of groups"),
    "attainable ranks cannot be shown, because no paradigm or stance with weight is rated in every plan": worded(
        "attainable ranks cannot be shown, because no group with weight is rated in every plan"
    ),
    (
        "Nothing was read under %(titles)s: both groups are compared without this paradigm, which one of them may "
        "weigh most."
    ): worded(
        "Nothing was read under %(titles)s: the frames are compared without this part of the rubric, which one side "
        "may weigh most."
    ),
    "Best and worst rank of each plan, over all weights of paradigms and stances and over the frames here": worded(
        "Best and worst rank of each plan, over all weights of groups and over the frames here"
    ),
    "Best and worst rank of each country, over all weights of paradigms and stances and over the frames here": worded(
        "Best and worst rank of each country, over all weights of groups and over the frames here"
    ),
    "Best and worst rank over the weights of paradigms and stances allowed, and the frames here": worded(
        "Best and worst rank over the weights of groups allowed, and the frames here"
    ),
    "Best and worst rank found; not proved, because some plan has no rating in a whole stance": worded(
        "Best and worst rank found; not proved, because some plan has no rating in a whole group"
    ),
    "Best and worst rank found; not proved, because in some country a whole stance has no rating": worded(
        "Best and worst rank found; not proved, because in some country a whole group has no rating"
    ),
    ("No weights put %(winner)s ahead of %(loser)s: in no stance rated in both does %(winner)s score higher."): worded(
        "No weights put %(winner)s ahead of %(loser)s: in no group rated in both does %(winner)s score higher."
    ),
    "criteria within a stance keep their weights": worded("criteria within a group keep their weights"),
    "Grades by paradigm": worded("Grades by group"),
    "Verdicts by paradigm": worded("Verdicts by group"),
    "Enough assessed, by paradigm": worded("Enough assessed, by group"),
    "A paradigm gets a grade where enough of it was assessed. The grade of the whole is not made from these.": worded(
        "A group gets a grade where enough of it was assessed. The grade of the whole is not made from these."
    ),
    (
        "A paradigm gets a verdict where enough of it was assessed. The verdict on the whole is not made from these."
    ): worded(
        "A group gets a verdict where enough of it was assessed. The verdict on the whole is not made from these."
    ),
    "A paradigm is compared where enough of it was assessed.": worded(
        "A group is compared where enough of it was assessed."
    ),
    "Each country by paradigm: in none is enough assessed to name a weakest": worded(
        "Each country by group of criteria: in none is enough assessed to name a weakest"
    ),
    (
        "Score in each paradigm; bar: where it can end up once the rest is read; hollow: too little assessed; below: "
        "the worst gap"
    ): worded(
        "Score in each group of criteria; bar: where it can end up once the rest is read; hollow: too little "
        "assessed; below: the worst gap"
    ),
    "No paradigm clearly stands out": worded("No group of criteria clearly stands out"),
    "Too little was assessed to compare the paradigms": worded("Too little was assessed to compare the groups"),
    (
        "What each frame counts, by paradigm, stance and criterion, stands in contrast.json and in the workbook of the "
        "contrast."
    ): worded(
        "What each frame counts, by group and criterion, stands in contrast.json and in the workbook of the contrast."
    ),
    "Empty paradigms.": worded("Empty groups."),
    "A paradigm without criteria counts nothing; its weight goes to the other paradigms in proportion.": worded(
        "A group without criteria counts nothing; its weight goes to the other groups in proportion."
    ),
    (
        "What each frame gives to a paradigm and to a stance, in per cent of its whole weight, if every criterion "
        "applies"
    ): worded("What each frame gives to a group, in per cent of its whole weight, if every criterion applies"),
    "No paradigm": worded("No group"),
    "Further steps, by paradigm": worded("Further steps, by group"),
    "In no paradigm is %(country)s clearly highest or lowest of the countries compared": worded(
        "In no group is %(country)s clearly highest or lowest of the countries compared"
    ),
    "Paradigm": worded("Group"),
    "paradigm": worded("group"),
    "From paradigm to passage": worded("From group to passage"),
    (
        "Final ratings of others that share a year with this country (%(years)s), "
        "under the same rubric and frame. A country stands in a row where at least %(least)s of the paradigm’s weight "
        "was assessed. Highest and lowest are said only where what is not assessed cannot change them."
    ): worded(
        "Final ratings of others that share a year with this country (%(years)s), "
        "under the same rubric and frame. A country stands in a row where at least %(least)s of the group’s weight "
        "was assessed. Highest and lowest are said only where what is not assessed cannot change them."
    ),
    "%(num)s of those assessed has no weight here; the counts of the paradigms below leave it out and name it.": (
        worded_n(
            "%(num)s of those assessed has no weight here; the counts of the groups below leave it out and name it.",
            "%(num)s of those assessed have no weight here; the counts of the groups below leave them out and name "
            "them.",
        )
    ),
}

# Of a rubric without stances.
NO_STANCES: Mapping[str, Worded] = {
    "Frames are in order of the share of their weight on control. A letter is the grade.": worded(
        "A letter is the grade."
    ),
    "Frames are in order of the share of their weight on control.": worded("Frames are in order of their names."),
    "Score, 0 to 1; the stronger the shade, the higher. Rows by share of control": worded(
        "Score, 0 to 1; the stronger the shade, the higher"
    ),
    "Every frame, by the share of its weight on control": worded("Every frame"),
    "Place under %(num)s frame, from least weight on control to most": worded_n(
        "Place under %(num)s frame", "Place under %(num)s frames"
    ),
    (
        "A frame is how much each criterion counts, as one actor would weigh it. A criterion counts as control when "
        "more policing, border checks or court cases are its success."
    ): worded("A frame is how much each criterion counts, as one actor would weigh it."),
    "Paradigm and stance": worded("Paradigm"),
}

# Where a missing answer counts as 0, in the whole rubric.
COUNTED: Mapping[str, Worded] = {
    "Level reached; dashed: not assessed, which never counts as 0. Bold: those that cost most": worded(
        "Level reached; dashed: not assessed, which counts as level 0. Bold: those that cost most"
    ),
    "not assessed; never counts as 0": worded("not assessed; counts as level 0"),
    (
        "Level reached; dotted: not assessed, which never counts as 0; “2+”: that level or more; “~”: from a part of "
        "the rows; “?”: coders disagree; “–”: does not apply; colour: the opposite is done. Right: mean level"
    ): worded(
        "Level reached; dotted: not assessed, which counts as level 0; “2+”: that level or more; “~”: from a part of "
        "the rows; “?”: coders disagree; “–”: does not apply; colour: the opposite is done. Right: mean level of the "
        "assessed"
    ),
    "What was not assessed: it never counts as 0, and it is told wherever a number depends on it.": worded(
        "What was not assessed: it counts as level 0, by the rule of this rubric, and the range tells what it could be."
    ),
    "What is not assessed never counts as 0.": worded("What is not assessed counts as level 0."),
    (
        "The plan is assessed with %(rubric)s. The evaluators have no evidence so far on the questions below. "
        "What is not assessed is left out of the score and widens its range. A document, a page or an address "
        "that answers a question is enough."
    ): worded(
        "The plan is assessed with %(rubric)s. The evaluators have no evidence so far on the questions below. "
        "What is not assessed counts as level 0 and widens the range. A document, a page or an address that "
        "answers a question is enough."
    ),
}

# Where it does so in parts of the rubric.
COUNTED_IN_PARTS: Mapping[str, Worded] = {
    "Level reached; dashed: not assessed, which never counts as 0. Bold: those that cost most": worded(
        "Level reached; dashed: not assessed, which counts as level 0 in parts of this rubric. Bold: those that cost "
        "most"
    ),
    "not assessed; never counts as 0": worded("not assessed; in parts counts as level 0"),
    (
        "Level reached; dotted: not assessed, which never counts as 0; “2+”: that level or more; “~”: from a part of "
        "the rows; “?”: coders disagree; “–”: does not apply; colour: the opposite is done. Right: mean level"
    ): worded(
        "Level reached; dotted: not assessed, which counts as level 0 in parts of this rubric; “2+”: that level or "
        "more; “~”: from a part of the rows; “?”: coders disagree; “–”: does not apply; colour: the opposite is done. "
        "Right: mean level of the assessed"
    ),
    "What was not assessed: it never counts as 0, and it is told wherever a number depends on it.": worded(
        "What was not assessed: in parts of this rubric it counts as level 0, by its rule, and the range tells what "
        "it could be."
    ),
    "What is not assessed never counts as 0.": worded(
        "In parts of this rubric what is not assessed counts as level 0."
    ),
    (
        "The plan is assessed with %(rubric)s. The evaluators have no evidence so far on the questions below. "
        "What is not assessed is left out of the score and widens its range. A document, a page or an address "
        "that answers a question is enough."
    ): worded(
        "The plan is assessed with %(rubric)s. The evaluators have no evidence so far on the questions below. "
        "What is not assessed is left out of the score or counts as level 0, and widens the range. A "
        "document, a page or an address that answers a question is enough."
    ),
}

# Bands in words, of a rubric that is rated and not read off a record.
ASSESSED: Mapping[str, Worded] = {
    "Under %(number)s frame too little is on record for a verdict.": worded_n(
        "Under %(number)s frame too little is assessed for a verdict.",
        "Under %(number)s frames too little is assessed for a verdict.",
    ),
    "%(number)s has enough on record for a verdict: %(grades)s.": worded_n(
        "Of %(number)s enough is assessed for a verdict: %(grades)s.",
        "Of %(number)s enough is assessed for a verdict: %(grades)s.",
    ),
    "For %(number)s too little is on record for a verdict under any frame.": worded(
        "Of %(number)s too little is assessed for a verdict under any frame."
    ),
    "Too little is on record to compare these %(number)s: none has the %(least)s that a verdict needs.": worded(
        "Too little is assessed to compare these %(number)s: none has the %(least)s that a verdict needs."
    ),
    "No verdict, as less than %(least)s is on record: %(plans)s.": worded(
        "No verdict, as less than %(least)s was assessed: %(plans)s."
    ),
    "Only %(plan)s has enough on record for a verdict under any frame.": worded(
        "Only of %(plan)s is enough assessed for a verdict under any frame."
    ),
    "Only %(plan)s has enough on record for a verdict: %(grade)s.": worded(
        "Only of %(plan)s is enough assessed for a verdict: %(grade)s."
    ),
    "Under no frame is enough on record for a verdict": worded("Under no frame is enough assessed for a verdict"),
    "Under this frame too little is on record for a verdict": worded(
        "Under this frame too little is assessed for a verdict"
    ),
    "A verdict needs at least %(number)s more figure": worded_n(
        "A verdict needs at least %(number)s more criterion assessed",
        "A verdict needs at least %(number)s more criteria assessed",
    ),
    "None: too little is on record for a verdict.": worded("None: too little is assessed for a verdict."),
    "With the rest on record, it would be %(grade)s.": worded("With the rest assessed, it would be “%(grade)s”."),
    "of what counts is on record; a verdict needs %(least)s.": worded(
        "of what counts was assessed; a verdict needs %(least)s."
    ),
    "the share of the weight that is on record; a verdict needs %(least)s": worded(
        "the share of the weight that was assessed; a verdict needs %(least)s"
    ),
    "On record: %(share)s; a verdict needs %(least)s.": worded("Assessed: %(share)s; a verdict needs %(least)s."),
    (
        "A paradigm gets a verdict where enough of it is on record. The verdict on the whole is not made from these."
    ): worded(
        "A paradigm gets a verdict where enough of it was assessed. The verdict on the whole is not made from these."
    ),
    "RANKS WHATEVER THE COVERAGE: on request, units with too little on record for a verdict are ranked too.": worded(
        "RANKS WHATEVER THE COVERAGE: on request, units with too little assessed for a verdict are ranked too."
    ),
    (
        "Of at least one less is on record than a verdict needs: what is missing could reverse the order, as the "
        "ranges show."
    ): worded(
        "Of at least one less is assessed than a verdict needs: what is missing could reverse the order, as the "
        "ranges show."
    ),
    "A verdict needs %(least)s coverage. By weight alone, one more figure would do:": worded_n(
        "A verdict needs %(least)s coverage. By weight alone, one more criterion would do:",
        "A verdict needs %(least)s coverage. By weight alone, the shortest way there is to assess %(num)s more "
        "criteria:",
    ),
    ("“%(grade)s” is out of reach even with the highest level on every figure; more must be on record first."): worded(
        "“%(grade)s” is out of reach even with the highest level on every rated criterion; more must be assessed first."
    ),
    (
        "In brackets: less than %(least)s of the weight is on record, so there is no verdict and no rank, and the "
        "range is the result. The bar is the range that what is not on record leaves open; the dot is the score."
    ): worded(
        "In brackets: less than %(least)s of the weight is assessed, so there is no verdict and no rank, and the "
        "range is the result. The bar is the range that what is not assessed leaves open; the dot is the score."
    ),
    (
        "%(number)s has enough on record for a verdict (%(grades)s), but none is firmly ahead of another on present "
        "evidence."
    ): worded(
        "Of %(number)s enough is assessed for a verdict (%(grades)s), but none is firmly ahead of another on present "
        "evidence."
    ),
    (
        "Under “%(frame)s” %(own)s of %(all)s have enough on record for a verdict; under some frame %(some)s have."
    ): worded(
        "Under “%(frame)s” enough of %(own)s of %(all)s is assessed for a verdict; under some frame of %(some)s."
    ),
    (
        "Dot: the score. Band: its range, where it can still end up once the rest is read. Vertical lines: bands."
    ): worded(
        "Dot: the score. Band: its range, where it can still end up once the rest is read. Thin line, the judgement "
        "interval: the same range if every doubtful rating were as far off as it may be. Vertical lines: bands."
    ),
    ("Band: the range of the score, where it can still end up once the rest is read. Vertical lines: bands."): worded(
        "Band: the range of the score, where it can still end up once the rest is read. Thin line, the judgement "
        "interval: the same range if every doubtful rating were as far off as it may be. Vertical lines: bands."
    ),
    "No verdict: %(coverage)s of what counts is on record; a verdict needs %(least)s.": worded(
        "No verdict: %(coverage)s of what counts was assessed; a verdict needs %(least)s."
    ),
}

# Of a rubric of which no criterion restates a provision.
NO_FLOORS: Mapping[str, Worded] = {
    "Reasons and passages for each criterion, the treaty table and the method: in the annex.": worded(
        "Reasons and passages for each criterion, and the method: in the annex."
    ),
    "Reasons and passages for each criterion, the treaty table and the method: annex (%(command)s).": worded(
        "Reasons and passages for each criterion, and the method: annex (%(command)s)."
    ),
    (
        "Drafts from the rubric; nobody has been asked yet. A provision named in brackets need not bind every state; "
        "the report on each country says which do."
    ): worded("Drafts from the rubric; nobody has been asked yet."),
}
