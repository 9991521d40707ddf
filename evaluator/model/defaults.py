"""What stands where nothing else is named; alone here, so that a message can say it without loading the model."""

from __future__ import annotations

DEFAULT_RUBRIC = "four-paradigms"
# A dozen questions for a first result.
FIRST_LOOK = "first-look"


def with_rubric(rubric_id: str) -> str:
    """Return what names the rubric in a command: nothing for the one that is taken where none is named.

    Examples
    --------
    >>> with_rubric("first-look"), with_rubric("four-paradigms")
    (' --rubric first-look', '')
    """
    return "" if rubric_id == DEFAULT_RUBRIC else f" --rubric {rubric_id}"
