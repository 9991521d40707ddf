"""Mark the language of the evaluators' own words on a page."""

from __future__ import annotations

from evaluator.model.words import Spoken, foreign


def own_words(text: str, spoken: str, lang: str) -> str:
    """Return the coders' words, marked if the page is in another language; the program's sentences are unchanged."""
    return text if isinstance(text, Spoken) else foreign(text, spoken, lang)
