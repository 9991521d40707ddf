"""The section of recommendations: recorded ones, or else drafts from the rubric for the largest gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.model.against import Binding, InstrumentReading
from evaluator.model.criterion_block import costs, criterion_block
from evaluator.model.grading import norm_of
from evaluator.model.plan import Recommendation
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Series, foreign, series
from evaluator.plans.recommend import Advice, draft
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section, fields_of
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.follow_up import RecommendationView, follow_up_view
from evaluator.reports.subject import measure_noun

MOST = 4  # more do not fit on the page


@dataclass(frozen=True, slots=True)
class RestsOn:
    """Provisions of one instrument that a recommendation rests on, their subjects, and whether they bind the state."""

    title: str
    articles: tuple[str, ...]
    binding: Binding
    subjects: tuple[str, ...]

    @property
    def is_of_others(self) -> bool:
        """Return whether they never bound the state, as far as is known, in or after the plan's years."""
        return self.binding.state in ("soft", "never") or (self.binding.state == "later" and not self.binding.since)

    @property
    def place(self) -> Series:
        """Return the instrument with the articles."""
        return series(" ", [self.title, ", ".join(self.articles)])


@dataclass(frozen=True, slots=True)
class AsksView:
    """At most four recommendations; `are_drafts` is set if none is recorded and the rubric's texts are used.

    `rests_on` holds, for each recommendation up to the norm level by its id, the provisions that its
    criterion restates.
    """

    asks: tuple[RecommendationView, ...]
    are_drafts: bool
    rests_on: tuple[tuple[str, tuple[RestsOn, ...]], ...] = ()

    def resting(self, rec_id: str) -> tuple[RestsOn, ...] | None:
        """Return what a recommendation rests on; None if nothing is to be said of it."""
        return dict(self.rests_on).get(rec_id)


def asks_view(card: Scorecard, recorded: Sequence[RecommendationView], words: PageLanguage) -> AsksView:
    """Return the recorded recommendations that are not implemented, or else drafts for the first gaps.

    The gaps are those that every page names (`model.criterion_block.costs`); a gap for which neither the rubric nor
    the coders say what to do is named without words. Where they say it of none, as of a record, nothing is asked.
    What is recorded for a criterion of another rubric, which the plan was read by too, is not asked here.
    """
    here = {"", "general", *card.rubric.by_id}
    known = tuple(row for row in recorded if row.outcome != "implemented" and row.criterion_id in here)
    if known:
        return AsksView(tuple(_in_short(row, card, words) for row in known[:MOST]), are_drafts=False)
    drafts = {row.criterion_id: row for row in draft(card, Advice("", lang=words.code))}
    asks = tuple(
        RecommendationView(
            **fields_of(drafts.get(row.id) or Recommendation("", row.id, "", origin="rubric", outcome="open")),
            about=row.name,
            addressee="",
            short=_short_ask(row.id, card, words),
        )
        for row in costs(criterion_block(card, {name: words.title(name) for name in card.rubric.by_id}))[:MOST]
    )
    return AsksView(asks if any(one.text or one.short for one in asks) else (), are_drafts=True)


def _in_short(row: RecommendationView, card: Scorecard, words: PageLanguage) -> RecommendationView:
    """Return a recommendation in the rubric's words with the few words that the rubric has for it."""
    is_of_rubric = row.origin == "rubric" and row.criterion_id in card.rubric.by_id
    return replace(row, short=_short_ask(row.criterion_id, card, words)) if is_of_rubric else row


def _short_ask(criterion_id: str, card: Scorecard, words: PageLanguage) -> str:
    return with_nouns(words.ask(criterion_id), card.assessment.plan.measure_noun, words.code)


def with_nouns(ask: str, nouns: Mapping[str, Sequence[str]], lang: str) -> str:
    """Return what is asked with the plan's own words for its measures.

    Examples
    --------
    >>> with_nouns("Date each {measure}; publish all {measures}.", {"en": ("goal", "goals")}, "en")
    'Date each goal; publish all goals.'
    """
    one, many = (measure_noun(nouns, lang, number) for number in (1, 2))
    return ask.replace("{measures}", many or "measures").replace("{measure}", one or "measure")


def rests_on(context: CountryContext, asks: Sequence[Recommendation]) -> dict[str, tuple[RestsOn, ...]]:
    """Return the provisions on which each recommendation rests, by its id; none where its criterion restates none.

    Those that aim above the norm level are left out, as the provisions ask no more than that level.
    """
    if context.beside is None:
        return {}
    rubric = context.card.rubric
    found: dict[str, tuple[RestsOn, ...]] = {}
    for ask in asks:
        if ask.criterion_id in rubric.by_id and (ask.to_level or 0) <= (norm_of(rubric, ask.criterion_id) or 0):
            floor = rubric.by_id[ask.criterion_id].floor
            resting = [
                r for one in context.beside.reading.instruments for r in _provisions_of(one, floor, context.words)
            ]
            found |= {ask.rec_id: tuple(resting)} if resting or not floor else {}
    return found


def _provisions_of(one: InstrumentReading, floor: Sequence[str], words: PageLanguage) -> Iterator[RestsOn]:
    """Yield the provisions of one instrument among `floor`, those that bind from the same day together."""
    restated = [article for article in one.articles if article.standard.standard_id in floor]
    for bound in dict.fromkeys(article.binding for article in restated):
        yield RestsOn(
            words.text(one.instrument.titles, one.instrument.id),
            tuple(article.standard.article for article in restated if article.binding == bound),
            bound,
            tuple(foreign(a.standard.subject, "en", words.code) for a in restated if a.binding == bound),
        )


def _asks_of_page(context: CountryContext, _: CountryView) -> AsksView:
    recorded = follow_up_view(context.card, context.words).recommendations
    found = asks_view(context.card, recorded, context.words)
    return replace(found, rests_on=tuple(rests_on(context, found.asks).items()))


ASKS = Section("asks", "country/asks.html", (Part("asks", _asks_of_page),))
