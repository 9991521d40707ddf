"""The section on the plan read against legal instruments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.against import AgainstReading, ArticleReading, Binding, InstrumentReading, Verdict
from evaluator.model.sentence import foreign, text_for
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """The number of provisions by verdict, of those that a criterion asks for."""

    met: int
    as_asked: int
    in_part: int
    absent: int
    open: int

    @property
    def checked(self) -> int:
        """Return how many provisions what was read decides."""
        return self.met + self.as_asked + self.in_part + self.absent

    @property
    def total(self) -> int:
        """Return the number of all."""
        return self.checked + self.open


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """One provision: its article, what it asks, its verdict, and the kinds of text that were read whole and lack it."""

    article: str
    subject: str
    verdict: Verdict
    absent_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstrumentView:
    """The plan read against one instrument: its provisions by verdict.

    `all` counts every provision, `bound` those that bound the state when the plan began; of these, `held` are met and
    `absent` are lacking in a text that was read whole. `unasked` are the parts that nothing asks for, of provisions
    that have a test. `record` is the day on which the record of a treaty ends without the state, `seen` the day by
    which it was named as a party whose own day is not known. `member_of` is the body whose membership stands for being
    bound since that day.
    """

    id: str
    title: str
    binding: str
    since: str
    until: str
    all: VerdictCounts
    bound: VerdictCounts
    apart: int
    uncovered: int
    absent: tuple[ProvisionView, ...]
    held: tuple[ProvisionView, ...] = ()
    unasked: tuple[tuple[str, str], ...] = ()
    record: str = ""
    seen: str = ""
    member_of: str = ""

    def lacking(self, kind: str) -> tuple[ProvisionView, ...]:
        """Return the provisions that bound the state and that one kind of text, read whole, lacks."""
        return tuple(one for one in self.absent if kind in one.absent_from)


def binds(one: InstrumentView) -> bool:
    """Return whether an instrument binds the state from a known year."""
    return one.binding in ("bound", "later") and one.since[:4].isdigit()


def instrument_views(reading: AgainstReading, lang: str) -> tuple[InstrumentView, ...]:
    """Return the view of each instrument with at least one provision that applies and that a criterion covers."""
    views = (_instrument_view(one, lang) for one in reading.instruments)
    return tuple(view for view in views if view.all.total)


def _instrument_view(one: InstrumentReading, lang: str) -> InstrumentView:
    counts, titles = one.counts(), one.instrument.titles
    bound = [article for article in one.articles if article.binding.state == "bound"]
    return InstrumentView(
        id=one.instrument.id,
        title=text_for(titles, lang, one.instrument.id),
        binding=one.binding.state,
        since=_bound_since(one.binding),
        until=one.binding.until,
        all=_verdict_counts(one.articles),
        bound=_verdict_counts(bound),
        apart=counts["not-applicable"],
        uncovered=counts["not-covered"],
        absent=_provision_views(bound, ("not-in-text",), lang),
        held=_provision_views(bound, ("met", "met-as-asked"), lang),
        unasked=tuple(
            (f"{a.standard.article} {part.letter}", foreign(part.requires, "en", lang))
            for a in one.articles
            for part in a.missing
        ),
        record=one.binding.record,
        seen=one.binding.seen,
        member_of=one.binding.member_of,
    )


def _verdict_counts(articles: Sequence[ArticleReading]) -> VerdictCounts:
    counted: tuple[Verdict, ...] = ("met", "met-as-asked", "in-part", "not-in-text", "open")
    return VerdictCounts(*(sum(a.verdict == verdict for a in articles) for verdict in counted))


def _provision_views(
    articles: Sequence[ArticleReading], verdicts: Sequence[Verdict], lang: str
) -> tuple[ProvisionView, ...]:
    return tuple(
        ProvisionView(a.standard.article, foreign(a.standard.subject, "en", lang), a.verdict, a.absent_from)
        for a in articles
        if a.verdict in verdicts
    )


def _bound_since(binding: Binding) -> str:
    return binding.since if binding.state in ("bound", "later", "ended") else ""


def _instruments_of_page(context: CountryContext, _: CountryView) -> tuple[InstrumentView, ...]:
    return instrument_views(context.beside.reading, context.lang) if context.beside else ()


INSTRUMENTS_SHOWN = Part("instruments", _instruments_of_page)
INSTRUMENTS = Section("instruments", "country/instruments.html", (INSTRUMENTS_SHOWN,))
