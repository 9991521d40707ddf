"""A plan's rows: found by a question, tagged by rules, compared with those of the plan before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from evaluator.anchors.copies import FOLDER
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import columns
from evaluator.cli.shared.names import plans_named
from evaluator.cli.shared.options import NAME, PATH, PLAN, RUBRIC, formats
from evaluator.cli.shared.out import as_csv, as_json, rows_text, show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError, refuse_faults
from evaluator.intake.find import Hit, SearchText, find, questions_of, terms_of
from evaluator.intake.meaning import Meaning, kept_vectors, load_model
from evaluator.intake.plan_file import write_rows
from evaluator.intake.searched import PlanTexts, texts_of, wordings_of
from evaluator.intake.tags import TagAgreement, agreement, compared, has_own_tags, present, proposals, with_tags
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.assessment import Assessment
from evaluator.model.intake import TAG_KINDS, ColumnMapping, RowMatch, TagProposal
from evaluator.model.plan import Measure
from evaluator.plans.evolve import evolve
from evaluator.read.checks.matches import check_matches
from evaluator.read.plan import PlanFolder
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import ReadTable, read_table

HEADER = ("rank", "kind", "id", "source", "place", "matched", "text")
STATES = ("kept", "changed", "dropped", "new")
LONGEST = 60  # most characters of a row's text in a table


@click.command("find")
@NAME
@click.argument("criterion")
@PLAN()
@RUBRIC("Rubric of the criterion.")
@click.option(
    "--word", "words", multiple=True, metavar="WORDS", help="Words to look for instead of the criterion's; repeatable."
)
@click.option("--meaning", is_flag=True, help="Search by meaning too, in any language; needs the extra `meaning`.")
@click.option("--model", type=PATH, help="File of another model to use with --meaning.")
@click.option("--most", type=click.IntRange(1, 100), default=10, show_default=True, help="Largest number of passages.")
@formats("table", "csv", "json")
@with_session
def find_rows(  # noqa: PLR0913  (one option each)
    session: Session,
    name: str,
    criterion: str,
    plan: str | None,
    rubric: str,
    words: tuple[str, ...],
    meaning: bool,  # noqa: FBT001  (click's own signature)
    model: Path | None,
    most: int,
    form: str,
) -> None:
    r"""Find passages of a plan and its sources that may answer a question.

    The command searches the plan's rows and indicators, the wordings that an import kept,
    the notes on sources, and the text of the sources whose files are in documents/ of your
    folder. It uses the search words of the criterion in all its languages, and puts
    matching words in brackets. It rates nothing: a reader decides whether a passage answers
    the question.

    With --meaning a model on this machine that knows a hundred languages also searches for
    the English question: it may find a passage in which no word matches. The first search
    in a plan takes minutes.

    \b
    Examples:
      evaluator plan find ALB compensation-access
      evaluator plan find MDA-2014-2016 compensation-access --word "despăgubire" --format csv
      evaluator plan find SRB-2017-2018 compensation-access --meaning
    """
    chosen = session.library.rubric(rubric)
    asked = next((one for one in chosen.criteria if one.id == criterion), None)
    if asked is None:
        raise UnknownNameError("criterion", criterion, [one.id for one in chosen.criteria])
    terms = words or terms_of(asked)
    if not terms:
        raise EvaluatorError(f"{criterion} has no search words. Give some with --word.")
    (plan_id,) = plans_named(session.library, [name], plan, rubric)
    wordings = wordings_of(session.library.plan_folder(plan_id))
    texts = texts_of(session.library.layers.folders, session.library.assessment(plan_id, chosen), wordings)
    _tell_what_is_not_here(session, texts)
    passages = texts.passages
    others = _meaning_scores(passages, ("; ".join(words),) if words else questions_of(asked), model) if meaning else ()
    hits = find(passages, terms, most, others)
    if form == "table":
        show(_hits_text(hits))
    elif form == "csv":
        show(as_csv(HEADER, [(*_hit_cells(hit)[:-1], hit.passage.text) for hit in hits]))
    else:
        show(as_json([{**dict(zip(HEADER, _hit_cells(hit), strict=True)), "score": hit.score} for hit in hits]))
    session.tell(f"{plan_id}: {len(passages)} passages; {len(hits)} shown for {', '.join(terms[:8])}.")
    if not hits:
        session.tell("Nothing matches. That is no proof that the plan is silent: look whether its whole text is here.")


def _tell_what_is_not_here(session: Session, texts: PlanTexts) -> None:
    for source_id, fault in texts.unread:
        session.tell(f"The text of {source_id} is not looked through. {fault}")
    if not texts.has_documents:
        session.tell(
            f"Only rows and notes are looked through. For the text of the plan put its file into {FOLDER}/ of your "
            "folder, called like its source or the plan."
        )


def _meaning_scores(
    passages: Sequence[SearchText], questions: tuple[str, ...], model: Path | None
) -> tuple[npt.NDArray[np.float64], ...]:
    texts = [passage.text for passage in passages]
    near = Meaning(load_model(model), texts, kept_vectors(model))
    return tuple(near.scores(question) for question in questions)


def _hit_cells(hit: Hit) -> tuple[int, str, str, str, str, str, str]:
    found = hit.passage
    return (
        hit.rank,
        found.kind,
        found.id,
        found.source_id,
        found.locator,
        "; ".join(hit.terms) or "meaning",
        hit.marked(),
    )


def _hits_text(hits: list[Hit]) -> str:
    lines = []
    for hit in hits:
        rank, kind, id_, source, place, _, text = _hit_cells(hit)
        named = f"{kind} {id_}" if id_ else kind  # a document has only the id of its source
        lines += [f"{rank}. {', '.join(part for part in (named, source, place) if part)}", f"   {text}", ""]
    return "\n".join(lines)


@click.command("tags")
@NAME
@PLAN()
@click.option("--take", type=PATH, help="CSV of an earlier run, with yes or no under confirmed; write its tags.")
@click.option("--by", "person", metavar="CODE", help="Code of the person who confirmed the tags; needed with --take.")
@formats("table", "csv")
@with_session
def tag_rows(session: Session, name: str, plan: str | None, take: Path | None, person: str | None, form: str) -> None:
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
        _take_tags(session, assessment, take, person)
        return
    langs = _languages(session.library.plan_folder(plan_id), assessment)
    found = proposals(assessment.measures, session.library.tag_words, langs)
    if form == "csv":
        show(rows_text(found, TagProposal))
    else:
        text = "row={measure_id}|for={kind}|proposed={tag}|because of={matched}|has={present}|text={words:text}"
        lines = columns(text, found, lambda one: {"words": one.text[:LONGEST]})
        show("\n".join(lines or ["No rule holds for any row."]) + "\n")
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
        session.tell(_agreement_text(agreement(kind, pairs[kind], words)))


def _agreement_text(found: TagAgreement) -> str:
    if not found.given:
        return f"{found.kind}: no row says it, so that there is nothing to hold the {found.proposed} proposals against."
    kappa = "-" if found.kappa is None else f"{found.kappa:.2f}"
    return (
        f"{found.kind}: {found.rows} rows have tags, {found.with_proposal} of them a proposal; {found.right} of "
        f"{found.proposed} proposed tags are theirs too (kappa {kappa})."
    )


def _take_tags(session: Session, assessment: Assessment, path: Path, person: str | None) -> None:
    """Write the tags that a person confirmed into rows without tags."""
    if not person:
        raise EvaluatorError("say with --by who confirmed the tags, as in --by a.")
    own = session.own_folder()
    problems: list[Problem] = []
    read = read_table(path, TagProposal, problems=problems)
    rows = {row.measure_id: row for row in assessment.measures}
    problems.extend(_tag_faults(read, rows))
    refuse_faults(problems)
    said: dict[str, list[TagProposal]] = {}
    for one in read.rows:
        if one.confirmed == "yes":
            said.setdefault(one.measure_id, []).append(one)
    if not said:
        raise EvaluatorError(f"{shown_path(path)} has no yes under confirmed; nothing was written.")
    measures = [with_tags(row, said.get(row.measure_id, []), person) for row in assessment.measures]
    session.tell_written(
        *write_rows(session.library, own, assessment.plan, measures, before_change=session.before_change)
    )
    session.tell(f"{sum(map(len, said.values()))} tags of {len(said)} rows, proposed by rules, confirmed by {person}.")


def _tag_faults(read: ReadTable[TagProposal], rows: dict[str, Measure]) -> list[Problem]:
    """Return the faults of confirmed tags: a missing row, a row that has tags, a second function for one row."""
    problems: list[Problem] = []
    functions: set[str] = set()
    for at, one in enumerate(read.rows):
        row = rows.get(one.measure_id)
        if row is None:
            problems.append(read.problem(at, "measure_id", repr(one.measure_id), "a row of the plan"))
        elif one.confirmed == "yes" and has_own_tags(row, one.kind):
            has = "; ".join(present(row, one.kind)) or f"tags by {row.tagged_by or 'hand'}"
            problems.append(read.problem(at, "confirmed", f"yes, and the row has {has}", "nothing, or no"))
        if one.confirmed == "yes" and one.kind == "function":
            if one.measure_id in functions:
                problems.append(read.problem(at, "confirmed", "yes for a second function", "one for each row"))
            functions.add(one.measure_id)
    return problems


@click.command("evolve")
@click.argument("earlier", metavar="EARLIER")
@click.argument("later", metavar="LATER")
@click.option(
    "--matches", type=PATH, help="CSV of an earlier run, with yes or no under confirmed. Else the plan's matches.csv."
)
@formats("table", "csv")
@with_session
def evolve_rows(session: Session, earlier: str, later: str, matches: Path | None, form: str) -> None:
    r"""Show which rows of a plan the next plan kept, changed or dropped, and which are new.

    The command pairs rows by the likeness of their words, each row once. The pairs are
    proposals: write yes or no under confirmed in the CSV and pass the file with --matches,
    or keep it as matches.csv in the later plan's folder. The country report reads
    matches.csv too.

    \b
    Examples:
      evaluator plan evolve BGR-2013-2013 BGR-2018-2018
      evaluator plan evolve BGR-2013-2013 BGR-2018-2018 --format csv
    """
    first, second = (plans_named(session.library, [name], None, DEFAULT_RUBRIC)[0] for name in (earlier, later))
    if first == second:
        raise EvaluatorError(f"{first} twice. Name two plans.")
    rubric = session.library.rubric(DEFAULT_RUBRIC)
    before, after = (session.library.assessment(name, rubric) for name in (first, second))
    known = ({row.measure_id for row in plan.measures} for plan in (before, after))
    said = _confirmed_pairs(matches, after.matches, first, *known)
    found = [
        replace(match, earlier=first)
        for match in evolve(before.measures, after.measures, session.library.plan_words.alike, said)
    ]
    if form == "csv":
        show(rows_text(found, RowMatch))
        return
    counts = Counter(match.state for match in found)
    session.tell(f"{first} to {second}: {', '.join(f'{counts[state]} {state}' for state in STATES)}.")
    lines = columns(
        "state={state}|earlier={old_id:text}|later={new_id:text}|>likeness={likeness:.2f}|confirmed={confirmed:text}"
        "|differs={differs:text}|text={words:text}",
        found,
        lambda match: {"words": (match.new_text or match.old_text)[:LONGEST]},
    )
    show("\n".join(lines) + "\n")


def _confirmed_pairs(
    path: Path | None, kept: Sequence[RowMatch], earlier: str, old: set[str], new: set[str]
) -> list[RowMatch]:
    """Return the pairs that a person confirmed or rejected: from a named file, else from the later plan's matches.csv.

    Raises
    ------
    InvalidInputError
        With every fault of the named file: its form, another plan, an unknown row, a row in two pairs.
    """
    if path is None:
        return [match for match in kept if match.earlier == earlier]
    problems: list[Problem] = []
    read: ReadTable[object] = read_table(path, RowMatch, problems=problems)
    problems.extend(check_matches(read, {"": old, earlier: old}.get, new))
    if problems:
        raise InvalidInputError(problems)
    return [match for match in read.rows if isinstance(match, RowMatch)]
