"""`evaluator plan import FILE`: read the rows of a plan from the ministry's own file."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path

import click

from evaluator.cli.shared.advice import runnable
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import ShareCell, blocks_text, cell_text, columns, table
from evaluator.cli.shared.names import plans_named
from evaluator.cli.shared.options import LANG, OUT, PATH, flag, option
from evaluator.cli.shared.out import as_json, refuse_standing, refuse_target, rows_text, show, write_out
from evaluator.cli.shared.session import Session, leave_open
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.intake.attributes import Settings
from evaluator.intake.formats.cells import SourceFile, how_often, one_line
from evaluator.intake.formats.reader import read_source, read_statements
from evaluator.intake.heads import notes_under, propose
from evaluator.intake.mapping import fits, mapping_text, read_mapping
from evaluator.intake.plan_file import (
    BODIES,
    OwnFile,
    plan_languages,
    refuse_rows,
    settings_of,
    write_import,
    write_mapping,
)
from evaluator.intake.report import (
    AccountLine,
    ImportAccount,
    account_lines,
    account_of,
    note_counts,
    page_lines,
    report_xlsx,
)
from evaluator.intake.rows import ImportedPlan, import_rows
from evaluator.intake.statements import Statement
from evaluator.intake.sure import Asked, asked, open_notes, unconfirmed_notes
from evaluator.intake.tags import proposals
from evaluator.intake.verdict import STOPS, Verdict, stops, verdict_of
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.defaults import with_rubric
from evaluator.model.intake import BodyProposal, ColumnMapping, ImportNote
from evaluator.read.plan import INTAKE, PlanFolder
from evaluator.read.text_files.shape import load
from evaluator.workbook.back.sheet_import import read_sheet

PAGES = ">page={page}|>characters in cells={inside}|>outside={outside}"
MOST_SHOWN, MOST_TOLD, MOST_DOUBTS = 60, 120, 10
ASKED = (
    f"No row was written. In {INTAKE}/mapping.yaml write a role for each column that is open and, under looked_at, the "
    "place of each odd row that is right; mend what lets numbers or texts be lost; then import again. --accept takes "
    "the rows as proposed, and marks them as unconfirmed."
)
OF_ONE = re.compile(r"'[^']*'|[0-9.]+")  # what differs between doubts of one cause


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """The file and the options of `evaluator plan import`."""

    file: Path = Path()
    plan: str | None = option("--plan", metavar="PLAN", help="Plan of the ministry's file.")
    mapping: Path | None = option(
        "--mapping", type=PATH,
        help="File that maps the columns. Else the plan's intake/mapping.yaml, else the words in the column heads.",
    )  # fmt: skip
    source: str | None = option(
        "--source", metavar="ID", help="Source that the rows cite. Else the plan's source, if it has one."
    )
    lang: str = LANG.field(
        "Language of the file. Else the language of its column heads.", default="", show_default=False
    )
    statements: Path | None = option(
        "--statements", type=PATH,
        help="CSV file to write with the text of a plan without a table, as numbered statements.",
    )  # fmt: skip
    accept: bool = flag("--accept", help="Take the proposed roles of columns; the rows are marked as unconfirmed.")
    look: bool = flag("--look", help="Show what the command would read, and write nothing.")
    replace: bool = flag("--replace", help="Replace existing rows of the plan.")
    out: Path | None = OUT.field("Workbook to write with the whole report of the import.")
    form: str = option(
        "--format", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
        help="Form of the output; csv is the list of notes.",
    )  # fmt: skip


def import_file(session: Session, wish: ImportRequest) -> None:
    """Read a plan's own file, print the account of the import, and write its rows into the user's folder."""
    _refuse_address(wish)
    if wish.statements is not None:
        _write_statements(session, wish.file, wish.statements)
        return
    if not wish.plan:
        raise EvaluatorError("name the plan that the file is of with --plan, as in --plan SRB-2017-2018.")
    own = None if wish.look else session.own_folder()
    (plan_id,) = plans_named(session.library, [wish.plan], None, DEFAULT_RUBRIC)
    folder = session.library.plan_folder(plan_id)
    settings = settings_of(session.library, folder, wish.source or "")
    languages, shows = plan_languages(settings.plan, wish.lang), sys.stderr.isatty() and not session.quiet
    _refuse_score_sheet(wish.file)
    source = read_source(wish.file, session.library.plan_words, languages, shows=shows)
    if own is not None and not wish.replace:
        refuse_rows(folder)
    (mapping, why), notes = _choose_mapping(session, folder, source, wish)
    found, questions = import_rows(source, mapping, settings), open_notes(mapping, source, why)
    is_asked = stops((*questions, *found.notes)) and not wish.accept
    marks = () if is_asked else unconfirmed_notes(found)
    found = replace(found, notes=(*questions, *notes, *found.notes, *marks))
    has_rows = any(row.level == "activity" for row in found.measures)
    waits = own is not None and wish.mapping is None and (is_asked or not has_rows)
    open_text = mapping_text(mapping, why) if waits else ""
    if not has_rows:
        place = wish.mapping or _write_open(session, own, settings, open_text)
        raise EvaluatorError(_no_table(wish.file, source, place))
    account = account_of(source, found)
    _show_import(source, found, account, wish.form, is_asked=is_asked)
    if wish.out is not None:
        refuse_target(wish.out, session.library)
        tool = f"evaluator {metadata.version('nap-evaluator')}"
        write_out(wish.out, report_xlsx(source, found, account, plan_id, tool), make_folder=True)
        session.tell_written(wish.out)
    if is_asked:
        _write_open(session, own, settings, open_text)
        session.tell(ASKED)
    elif own is not None:
        _write_rows(session, own, found, settings, wish.file)
    leave_open(verdict_of(found.notes).doubts)


def _refuse_address(wish: ImportRequest) -> None:
    if re.match("https?:/", str(wish.file)):
        name = wish.file.name if wish.file.suffix else "plan.pdf"
        call = shlex.join(["evaluator", "plan", "import", name, "--plan", wish.plan or "PLAN"])
        raise EvaluatorError(f"{wish.file} is an address. Save the file from your browser, then `{call}`.")


def _refuse_score_sheet(file: Path) -> None:
    """Refuse a workbook that coders fill in, whose rows are no measures of a plan."""
    if file.suffix.lower() != ".xlsx":
        return
    with suppress(InvalidInputError):  # no sheet of ours
        meta = read_sheet(file).meta
        call = f"evaluator sheet import {shlex.quote(str(file))}"
        raise EvaluatorError(f"{file} is a sheet of ratings of {meta.get('plan', '')}. It is read back by `{call}`.")


def _write_statements(session: Session, file: Path, target: Path) -> None:
    found = read_statements(file, session.library.plan_words)
    refuse_standing(target, session.library, force=False)
    write_out(target, rows_text(found, Statement).encode(), make_folder=True)
    session.tell_written(target)
    session.tell(
        f"{len(found)} statements. Delete the rows that are no measures, then: evaluator plan import "
        f"{shown_path(target)} --plan PLAN."
    )


def _write_open(session: Session, own: Path | None, settings: Settings, text: str) -> Path | None:
    """Write a mapping with open columns for a person to confirm, unless one of this file is there or none is wanted.

    Return the path of the mapping that stands there now.
    """
    plan = settings.plan
    path = session.library.plan_folder(plan.id).plan.file(f"{INTAKE}/mapping.yaml")
    known = text.partition("sha256: ")[2].partition("\n")[0]
    if own is not None and text and not (path and f"sha256: {known}\n" in path.read_text(encoding="utf-8")):
        session.before_change()
        (path,) = write_mapping(session.library, own, plan, text)
        session.tell_written(path)
    return path


def _choose_mapping(
    session: Session, folder: PlanFolder, source: SourceFile, wish: ImportRequest
) -> tuple[Asked, tuple[ImportNote, ...]]:
    """Return the named mapping, else the plan's saved one if it fits the file, else a proposal, with its notes.

    With it comes why its open columns are open, as far as the proposal says so.
    """
    words = session.library.plan_words
    proposal = propose(source, words, wish.file.name, wish.lang)
    new = asked(proposal, source, words)
    proposal = replace(proposal, mapping=new.mapping)
    if wish.mapping is not None:
        mapping = _mapping_of_file(read_mapping(wish.mapping, source), proposal.mapping)
        return Asked(mapping, new.why), notes_under(mapping, source, proposal)
    saved = folder.plan.file(f"{INTAKE}/mapping.yaml")
    if saved is not None:
        problems: list[Problem] = []
        kept, _ = load(ColumnMapping, saved, problems)
        if kept is None or fits(kept, proposal.mapping):
            session.tell(f"Columns by {shown_path(saved)}, which was saved for this plan.")
            mapping = _mapping_of_file(read_mapping(saved, source), proposal.mapping)
            return Asked(mapping, new.why), notes_under(mapping, source, proposal)
        session.tell(f"{shown_path(saved)} is of a file with other tables, so the columns are proposed anew.")
    return new, proposal.notes


def _mapping_of_file(mapping: ColumnMapping, proposed: ColumnMapping) -> ColumnMapping:
    return mapping.model_copy(update={"file": proposed.file, "sha256": proposed.sha256})


def _no_table(file: Path, source: SourceFile, mapping: Path | None) -> str:
    """Return what to do where no column of any table is known to hold measures."""
    heads = [one_line(cell.text)[:40] for table in source.tables[:3] for cell in table.rows[0] if cell and cell.text]
    count = "its table" if len(source.tables) == 1 else f"its {len(source.tables)} tables"
    place = shown_path(mapping) if mapping else "a file that you name with --mapping"
    return (
        f"No row was written. In {shown_path(file)} no column of {count} is known to hold measures (the first rows "
        f"say: {'; '.join(heads[:12])}). In {place} write `role: activity` under the head of the measures and a role "
        "under each other one, `head_rows: 2` where the heads fill two rows, and import again. A plan in sentences "
        "has no such column: --statements FILE.csv writes them out. The words of a language that is missing go into "
        "rubrics/plan-words.yaml."
    )


def _show_import(source: SourceFile, found: ImportedPlan, account: ImportAccount, form: str, *, is_asked: bool) -> None:
    word = "not confirmed" if is_asked else verdict_of(found.notes).word
    if form == "json":
        content = {
            "verdict": word,
            "account": {line.what: line.number for line in account_lines(account, found)},
            "pages": [asdict(page) for page in page_lines(source, found)],
            "mapping": found.mapping.model_dump(mode="json"),
            "notes": [asdict(note) for note in found.notes],
        }
        show(as_json(content))
        return
    if form == "csv":
        show(rows_text(found.notes, ImportNote))
        return
    parts = [
        [f"{found.mapping.file}, language {found.mapping.lang}: {word}"],
        table("table|head|is", _column_rows(found.mapping)),
        table("what|>number", [[f.what, _number_text(f)] for f in account_lines(account, found)]),
        columns(PAGES, [page for page in page_lines(source, found) if page.page]),
    ]
    verdict = verdict_of(found.notes)
    others = note_counts([note for note in found.notes if note not in verdict.doubts])[:MOST_DOUBTS]
    told = [[what, str(count), one.place, one.found[:MOST_TOLD]] for what, count, one in others]
    parts += [table("also told|>times|first at|found", told)] if told else []
    parts += [["Nothing else is in doubt." if told else "Nothing is in doubt."]] if not verdict.doubts else []
    if verdict.doubts:
        parts.append(_doubt_lines(verdict))
    show(blocks_text(parts))


def _doubt_lines(verdict: Verdict) -> list[str]:
    """Return a line for each cause of doubt, with its first page and cell, up to as many as can be read."""
    causes: dict[tuple[str, str], list[ImportNote]] = {}
    for one in sorted(verdict.doubts, key=lambda one: one.kind not in STOPS):
        cause = one.found if one.kind in STOPS - {"row-open"} else OF_ONE.sub("", one.found)
        causes.setdefault((one.kind, cause), []).append(one)
    rows = [
        [first.place, how_often(first.found[:MOST_TOLD], 1 + len(more)), first.done]
        for first, *more in list(causes.values())[:MOST_DOUBTS]
    ]
    left = sum(len(notes) for notes in list(causes.values())[MOST_DOUBTS:])
    rest = [f"and {left} more in {INTAKE}/notes.csv (--format csv lists all)"] if left else []
    return [*table("in doubt|what|done", rows), *rest]


def _number_text(line: AccountLine) -> str:
    return (
        cell_text(ShareCell(line.number))
        if line.what.startswith("share") and line.number is not None
        else cell_text(line.number)
    )


def _column_rows(mapping: ColumnMapping) -> list[list[str]]:
    """Return a row for each column of the mapping: its table numbers, its head, and its role."""
    rows = []
    for mapped in mapping.tables:
        numbers = str(mapped.tables[0]) + (f" to {mapped.tables[-1]}" if len(mapped.tables) > 1 else "")
        rows += [[numbers, one.head[:MOST_SHOWN], f"{one.role}{'?' * one.is_open}"] for one in mapped.columns]
    return rows


def _write_rows(session: Session, own: Path, found: ImportedPlan, settings: Settings, file: Path) -> None:
    read = OwnFile(file.name, file.read_bytes(), found.mapping.lang)
    written = write_import(session.library, own, read, found, settings, session.before_change)
    session.tell_written(*written.paths)
    session.tell(
        f"Each text is the plan's own wording. Look through {INTAKE}/notes.csv, put the texts into your own words, "
        "and run `evaluator check`."
    )
    session.tell(_left_to_confirm(session, settings.plan.id, found, written.bodies))


def _left_to_confirm(session: Session, plan_id: str, found: ImportedPlan, bodies: Sequence[BodyProposal]) -> str:
    """Return the line on what a person has still to confirm; until then it counts as unknown."""
    tags = proposals(found.measures, session.library.tag_words)
    rubrics = (DEFAULT_RUBRIC, *session.library.rubric_names)
    rubric = next((one for one in rubrics if plan_id in session.library.rated_plans(plan_id[:3], one)), DEFAULT_RUBRIC)
    waiting = sum(not one.confirmed for one in bodies)
    doubts = len(verdict_of(found.notes).doubts)
    left = (
        (doubts, f"doubts, in {INTAKE}/notes.csv"),
        (
            len(found.left_out),
            f"of the file's tables left out, with the numbers of those that hold no measures in {INTAKE}/mapping.yaml",
        ),
        (
            waiting,
            (
                f"bodies, with yes and a kind (or no) on the sheet Bodies to confirm (`evaluator sheet export "
                f"{plan_id} --coder a{with_rubric(rubric)}`), on the desk, or in {INTAKE}/{BODIES} with "
                "the import run again with --replace"
            ),
        ),
        (
            len(tags),
            f"proposed tags, beside the rows of the sheet and on the desk, or by `evaluator plan tags {plan_id}`",
        ),
    )
    told = "; ".join(f"{number} {what}" for number, what in left if number)
    return runnable(f"Left to confirm, unknown until then: {told or 'nothing'}.")
