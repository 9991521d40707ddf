"""A plan read against instruments: article by article, by the tests of each provision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
from evaluator.model.facts import TreatyStatus
from evaluator.model.instrument import Instrument, InstrumentsFile
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.standard import ProvisionTest, Standard
from evaluator.scoring.binding import article_binding, binding_of

BEST_FIRST: tuple[Verdict, ...] = ("met", "not-assessed", "not", "not-applicable")


def reading_against(
    card: Scorecard,
    instruments: InstrumentsFile,
    standards: Mapping[str, Standard],
    tests: Iterable[ProvisionTest],
    treaties: Sequence[TreatyStatus] = (),
) -> AgainstReading:
    """Read a plan against every instrument, article by article.

    A provision is decided by its tests, each of which names a criterion and the level
    from which that criterion shows what the provision asks. One that no test reaches
    is `not-covered`: the rubric has nothing to say on it, and criteria that cite it are
    named beside it and decide nothing. A part that no test reaches keeps a provision
    from being met: at best it is met as far as asked.

    Parameters
    ----------
    card : Scorecard
        The plan's ratings; its weighting plays no part.
    instruments : InstrumentsFile
        The instruments, and when each binds a state.
    standards : mapping of str to Standard
        The index of provisions by id; its order is kept.
    tests : iterable of ProvisionTest
        The tests of provisions; those of another rubric, or on a criterion that this
        rubric does not have, are left out.
    treaties : sequence of TreatyStatus, optional
        When which treaty bound which state.

    Returns
    -------
    AgainstReading
        For each instrument whether it bound the state when the plan began (a plan
        of 2005 cannot breach a convention of 2008), and each provision's verdict.
    """
    asked = _Asked(card, tests)
    return AgainstReading(
        card.assessment.plan.id,
        card.rubric.id,
        card.rubric.version,
        card.is_draft,
        tuple(_instrument(i, card, standards, treaties, asked) for i in instruments.instruments),
    )


class _Asked:
    """What each part of a provision is tested by, why it is not, and what cites the provision."""

    def __init__(self, card: Scorecard, tests: Iterable[ProvisionTest]) -> None:
        outcomes = {scored.outcome.criterion_id: scored.outcome for scored in card.criteria}
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
                self.tests.setdefault(place, []).append(tested(outcomes[test.criterion_id], test))
        for name, outcome in outcomes.items():
            criterion = card.rubric.by_id[name]
            for standard in dict.fromkeys((*criterion.floor, *criterion.related)):
                said = Deciding(name, "not-assessed", outcome.status, outcome.level)
                self.citing.setdefault(standard, []).append(said)


def tested(outcome: Outcome, test: ProvisionTest) -> Deciding:
    """Return what a criterion's outcome says of a provision, by a test."""
    least = test.least_level or 0
    opened = least if test.open_from is None else test.open_from
    verdict: Verdict
    if not outcome.applies:
        verdict = "not-applicable"
    elif outcome.level is None or not outcome.covered:
        verdict = "not-assessed"
    elif outcome.level >= least:
        verdict = "met"
    else:
        verdict = "not-assessed" if outcome.level >= opened else "not"
    return Deciding(outcome.criterion_id, verdict, outcome.status, outcome.level, test)


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
    parts = tuple(_part(standard, letter, text, asked) for letter, text in (standard.part_texts() or {"": ""}).items())
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


def _part(standard: Standard, letter: str, requires: str, asked: _Asked) -> PartReading:
    place = (standard.standard_id, letter)
    tests = tuple(asked.tests.get(place, ()))
    verdict, _ = verdict_of(counted_verdicts(tests), is_whole=True)
    return PartReading(letter, requires, verdict, tests, "" if tests else asked.refused.get(place, ""))


def counted_verdicts(tests: Iterable[Deciding]) -> list[Verdict]:
    """Return the verdicts that count: of tests of a part that share a mark, the best alone."""
    single: list[Verdict] = []
    groups: dict[str, list[Verdict]] = {}
    for said in tests:
        mark = said.test.either if said.test else ""
        (groups.setdefault(mark, []) if mark else single).append(said.verdict)
    return single + [min(group, key=BEST_FIRST.index) for group in groups.values()]


def _makers(verdict: Verdict) -> tuple[Verdict, ...]:
    """Return the verdicts of tests that make a verdict on the whole; of one that is partly met, those that fail."""
    if verdict == "met-as-asked":
        return ("met",)
    if verdict == "not-assessed":
        return ("not-assessed", "not")
    return ("not",) if verdict == "partly" else (verdict,)


def verdict_of(tests: Iterable[Verdict], *, is_whole: bool) -> tuple[Verdict, Verdict]:
    """Return the verdict on a provision from its tests, and the best that what is open leaves possible.

    Met where all tests are met, partly where some are and some are not, not where none
    is and all are known; else not assessed. Tests that do not apply are left out.
    Without `is_whole` a part has no test: the provision is at best met as far as asked,
    and it does not fail as a whole, for the part may be there.

    Examples
    --------
    >>> verdict_of(["met", "met"], is_whole=True), verdict_of(["met", "met"], is_whole=False)
    (('met', 'met'), ('met-as-asked', 'met-as-asked'))
    >>> verdict_of(["met", "not", "not-assessed"], is_whole=True), verdict_of(["not"], is_whole=True)
    (('partly', 'partly'), ('not', 'not'))
    >>> verdict_of(["not", "not-assessed"], is_whole=True), verdict_of(["not"], is_whole=False)
    (('not-assessed', 'partly'), ('not-assessed', 'partly'))
    >>> verdict_of(["met", "not-assessed"], is_whole=False), verdict_of([], is_whole=True)
    (('not-assessed', 'met-as-asked'), ('not-covered', 'not-covered'))
    """
    found = list(tests)
    if not found:
        return "not-covered", "not-covered"
    applying = {v for v in found if v != "not-applicable"}
    if not applying:
        return "not-applicable", "not-applicable"
    best: Verdict = "partly" if "not" in applying else "met" if is_whole else "met-as-asked"
    if {"met", "not"} <= applying or applying == {"met"}:
        return best, best
    if applying == {"not"} and is_whole:
        return "not", "not"
    return "not-assessed", best


def against_rows(reading: AgainstReading) -> tuple[AgainstRow, ...]:
    """Return a reading as the rows of its table, instruments and provisions in order."""
    return tuple(_row(reading, one, article) for one in reading.instruments for article in one.articles)


def _row(reading: AgainstReading, one: InstrumentReading, article: ArticleReading) -> AgainstRow:
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
        deciding=article.deciding,
        criteria=tuple(dict.fromkeys(_told(d) for d in article.tests)),
        parts="; ".join(f"{part.letter}: {part.verdict}" for part in article.parts if part.letter),
        missing="; ".join(f"{part.letter}: {part.requires}" for part in article.missing),
        refused="; ".join(
            f"{part.letter}: {part.refused}".removeprefix(": ") for part in article.parts if part.refused
        ),
        touched=tuple(_told(d) for d in article.touched),
        note=article.note,
    )


def _told(said: Deciding) -> str:
    return f"{said.criterion_id}:{said.level if said.status == 'rated' else said.status}"
