"""Messages on agreed ratings that no longer hold, the same in every command that uses a plan's ratings."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.layout import wrapped
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session, leave_open
from evaluator.model.against import AgainstReading
from evaluator.model.assessment import Assessment
from evaluator.model.lens import LensReading
from evaluator.model.rubric import Rubric
from evaluator.panel.settle import overtaken
from evaluator.panel.settled_words import overtaken_words, settle_command


def standing_text(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> str:
    """Return the agreed ratings that no longer hold and the command that settles them, or an empty text."""
    gone = overtaken(assessment, rubric, assessor or None)
    return str(overtaken_words(gone, settle_command(assessment.plan.id, rubric.id))) if gone else ""


def end_marked(session: Session, readings: Sequence[AgainstReading | LensReading], rubric_id: str) -> None:
    """Print the command that shows what is a draft, and end with status 1, if any reading rests on a draft."""
    drafts = [reading.plan_id for reading in readings if reading.is_draft]
    if drafts:
        said = f"{command_for('score', drafts[0], rubric_id)} says which"
        session.tell(f"DRAFT: what is marked so rests on a draft or an open dispute. {said}.")
    leave_open(drafts)


def tell_standing(
    session: Session, assessment: Assessment, rubric: Rubric, assessor: str | None = None, *, in_text: bool
) -> bool:
    """Print the agreed ratings that no longer hold, if any, and return whether there are any.

    With `in_text` the message heads the output, even with `--quiet`; otherwise it goes to standard error, because
    the output is data.
    """
    text = standing_text(assessment, rubric, assessor)
    if text and in_text:
        show("\n".join(wrapped(text)) + "\n\n")
    elif text:
        session.tell(text)
    return bool(text)
