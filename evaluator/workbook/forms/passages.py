"""A passage of evidence in one line, for people who have no list of evidence beside them."""

from __future__ import annotations

from evaluator.model.assessment import Assessment
from evaluator.model.plan import Evidence


def passage_text(passage: Evidence | None, assessment: Assessment) -> str:
    """Return where a passage stands and what it says: title of the source, place, note, and the words if quoted.

    Examples
    --------
    >>> passage_text(None, None)
    'a passage that is not on the list of evidence'
    """
    if passage is None:
        return "a passage that is not on the list of evidence"
    title = next((s.title for s in assessment.sources if s.source_id == passage.source_id), passage.source_id)
    quoted = f' "{passage.quote}"' if passage.quote else ""
    return f"{title}, {passage.locator}: {passage.note}{quoted}"
