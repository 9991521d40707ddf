"""Rebuild a report from the files it carries: score, contrast if it is a contrast, and print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from evaluator.contrasts.options import options_from
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.extensions.verify.figures import Json, text_of
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick
from evaluator.pipeline import evaluate
from evaluator.read.publisher import publisher_of
from evaluator.reports.carried.attach import RESULT
from evaluator.reports.carried.result import SEVERAL_SCHEMA, own_in, result_json, results_json, yardstick_in
from evaluator.reports.context.several import context_of, contrasted
from evaluator.reports.contrast.report import CONTRAST, contrast_order, contrast_pdf, tables_json
from evaluator.reports.country import COUNTRY, country_pdf
from evaluator.reports.editions.earlier import EarlierEdition, earlier_in
from evaluator.reports.editions.library import CarriedLibrary, carried_library
from evaluator.reports.editions.open import MOST_FILES, Held, refused
from evaluator.reports.kinds import SEVERAL
from evaluator.reports.poster import POSTER, only_card, poster_order, poster_pdf
from evaluator.reports.region import order_of, region_pdf, region_view
from evaluator.reports.years import YEARS, years_order, years_pdf


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A report rebuilt from its files; `coder` is set if one coder's ratings were scored, not the panel's.

    `tables` is contrast.json, empty for a report that is no contrast. `rubric` is the one that it was scored with.
    """

    result: bytes
    pdf: bytes
    tables: bytes = b""
    coder: str = ""
    rubric: Rubric | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """The settings that result.json states: kind, plans, rubric, weighting, language, coder (empty: the panel).

    `own` are plans whose ratings are a user's own, though their header is that of a worked example. `earlier` is the
    earlier edition that the report carries, with which it compares itself. `yardstick` is what the
    report says of its rubric's text; another release may ship another text.
    """

    kind: str
    plans: tuple[str, ...]
    rubric: str
    weighting: str
    lang: str
    coder: str
    contrast: object = None
    earlier: EarlierEdition | None = None
    yardstick: Yardstick = NOTHING_ALTERED
    own: frozenset[str] = frozenset()
    annex: bool = False


def rebuild(held: Held, result: Json, library: Library) -> Rebuilt:
    """Score and print a report again from the files it carries, with the templates of `library`.

    Raises
    ------
    InvalidInputError
        The report lacks its source files or settings, or a carried file does not fit its schema.
    """
    stated = stated_in(result, held)
    with carried_library(held, library) as carried:
        try:
            rubric = carried.rubric(stated.rubric)
            printed = rubric.model_copy(update={"yardstick": stated.yardstick})
            return replace(_MAKERS[stated.kind](carried, printed, stated), coder=stated.coder, rubric=rubric)
        except InvalidInputError as error:
            raise InvalidInputError([_problem_with_report(problem, held) for problem in error.problems]) from None
        except UnknownNameError as error:
            mend = "A report on a plan or rubric that lay in no library carries its result alone."
            found = f"files from which nothing can be rebuilt: {error}"
            raise refused(held.name, found, "all it was made from", mend) from None
        except EvaluatorError as error:
            raise refused(f"{held.name}: {RESULT}", str(error), "a report that can be made") from None


def stated_in(result: Json, held: Held) -> Stated:
    """Return the settings by which a report was made, from its result.json.

    Raises
    ------
    InvalidInputError
        A setting is missing or impossible.
    """
    several = result.get("schema") == SEVERAL_SCHEMA
    plans = result.get("plans") if several else [text_of(result, "plan")]
    stated = Stated(
        kind=text_of(result, "kind") if several else COUNTRY.kind,
        plans=tuple(plan for plan in plans if isinstance(plan, str)) if isinstance(plans, list) else (),
        rubric=text_of(result, "rubric", "id"),
        weighting=text_of(result, "weighting"),
        lang=text_of(result, "lang") or held.lang,
        coder=text_of(result, "assessor"),
        contrast=result.get("contrast"),
        earlier=earlier_in(held),
        yardstick=yardstick_in(result),
        own=own_in(result),
        annex=result.get("annex") is True,
    )
    name = f"{held.name}: {RESULT}"
    if stated.kind not in _MAKERS:
        raise refused(name, f"kind {stated.kind!r}", f"one of {', '.join(_MAKERS)}")
    if not stated.plans or len(stated.plans) > MOST_FILES:
        raise refused(name, f"{len(stated.plans)} plans", f"the plans of the report, at most {MOST_FILES}")
    return stated


def _rebuild_country(carried: CarriedLibrary, rubric: Rubric, stated: Stated) -> Rebuilt:
    (card,) = _scored_cards(carried, rubric, stated)
    pdf = country_pdf(carried, card, stated.lang, stated.earlier, annex=stated.annex)
    return Rebuilt(result_json(card, stated.lang, annex=stated.annex, publisher=publisher_of(carried.layers)), pdf)


def _rebuild_region(carried: CarriedLibrary, rubric: Rubric, stated: Stated) -> Rebuilt:
    cards, lang = _scored_cards(carried, rubric, stated), stated.lang
    view = region_view(cards, stated.kind, lang, carried.templates, annex=stated.annex)
    pdf = region_pdf(carried, cards, stated.kind, lang, view)
    return Rebuilt(results_json(cards, order_of(view), publisher_of(carried.layers)), pdf)


def _rebuild_contrast(carried: CarriedLibrary, rubric: Rubric, stated: Stated) -> Rebuilt:
    options, plans = options_from(stated.contrast, f"{RESULT}: contrast"), _carried_assessments(carried, rubric, stated)
    if options.survey:
        raise EvaluatorError(
            f"the groups of survey {options.survey} rest on answers of single persons, which no report carries"
        )
    made = contrasted(rubric, plans, options, context_of(carried, options.sections), stated.coder or None)
    result = results_json(
        made.cards, contrast_order(made, stated.lang, annex=stated.annex), publisher_of(carried.layers)
    )
    pdf = contrast_pdf(carried, made, stated.lang, annex=stated.annex)
    return Rebuilt(result, pdf, tables_json(made))


def _rebuild_poster(carried: CarriedLibrary, rubric: Rubric, stated: Stated) -> Rebuilt:
    cards = _scored_cards(carried, rubric, stated)
    result = results_json(cards, poster_order(only_card(cards), stated.lang), publisher_of(carried.layers))
    return Rebuilt(result, poster_pdf(carried, only_card(cards), stated.lang))


def _rebuild_years(carried: CarriedLibrary, rubric: Rubric, stated: Stated) -> Rebuilt:
    cards = _scored_cards(carried, rubric, stated)
    result = results_json(cards, years_order(cards, stated.lang), publisher_of(carried.layers))
    return Rebuilt(result, years_pdf(carried, cards, stated.lang))


_MAKERS: dict[str, Callable[[CarriedLibrary, Rubric, Stated], Rebuilt]] = {
    COUNTRY.kind: _rebuild_country,
    **dict.fromkeys(SEVERAL, _rebuild_region),
    CONTRAST.kind: _rebuild_contrast,
    POSTER.kind: _rebuild_poster,
    YEARS.kind: _rebuild_years,
}


def _carried_assessments(carried: CarriedLibrary, rubric: Rubric, stated: Stated) -> list[Assessment]:
    twice = sorted({plan for plan in stated.plans if stated.plans.count(plan) > 1})
    if twice:
        raise EvaluatorError(f"given twice: {', '.join(twice)}")
    found = [carried.assessment(plan, rubric) for plan in stated.plans]
    return [
        replace(one, plan=one.plan.model_copy(update={"worked_example": False})) if one.plan.id in stated.own else one
        for one in found
    ]


def _scored_cards(carried: CarriedLibrary, rubric: Rubric, stated: Stated) -> tuple[Scorecard, ...]:
    plans = _carried_assessments(carried, rubric, stated)
    return tuple(evaluate(plan, rubric, stated.weighting, assessor=stated.coder or None) for plan in plans)


def _problem_with_report(problem: Problem, held: Held) -> Problem:
    """Return a problem with a setting in result.json with the report's name before its place; others unchanged."""
    asked = problem.path.startswith(("--", RESULT))
    place = problem.path.removeprefix(f"{RESULT}: ")
    return replace(problem, path=f"{held.name}: {RESULT}: {place}") if asked else problem
