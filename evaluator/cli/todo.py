"""`evaluator todo`: list the criteria not assessed, the evidence they need, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import accumulate
from pathlib import Path

import click

from evaluator import __version__
from evaluator.cli.shared.advice import read_back, runnable
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.clock import now
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import SCREEN, blocks_text, columns, labelled, share_text, weight_text, wrapped
from evaluator.cli.shared.names import plans_named
from evaluator.cli.shared.options import FORCE, FULL, NAME, OUT, PATH, PLAN, RUBRIC, formats
from evaluator.cli.shared.out import as_json, refuse_standing, rows_text, show, show_screen, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.cli.shared.standing import tell_standing
from evaluator.cli.show.entry import english
from evaluator.model.defaults import with_rubric
from evaluator.model.mention import in_numbers
from evaluator.model.scorecard import Scorecard
from evaluator.read.yardstick import altered_words
from evaluator.reports.outline import Tool
from evaluator.reports.request import REQUEST, OpenCriterion, RequestView, open_tasks, request_pdf
from evaluator.reports.sections.citations import citations_of
from evaluator.reports.subject import date_of, examples_among, invented_among
from evaluator.reports.wording import wording_of
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.forms.request import request_xlsx, take_answers
from evaluator.workbook.sheet.labels import Labels

FILES = ("xlsx", "pdf")
BESIDE = 3  # lines beside the rows of a brief list: an empty one, its head, what is left


class _Todo(click.Group):
    """The group of `todo` commands; a first word that is no command means `todo list`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Insert `list` if the first argument is neither a command nor a help option."""
        if args and args[0] not in (*self.commands, "--help", "-h"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group("todo", cls=_Todo)
def command() -> None:
    """List open questions, ask for evidence, read the answers back.

    `evaluator todo ALB` is short for `evaluator todo list ALB`.
    """


@command.command("list")
@NAME
@click.option("--all", "everything", is_flag=True, help="List also criteria without weight under the weighting.")
@formats("text", "csv", "json", "xlsx", "pdf")
@OUT("File to write (xlsx, pdf).")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="With pdf: the day by which you ask for an answer.")
@click.option("--reply-to", default="", metavar="TEXT", help="With pdf: the address for answers.")
@FORCE()
@FULL("Print for every criterion what it asks, what it needs and whom to ask.")
@with_choice
@with_session
def list_(  # noqa: PLR0913  (one option each)
    session: Session,
    choice: PlanChoice,
    name: str,
    *,
    everything: bool,
    form: str,
    out: Path | None,
    due: datetime | None,
    reply_to: str,
    force: bool,
    full: bool,
) -> None:
    r"""List the criteria not assessed, the evidence that each needs, and from whom.

    The heaviest criteria come first. Each row gives the coverage that is reached once
    its criterion and all before it are assessed. The list names a gate
    whatever its weight. For a disputed criterion it asks nobody for evidence: the
    coders must settle the dispute. The workbook and the PDF are a request for
    information that you can send; the PDF has the ten heaviest questions, with a
    sheet for each body that can answer several.

    \b
    Examples:
      evaluator todo list ALB
      evaluator todo ALB --weighting us-tip --format csv
      evaluator todo ALB --format xlsx --out request.xlsx
      evaluator todo ALB --format pdf --due 2027-03-31 --reply-to "evaluators@example.org"
    """
    if len(choice.weightings) > 1:
        raise click.UsageError("One --weighting orders the list.")
    if out is not None and form not in FILES:
        raise click.UsageError("--out writes xlsx and pdf; the other formats go to standard output.")
    if form != "pdf" and (due or reply_to):
        raise click.UsageError("--due and --reply-to stand in a letter: give them with --format pdf.")
    (card,) = choice.cards(session, [name])
    tasks = open_tasks(card, everything=everything)
    is_stale = tell_standing(session, card.assessment, card.rubric, card.assessor, in_text=form == "text")
    if form == "csv":
        show(rows_text(tasks, OpenCriterion))
    elif form == "json":
        show(as_json([asdict(task) for task in tasks]))
    elif form in FILES:
        target = out or Path(f"{card.assessment.plan.id}.request.{form}")
        refuse_standing(target, session.library, force=force)
        letter = replace(request_view(card, tasks), due=f"{due:%Y-%m-%d}" if due else "", reply_to=reply_to)
        made = request_pdf(session.library, letter) if form == "pdf" else request_xlsx(letter, Labels(card.rubric))
        write_out(target, made, make_folder=True)
        _tell_written(session, card, target)
    else:
        show_screen(session, blocks_text([_list_lines(card, tasks, full=full)]), full=full)
    _tell_without_weight(session, card, tasks)
    leave_open(is_stale)


def _tell_written(session: Session, card: Scorecard, target: Path) -> None:
    session.tell_written(target)
    if target.suffix == ".xlsx":
        plan, rubric = card.assessment.plan.id, card.rubric.id
        done = "send it, and with the answers back"
        session.tell(read_back("todo import", plan, shown_path(target), rubric, done=done))


@command.command("import")
@NAME
@click.argument("file", type=PATH)
@RUBRIC("Rubric of the request.")
@PLAN()
@with_session
def import_(session: Session, name: str, file: Path, rubric: str, plan: str | None) -> None:
    r"""Read the answers to a request back: each becomes a passage of evidence.

    Each answer must name its document; a document that is not yet a source becomes one.
    The import rates nothing: coders find the passages in their next sheets. If there
    are faults, the command names the cell of each and writes nothing.

    \b
    Example:
      evaluator todo import ALB request.xlsx --library my-folder
    """
    own = session.own_folder()
    chosen = session.library.rubric(rubric)
    (plan_id,) = plans_named(session.library, [name], plan, rubric)
    with opened_stage(session.library, own, plan_id, chosen) as stage:
        found = take_answers(file, stage.read(), stage, now()[:10])
        session.before_change()
        written = stage.install(own)
    many = len(found.passages)
    show(f"{many} answer{'' if many == 1 else 's'} read\n")
    for criterion, passage in found.passages:
        show(f"{passage.evidence_id}  {chosen.title(criterion)}: {passage.source_id}, {passage.locator}\n")
    session.tell_written(*written)
    if many:
        call = f"evaluator sheet export {plan_id} --coder a{with_rubric(rubric)}"
        session.tell(runnable(f"Next: rate with them. `{call}`"))


def _tell_without_weight(session: Session, card: Scorecard, tasks: Sequence[OpenCriterion]) -> None:
    left = len(open_tasks(card, everything=True)) - len(tasks)
    if left:
        session.tell(f"{left} more weigh nothing under {card.weighting.id}: --all lists them.")


def request_view(card: Scorecard, tasks: Sequence[OpenCriterion]) -> RequestView:
    """Return the content of a request for information, without criteria that coders only dispute."""
    assessment, rubric = card.assessment, card.rubric
    asked = (task for task in tasks if task.status != "disputed")
    numbers = citations_of(card).numbers
    rows = tuple(
        replace(task, order=number, note=in_numbers(task.note, numbers)) for number, task in enumerate(asked, 1)
    )
    view = RequestView(
        lang="en",
        date=date_of(assessment),
        country=assessment.country.names.get("en", assessment.country.iso3),
        plan_id=assessment.plan.id,
        plan_title=english(assessment.plan.titles),
        rubric=f"{rubric.titles.get('en', rubric.id)} {rubric.version}",
        altered=altered_words(rubric),
        standing=f"{_coverage_text(card)} of the weight is assessed so far; {_needs_text(card)}.",
        rows=rows,
        method=Tool(__version__),
        invented=invented_among([assessment.country]),
        examples=examples_among([(assessment.plan.id, assessment)]),
        wording=wording_of(rubric),
        footnotes=tuple(filter(None, [assessment.country.footnote.get("en", "")])),
        is_draft=card.weighting.is_unwritten or bool(card.rubric.unwritten),
    )
    return REQUEST.page(card, view)


def _coverage_text(card: Scorecard) -> str:
    return share_text(card.coverage, [card.rubric.grading.least_coverage])


def _needs_text(card: Scorecard) -> str:
    """Return the coverage that a grade or verdict needs, and whether the plan has reached it."""
    least, noun = card.rubric.grading.least_coverage, card.rubric.grading.noun
    needs = "a comparison" if card.rubric.grading.kind == "none" else f"a {noun}"
    return f"{needs} needs {share_text(least)}" + (", which is reached" if card.coverage >= least else "")


def _list_lines(card: Scorecard, tasks: Sequence[OpenCriterion], *, full: bool) -> list[str]:
    """Return the list as text: all that belongs to a criterion for the first ones, a line for others without `full`."""
    least = card.rubric.grading.least_coverage
    are_open = "1 criterion is open" if len(tasks) == 1 else f"{len(tasks)} criteria are open"
    disputed = sum(task.status == "disputed" for task in tasks)
    of_these = f", {disputed} of them only in dispute between the coders" if disputed else ""
    name = f"{card.assessment.plan.id} under {card.weighting.id}"
    head = wrapped(
        f"{name}: {_coverage_text(card)} of the weight is assessed, {are_open}{of_these}; {_needs_text(card)}."
    )
    blocks = [["", *_task_lines(task, least)] for task in tasks]
    ends = list(accumulate(map(len, blocks), initial=len(head)))
    brief = [end + len(tasks) - at + BESIDE for at, end in enumerate(ends[1:], 1)]  # with a line for each of the rest
    shown = len(tasks) if full or ends[-1] <= SCREEN else max(1, sum(lines <= SCREEN for lines in brief))
    lines = [*head, *(line for block in blocks[:shown] for line in block)]
    return [*lines, "", *_brief(tasks[shown:], max(0, SCREEN - len(lines) - BESIDE))] if shown < len(tasks) else lines


def _brief(tasks: Sequence[OpenCriterion], room: int) -> list[str]:
    """Return a line for each of the first tasks, under a head, and how many are left and what shows them whole."""
    left = f"{len(tasks) - room} more. " if len(tasks) > room else ""
    rows = columns(
        ">no={order}|criterion={criterion_id}|safeguard={guards:text}|asks about={asks_about}|so far={status}|"
        ">weighs={weight:weight}|>assessed then={coverage_then:share}",
        tasks[:room],
        lambda task: {"guards": "yes" if task.gate == "yes" else ""},
    )
    return [*rows, f"{left}--full prints for each what it asks, what it needs and whom to ask."]


def _task_lines(task: OpenCriterion, least: float) -> list[str]:
    gate = ", GATE" if task.gate == "yes" else ""
    weight, then = weight_text(task.weight or 0.0), share_text(task.coverage_then, [least])
    pairs = [
        ("asks", f"{task.question} (about the {task.asks_about})"),
        ("needs", task.evidence_needed),
        ("ask", task.ask),
        ("so far", task.note),
    ]
    reached = f"with it and those above {then} of the weight is assessed"
    first = f"{task.order}. {task.criterion_id} ({task.paradigm}{gate}): {task.status}, weighs {weight}; {reached}"
    return [*wrapped(first), *(f"   {line}" for line in labelled(pairs))]
