"""The section on events around the ratings: comments, recommendations, what monitors asked, and implementation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.country import MonitorPoint, Source
from evaluator.model.plan import Recommendation, Reply
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import foreign
from evaluator.plans.asked import Matter, PointOutcome, matters
from evaluator.plans.implementation import REPORTERS, By, StatusTally, newest_date, tallies
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section, fields_of
from evaluator.reports.page_language import PageLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView(Reply):
    """A comment as received, and the answer to it, with the title of what it is `about`.

    `old` and `new` are the rating before and after the recorded change, as the log writes them (a level
    or a status); empty if the answer names no change.
    """

    about: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationView(Recommendation):
    """A recommendation with the title of what it is `about`, the name of its addressee, and its text in `short`."""

    about: str
    addressee: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """One row of a monitor: who asked, in which round, when, how strongly, and where that was read."""

    monitor: str
    round: int
    published: str
    strength: str
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class AskedView:
    """A matter that monitors asked for: in the words of the latest row, each asking, and what became of it.

    `told_in` is the later report that says what became of it, with its place; empty if none was read.
    """

    text: str
    about: tuple[str, ...]
    askings: tuple[Asking, ...]
    outcome: PointOutcome
    told_in: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """Comments, recommendations, what monitors asked, and implementation; each is empty if none is recorded."""

    replies: tuple[ReplyView, ...] = ()
    recommendations: tuple[RecommendationView, ...] = ()
    asked: tuple[AskedView, ...] = ()
    as_of: str = ""
    rates: tuple[tuple[str, StatusTally], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to print."""
        return not (self.replies or self.recommendations or self.asked or self.rates)

    @property
    def asked_again(self) -> tuple[AskedView, ...]:
        """Return what monitors asked for in more than one round."""
        return tuple(one for one in self.asked if len(one.askings) > 1)


def follow_up_view(card: Scorecard, words: PageLanguage) -> FollowUpView:
    """Return the recorded comments, recommendations and implementation of a plan, as printed."""
    assessment = card.assessment
    bodies = {i.institution_id: i.name for i in assessment.institutions}
    as_of = newest_date(assessment)
    return FollowUpView(
        replies=tuple(_reply_view(card, reply, words) for reply in assessment.replies),
        recommendations=tuple(_recommendation_view(row, bodies, words) for row in assessment.recommendations),
        asked=asked_views(card, words),
        as_of=as_of,
        rates=_rates(assessment, as_of, words),
    )


def _title_of_subject(name: str, words: PageLanguage) -> str:
    return words.title(name) if name in words.rubric.by_id else "" if name == "general" else name


def _reply_view(card: Scorecard, reply: Reply, words: PageLanguage) -> ReplyView:
    about = (reply.log_record, reply.criterion_id)
    record = next((r for r in card.assessment.log if (r.record, r.criterion_id) == about), None)
    worded = {"lang": reply.lang or words.code, "answer": words.own(reply.answer)}
    return ReplyView(
        **{**fields_of(reply), **worded},
        about=_title_of_subject(reply.criterion_id, words),
        old=record.old if record else "",
        new=record.new if record else "",
    )


def _recommendation_view(row: Recommendation, bodies: dict[str, str], words: PageLanguage) -> RecommendationView:
    worded = {"text": words.own(row.text), "outcome": row.outcome or "open"}
    return RecommendationView(
        **{**fields_of(row), **worded},
        about=words.title(row.criterion_id) if row.criterion_id in words.rubric.by_id else "",
        addressee=bodies.get(row.addressee_id, row.addressee_id),
    )


def asked_views(card: Scorecard, words: PageLanguage) -> tuple[AskedView, ...]:
    """Return what monitors asked of the country of a plan: what is not done first, of it what was asked most often."""
    sources = {source.source_id: source for source in card.assessment.sources}
    return tuple(_asked_view(matter, sources, words) for matter in matters(card.assessment.monitoring))


def _asked_view(matter: Matter, sources: Mapping[str, Source], words: PageLanguage) -> AskedView:
    def title(source_id: str) -> str:
        return sources[source_id].title if source_id in sources else source_id

    def asking(point: MonitorPoint) -> Asking:
        place = foreign(point.place, "en", words.code)
        return Asking(point.monitor, point.round or 1, point.published, point.strength, title(point.source_id), place)

    told = matter.judged
    names = dict.fromkeys(name for point in matter.points for name in point.criterion_ids)
    return AskedView(
        text=foreign(matter.last.text, "en", words.code),
        about=tuple(words.title(name) for name in names if name in words.rubric.by_id),
        askings=tuple(asking(point) for point in matter.points),
        outcome=matter.outcome,
        told_in=title(told.outcome_source_id) if told else "",
        place=foreign(told.outcome_place, "en", words.code) if told else "",
    )


def _rates(assessment: Assessment, as_of: str, words: PageLanguage) -> tuple[tuple[str, StatusTally], ...]:
    """Return the implementation of the whole plan, then by paradigm, for each body that reported, with its name."""
    said = {row.reported_by for row in assessment.implementation}
    ways: tuple[By, ...] = ("plan", "paradigm")
    found = (t for who in REPORTERS if who in said for way in ways for t in tallies(assessment, way, who, as_of))
    return tuple(("all" if tally.by == "plan" else _group_name(tally.group, words), tally) for tally in found)


def _group_name(group: str, words: PageLanguage) -> str:
    if group in words.rubric.nodes:
        return words.title(group)
    return group if group == "co-ordination" else group.replace("-", " ").capitalize()


FOLLOW_UP_SHOWN: Part[CountryContext, CountryView, FollowUpView] = Part(
    "follow_up", lambda context, _: follow_up_view(context.card, context.words)
)
FOLLOW_UP = Section("follow_up", "country/follow-up.html", (FOLLOW_UP_SHOWN,))
