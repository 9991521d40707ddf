"""Phrases of the word lists in a text, in any of their languages."""

from __future__ import annotations

from evaluator.model.intake import ByLanguage, PlanWords
from evaluator.plans.fold import find_phrase, phrase_words, words_of


def any_phrase(text: str, by_language: ByLanguage) -> bool:
    """Return whether a text contains one of the phrases, in any language."""
    words = words_of(text)
    return any(find_phrase(words, phrase_words(p)) is not None for phrases in by_language.values() for p in phrases)


def only_phrase(text: str, by_language: ByLanguage) -> bool:
    """Return whether a text is exactly one of the phrases."""
    words = " ".join(words_of(text))
    return any(words == " ".join(phrase_words(p)) for phrases in by_language.values() for p in phrases)


def begins_with(text: str, by_language: ByLanguage) -> bool:
    """Return whether a text begins with one of the phrases, in any language."""
    words = words_of(text)
    return any(find_phrase(words, phrase_words(p)) == 0 for phrases in by_language.values() for p in phrases)


def is_mark(text: str, words: PlanWords) -> bool:
    """Return whether a text is only a mark, such as a cross, which says that a row concerns its column.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> [is_mark(text, Library.open().plan_words) for text in ("X", "✓", "Draft")]
    [True, True, False]
    """
    return " ".join(text.split()).casefold() in words.marks
