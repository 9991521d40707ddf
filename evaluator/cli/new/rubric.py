"""`evaluator new rubric`: a small rubric to build on, a copy, one from a table of criteria, or one from answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from evaluator.cli.new.files import POLICIES, tell_next, write_own
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.names import refuse_name
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.intake.first_files import blank, quoted
from evaluator.intake.rubric_table import (
    GROUNDS,
    CriterionRow,
    criterion_text,
    grounds_said,
    id_of,
    read_criteria,
    slug,
)
from evaluator.library import Library
from evaluator.read.text_files.file import read_text

UNWRITTEN = "To be written"
LEVELS, FEWEST, MOST = 5, 2, 11
NO_TITLE, FIRST_PART = "Title, to be filled in", "First part"
FIRST = CriterionRow("", "first-question", FIRST_PART, "First question", levels=dict.fromkeys(range(LEVELS), UNWRITTEN))


@click.command("rubric")
@click.argument("name")
@click.option(
    "--from", "source", metavar="RUBRIC", help="Begin with a copy of this rubric, its weightings and its lenses."
)
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Begin with the criteria of a spreadsheet (.xlsx or .csv): title, question, level 0 and so on.",
)
@click.option("--ask", is_flag=True, help="Ask for title, subject, parts, levels and criteria.")
@click.option("--title", default="", help="Title of the rubric in English.")
@click.option("--subject", default="", help='What it is about, as in "public libraries".')
@with_session
def rubric(
    session: Session, name: str, source: str | None, sheet: Path | None, title: str, subject: str, *, ask: bool
) -> None:
    r"""Start a rubric: a small one, a copy, or the criteria of a spreadsheet.

    The spreadsheet has a row for each criterion, and in its first row the heads title,
    question, level 0, level 1 and so on; it may have id, group, about (plan, law or
    practice), recommend, evidence needed, guards against, search words and sources
    (parted by ;), floor, weight and ground: weight. The grounds of the rubric itself stand
    in one row each: ground: norm level, ground: missing, ground: not applicable,
    ground: aggregation, ground: grades. `evaluator rubric export` writes such a table. The
    files that the command writes explain each of their keys.

    \b
    Examples:
      evaluator new rubric my-rubric
      evaluator new rubric reading-rooms --sheet criteria.csv --subject "public libraries"
      evaluator new rubric reading-rooms --ask
      evaluator new rubric my-rubric --from four-paradigms
    """
    refuse_name(name, "a rubric")
    if name in session.library_to_begin.rubric_names:
        raise EvaluatorError(f"{name} is in the library already. Choose another name.")
    if sum(map(bool, (source, sheet, ask))) > 1:
        raise click.UsageError("--from, --sheet and --ask each begin a rubric: give one of them.")
    if source:
        files = _rubric_copy(session.library_to_begin, source, name)
    else:
        rows: Sequence[CriterionRow] = (FIRST,)
        if sheet:
            rows = read_criteria(sheet, session.library_to_begin.plan_words)
            _refuse_uneven(sheet, rows)
        elif ask:
            title, subject, rows = _ask_criteria(title, subject)
        files = rubric_files(name, title or NO_TITLE, subject, rows, sheet.name if sheet else "")
    folder = write_own(session, {f"rubrics/{name}/{path}": text for path, text in files.items()}) / "rubrics" / name
    tell_next(session, [f"check {shown_path(folder)}", f"rubric lint {name}", f"show {name}"])


def _ask_criteria(title: str, subject: str) -> tuple[str, str, list[CriterionRow]]:
    """Ask for title, subject, number of levels, parts and the criteria of each part."""
    title = title or click.prompt("Title of the rubric")
    subject = subject or click.prompt('What is it about, as in "public libraries"')
    levels = click.prompt("How many levels, 0 among them", default=LEVELS, type=click.IntRange(FEWEST, MOST))
    parts = [part.strip() for part in click.prompt("Its parts, separated by commas").split(",") if part.strip()]
    rows = []
    for part in parts or [FIRST_PART]:
        while asked := click.prompt(f"{part}: a question (empty to go on)", default="", show_default=False).strip():
            short = click.prompt("  its title, in a few words").strip()
            texts = dict.fromkeys(range(levels), UNWRITTEN)
            rows.append(CriterionRow("", group=part, title=short, question=asked, levels=texts))
    return title, subject, rows or [replace(FIRST, levels=dict.fromkeys(range(levels), UNWRITTEN))]


def _refuse_uneven(path: Path, rows: Sequence[CriterionRow]) -> None:
    if not rows:
        raise InvalidInputError([Problem(str(path), "no row below the heads", "a row for each criterion")])
    ids, most = [id_of(row) for row in rows], max(len(row.levels) for row in rows)
    found = [
        Problem(str(path), f"a criterion with the id of one above it, {name!r}", "an id of its own", cell=row.place)
        for at, (row, name) in enumerate(zip(rows, ids, strict=True))
        if name in ids[:at]
    ]
    found += [
        Problem(str(path), f"{len(row.levels)} levels", f"{most}, as other rows have", cell=row.place)
        for row in rows
        if len(row.levels) != most
    ]
    if found:
        raise InvalidInputError(found)


def rubric_files(name: str, title: str, subject: str, rows: Sequence[CriterionRow], told: str) -> dict[str, str]:
    """Return the files of a rubric with these criteria, by their path below its folder; `told` names the table."""
    levels = len(rows[0].levels)
    norm = max(1, levels - 2)
    groups = list(dict.fromkeys(row.group or FIRST_PART for row in rows))
    tree = "\n".join(f"  - {{id: {slug(group)}, parent: total, titles: {{en: {quoted(group)}}}}}" for group in groups)
    spoken = f"{{en: {quoted(subject)}}}" if subject else "{}"
    said = grounds_said(rows)
    grounds = {f"{key}_ground": quoted(said.get(key, UNWRITTEN)) for key in GROUNDS.values()}
    head = blank(
        "rubric", id=name, title=quoted(title), subject=spoken, policies=POLICIES, levels=str(levels),
        norm=str(norm), gap=str(max(0, norm - 2)), tree=tree, **grounds,
    )  # fmt: skip
    files = {"rubric.yaml": head}
    files |= {f"criteria/{id_of(row)}.yaml": criterion_text(row, slug(row.group or FIRST_PART)) for row in rows}
    weights = [
        f"{{criterion: {id_of(row)}, times: {row.weight:g}, origin: modelled, "
        f"ground: {quoted(row.weight_ground or f'weight in {told}')}}}"
        for row in rows
        if row.weight not in (None, 1)
    ]
    files["weightings/equal.yaml"] = blank("weighting", id=name, overrides=f"[{', '.join(weights)}]")
    return files


def _rubric_copy(library: Library, source: str, name: str) -> dict[str, str]:
    """Return the files of a rubric as a copy with another name and the version 0.1.0."""
    if source not in library.rubric_names:
        raise UnknownNameError("rubric", source, library.rubric_names)
    folder = library.layers.below("rubrics").below(source)
    head = read_text(folder.expected("rubric.yaml"))
    version = re.search(r"^version: *(\S+)", head, flags=re.MULTILINE)
    head = re.sub(r"^id: .*$", f"id: {name}", head, count=1, flags=re.MULTILINE)
    head = re.sub(r"^version: .*$", "version: 0.1.0", head, count=1, flags=re.MULTILINE)
    files = {"rubric.yaml": f"# Begun as a copy of {source} {version[1] if version else ''}.\n{head}"}
    for inner in ("criteria", "weightings", "lenses", "lang"):
        for file, path in folder.below(inner).files("*.yaml").items():
            named = re.sub(r"^rubric: .*$", f"rubric: {name}", read_text(path), count=1, flags=re.MULTILINE)
            files[f"{inner}/{file}"] = named
    return files
