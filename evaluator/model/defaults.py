"""Ids of the default rubrics, in a module of their own so that messages need not load the model."""

from __future__ import annotations

DEFAULT_RUBRIC = "four-paradigms"
# A dozen questions for a first result.
FIRST_LOOK = "first-look"


def with_rubric(rubric_id: str) -> str:
    """Return the option that selects the rubric in a command; empty for the default rubric.

    Examples
    --------
    >>> with_rubric("first-look"), with_rubric("four-paradigms")
    (' --rubric first-look', '')
    """
    return "" if rubric_id == DEFAULT_RUBRIC else f" --rubric {rubric_id}"
