"""`evaluator plan find`: find the passages that may answer a criterion's question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from evaluator.anchors.copies import FOLDER
from evaluator.cli.shared.names import plans_named
from evaluator.cli.shared.options import NAME, PATH, PLAN, formats, of_rubric
from evaluator.cli.shared.out import as_csv, as_json, show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.intake.find import Hit, SearchText, find, questions_of, terms_of
from evaluator.intake.meaning import Meaning, kept_vectors, load_model
from evaluator.intake.searched import PlanTexts, texts_of, wordings_of

HEADER = ("rank", "kind", "id", "source", "place", "matched", "text")


@click.command("find")
@NAME
@click.argument("criterion")
@PLAN
@of_rubric("Rubric of the criterion.")
@click.option(
    "--word", "words", multiple=True, metavar="WORDS", help="Words to look for instead of the criterion's; repeatable."
)
@click.option("--meaning", is_flag=True, help="Search by meaning too, in any language; needs the extra `meaning`.")
@click.option("--model", type=PATH, help="File of another model to use with --meaning.")
@click.option("--most", type=click.IntRange(1, 100), default=10, show_default=True, help="Largest number of passages.")
@formats("table", "csv", "json")
@with_session
def command(  # noqa: PLR0913  (one option each)
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
    others = _by_meaning(passages, ("; ".join(words),) if words else questions_of(asked), model) if meaning else ()
    hits = find(passages, terms, most, others)
    if form == "table":
        show(_text(hits))
    elif form == "csv":
        show(as_csv(HEADER, [(*_row(hit)[:-1], hit.passage.text) for hit in hits]))
    else:
        show(as_json([{**dict(zip(HEADER, _row(hit), strict=True)), "score": hit.score} for hit in hits]))
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


def _by_meaning(
    passages: Sequence[SearchText], questions: tuple[str, ...], model: Path | None
) -> tuple[npt.NDArray[np.float64], ...]:
    texts = [passage.text for passage in passages]
    near = Meaning(load_model(model), texts, kept_vectors(model))
    return tuple(near.scores(question) for question in questions)


def _row(hit: Hit) -> tuple[int, str, str, str, str, str, str]:
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


def _text(hits: list[Hit]) -> str:
    lines = []
    for hit in hits:
        rank, kind, id_, source, place, _, text = _row(hit)
        named = f"{kind} {id_}" if id_ else kind  # a document has only the id of its source
        lines += [f"{rank}. {', '.join(part for part in (named, source, place) if part)}", f"   {text}", ""]
    return "\n".join(lines)
