"""Phrases of the word lists in a text, in any of their languages."""

from __future__ import annotations

from evaluator.model.intake import ByLanguage
from evaluator.plans.fold import find_phrase, phrase_words, words_of


def any_phrase(text: str, by_language: ByLanguage) -> bool:
    """Return whether a text contains one of the phrases, in any language."""
    words = words_of(text)
    return any(find_phrase(words, phrase_words(p)) is not None for phrases in by_language.values() for p in phrases)


def only_phrase(text: str, by_language: ByLanguage) -> bool:
    """Return whether a text is exactly one of the phrases."""
    words = " ".join(words_of(text))
    return any(words == " ".join(phrase_words(p)) for phrases in by_language.values() for p in phrases)
