"""The languages of the screens, which are those of the shipped report templates."""

from __future__ import annotations

from functools import lru_cache

from evaluator.library import shipped_root
from evaluator.read.layers import Layers
from evaluator.reports.html.language import Language, language


def templates() -> Layers:
    """Return the shipped templates, which a user's folder cannot override for the screens."""
    return Layers((shipped_root(),)).below("templates")


@lru_cache(maxsize=16)
def spoken(lang: str) -> Language:
    """Return the catalogue of a language of the screens, read once."""
    return language(templates(), lang)
