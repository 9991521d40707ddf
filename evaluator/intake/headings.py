"""Which paragraphs above a plan's table are headings of its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaluator.intake.looks import is_date
from evaluator.model.intake import ByLanguage, PlanWords
from evaluator.plans.fold import find_phrase, phrase_words, words_of

LONGEST_HEADING = 25
NUMBERED = re.compile(r"\s*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.):]?|[IVX]{1,4}(?:\.[0-9]{1,2})*[.):])\s+[^\W\d_]")
ROMAN = re.compile(r"[ivx]{1,4}")


def is_heading(text: str, words: PlanWords) -> bool:
    """Return whether a paragraph above a table is its heading: short, and starting with a number or as an objective.

    A year is not a heading's number, nor is a letter without a point after it. A text that only names the table
    ("5 Goals and measures") is no heading.
    """
    own = words_of(text)
    if not own or len(own) > LONGEST_HEADING or names_table(own, words) or is_date(text, words):
        return False
    phrases = (p for by_language in (words.aims, words.objectives) for one in by_language.values() for p in one)
    return NUMBERED.match(text) is not None or any(find_phrase(own, phrase_words(p)) == 0 for p in phrases)


def names_table(own: Sequence[str], words: PlanWords) -> bool:
    """Return whether a text only announces that a plan, its goals or its measures follow."""
    rest = [word for word in own if not word.isdigit() and not ROMAN.fullmatch(word)]
    named = [word for word in rest if _begins(word, words.titles)]
    return bool(named) and all(word in named or _begins(word, words.title_words) for word in rest)


def _begins(word: str, by_language: ByLanguage) -> bool:
    return any(find_phrase([word], phrase_words(p)) == 0 for phrases in by_language.values() for p in phrases)
