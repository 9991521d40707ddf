"""The section on events after the ratings: comments with replies, recommendations, and implementation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluator.model.assessment import Assessment
from evaluator.model.plan import Recommendation, Reply
from evaluator.model.scorecard import Scorecard
from evaluator.plans.implementation import REPORTERS, By, StatusTally, newest_date, tallies
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section, fields_of
from evaluator.reports.page_language import PageLanguage
from evaluator.scoring.rounding import printed


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
class RateView:
    """The implementation of one group's rows: counts, and shares in per cent (None without rows to count)."""

    group: str
    reported_by: str
    rows: int
    due: int
    informed: int
    done: int
    of_rows: Decimal | None
    of_due: Decimal | None
    of_informed: Decimal | None


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """Comments, recommendations and implementation of a plan; each is empty if none is recorded."""

    replies: tuple[ReplyView, ...] = ()
    recommendations: tuple[RecommendationView, ...] = ()
    as_of: str = ""
    rates: tuple[RateView, ...] = ()

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
        rates=_rate_views(assessment, as_of, words),
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


def _rate_views(assessment: Assessment, as_of: str, words: PageLanguage) -> tuple[RateView, ...]:
    """Return the implementation rates of the whole plan, then by paradigm, for each body that reported."""
    said = {row.reported_by for row in assessment.implementation}
    ways: tuple[By, ...] = ("plan", "paradigm")
    found = (t for who in REPORTERS if who in said for way in ways for t in tallies(assessment, way, who, as_of))
    return tuple(_rate_view(tally, words) for tally in found)


def _rate_view(tally: StatusTally, words: PageLanguage) -> RateView:
    in_tree = tally.group in words.rubric.nodes
    own = tally.group if tally.group == "co-ordination" else tally.group.replace("-", " ").capitalize()
    name = words.title(tally.group) if in_tree else own
    return RateView(
        group="all" if tally.by == "plan" else name,
        reported_by=tally.reported_by,
        rows=tally.rows,
        due=tally.due,
        informed=tally.informed,
        done=tally.counts["done"],
        of_rows=_printed_percent(tally.done_of_rows_share),
        of_due=_printed_percent(tally.done_of_due_share),
        of_informed=_printed_percent(tally.done_of_informed_share),
    )


def _printed_percent(share: float | None) -> Decimal | None:
    return None if share is None else printed(share * 100, 0)


FOLLOW_UP_SHOWN: Part[CountryContext, CountryView, FollowUpView] = Part(
    "follow_up", lambda context, _: follow_up_view(context.card, context.words)
)
FOLLOW_UP = Section("follow_up", "country/follow-up.html", (FOLLOW_UP_SHOWN,))
