"""Checks of a coder's answers and passages against the declared tables and the unit they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.model.assessment import Rating
from evaluator.model.criterion import Criterion
from evaluator.model.plan import MOST_QUOTED, Evidence
from evaluator.model.sentence import say, say_n
from evaluator.workbench.events import row_of
from evaluator.workbench.shelf import WorkUnit


def rating_from(unit: WorkUnit, criterion: Criterion, cells: Mapping[str, object], known: Iterable[str]) -> Rating:
    """Return the rating built from a question's form cells; like a draft, it may be incomplete.

    Raises
    ------
    InvalidInputError
        With every fault: a value that its column does not allow, a level outside of the scale, an
        unknown passage.
    """
    fixed = {"criterion_id": criterion.id, "criterion_version": str(criterion.meaning_version)}
    rating: Rating = row_of(Rating, {**cells, **fixed}, whole=False)
    names, top = set(known), unit.rubric.scale_of(criterion.id).top
    problems = [
        _form_fault(
            "evidence_ids", say("passage %(name)s", name=repr(name)), say("a passage that is there"), names, name
        )
        for name in rating.evidence_ids
        if name not in names
    ]
    if rating.level is not None and rating.level > top:
        wanted = say("a level from 0 to %(top)s", top=top)
        problems.insert(0, _form_fault("level", say("level %(level)s", level=rating.level), wanted))
    elif rating.status == "at-least" and rating.level in (0, top):
        wanted = say("a level from 1 to %(top)s beside “at least”", top=top - 1)
        problems.insert(0, _form_fault("level", say("at least level %(level)s", level=rating.level), wanted))
    if problems:
        raise InvalidInputError(problems)
    return rating if cells.get("status") else replace(rating, status="not-assessed")


def _form_fault(key: str, found: str, expected: str, known: Iterable[str] = (), name: str = "") -> Problem:
    return Problem("the form", found, expected, did_you_mean(name, sorted(known)), key=key)


def passage_from(unit: WorkUnit, cells: Mapping[str, object]) -> Evidence:
    """Return the passage built from a form's cells; a quotation without a language has the source's language.

    Raises
    ------
    InvalidInputError
        With every fault, each at its column.
    """
    problems: list[Problem] = []
    sources = {source.source_id: source for source in unit.assessment.sources}
    source, quote = sources.get(str(cells["source_id"])), cells["quote"]
    if cells["source_id"] and source is None:
        found = say("source %(name)s", name=repr(cells["source_id"]))
        problems.append(_form_fault("source_id", found, say("a source of the country")))
    if isinstance(quote, str) and len(quote.split()) > MOST_QUOTED:
        found = say_n("%(number)s word", "%(number)s words", len(quote.split()))
        wanted = say("a quotation of %(most)s words at most", most=MOST_QUOTED)
        problems.append(_form_fault("quote", found, wanted))
    said = cells["quote_lang"] or (source.lang[0] if source and source.lang else "")
    if quote and not said:
        problems.append(_form_fault("quote_lang", say("a quotation without its language"), say("a language code")))
    try:
        passage: Evidence = row_of(Evidence, {**cells, "quote_lang": said if quote else ""})
    except InvalidInputError as error:
        raise InvalidInputError([*problems, *error.problems]) from error
    if problems:
        raise InvalidInputError(problems)
    return passage
