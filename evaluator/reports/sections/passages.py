"""The languages of the passages on a page that are the evaluators' own."""

from __future__ import annotations

from evaluator.model.words import Spoken, foreign


def own_words(text: str, spoken: str, lang: str) -> str:
    """Return the coders' own words, marked where the page is in another language; the program's are said in any."""
    return text if isinstance(text, Spoken) else foreign(text, spoken, lang)
