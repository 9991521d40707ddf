"""The languages of the screens: those of the reports, from the shipped templates."""

from __future__ import annotations

from functools import lru_cache

from evaluator.library import shipped_root
from evaluator.read.layers import Layers
from evaluator.reports.html.language import Language, language


def templates() -> Layers:
    """Return the shipped templates: a user's folder does not change the screens."""
    return Layers((shipped_root(),)).below("templates")


@lru_cache(maxsize=16)
def spoken(lang: str) -> Language:
    """Return the words of a language of the screens; its catalogue is read once."""
    return language(templates(), lang)
