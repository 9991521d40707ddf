"""Whether an instrument was binding on a state when its plan began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.model.against import Binding
from evaluator.model.assessment import Assessment
from evaluator.model.country import Country, Membership
from evaluator.model.dates import first_day, last_day
from evaluator.model.facts import TreatyStatus
from evaluator.model.instrument import Instrument, Parties
from evaluator.model.plan import PlanFile
from evaluator.model.standard import Standard


def binding_of(instrument: Instrument, assessment: Assessment, treaties: Sequence[TreatyStatus]) -> Binding:
    """Return whether the instrument was binding on the country on the first day of the plan.

    A date known only by year or month counts as bound if its last day is not after the plan's first day. If no record
    decides, the state is `not-known`; a missing row proves nothing.
    """
    iso3 = assessment.country.iso3
    if instrument.binds == "soft":
        return Binding("soft", instrument.in_force, why="a soft instrument binds no state")
    if iso3 in instrument.not_bound:
        return Binding("never", why=instrument.not_bound[iso3])
    if instrument.binds == "membership":
        return _by_membership(instrument, assessment)
    row = next((t for t in treaties if t.iso3 == iso3 and t.treaty == instrument.treaty), None)
    if row is not None and row.in_force:
        return _from(row.in_force, assessment.plan, "in force for the state")
    return _without_date(instrument, assessment, row)


def _from(since: str, plan: PlanFile, why: str) -> Binding:
    if last_day(since) <= first_day(plan.start):
        return Binding("bound", since, why=why)
    return Binding("later", since, within=first_day(since) <= last_day(plan.end), why=why)


def _by_membership(instrument: Instrument, assessment: Assessment) -> Binding:
    body, plan = instrument.body, assessment.plan
    country = assessment.country
    terms = [m for m in country.memberships if m.body == body]
    if not terms:
        return _no_member(country, body)
    living = [m for m in terms if m.end is None or last_day(m.end) > first_day(plan.start)]
    if not living:
        return _ended(instrument, body, max(terms, key=lambda m: last_day(m.end or "open")))
    joined = min((m.start for m in living), key=first_day)
    since = max(joined, instrument.due or joined, key=first_day)
    found = _from(since, plan, f"member of {body} since {joined}; compliance due by {instrument.due}")
    return replace(found, member_of=body) if since == joined else found


def _no_member(country: Country, body: str) -> Binding:
    """Return `never` if the country has other memberships, or the body is recorded as not joined; else `not-known`."""
    if country.memberships or body in country.no_member_of:
        return Binding("never", why=f"no member of {body} by the memberships recorded")
    return Binding("not-known", why="no membership of any body is recorded")


def _ended(instrument: Instrument, body: str, term: Membership) -> Binding:
    """Return `ended` if the state was bound while it was a member, `never` if it left before it was bound."""
    since = max(term.start, instrument.due or term.start, key=first_day)
    left = term.end or ""
    why = f"member of {body} from {term.start} to {left}"
    if last_day(since) > last_day(left):
        return Binding("never", why=f"{why}; compliance due by {instrument.due}")
    return Binding("ended", since, until=left, why=f"{why}; compliance due by {instrument.due}")


def _without_date(instrument: Instrument, assessment: Assessment, row: TreatyStatus | None) -> Binding:
    plan = assessment.plan
    if last_day(plan.end) < first_day(instrument.in_force):
        return Binding("later", why=f"the instrument entered into force on {instrument.in_force}, after the plan")
    if row is not None and row.party_seen:
        seen = instrument.seen_by
        if seen and last_day(seen) < first_day(plan.start):
            return Binding("bound", why=f"named as a party by {seen}; the date is not known", seen=seen)
        return Binding("not-known", why="named as a party; the date is not known", seen=seen or "")
    if row is not None and row.ratified:
        return _ratified(row.ratified, plan)
    return _not_listed(instrument, assessment)


def _not_listed(instrument: Instrument, assessment: Assessment) -> Binding:
    """Return the binding where the data set of treaties has neither a date nor a mention as a party."""
    plan = assessment.plan
    complete = instrument.complete_until
    if complete and last_day(plan.end) <= first_day(complete):
        return Binding("never", why=f"no party by {complete}")
    parties = instrument.parties
    if parties and first_day(plan.start) <= first_day(parties.as_of) and _is_not_named(parties, assessment.country):
        return Binding("never", why=f"not among the parties named by {parties.as_of}")
    if complete:
        why = f"no party by {complete}, where the record of this treaty ends; what came later is not known"
        return Binding("not-known", why=why, record=complete)
    return Binding("not-known", why="no date is recorded")


def _ratified(date: str, plan: PlanFile) -> Binding:
    """Return the binding where only the date of ratification, not of entry into force, is recorded."""
    why = f"joined in {date}; the day of entry into force is not recorded"
    if last_day(plan.end) < first_day(date):
        return Binding("later", why=why)
    return Binding("not-known", why=why)


def _is_not_named(parties: Parties, country: Country) -> bool:
    """Return whether the list of parties excludes the state.

    If the list names a body, a country without recorded memberships is not excluded.
    """
    if country.iso3 in parties.others:
        return False
    if not parties.body:
        return True
    terms = [m for m in country.memberships if m.body == parties.body]
    members = [m for m in terms if m.end is None or last_day(m.end) > last_day(parties.as_of)]
    return not members and (bool(country.memberships) or parties.body in country.no_member_of)


def article_binding(instrument: Instrument, standard: Standard, whole: Binding, plan: PlanFile) -> Binding:
    """Return the binding of one provision: soft ones bind no state, later ones bind from the day they are due."""
    if standard.obligation == "soft":
        return Binding("soft", whole.since if whole.state == "soft" else "", why="a soft provision binds no state")
    for part in instrument.later:
        if standard.standard_id not in part.standards:
            continue
        if whole.state == "ended" and first_day(part.due) > last_day(whole.until):
            return Binding("never", why=f"due on {part.due}, after the state had left; {part.ground}")
        if whole.state in ("bound", "later"):
            since = max(whole.since or part.due, part.due, key=first_day)
            return _from(since, plan, part.ground)
    return replace(whole)
