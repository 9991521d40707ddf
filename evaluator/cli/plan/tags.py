"""`evaluator plan tags`: tags that rules propose for a plan's rows, with reasons, for a person to confirm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import table
from evaluator.cli.shared.names import plans_named
from evaluator.cli.shared.options import NAME, PATH, PLAN, formats
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, Problem, refuse_faults
from evaluator.intake.tags import TagAgreement, agreement, compared, present, proposals
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.assessment import Assessment
from evaluator.model.intake import TAG_KINDS, ColumnMapping, TagProposal
from evaluator.model.plan import Measure
from evaluator.read.plan import PlanFolder
from evaluator.read.text.shape import load
from evaluator.read.text.table import ReadTable, read_table, write_table
from evaluator.workbook.back.stage import opened_stage

LONGEST = 60


@click.command("tags")
@NAME
@PLAN
@click.option("--take", type=PATH, help="CSV of an earlier run, with yes or no under confirmed; write its tags.")
@click.option("--by", "person", metavar="CODE", help="Code of the person who confirmed the tags; needed with --take.")
@formats("table", "csv")
@with_session
def command(session: Session, name: str, plan: str | None, take: Path | None, person: str | None, form: str) -> None:
    r"""Propose paradigms, a function and beneficiaries for the rows of a plan, each with its reason.

    A rule in rubrics/tag-words.yaml proposes a tag for a row that contains one of the rule's
    words; other rows get no proposal. Without --take the command writes nothing: put yes or
    no under confirmed in the CSV and pass the file with --take. Rows that have tags keep
    them; the command prints how far its proposals agree with those tags.

    \b
    Examples:
      evaluator plan tags BGR-2018-2018
      evaluator plan tags BGR-2018-2018 --format csv > tags.csv
      evaluator plan tags BGR-2018-2018 --take tags.csv --by a --library my-folder
    """
    (plan_id,) = plans_named(session.library, [name], plan, DEFAULT_RUBRIC)
    assessment = session.library.assessment(plan_id, session.library.rubric(DEFAULT_RUBRIC))
    if take is not None:
        _take(session, assessment, take, person)
        return
    langs = _languages(session.library.plan_folder(plan_id), assessment)
    found = proposals(assessment.measures, session.library.tag_words, langs)
    if form == "csv":
        show(write_table(found, TagProposal))
    else:
        rows = [[f.measure_id, f.kind, f.tag, f.matched, f.present or "-", f.text[:LONGEST]] for f in found]
        header = ["row", "for", "proposed", "because of", "has", "text"]
        show("\n".join(table(header, rows)) + "\n" if rows else "No rule holds for any row.\n")
    _tell_agreement(session, assessment, langs)


def _languages(folder: PlanFolder, assessment: Assessment) -> tuple[str, ...]:
    """Return the languages of a plan's header, and the language of the file from which it was imported."""
    langs = tuple(one.lang for one in assessment.plan.languages)
    path = folder.plan.file("intake/mapping.yaml")
    mapping = load(ColumnMapping, path, [])[0] if path else None
    return (*langs, mapping.lang) if mapping else langs


def _tell_agreement(session: Session, assessment: Assessment, langs: tuple[str, ...]) -> None:
    words = session.library.tag_words
    pairs = compared([(row, row.text) for row in assessment.measures], words, langs)
    if not pairs["function"]:
        session.tell(f"{assessment.plan.id}: no row has tags, so that there is nothing to hold the proposals against.")
        return
    for kind in TAG_KINDS:
        session.tell(_agreed(agreement(kind, pairs[kind], words)))


def _agreed(found: TagAgreement) -> str:
    if not found.given:
        return f"{found.kind}: no row says it, so that there is nothing to hold the {found.proposed} proposals against."
    kappa = "-" if found.kappa is None else f"{found.kappa:.2f}"
    return (
        f"{found.kind}: {found.rows} rows have tags, {found.with_proposal} of them a proposal; {found.right} of "
        f"{found.proposed} proposed tags are theirs too (kappa {kappa})."
    )


def _take(session: Session, assessment: Assessment, path: Path, person: str | None) -> None:
    """Write the tags that a person confirmed into rows without tags."""
    if not person:
        raise EvaluatorError("say with --by who confirmed the tags, as in --by a.")
    own = session.own_folder()
    plan_id = assessment.plan.id
    problems: list[Problem] = []
    read = read_table(path, TagProposal, problems=problems)
    rows = {row.measure_id: row for row in assessment.measures}
    problems.extend(_faults(read, rows))
    refuse_faults(problems)
    said: dict[str, list[TagProposal]] = {}
    for one in read.rows:
        if one.confirmed == "yes":
            said.setdefault(one.measure_id, []).append(one)
    if not said:
        raise EvaluatorError(f"{shown_path(path)} has no yes under confirmed; nothing was written.")
    measures = [_tagged(row, said.get(row.measure_id, []), person) for row in assessment.measures]
    with opened_stage(session.library, own, plan_id, session.library.rubric(DEFAULT_RUBRIC)) as stage:
        before = stage.seen_now()
        stage.put(f"{stage.plan}/measures.csv", write_table(measures, Measure))
        stage.refuse_new_faults(before)
        session.before_change()
        written = stage.install(own)
    session.tell_written(*written)
    session.tell(f"{sum(map(len, said.values()))} tags of {len(said)} rows, proposed by rules, confirmed by {person}.")


def _faults(read: ReadTable[TagProposal], rows: dict[str, Measure]) -> list[Problem]:
    """Return the faults of confirmed tags: a missing row, a row that has tags, a second function for one row."""
    problems: list[Problem] = []
    functions: set[str] = set()
    for at, one in enumerate(read.rows):
        row = rows.get(one.measure_id)
        if row is None:
            problems.append(read.problem(at, "measure_id", repr(one.measure_id), "a row of the plan"))
        elif one.confirmed == "yes" and _has_own(row, one.kind):
            has = "; ".join(present(row, one.kind)) or f"tags by {row.tagged_by or 'hand'}"
            problems.append(read.problem(at, "confirmed", f"yes, and the row has {has}", "nothing, or no"))
        if one.confirmed == "yes" and one.kind == "function":
            if one.measure_id in functions:
                problems.append(read.problem(at, "confirmed", "yes for a second function", "one for each row"))
            functions.add(one.measure_id)
    return problems


def _has_own(row: Measure, kind: str) -> bool:
    """Return whether a person tagged a row already; paradigms and function count as one tagging."""
    return bool(row.beneficiary) if kind == "beneficiary" else bool(row.paradigms or row.function)


def _tagged(row: Measure, said: list[TagProposal], person: str) -> Measure:
    by_kind = {kind: tuple(one.tag for one in said if one.kind == kind) for kind in TAG_KINDS}
    if by_kind["beneficiary"]:
        row = replace(row, beneficiary="; ".join(by_kind["beneficiary"]))
    if by_kind["function"] or by_kind["paradigms"]:
        row = replace(
            row,
            paradigms=by_kind["paradigms"],
            function="".join(by_kind["function"]),
            tagged_by=f"rules, confirmed by {person}",
            tag_status="confirmed",
        )
    return row
