"""`evaluator rubric`: read, lint, compare, revise in a spreadsheet, and audit a rubric."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from evaluator.cli.rubric.audit import AuditOptions, put_audit, with_audit
from evaluator.cli.rubric.markdown import rubric_markdown
from evaluator.cli.rubric.moves import diff_document, diff_text, moves
from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.layout import wrapped
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.options import FORCE, LANG, PATH, formats
from evaluator.cli.shared.out import as_json, refuse_standing, show, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.intake.rubric_revision import revision_of
from evaluator.intake.rubric_table import criteria_csv, criteria_table, criteria_xlsx, read_criteria
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.audit import AuditFile
from evaluator.model.criterion import Criterion
from evaluator.model.lens import Lens
from evaluator.model.rubric import Rubric, RubricFile
from evaluator.model.schema import Shape, text_in
from evaluator.model.standard import InstrumentsFile
from evaluator.model.weighting import Weighting
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.rubric_lint import lint_rubric
from evaluator.scoring.rubric_diff import diff_rubrics
from evaluator.store.change import write_all
from evaluator.tables.contract import shape_schema

SHAPES: dict[str, type[Shape]] = {
    "rubric": RubricFile,
    "criterion": Criterion,
    "weighting": Weighting,
    "lens": Lens,
    "audit": AuditFile,
    "instruments": InstrumentsFile,
}

FEW_REMARKS = 10  # so many remarks stand each by itself
NAMED = 2  # most different things that one line names


@click.group("rubric", cls=CommandGroup)
def command() -> None:
    """Read a rubric, check its wording, compare versions, audit it."""


def named_rubric(library: Library, name: str) -> tuple[Rubric, Layers]:
    """Return a rubric and its folder; `name` is a rubric of the library or the path of a rubric folder.

    Raises
    ------
    UnknownNameError
        Neither the library nor the disk has a rubric of that name.
    InvalidInputError
        The rubric's files have faults.
    """
    if name in library.rubric_names:
        return library.rubric(name), library.layers.below("rubrics").below(name)
    folder = Path(name).expanduser()
    if not (folder / "rubric.yaml").is_file():
        raise UnknownNameError("rubric", name, library.rubric_names)
    layers = Layers((folder.resolve(),))
    return read_rubric(layers, library.citable), layers


@command.command("show")
@click.argument("name", default=DEFAULT_RUBRIC)
@click.option(
    "--criterion", "-c", "criteria", multiple=True, metavar="ID", help="Print only this criterion; repeatable."
)
@LANG("Language of the texts.")
@with_session
def show_rubric(session: Session, name: str, criteria: tuple[str, ...], lang: str) -> None:
    r"""Print a rubric as a page to read, in Markdown.

    A text without a translation appears in English, with a mark.

    \b
    Examples:
      evaluator rubric show
      evaluator rubric show first-look
      evaluator rubric show four-paradigms --criterion non-punishment
    """
    rubric, _ = named_rubric(session.library, name)
    for criterion in criteria:
        if criterion not in rubric.by_id:
            raise UnknownNameError("criterion", criterion, rubric.by_id)
    if lang != "en" and not text_in({code: code for code in rubric.translations}, lang):
        session.tell(f"There is no lang/{lang}.yaml beside the rubric: every text is in English.")
    show(rubric_markdown(rubric, lang, criteria))


def _gathered(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems as they stand, or, of more than a few, each remark once with its first place."""
    if len(problems) <= FEW_REMARKS:
        return list(problems)
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for one in problems:
        said = re.sub(r"[0-9]+|`[^`]*`", "", one.found)
        alike.setdefault((one.severity, said, one.expected, one.suggestion), []).append(one)
    return [_one_for_all(group) for group in alike.values()]


def _one_for_all(group: Sequence[Problem]) -> Problem:
    named = list(dict.fromkeys(one.found for one in group))
    said = ", ".join(named) if len(named) <= NAMED else named[0]
    more = len(group) - (len(named) if len(named) <= NAMED else 1)
    return replace(group[0], found=f"{said} (and {more} more; --format json lists each)" if more else said)


@command.command("lint")
@click.argument("name", default=DEFAULT_RUBRIC)
@click.option("--strict", is_flag=True, help="Status 1 if there is a warning.")
@formats("text", "json")
@with_session
def lint(session: Session, name: str, *, strict: bool, form: str) -> None:
    r"""List faults of wording and gaps in a rubric.

    The command looks for two questions in one criterion, levels that do not increase,
    words without a test, and missing origins, floors, examples, TIP codings and search
    terms. NAME may be a folder.

    \b
    Examples:
      evaluator rubric lint
      evaluator rubric lint my-folder/rubrics/my-rubric --strict
    """
    try:
        rubric, layers = named_rubric(session.library, name)
    except InvalidInputError as error:
        lines = problem_lines(error.problems)
        raise EvaluatorError("\n".join(["The rubric has faults; mend them, then see to its words.", *lines])) from None
    problems = lint_rubric(layers, rubric, session.library.standards)
    text = "".join(f"{line}\n" for line in problem_lines(_gathered(problems)))
    show(as_json([problem.as_dict() for problem in problems]) if form == "json" else text)
    warnings = sum(problem.severity == "warning" for problem in problems)
    session.tell(f"{rubric.id} {rubric.version}: warnings {warnings}, notes {len(problems) - warnings}.")
    leave_open(strict and warnings)


@command.command("schema", hidden=True)
@click.argument("kind", type=click.Choice(list(SHAPES)))
@with_session
def schema(session: Session, kind: str) -> None:  # noqa: ARG001  (every command has the session)
    r"""Print the JSON Schema of a rubric's files, for editors.

    \b
    Examples:
      evaluator rubric schema criterion
    """
    show(as_json(shape_schema(SHAPES[kind])))


@command.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--weighting", "-w", "weightings", multiple=True, metavar="NAME", help="Weighting; repeatable.")
@formats("text", "json")
@with_session
def diff(session: Session, old: str, new: str, weightings: tuple[str, ...], form: str) -> None:
    r"""Compare two versions of a rubric: changes, version number, scores that move.

    OLD and NEW are names or folders. The command scores the same ratings with both, so
    that only the rubric can move a score. It leaves out ratings of criteria whose
    meaning has changed. Status 1: the version number rises too little for the changes.

    \b
    Examples:
      evaluator rubric diff four-paradigms my-folder/rubrics/four-paradigms
      evaluator rubric diff old/rubrics/four-paradigms four-paradigms -w equal -w us-tip
    """
    before, _ = named_rubric(session.library, old)
    after, _ = named_rubric(session.library, new)
    found = diff_rubrics(before, after)
    moved = moves(session, before, after, weightings)
    leasts = (before.grading.least_coverage, after.grading.least_coverage)
    show(as_json(diff_document(found, moved)) if form == "json" else diff_text(found, moved, leasts))
    if not found.enough:
        session.tell(f"The version number {found.new_version} says too little: it has to be {found.needed} or more.")
        click.get_current_context().exit(1)


@command.command("audit")
@click.argument("name", default=DEFAULT_RUBRIC)
@with_audit
@with_session
def audit(session: Session, asked: AuditOptions, name: str) -> None:
    r"""Audit a rubric over the plans that are rated with it.

    The audit has two parts. `numbers` changes every modelled number, one at a time, by
    the steps in the rubric's audit.yaml. `statistics` describes how the criteria behave
    as an index: correlation, consistency, components, importance compared with stated
    weight, availability of ratings, plans that stand out, and how far the ranking
    changes with noise and other weightings. The page is in Markdown; CSV and JSON
    contain the tables of the statistics.

    \b
    Examples:
      evaluator rubric audit
      evaluator rubric audit four-paradigms --out audit.md
      evaluator rubric audit public-record --year 2005
      evaluator rubric audit public-record --format csv --table importance
      evaluator rubric audit public-record --charts my-charts
    """
    put_audit(session, name, asked)


@command.command("export")
@click.argument("name")
@click.option("--out", "-o", type=PATH, default=None, metavar="FILE", help="File to write, .xlsx or .csv.")
@FORCE()
@with_session
def export(session: Session, name: str, out: Path | None, *, force: bool) -> None:
    r"""Write the criteria of a rubric into a spreadsheet, a row for each.

    The rows hold question, level texts, recommendation, search words, weight and grounds,
    for a working group to revise.
    Write yes under `rate again` where a change makes earlier ratings invalid. A row
    without an id is a new criterion.

    \b
    Examples:
      evaluator rubric export my-rubric
      evaluator rubric export my-rubric --out criteria.csv
    """
    rubric = session.library.rubric(name)
    file = out or Path(f"{name}.xlsx")
    refuse_standing(file, session.library, force=force)
    table = criteria_table(rubric)
    content = (
        criteria_csv(table).encode() if file.suffix == ".csv" else criteria_xlsx(table, f"{name} {rubric.version}")
    )
    write_out(file, content)
    show(f"{shown_path(file)}\n")
    session.tell(f"Next: `evaluator rubric import {name} {shown_path(file)}` shows what was changed in it.")


@command.command("import")
@click.argument("name")
@click.argument("file", type=PATH)
@click.option("--take", is_flag=True, help="Write the changes. Without it the command only shows them.")
@with_session
def import_(session: Session, name: str, file: Path, *, take: bool) -> None:
    r"""Show what a revised spreadsheet changes in a rubric, and take it with --take.

    The files keep their comments and their order. The version number rises by what the
    changes need. A criterion, column or ground that the spreadsheet lacks stays. Weights go
    into the rubric's reference weighting.

    \b
    Examples:
      evaluator rubric import my-rubric my-rubric.xlsx
      evaluator rubric import my-rubric my-rubric.xlsx --take
    """
    own = session.own_folder() if take else None
    rubric, layers = session.library.rubric(name), session.library.layers.below("rubrics").below(name)
    rows = read_criteria(file, session.library.plan_words, rubric.by_id)
    found = revision_of(rubric, layers, rows, file, session.library.citable)
    show(diff_text(found.diff, []))
    if found.left:
        session.tell("\n".join(wrapped(f"Not in the spreadsheet, and kept as they are: {', '.join(found.left)}.")))
    if own is None:
        if found.files:
            session.tell("Nothing was written: add --take to take these changes.")
        return
    session.before_change()
    session.tell_written(*write_all(own, {f"rubrics/{name}/{path}": text for path, text in found.files.items()}))
