"""What stands where nothing else is named; alone here, so that a message can say it without loading the model."""

from __future__ import annotations

DEFAULT_RUBRIC = "four-paradigms"
# A dozen questions for a first result.
FIRST_LOOK = "first-look"
