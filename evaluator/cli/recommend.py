"""`evaluator recommend`: draft recommendations, edit them, and follow them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from evaluator.cli.shared.advice import read_back
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.clock import today
from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.layout import columns, wrapped
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.options import FORCE, FULL, NAME, OUT, PATH
from evaluator.cli.shared.out import refuse_standing, show, show_screen, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.cli.shared.standing import tell_standing
from evaluator.errors import EvaluatorError
from evaluator.model.plan import Recommendation
from evaluator.model.scorecard import Scorecard
from evaluator.plans.recommend import Advice, draft, follow_up, meeting_the_norm, without_words
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.forms.table import shown_sheet, stage_rows, table_xlsx, take_table
from evaluator.workbook.sheet.table_forms import RECOMMENDATIONS


@click.group("recommend", cls=CommandGroup)
def command() -> None:
    """Draft recommendations, and check later what became of them."""


def _card_named(session: Session, choice: PlanChoice, name: str) -> Scorecard:
    if len(choice.weightings) > 1:
        raise click.UsageError("One --weighting orders the recommendations.")
    (card,) = choice.cards(session, [name])
    return card


def _write_recommendations(session: Session, own: Path, card: Scorecard, rows: tuple[Recommendation, ...]) -> None:
    with opened_stage(session.library, own, card.assessment.plan.id, card.rubric) as stage:
        stage_rows(stage, RECOMMENDATIONS, rows, "", [None] * len(rows))
        session.before_change()
        session.tell_written(*stage.install(own))


@command.command("draft")
@NAME
@click.option("--edition", help="Name of this edition, such as a year. Else the day's date.")
@click.option(
    "--most", type=click.IntRange(1), default=10, show_default=True, help="Largest number of recommendations."
)
@click.option("--write", is_flag=True, help="Add the recommendations to recommendations.csv in your own folder.")
@FULL()
@with_choice
@with_session
def draft_(
    session: Session, choice: PlanChoice, name: str, edition: str | None, most: int, *, write: bool, full: bool
) -> None:
    r"""Draft recommendations, the largest gap first.

    Each recommendation aims at the rubric's norm level, or at one level above if the
    plan meets the norm. Its text is the criterion's recommendation, which cites the
    standard, and what the coders miss for the next level. A tripped gate comes first.
    Criteria that are not assessed and yardsticks get no recommendation. The lead adds
    addressee and deadline.

    \b
    Examples:
      evaluator recommend draft ALB --most 5
      evaluator recommend draft ALB --edition 2026 --write --library my-folder
    """
    own = session.own_folder() if write else None
    card = _card_named(session, choice, name)
    known = card.assessment.recommendations
    is_stale = tell_standing(session, card.assessment, card.rubric, card.assessor, in_text=True)
    advice = Advice(edition or today(), most)
    found = draft(card, advice, known)
    lines = wrapped(*(f"{row.rec_id}  {_recommendation_text(card, row)}" for row in found), later="      ")
    show_screen(session, "".join(f"{line}\n" for line in lines), full=full)
    _tell_lacking(session, card, without_words(card, advice, known))
    if not any(scored.outcome.level is not None for scored in card.criteria):
        todo = f"evaluator todo {card.assessment.country.iso3} --rubric {card.rubric.id}"
        session.tell(f"No criterion has a level yet, so nothing is recommended. `{todo}` lists what is to rate.")
    there = sum(row.edition == advice.edition for row in known)
    if there and not found:
        session.tell(
            f"Edition {advice.edition} has {there} recommendations already; --most {there + most} drafts more."
        )
    if own is not None and found:
        _write_recommendations(session, own, card, (*known, *found))
    leave_open(is_stale)


def _tell_lacking(session: Session, card: Scorecard, lacking: Sequence[str]) -> None:
    """Tell which criteria get no recommendation: those that need none, and those for which nobody says what to do."""
    met = meeting_the_norm(card, lacking)
    if met:
        one = len(met) == 1
        session.tell(
            f"{len(met)} {'criterion meets' if one else 'criteria meet'} the standard already and "
            f"{'needs' if one else 'need'} none."
        )
    if left := [name for name in lacking if name not in met]:
        session.tell(
            f"There is no recommendation for: {', '.join(left)}. "
            "Give these criteria a `recommend` in the rubric, or fill in what is missing for their next level."
        )


def _recommendation_text(card: Scorecard, row: Recommendation) -> str:
    start = "" if row.from_level is None else f"from level {row.from_level} "
    return f"{card.rubric.title(row.criterion_id)} ({start}to level {row.to_level}): {row.text}"


@command.command("export")
@NAME
@OUT()
@FORCE()
@with_choice
@with_session
def export(session: Session, choice: PlanChoice, name: str, out: Path | None, force: bool) -> None:  # noqa: FBT001
    r"""Make a workbook in which the lead edits wording, addressee and deadline.

    \b
    Example:
      evaluator recommend export ALB --out recommendations.xlsx
    """
    card = _card_named(session, choice, name)
    target = out or Path(f"{card.assessment.plan.id}.recommendations.xlsx")
    refuse_standing(target, session.library, force=force)
    titles = [(c.id, card.rubric.title(c.id), c.recommend) for c in card.rubric.criteria if c.levels]
    bodies = [(i.institution_id, i.name) for i in card.assessment.institutions]
    beside = [
        shown_sheet("criteria", "Criteria", ["id", "Title", "What to recommend"], titles),
        shown_sheet("institutions", "Institutions", ["id", "Name"], bodies),
    ]
    with opened_stage(session.library, target.parent.resolve(), card.assessment.plan.id, card.rubric) as stage:
        write_out(target, table_xlsx(RECOMMENDATIONS, card.assessment.recommendations, stage, beside), make_folder=True)
    session.tell_written(target)
    plan, rubric = card.assessment.plan.id, card.rubric.id
    session.tell(read_back("recommend import", plan, shown_path(target), rubric, done="word them"))


def _mark_lead(before: Recommendation | None, row: Recommendation) -> Recommendation:
    """Return the row with origin `lead` if the lead changed its text, else unchanged."""
    if before is None or before.text != row.text:
        return replace(row, origin="lead")
    return row


@command.command("import")
@NAME
@click.argument("file", type=PATH)
@with_choice
@with_session
def import_(session: Session, choice: PlanChoice, name: str, file: Path) -> None:
    r"""Read the edited workbook back; texts that the lead changed are marked as the lead's.

    \b
    Example:
      evaluator recommend import ALB recommendations.xlsx --library my-folder
    """
    own = session.own_folder()
    card = _card_named(session, choice, name)
    with opened_stage(session.library, own, card.assessment.plan.id, card.rubric) as stage:
        taken = take_table(file, RECOMMENDATIONS, card.assessment.recommendations, stage, _mark_lead)
        session.before_change()
        written = stage.install(own)
    for line in problem_lines(taken.notes):
        session.tell(line)
    show(f"{len(taken.rows)} recommendations\n")
    session.tell_written(*written)


@command.command("follow")
@NAME
@click.option("--of", "earlier", metavar="PLAN", help="Earlier plan whose recommendations the command follows up.")
@click.option("--edition", help="Edition of the recommendations. Else the newest.")
@click.option("--write", is_flag=True, help="Write the outcomes into recommendations.csv in your own folder.")
@with_choice
@with_session
def follow(
    session: Session, choice: PlanChoice, name: str, earlier: str | None, edition: str | None, *, write: bool
) -> None:
    r"""Compare recommendations of an earlier edition with the present levels.

    Implemented: the plan reaches the level aimed at; partly: it reaches a level
    between; not: it gained no level. A criterion that is not assessed now stays open.
    An outcome that a person recorded stays as it is.

    \b
    Examples:
      evaluator recommend follow ALB --edition 2024
      evaluator recommend follow ALB-2030-2033 --of ALB-2005-2007
    """
    own = session.own_folder() if write else None
    card = _card_named(session, choice, name)
    source = _card_named(session, choice, earlier) if earlier else card
    known = source.assessment.recommendations
    wanted = edition or max((row.edition for row in known), default="")
    found = follow_up(card, [row for row in known if row.edition == wanted], today())
    if not found:
        of_edition = f" of edition {wanted}" if wanted else ""
        raise EvaluatorError(f"{source.assessment.plan.id} has no recommendations{of_edition}.")
    titles = {one.id: card.rubric.title(one.id) for one in card.rubric.criteria}
    lines = columns(
        "id={row.rec_id}|criterion={title}|>from={row.from_level}|>aim={row.to_level}|>now={level_now}|outcome={outcome}",
        found,
        lambda f: {"title": titles.get(f.row.criterion_id), "outcome": f.row.outcome or "open"},
    )
    show("\n".join(lines) + "\n")
    if own is not None:
        new = {f.row.rec_id: f.row for f in found}
        _write_recommendations(session, own, source, tuple(new.get(row.rec_id, row) for row in known))
