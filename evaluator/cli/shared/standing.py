"""Whether agreed ratings still hold: told by every command that a plan's ratings enter, in the same words."""

from __future__ import annotations

from evaluator.cli.shared.layout import wrapped
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.panel.settle import overtaken
from evaluator.panel.told import overtaken_words, settle_command


def standing_text(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> str:
    """Return which agreed ratings no longer hold and what settles them, empty where all hold."""
    gone = overtaken(assessment, rubric, assessor or None)
    return str(overtaken_words(gone, settle_command(assessment.plan.id, rubric.id))) if gone else ""


def tell_standing(
    session: Session, assessment: Assessment, rubric: Rubric, assessor: str | None = None, *, in_text: bool
) -> bool:
    """Tell it, and return whether there was anything to tell.

    With `in_text` it is the head of the output itself, so that `--quiet` does not hide it;
    else it goes to standard error, for what is printed is data.
    """
    text = standing_text(assessment, rubric, assessor)
    if text and in_text:
        show("\n".join(wrapped(text)) + "\n\n")
    elif text:
        session.tell(text)
    return bool(text)
