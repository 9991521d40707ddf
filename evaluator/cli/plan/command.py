"""`evaluator plan`: show and enter the implementation of a plan, and import its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from evaluator.cli.plan.file import ImportRequest, import_file
from evaluator.cli.plan.portrait import command as portrait
from evaluator.cli.plan.rows import evolve_rows, find_rows, tag_rows
from evaluator.cli.shared.advice import command_for, read_back
from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.layout import columns, table
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.names import plans_named
from evaluator.cli.shared.options import FORCE, NAME, OUT, PLAN, formats, handing
from evaluator.cli.shared.out import refuse_standing, show, write_out
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.assessment import Assessment
from evaluator.model.schema import is_partial_date
from evaluator.plans.implementation import (
    NO_INFORMATION,
    REPORTERS,
    By,
    RowStatus,
    StatusTally,
    disagreements,
    newest_date,
    overtaken,
    row_statuses,
    tallies,
)
from evaluator.read.assessment import read_assessment
from evaluator.tables.base import Table, col
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.forms.ministry import ministry_xlsx
from evaluator.workbook.forms.table import shown_sheet, table_xlsx, take_table
from evaluator.workbook.sheet.table_forms import BY_NAME

FORM = BY_NAME["implementation"]
REPORTED = ("activity", "task", "list-item")  # rows of a plan that have a status
DUE = {None: "no date", True: "yes", False: "no"}
WAYS: tuple[By, ...] = get_args(By)


Dated = tuple[str, str, StatusTally]  # the plan, the date of the statuses, and the tally
TALLIES: Table[Sequence[Dated], Dated] = Table(
    "tallies", "Rows of a plan by status, for one group and one reporter, with the denominators.", lambda rows, _: rows,
    (
        col("plan_id", "id", "plan", lambda row: row[0]),
        col("as_of", "date", "date of the statuses", lambda row: row[1]),
        col("by", "text", "how rows are grouped", lambda row: row[2].by),
        col("group", "text", "paradigm, objective or institution", lambda row: row[2].group),
        col("reported_by", "text", "who says so", lambda row: row[2].reported_by),
        col("rows", "integer", "all rows", lambda row: row[2].rows),
        col("due", "integer", "rows whose time was over", lambda row: row[2].due),
        col("informed", "integer", "rows with information", lambda row: row[2].informed),
        col("done", "integer", "done", lambda row: row[2].counts["done"]),
        col("partly", "integer", "partly done", lambda row: row[2].counts["partly"]),
        col("under_way", "integer", "under way, the time not over", lambda row: row[2].counts["under-way"]),
        col("not_started", "integer", "not started", lambda row: row[2].counts["not-started"]),
        col("dropped", "integer", "dropped", lambda row: row[2].counts["dropped"]),
        col("no_information", "integer", "no information", lambda row: row[2].counts["no-information"]),
        col("done_of_rows", "number", "done of all rows", lambda row: row[2].done_of_rows_share),
        col("done_of_due", "number", "done of the due rows", lambda row: row[2].done_of_due_share),
        col("done_of_informed", "number", "done of the rows with information",
            lambda row: row[2].done_of_informed_share),
    ),
)  # fmt: skip


@click.group("plan", cls=CommandGroup)
def command() -> None:
    """Read a ministry's file; follow measures; show whose plan it is."""


command.add_command(portrait)
command.add_command(find_rows)
command.add_command(evolve_rows)
command.add_command(tag_rows)


def _read_plan(session: Session, name: str, plan: str | None) -> Assessment:
    (plan_id,) = plans_named(session.library, [name], plan, DEFAULT_RUBRIC)
    return read_assessment(session.library.plan_folder(plan_id), session.library.rubric(DEFAULT_RUBRIC))


@command.command("status")
@NAME
@PLAN()
@click.option("--as-of", metavar="DATE", help="Use statuses up to this date. Else the latest date in the data.")
@click.option("--by", "ways", type=click.Choice(WAYS), multiple=True, help="Group the rows by this; repeatable.")
@click.option(
    "--reported-by",
    "reporters",
    type=click.Choice(REPORTERS),
    multiple=True,
    help="Use the statuses that these reported; repeatable. Else all.",
)
@click.option("--rows", "each", is_flag=True, help="List each row with its status, instead of the rates.")
@formats("table", "csv")
@with_session
def status(
    session: Session,
    name: str,
    plan: str | None,
    as_of: str | None,
    ways: tuple[By, ...],
    reporters: tuple[str, ...],
    *,
    each: bool,
    form: str,
) -> None:
    r"""Show how much of a plan was carried out, each rate with its denominators.

    The command gives the share of rows done three times: of all rows, of the rows whose
    time was over, and of the rows with information. A row with several paradigms or
    leads counts in each.

    \b
    Examples:
      evaluator plan status ALB
      evaluator plan status ALB --by paradigm --by institution --as-of 2007
    """
    assessment = _read_plan(session, name, plan)
    date = as_of or newest_date(assessment)
    if date and not is_partial_date(date):
        raise EvaluatorError(f"--as-of {date!r}: write a date as YYYY, YYYY-MM or YYYY-MM-DD.")
    who = reporters or tuple(dict.fromkeys(row.reported_by for row in assessment.implementation))
    _tell_silence(session, assessment, who, date)
    if not date or (not who and form == "table"):
        return
    if each:
        show(_rows_text(assessment, who, date))
    else:
        found = [t for way in ways or ("plan", "paradigm") for w in who for t in tallies(assessment, way, w, date)]
        dated = [(assessment.plan.id, date, tally) for tally in found]
        show(TALLIES.csv(dated) if form == "csv" else _tallies_text(assessment, found, date))
    _tell_doubts(session, assessment, date)


def _tell_silence(session: Session, assessment: Assessment, who: tuple[str, ...], date: str) -> None:
    name = assessment.plan.id
    if not assessment.implementation:
        remedy = f"{command_for('plan export', name)} makes a workbook to enter it"
        session.tell(f"{name}: nothing is recorded of its implementation; {remedy}.")
    elif all(row.status == NO_INFORMATION for reporter in who for row in row_statuses(assessment, reporter, date)):
        session.tell(f"{name}: as of {date} no row has information from {' or '.join(who)}.")


def _tell_doubts(session: Session, assessment: Assessment, date: str) -> None:
    for found in disagreements(assessment, date):
        said = ", ".join(f"{who}: {what}" for who, what in found.statuses)
        session.tell(f"{found.measure_id}: statements differ ({said}); both stand.")
    for who, row in overtaken(assessment, date):
        session.tell(f"{row.measure_id}: under way, says {who}, although its time was over by {date}.")


def _tallies_text(assessment: Assessment, found: list[StatusTally], date: str) -> str:
    text = (
        "by={by}|group={name}|reported by={reported_by:text}|>rows={rows}|>due={due}|>with information={informed}"
        "|>done={counts[done]}|>partly={counts[partly]}|>of all={done_of_rows_share:share}"
        "|>of due={done_of_due_share:share}|>of informed={done_of_informed_share:share}"
    )
    lines = columns(text, found, lambda tally: {"name": _group_name(assessment, tally)})
    return "\n".join([f"{assessment.plan.id}, as of {date}", "", *lines]) + "\n"


def _group_name(assessment: Assessment, tally: StatusTally) -> str:
    if tally.by == "plan":
        return "all"
    names = {i.institution_id: i.name for i in assessment.institutions}
    names |= {m.measure_id: m.text for m in assessment.measures if m.level == "objective"}
    return (names.get(tally.group) or tally.group or "none named")[:60]


def _rows_text(assessment: Assessment, who: tuple[str, ...], date: str) -> str:
    texts = {m.measure_id: m.text for m in assessment.measures}
    rows = [
        [row.measure_id, texts[row.measure_id][:50], reporter, row.status, DUE[row.due], _ground_text(row)]
        for reporter in who
        for row in row_statuses(assessment, reporter, date)
    ]
    return "\n".join(table("row|text|reported by|status|due|on", rows)) + "\n"


def _ground_text(row: RowStatus) -> str:
    if row.from_tasks:
        return "from its tasks"
    if row.reported is None:
        return "-"
    parts = [row.reported.as_of, row.reported.reason_for_delay, ", ".join(row.reported.evidence_ids)]
    return "; ".join(part for part in parts if part)


@command.command("export")
@NAME
@PLAN()
@OUT()
@FORCE()
@with_session
def export(session: Session, name: str, plan: str | None, out: Path | None, *, force: bool) -> None:
    r"""Make a workbook in which you enter the status of each measure.

    The workbook lists all measures; a measure without a status has an empty row. A row
    counts once you fill in its status and date.

    \b
    Example:
      evaluator plan export ALB --out status.xlsx
    """
    assessment = _read_plan(session, name, plan)
    target = out or Path(f"{assessment.plan.id}.implementation.xlsx")
    refuse_standing(target, session.library, force=force)
    rows = [(m.measure_id, m.text, ";".join(m.lead_ids), m.end or m.time_text) for m in assessment.measures]
    keys = ("measure_id", "text", "lead_ids", "end")
    help_sheet = shown_sheet("measures", "Measures", ["id", "Text", "Leads", "Time"], rows, keys)
    known = {row.measure_id for row in assessment.implementation}
    waiting = [m.measure_id for m in assessment.measures if m.level in REPORTED and m.measure_id not in known]
    rubric = session.library.rubric(DEFAULT_RUBRIC)
    with opened_stage(session.library, target.parent.resolve(), assessment.plan.id, rubric) as stage:
        made = table_xlsx(FORM, assessment.implementation, stage, [help_sheet], waiting)
        write_out(target, made, make_folder=True)
    session.tell_written(target)
    session.tell(read_back("plan record", assessment.plan.id, shown_path(target)))


@command.command("template")
@NAME
@PLAN()
@OUT()
@FORCE()
@with_session
def template(session: Session, name: str, plan: str | None, out: Path | None, *, force: bool) -> None:
    r"""Make a workbook to send to a ministry for the measures of its plan.

    It has the columns that are evaluated, lists of the country's bodies and of the plan's
    years to choose from, and an example on a sheet of its own. `evaluator plan import` reads
    it back without a question.

    \b
    Example:
      evaluator plan template ALB --out to-the-ministry.xlsx
    """
    assessment = _read_plan(session, name, plan)
    target = out or Path(f"{assessment.plan.id}.template.xlsx")
    refuse_standing(target, session.library, force=force)
    write_out(target, ministry_xlsx(assessment.plan, assessment.institutions), make_folder=True)
    session.tell_written(target)
    session.tell(f"Once filled in: `evaluator plan import {shown_path(target)} --plan {assessment.plan.id}`.")


@command.command("import")
@click.argument("file", type=Path)
@handing(ImportRequest)
@with_session
def import_(session: Session, wish: ImportRequest, file: Path) -> None:
    r"""Read a plan's rows from the ministry's own file.

    The tables of the file (.docx, .html, .xlsx, .csv, .pdf) become measures, indicators and
    sums of the plan that --plan names, each with its place and wording. The verdict is "read",
    or "read with doubts": then the status is 1, and each doubt is listed with its page and
    cell. A file that cannot be read is refused, with what can be done. The folder intake/ of
    the plan holds the mapping, which you can correct for another run, the wordings, the notes
    and the bodies to confirm. See docs/plan-intake.md.

    \b
    Examples:
      evaluator plan import plan.docx --plan SRB-2030-2033 --library my-folder
      evaluator plan import plan.docx --plan SRB-2017-2018 --look
    """
    import_file(session, replace(wish, file=file))


@command.command("record")
@NAME
@click.argument("file", type=Path)
@PLAN()
@with_session
def record(session: Session, name: str, file: Path, plan: str | None) -> None:
    r"""Take the statuses of measures from a workbook.

    The workbook is the one that `evaluator plan export` made. The command names each fault by
    sheet and cell; if there is a fault, it writes nothing.

    \b
    Example:
      evaluator plan record ALB status.xlsx --library my-folder
    """
    own = session.own_folder()
    assessment = _read_plan(session, name, plan)
    rubric = session.library.rubric(DEFAULT_RUBRIC)
    with opened_stage(session.library, own, assessment.plan.id, rubric) as stage:
        waiting = [measure.measure_id for measure in assessment.measures]
        taken = take_table(file, FORM, assessment.implementation, stage, waiting=waiting)
        session.before_change()
        written = stage.install(own)
    for line in problem_lines(taken.notes):
        session.tell(line)
    show(f"{len(taken.rows)} statuses\n")
    session.tell_written(*written)
