"""Names and dates that report pages print for their country, plan and document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.country import STAR, Country, starred
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Texts
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Figure, Foreign, Sentence, foreign, say, series, text_for
from evaluator.panel.settle import is_by_machine
from evaluator.reports.language import plural_place, territory
from evaluator.scoring.rounding import share_figure

PLAN_ID = re.compile(r"[A-Z]{3}-(?P<start>\d{4})(?:-(?P<end>\d{4}))?(?:-(?P<rest>.+))?")


@dataclass(frozen=True, slots=True)
class TextInLanguage:
    """A text and the BCP 47 tag of its language; the tag is empty if the language is not recorded."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan's header."""

    id: str
    titles: tuple[TextInLanguage, ...]
    kind: str
    start: str
    end: str
    adopted: str
    adopted_on: str
    authority: str
    rows_here: int
    rows_in_plan: int | None
    rows_unconfirmed: int
    measures_read: str
    text_read: str
    pages: str
    chapters: tuple[str, ...]
    read_note: str
    notes: str
    rated_years: str = ""

    @property
    def is_read_in_part(self) -> bool:
        """Return whether something of the plan was read, and not all of it."""
        return {self.measures_read, self.text_read} not in ({"whole"}, {"none"})

    def read_whole(self, measures: str) -> tuple[str, ...]:
        """Return what was read whole of a plan that was read in part: the measures, so called, and chapters."""
        return (*((measures,) if self.measures_read == "whole" else ()), *self.chapters)

    @property
    def years(self) -> str:
        """Return the plan's period, as `2005–2007`."""
        return span(self.start, self.end)


def span(start: str | int, end: str | int) -> str:
    """Return a period as a page prints it, from its first and last year.

    Examples
    --------
    >>> span("2005", "2007"), span("2005", "2005")
    ('2005–2007', '2005')
    """
    return str(start) if start == end else f"{start}–{end}"


def period(plan_id: str) -> str:
    """Return a plan's short name in its own country's report, from its id: the years, then the rest in brackets.

    An id that does not begin with a country code and a year is returned unchanged.

    Examples
    --------
    >>> period("ALB-2005-2007"), period("ALB-2005-2007-children"), period("SRB-2021"), period("my-plan")
    ('2005–2007', '2005–2007 (children)', '2021', 'my-plan')
    """
    named = PLAN_ID.fullmatch(plan_id)
    if named is None:
        return plan_id
    years = span(named["start"], named["end"] or named["start"])
    return f"{years} ({named['rest'].replace('-', ' ')})" if named["rest"] else years


def passage(texts: Texts, lang: str) -> TextInLanguage:
    """Return the text in `lang`, or else in the best available language, together with its language; see `text_for`."""
    text = text_for(texts, lang)
    return TextInLanguage(text, text.lang if isinstance(text, Foreign) else lang if text else "")


def country_name(names: Texts, iso3: str, lang: str) -> TextInLanguage:
    """Return a country's name in `lang`: from its file, else from the locale data, else the file's English name.

    A name of the locale data bears a star where those of the file do.
    """
    own = passage(names, lang)
    known = territory(iso3, lang) if own.lang != lang else ""
    if not known:
        return own
    return TextInLanguage(starred(known) if own.text.endswith(STAR) else known, lang)


def rubric_name(rubric: Rubric, lang: str) -> str:
    """Return a rubric's name in `lang`, with its version."""
    return f"{text_for(rubric.named(), lang, rubric.id)} {rubric.version}"


def invented_among(countries: Iterable[Country]) -> str:
    """Return how many of the countries are invented: `all`, `some`, or an empty string for none.

    Examples
    --------
    >>> real = Country(iso3="ALB", names={"en": "Albania"})
    >>> made_up = Country(iso3="XAR", names={"en": "Arvenia"}, invented=True)
    >>> invented_among([real]), invented_among([made_up]), invented_among([real, made_up])
    ('', 'all', 'some')
    """
    found = {country.invented for country in countries}
    return "" if True not in found else "some" if False in found else "all"


@dataclass(frozen=True, slots=True)
class Examples:
    """The names of the plans on a page that are worked examples, and of those that are not.

    Plans of invented countries are in neither: their pages say more of them. `by_machine` is whether no person rated
    any example; `unchecked` are plans that are no examples and have ratings of a machine.
    """

    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    by_machine: bool = False
    unchecked: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is something to say of any plan."""
        return bool(self.names or self.unchecked)


def examples_among(named: Iterable[tuple[str, Assessment]], assessor: str | None = None) -> Examples:
    """Return which of the named plans are worked examples; with an `assessor`, as that coder alone rated them.

    Examples
    --------
    >>> from evaluator.model.country import STAR, Country, starred
    >>> from evaluator.model.plan import PlanFile
    >>> own, shipped = (PlanFile.model_construct(id="ALB-2005-2007", worked_example=mark) for mark in (False, True))
    >>> here = Country(iso3="ALB", names={"en": "Albania"})
    >>> examples_among([("Albania", Assessment(here, shipped, "r")), ("Kosovo", Assessment(here, own, "r"))])
    Examples(names=('Albania',), others=('Kosovo',), by_machine=True, unchecked=())
    """
    real = [(name, assessment) for name, assessment in named if not assessment.country.invented]
    shown = [(name, one) for name, one in real if one.plan.worked_example]
    others = [(name, one) for name, one in real if not one.plan.worked_example]
    return Examples(
        names=tuple(name for name, _ in shown),
        others=tuple(name for name, _ in others),
        by_machine=bool(shown) and all(is_by_machine(one, assessor) for _, one in shown),
        unchecked=tuple(name for name, one in others if one.codings and is_by_machine(one, assessor)),
    )


def document_id(card: Scorecard, lang: str, *, annex: bool = False) -> str:
    """Return the name of a scorecard's country report; see `document_name`."""
    plan = card.assessment.plan.id
    return document_name(plan, card.rubric, card.weighting.id, lang, card.assessor, annex=annex)


def document_name(
    plan_id: str, rubric: Rubric, weighting_id: str, lang: str, assessor: str = "", *, annex: bool = False
) -> str:
    """Return the name of a country report, built from the plan's id and each setting that is not the default.

    The defaults are the rubric `four-paradigms`, its reference weighting, English and the panel's
    ratings. The report on one coder ends in `coder_` and the coder's id, one with its annex in `annex`.
    No id of a rubric, weighting or language contains an underscore, so no two names are equal.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> document_name("ALB-2005-2007", Library.open().rubric(), "us-tip", "sr", "b")
    'ALB-2005-2007.us-tip.sr.coder_b'
    """
    parts = [plan_id]
    parts += [rubric.id] if rubric.id != "four-paradigms" else []
    parts += [weighting_id] if weighting_id != rubric.reference_weighting else []
    parts += [lang] if lang != "en" else []
    parts += [f"coder_{assessor}"] if assessor else []
    parts += ["annex"] if annex else []
    return ".".join(parts)


def date_of(assessment: Assessment) -> str:
    """Return the latest day recorded in the data; if no day is recorded, the start of the plan.

    For a unit that is no plan but a period of law or practice, the fallback is the end of the period.
    Reports print this date and never the day of printing, so that the same data give the same bytes.
    """
    headers = [coding.header for coding in assessment.codings]
    days = [day for header in headers for day in (header.started, header.finished) if day]
    days += [agreed.decided_on for agreed in assessment.agreed]
    days += [reply.answered_on for reply in assessment.replies]
    days += [evidence.added_on for evidence in assessment.evidence]
    plan = assessment.plan
    known = plan.start if plan.is_plan or plan.end == "open" else plan.end
    return max((day for day in days if day), default=known)


def plan_view(plan: PlanFile, lang: str) -> PlanView:
    """Return the header facts of a plan, with the title in the report's language first."""
    first = passage(plan.titles, lang)
    others = [TextInLanguage(text, code) for code, text in plan.titles.items() if text != first.text]
    return PlanView(
        id=plan.id,
        titles=(first, *others),
        kind=plan.kind,
        start=plan.start,
        end=plan.end,
        adopted=plan.adopted.status if plan.adopted else "unknown",
        adopted_on=(plan.adopted.date or "") if plan.adopted else "",
        authority=plan.authority,
        rows_here=plan.rows.here,
        rows_in_plan=plan.rows.total,
        rows_unconfirmed=plan.rows.unconfirmed,
        measures_read=plan.text_read.measures,
        text_read=plan.text_read.text,
        pages=plan.text_read.pages,
        chapters=plan.text_read.chapters,
        read_note=foreign(plan.text_read.note, "en", lang),
        notes=foreign(plan.notes, "en", lang),
        rated_years=span(plan.rated_years.start, plan.rated_years.end) if plan.rated_years else "",
    )


MANY = 4  # up to this number of plans, names are never shortened
LETTERS = 26  # letters that fit on two lines of a narrow column


def names_in_rows(heads: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return each plan's name for a row head; with more than four plans, the code replaces a long name.

    Parameters
    ----------
    heads : mapping
        The code and the name of each plan by its id.

    Examples
    --------
    >>> names_in_rows({"a": ("XAA", "Albania"), "b": ("XAB", "Confederation of Island Territories")})
    {'a': 'Albania', 'b': 'Confederation of Island Territories'}
    >>> found = names_in_rows({str(k): (f"XA{k}", "Confederation of Island Territories") for k in range(5)})
    >>> found["0"]
    'XA0'
    """
    many = len(heads) > MANY
    return {plan: code if many and len(name) > LETTERS else name for plan, (code, name) in heads.items()}


def measure_noun(nouns: Mapping[str, Sequence[str]], lang: str, number: int) -> str:
    """Return what a plan calls so many of its measures; empty where its file does not say it in the language.

    Examples
    --------
    >>> measure_noun({"en": ("goal", "goals")}, "en", 58), measure_noun({}, "en", 58)
    ('goals', '')
    >>> [measure_noun({"sr-Cyrl": ("циљ", "циља", "циљева")}, "sr-Cyrl", number) for number in (1, 3, 58)]
    ['циљ', 'циља', 'циљева']
    """
    forms = nouns.get(lang, ())
    if not forms:
        return ""
    return forms[min(plural_place(lang, number), len(forms) - 1)]


def answered(card: Scorecard) -> Sentence | None:
    """Return how much of what was assessed stands above the lowest level, and where on average; None if not known.

    A score is that share times that mean.
    """
    given = _breadth_and_depth(card)
    if given is None:
        return None
    return say("%(share)s of what the score counts is above the lowest level, at %(depth)s of %(top)s there", **given)


def answered_of_several(named: Iterable[tuple[str, Scorecard]]) -> Sentence | None:
    """Return the same of several plans by name, in one sentence; None if it is known of fewer than two."""
    known = [(name, given) for name, card in named if (given := _breadth_and_depth(card)) is not None]
    if len(known) < 2:  # noqa: PLR2004
        return None
    plans = series(
        "; ", [say("%(plan)s %(share)s, at %(depth)s of %(top)s", plan=name, **given) for name, given in known]
    )
    return say(
        "Answers above the lowest level, as a share of what the score counts, and how high they are: %(plans)s",
        plans=plans,
    )


def _breadth_and_depth(card: Scorecard) -> dict[str, Figure | int] | None:
    if not card.breadth or card.depth is None:
        return None
    scale = card.rubric.scale
    depth = Figure(card.depth * scale.top, ".1f") if scale.is_even else Figure(card.depth, ".2f")
    return {"share": share_figure(card.breadth), "depth": depth, "top": scale.top if scale.is_even else 1}
