"""Titles of nodes and sections for sentences, and the notes on sections that could not be computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.errors import EvaluatorError
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Sentence, Spoken, say, say_alike, say_n, series

NAMED = 6  # plans, or weightings, that a sentence names


@dataclass(frozen=True, slots=True)
class SectionName:
    """The name of a section in sentences; `usual` marks sections that a contrast has if the user names none."""

    words: Sentence
    usual: bool = True


CONTRAST_SECTIONS = {
    "plans": SectionName(say("plans")),
    "scores": SectionName(say("scores")),
    "weights": SectionName(say("weights")),
    "nearest": SectionName(say("which frames are nearest")),
    "moves": SectionName(say("what moves a plan")),
    "blind-spot": SectionName(say("what the TIP Report does not look at")),
    "flips": SectionName(say("what would change the order")),
    "robustness": SectionName(say("how far the order can be trusted")),
    "levels": SectionName(say("groups of plans")),
    "leave-one-out": SectionName(say("what happens if one thing is left out"), usual=False),
    "sensitivity": SectionName(say("on which choice the ranks depend"), usual=False),
    "members": SectionName(say("what the members of each group make of the plans"), usual=False),
    "firm": SectionName(say("which pairs of plans each group orders beyond chance"), usual=False),
    "conflict": SectionName(say("how far the groups lie apart"), usual=False),
}
ASKED = ("members", "firm", "conflict")  # sections that need a survey
SECTION_WORDS = {name: section.words for name, section in CONTRAST_SECTIONS.items()}


def path_title(rubric: Rubric, node: str) -> str:
    """Return a node's title; for a stance, with the paradigm's title before it: "Human rights, structural"."""
    own = rubric.title(node)
    if node not in rubric.nodes or rubric.nodes[node].stance is None:
        return own
    above = [n for n in rubric.ancestors(node) if n in rubric.paradigms]
    return f"{rubric.title(above[0])}, {own.lower()}" if above else own


def listed(names: Sequence[Spoken | str], most: int = NAMED) -> Spoken:
    """Return names separated by commas; beyond the first `most`, only the number of the rest, if it is not one.

    Examples
    --------
    >>> listed(["A", "B", "C"], 2), listed(["A", "B", "C", "D"], 2)
    ('A, B, C', 'A, B and 2 more')
    """
    more = len(names) - most
    if more <= 1:
        return series(", ", names)
    return say_alike("%(names)s and %(number)s more", more, names=series(", ", names[:most]))


def left_out_words(section: str, error: EvaluatorError) -> Sentence:
    """Return a note that a section is empty because of an error.

    The error's text keeps its message for translation, which `str` would drop.
    """
    return say("Left out: %(section)s, because %(why)s.", section=SECTION_WORDS[section], why=error.args[0])


def needs_ranks_words(section: str) -> Sentence:
    """Return a note that a section on ranks is empty because there is only one plan."""
    return say(
        "Left out, because one plan alone has no rank: %(section)s. Give two or more plans.",
        section=SECTION_WORDS[section],
    )


def without_ranks_words(sections: Sequence[str], weighting_id: str) -> Sentence:
    """Return a note that sections on ranks are empty because fewer than two plans can be ranked."""
    return say(
        "Left out: %(sections)s. They need two plans that can be ranked under “%(weighting)s”.",
        sections=series(", ", [SECTION_WORDS[section] for section in sections]),
        weighting=weighting_id,
    )


def contradiction_words(number: int) -> Sentence:
    """Return a note that `number` pairs of plans have no change of weights shown, because shared criteria disagree.

    The criteria that both plans share do not order the plans, or order them differently from their scores.
    """
    return say_n(
        "For %(number)s pair of plans no change of weights is given, because the criteria that both "
        "share do not order them, or not as their scores do.",
        "For %(number)s pairs of plans no change of weights is given, because the criteria that both "
        "share do not order them, or not as their scores do.",
        number,
    )


def too_many_pairs_words(most: int) -> Sentence:
    """Return a note that there are too many plans to bracket every change of places."""
    return say_n(
        "Swaps of places are searched for up to %(number)s plan; name fewer to see them.",
        "Swaps of places are searched for up to %(number)s plans; name fewer to see them.",
        most,
    )


def too_many_plans_words(most: int) -> Sentence:
    """Return a note that there are too many plans to search for attainable ranks."""
    return say_n(
        "Best and worst ranks are searched for up to %(number)s plan; name fewer to see them.",
        "Best and worst ranks are searched for up to %(number)s plans; name fewer to see them.",
        most,
    )
