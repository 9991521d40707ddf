"""Other words for the sentences of pages, where a rubric has words for bands instead of letters.

Code and templates speak of grades and of plans. Where bands are words, each such message has another, in `band_words`;
where what is scored is no plan, in `NO_PLAN`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from evaluator.model.sentence import Sentence, Series, say_again, series

T = TypeVar("T")


class Worded(NamedTuple):
    """A message that stands for another; `many` is empty if the other has one form."""

    one: str
    many: str = ""


def worded(message: str) -> Worded:
    """Return a message that stands for another; a tool collects it for the catalogues.

    Examples
    --------
    >>> worded("Place on record")
    Worded(one='Place on record', many='')
    """
    return Worded(message)


def worded_n(one: str, many: str) -> Worded:
    """Return a message with a plural form that stands for another; a tool collects both for the catalogues."""
    return Worded(one, many)


@dataclass(frozen=True)
class Wording:
    """How a page words what it says of a rubric.

    `messages` gives for a message in English the one that stands for it. `bands` gives each band in the
    language of the page, and `marks` the sign that stands for it in a chart. What the rubric has decides what its pages
    show: `has_stances`, `has_codings` of other systems, `has_floors`, and
    `has_roles` that decide which criteria apply. `subject` is what it is about, in the language of
    the page; empty if it does not say.
    """

    messages: tuple[tuple[str, Worded], ...] = ()
    bands: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    has_stances: bool = True
    has_codings: bool = True
    has_floors: bool = True
    has_roles: bool = True
    subject: str = ""

    @cached_property
    def _of_message(self) -> dict[str, Worded]:
        return dict(self.messages)

    @property
    def has_signs(self) -> bool:
        """Return whether charts have a sign for each band."""
        return any(sign and sign != band for band, sign in self.marks)

    def one(self, message: str) -> str:
        """Return what stands for a message."""
        found = self._of_message.get(message)
        return found.one if found else message

    def forms(self, one: str, many: str) -> tuple[str, str]:
        """Return what stands for a message with two forms; it may be one form for both."""
        found = self._of_message.get(one)
        return (found.one, found.many or found.one) if found else (one, many)

    def band(self, text: str) -> str:
        """Return a band in the language of the page, and any other text unchanged."""
        return next((said for band, said in self.bands if band == text), text)

    def mark(self, text: str) -> str:
        """Return the sign of a band, and any other text unchanged."""
        return next((sign for band, sign in self.marks if band == text), text)

    def reworded(self, text: T) -> T:
        """Return a sentence in these words, with those inside it; anything else is returned unchanged.

        Examples
        --------
        >>> from evaluator.model.sentence import say
        >>> wording = Wording((("Grade %(grade)s.", worded("It is %(grade)s.")),))
        >>> wording.reworded(say("Grade %(grade)s.", grade="high on record"))
        'It is high on record.'
        """
        if isinstance(text, Series):
            return cast("T", series(text.separator, [self.reworded(part) for part in text.parts]))
        if not isinstance(text, Sentence):
            return text
        given = {name: self.reworded(part) for name, part in text.arguments.items()}
        one, many = self.forms(text.message, text.many)
        return cast("T", say_again(text, given, (one, many if text.many else "")))


PLAIN = Wording()

# What is scored where it is no plan: law and practice, and the public record; there countries are named, and not plans.
NO_PLAN: Mapping[str, Worded] = {
    "Plan": worded("Country"),
    "Plans": worded("Countries"),
    "The plan": worded("What is scored"),
    "The plans": worded("What is scored"),
    "Plans and tiers over time": worded("Scores and tiers over time"),
    "They are plans of different kinds.": worded("They are units of different kinds."),
    "Scores of these plans cannot simply be compared.": worded("These scores cannot simply be compared."),
    "%(num)s other plan is known and not assessed:": worded_n(
        "%(num)s other unit is known and not assessed:",
        "%(num)s other units are known and not assessed:",
    ),
    "Tier in the plan’s years:": worded("Tier in these years:"),
    "Promised in the plan, laid down in law, done in practice: the levels of the criteria": worded(
        "Laid down in law, done in practice: the levels of the criteria"
    ),
    "%(num)s gap that plans share": worded_n(
        "%(num)s gap that countries share",
        "%(num)s gaps that countries share",
    ),
    "%(num)s plan rated": worded_n(
        "%(num)s country rated",
        "%(num)s countries rated",
    ),
    "Criteria on which at least %(num)s plan is rated and stays at %(share)s of the scale or less.": worded_n(
        "Criteria on which at least %(num)s country is rated and stays at %(share)s of the scale or less.",
        "Criteria on which at least %(num)s countries are rated and stay at %(share)s of the scale or less.",
    ),
    (
        "There is no criterion on which at least %(num)s plan is rated and stays at %(share)s of the scale or less."
    ): worded_n(
        "There is no criterion on which at least %(num)s country is rated and stays at %(share)s of the scale or less.",
        "There is no criterion on which at least %(num)s countries are rated and stay at %(share)s of "
        "the scale or less.",
    ),
    "Good practice: on %(num)s criterion a plan meets the standard": worded_n(
        "Good practice: on %(num)s criterion a country reaches the norm",
        "Good practice: on %(num)s criteria a country reaches the norm",
    ),
    "No plan meets the standard on any criterion": worded("No country reaches the norm on any criterion"),
    "The %(number)s plan has no rank under “%(weighting)s”.": worded_n(
        "The %(number)s has no rank under “%(weighting)s”.",
        "None of the %(number)s has a rank under “%(weighting)s”.",
    ),
    ("Too little was assessed to compare these %(number)s plans: none has the %(least)s that a grade needs."): worded_n(
        "Too little was assessed to compare these %(number)s countries: none has the %(least)s that a grade needs.",
        "Too little was assessed to compare these %(number)s countries: none has the %(least)s that a grade needs.",
    ),
    "Another set of plans has a rank under %(number)s other frame; of the %(all)s: %(told)s.": worded_n(
        "Another set has a rank under %(number)s other frame; of the %(all)s: %(told)s.",
        "Another set has a rank under %(number)s other frames; of the %(all)s: %(told)s.",
    ),
    "%(number)s of %(all)s plans have a rank under “%(weighting)s”: %(plans)s.": worded_n(
        "%(number)s of %(all)s has a rank under “%(weighting)s”: %(plans)s.",
        "%(number)s of %(all)s have a rank under “%(weighting)s”: %(plans)s.",
    ),
    "Criteria across plans": worded("Criteria across countries"),
    (
        "Each plan is rated criterion by criterion from evidence. The levels become points, and the score "
        "is their average under the weights of the frame in use. Coverage is the share of the applicable "
        "weight that was assessed. The range runs from the lowest to the highest score that the missing "
        "ratings could still give. The country report of each plan has its reasons, its evidence and its "
        "own method."
    ): worded(
        "Each country is rated criterion by criterion. The levels become points, and the score is their "
        "average under the weights of the frame in use. Coverage is the share of the applicable weight "
        "that was assessed. The range runs from the lowest to the highest score that the missing ratings "
        "could still give. The report on each country has its reasons, its evidence and its own method."
    ),
    "Left out, because fewer than two plans can be ranked under “%(weighting)s”: %(sections)s.": worded(
        "Left out, because fewer than two can be ranked under “%(weighting)s”: %(sections)s."
    ),
    "The blind spot across these plans": worded("The blind spot across these countries"),
    "The plans that get furthest on a criterion, from %(share)s of the scale on.": worded(
        "Who gets furthest on a criterion, from %(share)s of the scale on."
    ),
    (
        "The plans that get furthest on a criterion, from %(share)s of the scale on, where none reaches "
        "level %(level)s yet. This is not a practice to copy."
    ): worded(
        "Who gets furthest on a criterion, from %(share)s of the scale on, where none reaches level "
        "%(level)s yet. This is not a practice to copy."
    ),
    (
        "The plans that get furthest on a criterion, where they reach %(norm)s. What is not assessed "
        "elsewhere may be as good."
    ): worded(
        "Who gets furthest on a criterion, where they reach %(norm)s. What is not assessed elsewhere may be as good."
    ),
    "These are averages over the plans.": worded("These are averages over the countries."),
    "The other gaps that plans share:": worded("The other gaps that countries share:"),
    "No gap that plans share": worded("No gap that countries share"),
    "For %(number)s plan too little was assessed for a grade under any frame.": worded_n(
        "For %(number)s country too little was assessed for a grade under any frame.",
        "For %(number)s countries too little was assessed for a grade under any frame.",
    ),
    "No plan changes grade when only the frame changes.": worded(
        "No country changes grade when only the frame changes."
    ),
    "No plan changes grade when only the frame changes, but the first place does: %(firsts)s.": worded(
        "No country changes grade when only the frame changes, but the first place does: %(firsts)s."
    ),
    (
        "Only %(number)s plan has both a score under “%(weighting)s” and a tier; with fewer than "
        "%(least)s no correlation is computed."
    ): worded_n(
        "Only %(number)s has both a score under “%(weighting)s” and a tier; with fewer than %(least)s "
        "no correlation is computed.",
        "Only %(number)s have both a score under “%(weighting)s” and a tier; with fewer than "
        "%(least)s no correlation is computed.",
    ),
    (
        "Each table explains the gap between a plan’s lowest score and its highest; the criteria that "
        "pull least stand in one row. A criterion pulls up if the frame with the higher score gives more "
        "weight to a level above the plan’s average, or less weight to a level below it."
    ): worded(
        "Each table explains the gap between a lowest score and a highest; the criteria that pull least "
        "stand in one row. A criterion pulls up if the frame with the higher score gives more weight to a "
        "level above the average, or less weight to a level below it."
    ),
    "Every plan under every frame": worded("Every country under every frame"),
    "What moves a plan": worded("What moves a score"),
    (
        "What moves each plan from the first frame to each of the others is in the workbook and in contrast.json."
    ): worded(
        "What moves each score from the first frame to each of the others is in the workbook and in contrast.json."
    ),
    "Left out, because one plan alone has no rank: %(section)s. Give two or more plans.": worded(
        "Left out, because one alone has no rank: %(section)s. Give two or more."
    ),
    "One plan alone has no rank.": worded("One alone has no rank."),
    "On present evidence none of these plans is firmly ahead of another.": worded(
        "On present evidence none of these is firmly ahead of another."
    ),
    "On present evidence none of these plans is firmly ahead of another: %(rule)s.": worded(
        "On present evidence none of these is firmly ahead of another: %(rule)s."
    ),
    "The years of these plans do not overlap: %(pairs)s.": worded("The years compared do not overlap: %(pairs)s."),
    "Which plans are firmly ahead of which": worded("Who is firmly ahead of whom"),
    "%(number)s of %(all)s plans that can be graded changes grade when only the frame changes.": worded_n(
        "%(number)s of %(all)s countries that can be graded changes grade when only the frame changes.",
        "%(number)s of %(all)s countries that can be graded change grade when only the frame changes.",
    ),
    "%(number)s plan is graded (%(grades)s), but none is firmly ahead of another on present evidence.": worded_n(
        "%(number)s country is graded (%(grades)s), but none is firmly ahead of another on present evidence.",
        "%(number)s countries are graded (%(grades)s), but none is firmly ahead of another on present evidence.",
    ),
    "%(number)s plan is graded: %(grades)s.": worded_n(
        "%(number)s country is graded: %(grades)s.",
        "%(number)s countries are graded: %(grades)s.",
    ),
    (
        "%(plan)s is one of %(number)s plans that move furthest in grade: from %(low_grade)s (%(low)s) "
        "under “%(lowest)s” to %(high_grade)s (%(high)s) under “%(highest)s”."
    ): worded_n(
        "%(plan)s is one of %(number)s countries that move furthest in grade: from %(low_grade)s "
        "(%(low)s) under “%(lowest)s” to %(high_grade)s (%(high)s) under “%(highest)s”.",
        "%(plan)s is one of %(number)s countries that move furthest in grade: from %(low_grade)s "
        "(%(low)s) under “%(lowest)s” to %(high_grade)s (%(high)s) under “%(highest)s”.",
    ),
    "Best and worst rank found; not proved, because some plan has no rating in a whole stance": worded(
        "Best and worst rank found; not proved, because in some country a whole stance has no rating"
    ),
    (
        "Best and worst rank of each plan, over all weights at every level of the rubric and over the frames here"
    ): worded(
        "Best and worst rank of each country, over all weights at every level of the rubric and over the frames here"
    ),
    ("Best and worst rank of each plan, over all weights of paradigms and stances and over the frames here"): worded(
        "Best and worst rank of each country, over all weights of paradigms and stances and over the frames here"
    ),
    "How far one weight can change before two plans swap places": worded(
        "How far one weight can change before two countries swap places"
    ),
    "How often a plan has each rank, in per cent": worded("How often a country has each rank, in per cent"),
    "How often the plan of the row scores higher than the plan of the column": worded(
        "How often the country of the row scores higher than that of the column"
    ),
    "No plans swap places": worded("No countries swap places"),
    "Plan that moves": worded("Country that moves"),
    "Plans that change rank if one thing is left out": worded("Countries that change rank if one thing is left out"),
    ("Plans that swap places between two frames, and where on the way from one to the other they draw level"): worded(
        "Countries that swap places between two frames, and where on the way from one to the other they draw level"
    ),
    (
        "Plans with equal scores share a place. If a tie is only made or broken, ranks change, but no "
        "plans swap places."
    ): worded("Equal scores share a place. If a tie is only made or broken, ranks change, but none swap places."),
    "The smallest change of weights that swaps two plans": worded(
        "The smallest change of weights that swaps two countries"
    ),
    "The smallest change of weights that swaps two plans, on the criteria that both share": worded(
        "The smallest change of weights that swaps two countries, on the criteria that both share"
    ),
    (
        "There is nothing to show: no plan’s score moves enough between the frames that can grade it, or "
        "its contributions do not add up."
    ): worded(
        "There is nothing to show: no score moves enough between the frames that can grade it, or its "
        "contributions do not add up."
    ),
    (
        "The plan is assessed with %(rubric)s. The evaluators have no evidence so far on the questions "
        "below. What is not assessed is left out of the score and widens its range. A document, a page or "
        "an address that answers a question is enough."
    ): worded(
        "Law and practice are assessed with %(rubric)s. The evaluators have no evidence so far on the "
        "questions below. What is not assessed is left out of the score and widens its range. A document, "
        "a page or an address that answers a question is enough."
    ),
    ("RANKS WHATEVER THE COVERAGE: on request, plans with too little assessed for a grade are ranked too."): worded(
        "RANKS WHATEVER THE COVERAGE: on request, countries with too little assessed for a grade are ranked too."
    ),
    (
        "A provision is met where all its tests are met, and met in part where some are. Only a text that "
        "was read whole can show that it lacks something: not in the plan, not in the law as read, or, of "
        "practice, not documented. What unread text could still meet, or a level does not decide, is "
        "open. If the criteria ask about only a part of a provision, it can at best be “met as far as "
        "asked”. The second column says from when the instrument bound the state; “later” is after the "
        "plan began."
    ): worded(
        "A provision is met where all its tests are met, and met in part where some are. Only a text that "
        "was read whole can show that it lacks something: not in the law as read, or, of practice, not "
        "documented. What unread text could still meet, or a level does not decide, is open. If the "
        "criteria ask about only a part of a provision, it can at best be “met as far as asked”. The "
        "second column says from when the instrument bound the state; “later” is after the period began."
    ),
    (
        "A score and a tier measure different things. The score says how far a plan, with law and "
        "practice as rated, meets the criteria of this rubric under this frame. The tier is the US "
        "government’s own judgement of another government’s efforts in one year. Neither confirms the "
        "other."
    ): worded(
        "A score and a tier measure different things. The score says how far law and practice, as rated, "
        "meet the criteria of this rubric under this frame. The tier is the US government’s own judgement "
        "of another government’s efforts in one year. Neither confirms the other."
    ),
    "groups of plans": worded("groups"),
    "The %(number)s plan has a rank under “%(weighting)s”.": worded_n(
        "The %(number)s has a rank under “%(weighting)s”.",
        "Each of the %(number)s has a rank under “%(weighting)s”.",
    ),
    "On request %(number)s plan is ranked under %(weighting)s whatever its coverage.": worded_n(
        "On request %(number)s is ranked under %(weighting)s whatever its coverage.",
        "On request %(number)s are ranked under %(weighting)s whatever their coverage.",
    ),
    "Only %(plans)s could be ranked under “%(weighting)s”, so none of %(all)s plans has a rank.": worded(
        "Only %(plans)s could be ranked under “%(weighting)s”, so none of %(all)s has a rank."
    ),
    "One step of one level separates the plan from grade %(grade)s.": worded_n(
        "One step of one level separates law and practice from grade %(grade)s.",
        "%(num)s steps of one level separate law and practice from grade %(grade)s.",
    ),
    "Plans with equal scores share a rank.": worded("Equal scores share a rank."),
}
