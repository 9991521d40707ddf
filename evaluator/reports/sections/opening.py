"""The first page of a report on one plan: its finding, three counts, the grade with its place, and how firm it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evaluator.contrasts.frame_block import FrameBlock
from evaluator.model.block import Title, Where, count, most
from evaluator.model.criterion_block import OPEN, SETTLED, CriterionBlock
from evaluator.model.grading import Grading, NormLevel
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Grade
from evaluator.model.sentence import Sentence, Spoken, say, say_alike, say_n
from evaluator.plans.known import RowReader
from evaluator.plans.rows import counting_rows
from evaluator.reports.charts.criteria_levels import levels_title, read_title
from evaluator.reports.charts.measures_named import (
    NAMES,
    Measures,
    NamedBlock,
    fewest_first,
    named_block,
    named_title,
)
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part
from evaluator.reports.sections.weightings import framed_rows
from evaluator.reports.subject import answered, measure_noun
from evaluator.scoring.rounding import share_figure

COUNTS = 3
PAIR = 2
DOCUMENTS = 3


@dataclass(frozen=True, slots=True)
class CountView:
    """A count that is printed large: how many of how many do what; `noun` is what a plan calls its measures."""

    number: int
    of: int
    what: Spoken
    noun: Spoken | str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A kind of document, how many open questions it can answer, and their share of the weight that applies."""

    what: Spoken
    questions: int
    share: float


@dataclass(frozen=True, slots=True)
class OpeningView:
    """The finding of the first page, what follows it, its counts, the place of the grade and how firm it is.

    Where a harm is the finding, `more` has the other harms, and `reached` what is said without one: a page that prints
    the counts says it by them.
    `hero` is the count that the finding speaks of, for a poster; None where the finding is a sentence. `answered` says
    how much of what counts is answered, and at which level. `need` is said of a plan without a grade, with the
    documents that would settle most.
    """

    said: Spoken
    more: tuple[Spoken, ...]
    reached: Spoken | None
    counts: tuple[CountView, ...]
    hero: CountView | None
    place: Spoken | None
    answered: Spoken | None
    firm: tuple[Spoken, ...]
    need: Spoken | None
    documents: tuple[DocumentView, ...]


def named_rows(context: CountryContext) -> tuple[NamedBlock, Measures]:
    """Return what the measures of a plan name, and what the plan calls them."""
    assessment, lang = context.card.assessment, context.lang
    rows = counting_rows(assessment)
    reader, counts = RowReader.of(assessment, rows), dict[str, int | None]()
    for name in NAMES:
        known = [reader.one_lead(row) if name == "lead_ids" else reader.has(row, name) for row in rows.rows]
        counts[name] = None if None in known or not known else sum(map(bool, known))
    number = len(rows.rows)
    return named_block(counts, number), Measures(number, _noun(assessment.plan, lang, number), rows.total == number)


def _noun(plan: PlanFile, lang: str, number: int) -> Spoken | str:
    return measure_noun(plan.measure_noun, lang, number) or say_n("measure", "measures", number)


def opening_view(context: CountryContext, page: CountryView) -> OpeningView:
    """Return the finding of the first page: a harm or breach, then a counted fact, then what the criteria reach."""
    card, found = context.card, page.finding
    block, measures = named_rows(context)
    fact = named_title(block, measures) if page.subject == "plan" and measures.number else None
    norm, counts = card.rubric.norm_level if page.ends and page.ends.has_floors else None, tuple[CountView, ...]()
    if fact:
        counts = tuple(
            CountView(int(row.value or 0), measures.number, NAMES[row.id], measures.noun)
            for row in fewest_first(block, COUNTS)
        )
    elif norm is not None and card.state == "graded":
        counts = _reached(page.criteria, norm)
    reached = fact or _title(page, norm, graded=card.state == "graded")
    harms = found.sentences[: found.grave]
    said, *more = harms or [reached.said]
    is_graded = card.state == "graded"
    return OpeningView(
        said,
        tuple(more),
        reached.said if harms and (fact or not counts) else None,
        counts,
        min(counts, key=lambda one: one.number) if fact else next(iter(counts), None),
        _place(card.rubric.grading, card.grade.grade or "") if is_graded else None,
        answered(card) if is_graded and page.subject == "plan" else None,
        (*_part_of(card.rubric), *_company(context), *_firm(framed_rows(context), card.grade, 1 - card.coverage))
        if is_graded
        else (),
        None if is_graded or not card.has_weight else _need(card.coverage, card.rubric.grading),
        () if is_graded else _documents(page.criteria),
    )


def _title(page: CountryView, norm: NormLevel | None, *, graded: bool) -> Title:
    if not graded:
        return read_title(page.criteria)
    return levels_title(page.criteria) if norm is None else met_title(page.criteria)


def met_title(block: CriterionBlock) -> Title:
    """Return how many of the questions that were answered reach the norm, and where most is lost if at one alone."""
    met, worst = _met(block), most(block, "loss", *SETTLED)
    row = block.row(worst.ids[0]) if len(worst.ids) == 1 else None
    if row is None or row.is_met or row.yardstick:
        return met
    said = say("%(met)s Most is lost on “%(title)s”.", met=met.said, title=row.name)
    return Title(said, (*met.claims, worst))


def _met(block: CriterionBlock) -> Title:
    met = count(block, Where("standing", "=", "strength"), *SETTLED)
    if not met.number:
        return Title(say("Of %(all)s questions answered, none meets the standard.", all=met.of), (met,))
    said = say_n(
        "Of %(all)s questions answered, %(number)s meets the standard.",
        "Of %(all)s questions answered, %(number)s meet the standard.",
        met.number,
        all=met.of,
    )
    return Title(said, (met,))


def _reached(block: CriterionBlock, norm: NormLevel) -> tuple[CountView, ...]:
    words: dict[str, Spoken] = {
        "strength": say("meet the standard"),
        "neither": say("lie between"),
        "gap": say("stand at level %(level)s or below", level=norm.gap_up_to),
    }
    claims = {name: count(block, Where("standing", "=", name), *SETTLED) for name in words}
    return tuple(CountView(claim.number, claim.of, words[name]) for name, claim in claims.items() if claim.of)


def _place(grading: Grading, grade: str) -> Sentence | None:
    """Return where a grade stands among all; None where grades are words or there is one alone."""
    order = [band.grade for band in sorted(grading.bands, key=lambda band: -band.lower)]
    if grading.kind != "letters" or grade not in order or len(order) == 1:
        return None
    at, number = order.index(grade), len(order)
    given = {"all": number, "best": order[0], "worst": order[-1]}
    if at == 0:
        return say("Highest of %(all)s, %(best)s to %(worst)s", **given)
    if at == number - 1:
        return say("Lowest of %(all)s, %(best)s to %(worst)s", **given)
    if at == 1:
        return say("Second highest of %(all)s, %(best)s to %(worst)s", **given)
    if at == number - 2:
        return say("Second lowest of %(all)s, %(best)s to %(worst)s", **given)
    return say("Number %(place)s of %(all)s, %(best)s to %(worst)s", place=at + 1, **given)


def _company(context: CountryContext) -> tuple[Spoken, ...]:
    """Return how many of the library's real plans have the grade; nothing of an invented plan, or of one alone."""
    grades = context.beside.grades if context.beside else ()
    if len(grades) < PAIR or context.card.assessment.country.invented:
        return ()
    grade = context.card.grade.grade or ""
    alike = grades.count(grade)
    if alike == len(grades):
        return (say_alike("%(grade)s, as all %(number)s real plans judged so far.", alike, grade=grade),)
    return (
        say_alike("%(grade)s, as %(number)s of %(all)s real plans judged so far.", alike, grade=grade, all=len(grades)),
    )


def _part_of(rubric: Rubric) -> tuple[Spoken, ...]:
    """Return how many questions of another rubric were asked, where all are; nothing for a rubric with its own."""
    lenders = [lender for lender, ids in rubric.borrowed.items() if {*ids} >= {*rubric.by_id}]
    told = say(
        "Asked were %(number)s questions of the rubric %(rubric)s; the score is not comparable with that of the whole "
        "rubric.",
        number=len(rubric.by_id),
        rubric=", ".join(lenders),
    )
    return (told,) if lenders else ()


def _firm(frames: FrameBlock, grade: Grade, missing: float) -> tuple[Spoken, ...]:
    """Return who else gives the grade, and what the unread could still make of it."""
    same = count(frames, Where("told", "=", grade.grade), "graded")
    given: dict[str, object] = {"grade": grade.grade, "missing": share_figure(missing)}
    said: list[Spoken] = []
    if same.is_every and same.number > 1:
        said = [say("All %(number)s ways to weigh the questions give this result.", number=same.number)]
    elif len(frames.rows) > 1:
        given |= {"all": len(frames.rows), "number": same.number}
        said = [say("%(number)s of %(all)s ways to weigh the questions give this result.", **given)]
    given |= {"best": grade.highest, "worst": grade.lowest}
    if round(missing, 9) <= 0:
        said.append(say("Everything that counts was assessed."))
    elif grade.lowest == grade.highest:
        said.append(say("Under this frame, what is open (%(missing)s) cannot change it.", **given))
    elif grade.lowest == grade.grade:
        said.append(say("Under this frame, what is open (%(missing)s) could lift it to %(best)s, no higher.", **given))
    elif grade.highest == grade.grade:
        told = say("Under this frame, what is open (%(missing)s) could lower it to %(worst)s, no further.", **given)
        said.append(told)
    else:
        said.append(say("Under this frame, what is open (%(missing)s) could make it %(worst)s to %(best)s.", **given))
    return tuple(said)


def _need(coverage: float, grading: Grading) -> Sentence:
    return say(
        "Answered to the end: %(share)s of what counts, where %(least)s are needed.",
        share=share_figure(coverage, [grading.least_coverage]),
        least=share_figure(grading.least_coverage),
    )


KINDS: dict[str, Sentence] = {
    "plan": say("The text of the plan"),
    "law": say("The laws in force"),
    "practice": say("Reports on practice"),
}


def _documents(block: CriterionBlock) -> tuple[DocumentView, ...]:
    """Return the kinds of document that would answer most of what is open, by the weight of their questions."""
    rows = [row for row in block.in_state(*OPEN) if row.weight > 0]
    number, weight = Counter(row.object for row in rows), Counter[str]()
    for row in rows:
        weight[row.object] += row.weight  # type: ignore[assignment]  # a counter of shares
    order = sorted(weight, key=lambda kind: -round(weight[kind], 9))
    return tuple(DocumentView(KINDS[kind], number[kind], weight[kind]) for kind in order[:DOCUMENTS] if kind in KINDS)


OPENING: Part[CountryContext, CountryView, OpeningView] = Part("opening", opening_view)
