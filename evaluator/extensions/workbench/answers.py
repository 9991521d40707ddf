"""Checks of a coder's answers and passages against the declared tables and the unit they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.extensions.workbench.events import row_of
from evaluator.extensions.workbench.shelf import WorkUnit
from evaluator.model.assessment import Rating
from evaluator.model.country import Source
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Evidence, short_quotation
from evaluator.model.sentence import say
from evaluator.read.checks.plan import NOTE_OR_QUOTE, NOTHING_TOLD, long_quotation


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


def _language_of(unit: WorkUnit, source: Source) -> str:
    """Return the language of a source, of the plan's own text the plan's where the source names none; else nothing."""
    spoken = unit.assessment.plan.languages if source.kind == "plan" else ()
    return next(iter((*source.lang, *(each.lang for each in spoken))), "")


def passage_from(unit: WorkUnit, cells: Mapping[str, object]) -> Evidence:
    """Return the passage built from a form's cells.

    A quotation without a language has the source's language; a long one is cut to the words that may be quoted, as its
    place is kept whole beside it.

    Raises
    ------
    InvalidInputError
        With every fault, each at its column.
    """
    problems: list[Problem] = []
    sources = {source.source_id: source for source in unit.assessment.sources}
    source, note, quote = sources.get(str(cells["source_id"])), cells["note"], cells["quote"]
    if isinstance(quote, str):
        quote = short_quotation(quote)
    if cells["source_id"] and source is None:
        found = say("source %(name)s", name=repr(cells["source_id"]))
        problems.append(_form_fault("source_id", found, say("a source of the country")))
    if not (note or quote):
        problems.append(_form_fault("note", NOTHING_TOLD, NOTE_OR_QUOTE))
    elif isinstance(note, str):
        problems += [_form_fault("note", found, expected) for found, expected in long_quotation(note)]
    said = cells["quote_lang"] or (_language_of(unit, source) if source else "")
    if quote and not said:
        problems.append(_form_fault("quote_lang", say("a quotation without its language"), say("a language code")))
    try:
        passage: Evidence = row_of(Evidence, {**cells, "quote": quote, "quote_lang": said if quote else ""})
    except InvalidInputError as error:
        raise InvalidInputError([*problems, *error.problems]) from error
    if problems:
        raise InvalidInputError(problems)
    return passage
