"""The section on the plan read against legal instruments."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.against import AgainstReading, Binding, InstrumentReading
from evaluator.model.words import foreign, text_for
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.view import CountryView


@dataclass(frozen=True, slots=True)
class InstrumentView:
    """The plan read against one instrument: provisions by verdict, and those that are not met with their subject.

    `unasked` are the parts that nothing asks for, of provisions that have a test.
    `record` is the day on which the record of a treaty ends without the state, `seen` the
    day by which it was named as a party whose own day is not known. `member_of` is the body
    whose membership stands for being bound since that day. `held` are the provisions that
    are met, of an instrument that bound the state.
    """

    id: str
    title: str
    binding: str
    since: str
    until: str
    met: int
    as_asked: int
    partly: int
    unmet: int
    open: int
    apart: int
    uncovered: int
    failed: tuple[tuple[str, str], ...]
    unasked: tuple[tuple[str, str], ...] = ()
    record: str = ""
    seen: str = ""
    member_of: str = ""
    held: tuple[tuple[str, str], ...] = ()

    @property
    def assessed(self) -> int:
        """Return how many provisions have a verdict."""
        return self.met + self.as_asked + self.partly + self.unmet


def binds(one: InstrumentView) -> bool:
    """Return whether an instrument binds the state from a known year."""
    return one.binding in ("bound", "later") and one.since[:4].isdigit()


def instrument_views(reading: AgainstReading, lang: str) -> tuple[InstrumentView, ...]:
    """Return the view of each instrument with at least one provision that applies and that a criterion covers."""
    views = (_view(one, lang) for one in reading.instruments)
    return tuple(view for view in views if view.met + view.as_asked + view.partly + view.unmet + view.open)


def _view(one: InstrumentReading, lang: str) -> InstrumentView:
    counts = one.counts()
    titles = one.instrument.titles
    failed = [a for a in one.articles if a.verdict == "not"]
    held = [a for a in one.articles if a.verdict in ("met", "met-as-asked") and one.binding.state == "bound"]
    return InstrumentView(
        id=one.instrument.id,
        title=text_for(titles, lang, one.instrument.id),
        binding=one.binding.state,
        since=_since(one.binding),
        until=one.binding.until,
        met=counts["met"],
        as_asked=counts["met-as-asked"],
        partly=counts["partly"],
        unmet=counts["not"],
        open=counts["not-assessed"],
        apart=counts["not-applicable"],
        uncovered=counts["not-covered"],
        failed=tuple((a.standard.article, foreign(a.standard.subject, "en", lang)) for a in failed),
        unasked=tuple(
            (f"{a.standard.article} {part.letter}", foreign(part.requires, "en", lang))
            for a in one.articles
            for part in a.missing
        ),
        record=one.binding.record,
        seen=one.binding.seen,
        member_of=one.binding.member_of,
        held=tuple((a.standard.article, foreign(a.standard.subject, "en", lang)) for a in held),
    )


def _since(binding: Binding) -> str:
    return binding.since if binding.state in ("bound", "later", "ended") else ""


def _of(context: CountryContext, _: CountryView) -> tuple[InstrumentView, ...]:
    return instrument_views(context.beside.reading, context.lang) if context.beside else ()


INSTRUMENTS_SHOWN: Part[CountryContext, CountryView, tuple[InstrumentView, ...]] = Part("instruments", _of)
INSTRUMENTS = Section("instruments", "country/instruments.html", (INSTRUMENTS_SHOWN,))
