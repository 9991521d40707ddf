"""The section on events after the ratings: comments with replies, recommendations, and implementation."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.plan import Recommendation, Reply
from evaluator.model.scorecard import Scorecard
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
    """A recommendation with the title of what it is `about` and the name of its addressee."""

    about: str
    addressee: str


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """Comments, recommendations and implementation by group of a plan; each is empty if none is recorded."""

    replies: tuple[ReplyView, ...] = ()
    recommendations: tuple[RecommendationView, ...] = ()
    as_of: str = ""
    rates: tuple[tuple[str, StatusTally], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to print."""
        return not (self.replies or self.recommendations or self.rates)


def follow_up_view(card: Scorecard, words: PageLanguage) -> FollowUpView:
    """Return the recorded comments, recommendations and implementation of a plan, as printed."""
    assessment = card.assessment
    bodies = {i.institution_id: i.name for i in assessment.institutions}
    as_of = newest_date(assessment)
    return FollowUpView(
        replies=tuple(_reply_view(card, reply, words) for reply in assessment.replies),
        recommendations=tuple(_recommendation_view(row, bodies, words) for row in assessment.recommendations),
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
        about=_title_of_subject(row.criterion_id, words),
        addressee=bodies.get(row.addressee_id, row.addressee_id),
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
