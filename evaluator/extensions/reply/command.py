"""`evaluator reply`: export ratings for a government's comments, and import comments and answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from evaluator.cli.shared.advice import command_for, read_back
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.clock import today
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import wrapped
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.named_by_file import NAMED, named_by, told_of_strange
from evaluator.cli.shared.options import FORCE, NAME, OUT
from evaluator.cli.shared.out import refuse_standing, show, write_out
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.model.plan import Reply
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.forms.reply import ReplyHead, reply_xlsx, take_replies

HEADING = "Afterwards"


@click.group("reply", cls=CommandGroup)
def command() -> None:
    """Ask the government for its comments, and answer them."""


@command.command("export")
@NAME
@click.option("--answers", is_flag=True, help="For the evaluators: add columns for the answer and what changed.")
@OUT()
@FORCE()
@with_choice
@with_session
def export(session: Session, choice: PlanChoice, name: str, *, answers: bool, out: Path | None, force: bool) -> None:
    r"""Make the workbook for a reply: each rating with its grounds, and a column for comments.

    \b
    Examples:
      evaluator reply export ALB --out reply.xlsx
      evaluator reply export ALB --answers --out answers.xlsx
    """
    (card,) = choice.cards(session, [name])
    target = out or Path(f"{card.assessment.plan.id}.{'answers' if answers else 'reply'}.xlsx")
    refuse_standing(target, session.library, force=force, may_hold="comments")
    write_out(target, reply_xlsx(card, with_answers=answers), make_folder=True)
    session.tell_written(target)
    done = "answer in it" if answers else "send it, and with the comments back"
    plan, rubric = card.assessment.plan.id, card.rubric.id
    session.tell(read_back("reply import", plan, shown_path(target), rubric, done=done))


@command.command("import")
@NAMED
@click.option("--by", default="", metavar="OFFICE", help="Office that replies, for rows that do not name one.")
@with_choice
@with_session
def import_(session: Session, choice: PlanChoice, named: tuple[str, ...], by: str) -> None:
    r"""Import comments and answers; a comment that was imported before is skipped.

    An answer states what changed. If a rating changed, the answer names the record of
    the change, so that the old rating, the comment and the new rating stay together.

    \b
    Example:
      evaluator reply import reply.xlsx --by "Ministry of Interior" --library my-folder
    """
    own = session.own_folder()
    name, files, choice = named_by(named, choice)
    if len(files) > 1:
        raise EvaluatorError("replies are read from one workbook. Give one file at a time.")
    (card,) = choice.cards(session, [name])
    with opened_stage(session.library, own, card.assessment.plan.id, card.rubric) as stage:
        try:
            replies = take_replies(files[0], card.assessment, stage, ReplyHead(by, today()))
        except InvalidInputError as error:
            raise told_of_strange(error, files) from None
        session.before_change()
        written = stage.install(own)
    for reply in replies:
        show("\n".join(wrapped(f"{reply.reply_id}  {_reply_text(reply)}", later="      ")) + "\n")
    session.tell(_taken_text(card.assessment.replies, replies))
    session.tell_written(*written)
    if any(not reply.answer for reply in replies):
        call = command_for("reply export --answers", card.assessment.plan.id, card.rubric.id)
        session.tell(f"Next: {call} writes a workbook to answer in.")


def _reply_text(reply: Reply) -> str:
    answer = f"{reply.outcome or 'answered'}: {reply.answer}" if reply.answer else "not answered yet"
    return f"{reply.criterion_id}, {reply.by}: {reply.text} -> {answer}"


def _taken_text(before: Sequence[Reply], after: Sequence[Reply]) -> str:
    if not after:
        return "Replies: none taken; no row of the sheet has a comment."
    known = {reply.reply_id: reply for reply in before}
    new = sum(reply.reply_id not in known for reply in after)
    same = sum(known.get(reply.reply_id) == reply for reply in after)
    return f"Replies: {new} taken, {len(after) - new - same} changed, {same} unchanged."
