"""The languages of the passages on a page that are the evaluators' own."""

from __future__ import annotations

from evaluator.model.assessment import Assessment
from evaluator.model.words import Spoken, foreign


def coders_language(assessment: Assessment) -> str:
    """Return the language of the coders' own words; empty where they write in several, or none is known."""
    spoken = {coding.header.lang for coding in assessment.codings}
    return spoken.pop() if len(spoken) == 1 else ""


def own_words(text: str, spoken: str, lang: str) -> str:
    """Return the coders' own words, marked where the page is in another language; the program's are said in any."""
    return text if isinstance(text, Spoken) else foreign(text, spoken, lang)
