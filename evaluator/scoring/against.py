"""A plan read against instruments: article by article, from the floors of its criteria alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evaluator.model.against import (
    AgainstReading,
    AgainstRow,
    ArticleReading,
    Binding,
    Deciding,
    InstrumentReading,
    Verdict,
)
from evaluator.model.facts import TreatyStatus
from evaluator.model.instrument import Instrument, InstrumentsFile, Verdicts
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.standard import Standard
from evaluator.scoring.binding import article_binding, binding_of
from evaluator.scoring.grade import rounded

WORST_FIRST: tuple[Verdict, ...] = ("not", "partly", "met")


def reading_against(
    card: Scorecard,
    instruments: InstrumentsFile,
    standards: Mapping[str, Standard],
    treaties: Sequence[TreatyStatus] = (),
) -> AgainstReading:
    """Read a plan against every instrument, article by article.

    A provision is decided by the criteria that name it as their floor, for their
    level 3 restates it; the worst of them decides. One that no criterion restates is
    `not-covered`: the rubric has nothing to say on it, and criteria that cite it as
    context are named beside it and decide nothing. One of which something is still
    open is `not-assessed` unless a criterion already fails it.

    Parameters
    ----------
    card : Scorecard
        The plan's ratings; its weighting plays no part.
    instruments : InstrumentsFile
        The instruments, and from which level on a provision is met or partly met.
    standards : mapping of str to Standard
        The index of provisions by id; its order is kept.
    treaties : sequence of TreatyStatus, optional
        When which treaty bound which state.

    Returns
    -------
    AgainstReading
        For each instrument whether it bound the state when the plan began (a plan
        of 2005 cannot breach a convention of 2008), and each provision's verdict.
    """
    criteria = _Citing(card, instruments.verdicts)
    return AgainstReading(
        card.assessment.plan.id,
        card.rubric.id,
        card.rubric.version,
        card.is_draft,
        tuple(_instrument(i, card, standards, treaties, criteria) for i in instruments.instruments),
    )


class _Citing:
    """What each provision is cited by: as floor, and as context."""

    def __init__(self, card: Scorecard, verdicts: Verdicts) -> None:
        self.floor: dict[str, list[Deciding]] = {}
        self.related: dict[str, list[Deciding]] = {}
        for scored in card.criteria:
            criterion = card.rubric.by_id[scored.outcome.criterion_id]
            said = _verdict(scored.outcome, card.rubric.scale_of(criterion.id).top, verdicts)
            for cited, ids in ((self.floor, criterion.floor), (self.related, criterion.related)):
                for standard in dict.fromkeys(ids):
                    cited.setdefault(standard, []).append(said)


def _verdict(outcome: Outcome, top: int, verdicts: Verdicts) -> Deciding:
    if not outcome.applies:
        verdict: Verdict = "not-applicable"
    elif outcome.level is None or not outcome.covered:
        verdict = "not-assessed"
    else:
        share = rounded(outcome.level / top)
        verdict = "met" if share >= verdicts.met_from else "partly" if share >= verdicts.partly_from else "not"
    return Deciding(outcome.criterion_id, verdict, outcome.status, outcome.level)


def _instrument(
    instrument: Instrument,
    card: Scorecard,
    standards: Mapping[str, Standard],
    treaties: Sequence[TreatyStatus],
    citing: _Citing,
) -> InstrumentReading:
    whole = binding_of(instrument, card.assessment, treaties)
    articles = []
    for standard in standards.values():
        if standard.instrument_key in instrument.keys:
            own = article_binding(instrument, standard, whole, card.assessment.plan)
            articles.append(_article(instrument, standard, own, citing))
    return InstrumentReading(instrument, whole, tuple(articles))


def _article(instrument: Instrument, standard: Standard, own: Binding, citing: _Citing) -> ArticleReading:
    deciding = citing.floor.get(standard.standard_id, [])
    verdict, at_best = worst_decides([d.verdict for d in deciding])
    return ArticleReading(
        standard,
        verdict,
        at_best,
        own,
        deciding=tuple(d.criterion_id for d in deciding if d.verdict == verdict),
        criteria=tuple(deciding),
        touched=tuple(citing.related.get(standard.standard_id, [])),
        note="; ".join(c.ground for c in instrument.choices if standard.standard_id in c.standards),
    )


def worst_decides(verdicts: Iterable[Verdict]) -> tuple[Verdict, Verdict]:
    """Return the verdict on a provision, and the best that what is open leaves possible.

    Examples
    --------
    >>> worst_decides(["met", "partly"]), worst_decides(["partly", "not-assessed"])
    (('partly', 'partly'), ('not-assessed', 'partly'))
    >>> worst_decides(["not", "not-assessed"]), worst_decides([])
    (('not', 'not'), ('not-covered', 'not-covered'))
    """
    found = list(verdicts)
    if not found:
        return "not-covered", "not-covered"
    applying = [v for v in found if v != "not-applicable"]
    if not applying:
        return "not-applicable", "not-applicable"
    known = [v for v in applying if v in WORST_FIRST]
    worst = min(known, key=WORST_FIRST.index) if known else "met"
    if worst != "not" and len(known) < len(applying):
        return "not-assessed", worst
    return worst, worst


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
        within_plan=own.within if own.state == "later" else None,
        verdict=article.verdict,
        at_best=article.at_best,
        deciding=article.deciding,
        criteria=tuple(_told(d) for d in article.criteria),
        touched=tuple(_told(d) for d in article.touched),
        note=article.note,
    )


def _told(said: Deciding) -> str:
    return f"{said.criterion_id}:{said.level if said.status == 'rated' else said.status}"
