"""A plan compared with instruments, article by article, by declared tests of each provision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evaluator.model.against import (
    AgainstReading,
    AgainstRow,
    ArticleReading,
    Binding,
    Deciding,
    InstrumentReading,
    PartReading,
    Verdict,
)
from evaluator.model.assessment import Assessment, Coding, Rating
from evaluator.model.country import Country, Membership
from evaluator.model.criterion import Criterion
from evaluator.model.dates import first_day, last_day
from evaluator.model.facts import TreatyStatus
from evaluator.model.plan import PlanFile
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.standard import VERIFIED, Instrument, InstrumentsFile, Parties, ProvisionTest, Standard

BEST_FIRST: tuple[Verdict, ...] = ("met", "open", "not-in-text", "not-applicable")


def reading_against(
    card: Scorecard,
    instruments: InstrumentsFile,
    standards: Mapping[str, Standard],
    tests: Iterable[ProvisionTest],
    treaties: Sequence[TreatyStatus] = (),
) -> AgainstReading:
    """Return the verdict on every provision of every instrument for a plan.

    The tests of a provision decide its verdict. Each test names a criterion and the level from which the criterion
    shows what the provision requires. A lower level shows that it is lacking only where the text was read whole (see
    `is_read`); else the test is `open`. A provision without tests is `not-covered`: criteria that cite it are listed
    with it and decide nothing. A provision with a part that has no test is at best `met-as-asked`. The tests of a
    provision that is only recalled are left out: what nobody opened is neither met nor lacking.

    Parameters
    ----------
    card : Scorecard
        The plan's ratings; its weighting has no effect.
    instruments : InstrumentsFile
        The instruments, and the rules for when each binds a state.
    standards : mapping of str to Standard
        The index of provisions by id; its order is kept.
    tests : iterable of ProvisionTest
        The tests of provisions; those of another rubric, or on a criterion that this
        rubric does not have, are ignored.
    treaties : sequence of TreatyStatus, optional
        The dates from which treaties bind states.

    Returns
    -------
    AgainstReading
        For each instrument, whether it bound the state when the plan began (a plan
        of 2005 cannot breach a convention of 2008), and each provision's verdict.
    """
    recalled = {standard.standard_id for standard in standards.values() if standard.is_recalled}
    asked = _Asked(card, (test for test in tests if test.standard_id not in recalled))
    return AgainstReading(
        card.assessment.plan.id,
        card.rubric.id,
        card.rubric.version,
        card.is_draft,
        tuple(_instrument(i, card, standards, treaties, asked) for i in instruments.instruments),
    )


class _Asked:
    """The tests of each part of a provision, the reason where it has none, and the criteria that cite the provision."""

    def __init__(self, card: Scorecard, tests: Iterable[ProvisionTest]) -> None:
        outcomes = {scored.outcome.criterion_id: scored.outcome for scored in card.criteria}
        read = {name: is_read(card.assessment, card.rubric.by_id[name], found) for name, found in outcomes.items()}
        self.tests: dict[tuple[str, str], list[Deciding]] = {}
        self.refused: dict[tuple[str, str], str] = {}
        self.citing: dict[str, list[Deciding]] = {}
        for test in tests:
            place = (test.standard_id, test.part)
            if test.rubric != card.rubric.id:
                continue
            if not test.criterion_id:
                self.refused[place] = test.ground
            elif test.criterion_id in outcomes:
                self.tests.setdefault(place, []).append(
                    tested(outcomes[test.criterion_id], test, is_read=read[test.criterion_id])
                )
        for name, outcome in outcomes.items():
            criterion = card.rubric.by_id[name]
            for standard in dict.fromkeys((*criterion.floor, *criterion.related)):
                said = Deciding(name, "open", outcome.short)
                self.citing.setdefault(standard, []).append(said)


def is_read(assessment: Assessment, criterion: Criterion, outcome: Outcome) -> bool:
    """Return whether a rating can show that something is lacking, because the text that decides it was read.

    It needs a coder whose rating this is. On the plan, one who read whole what can answer the question, or the
    chapter with which `searched` begins, and not another's notes alone. On law and practice, one who says that the
    sources were read, and a rating that is not of low confidence. What the plan's own rows or figures give is known if
    it counts as covered, and `contrary` rests on a passage that says it.
    """
    if not criterion.is_judged or outcome.status == "contrary":
        return outcome.covered
    if criterion.object != "plan" and outcome.confidence == "low":
        return False
    backing = {coder for coder, said in outcome.inputs if said == outcome.short} or dict(outcome.inputs).keys()
    return any(
        _has_read(coding, criterion, rating)
        for coding in assessment.codings
        if coding.header.coder in backing
        for rating in coding.ratings
        if rating.criterion_id == criterion.id
    )


def _has_read(coding: Coding, criterion: Criterion, rating: Rating) -> bool:
    """Return whether a coder read the text that decides a criterion, by what the header says."""
    if criterion.object != "plan":
        return coding.header.read == "sources"
    return coding.header.read != "evidence-list" and coding.header.text_read.holds(
        rating.searched, criterion.answered_by
    )


def tested(outcome: Outcome, test: ProvisionTest, *, is_read: bool) -> Deciding:
    """Return the verdict that a criterion's outcome gives on a provision by one test.

    Below the least level, `is_read` says whether the text was read, so that the level shows what is lacking. With low
    confidence the level may be one higher, and must show it there too. A rating `at-least` can show that the test is
    met, and nothing else.
    """
    least = test.least_level or 0
    opened = least if test.open_from is None else test.open_from
    known = outcome.level if outcome.covered else outcome.least
    verdict: Verdict = "open"
    if not outcome.applies:
        verdict = "not-applicable"
    elif known is not None and known >= least:
        verdict = "met"
    elif outcome.covered and outcome.judgement_high < opened and is_read:
        verdict = "not-in-text"
    return Deciding(outcome.criterion_id, verdict, outcome.short, test)


def _instrument(
    instrument: Instrument,
    card: Scorecard,
    standards: Mapping[str, Standard],
    treaties: Sequence[TreatyStatus],
    asked: _Asked,
) -> InstrumentReading:
    whole = binding_of(instrument, card.assessment, treaties)
    articles = []
    for standard in standards.values():
        if standard.instrument_key in instrument.keys:
            own = article_binding(instrument, standard, whole, card.assessment.plan)
            articles.append(_article(instrument, standard, own, asked))
    return InstrumentReading(instrument, whole, tuple(articles))


def _article(instrument: Instrument, standard: Standard, own: Binding, asked: _Asked) -> ArticleReading:
    parts = tuple(
        _part_reading(standard, letter, text, asked) for letter, text in (standard.part_texts() or {"": ""}).items()
    )
    tests = [test for part in parts for test in part.tests]
    counted = [verdict for part in parts for verdict in counted_verdicts(part.tests)]
    verdict, at_best = verdict_of(counted, is_whole=all(part.tests for part in parts))
    tries = {test.criterion_id for test in tests}
    return ArticleReading(
        standard,
        verdict,
        at_best,
        own,
        deciding=tuple(dict.fromkeys(t.criterion_id for t in tests if t.verdict in _makers(verdict))),
        parts=parts,
        touched=tuple(c for c in asked.citing.get(standard.standard_id, []) if c.criterion_id not in tries),
        note="; ".join(c.ground for c in instrument.choices if standard.standard_id in c.standards),
    )


def _part_reading(standard: Standard, letter: str, requires: str, asked: _Asked) -> PartReading:
    place = (standard.standard_id, letter)
    tests = tuple(asked.tests.get(place, ()))
    verdict, _ = verdict_of(counted_verdicts(tests), is_whole=True)
    refused = str(VERIFIED["R"]) if standard.is_recalled else asked.refused.get(place, "")
    return PartReading(letter, requires, verdict, tests, "" if tests else refused)


def counted_verdicts(tests: Iterable[Deciding]) -> list[Verdict]:
    """Return the verdicts that count: of tests of a part that share the mark `either`, only the best."""
    single: list[Verdict] = []
    groups: dict[str, list[Verdict]] = {}
    for said in tests:
        mark = said.test.either if said.test else ""
        (groups.setdefault(mark, []) if mark else single).append(said.verdict)
    return single + [min(group, key=BEST_FIRST.index) for group in groups.values()]


def _makers(verdict: Verdict) -> tuple[Verdict, ...]:
    """Return the verdicts of tests that explain a verdict on the whole provision; for `in-part`, those that fail."""
    if verdict == "met-as-asked":
        return ("met",)
    if verdict == "open":
        return ("open", "not-in-text")
    return ("not-in-text",) if verdict == "in-part" else (verdict,)


def verdict_of(tests: Iterable[Verdict], *, is_whole: bool) -> tuple[Verdict, Verdict]:
    """Return the verdict on a provision from those of its tests, and the best verdict still possible.

    The verdict is met if all tests are met, in part if some are met and some are not in the text read, not in the text
    if none is met and none is open; else open. Tests that do not apply are ignored. Without `is_whole` some part has no
    test: the provision is then at best met as far as asked, and never fails as a whole.

    Examples
    --------
    >>> verdict_of(["met", "met"], is_whole=True), verdict_of(["met", "met"], is_whole=False)
    (('met', 'met'), ('met-as-asked', 'met-as-asked'))
    >>> verdict_of(["met", "not-in-text", "open"], is_whole=True), verdict_of(["not-in-text"], is_whole=True)
    (('in-part', 'in-part'), ('not-in-text', 'not-in-text'))
    >>> verdict_of(["not-in-text", "open"], is_whole=True), verdict_of(["not-in-text"], is_whole=False)
    (('open', 'in-part'), ('open', 'in-part'))
    >>> verdict_of(["met", "open"], is_whole=False), verdict_of([], is_whole=True)
    (('open', 'met-as-asked'), ('not-covered', 'not-covered'))
    """
    found = list(tests)
    if not found:
        return "not-covered", "not-covered"
    applying = {v for v in found if v != "not-applicable"}
    if not applying:
        return "not-applicable", "not-applicable"
    best: Verdict = "in-part" if "not-in-text" in applying else "met" if is_whole else "met-as-asked"
    if {"met", "not-in-text"} <= applying or applying == {"met"}:
        return best, best
    if applying == {"not-in-text"} and is_whole:
        return "not-in-text", "not-in-text"
    return "open", best


def against_rows(reading: AgainstReading) -> tuple[AgainstRow, ...]:
    """Return the rows of the table of a reading, instruments and provisions in order."""
    return tuple(_table_row(reading, one, article) for one in reading.instruments for article in one.articles)


def _table_row(reading: AgainstReading, one: InstrumentReading, article: ArticleReading) -> AgainstRow:
    standard, own = article.standard, article.binding
    return AgainstRow(
        plan_id=reading.plan_id,
        state="draft" if reading.is_draft else "final",
        instrument=one.instrument.id,
        standard_id=standard.standard_id,
        article=standard.article,
        subject=standard.subject,
        obligation=standard.obligation,
        verb_strength=standard.verb_strength,
        verified=standard.verified,
        binding=own.state,
        since=own.since,
        until=own.until,
        record=own.record,
        within_plan=own.within if own.state == "later" else None,
        verdict=article.verdict,
        at_best=article.at_best,
        absent_from=article.absent_from,
        deciding=article.deciding,
        criteria=tuple(dict.fromkeys(_deciding_text(d) for d in article.tests)),
        parts="; ".join(f"{part.letter}: {part.verdict}" for part in article.parts if part.letter),
        missing="; ".join(f"{part.letter}: {part.requires}" for part in article.missing),
        refused="; ".join(
            f"{part.letter}: {part.refused}".removeprefix(": ") for part in article.parts if part.refused
        ),
        touched=tuple(_deciding_text(d) for d in article.touched),
        note=article.note,
    )


def _deciding_text(said: Deciding) -> str:
    return f"{said.criterion_id}:{said.rating}"


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
        return _binding_since(row.in_force, assessment.plan, "in force for the state")
    return _without_date(instrument, assessment, row)


def _binding_since(since: str, plan: PlanFile, why: str) -> Binding:
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
        return _binding_until_left(instrument, body, max(terms, key=lambda m: last_day(m.end or "open")))
    joined = min((m.start for m in living), key=first_day)
    since = max(joined, instrument.due or joined, key=first_day)
    found = _binding_since(since, plan, f"member of {body} since {joined}; compliance due by {instrument.due}")
    return replace(found, member_of=body) if since == joined else found


def _no_member(country: Country, body: str) -> Binding:
    """Return `never` if the country has other memberships, or the body is recorded as not joined; else `not-known`."""
    if country.memberships or body in country.no_member_of:
        return Binding("never", why=f"no member of {body} by the memberships recorded")
    return Binding("not-known", why="no membership of any body is recorded")


def _binding_until_left(instrument: Instrument, body: str, term: Membership) -> Binding:
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
        return _binding_by_ratification(row.ratified, plan)
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


def _binding_by_ratification(date: str, plan: PlanFile) -> Binding:
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
            return _binding_since(since, plan, part.ground)
    return replace(whole)
