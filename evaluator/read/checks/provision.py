"""Checks of what a rating of law says of its provision: article, copy, its two days, and how much was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evaluator.model.assessment import PROVISION, PROVISION_READ, STATES_LEVEL, Rating
from evaluator.model.country import Source
from evaluator.model.criterion import Criterion
from evaluator.model.dates import first_day, is_before, last_day
from evaluator.model.plan import Evidence, PlanFile, RatedYears
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
    way round; an article without a copy that the next reader can open; a level from a heading; a level from a wording
    later than the first day of the rated years, or from a copy made after them that does not tell since when its
    wording holds; a level from a text of no told day; and a level from copies that are all older than the wording.
    """
    filled = [name for name in PROVISION if getattr(rating, name)]
    if filled and criterion.object != "law":
        found = say("%(field)s beside a question of %(object)s", field=filled[0], object=criterion.object)
        yield Fault(filled[0], found, say("an empty cell"), say("Only questions of law name a provision."))
        return
    yield from _faults_of_naming(rating)
    yield from _faults_of_copy(rating, evidence, sources)
    if rating.status not in STATES_LEVEL:
        return
    if rating.extent == "heading":
        mend = say("Read the provision, or write `not-assessed`.")
        found = say("level %(level)s from a heading", level=rating.level)
        yield Fault("extent", found, say("a provision that was read"), mend)
    yield from _faults_of_days(rating, plan, evidence, sources)


def _faults_of_naming(rating: Rating) -> Iterator[Fault]:
    if rating.article and not rating.version:
        mend = say("Write how the copy names itself: its gazette, register or print.")
        found = say("an article without the version of its text")
        yield Fault("version", found, say("the version that was read"), mend)
    decides = say("the act and the article that decide")
    if rating.version and not rating.article:
        yield Fault("article", say("a version without an article"), decides)
    if rating.extent in PROVISION_READ and not rating.article:
        yield Fault("article", say("a provision read in %(extent)s without its article", extent=rating.extent), decides)


def _faults_of_copy(rating: Rating, evidence: Mapping[str, Evidence], sources: Mapping[str, Source]) -> Iterator[Fault]:
    if rating.extent not in PROVISION_READ:
        return
    if not any(source.archive_url or source.url or source.file for source in _sources_cited(rating, evidence, sources)):
        mend = say("Cite a passage whose source has an address or a file, or name no article.")
        found = say("an article without a copy: no cited source can be opened")
        yield Fault("article", found, say("a passage of the copy that was read"), mend)


def _sources_cited(
    rating: Rating, evidence: Mapping[str, Evidence], sources: Mapping[str, Source]
) -> tuple[Source, ...]:
    named = (evidence[name].source_id for name in rating.evidence_ids if name in evidence)
    return tuple(sources[name] for name in named if name in sources)


def _faults_of_days(
    rating: Rating, plan: PlanFile | None, evidence: Mapping[str, Evidence], sources: Mapping[str, Source]
) -> Iterator[Fault]:
    if rating.extent in PROVISION_READ and not (rating.since or rating.text_of):
        found = say("a level from a text of which no day is told, neither of its wording nor of the copy")
        mend = say("Write the day of the copy; a text that others must date has the extent `account`.")
        yield Fault("text_of", found, say("the day of the copy"), mend)
    if plan is not None:
        yield from _faults_of_later_days(rating, plan.rated_years or plan)
    dates = [rating.text_of] if rating.text_of else _dates_of_law(_sources_cited(rating, evidence, sources))
    # By years: a gazette prints an act weeks before it enters into force.
    if dates and rating.since and all(is_before(date, rating.since[:4]) for date in dates):
        found = say(
            "a level from copies of %(last)s and before, older than the wording of %(since)s",
            last=max(dates),
            since=rating.since,
        )
        mend = say("Read a copy that holds the wording, or write `not-assessed`.")
        yield Fault("since", found, say("a copy that holds this wording"), mend)


def _faults_of_later_days(rating: Rating, years: PlanFile | RatedYears) -> Iterator[Fault]:
    """Yield the fault of a wording, or else of a copy, that cannot be the law of the rated years."""
    ended = last_day(years.end)
    if rating.since and first_day(rating.since) > ended:
        found = say("a level from a wording of %(since)s, after the end of %(end)s", since=rating.since, end=years.end)
        mend = say("Text of another day gives no level: read the wording before the change, or write `not-assessed`.")
        yield Fault("since", found, say("a wording of %(end)s or before", end=years.end), mend)
    elif (rating.level or 0) > 1 and is_before(years.start, rating.since):
        found = say(
            "level %(level)s from a wording of %(since)s, after the first day of %(first)s",
            level=rating.level,
            since=rating.since,
            first=years.start,
        )
        mend = say("Rate the law of the first day, and name the change in the reason.")
        yield Fault("since", found, say("a wording that held on the first day of %(first)s", first=years.start), mend)
    elif rating.text_of and not rating.since and first_day(rating.text_of) > ended:
        found = say(
            "a level from a copy of %(day)s, after the end of %(end)s; since when it has this wording is not told",
            day=rating.text_of,
            end=years.end,
        )
        mend = say("Write under `since` the article's own last change, read a copy of the period, or `not-assessed`.")
        yield Fault(
            "text_of", found, say("a copy of %(end)s or before, or the day of its wording", end=years.end), mend
        )


def _dates_of_law(cited: Iterable[Source]) -> list[str]:
    return [source.date for source in cited if source.kind == LAW and source.date]
