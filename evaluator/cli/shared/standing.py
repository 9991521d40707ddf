"""Whether agreed ratings still hold: told by every command that a plan's ratings enter, in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.layout import wrapped
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session, leave_open
from evaluator.model.against import AgainstReading
from evaluator.model.assessment import Assessment
from evaluator.model.lens_reading import LensReading
from evaluator.model.rubric import Rubric
from evaluator.panel.settle import overtaken
from evaluator.panel.told import overtaken_words, settle_command


def standing_text(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> str:
    """Return which agreed ratings no longer hold and what settles them, empty where all hold."""
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
