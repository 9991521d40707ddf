"""`evaluator sheet`: export score sheets for coders and import them."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from evaluator import __version__
from evaluator.cli.shared.advice import runnable
from evaluator.cli.shared.choice import RatedPlan, with_rated_plan
from evaluator.cli.shared.clock import now
from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.named_by_file import NAMED, named_by, told_of_strange
from evaluator.cli.shared.names import book_of, plans_named, refuse_coder
from evaluator.cli.shared.options import CODER, FORCE, LANG, NAME, OUT, PLAN, RUBRIC, formats
from evaluator.cli.shared.out import refuse_target, show, write_out
from evaluator.cli.shared.session import Session, before_output, leave_open, with_session
from evaluator.cli.shared.terminal import put
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError, gather
from evaluator.intake.first_files import NEW_PLAN, begun_files
from evaluator.intake.link import link_confirmed
from evaluator.library import Library
from evaluator.model.assessment import Assessment, Coding
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import Rubric
from evaluator.model.schema import text_in
from evaluator.panel.settled_words import overtaken_words, settle_command
from evaluator.panel.upgrade import Upgrade
from evaluator.reports.language import languages
from evaluator.store.change import write_all
from evaluator.workbook.back.fault_marks import marked_copy
from evaluator.workbook.back.log import Stamp
from evaluator.workbook.back.sheet_import import ImportedSheets, ImportOrder, import_sheets, read_sheet
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.back.upgrade import coders_of, plan_upgrade, write_upgrade
from evaluator.workbook.sheet.csv_book import csv_files
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.grid import Book
from evaluator.workbook.sheet.labels import Labels, words_in
from evaluator.workbook.sheet.score_sheet import Coder, same_questions, score_book


@click.group("sheet", cls=CommandGroup)
def command() -> None:
    """Make score sheets for coders, and read them back.

    A coder works in a spreadsheet (Excel, LibreOffice, Google Sheets) or in CSV
    files, and sees only their own ratings.
    """


@command.command("export")
@NAME
@CODER("Coder of the sheet: a letter or code, no person's name.", required=True)
@RUBRIC("Rubric to rate with.")
@PLAN()
@LANG("Language of the sheet: a language of the rubric or of reports.")
@formats("xlsx", "csv")
@OUT("File (for csv: folder) to write.")
@FORCE()
@with_session
def export(  # noqa: PLR0913  (one option each)
    session: Session,
    name: str,
    coder: str,
    rubric: str,
    plan: str | None,
    lang: str,
    form: str,
    out: Path | None,
    force: bool,  # noqa: FBT001  (click's own signature)
) -> None:
    r"""Make a score sheet for a coder, with the coder's ratings so far.

    You can make a sheet for a plan, or a country, that the library does not hold yet:
    name the plan by the country's code and its years. The import of the sheet then makes
    all files of the plan and the country.

    \b
    Examples:
      evaluator sheet export ALB --coder me
      evaluator sheet export IRL-2023-2027 --coder a
      evaluator sheet export ALB-2005-2007 --coder b --format csv --out sheet-b
    """
    refuse_coder(coder)
    chosen = session.library_to_begin.rubric(rubric)
    words = words_in(session.library_to_begin.templates, lang)
    if not words and not text_in({code: code for code in chosen.translations}, lang):
        raise UnknownNameError(
            "language of the sheets",
            lang,
            sorted({*chosen.translations, *languages(session.library_to_begin.templates)}),
        )
    plan_id, files = _plan_or_new(session, name, plan, rubric)
    with opened_stage(session.library_to_begin, Path.cwd(), plan_id, chosen) as stage:
        stage.start(files)
        assessment = stage.read()
    of_coder = Coder(coder, lang, words)
    earlier = None if files else _earlier(session.library_to_begin, assessment, chosen, coder)
    book = score_book(assessment, chosen, of_coder, __version__, earlier)
    if earlier is not None:
        given = f"Filled in with answers of coder {coder} by the rubric {earlier.header.rubric}"
        session.tell(f"{given}: {len(same_questions(chosen, earlier))}. The import takes them as answers by this one.")
    target = out or book_of(plan_id, rubric, coder, form if form == "xlsx" else "")
    _write_sheet(session, book, of_coder.labels(chosen), target, form=form, force=force)


def _earlier(library: Library, assessment: Assessment, rubric: Rubric, coder: str) -> Coding | None:
    """Return what a coder without a rating answered under another rubric with the same questions; None without any."""
    if any(one.header.coder == coder for one in assessment.codings):
        return None
    folder = library.plan_folder(assessment.plan.id)
    rated = [name for name in folder.plan.below("assessments").folders_inside() if name != rubric.id]
    for name in rated:
        with suppress(EvaluatorError):  # a faulty file of another rubric is told by `check`
            codings = library.assessment(assessment.plan.id, name).codings
            found = next((one for one in codings if one.header.coder == coder and one.header.kind is None), None)
            if found is not None and same_questions(rubric, found):
                return found
    return None


def _plan_or_new(session: Session, name: str, plan: str | None, rubric: str) -> tuple[str, dict[str, str]]:
    """Return the id of the named plan, and its initial files if no library has it yet.

    A new plan, possibly of a new country, is named by its whole id, such as `IRL-2023-2027`.
    """
    library = session.library_to_begin
    if plan is not None or not NEW_PLAN.fullmatch(name) or library.units_of(rubric):
        (plan_id,) = plans_named(library, [name], plan, rubric)
        return plan_id, {}
    return name, begun_files(library, name)


def _write_sheet(session: Session, book: Book, say: Labels, target: Path, *, form: str, force: bool) -> None:
    if form != "csv":
        refuse_target(target, session.library_to_begin)
    if target.exists() and not force:
        raise EvaluatorError(f"{shown_path(target)} exists already, and may hold ratings. Use --out or --force.")
    if form == "csv":
        before_output()
        write_all(target, csv_files(book))
    else:
        write_out(target, xlsx_bytes(book, say), make_folder=True)
    session.tell_written(target)
    meta = dict(book.meta)
    session.tell(f"Next: fill in {shown_path(target)}, whose first sheet gives the order, and read it back:")
    call = f"evaluator sheet import {meta['plan']} {shlex.quote(shown_path(target))}{with_rubric(meta['rubric'])}"
    session.tell(runnable(f"  `{call}`").replace("`", ""))


@command.command("import")
@NAMED
@CODER("Import the sheets of this coder only.", default="")
@with_rated_plan
@click.option("--reason", default="", help="Reason for every change of a rating that has no reason in the sheet.")
@click.option("--start", is_flag=True, help="Write the files of a new coder even if the sheet is not filled in yet.")
@click.option(
    "--marked", is_flag=True, help="If there are faults, write a copy of each workbook with the faults marked."
)
@with_session
def import_(
    session: Session,
    rated: RatedPlan,
    named: tuple[str, ...],
    coder: str,
    reason: str,
    start: bool,  # noqa: FBT001  (click's own signature)
    marked: bool,  # noqa: FBT001  (click's own signature)
) -> None:
    r"""Read score sheets back into your own folder, all or none.

    FILE is a workbook, or a folder of CSV files; it knows its plan and its rubric. If there are faults, the command
    names the sheet and cell of each and writes nothing. A change of an earlier rating
    needs a reason. Every import that changes something adds to log.csv. If you fill in
    a level and leave its status as it was, the status becomes rated. If the panel had
    agreed on other ratings, its agreement no longer holds: the command says so, and
    the status is 1.

    \b
    Examples:
      evaluator sheet import ALB-2005-2007.me.xlsx --library my-folder
      evaluator sheet import ALB ALB-2005-2007.me.xlsx --library my-folder --marked
    """
    own = session.own_folder()
    name, files, rated = named_by(named, rated)
    chosen = session.library.rubric(rated.rubric)
    plan_id, begun = _plan_or_new(session, name, rated.plan, rated.rubric)
    known = () if begun else coders_of(session.library.plan_folder(plan_id), chosen.id)
    order = ImportOrder(plan_id, chosen, now(), __version__, coder, reason, start, begun)
    try:
        session.before_change()  # the stage compares each file that it writes with the state it read
        done = import_sheets(files, order, session.library, own)
    except InvalidInputError as error:
        if marked:
            _write_marked_copies(session, files, error)
        raise told_of_strange(error, files) from None
    if begun and done.written:
        session.tell(f"{plan_id} is new in your folder, and its files were begun.")
    if done.written:
        _link_bodies(session, own, plan_id)
    _tell_import(session, done, chosen, plan_id, {*known, *done.coders})


@command.command("upgrade")
@NAME
@CODER("Upgrade the ratings of this coder only; repeatable.", multiple=True)
@with_rated_plan
@click.option("--dry-run", is_flag=True, help="Show which ratings the command would carry over, and write nothing.")
@with_session
def upgrade(session: Session, rated: RatedPlan, name: str, coder: tuple[str, ...], *, dry_run: bool) -> None:
    r"""Carry ratings over to the present version of their rubric.

    A rating stays valid if the meaning of its criterion has not changed
    (`meaning_version`). The command lists the other ratings; coders must rate these
    again, and until then the assessment is a draft. The command keeps the old files
    with the plan's editions.

    \b
    Example:
      evaluator sheet upgrade ALB --library my-folder
    """
    own = None if dry_run else session.own_folder()
    chosen = session.library.rubric(rated.rubric)
    (plan_id,) = plans_named(session.library, [name], rated.plan, rated.rubric)
    folder = session.library.plan_folder(plan_id)
    asked = {one: plan_upgrade(folder, chosen, one) for one in coder or coders_of(folder, chosen.id)}
    found = [one for one in asked.values() if one is not None]
    for who, one in asked.items():
        show("\n".join(_upgrade_lines(one, chosen)) + "\n" if one else f"{who}: of version {chosen.version} already\n")
    if own is not None and found:
        session.before_change()
        session.tell_written(*write_upgrade(folder, found, chosen, own, Stamp(now(), "", tool_version=__version__)))
    leave_open(any(one.to_rate_again or one.new for one in found))


def _upgrade_lines(found: Upgrade, rubric: Rubric) -> list[str]:
    lines = [
        f"{found.header.coder}: {len(found.carried)} ratings carried over from {found.from_version} to {rubric.version}"
    ]
    lines += [f"  rate again: {rubric.title(r.criterion_id)} (was {r.short})" for r in found.to_rate_again]
    lines += [f"  new: {rubric.title(name)}" for name in found.new]
    return lines + [f"  gone: {r.criterion_id} (was {r.short})" for r in found.gone]


def _write_marked_copies(session: Session, files: tuple[Path, ...], error: InvalidInputError) -> None:
    for path in files:
        others = {str(other) for other in files if other != path}
        own = [problem for problem in error.problems if problem.path not in others]
        if path.suffix == ".xlsx" and _is_readable(path):
            target = path.with_suffix(".faults.xlsx")
            write_out(target, marked_copy(path, own))
            session.tell(f"Faults are marked in {shown_path(target)}")


def _is_readable(path: Path) -> bool:
    """Return whether a workbook can be opened to mark faults in it."""
    problems: list[Problem] = []
    gather(lambda: read_sheet(path), problems)
    return not problems


def _tell_import(session: Session, done: ImportedSheets, rubric: Rubric, plan_id: str, coders: set[str]) -> None:
    for line in problem_lines(done.notes):
        session.tell(line)
    for line in _change_lines(done, rubric):
        put(line)
    session.tell_written(*done.written)
    if done.overtaken:
        session.tell(overtaken_words(done.overtaken, settle_command(plan_id, rubric.id)))
        click.get_current_context().exit(1)
    of_plan = f"{plan_id}{with_rubric(rubric.id)}"
    several = f"`evaluator panel agreement {of_plan}`, then, of final sheets, `evaluator panel settle {of_plan}`"
    alone = f"`evaluator report {of_plan}`, or `evaluator todo {of_plan}`"
    session.tell(runnable(f"Next: {several if len(coders) > 1 else alone}"))


def _link_bodies(session: Session, own: Path, plan_id: str) -> None:
    """Make institutions of the bodies that a sheet confirms, and link the plan's rows to them."""
    try:
        done = link_confirmed(Library.open(own), own, plan_id)
    except InvalidInputError as error:  # the sheet is in; what is wrong with the plan's own file is told beside it
        for line in problem_lines(error.problems):
            session.tell(line)
        return
    session.tell_written(*done.paths)
    if done.paths:
        by_hand = f"to link rows, `evaluator plan import FILE --plan {plan_id} --replace`"
        linked = by_hand if done.rows is None else f"rows that got a lead: {done.rows}"
        session.tell(f"Bodies confirmed: {done.bodies}; {linked}.")


def _change_lines(done: ImportedSheets, rubric: Rubric) -> Iterator[str]:
    """Yield a line for each change of an earlier rating, and for each coder the number of first ratings."""
    changed = {record.coder for record in done.records}
    yield from (
        f"{c}  the sheet changes nothing, so nothing was written"
        for c in dict.fromkeys(done.coders)
        if c not in changed
    )
    first = Counter(record.coder for record in done.records if record.criterion_id and not record.old)
    yield from (f"{coder}  {many} first rating{'' if many == 1 else 's'}" for coder, many in first.items())
    for record in done.records:
        if record.criterion_id and record.old:
            named = f"{record.criterion_id} ({rubric.title(record.criterion_id)})"
            yield f"{record.coder}  {named}: {record.old} -> {record.new} ({record.reason})"
        elif not record.criterion_id:
            yield f"{record.coder}  {record.new}"
