"""Checks of what a rating of law says of its provision: article, version, day in force, and how much was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator.model.assessment import PROVISION, PROVISION_READ, STATES_LEVEL, Rating
from evaluator.model.country import Source
from evaluator.model.criterion import Criterion
from evaluator.model.dates import is_before
from evaluator.model.plan import Evidence, PlanFile
from evaluator.model.sentence import say
from evaluator.panel.record import Fault
from evaluator.plans.rows import LAW


def provision_faults(
    rating: Rating,
    criterion: Criterion,
    plan: PlanFile | None,
    evidence: Mapping[str, Evidence],
    sources: Mapping[str, Source],
) -> Iterator[Fault]:
    """Yield the faults of a rating's columns on its provision.

    They are columns filled in beside a question that is not one of law; an article without its version, and the other
    way round; a level from a heading; a level from an act that came into force after the first day of the rated years;
    and a level from texts that are all older than the act in force.
    """
    filled = [name for name in PROVISION if getattr(rating, name)]
    if filled and criterion.object != "law":
        found = say("%(field)s beside a question of %(object)s", field=filled[0], object=criterion.object)
        yield Fault(filled[0], found, say("an empty cell"), say("Only questions of law name a provision."))
        return
    yield from _faults_of_naming(rating)
    if rating.status not in STATES_LEVEL:
        return
    if rating.extent == "heading":
        mend = say("Read the provision, or write `not-assessed`.")
        found = say("level %(level)s from a heading", level=rating.level)
        yield Fault("extent", found, say("a provision that was read"), mend)
    yield from _faults_of_days(rating, plan, evidence, sources)


def _faults_of_naming(rating: Rating) -> Iterator[Fault]:
    if rating.article and not rating.version:
        mend = say("Write the last change that the text holds, or the day that it shows.")
        found = say("an article without the version of its text")
        yield Fault("version", found, say("the version that was read"), mend)
    decides = say("the act and the article that decide")
    if rating.version and not rating.article:
        yield Fault("article", say("a version without an article"), decides)
    if rating.extent in PROVISION_READ and not rating.article:
        yield Fault("article", say("a provision read in %(extent)s without its article", extent=rating.extent), decides)


def _faults_of_days(
    rating: Rating, plan: PlanFile | None, evidence: Mapping[str, Evidence], sources: Mapping[str, Source]
) -> Iterator[Fault]:
    if not rating.in_force:
        return
    first = (plan.rated_years or plan).start if plan else ""
    if first and (rating.level or 0) > 1 and is_before(first, rating.in_force):
        found = say(
            "level %(level)s from an act in force since %(since)s, after the first day of %(first)s",
            level=rating.level,
            since=rating.in_force,
            first=first,
        )
        mend = say("Rate the law of the first day, and name the change in the reason.")
        yield Fault("in_force", found, say("an act in force on the first day of %(first)s", first=first), mend)
    cited = [sources.get(evidence[name].source_id) for name in rating.evidence_ids if name in evidence]
    dates = [source.date for source in cited if source is not None and source.kind == LAW and source.date]
    if dates and all(is_before(date, rating.in_force) for date in dates):
        found = say(
            "a level from texts of %(last)s and before, older than the act in force since %(since)s",
            last=max(dates),
            since=rating.in_force,
        )
        mend = say("Read the act in force, or write `not-assessed`.")
        yield Fault("in_force", found, say("a text of the act in force"), mend)
