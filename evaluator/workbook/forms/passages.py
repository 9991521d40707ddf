"""A passage of evidence in one line, for readers without the list of evidence."""

from __future__ import annotations

from evaluator.model.assessment import Assessment
from evaluator.model.plan import Evidence


def passage_text(passage: Evidence | None, assessment: Assessment) -> str:
    """Return a passage of evidence in one line: title of the source, locator, note, and the quoted words if any.

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
